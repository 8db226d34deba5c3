"""What is asked again, and after which pause."""

import asyncio
from typing import Any

import pytest
from OpenSSL.SSL import Error as OpenSslError
from scrapy import Request, Spider
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from spiders import settings
from spiders.middlewares import retry
from spiders.middlewares.retry import MAY_BE_EMPTY, RetryMiddleware
from spiders.network.failures import FetchFailed
from spiders.network.gate import NAMED_WAIT, Gate

URL = "https://agency.example/a"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, in seconds; none is waited for."""
    made: list[float] = []

    async def patience(seconds: float, _: Any) -> None:
        made.append(seconds)

    monkeypatch.setattr(retry, "GATE", Gate())
    monkeypatch.setattr(retry, "patience", patience)
    return made


@pytest.fixture
def middleware(pauses: list[float]) -> RetryMiddleware:
    return made()


def made(pause: float = settings.POLICY_RETRY_PAUSE) -> RetryMiddleware:
    own = {"POLICY_RETRY_PAUSE": pause, "POLICY_RETRY_AFTER_MAX": 3600.0}
    names = ("RETRY_HTTP_CODES", "RETRY_TIMES")
    crawler = get_crawler(settings_dict={name: getattr(settings, name) for name in names} | own)
    crawler.spider = Spider.from_crawler(crawler, "toys")
    return RetryMiddleware.from_crawler(crawler)


def asked(middleware: RetryMiddleware, status: int, body: bytes = b"x", **meta: Any) -> Request | Response:
    request = Request(URL, meta=meta)
    return asyncio.run(middleware.process_response(request, Response(URL, status, body=body, request=request)))


@pytest.mark.parametrize(
    ("status", "expected"), [(503, [0.5, 1.5]), (429, [5.0, 15.0]), (202, [0.5, 1.5]), (206, [0.5, 1.5])]
)
def test_each_pause_is_three_times_the_one_before(
    middleware: RetryMiddleware, pauses: list[float], status: int, expected: list[float]
) -> None:
    again = asked(middleware, status)
    assert isinstance(again, Request)
    assert isinstance(asked(middleware, status, **again.meta), Request)
    assert pauses == expected


@pytest.mark.parametrize(("status", "expected"), [(429, 7.0), (503, 7.0), (500, 0.5)])
def test_a_pause_that_the_host_named_with_this_answer_is_made(
    middleware: RetryMiddleware, pauses: list[float], status: int, expected: float
) -> None:
    asked(middleware, status, **{NAMED_WAIT: 7.0})
    assert pauses == [expected]


@pytest.mark.parametrize(
    ("status", "meta", "expected"),
    [(429, {}, [5.0]), (503, {}, [0.5]), (500, {}, []), (202, {}, []), (503, {NAMED_WAIT: 7.0}, [])],
)
def test_a_host_that_is_too_busy_and_names_no_time_is_left_alone_by_every_source(
    middleware: RetryMiddleware,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    meta: dict[str, float],
    expected: list[float],
) -> None:
    held: list[tuple[str, float]] = []
    monkeypatch.setattr(retry.GATE, "hold", lambda *each: held.append(each))
    asked(middleware, status, **meta)
    assert held == [("agency.example", seconds) for seconds in expected]


def until_it_ends(middleware: RetryMiddleware, headers: dict[str, str], **meta: Any) -> Request | Response:
    """Answer 429 to a request and to its repetitions."""
    outcome: Request | Response = Request(URL)
    while isinstance(outcome, Request):
        outcome.meta.update(meta)
        outcome = asyncio.run(middleware.process_response(outcome, Response(URL, 429, headers)))
    return outcome


USED_UP = {"X-RateLimit-Remaining": "0"}


def test_a_quota_that_is_used_up_is_waited_for_until_a_pause_would_be_too_long(
    middleware: RetryMiddleware, pauses: list[float]
) -> None:
    with pytest.raises(FetchFailed, match=r"agency\.example .*longer than POLICY_RETRY_AFTER_MAX allows"):
        until_it_ends(middleware, USED_UP)
    assert pauses == [5, 15, 45, 135, 405, 1215]


def test_without_pauses_a_quota_that_is_used_up_is_no_endless_loop(pauses: list[float]) -> None:
    assert isinstance(until_it_ends(made(pause=0), USED_UP), Response)
    assert pauses == [0] * 8


@pytest.mark.parametrize(
    ("headers", "meta", "expected"),
    [({}, {}, [5, 15]), ({"X-RateLimit-Remaining": "3"}, {}, [5, 15]), (USED_UP, {NAMED_WAIT: 7.0}, [7, 7])],
)
def test_a_host_that_has_requests_left_or_names_a_time_is_asked_again_twice(
    middleware: RetryMiddleware,
    pauses: list[float],
    headers: dict[str, str],
    meta: dict[str, float],
    expected: list[float],
) -> None:
    assert isinstance(until_it_ends(middleware, headers, **meta), Response)
    assert pauses == expected


@pytest.mark.parametrize(("status", "body"), [(200, b"x"), (201, b"x"), (300, b""), (301, b""), (304, b""), (404, b"")])
def test_an_answer_that_says_something_is_passed_on(
    middleware: RetryMiddleware, pauses: list[float], status: int, body: bytes
) -> None:
    assert isinstance(asked(middleware, status, body), Response)
    assert pauses == []


def test_an_empty_body_is_passed_on_where_it_says_something(middleware: RetryMiddleware) -> None:
    assert isinstance(asked(middleware, 200, b"", **{MAY_BE_EMPTY: True}), Response)


def test_a_fault_that_stays_is_not_asked_again(middleware: RetryMiddleware, pauses: list[float]) -> None:
    fault = FetchFailed("challenge_page", "a bot wall")
    with pytest.raises(FetchFailed) as raised:
        asked(middleware, 503, fault=fault)
    assert (raised.value, pauses) == (fault, [])


def test_what_fails_once_more_is_a_failure_or_goes_to_the_spider_at_once(
    middleware: RetryMiddleware, pauses: list[float]
) -> None:
    last = {"retry_times": settings.RETRY_TIMES}
    assert isinstance(asked(middleware, 503, **last), Response)
    with pytest.raises(FetchFailed, match="still being prepared"):
        asked(middleware, 202, **last)
    with pytest.raises(FetchFailed, match="answered 206, a part"):
        asked(middleware, 206, **last)
    assert pauses == []


UNTRUSTED = OpenSslError([("SSL routines", "", "certificate verify failed")])


@pytest.mark.parametrize(
    ("error", "cause", "expected"),
    [
        (DownloadTimeoutError("late"), None, [0.5]),
        (DownloadFailedError("failed"), ConnectionResetError("reset"), [0.5]),
        (DownloadFailedError("failed"), UNTRUSTED, []),
        (FetchFailed("foreign_host", "refused"), None, []),
    ],
)
def test_a_connection_that_broke_is_asked_again_and_a_refused_certificate_is_not(
    middleware: RetryMiddleware,
    pauses: list[float],
    error: Exception,
    cause: Exception | None,
    expected: list[float],
) -> None:
    error.__cause__ = cause
    again = asyncio.run(middleware.process_exception(Request(URL), error))
    assert (again is not None, pauses) == (bool(expected), expected)
