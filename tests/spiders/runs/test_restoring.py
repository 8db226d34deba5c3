"""What the archive holds and the database lacks, brought from the one to the other."""

from dataclasses import replace
from pathlib import Path

import archived
import pytest

from db.store import Store
from pipeline.errors import NeedsOcr
from pipeline.model import Capture, CrawlRun, Document, Expectations, Part, Source
from spiders.archive.journal import Captured, Entry, Noticed, RunStarted, to_line, without_bodies
from spiders.runs.refusals import problem_of
from spiders.runs.restoring import catch_up
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
