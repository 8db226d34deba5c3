"""WARC files record by record, even those that a crash cut short or that other tools wrote."""

import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader

from pipeline.errors import ArchiveError
from pipeline.inflate import GZIP, GZIP_MAGIC
from spiders.archive.recovery import whole_length
from spiders.archive.writer import OPEN

OnBreak = Callable[[str], None]
"""Called for each place that cannot be read."""

NO_LIMIT = 1 << 31
"""Bodies in the archive passed the crawl's size limit when they were fetched."""
_MEMBER = GZIP_MAGIC + b"\x08"
"""How a gzip member begins."""


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


def records(file: Path, on_break: OnBreak) -> Iterator[tuple[Any, int]]:
    """Records of one file with their offsets. What is broken is reported and skipped.

    Raises `ArchiveError` for a file that the system does not give out: what it holds is not lost yet.
    """
    try:
        for begin, end in _whole_stretches(file, on_break):
            start: int | None = begin
            while start is not None:
                start = yield from _records_from(file, start, end, on_break)
    except OSError as error:
        raise ArchiveError(
            f"{file}: cannot be read: {error.strerror or error}; make it readable, or restore it from the backup"
        ) from error


def _whole_stretches(file: Path, on_break: OnBreak) -> Iterator[tuple[int, int]]:
    """Begin and end of each stretch of whole gzip members. warcio takes most damage for the end of the file, and would
    lose all that follows without a word. A file that is not compressed is one stretch."""
    size = file.stat().st_size
    begin: int | None = 0
    if not _is_compressed(file):
        yield 0, size
        return
    while begin is not None:
        end = whole_length(file, begin)
        if end > begin:
            yield begin, end
        if end == size:
            return
        begin = _next_member(file, end + 1)
        # What a killed crawl was writing is not lost: the next one moves it aside and fetches it again.
        if begin is not None or not file.with_name(file.name + OPEN).exists():
            on_break(f"{file} at byte {end}: a record cannot be read: it is damaged or cut off")


def _is_compressed(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(_MEMBER)) == _MEMBER


def _records_from(file: Path, start: int, end: int, on_break: OnBreak) -> Generator[tuple[Any, int], None, int | None]:
    """Records of a stretch of the file. Returns where to go on after a broken one, None at the end."""
    with file.open("rb") as stream:
        stream.seek(start)
        archive = ArchiveIterator(LimitReader(stream, end - start))
        begins = start
        try:
            for record in archive:
                # Where this record began: the iterator moves on when it is asked again.
                begins = start + archive.offset
                yield record, begins
        # AttributeError: warcio calls a method of an address that a header does not state.
        except (ArchiveLoadFailed, OSError, EOFError, AttributeError, zlib.error) as error:
            # After a length that is no number warcio's offset lies before the record: the search would find it again.
            broken = max(begins, start + archive.offset)
            on_break(f"{file} at byte {broken}: a record cannot be read: {str(error)[:80]!r}")
            following = _next_member(file, broken + 1)
            return following if following is not None and following < end else None
    return None


def _next_member(file: Path, start: int) -> int | None:
    """Offset of the next gzip member that begins a WARC record."""
    raw = file.read_bytes()
    while (start := raw.find(_MEMBER, start)) >= 0:
        try:
            if zlib.decompressobj(GZIP).decompress(raw[start : start + 512], 5) == b"WARC/":
                return start
        except zlib.error:
            pass
        start += 1
    return None
