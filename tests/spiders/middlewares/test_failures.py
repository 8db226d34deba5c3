"""What fails is told in plain words, recorded once, and never lost."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from loopback_sources.loopback import Loopback
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.test import get_crawler

from pipeline.errors import MalformedDocument
from pipeline.model import Problem
from spiders.middlewares.failures import PlainFailuresMiddleware, PlainHttpErrorMiddleware, ProblemsMiddleware
from spiders.network.failures import FetchFailed

URL = "https://agency.example/a"
PROBLEMS = ProblemsMiddleware(SimpleNamespace(spider=Loopback()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "recorded"),
    [(FetchFailed("foreign_host", "refused"), ["refused"]), (DownloadTimeoutError("late"), [])],
)
def test_a_request_that_was_refused_before_the_wire_is_recorded_here(error: Exception, recorded: list[str]) -> None:
    told: list[str] = []

    async def no_answer(url: str, failure: FetchFailed) -> None:
        assert url == URL
        told.append(str(failure))

    middleware = PlainFailuresMiddleware(SimpleNamespace(no_answer=no_answer))  # type: ignore[arg-type]
    with pytest.raises(FetchFailed) as raised:
        asyncio.run(middleware.process_exception(Request(URL), error))
    assert told == recorded
    assert raised.value is error or raised.value.__cause__ is error


@pytest.mark.parametrize(("status", "words"), [(404, "404 Not Found"), (451, "451 Unavailable"), (599, "599")])
def test_a_status_that_no_callback_handles_is_named(status: int, words: str) -> None:
    middleware = PlainHttpErrorMiddleware.from_crawler(get_crawler())
    with pytest.raises(HttpError, match=f"^{URL}: answered {words}"):
        middleware.process_spider_input(Response(URL, status, request=Request(URL)))


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        (
            "application/json; charset=utf-8",
            b'{"message":\n"field \'x\' not valid"}',
            ': {"message": "field \'x\' not valid"}',
        ),
        ("text/plain", b"Virtuoso 42000 Error: too expensive" + b"\n" * 999, ": Virtuoso 42000 Error: too expensive"),
        ("text/plain", b"busy " * 999, ": " + ("busy " * 40).strip()),
        ("text/plain", b"\n", ""),
        ("text/html", b"<h1>Bad Request</h1>", ""),
        ("", b"busy", ""),
    ],
)
def test_what_an_api_says_is_wrong_is_repeated(kind: str, body: bytes, words: str) -> None:
    middleware = PlainHttpErrorMiddleware.from_crawler(get_crawler())
    answer = Response(URL, 400, headers={"Content-Type": kind} if kind else {}, body=body, request=Request(URL))
    with pytest.raises(HttpError) as raised:
        middleware.process_spider_input(answer)
    assert str(raised.value) == f"{URL}: answered 400 Bad Request{words}"


def test_a_status_that_a_callback_handles_passes() -> None:
    middleware = PlainHttpErrorMiddleware.from_crawler(get_crawler())
    handled = Request(URL, meta={"handle_httpstatus_list": [404]})
    middleware.process_spider_input(Response(URL, 404, request=handled))
    middleware.process_spider_input(Response(URL, request=Request(URL)))


async def yielded(*each: Any) -> AsyncIterator[Any]:
    for one in each:
        yield one


async def gathered(results: AsyncIterator[Any]) -> list[Any]:
    return [each async for each in results]


def test_a_request_without_an_errback_gets_one_that_records_a_problem() -> None:
    own, bare, problem = Request(URL, errback=print), Request(URL), Loopback().problem("crash", "toys")
    for results in (
        PROBLEMS.process_start(yielded(own, bare, problem)),
        PROBLEMS.process_spider_output(Response(URL), yielded(own, bare, problem)),
    ):
        assert asyncio.run(gathered(results)) == [own, bare, problem]
        assert (own.errback, bare.errback) == (print, PROBLEMS.failed)
        bare.errback = None


def test_what_nobody_can_keep_is_a_problem_and_what_comes_after_it_is_kept() -> None:
    request = Request(URL)
    for where, results in (
        ("start()", PROBLEMS.process_start(yielded({"title": "Toys"}, request))),
        (URL, PROBLEMS.process_spider_output(Response(URL), yielded({"title": "Toys"}, request))),
    ):
        problem, kept = asyncio.run(gathered(results))
        told = "the spider failed with TypeError: it yields dict, and not Capture, Problem or Request"
        assert (problem.kind, problem.message) == ("crash", f"{where}: {told}; fix the source's file")
        assert kept is request


def test_a_broken_start_is_a_problem_and_still_an_error() -> None:
    async def broken() -> AsyncIterator[Any]:
        yield Request(URL)
        raise KeyError("toys")

    async def main() -> Any:
        results = PROBLEMS.process_start(broken())
        assert isinstance(await anext(results), Request)
        problem = await anext(results)
        with pytest.raises(KeyError):
            await anext(results)
        return problem

    problem = asyncio.run(main())
    assert isinstance(problem, Problem)
    assert problem.kind == "crash"
    assert problem.message.startswith("start(): the spider failed with KeyError: 'toys'")


@pytest.mark.parametrize(
    ("error", "kind", "message", "logged"),
    [
        (MalformedDocument("the list is cut"), "malformed_document", "the list is cut", 0),
        (ValueError("toys"), "crash", f"{URL}: the spider failed with ValueError: toys; fix the source's file", 1),
    ],
)
@pytest.mark.parametrize(("meta", "document_id"), [({"document_id": "fr:2030-00001"}, "fr:2030-00001"), ({}, "")])
def test_a_failing_callback_is_a_problem_of_its_page_and_of_the_document_that_its_request_names(
    error: Exception,
    kind: str,
    message: str,
    logged: int,
    meta: dict[str, str],
    document_id: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = Response(URL, request=Request(URL, meta=meta))
    (problem,) = PROBLEMS.process_spider_exception(response, error)
    assert (problem.kind, problem.message, problem.url, problem.document_id) == (kind, message, URL, document_id)
    assert len(caplog.records) == logged
