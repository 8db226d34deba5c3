"""After a crash: finds WARC files whose last record is torn, and moves the torn bytes out of them."""

import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ArchiveError
from pipeline.inflate import GZIP
from spiders.archive.writer import OPEN

_TORN = ".torn"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done to one file that a crash left open."""

    warc_file: str
    torn_bytes: int
    """Bytes after the last whole record, moved to `<file>.torn`; 0 if the file was whole."""

    @property
    def message(self) -> str:
        return (
            f"{self.warc_file}: the crawl that wrote it was cut off; {self.torn_bytes} bytes of an unfinished record "
            f"were moved to {self.warc_file}{_TORN}. Nothing to do: their contents will be fetched again"
        )


def recover(folder: Path) -> list[Recovery]:
    """Put every file that a crash left open in order. Call only while no crawl writes there, and `settle` when all that
    follows from the crash is done.

    Raises `ArchiveError` if the folder cannot be written.
    """
    with _disk_errors(folder):
        return [_recover_file(marker) for marker in sorted(folder.glob(f"*.warc.gz{OPEN}"))]


def settle(folder: Path, recoveries: Iterable[Recovery]) -> None:
    """These files are no longer marks of a crash. Raises `ArchiveError` if the folder cannot be written."""
    with _disk_errors(folder):
        for recovery in recoveries:
            (folder / (recovery.warc_file + OPEN)).unlink(missing_ok=True)


def whole_length(path: Path, start: int = 0) -> int:
    """Bytes of the file up to the end of the last of the whole gzip members that follow each other from `start` on."""
    good = position = start
    reader = zlib.decompressobj(GZIP)
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(_CHUNK):
            while chunk:
                try:
                    reader.decompress(chunk)
                except zlib.error:
                    return good
                position += len(chunk) - len(reader.unused_data)
                chunk = reader.unused_data
                if reader.eof:
                    good = position
                    reader = zlib.decompressobj(GZIP)
    return good


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            f"cannot repair the archive {folder}: {error}; make it writable, then crawl again"
        ) from error


def _recover_file(marker: Path) -> Recovery:
    path = marker.with_name(marker.name.removesuffix(OPEN))
    torn = 0
    if path.exists():
        good = whole_length(path)
        torn = path.stat().st_size - good
        if torn:
            _move_tail(path, good)
        elif not good:  # each try on a full disk leaves one
            path.unlink()
    return Recovery(path.name, torn)


def _move_tail(path: Path, good: int) -> None:
    """The tail is safe in its own file before the original is cut."""
    with path.open("rb") as source, path.with_name(path.name + _TORN).open("wb") as tail:
        source.seek(good)
        shutil.copyfileobj(source, tail)
    if good == 0:
        path.unlink()
        return
    with path.open("r+b") as file:
        file.truncate(good)
