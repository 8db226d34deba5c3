"""Captures of the archive, read again: several are read ahead of their turn."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.model import Capture, Reading
from pipeline.reading_key import reading_key
from spiders.archive.journal import Captured, Entry
from spiders.archive.reader import read_body
from spiders.workers.reading import Readers


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A capture whose reading is under way, if it needs one."""

    entry: Captured
    key: str
    read: Callable[[], Reading]
    """Waits for the reading."""


class ReadingAhead:
    """Starts readings. A capture that gives the same reading as the one before it of its document is only read if the
    store asks for it: years of nightly captures of an unchanged act cost one reading."""

    def __init__(self, archive: Path, readers: Readers, threads: ThreadPoolExecutor, reader: str) -> None:
        self._archive = archive
        self._readers = readers
        self._threads = threads
        self._reader = reader
        self._last: dict[tuple[str, str], str] = {}

    def in_order(self, entries: Iterable[Entry], ahead: int) -> Iterator[Entry | UnderWay]:
        """Entries in their order; the readings of a number of captures are started ahead of their turn."""
        waiting: deque[Entry | UnderWay] = deque()
        captures = 0
        for entry in entries:
            waiting.append(self._take(entry) if isinstance(entry, Captured) else entry)
            captures += isinstance(entry, Captured)
            while waiting and (captures > ahead or not isinstance(waiting[0], UnderWay)):
                captures -= isinstance(waiting[0], UnderWay)
                yield waiting.popleft()
        yield from waiting

    def _take(self, entry: Captured) -> UnderWay:
        capture = entry.capture
        key = reading_key(capture, self._reader)
        named = capture.document.document_id, capture.language
        if not capture.parts or self._last.get(named) == key:
            return UnderWay(entry, key, lambda: self._read(capture))
        self._last[named] = key
        reading = self._threads.submit(self._read, capture)
        return UnderWay(entry, key, reading.result)

    def _read(self, capture: Capture) -> Reading:
        parts = tuple(replace(part, body=read_body(self._archive, part.snapshot)) for part in capture.parts)
        return self._readers.read(replace(capture, parts=parts))
