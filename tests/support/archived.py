"""A small archive, and how warcio reads one."""

from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from pipeline.model import Snapshot
from spiders.archive.exchange import Exchange
from spiders.archive.writer import ArchiveWriter, Place
from spiders.runs.intake import understand

SERIES = "20261120T214500Z-test"
EXCHANGE = Exchange(
    url="https://www.example.gov/a?b=c",
    method="GET",
    request_headers=(("Accept", "text/xml"), ("Accept-Language", "en")),
    request_body=b"",
    status=200,
    response_headers=(("Content-Type", "text/xml"), ("ETag", '"1"')),
    body=b"<a/>",
    fetched_at="2026-11-20T21:45:00.123456Z",
    ip_address="192.0.2.1",
)


def writer(folder: Path, **more: Any) -> ArchiveWriter:
    return ArchiveWriter(folder, SERIES, {"software": "tests"}, **more)


def snapshot(exchange: Exchange, place: Place) -> Snapshot:
    found = understand(exchange, place, "run", 0.1, 1 << 20, None).snapshot
    assert found is not None
    return found


def records(path: Path) -> list[tuple[str, dict[str, str], dict[str, str], bytes]]:
    """(type, WARC headers, HTTP headers, body) of every record, digests checked by warcio."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests=True):
            http = dict(record.http_headers.headers) if record.http_headers else {}
            body = record.raw_stream.read()
            assert record.digest_checker.passed is not False
            found.append((record.rec_type, dict(record.rec_headers.headers), http, body))
    return found
