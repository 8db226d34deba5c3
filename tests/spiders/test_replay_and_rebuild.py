"""What the archive is good for: a crawl without network, and the same database again."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import forked_crawl
import pytest
from loopback_site import Crawl, Crawled, Page, Site, content, crawler, notice

from pipeline.errors import ArchiveError, StoreError, WrongLanguage
from pipeline.model import Capture, Reading
from spiders.runs.rebuild import rebuild
from spiders.runs.restoring import catch_up
from spiders.runs.verification import verify
from spiders.workers.reading import Limits

LIMITS = Limits(seconds=60, memory_bytes=2 << 30)


@pytest.fixture(scope="module")
def crawled_thrice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three crawls: a first, one with a change, a gone page and an unreadable document, one in which nothing is new."""
    site, folder = Site(), tmp_path_factory.mktemp("history")
    crawl = crawler(site, folder, forked_crawl.run)
    site.documents(d_1=notice(), d_2=notice("Other words."), d_3=notice("More words."))
    crawl()
    site.documents(d_1=notice("The Ministry no longer asks."), d_2=notice("Other words."), d_3=b"\x00 unreadable")
    site.pages["/d_2.xml"] = Page(b"", 404)
    crawl()
    crawl()
    site.close()
    return folder


@pytest.fixture
def history(crawled_thrice: Path, tmp_path: Path) -> Crawled:
    """A copy of what the three crawls left, to do with as a test likes."""
    shutil.copytree(crawled_thrice, tmp_path / "history")
    return Crawled(tmp_path / "history", 0, "", "")


@pytest.mark.parametrize("workers", [1, 2])
def test_rebuild_gives_the_same_content_as_the_crawls(history: Crawled, workers: int) -> None:
    before = content(history.folder / "policy.db")
    assert len(before["versions"]) == 4
    rebuilt = rebuild(history.folder / "policy.db", history.archive, workers, LIMITS)
    assert content(history.folder / "policy.db") == before
    assert (rebuilt.new_versions, rebuilt.unusable) == (4, 0)


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("lost", ["nothing", "requests and problems", "the whole crawl"])
def test_what_a_crash_left_out_of_the_database_the_next_crawl_brings_from_the_archive(
    site: Site, crawl: Crawl, tmp_path: Path, lost: str
) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."), d_3=notice("More words."))
    before = crawl()
    database, copy = before.folder / "policy.db", tmp_path / "before.db"
    shutil.copy(database, copy)
    site.documents(d_1=notice("The Ministry no longer asks."), d_2=notice("Other words."), d_3=b"\x00 unreadable")
    after = crawl()
    if lost == "requests and problems":
        with closing(sqlite3.connect(database)) as connection, connection:
            run = connection.execute("SELECT max(run_id) FROM crawl_runs").fetchone()[0]
            connection.execute("DELETE FROM problems WHERE run_id = ?", [run])
            connection.execute("DELETE FROM fetches WHERE run_id = ?", [run])
    elif lost == "the whole crawl":
        shutil.copy(copy, database)
    newest = max(after.archive.glob("*.warc.gz"))
    newest.with_name(newest.name + ".open").touch()
    crawled = crawl()
    assert list(crawled.archive.glob("*.open")) == []
    assert "torn_archive" not in dict(crawled.problems())
    held = content(database)
    rebuild(tmp_path / "rebuilt.db", crawled.archive, 1, LIMITS)
    assert held == content(tmp_path / "rebuilt.db")


