"""Archived answers with the requests that they answer, for a replay."""

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import ArchiveError, DocumentError, MalformedDocument
from spiders.archive.encoding import decode, listed
from spiders.archive.exchange import Headers, all_values, first_value
from spiders.archive.records import NO_LIMIT, records, warc_files

logger = logging.getLogger(__name__)

_CHUNK = re.compile(rb"([0-9A-Fa-f]+)[ \t]*(?:;[^\r\n]*)?\r\n")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Answer:
    """An archived answer: what was asked, and where the answer is."""

    url: str
    method: str
    accept: str
    accept_language: str
    request_sha256: str
    """Of the request's body."""
    path: Path
    offset: int


def answers(path: Path) -> Iterator[Answer]:
    """Every archived response with the request that it answers; also of archives that other tools wrote."""
    for file in warc_files(path):
        waiting: dict[str, tuple[str, int]] = {}
        for record, offset in records(file, logger.error):
            headers = record.rec_headers
            record_id, url = str(headers.get_header("WARC-Record-ID")), headers.get_header("WARC-Target-URI") or ""
            if record.rec_type == "response" and record.http_headers:
                waiting[record_id] = (url, offset)
            elif record.rec_type == "request" and record.http_headers:
                asked_by = waiting.pop(str(headers.get_header("WARC-Concurrent-To")), None)
                if asked_by:
                    yield _answer(record, url, file, asked_by[1])
        for url, offset in waiting.values():  # responses without a request of their own
            yield Answer(url, "GET", "", "", hashlib.sha256(b"").hexdigest(), file, offset)


def _answer(request: Any, url: str, file: Path, offset: int) -> Answer:
    headers = request.http_headers
    return Answer(
        url=url,
        method=str(headers.protocol).strip().upper(),
        accept=first_value(headers.headers, "Accept"),
        accept_language=first_value(headers.headers, "Accept-Language"),
        request_sha256=hashlib.sha256(request.raw_stream.read()).hexdigest(),
        path=file,
        offset=offset,
    )


def load_answer(answer: Answer) -> tuple[int, Headers, bytes]:
    """Status, headers and body, with Transfer-Encoding and Content-Encoding removed.

    Raises `ArchiveError` if the record cannot be read.
    """
    try:
        with answer.path.open("rb") as file:
            file.seek(answer.offset)
            record = next(ArchiveIterator(file))
            body = _content(record)
            status = int(record.http_headers.get_statuscode())
    except (OSError, EOFError, StopIteration, ValueError, ArchiveLoadFailed, DocumentError) as error:
        raise ArchiveError(
            f"{answer.path} at byte {answer.offset}: cannot read the answer of {answer.url}: {error}"
        ) from error
    gone = {"content-encoding", "transfer-encoding", "content-length"}
    return status, tuple((name, value) for name, value in record.http_headers.headers if name.lower() not in gone), body


def _content(record: Any) -> bytes:
    """The body of an archived answer. warcio's own stream gives what it has of one that was cut short, half a law as if
    it were whole, and the first of several gzip members."""
    if reason := record.rec_headers.get_header("WARC-Truncated"):
        raise MalformedDocument(f"the archive holds only a part of it ({reason})")
    body: bytes = record.raw_stream.read()
    if 0 <= record.payload_length != len(body):
        raise MalformedDocument(f"the archive holds {len(body)} of its {record.payload_length} bytes")
    headers = record.http_headers
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        body = _without_chunks(body)
    encodings = listed(all_values(headers.headers, "Content-Encoding"))
    if encodings in {("gzip",), ("x-gzip",)} and not body.startswith(_GZIP):
        return body  # some tools keep the header and not the encoding
    return decode(body, encodings, limit=NO_LIMIT)


def _without_chunks(body: bytes) -> bytes:
    """As it was before it was sent in chunks; some tools keep the header that says so and not the chunks."""
    pieces: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        at = chunk.end() + int(chunk[1], 16)
        if at == chunk.end():
            return b"".join(pieces)
        pieces.append(body[chunk.end() : at])
        at += len(b"\r\n")
    if pieces:
        raise MalformedDocument("its last chunk is missing: it was cut short")
    return body
