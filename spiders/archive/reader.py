"""What a crawl archived: bodies of snapshots, and the entries of the journal in their order."""

import hashlib
import json
import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import ArchiveError, DocumentError
from pipeline.model import Snapshot
from spiders.archive.encoding import decode, encodings
from spiders.archive.records import NO_LIMIT, OnBreak, records, warc_files
from spiders.archive.writer import JOURNAL_TYPE

logger = logging.getLogger(__name__)

_SERIES = re.compile(r"(?P<stamp>\d{8}T\d{6}Z)-.+\.warc(?:\.gz)?$")


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry of the journal, still as JSON."""

    order: str
    where: str
    """File and offset, for messages."""
    fields: dict[str, Any]


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
            applied = encodings(record.http_headers.headers) if record.http_headers else ()
            body = decode(record.raw_stream.read(), applied, limit=NO_LIMIT)
    # AttributeError: warcio looks for the address in a damaged header, and calls a method of what it does not find.
    except (OSError, EOFError, StopIteration, AttributeError, ArchiveLoadFailed, DocumentError) as error:
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
        for record, offset in records(file, on_break):
            is_entry = record.rec_type == "metadata" and record.rec_headers.get_header("Content-Type") == JOURNAL_TYPE
            if is_entry and (line := _journal_line(record, f"{file} at byte {offset}", on_break)):
                yield line


def _journal_line(record: Any, where: str, on_break: OnBreak) -> JournalLine | None:
    try:
        fields = json.loads(record.raw_stream.read())
        return JournalLine(str(fields["order"]), where, fields)
    except (ValueError, KeyError, TypeError) as error:
        on_break(f"{where}: a journal entry cannot be read: {error!r}")
        return None
