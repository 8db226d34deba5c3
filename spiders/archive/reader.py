"""Reading: bodies of snapshots, entries of the journal, answers for a replay. Works on files that a crash cut short."""

import hashlib
import json
import logging
import re
import zlib
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import ArchiveError, DocumentError
from pipeline.model import Snapshot
from spiders.archive.encoding import decode, listed
from spiders.archive.exchange import Headers, all_values, first_value
from spiders.archive.writer import JOURNAL_TYPE

logger = logging.getLogger(__name__)

OnBreak = Callable[[str], None]
"""Is told of each place that cannot be read."""

_SERIES = re.compile(r"(?P<stamp>\d{8}T\d{6}Z)-.+\.warc(?:\.gz)?$")
_MEMBER = b"\x1f\x8b\x08"
"""How a gzip member begins."""
_NO_LIMIT = 1 << 31
"""Bodies in the archive passed the crawl's size limit when they were fetched."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry of the journal, still as JSON."""

    order: str
    where: str
    """File and offset, for messages."""
    fields: dict[str, Any]


def warc_files(path: Path) -> list[Path]:
    """The WARC files of a folder by name, which is the order of the crawls; or the one file that is named.

    Raises `ArchiveError` if there is none.
    """
    if path.is_file():
        return [path]
    found = sorted([*path.glob("*.warc.gz"), *path.glob("*.warc")])
    if not found:
        raise ArchiveError(f"{path}: no WARC file (*.warc.gz) here; name the folder that `policy-tracker crawl` wrote")
    return found


def read_body(folder: Path, snapshot: Snapshot) -> bytes:
    """The body of a snapshot with Content-Encoding removed.

    Raises `ArchiveError` if the record is not there, cannot be read, or is not the bytes that were archived.
    """
    path = folder / snapshot.warc_file
    where = f"{path} at byte {snapshot.warc_offset}"
    try:
        with path.open("rb") as file:
            file.seek(snapshot.warc_offset)
            record = next(ArchiveIterator(file))
            record_id = str(record.rec_headers.get_header("WARC-Record-ID")).strip("<>")
            encodings = (
                listed(all_values(record.http_headers.headers, "Content-Encoding")) if record.http_headers else ()
            )
            body = decode(record.raw_stream.read(), encodings, limit=_NO_LIMIT)
    except (OSError, EOFError, StopIteration, ArchiveLoadFailed, DocumentError) as error:
        raise ArchiveError(f"{where}: cannot read the record of {snapshot.url}: {error or 'nothing there'}") from error
    if record_id != snapshot.snapshot_id:
        raise ArchiveError(f"{where}: {record_id} is there, not {snapshot.snapshot_id}")
    if hashlib.sha256(body).hexdigest() != snapshot.sha256:
        raise ArchiveError(f"{where}: the bytes of {snapshot.url} are not those that were archived (sha256 differs)")
    return body


def series_stamp(file: Path) -> str:
    """The time in the name of a file that a crawl wrote, "20261120T214500Z"; "" for a file of another name."""
    match = _SERIES.match(file.name)
    return match["stamp"] if match else ""


def journal(folder: Path, on_break: OnBreak = logger.error, crawls: Collection[str] = ()) -> Iterator[JournalLine]:
    """Every journal entry of the archive, or of these crawls (`series_stamp`), in the order in which they were written.

    Crawls follow each other by the time in their names; entries of sources that were crawled together are merged. What
    cannot be read is left out and reported to `on_break`, with file and place.

    Raises `ArchiveError` if there is no WARC file.
    """
    stamps = {file: series_stamp(file) for file in warc_files(folder)}
    files = [file for file, stamp in stamps.items() if stamp and (not crawls or stamp in crawls)]
    for _, together in groupby(files, series_stamp):
        series = groupby(together, lambda file: file.name.rpartition("-")[0])
        lines = [_lines(list(files_of_one), on_break) for _, files_of_one in series]
        yield from merge(*lines, key=lambda line: line.order)


def _lines(files: list[Path], on_break: OnBreak) -> Iterator[JournalLine]:
    for file in files:
        for record, offset in _records(file, on_break):
            if record.rec_type == "metadata" and record.rec_headers.get_header("Content-Type") == JOURNAL_TYPE:
                line = _journal_line(record, f"{file} at byte {offset}", on_break)
                if line is not None:
                    yield line


def _journal_line(record: Any, where: str, on_break: OnBreak) -> JournalLine | None:
    try:
        fields = json.loads(record.raw_stream.read())
        return JournalLine(str(fields["order"]), where, fields)
    except (ValueError, KeyError, TypeError) as error:
        on_break(f"{where}: a journal entry cannot be read: {error!r}")
        return None


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
        for record, offset in _records(file, logger.error):
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
    return decode(stream.read(), encodings, limit=_NO_LIMIT)


def _records(file: Path, on_break: OnBreak) -> Iterator[tuple[Any, int]]:
    """Records of one file with their offsets. What is broken is reported and skipped.

    Raises `ArchiveError` for a file that the system does not give out: what it holds is not lost yet.
    """
    start: int | None = 0
    try:
        while start is not None:
            start = yield from _records_from(file, start, on_break)
    except OSError as error:
        raise ArchiveError(
            f"{file}: cannot be read: {error.strerror or error}; make it readable, or restore it from the backup"
        ) from error


def _records_from(file: Path, start: int, on_break: OnBreak) -> Generator[tuple[Any, int], None, int | None]:
    """Records from a place in the file on. Returns where to go on after a broken one, None at the end."""
    with file.open("rb") as stream:
        stream.seek(start)
        archive = ArchiveIterator(stream)
        try:
            for record in archive:
                yield record, archive.offset  # where this record began: the iterator moves on when it is asked again
        except (ArchiveLoadFailed, OSError, EOFError, zlib.error) as error:
            on_break(f"{file} at byte {archive.offset}: a record cannot be read: {str(error)[:80]!r}")
            return _next_member(file, archive.offset + 1)
    return None


def _next_member(file: Path, start: int) -> int | None:
    """Offset of the next gzip member that begins a WARC record."""
    raw = file.read_bytes()
    while (start := raw.find(_MEMBER, start)) >= 0:
        try:
            if zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw[start : start + 512], 5) == b"WARC/":
                return start
        except zlib.error:
            pass
        start += 1
    return None
