"""The defaults are polite and safe; a change of any of these should be a decision."""

import re
from pathlib import Path

import archived
import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from pipeline.errors import UsageError
from spiders import settings as project
from spiders.network.replay import ReplayHandler
from spiders.runs.runner import crawl_settings


@pytest.fixture
def settings() -> Settings:
    settings = Settings()
    settings.setmodule(project, priority="project")
    return settings


def test_robots_txt_is_kept_and_hosts_have_two_seconds_between_requests(settings: Settings) -> None:
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getfloat("DOWNLOAD_DELAY") >= 2
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert not settings.getbool("AUTOTHROTTLE_ENABLED")


def test_the_user_agent_names_who_can_be_written_to_and_makes_nobody_up() -> None:
    assert re.fullmatch(r"ai-policy-tracker/[\w.]+", project.user_agent(""))
    assert project.user_agent("mailto:a@example.org").endswith(" (+mailto:a@example.org)")


def test_a_contact_of_the_command_line_is_in_the_user_agent() -> None:
    settings = crawl_settings(Path("policy.db"), Path("archive"), {"POLICY_CONTACT": "mailto:a@example.org"}, None)
    assert settings["USER_AGENT"] == project.user_agent("mailto:a@example.org")
    settings = crawl_settings(Path("policy.db"), Path("archive"), {"USER_AGENT": "mine/1"}, None)
    assert settings["USER_AGENT"] == "mine/1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_DELAY", "abc"),
        ("POLICY_RETRY_AFTER_MAX", "nan"),
        ("POLICY_CRAWL_DELAY_MAX", "inf"),
        ("POLICY_RETRY_PAUSE", "-5"),
        ("POLICY_READERS", "-1"),
        ("RETRY_TIMES", "1.5"),
        ("ROBOTSTXT_OBEY", "maybe"),
        ("POLICY_PRIVATE_ADDRESSES", "2"),
        ("LOG_LEVEL", "debug"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_can(settings: Settings, name: str, value: str) -> None:
    settings.set(name, value, priority="cmdline")
    with pytest.raises(UsageError, match=f"{name} '{value}' is not (a|0|one)"):
        project.check(settings)


@pytest.mark.parametrize(
    ("name", "value"), [("DOWNLOAD_DELAY", "0.5"), ("POLICY_READERS", "2"), ("ROBOTSTXT_OBEY", "False")]
)
def test_values_that_can_be_used_pass_as_text(settings: Settings, name: str, value: str) -> None:
    project.check(settings)
    settings.set(name, value, priority="cmdline")
    project.check(settings)


def test_certificates_are_checked_answers_limited_and_consoles_off(settings: Settings) -> None:
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    for name in ("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "COOKIES_ENABLED", "METAREFRESH_ENABLED"):
        assert not settings.getbool(name), name
    assert settings.getint("DOWNLOAD_MAXSIZE") <= 100 << 20
    assert settings.getint("DOWNLOAD_TIMEOUT") <= 180


def test_what_is_off_and_slow_to_import_is_not_loaded(settings: Settings) -> None:
    known, ours = (
        {name for setting in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES") for name in each.getwithbase(setting)}
        for each in (Settings(), settings)
    )
    assert {name.rpartition(".")[2] for name in known - ours} == {"RemoteControl", "TelnetConsole", "CookiesMiddleware"}


def test_an_answer_passes_through_nothing_that_does_nothing_for_us(settings: Settings) -> None:
    """Each component that is on takes time for each answer, and each spider middleware for all that it yields."""
    assert not settings.getbool("DOWNLOADER_STATS")
    off = {name for name, order in settings.getwithbase("SPIDER_MIDDLEWARES").items() if order is None}
    off |= {name for name, order in settings.getwithbase("DOWNLOADER_MIDDLEWARES").items() if order is None}
    assert {"DepthMiddleware", "HttpAuthMiddleware"} <= {name.rpartition(".")[2] for name in off}


def test_only_the_web_is_fetched(settings: Settings) -> None:
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_a_replay_opens_no_socket_and_no_file_and_waits_for_nobody(tmp_path: Path) -> None:
    archive = archived.writer(tmp_path)
    archive.exchange(archived.EXCHANGE)
    archive.close()
    settings = crawl_settings(Path("policy.db"), Path("archive"), {}, tmp_path)
    handlers = {scheme: name for scheme, name in settings.getwithbase("DOWNLOAD_HANDLERS").items() if name}
    assert handlers == dict.fromkeys(("http", "https"), "spiders.network.replay.ReplayHandler")
    assert load_object(handlers["http"]) is ReplayHandler
    assert settings["POLICY_REPLAY"] == str(tmp_path)
    waits = [settings.getfloat(name) for name in ("DOWNLOAD_DELAY", "POLICY_RETRY_PAUSE", "RETRY_TIMES")]
    assert waits == [0, 0, 0]


@pytest.mark.parametrize("named", ["", "20261120T214500Z-test-00001.warc.gz"])
def test_an_archive_is_not_replayed_into_itself(tmp_path: Path, named: str) -> None:
    """Answers of last year would stand there again as served today, and `check` would find the source fresh."""
    archive = archived.writer(tmp_path)
    archive.exchange(archived.EXCHANGE)
    archive.close()
    with pytest.raises(UsageError, match="is the archive that this crawl writes"):
        crawl_settings(Path("policy.db"), Path("elsewhere"), {"POLICY_ARCHIVE": str(tmp_path)}, tmp_path / named)
    crawl_settings(Path("policy.db"), tmp_path.parent, {}, tmp_path)  # the archive does not hold what is in its folders


def test_every_setting_of_scrapy_exists(settings: Settings) -> None:
    known = Settings()
    names = [name for name in vars(project) if name.isupper() and not name.startswith(("POLICY_", "_"))]
    assert [name for name in names if name not in known] == []


def test_an_answer_costs_few_tasks(settings: Settings) -> None:
    """Scrapy makes CONCURRENT_ITEMS tasks for each answer, and parses the callback's source unless told not to."""
    assert settings.getint("CONCURRENT_ITEMS") == 2
    assert not settings.getbool("WARN_ON_GENERATOR_RETURN_VALUE")
