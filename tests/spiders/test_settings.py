"""The defaults are polite and safe; a change of any of these should be a decision."""

import pytest
from scrapy.settings import Settings

from spiders import settings as project


@pytest.fixture
def settings() -> Settings:
    settings = Settings()
    settings.setmodule(project, priority="project")
    return settings


def test_polite(settings: Settings) -> None:
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getfloat("DOWNLOAD_DELAY") >= 2
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert not settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings["USER_AGENT"].startswith("ai-policy-tracker/")
    assert f"(+{settings['POLICY_CONTACT']})" in settings["USER_AGENT"]


def test_safe(settings: Settings) -> None:
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    for name in ("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "COOKIES_ENABLED", "METAREFRESH_ENABLED"):
        assert not settings.getbool(name), name
    assert settings.getint("DOWNLOAD_MAXSIZE") <= 100 << 20
    assert settings.getint("DOWNLOAD_TIMEOUT") <= 180


def test_only_the_web_is_fetched(settings: Settings) -> None:
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_every_setting_of_scrapy_exists(settings: Settings) -> None:
    known = Settings()
    names = [name for name in vars(project) if name.isupper() and not name.startswith(("POLICY_", "_"))]
    assert [name for name in names if name not in known] == []


def test_an_answer_costs_few_tasks(settings: Settings) -> None:
    """Scrapy makes CONCURRENT_ITEMS tasks for each answer, and parses the callback's source unless told not to."""
    assert settings.getint("CONCURRENT_ITEMS") <= 8
    assert not settings.getbool("WARN_ON_GENERATOR_RETURN_VALUE")
