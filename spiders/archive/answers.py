"""Archived answers with the requests that they answer, for a replay."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import ArchiveError, DocumentError
from spiders.archive.encoding import decode, listed
from spiders.archive.exchange import Headers, all_values, first_value
from spiders.archive.records import NO_LIMIT, records, warc_files

logger = logging.getLogger(__name__)


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
    """The body of an archived answer. warcio forgives the tools that keep Content-Encoding and not the encoding; for br
    it cannot be used: it sets an attribute that brotli's objects do not have."""
    headers = record.http_headers
    encodings = listed(all_values(headers.headers, "Content-Encoding"))
    if encodings != ("br",):
        content: bytes = record.content_stream().read()
        return content
    chunked = (headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    return decode(stream.read(), encodings, limit=NO_LIMIT)
