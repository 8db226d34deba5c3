"""Brings what the journal of the archive records into a database, in order; captures are read again. No network."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from db.store import Store
from pipeline.errors import ArchiveError, DocumentError
from pipeline.model import Capture, CrawlRun, Problem
from pipeline.reading_key import reader_of
from pipeline.tagging import load_rules, load_taxonomy
from pipeline.wording import number_of
from spiders.archive.journal import Captured, Entry, Fetched, Noticed, RunFinished, RunStarted, from_fields
from spiders.archive.reader import journal
from spiders.clock import from_compact
from spiders.runs.reading_ahead import ReadingAhead, UnderWay
from spiders.runs.refusals import KINDS, description_of, problem_of, recordable
from spiders.sources import source_classes
from spiders.workers.reading import Crash, Limits, Readers

logger = logging.getLogger(__name__)

_AHEAD = 4
"""Captures per reading process whose reading is started before their turn."""


@dataclass(slots=True)
class Restored:
    """What was done."""

    runs: set[str] = field(default_factory=set)
    """Run identifiers."""
    captures: int = 0
    new_versions: int = 0
    unread: int = 0
    """Captures that cannot be read; why is a problem of the crawl that brought them, and is logged."""
    lost: set[str] = field(default_factory=set)
    """Identifiers of documents with such a capture that the crawl did not refuse: an older version of the program read
    it, this one does not."""
    unusable: int = 0
    """Journal entries or bodies that the archive does not hold whole any more; each is logged."""


def restore(
    store: Store, archive: Path, workers: int, limits: Limits, progress: Callable[[Restored], None] = lambda _: None
) -> Restored:
    """Bring everything that the archive records into an empty store. Raises `ArchiveError` if there is no archive."""
    restored = Restored()
    _restore(store, archive, _entries(archive, restored), restored, workers, limits, progress)
    return restored


def catch_up(db: Path, archive: Path, crawls: Collection[str], workers: int, limits: Limits) -> None:
    """Bring what the archive records of these crawls (`series_stamp`) into the database, as far as it is missing there:
    the crawl crashed before it was saved, or an older copy was put back. Call only while nothing else writes there.

    Raises `ArchiveError` or `StoreError`.
    """
    if not crawls:
        return
    restored = Restored()
    with Store(db) as store:
        missing = _missing(store, _entries(archive, restored, crawls))
        _restore(store, archive, missing, restored, workers, limits)
    brought = number_of(restored.captures, "capture")
    logger.info("brought from the archive, as the database lacked them: %s", brought)


def _missing(store: Store, entries: Iterable[Entry]) -> Iterator[Entry]:
    """What the database lacks. After a capture that it lacks comes all that followed of the document, held or not: the
    last word stays the last. Where the clock was set back, times do not tell what is held: all of that crawl comes."""
    brought: set[str] = set()
    set_back: set[str] = set()
    for entry in entries:
        if isinstance(entry, RunStarted) and store.began_early(entry.run):
            set_back.add(entry.run.run_id)
        is_untimely = isinstance(entry, Captured) and entry.run_id in set_back
        document_id = _document_of(entry)
        if is_untimely or document_id in brought or not _is_held(store, entry):
            yield entry
            if isinstance(entry, Captured):
                brought.add(document_id)


def _document_of(entry: Entry) -> str:
    match entry:
        case Captured(capture):
            return capture.document.document_id
        case Noticed(problem):
            return problem.document_id
    return ""


def _is_held(store: Store, entry: Entry) -> bool:
    """Whether the crawl was done with this before it was cut off: it would undo what has come since."""
    match entry:
        case Captured(capture, run_id, seen_at):
            return store.has_seen(capture, seen_at) or store.has_refused(capture, run_id)
        case Noticed(problem):
            return store.has_noticed(problem)
    return False


def _restore(
    store: Store,
    archive: Path,
    entries: Iterable[Entry],
    restored: Restored,
    workers: int,
    limits: Limits,
    progress: Callable[[Restored], None] = lambda _: None,
) -> None:
    rules = load_rules()
    store.sync_vocabulary(load_taxonomy(), rules.listed())
    with ExitStack() as stack:
        readers = stack.enter_context(closing(Readers(workers, limits)))
        threads = stack.enter_context(ThreadPoolExecutor(workers, "reading"))
        ahead = ReadingAhead(archive, readers, threads, reader_of(rules))
        refusals = _Refusals(store, restored)
        for entry in ahead.in_order(entries, _AHEAD * workers):
            refusals.before(entry)
            _apply(store, entry, restored, refusals)
            progress(restored)
        refusals.settle_all()


class _Refusals:
    """Captures that cannot be read, each until the journal has shown whether the crawl could not read it either.

    If so, its problem and the description of the document follow in the journal before the document's next capture.
    Else both are made here, as the crawl makes them.
    """

    def __init__(self, store: Store, restored: Restored) -> None:
        self._store = store
        self._restored = restored
        self._open: dict[str, tuple[Capture, Problem]] = {}
        """By document."""

    def add(self, entry: Captured, error: DocumentError | Crash) -> None:
        capture, source = entry.capture, _source_of(entry.run_id)
        document_id = capture.document.document_id
        held = self._store.last_read(document_id, capture.language)
        problem = recordable(problem_of(entry.run_id, source, capture, error, held), entry.seen_at)
        self._open[document_id] = capture, problem

    def before(self, entry: Entry | UnderWay) -> None:
        """See what comes next in the journal, before it is applied."""
        match entry:
            case UnderWay():
                self._settle(entry.entry.capture.document.document_id)
            case Noticed(problem) if self._is_of_the_crawl(problem):
                del self._open[problem.document_id]
            case Noticed(problem) if problem.kind == "removed":  # a description after it would end the removal
                self._settle(problem.document_id)

    def settle_all(self) -> None:
        """Nothing more comes."""
        for document_id in list(self._open):
            self._settle(document_id)

    def _is_of_the_crawl(self, recorded: Problem) -> bool:
        """Whether the crawl refused the same capture, be it in other words: extractors learn better ones."""
        if recorded.kind not in KINDS or recorded.document_id not in self._open:
            return False
        _, ours = self._open[recorded.document_id]
        return (recorded.run_id, recorded.snapshot_id) == (ours.run_id, ours.snapshot_id)

    def _settle(self, document_id: str) -> None:
        if document_id not in self._open:
            return
        capture, problem = self._open.pop(document_id)
        self._restored.lost.add(document_id)
        self._store.add_problem(problem)
        if _describes(problem.source):
            self._store.see_again(description_of(capture), "", problem.seen_at)


def _entries(archive: Path, restored: Restored, crawls: Collection[str] = ()) -> Iterator[Entry]:
    """Of these crawls; of all if none is named."""

    def lost(message: str) -> None:
        restored.unusable += 1
        logger.error("%s", message)

    for line in journal(archive, lost, crawls):
        try:
            yield from_fields(line.fields)
        except ArchiveError as error:
            lost(f"{line.where}: {error}")


def _apply(store: Store, entry: Entry | UnderWay, restored: Restored, refusals: _Refusals) -> None:
    match entry:
        case RunStarted(run, source):
            store.sync_sources([source])
            store.start_run(run)
            restored.runs.add(run.run_id)
        case RunFinished(run):
            store.finish_run(run)
        case Fetched(fetch, snapshot):
            _know_run(store, fetch.run_id, restored)
            store.add_fetch(fetch, snapshot)
        case Noticed(problem):
            _know_run(store, problem.run_id, restored)
            store.add_problem(problem)
        case UnderWay():
            _know_run(store, entry.entry.run_id, restored)
            _apply_capture(store, entry, restored, refusals)


def _know_run(store: Store, run_id: str, restored: Restored) -> None:
    """The first record of a run's file may be the damaged one: what follows it is not lost for that."""
    if run_id not in restored.runs:
        stamp = run_id.partition("-")[0]
        store.start_run(CrawlRun(run_id, _source_of(run_id), from_compact(stamp)))
        restored.runs.add(run_id)


def _source_of(run_id: str) -> str:
    return run_id.partition("-")[2]


def _describes(source: str) -> bool:
    """Whether it describes documents apart from their texts (`SourceSpider.describes`)."""
    known = source_classes().get(source)
    return bool(known and known.describes)


def _apply_capture(store: Store, taken: UnderWay, restored: Restored, refusals: _Refusals) -> None:
    capture, run_id, seen_at = taken.entry.capture, taken.entry.run_id, taken.entry.seen_at
    restored.captures += 1
    try:
        saved = store.see_again(capture, taken.key, seen_at)
        described = _describes(_source_of(run_id))
        saved = saved or store.save(capture, taken.read(), run_id, seen_at, taken.key, described=described)
    except (DocumentError, Crash) as error:
        restored.unread += 1
        logger.info("%s", error)
        refusals.add(taken.entry, error)
    except ArchiveError as error:
        restored.unusable += 1
        logger.error("%s: %s", capture.document.document_id, error)
    else:
        restored.new_versions += saved.outcome == "new"
