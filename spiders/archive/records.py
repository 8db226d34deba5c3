"""WARC files record by record, even those that a crash cut short or that other tools wrote."""

import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import ArchiveError

OnBreak = Callable[[str], None]
"""Called for each place that cannot be read."""

NO_LIMIT = 1 << 31
"""Bodies in the archive passed the crawl's size limit when they were fetched."""
_MEMBER = b"\x1f\x8b\x08"
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
