"""What the archive holds and the database lacks, brought from the one to the other."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import archived
import forked_crawl
import pytest
from loopback_site import notice

from db.store import Store
from pipeline.errors import NeedsOcr
from pipeline.model import (
    Capture,
    CrawlRun,
    Document,
    Expectations,
    Fetch,
    Part,
    Problem,
    ProblemKind,
    Reading,
    Source,
)
from pipeline.process import read
from pipeline.tagging import load_rules, load_taxonomy
from spiders.archive.journal import (
    Captured,
    Entry,
    Fetched,
    Noticed,
    RunFinished,
    RunStarted,
    to_line,
    without_bodies,
)
from spiders.runs.refusals import problem_of
from spiders.runs.restoring import Restored, catch_up, restore
from spiders.workers.reading import Limits

STAMP, _, NAME = archived.SERIES.partition("-")
SEEN = "2026-11-20T21:45:01Z"
SOURCE = Source(NAME, "Test", "A ministry", "US", "", "", "", "daily", Expectations(1, 9))
DOCUMENT = Document("fr:2026-1", NAME, "A notice", "notice", "US", "A ministry", "https://www.example.gov/")
RUN = CrawlRun(archived.SERIES, NAME, "2026-11-20T21:45:00Z")
LIMITS = Limits(seconds=60, memory_bytes=2 << 30)


def archive(folder: Path, entries: list[Entry]) -> None:
    writer = archived.writer(folder)
    for number, entry in enumerate(entries, start=1):
        writer.note(to_line(entry, f"{STAMP}/{number:09d}"))
    writer.close()


def test_what_a_crawl_refused_is_not_read_again_after_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cost a hostile document its whole time once more, and a second problem told of it in other words."""
    monkeypatch.setattr("spiders.runs.reading_ahead.read_body", lambda *_: pytest.fail("it is read again"))
    snapshot = archived.snapshot(archived.EXCHANGE, archived.Place("urn:uuid:1", "a.warc.gz", 0))
    capture = Capture(DOCUMENT, "en", (Part(snapshot, b"<a/>"),))
    refused = problem_of(RUN.run_id, NAME, capture, NeedsOcr("fr:2026-1: a scan"), "")
    refused = replace(refused, seen_at=SEEN)
    captured = Captured(without_bodies(capture), RUN.run_id, SEEN)
    archive(tmp_path, [RunStarted(RUN, SOURCE), captured, Noticed(refused)])
    with Store(tmp_path / "policy.db") as store:
        store.sync_sources([SOURCE])
        store.start_run(RUN)
        store.add_problem(refused)
    catch_up(tmp_path / "policy.db", tmp_path, {STAMP}, 1, LIMITS)
    with Store(tmp_path / "policy.db") as store:
        assert store.has_refused(capture, RUN.run_id)


