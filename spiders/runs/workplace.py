"""What all crawls of one process share: the lock, the process that writes the database, the thread that writes the
archive, the thread that waits for its disk, and the reading processes.

The first crawl opens it, and the last one to leave closes it.
"""

import asyncio
import gc
import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from scrapy.settings import BaseSettings

from db.store import Store
from pipeline.model import Capture
from pipeline.reading_key import reader_of
from pipeline.tagging import load_rules, load_taxonomy
from spiders.archive.reader import series_stamp
from spiders.archive.recovery import Recovery, recover, settle
from spiders.archive.secrets import redact_logs
from spiders.clock import utc_compact
from spiders.runs.lock import crawl_lock
from spiders.runs.log import make_no_lines_below
from spiders.runs.rebuild import make_anew
from spiders.runs.restoring import catch_up
from spiders.workers.reading import Limits, Readers, limits
from spiders.workers.storing import Storing, begin

logger = logging.getLogger(__name__)

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Places:
    """Where a crawl keeps what it finds."""

    db: Path
    archive: Path


def places_of(settings: BaseSettings) -> Places:
    """Those of these settings."""
    return Places(Path(settings["POLICY_DB"]).resolve(), Path(settings["POLICY_ARCHIVE"]).resolve())


def readers_of(settings: BaseSettings) -> int:
    """How many reading processes there are at most: one for each processor but that of the crawl itself, which fetches,
    archives and has the database written. Another one only costs its start."""
    return settings.getint("POLICY_READERS") or max(1, (os.cpu_count() or 1) - 1)


class Workplace:
    """Use `enter` and `leave`."""

    _open: ClassVar[dict[Places, "Workplace"]] = {}

    def __init__(self, places: Places, readers: int, limits: Limits) -> None:
        """Raises `AnotherCrawl`, `ArchiveError` or `StoreError` if one cannot work here."""
        self.places = places
        self._users = 0
        self._entries = count(1)
        self._turns: dict[str, asyncio.Lock] = {}
        with ExitStack() as stack:
            stack.enter_context(crawl_lock(places.db, places.archive))
            self.stamp = _stamp(places.archive)
            """What this process's crawls are named by: later than every name in the archive, also when the clock was
            set back."""
            self.recoveries: list[Recovery] = recover(places.archive)
            _bring_up_to_date(places, self.recoveries, readers, limits)
            settle(places.archive, self.recoveries)
            self._archive_thread = stack.enter_context(ThreadPoolExecutor(1, "archive"))
            self._disk_thread = stack.enter_context(ThreadPoolExecutor(1, "disk"))
            is_first = not places.db.exists()
            self._storing = Storing(places.db)
            stack.callback(self._storing.close)
            self._read_threads = stack.enter_context(ThreadPoolExecutor(readers, "reading"))
            self._readers = Readers(readers, limits)
            stack.callback(self._readers.close)
            if is_first:  # a later crawl may read nothing
                self._readers.start()
            # While the processes start.
            rules = load_rules()
            self.reader = reader_of(rules)
            self.held = self._storing.open(begin, load_taxonomy(), rules.listed())
            """Most of what a first crawl would ask the other process for is not there."""
            self._closing = stack.pop_all()
        # Modules and rules stay to the end: going through them took the collector a twentieth of the reactor's time.
        gc.freeze()
        # Default 700: in 2,000 documents the reactor's new objects were gone through 560 times, 3 % of its time.
        gc.set_threshold(10_000)

    @classmethod
    def enter(cls, settings: BaseSettings) -> "Workplace":
        """The workplace of these settings' database and archive; the same one for every crawl of this process."""
        here = places_of(settings)
        if here not in cls._open:
            cls._open[here] = cls(here, readers_of(settings), limits(settings))
            redact_logs()
            make_no_lines_below(settings["LOG_LEVEL"])
        workplace = cls._open[here]
        workplace._users += 1
        return workplace

    def leave(self) -> None:
        """Everything is written and closed when the last user has left."""
        self._users -= 1
        if self._users == 0:
            del self._open[self.places]
            self._closing.close()

    def next_order(self) -> str:
        """Place of a journal entry: the entries of all sources of this process in the order of their writing."""
        return f"{self.stamp}/{next(self._entries):09d}"

    def store(
        self, work: Callable[Concatenate[Store, _P], _T], *arguments: _P.args, **named: _P.kwargs
    ) -> asyncio.Future[_T]:
        """Do something with the store, in its process: a method of it, or a function that has a name there. Work is
        done in the order in which it is asked for, also where nobody waits for it."""
        return self._storing.ask(work, *arguments, **named)

    def tell_store(self, work: Callable[Concatenate[Store, _P], None], *arguments: _P.args, **named: _P.kwargs) -> None:
        """Have something done with the store that nobody waits for: see `Storing.tell`."""
        self._storing.tell(work, *arguments, **named)

    async def archive(self, work: Callable[..., _T], *arguments: Any) -> _T:
        """Do something with the archive, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._archive_thread, work, *arguments)

    async def wait_for_disk(self, sync: Callable[[], None]) -> None:
        """Sync a file of the archive while its thread goes on writing."""
        await asyncio.get_running_loop().run_in_executor(self._disk_thread, sync)

    async def read(self, capture: Capture) -> bytes:
        """Read and tag a capture in a reading process: the `Reading` as it travels (`spiders.workers.storing.save`).

        Raises what `Readers.read` raises.
        """
        return await asyncio.get_running_loop().run_in_executor(self._read_threads, self._readers.read_packed, capture)

    def turn(self, document_id: str) -> asyncio.Lock:
        """A lock per document, for all its languages: captures are journalled and saved in the same order, so a rebuild
        gives the same history. The first of them says when the document was first seen."""
        return self._turns.setdefault(document_id, asyncio.Lock())


def _bring_up_to_date(places: Places, recoveries: Sequence[Recovery], readers: int, limits: Limits) -> None:
    """Bring into the database what the archive tells and it lacks: all, where it is lost or empty; of a crawl that was
    cut off, the rest; what was crawled later, where an older copy was put back."""
    stamps = {file.name.rpartition("-")[0]: series_stamp(file) for file in places.archive.glob("*.warc.gz")}  # by run
    held = _held_runs(places.db)
    if stamps and not held:
        logger.warning("%s: there is no crawl in the database; it is made from %s first", places.db, places.archive)
        make_anew(places.db, places.archive, readers, limits)
    else:
        lacking = _cut_off(stamps, recoveries) | _later(stamps, held)
        catch_up(places.db, places.archive, lacking, readers, limits)


def _held_runs(db: Path) -> dict[str, bool]:
    if not db.exists():
        return {}
    with Store(db) as store:
        return store.runs()


def _later(stamps: Mapping[str, str], held: Mapping[str, bool]) -> set[str]:
    """The crawls that the archive has from the newest one on that ended in the database. One that is older and unknown
    was for another database: brought now, its texts would come after newer ones."""
    newest = max((stamp for run, stamp in stamps.items() if held.get(run)), default="")
    return {stamp for run, stamp in stamps.items() if newest and stamp >= newest and not held.get(run)}


def _cut_off(stamps: Mapping[str, str], recoveries: Iterable[Recovery]) -> set[str]:
    """The crawls that a crash cut off, as far as they have come to write anything: before the file that was left open,
    if not in it."""
    return {series_stamp(Path(recovery.warc_file)) for recovery in recoveries}.intersection(stamps.values())


def _stamp(archive: Path) -> str:
    """Now, or a second after the newest file of the archive."""
    return utc_compact(after=max((series_stamp(path) for path in archive.glob("*.warc.gz")), default=""))
