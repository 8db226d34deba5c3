"""Archived answers with the requests that they answer, for a replay."""

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import ArchiveError, DocumentError, MalformedDocument
from pipeline.inflate import GZIP_MAGIC
from spiders.archive.encoding import decode, encodings
from spiders.archive.exchange import Headers, first_value
from spiders.archive.records import NO_LIMIT, records, warc_files

logger = logging.getLogger(__name__)

_CHUNK = re.compile(rb"([0-9A-Fa-f]+)[ \t]*(?:;[^\r\n]*)?\r\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """An archived answer: what was asked, and where the answer is."""

    url: str
    method: str
    accept: str
    accept_language: str
    request_sha256: str
    """Of the request's body."""
    fetched_at: str
    """UTC as in WARC-Date. Of a revisit: that the answer was the one before still."""
    path: Path
    offset: int


_NO_BODY = hashlib.sha256(b"").hexdigest()
_REVISITS = frozenset({"200", "304"})
"""Statuses of a revisit that stands for the whole answer it refers to; of a redirect the address would be lost."""


def answers(path: Path) -> Iterator[Answer]:
    """Every archived response with the request that it answers; also of archives that other tools wrote. A revisit is
    the answer that it refers to, if that comes before it. A 304 alone says nothing new."""
    known: dict[str, tuple[Path, int]] = {}
    for file in warc_files(path):
        waiting: dict[str, Answer] = {}
        for record, offset in records(file, logger.error):
            headers = record.rec_headers
            record_id = str(headers.get_header("WARC-Record-ID"))
            if record.rec_type == "request" and record.http_headers:
                asked_by = waiting.pop(str(headers.get_header("WARC-Concurrent-To")), None)
                if asked_by:
                    yield _asked(asked_by, record)
            elif place := _place(record, (file, offset), known):
                url, date = headers.get_header("WARC-Target-URI"), headers.get_header("WARC-Date") or ""
                known[record_id] = known[f"{url} {date}"] = place
                waiting[record_id] = Answer(url, "GET", "", "", _NO_BODY, date, *place)
        yield from waiting.values()  # responses without a request of their own


def _place(record: Any, here: tuple[Path, int], known: Mapping[str, tuple[Path, int]]) -> tuple[Path, int] | None:
    """Where the answer of a record is, None if it has none."""
    if record.rec_type not in {"response", "revisit"} or not record.http_headers:
        return None
    status = record.http_headers.get_statuscode()
    if record.rec_type == "response":
        return None if status == "304" else here
    headers = record.rec_headers
    names = headers.get_header("WARC-Refers-To-Target-URI"), headers.get_header("WARC-Refers-To-Date")
    by_id, by_date = str(headers.get_header("WARC-Refers-To")), "{} {}".format(*names)
    return (known.get(by_id) or known.get(by_date)) if status in _REVISITS else None


def _asked(answer: Answer, request: Any) -> Answer:
    headers = request.http_headers
    return replace(
        answer,
        method=str(headers.protocol).strip().upper(),
        accept=first_value(headers.headers, "Accept"),
        accept_language=first_value(headers.headers, "Accept-Language"),
        request_sha256=hashlib.sha256(request.raw_stream.read()).hexdigest(),
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
    applied = encodings(headers.headers)
    if applied in {("gzip",), ("x-gzip",)} and not body.startswith(GZIP_MAGIC):
        return body  # some tools keep the header and not the encoding
    return decode(body, applied, limit=NO_LIMIT)


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
