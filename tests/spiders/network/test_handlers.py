"""What the last step before the network does with a busy host, a refused name and a refused certificate."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from OpenSSL.SSL import Error as OpenSslError
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.network import handlers
from spiders.network.failures import FetchFailed
from spiders.network.gate import NAMED_WAIT, Gate
from spiders.network.handlers import GatedHandler
from spiders.network.resolver import REFUSED

URL = "https://agency.example/a"
UNTRUSTED = OpenSslError([("SSL routines", "", "certificate verify failed")])


class Gated(Gate):
    """Keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[Any, ...]] = []

    def turn(self, host: str, delay: float, stopping: Any) -> Any:
        self.told.append(("turn", host, delay))
        return super().turn(host, 0, stopping)

    def hold(self, host: str, seconds: float) -> None:
        self.told.append(("hold", host, seconds))

    def close(self, host: str, seconds: float) -> None:
        self.told.append(("close", host, seconds))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gated:
    monkeypatch.setattr(handlers, "GATE", gate := Gated())
    return gate


def download(
    monkeypatch: pytest.MonkeyPatch, answer: Response | Exception, url: str = URL, *, running: bool = True, **meta: Any
) -> tuple[Request, Response]:
    async def answered(_: HTTP11DownloadHandler, request: Request) -> Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(HTTP11DownloadHandler, "download_request", answered)
    handler = GatedHandler.__new__(GatedHandler)
    own = Settings({"DOWNLOAD_DELAY": 2.5, "POLICY_RETRY_AFTER_MAX": 120.0})
    handler._crawler = SimpleNamespace(settings=own, engine=SimpleNamespace(running=running))  # type: ignore[assignment]
    request = Request(url, meta=meta)
    return request, asyncio.run(handler.download_request(request))


@pytest.mark.parametrize(
    ("status", "stated", "told", "named"),
    [
        (429, "7", [("hold", "agency.example", 7.0)], {NAMED_WAIT: 7.0}),
        (503, "120", [("hold", "agency.example", 120.0)], {NAMED_WAIT: 120.0}),
        (503, "121", [("close", "agency.example", 121.0)], {NAMED_WAIT: 121.0}),
        (503, "soon", [], {NAMED_WAIT: None}),
        (200, "7", [], {}),
        (500, "7", [], {}),
    ],
)
def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(
    monkeypatch: pytest.MonkeyPatch,
    gate: Gated,
    status: int,
    stated: str,
    told: list[tuple[str, str, float]],
    named: dict[str, float | None],
) -> None:
    answer = Response(URL, status, headers={"Retry-After": stated})
    request, response = download(monkeypatch, answer, "https://agency.example:8443/a")
    assert response is answer
    assert gate.told == [("turn", "agency.example", 2.5), *told]
    assert request.meta == named


def test_nothing_is_sent_once_the_crawl_is_being_stopped(monkeypatch: pytest.MonkeyPatch, gate: Gated) -> None:
    with pytest.raises(FetchFailed, match="being stopped"):
        download(monkeypatch, AssertionError("it was sent"), running=False)


@pytest.mark.parametrize(
    ("error", "name", "refused"),
    [
        (CannotResolveHostError("a"), "agency.example", True),
        (CannotResolveHostError("a"), "other.example", False),
        (DownloadFailedError("a"), "agency.example", False),
    ],
)
def test_a_name_that_leads_into_our_own_network_is_told_from_one_that_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch, gate: Gated, error: Exception, name: str, refused: bool
) -> None:
    monkeypatch.setitem(REFUSED, name, "10.0.0.1")
    with pytest.raises(FetchFailed if refused else type(error)) as raised:
        download(monkeypatch, error)
    if isinstance(raised.value, FetchFailed):
        assert raised.value.kind == "foreign_host"
        assert f"{URL}: agency.example leads to 10.0.0.1" in str(raised.value)


@pytest.mark.parametrize(
    ("url", "meta", "fault", "asked"),
    [
        (URL, {}, "has expired", [("agency.example", 443)]),
        ("https://agency.example:8443/a", {}, "has expired", [("agency.example", 8443)]),
        (URL, {}, "", [("agency.example", 443)]),
        (URL, {"proxy": "http://proxy.example"}, "has expired", []),
    ],
)
def test_why_a_certificate_is_refused_is_found_out_where_the_host_can_be_asked(
    monkeypatch: pytest.MonkeyPatch, gate: Gated, url: str, meta: dict[str, str], fault: str, asked: list[Any]
) -> None:
    seen: list[tuple[str, int]] = []

    async def certificate_fault(host: str, port: int) -> str:
        seen.append((host, port))
        return fault

    monkeypatch.setattr(handlers, "certificate_fault", certificate_fault)
    error = DownloadFailedError("failed")
    error.__cause__ = UNTRUSTED
    named = bool(fault and asked)
    with pytest.raises(FetchFailed if named else DownloadFailedError) as raised:
        download(monkeypatch, error, url, **meta)
    assert seen == asked
    if isinstance(raised.value, FetchFailed):
        assert raised.value.kind == "network"
        assert str(raised.value) == f"could not reach agency.example: its TLS certificate has expired ({url})"


def test_of_another_failure_no_certificate_is_asked_for(monkeypatch: pytest.MonkeyPatch, gate: Gated) -> None:
    monkeypatch.setattr(handlers, "certificate_fault", lambda *_: pytest.fail("the host is asked once more"))
    with pytest.raises(DownloadFailedError):
        download(monkeypatch, DownloadFailedError("failed"))
