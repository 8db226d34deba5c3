"""A request asks whether what the archive holds is still current; a 304 brings the archived bytes."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from pipeline.errors import ArchiveError
from pipeline.model import Snapshot
from spiders.middlewares.conditional import NOT_MODIFIED, ConditionalMiddleware

URL = "https://agency.example/a"
DAY = "Wed, 02 Jan 2030 03:04:05 GMT"
KNOWN = Snapshot("urn:uuid:1", URL, "", 200, "text/html", "", 3, "a.warc.gz", 0, etag='"1"', last_modified=DAY)


class Session:
    """In place of the crawl's: what the archive holds."""

    def __init__(self, known: Snapshot | None, body: bytes | None = b"old") -> None:
        self._known = known
        self._body = body

    async def validators(self, _: Request) -> Snapshot | None:
        return self._known

    async def archived_body(self, _: Snapshot) -> bytes:
        if self._body is None:
            raise ArchiveError("it is gone")
        return self._body


def conditional(known: Snapshot | None, body: bytes | None = b"old") -> ConditionalMiddleware:
    return ConditionalMiddleware(Session(known, body))  # type: ignore[arg-type]


def asked(middleware: ConditionalMiddleware, **options: Any) -> Request:
    request = Request(URL, **options)
    asyncio.run(middleware.process_request(request))
    return request


def conditions(request: Request) -> dict[str, list[bytes]]:
    return {name.decode(): values for name, values in request.headers.items() if name.startswith(b"If-")}


def answered(middleware: ConditionalMiddleware, request: Request, status: int = 304) -> Request | Response:
    response = Response(URL, status, headers={"Date": DAY, "Content-Type": "text/plain"}, flags=["seen"])
    return asyncio.run(middleware.process_response(request, response))


def test_what_is_held_is_asked_for_by_all_that_names_its_state() -> None:
    tag, day = {"If-None-Match": [b'"1"']}, {"If-Modified-Since": [DAY.encode()]}
    assert conditions(asked(conditional(KNOWN))) == tag | day
    assert conditions(asked(conditional(replace(KNOWN, etag="")))) == day
    assert conditions(asked(conditional(replace(KNOWN, last_modified="")))) == tag


@pytest.mark.parametrize(("known", "method"), [(None, "GET"), (KNOWN, "POST")])
def test_no_condition_is_left_from_the_address_that_led_here(known: Snapshot | None, method: str) -> None:
    headers = {"If-None-Match": '"0"', "If-Modified-Since": DAY}
    request = asked(conditional(known), method=method, headers=headers, meta={"validated": KNOWN})
    assert conditions(request) == {}
    assert isinstance(answered(conditional(known), request), Response)
    assert "snapshot" not in request.meta


def test_not_modified_is_the_archived_page_with_the_headers_of_today() -> None:
    middleware = conditional(KNOWN)
    request = asked(middleware)
    answer = answered(middleware, request)
    assert isinstance(answer, HtmlResponse)
    assert (answer.status, answer.body, answer.flags) == (200, b"old", ["seen", NOT_MODIFIED])
    assert (answer.headers["Content-Type"], answer.headers["Date"]) == (b"text/html", DAY.encode())
    assert (answer.request, request.meta["snapshot"]) == (request, KNOWN)


@pytest.mark.parametrize(("known", "status"), [(KNOWN, 200), (None, 304)])
def test_other_answers_pass(known: Snapshot | None, status: int) -> None:
    middleware = conditional(known)
    answer = answered(middleware, asked(middleware), status)
    assert isinstance(answer, Response)
    assert (answer.status, answer.body, answer.flags) == (status, b"", ["seen"])


def test_what_the_archive_lost_is_asked_for_again_without_condition() -> None:
    middleware = conditional(KNOWN, None)
    again = answered(middleware, asked(middleware))
    assert isinstance(again, Request)
    assert again.dont_filter
    asyncio.run(middleware.process_request(again))
    assert conditions(again) == {}