def test_nothing_is_read_or_written_where_no_crawl_was_cut_off(tmp_path: Path) -> None:
    catch_up(tmp_path / "policy.db", tmp_path / "archive", [], 1, LIMITS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("read_here")
def test_rebuild_restores_a_corrupt_database(history: Crawled) -> None:
    database = history.folder / "policy.db"
    before = content(database)
    database.write_bytes(database.read_bytes()[:100] + b"and then noise" * 1000)
    rebuild(database, history.archive, 1, LIMITS)
    assert content(database) == before


def test_rebuild_replaces_no_file_that_is_no_database(history: Crawled, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("my notes")
    with pytest.raises(StoreError, match=r"notes\.txt: not a database, and would be replaced by one; choose another"):
        rebuild(notes, history.archive, 1, LIMITS)
    assert {path.name for path in tmp_path.iterdir()} == {"history", "notes.txt"}
    assert notes.read_text() == "my notes"


@pytest.mark.usefixtures("read_here")
def test_rebuild_keeps_the_old_database_if_it_fails(history: Crawled, monkeypatch: pytest.MonkeyPatch) -> None:
    database = history.folder / "policy.db"
    before = content(database)

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("db.store.Store.save", fail)
    with pytest.raises(OSError, match="no space"):
        rebuild(database, history.archive, 1, LIMITS)
    assert content(database) == before
    assert not list(history.folder.glob("*.rebuilding*")), "it may be what filled the disk"


@pytest.mark.usefixtures("read_here")
def test_rebuild_leaves_a_link_to_the_database_where_it_leads(history: Crawled) -> None:
    link = history.folder / "link.db"
    link.symlink_to("policy.db")
    before = content(history.folder / "policy.db")
    (history.folder / "policy.db").unlink()
    rebuild(link, history.archive, 1, LIMITS)
    assert link.is_symlink()
    assert content(history.folder / "policy.db") == before


def test_rebuild_without_an_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no WARC file"):
        rebuild(tmp_path / "x.db", tmp_path / "nothing", 1, LIMITS)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("read_here")
def test_rebuild_counts_what_the_archive_lost(history: Crawled) -> None:
    first = history.warcs[0]
    whole = first.read_bytes()
    sql = "SELECT warc_offset FROM snapshots WHERE url LIKE '%d_3.xml' AND warc_file = ?"
    offset = history.one(sql, first.name)
    damaged = bytearray(whole)
    damaged[offset + 100 : offset + 120] = bytes(20)
    first.write_bytes(damaged)
    rebuilt = rebuild(history.folder / "policy.db", history.archive, 1, LIMITS)
    assert rebuilt.unusable > 0
    assert history.one("SELECT count(*) FROM versions WHERE document_id = 'fr:d-1'") == 2


@pytest.mark.usefixtures("read_here")
def test_rebuild_leaves_the_database_where_a_file_of_the_archive_is_missing(history: Crawled) -> None:
    """The text that came from it was lost from the database as well, and `verify` found all good."""
    database, lost = history.folder / "policy.db", history.warcs[0]
    before = content(database)
    lost.unlink()
    answers = history.one("SELECT count(*) FROM snapshots WHERE warc_file = ?", lost.name)
    with pytest.raises(ArchiveError, match=rf"it lacks {lost.name}, of which .*policy\.db has {answers} answers; "):
        rebuild(database, history.archive, 1, LIMITS)
    assert content(database) == before
    database.rename(history.folder / "moved.db")
    assert len(rebuild(database, history.archive, 1, LIMITS).runs) == 2


@pytest.mark.usefixtures("read_here")
def test_rebuild_leaves_the_database_where_a_file_of_the_archive_cannot_be_read(history: Crawled) -> None:
    """What it holds is not lost: a permission, a disk."""
    before = content(history.folder / "policy.db")
    (history.archive / "20310105T000000Z-other-00001.warc.gz").mkdir()
    with pytest.raises(ArchiveError, match=r"20310105T000000Z-other-00001\.warc\.gz: cannot be read: Is a directory"):
        rebuild(history.folder / "policy.db", history.archive, 1, LIMITS)
    assert content(history.folder / "policy.db") == before


@pytest.mark.usefixtures("read_here")
def test_rebuild_leaves_the_database_of_another_program(history: Crawled) -> None:
    """A mistyped --db replaced it."""
    other = history.folder / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE notes (words TEXT)")
    before = other.read_bytes()
    with pytest.raises(StoreError, match=r"other\.db: an SQLite database, but not one of policy-tracker"):
        rebuild(other, history.archive, 1, LIMITS)
    assert other.read_bytes() == before


@pytest.mark.usefixtures("read_here")
def test_a_damaged_first_record_does_not_lose_what_follows(history: Crawled) -> None:
    first = history.warcs[0]
    second_member = first.read_bytes().index(b"\x1f\x8b\x08", 10)
    damaged = bytearray(first.read_bytes())
    damaged[second_member + 50 : second_member + 60] = bytes(10)
    first.write_bytes(damaged)
    rebuilt = rebuild(history.folder / "policy.db", history.archive, 1, LIMITS)
    assert (rebuilt.unusable, rebuilt.new_versions, len(rebuilt.runs)) == (1, 4, 3)


@pytest.mark.usefixtures("read_here")
def test_an_archive_of_others_is_no_base_for_a_rebuild(history: Crawled, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "crawl.warc.gz").write_bytes(history.warcs[0].read_bytes())
    with pytest.raises(ArchiveError, match="no crawl by this program"):
        rebuild(tmp_path / "policy.db", foreign, 1, LIMITS)


class PickierReaders(forked_crawl.ReadersHere):
    """A newer version of the program, which refuses what the one that crawled read."""

    def read(self, capture: Capture) -> Reading:
        reading = super().read(capture)
        if any("widely available" in provision.text for provision in reading.provisions):
            raise WrongLanguage(f"{capture.document.document_id}: the text is in another language\nsecond line")
        return reading


def newer_version(monkeypatch: pytest.MonkeyPatch, *, describes: bool) -> None:
    source = SimpleNamespace(describes=describes)
    monkeypatch.setattr("spiders.runs.restoring.source_classes", lambda: {"loopback": source})
    monkeypatch.setattr("spiders.runs.restoring.Readers", PickierReaders)


@pytest.mark.parametrize("describes", [True, False])
def test_a_text_that_this_version_refuses_leaves_a_problem_and_the_description(
    site: Site, crawl: Crawl, monkeypatch: pytest.MonkeyPatch, *, describes: bool
) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    crawled = crawl()
    assert crawled.problems() == []
    first_seen = crawled.one("SELECT first_seen_at FROM document_sources WHERE document_id = 'fr:d-1'")
    newer_version(monkeypatch, describes=describes)
    rebuilt = rebuild(crawled.folder / "policy.db", crawled.archive, 1, LIMITS)
    assert (rebuilt.unread, rebuilt.lost, rebuilt.unusable) == (1, {"fr:d-1"}, 0)
    (problem,) = crawled.rows("SELECT * FROM problems")
    snapshot = crawled.one("SELECT snapshot_id FROM snapshots WHERE url LIKE '%d_1.xml'")
    assert problem | {"problem_id": ""} == {
        "problem_id": "",
        "run_id": crawled.run["run_id"],
        "source": "loopback",
        "kind": "wrong_language",
        "message": "fr:d-1: the text is in another language",
        "url": f"{site.url}/d_1.xml",
        "document_id": "fr:d-1",
        "snapshot_id": snapshot,
        "seen_at": problem["seen_at"],
    }
    held = crawled.rows("SELECT document_id, first_seen_at FROM document_sources WHERE document_id = 'fr:d-1'")
    assert held == ([{"document_id": "fr:d-1", "first_seen_at": first_seen}] if describes else [])
    assert [row["document_id"] for row in crawled.rows("SELECT document_id FROM versions")] == ["fr:d-2"]
    assert verify(crawled.folder / "policy.db", crawled.archive, 1, LIMITS).breaks == []


def test_a_refusal_that_the_crawl_recorded_is_one_problem_and_no_loss(
    site: Site, crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.documents(d_1=b"<NOTICE><P>cut", d_2=notice("Other words."))
    crawled = crawl(LOOPBACK_DESCRIBES=1)
    before = content(crawled.folder / "policy.db")
    newer_version(monkeypatch, describes=True)
    rebuilt = rebuild(crawled.folder / "policy.db", crawled.archive, 1, LIMITS)
    assert (rebuilt.unread, rebuilt.lost) == (1, set())
    assert content(crawled.folder / "policy.db") == before


@pytest.mark.parametrize("now", [Page(b"", 404), Page(b"cut", headers={"Content-Type": "text/xml"})])
def test_what_came_after_a_text_that_this_version_refuses_still_holds(
    site: Site, crawl: Crawl, monkeypatch: pytest.MonkeyPatch, now: Page
) -> None:
    """A removal, and a page that the crawl itself refused: the document is as old as its first capture."""
    site.documents(d_1=notice(), d_2=notice("Other words."))
    crawl(LOOPBACK_DESCRIBES=1)
    index = site.pages["/index.json"]
    index.body = index.body.replace(b'"id": "fr:d-1"', b'"watched": true, "id": "fr:d-1"')
    site.pages["/d_1.xml"] = now
    crawled = crawl(LOOPBACK_DESCRIBES=1)
    stated = "SELECT first_seen_at, last_seen_at, removed_at FROM document_sources WHERE document_id = 'fr:d-1'"
    before, kinds = crawled.rows(stated), [kind for kind, _ in crawled.problems()]
    newer_version(monkeypatch, describes=True)
    rebuilt = rebuild(crawled.folder / "policy.db", crawled.archive, 1, LIMITS)
    assert rebuilt.lost == {"fr:d-1"}
    assert crawled.rows(stated) == before
    assert sorted(kind for kind, _ in crawled.problems()) == sorted([*kinds, "wrong_language"])
    assert verify(crawled.folder / "policy.db", crawled.archive, 1, LIMITS).breaks == []


def test_a_replay_needs_no_network_and_gives_the_same_documents(history: Crawled, crawl: Crawl, tmp_path: Path) -> None:
    replayed = crawl(LOOPBACK_SITE=site_of(history), **replay_settings(history.archive, tmp_path))
    replayed = replace(replayed, folder=tmp_path / "again")
    found = replayed.rows("SELECT document_id, text_hash FROM versions ORDER BY 1")
    newest = history.rows("SELECT document_id, text_hash FROM versions WHERE current = 1 ORDER BY 1")
    assert [row for row in newest if row["document_id"] == "fr:d-1"] == found
    assert dict(replayed.problems()).keys() == {"http_error", "unknown_format"}


def test_what_is_not_in_the_archive_is_named(history: Crawled, crawl: Crawl, tmp_path: Path) -> None:
    index = history.one("SELECT warc_file FROM snapshots WHERE url LIKE '%index.json' LIMIT 1")
    only_index = tmp_path / "part.warc.gz"
    only_index.write_bytes(members(history.archive / index, containing=b"/index.json"))
    crawl(LOOPBACK_SITE=site_of(history), **replay_settings(only_index, tmp_path))
    replayed = Crawled(tmp_path / "again", 0, "", "")
    kinds = {kind for kind, _ in replayed.problems()}
    assert kinds == {"not_in_archive"}
    assert "d_1.xml: not in the replayed archive" in " ".join(message for _, message in replayed.problems())


def site_of(history: Crawled) -> str:
    """The address at which the site answered; nobody answers there in a replay."""
    return str(history.one("SELECT url FROM snapshots WHERE url LIKE '%index.json' LIMIT 1")).removesuffix(
        "/index.json"
    )


def replay_settings(archive: Path, tmp_path: Path) -> dict[str, object]:
    return {
        "POLICY_REPLAY": archive,
        "DOWNLOAD_HANDLERS": '{"http": "spiders.network.replay.ReplayHandler"}',
        "POLICY_DB": tmp_path / "again" / "policy.db",
        "POLICY_ARCHIVE": tmp_path / "again" / "archive",
    }


def members(path: Path, containing: bytes) -> bytes:
    """The gzip members of a file whose content holds these bytes."""
    raw = path.read_bytes()
    starts = [at for at in range(len(raw)) if raw.startswith(b"\x1f\x8b\x08", at)]
    pieces = [raw[start:end] for start, end in zip(starts, [*starts[1:], len(raw)], strict=True)]
    return b"".join(piece for piece in pieces if containing in gzip.decompress(piece)[:600])
