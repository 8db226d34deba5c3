"""A new database from the archive alone: every journal entry again, in order, captures read anew. No network.

The old database stays as it is until the new one is complete; then one replaces the other at once.
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from db.store import Store
from pipeline.errors import ArchiveError, DocumentError
from pipeline.model import Capture, CrawlRun, Reading
from pipeline.tagging import load_rules, load_taxonomy
from spiders.archive.reader import journal, read_body
from spiders.clock import from_compact
from spiders.journal import Captured, Entry, Fetched, Noticed, RunFinished, RunStarted, from_fields
from spiders.lock import CrawlLock
from spiders.reading import Limits, Readers, ReadingFailedError

logger = logging.getLogger(__name__)

_AHEAD = 4
"""Entries per reading process that are prepared before their turn."""


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did."""

    runs: set[str] = field(default_factory=set)
    """Run identifiers."""
    captures: int = 0
    new_versions: int = 0
    unread: int = 0
    """Captures that cannot be read; why was recorded as a problem when they were crawled, and is logged now."""
    unusable: int = 0
    """Journal entries or bodies that the archive does not hold whole any more; each is logged."""


def rebuild(
    db: Path, archive: Path, workers: int, limits: Limits, progress: Callable[[Rebuilt], None] = lambda _: None
) -> Rebuilt:
    """Replace the database by one made from the archive.

    Raises:
        AnotherCrawlError: a crawl or another rebuild is at work there.
        ArchiveError: there is no archive, or none that a crawl of this program wrote.
        StoreError: the new database cannot be written.
    """
    fresh = db.with_name(db.name + ".rebuilding")
    rules = load_rules()
    with ExitStack() as stack:
        stack.enter_context(CrawlLock(db, archive))
        _remove(fresh)
        readers = stack.enter_context(closing(Readers(workers, rules, limits)))
        threads = stack.enter_context(ThreadPoolExecutor(workers, "reading"))
        store = stack.enter_context(Store(fresh))
        store.sync_vocabulary(load_taxonomy(), rules.rules)
        rebuilt = Rebuilt()
        for entry, reading in _in_order(_entries(archive, rebuilt), _reader(archive, readers, threads), workers):
            _apply(store, entry, reading, rebuilt)
            progress(rebuilt)
        if not rebuilt.runs:
            raise ArchiveError(f"{archive}: no crawl of this program is recorded there; the database stays as it is")
        store.close()
        _replace(db, fresh)
    return rebuilt


Pending = Future[Reading] | None
Prepare = Callable[[Entry], Pending]


def _entries(archive: Path, rebuilt: Rebuilt) -> Iterator[Entry]:
    def lost(message: str) -> None:
        rebuilt.unusable += 1
        logger.error("%s", message)

    for line in journal(archive, lost):
        try:
            yield from_fields(line.fields)
        except ArchiveError as error:
            lost(f"{line.where}: {error}")


def _reader(archive: Path, readers: Readers, threads: ThreadPoolExecutor) -> Prepare:
    def read(capture: Capture) -> Reading:
        parts = tuple(replace(part, body=read_body(archive, part.snapshot)) for part in capture.parts)
        return readers.read(replace(capture, parts=parts))

    def prepare(entry: Entry) -> Pending:
        return threads.submit(read, entry.capture) if isinstance(entry, Captured) else None

    return prepare


def _in_order(entries: Iterator[Entry], prepare: Prepare, workers: int) -> Iterator[tuple[Entry, Pending]]:
    """Entries in their order, each with its reading under way a little ahead of its turn."""
    waiting: deque[tuple[Entry, Pending]] = deque()
    under_way = 0
    for entry in entries:
        reading = prepare(entry)
        under_way += reading is not None
        waiting.append((entry, reading))
        while waiting and (under_way > _AHEAD * workers or waiting[0][1] is None):
            under_way -= waiting[0][1] is not None
            yield waiting.popleft()
    yield from waiting


def _apply(store: Store, entry: Entry, reading: Pending, rebuilt: Rebuilt) -> None:
    match entry:
        case RunStarted(run, source):
            store.sync_sources([source])
            store.start_run(run)
            rebuilt.runs.add(run.run_id)
        case RunFinished(run):
            store.finish_run(run)
        case Fetched(fetch, snapshot):
            _know_run(store, fetch.run_id, rebuilt)
            if snapshot is not None:
                store.add_snapshot(snapshot)
            store.add_fetch(fetch)
        case Noticed(problem):
            _know_run(store, problem.run_id, rebuilt)
            store.add_problem(problem)
        case Captured():
            assert reading is not None
            _know_run(store, entry.run_id, rebuilt)
            _apply_capture(store, entry, reading, rebuilt)


def _know_run(store: Store, run_id: str, rebuilt: Rebuilt) -> None:
    """The first record of a run's file may be the damaged one: what follows it is not lost for that."""
    if run_id not in rebuilt.runs:
        stamp, _, source = run_id.partition("-")
        store.start_run(CrawlRun(run_id, source, from_compact(stamp)))
        rebuilt.runs.add(run_id)


def _apply_capture(store: Store, entry: Captured, reading: Future[Reading], rebuilt: Rebuilt) -> None:
    rebuilt.captures += 1
    try:
        saved = store.save(entry.capture, reading.result(), entry.run_id, entry.seen_at)
    except (DocumentError, ReadingFailedError) as error:
        rebuilt.unread += 1
        logger.info("%s", error)
    except ArchiveError as error:
        rebuilt.unusable += 1
        logger.error("%s: %s", entry.capture.document.document_id, error)
    else:
        rebuilt.new_versions += saved.outcome == "new"


def _replace(db: Path, fresh: Path) -> None:
    """At once: a reader sees the old database or the new one.

    What the old one's write-ahead log held is in the archive.
    """
    for suffix in ("-wal", "-shm"):
        db.with_name(db.name + suffix).unlink(missing_ok=True)
    os.replace(fresh, db)


def _remove(fresh: Path) -> None:
    """What an interrupted rebuild left."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
