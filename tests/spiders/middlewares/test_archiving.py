"""Every answer is archived as it came, and goes on without its Content-Encoding."""

import asyncio
import gzip
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Headers, HtmlResponse, Response

from pipeline.model import Fetch, Snapshot
from spiders.archive.exchange import Exchange
from spiders.middlewares.archiving import ArchivingMiddleware
from spiders.network.failures import FetchFailed
from spiders.runs.intake import Intake

URL = "https://agency.example/a"
PLAIN = b"<html>Toys</html>"
SNAPSHOT = Snapshot("urn:uuid:1", URL, "", 200, "text/html", "", 3, "a.warc.gz", 0)
FETCH = Fetch("run", URL, "", "ok")


class Session:
    """In place of the crawl's: keeps what it is given."""

    def __init__(self, body: bytes = PLAIN, fault: FetchFailed | None = None) -> None:
        self._intake = Intake(FETCH, SNAPSHOT, body, fault)
        self.archived: list[tuple[Exchange, Snapshot | None, float]] = []
        self.unanswered: list[str] = []

    async def archive(self, exchange: Exchange, original: Snapshot | None, seconds: float) -> Intake:
        self.archived.append((exchange, original, seconds))
        return self._intake

    async def no_answer(self, url: str, failure: FetchFailed) -> None:
        self.unanswered.append(f"{url}: {failure.kind}")


def answered(session: Session, response: Response, **meta: Any) -> tuple[Request, Response]:
    request = Request(URL, method="POST", headers={"Accept": "text/html"}, body=b"toys=1", meta=meta)
    middleware = ArchivingMiddleware(session)  # type: ignore[arg-type]
    return request, asyncio.run(middleware.process_response(request, response))


def test_request_and_answer_are_archived_as_they_were_on_the_wire() -> None:
    session, packed = Session(), gzip.compress(PLAIN)
    headers = Headers({"Content-Encoding": "gzip", "Content-Type": "text/html", "Set-Cookie": ["a=1", "b=\xff"]})
    known = SNAPSHOT
    request, answer = answered(
        session, Response(URL, 201, headers=headers, body=packed), validated=known, download_latency=1.5
    )
    ((exchange, original, seconds),) = session.archived
    assert (original, seconds) == (known, 1.5)
    assert (exchange.url, exchange.method, exchange.status, exchange.body) == (URL, "POST", 201, packed)
    assert (exchange.request_headers, exchange.request_body) == ((("Accept", "text/html"),), b"toys=1")
    assert exchange.response_headers == (
        ("Content-Encoding", "gzip"),
        ("Content-Type", "text/html"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=\xc3\xbf"),
    )
    assert isinstance(answer, HtmlResponse)
    assert (answer.status, answer.body, "Content-Encoding" in answer.headers) == (201, PLAIN, False)
    assert (request.meta["snapshot"], request.meta["fault"]) == (SNAPSHOT, None)


def test_an_answer_that_is_not_packed_goes_on_as_it_is() -> None:
    plain = Response(URL, body=PLAIN)
    assert answered(Session(), plain)[1] is plain


def test_why_an_answer_cannot_be_used_goes_with_its_request() -> None:
    fault = FetchFailed("challenge_page", "a bot wall")
    request, _ = answered(Session(fault=fault), Response(URL, body=PLAIN))
    assert request.meta["fault"] is fault


@pytest.mark.parametrize(
    ("meta", "address", "kept"),
    [({}, "192.0.2.1", "192.0.2.1"), ({"proxy": "http://proxy.example"}, "192.0.2.1", ""), ({}, None, "")],
)
def test_the_address_of_the_server_is_kept_and_not_that_of_a_proxy(
    meta: dict[str, str], address: str | None, kept: str
) -> None:
    session = Session()
    answered(session, Response(URL, body=PLAIN, ip_address=address), **meta)  # type: ignore[arg-type]
    assert session.archived[0][0].ip_address == kept


@pytest.mark.parametrize(
    ("error", "told"),
    [(DownloadTimeoutError("late"), [f"{URL}: network"]), (FetchFailed("foreign_host", "refused"), [])],
)
def test_an_attempt_without_an_answer_is_recorded_and_a_refused_request_is_none(
    error: Exception, told: list[str]
) -> None:
    session = Session()
    asyncio.run(ArchivingMiddleware(session).process_exception(Request(URL), error))  # type: ignore[arg-type]
    assert session.unanswered == told
