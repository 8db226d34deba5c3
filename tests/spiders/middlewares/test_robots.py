"""Whose rules hold, for which host, and how long they are asked for."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from spiders import settings
from spiders.middlewares import robots
from spiders.middlewares.retry import MAY_BE_EMPTY
from spiders.middlewares.robots import RobotsMiddleware
from spiders.network.failures import FetchFailed
from spiders.network.gate import Gate

PAGE = "https://agency.example/a/b"


@pytest.fixture(autouse=True)
def delays(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """The delays that hosts ask for."""
    kept: list[tuple[str, float]] = []
    monkeypatch.setattr(robots, "GATE", gate := Gate())
    monkeypatch.setattr(gate, "slow_down", lambda host, delay: kept.append((host, delay)))
    return kept


class Engine:
    """Answers every robots.txt with these rules."""

    def __init__(self, rules: str, status: int, failure: Exception | None) -> None:
        self.asked: list[Request] = []
        self._answer = rules.encode(), status
        self._failure = failure
        self.middleware: RobotsMiddleware

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        await self.middleware.process_request(request)
        if self._failure:
            raise self._failure
        body, status = self._answer
        return Response(request.url, status, body=body)


def ask(rules: str, *urls: str, status: int = 200, failure: Exception | None = None, **own: object) -> Engine:
    """Ask for the addresses at once. Raises `FetchFailed` if one is not to be fetched."""
    engine = Engine(rules, status, failure)
    chosen = {"ROBOTSTXT_OBEY": True, "POLICY_CRAWL_DELAY_MAX": 60.0}
    agent = {"USER_AGENT": settings.user_agent("https://example.org/bot")}
    crawler = SimpleNamespace(
        settings=get_crawler(settings_dict=chosen | agent | own).settings, engine=engine, spider=None
    )
    engine.middleware = RobotsMiddleware.from_crawler(crawler)  # type: ignore[arg-type]

    async def main() -> None:
        await asyncio.gather(*(engine.middleware.process_request(Request(url)) for url in urls or [PAGE]))

    asyncio.run(main())
    return engine


FOR_ALL = "User-agent: *\nDisallow: /\n"
FOR_US = "User-agent: AI-Policy-Tracker\nDisallow: /a/\n"


@pytest.mark.parametrize("rules", [FOR_ALL, f"{FOR_ALL}\nUser-agent: bot\nAllow: /\n", FOR_US, f"\ufeff{FOR_ALL}"])
def test_what_is_forbidden_to_all_or_to_us_is_not_fetched(rules: str) -> None:
    with pytest.raises(FetchFailed, match=rf"^{PAGE}: not fetched, because the robots\.txt of agency") as no:
        ask(rules)
    assert no.value.kind == "robots_denied"


@pytest.mark.parametrize("rules", ["User-agent: bot\nDisallow: /\n", "User-agent: *\nDisallow: /c\n", ""])
def test_what_is_forbidden_to_others_or_elsewhere_is_fetched(rules: str) -> None:
    """Also to a robot of which our contact address speaks."""
    ask(rules)


def test_each_host_is_asked_once_before_its_first_page_and_on_its_own_port() -> None:
    urls = [PAGE, "https://agency.example/c", "http://agency.example:8080/d"]
    engine = ask("", *urls)
    assert [request.url for request in engine.asked] == [
        "https://agency.example/robots.txt",
        "http://agency.example:8080/robots.txt",
    ]
    assert all(request.meta[MAY_BE_EMPTY] for request in engine.asked)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, False), (299, False), (301, None), (400, True), (404, True), (429, None), (499, True), (500, None)],
)
def test_no_rules_allow_everything_and_rules_that_cannot_be_had_nothing(status: int, allowed: bool | None) -> None:
    if allowed:
        ask(FOR_ALL, status=status)
        return
    with pytest.raises(FetchFailed) as no:
        ask(FOR_ALL, status=status)
    assert no.value.kind == ("robots_denied" if allowed is False else "robots_unreachable")


def test_why_the_rules_cannot_be_had_is_said_of_each_page() -> None:
    with pytest.raises(FetchFailed, match=r"robots\.txt of agency\.example cannot be read.*: refused$") as no:
        ask("", failure=FetchFailed("foreign_host", "refused"))
    assert no.value.kind == "foreign_host"


@pytest.mark.parametrize(("stated", "kept"), [("0.5", 0.5), ("60", 60.0), ("5s", 0.0), ("-1", 0.0), ("nan", 0.0)])
def test_the_delay_of_a_host_is_kept(delays: list[tuple[str, float]], stated: str, kept: float) -> None:
    ask(f"User-agent: *\nCrawl-delay: {stated}\n", PAGE, "https://agency.example/c")
    assert delays == [("agency.example", kept)]


def test_where_the_delay_is_too_long_nothing_is_fetched(delays: list[tuple[str, float]]) -> None:
    with pytest.raises(FetchFailed, match="asks for 61 s between two requests") as no:
        ask("User-agent: *\nCrawl-delay: 61\n")
    assert (no.value.kind, delays) == ("robots_denied", [])


def test_robots_txt_can_be_left_out() -> None:
    with pytest.raises(NotConfigured):
        ask(FOR_ALL, ROBOTSTXT_OBEY=False)
