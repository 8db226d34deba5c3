"""What an answer amounts to."""

import gzip
import hashlib
from dataclasses import replace
from typing import Any

import pytest
from archived import EXCHANGE, Place

from pipeline.model import Fetch, Snapshot
from spiders.runs.intake import Intake, understand

PLACE = Place("urn:uuid:1", "a.warc.gz", 7)
OLD = Snapshot("urn:uuid:0", EXCHANGE.url, "2026-11-19T00:00:00Z", 200, "text/xml", "", 4, "old.warc.gz", 3)
PACKED = gzip.compress(EXCHANGE.body)


def understood(confirmed: Snapshot | None = None, **changes: Any) -> Intake:
    return understand(replace(EXCHANGE, **changes), PLACE, "run", 1.23456, 1 << 20, confirmed)


def test_an_answer_is_a_snapshot_of_what_it_unpacks_to_and_a_request_of_what_was_sent() -> None:
    headers = (
        ("content-encoding", "gzip"),
        ("content-type", "text/xml; charset=utf-8"),
        ("etag", '"1"'),
        ("last-modified", "Wed, 02 Jan 2030 03:04:05 GMT"),
    )
    found = understood(body=PACKED, response_headers=headers)
    assert (found.body, found.fault) == (EXCHANGE.body, None)
    assert found.snapshot == Snapshot(
        snapshot_id="urn:uuid:1",
        url=EXCHANGE.url,
        fetched_at="2026-11-20T21:45:00Z",
        status=200,
        media_type="text/xml; charset=utf-8",
        sha256=hashlib.sha256(EXCHANGE.body).hexdigest(),
        length=len(EXCHANGE.body),
        warc_file="a.warc.gz",
        warc_offset=7,
        etag='"1"',
        last_modified="Wed, 02 Jan 2030 03:04:05 GMT",
        accept="text/xml",
        accept_language="en",
    )
    assert found.fetch == Fetch(
        "run", EXCHANGE.url, "2026-11-20T21:45:00Z", "new", 200, len(PACKED), 1.235, "urn:uuid:1", ""
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "new"), (299, "new"), (300, "redirect"), (303, "redirect"), (304, "not_modified"), (399, "redirect"),
     (400, "http_error"), (503, "http_error")],
)  # fmt: skip
def test_the_status_tells_what_became_of_a_request(status: int, outcome: str) -> None:
    found = understood(status=status)
    assert (found.fetch.outcome, found.fetch.status) == (outcome, status)
    assert found.fetch.snapshot_id == "urn:uuid:1"


def test_a_304_names_the_snapshot_that_it_confirms_and_is_none_itself() -> None:
    found = understood(OLD, status=304, body=b"")
    assert (found.snapshot, found.fetch.snapshot_id, found.fetch.outcome) == (None, "urn:uuid:0", "not_modified")


@pytest.mark.parametrize(
    ("body", "encoding", "kind", "helps", "why", "advice"),
    [
        (PACKED[:-9], "gzip", "malformed_document", True, "truncated gzip encoding", "crawl again later"),
        (EXCHANGE.body, "zstd", "malformed_document", True, "sent as 'zstd'", "crawl again later"),
        (gzip.compress(b" " * (2 << 20)), "gzip", "hostile_document", False, "unpacks to more than", "look at it"),
    ],
)
def test_what_cannot_be_unpacked_is_a_fault_and_no_snapshot(
    body: bytes, encoding: str, kind: str, helps: bool, why: str, advice: str
) -> None:
    found = understood(body=body, response_headers=(("Content-Encoding", encoding),))
    assert (found.body, found.snapshot, found.fetch.snapshot_id) == (b"", None, "")
    assert found.fault
    assert (found.fault.kind, found.fault.helps_to_retry) == (kind, helps)
    assert found.fetch.reason == str(found.fault)
    assert found.fetch.reason.startswith(f"{EXCHANGE.url}: ")
    assert why in found.fetch.reason
    assert f"; {advice}" in found.fetch.reason
    assert (found.fetch.outcome, found.fetch.bytes) == ("http_error", len(body))


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (("X-Amzn-WAF-Action", "challenge"), b"<a/>"),
        (("X", "y"), b"<title>Request Access</title><b class='g-recaptcha'>"),
    ],
)
def test_a_bot_wall_is_kept_but_no_spider_sees_it(header: tuple[str, str], body: bytes) -> None:
    found = understood(status=202, response_headers=(header,), body=body)
    assert found.fault
    assert (found.fault.kind, found.fault.helps_to_retry, found.fetch.outcome) == (
        "challenge_page",
        False,
        "challenge_page",
    )
    assert "status 202) answered instead of the publisher" in found.fetch.reason
    assert found.snapshot
    assert found.fetch.snapshot_id == "urn:uuid:1"