class Archive:
    """An archive that is written entry by entry."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writer = archived.writer(folder)
        self._order = 0

    def note(self, *entries: Entry) -> None:
        for entry in entries:
            self._order += 1
            self._writer.note(to_line(entry, f"{STAMP}/{self._order:09d}"))

    def capture(self, words: str, seen_at: str = SEEN, name: str = "fr:2026-1", *, fetched: bool = True) -> Captured:
        """An answer with this document, and what is journalled of both."""
        exchange = replace(archived.EXCHANGE, url=f"https://www.example.gov/{name}", body=notice(words))
        snapshot = archived.snapshot(exchange, self._writer.exchange(exchange))
        fetch = Fetch(RUN.run_id, snapshot.url, snapshot.fetched_at, "new", 200, snapshot_id=snapshot.snapshot_id)
        document = replace(DOCUMENT, document_id=name)
        captured = Captured(Capture(document, "en", (Part(snapshot, b""),)), RUN.run_id, seen_at)
        self.note(*([Fetched(fetch, snapshot)] if fetched else []), captured)
        return captured

    def keep(self, capture: Capture, run: CrawlRun, seen_at: str) -> None:
        """As a crawl does that finds it."""
        body = replace(capture, parts=(replace(capture.parts[0], body=notice("Some words.")),))
        with Store(self.folder / "policy.db") as store:
            store.sync_sources([SOURCE])
            store.start_run(run)
            store.sync_vocabulary(load_taxonomy(), load_rules().listed())
            store.save(capture, read(body, load_rules()), run.run_id, seen_at)
            store.finish_run(replace(run, finished_at=seen_at, outcome="ok"))

    def restored(self, database: str = "rebuilt.db") -> Restored:
        self._writer.close()
        with Store(self.folder / database) as store:
            return restore(store, self.folder, 1, LIMITS)

    def caught_up(self) -> None:
        self._writer.close()
        catch_up(self.folder / "policy.db", self.folder, {STAMP}, 1, LIMITS)

    def rows(self, sql: str, database: str = "rebuilt.db") -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / database)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def told(tmp_path: Path, read_here: None) -> Archive:
    return Archive(tmp_path)


END = RunFinished(replace(RUN, finished_at="2026-11-20T21:46:00Z", outcome="ok"))
LOST = Problem(RUN.run_id, NAME, "network", "no answer", seen_at=SEEN)


def test_what_the_archive_tells_is_in_the_database_and_counted(told: Archive) -> None:
    told.note(RunStarted(RUN, SOURCE))
    told.capture("Some words.")
    told.capture("Other words.", name="fr:2026-2")
    told.note(Noticed(LOST), END)
    restored = told.restored()
    assert (restored.runs, restored.captures, restored.new_versions) == ({RUN.run_id}, 2, 2)
    assert (restored.unread, restored.lost, restored.unusable) == (0, set(), 0)
    assert told.rows("SELECT run_id, outcome FROM crawl_runs") == [(RUN.run_id, "ok")]
    assert told.rows("SELECT title FROM sources") == [("Test",)]
    assert told.rows("SELECT count(*) FROM fetches") == [(2,)]
    assert told.rows("SELECT message FROM problems") == [("no answer",)]


@pytest.mark.parametrize("left", ["problem", "request", "document"])
def test_what_follows_a_lost_beginning_is_not_lost(told: Archive, left: str) -> None:
    """Each kind of entry may be the first that is left."""
    if left == "problem":
        told.note(Noticed(LOST))
    else:
        told.capture("Some words.", fetched=left == "request")
    assert told.restored().runs == {RUN.run_id}
    assert told.rows("SELECT run_id, source, started_at FROM crawl_runs") == [(RUN.run_id, NAME, RUN.started_at)]


def test_a_crawl_of_which_only_the_beginning_is_left_is_one(told: Archive) -> None:
    told.note(RunStarted(RUN, SOURCE))
    assert told.restored().runs == {RUN.run_id}


def test_a_body_that_is_gone_and_an_entry_that_is_none_cost_themselves(told: Archive) -> None:
    gone = told.capture("Some words.")
    (part,) = gone.capture.parts
    elsewhere = replace(part, snapshot=replace(part.snapshot, warc_offset=0))
    told.note(replace(gone, capture=replace(gone.capture, parts=(elsewhere,)), seen_at="2026-11-20T21:45:09Z"))
    told._writer.note(b'{"journal": 1, "order": "x", "kind": "Toys"}')
    told.capture("Other words.", name="fr:2026-2")
    restored = told.restored()
    assert (restored.captures, restored.new_versions, restored.unusable) == (3, 2, 1)


def test_a_revisit_of_an_answer_that_is_lost_costs_no_more_than_its_document(told: Archive) -> None:
    """One lost stretch of an archive, and no database could be made from the rest: a row named what is not there."""
    told.note(RunStarted(RUN, SOURCE))
    gone = told.capture("Some words.").capture.parts[0].snapshot
    told.note(Fetched(Fetch(RUN.run_id, gone.url, LATER, "not_modified", 304, snapshot_id="urn:uuid:lost")))
    told.capture("Other words.", name="fr:2026-2")
    assert told.restored().new_versions == 2
    assert told.rows("SELECT outcome, snapshot_id FROM fetches WHERE status = 304") == [("not_modified", None)]


def refusing(monkeypatch: pytest.MonkeyPatch, *, describes: bool = True) -> None:
    """This program does not read what speaks of toys."""

    def read(self: forked_crawl.ReadersHere, capture: Capture) -> Reading:
        if any(b"toys" in part.body for part in capture.parts):
            raise NeedsOcr(f"{capture.document.document_id}: a scan")
        return real(self, capture)

    real = forked_crawl.ReadersHere.read
    monkeypatch.setattr(forked_crawl.ReadersHere, "read", read)
    source = SimpleNamespace(describes=describes)
    monkeypatch.setattr("spiders.runs.restoring.source_classes", lambda: {NAME: source})


LATER = "2026-11-20T21:45:05Z"


@pytest.mark.parametrize("describes", [True, False])
def test_a_refusal_of_ours_alone_is_a_loss_told_before_what_comes_next(
    told: Archive, monkeypatch: pytest.MonkeyPatch, *, describes: bool
) -> None:
    refusing(monkeypatch, describes=describes)
    told.capture("All toys.")
    told.capture("Some words.", LATER)
    told.capture("No toys.", LATER, "fr:2026-2")
    restored = told.restored()
    assert (restored.unread, restored.lost, restored.new_versions) == (2, {"fr:2026-1", "fr:2026-2"}, 1)
    problems = told.rows("SELECT document_id, kind, seen_at FROM problems ORDER BY 1")
    assert problems == [("fr:2026-1", "needs_ocr", SEEN), ("fr:2026-2", "needs_ocr", LATER)]
    seen = told.rows("SELECT document_id, first_seen_at FROM document_sources ORDER BY 1")
    assert seen == ([("fr:2026-1", SEEN), ("fr:2026-2", LATER)] if describes else [("fr:2026-1", LATER)])


@pytest.mark.parametrize(
    ("kind", "snapshot", "lost"),
    [("malformed_document", "", False), ("network", "", True), ("needs_ocr", "another", True)],
)
def test_a_refusal_that_the_crawl_told_in_other_words_is_no_loss(
    told: Archive, monkeypatch: pytest.MonkeyPatch, kind: ProblemKind, snapshot: str, lost: bool
) -> None:
    refusing(monkeypatch)
    captured = told.capture("All toys.")
    named = snapshot or captured.capture.parts[0].snapshot.snapshot_id
    told.note(Noticed(replace(LOST, kind=kind, document_id="fr:2026-1", snapshot_id=named)))
    restored = told.restored()
    assert (restored.unread, restored.lost) == (1, {"fr:2026-1"} if lost else set())
    assert told.rows("SELECT count(*) FROM problems") == [(1 + lost,)]


def test_a_page_that_was_removed_after_our_refusal_stays_so(told: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch)
    told.capture("All toys.")
    told.note(Noticed(replace(LOST, kind="removed", document_id="fr:2026-1", seen_at=LATER)))
    assert told.restored().lost == {"fr:2026-1"}
    assert told.rows("SELECT removed_at FROM document_sources") == [(LATER,)]


def test_what_a_crawl_had_stored_is_not_stored_again_over_what_came_since(told: Archive) -> None:
    told.note(RunStarted(RUN, SOURCE))
    told.capture("Some words.")
    told.note(Noticed(LOST))
    told.capture("Other words.", LATER)
    told.restored("policy.db")
    before = told.rows("SELECT version_id, current FROM versions ORDER BY number", "policy.db")
    told.note(END)
    told.caught_up()
    assert told.rows("SELECT version_id, current FROM versions ORDER BY number", "policy.db") == before
    assert told.rows("SELECT outcome FROM crawl_runs", "policy.db") == [("ok",)]
    assert told.rows("SELECT count(*) FROM problems", "policy.db") == [(1,)]


def test_what_follows_a_capture_that_is_brought_is_brought_again(told: Archive) -> None:
    """The disk was full when the first was to be kept, and had room again for the second, another page of the text."""
    told.note(RunStarted(RUN, SOURCE))
    told.capture("Some words.")
    told.keep(told.capture("Some words.", LATER).capture, RUN, LATER)
    told.caught_up()
    told.restored()
    newest = "SELECT snapshot_id FROM version_parts WHERE newest"
    assert told.rows(newest, "policy.db") == told.rows(newest)


def test_what_was_seen_after_the_clock_was_set_back_is_brought(told: Archive) -> None:
    """An hour before it was seen in the crawl before, as the clock has it: that one did not see it later."""
    told.note(RunStarted(RUN, SOURCE))
    before = replace(RUN, run_id=f"20261119T214500Z-{NAME}", started_at="2026-11-20T22:45:00Z")
    told.keep(told.capture("Some words.").capture, before, "2026-11-20T22:45:01Z")
    told.caught_up()
    assert told.rows("SELECT last_seen_at FROM document_sources", "policy.db") == [(SEEN,)]


def test_of_a_crawl_whose_verdict_the_archive_could_not_take_no_end_is_known(told: Archive) -> None:
    """Else the database would differ from the archive for ever: a rebuild takes such a crawl for interrupted."""
    told.note(RunStarted(RUN, SOURCE))
    told.restored("policy.db")
    with Store(told.folder / "policy.db") as store:
        store.finish_run(replace(RUN, finished_at=LATER, outcome="failed", skipped=(("not_about_ai", 3),)))
    told.caught_up()
    assert told.rows("SELECT outcome, finished_at FROM crawl_runs", "policy.db") == [(None, None)]
    assert told.rows("SELECT * FROM run_skipped", "policy.db") == []


def test_a_page_that_had_come_back_is_not_removed_again(told: Archive) -> None:
    told.note(RunStarted(RUN, SOURCE))
    told.capture("Some words.")
    told.note(Noticed(replace(LOST, kind="removed", document_id="fr:2026-1")))
    told.capture("Some words.", LATER)
    told.restored("policy.db")
    told.note(END)
    told.caught_up()
    assert told.rows("SELECT removed_at FROM document_sources", "policy.db") == [(None,)]


def test_what_the_crawl_refused_and_this_program_reads_is_read(told: Archive) -> None:
    captured = told.capture("Some words.")
    named = captured.capture.parts[0].snapshot.snapshot_id
    told.note(Noticed(replace(LOST, kind="needs_ocr", document_id="fr:2026-1", snapshot_id=named)))
    restored = told.restored()
    assert (restored.new_versions, restored.lost) == (1, set())
    assert told.rows("SELECT kind FROM problems") == [("needs_ocr",)]


@pytest.mark.parametrize("crawl_told", [True, False])
def test_pages_that_cannot_be_read_are_told_as_the_crawl_told_them(
    told: Archive, monkeypatch: pytest.MonkeyPatch, *, crawl_told: bool
) -> None:
    def read(self: forked_crawl.ReadersHere, capture: Capture) -> Reading:
        return replace(real(self, capture), scans=((0, (2, 3)),))

    real = forked_crawl.ReadersHere.read
    monkeypatch.setattr(forked_crawl.ReadersHere, "read", read)
    (part,) = told.capture("Some words.").capture.parts
    message = (
        "fr:2026-1: needs OCR: the PDF has pages 2-3 as pictures without text. The other pages are kept; find another "
        "rendition"
    )
    problem = Problem(RUN.run_id, NAME, "needs_ocr", message, part.snapshot.url, "fr:2026-1", seen_at=SEEN)
    told.note(*([Noticed(problem)] if crawl_told else []))
    told.capture("Some words.", LATER)
    restored = told.restored()
    assert (restored.new_versions, restored.unread) == (1, 0)
    assert told.rows("SELECT message, seen_at FROM problems") == [(message, SEEN)]


def test_a_text_that_is_held_back_is_told_as_a_crawl_records_it(told: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a rebuild told it twice, with the address whole and cut short."""
    address = f"https://www.example.gov/{'notice-' * 40}"
    monkeypatch.setitem(globals(), "DOCUMENT", replace(DOCUMENT, url=address))
    told.capture("The Ministry asks for comments. " * 40)
    told.capture("No more.", LATER)
    told.restored()
    ((message,),) = told.rows("SELECT message FROM problems WHERE kind = 'suspicious_shrink'")
    assert address[:100] in message
    assert address not in message
