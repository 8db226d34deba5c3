"""Disks that are full or closed, databases that are locked or broken: said in one line, and nothing is lost."""

import ctypes
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import forked_crawl
import pytest
from loopback_site import Crawl, Site, command, notice

from db.connection import open_for_reading
from db.differences import differences
from db.health import breaches
from db.store import Store
from pipeline.model import CrawlRun
from spiders.archive.reader import series_stamp
from spiders.runs import beginning
from spiders.runs.rebuild import rebuild
from spiders.workers.reading import Limits

LIMITS = Limits(seconds=60, memory_bytes=2 << 30)

ROOT = Path(__file__).resolve().parents[2]
_CAPABILITY_VERSION, _OVERRIDE_PERMISSIONS = 0x20080522, 1  # _LINUX_CAPABILITY_VERSION_3, CAP_DAC_OVERRIDE


def as_an_ordinary_user() -> None:
    """In the crawl's process: permissions hold for root as well."""
    libc = ctypes.CDLL(None)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    held = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable ones; then the same of the higher numbers
    assert libc.capget(header, held) == 0
    held[0] &= ~(1 << _OVERRIDE_PERMISSIONS)
    assert libc.capset(header, held) == 0


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("full", ["POLICY_ARCHIVE", "POLICY_DB"])
def test_a_full_disk_is_named_and_the_next_crawl_goes_on(
    site: Site, crawl: Crawl, small_disk: Path, tmp_path: Path, full: str
) -> None:
    noise = random.Random(8)
    bodies = {f"d_{n}": notice("Open weights. " + noise.randbytes(200_000).hex()) for n in range(5)}
    site.documents(**bodies)
    place = small_disk / ("archive" if full == "POLICY_ARCHIVE" else "policy.db")
    crawled = crawl(**{full: place})
    assert "critical" in crawled.stderr.lower()
    assert any(words in crawled.stderr for words in ("No space left", "disk is full", "disk I/O error"))
    assert "Traceback" not in crawled.stderr
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    crawl(**{full: place})
    database = place if full == "POLICY_DB" else tmp_path / "policy.db"
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (5,)
        (reason,) = connection.execute("SELECT reason FROM crawl_runs WHERE outcome = 'failed'").fetchone()
    assert any(words in reason for words in ("No space left", "disk is full", "disk I/O error"))
    rebuild(tmp_path / "rebuilt.db", place if full == "POLICY_ARCHIVE" else tmp_path / "archive", 1, LIMITS)
    assert list(differences(database, tmp_path / "rebuilt.db")) == []


@pytest.mark.parametrize("closed", ["archive", "database"])
def test_a_folder_that_may_not_be_written_is_named_and_nothing_is_fetched(
    site: Site, tmp_path: Path, closed: str
) -> None:
    site.documents(d_1=notice())
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    places = {"archive": {"POLICY_ARCHIVE": folder / "archive"}, "database": {"POLICY_DB": folder / "policy.db"}}
    words = command(tmp_path, site.url, **places[closed])
    _, _, stderr = forked_crawl.run(words, tmp_path, prepare=as_an_ordinary_user)
    assert f"cannot write in {folder}" in stderr
    assert "make it writable or name another folder" in stderr
    assert site.seen == []


def as_an_ordinary_user_later() -> None:
    """The same, not within the second of the crawl before: runs are named by it."""
    as_an_ordinary_user()
    beginning.utc_compact = lambda: "20991231T000000Z"


def test_a_crawl_that_may_not_write_its_archive_is_a_failed_crawl(site: Site, tmp_path: Path, crawl: Crawl) -> None:
    """`check` reports it, though the last good crawl is no day old."""
    site.documents(d_1=notice())
    crawl()
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    words = command(tmp_path, site.url, POLICY_ARCHIVE=closed / "archive")
    forked_crawl.run(words, tmp_path, prepare=as_an_ordinary_user_later)
    with closing(open_for_reading(tmp_path / "policy.db")) as connection:
        found = [breach.message for breach in breaches(connection) if breach.message.startswith("last crawl")]
    (message,) = found
    assert message.startswith(f"last crawl failed: cannot write in {closed}/archive: Permission denied")
    rebuild(tmp_path / "rebuilt.db", tmp_path / "archive", 1, LIMITS)
    assert list(differences(tmp_path / "policy.db", tmp_path / "rebuilt.db")) == []


def be_impatient() -> None:
    """Wait 0.2 seconds for another writer instead of 30. Called in the crawl's process."""
    Store.__init__.__defaults__ = (0.2,)


def test_a_writer_that_does_not_finish_ends_the_crawl_with_the_reason(site: Site, tmp_path: Path, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    crawl()
    with closing(sqlite3.connect(tmp_path / "policy.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        _, _, stderr = forked_crawl.run(command(tmp_path, site.url), tmp_path, prepare=be_impatient)
    assert "another process is writing and did not finish in time" in stderr
    assert "Traceback" not in stderr
    assert crawl().run["outcome"] == "ok"


def test_a_reader_does_not_hold_up_a_crawl(site: Site, tmp_path: Path, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    crawl()
    with closing(sqlite3.connect(tmp_path / "policy.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchone()
        site.documents(d_1=notice("The Ministry no longer asks about models with widely available weights."))
        assert crawl().run["new_versions"] == 1


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize(
    "left", ["nothing", "an empty file", "an older copy", "an older copy that was caught up in part"]
)
def test_what_the_database_lacks_is_brought_from_the_archive_before_the_next_crawl(
    site: Site, crawl: Crawl, tmp_path: Path, left: str
) -> None:
    """Else the next release would show every text as new and none of the changes before."""
    database, copy = tmp_path / "policy.db", tmp_path / "copy.db"
    site.documents(d_1=notice())
    crawl()
    shutil.copy(database, copy)
    site.documents(d_1=notice("The Ministry no longer asks."))
    before = crawl().rows("SELECT version_id, captured_at FROM versions ORDER BY number")
    _, second, _ = crawl().rows("SELECT run_id, started_at FROM crawl_runs ORDER BY run_id")
    database.unlink()
    if "copy" in left:
        copy.rename(database)
    elif left == "an empty file":
        database.touch()
    if "in part" in left:
        with Store(database) as store:
            store.start_run(CrawlRun(second["run_id"], "loopback", second["started_at"]))
    after = crawl()
    assert ("there is no crawl in the database; it is made from" in after.stderr) == ("copy" not in left)
    assert after.rows("SELECT version_id, captured_at FROM versions ORDER BY number") == before
    assert len(before) == 2
    assert after.one("SELECT count(*) FROM crawl_runs") == 4
    assert after.run["unchanged"] == 1
    rebuild(tmp_path / "rebuilt.db", after.archive, 1, LIMITS)
    assert list(differences(database, tmp_path / "rebuilt.db")) == []


def die_at_the_last_step() -> None:
    """In the process of a rebuild, which has taken the write-ahead log of the old database away by then."""
    os.replace = lambda *_: os._exit(9)  # type: ignore[assignment]


@pytest.mark.usefixtures("read_here")
def test_what_a_rebuild_that_was_killed_took_away_the_next_crawl_brings_back(
    site: Site, crawl: Crawl, tmp_path: Path
) -> None:
    """While a reader has the database open, all that was written since may stand in its write-ahead log alone."""
    database, archive = tmp_path / "policy.db", tmp_path / "archive"
    site.documents(d_1=notice())
    crawl()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reader:
        reader.execute("SELECT count(*) FROM versions").fetchone()
        site.documents(d_1=notice("The Ministry no longer asks."))
        assert crawl().one("SELECT count(*) FROM versions") == 2
        words = [sys.executable, "-m", "cli", "rebuild", "--db", str(database), "--archive", str(archive)]
        assert forked_crawl.run(words, ROOT, prepare=die_at_the_last_step)[0] == 9
    crawled = crawl()
    assert (crawled.run["outcome"], crawled.run["unchanged"]) == ("ok", 1)
    assert crawled.one("SELECT count(*) FROM versions") == 2
    rebuild(tmp_path / "rebuilt.db", archive, 1, LIMITS)
    assert list(differences(database, tmp_path / "rebuilt.db")) == []


def test_a_clock_that_was_set_back_does_not_bring_the_crawls_out_of_order(site: Site, crawl: Crawl) -> None:
    """The archive holds a crawl of tomorrow: what is crawled now still follows it."""
    site.documents(d_1=notice())
    crawled = crawl()
    (file,) = crawled.warcs
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + 86_400))
    file.rename(file.with_name(file.name.replace(series_stamp(file), stamp)))
    site.documents(d_1=notice("Other words."))
    crawled = crawl()
    assert crawled.run["run_id"] > stamp
    assert [series_stamp(path) for path in crawled.warcs] == sorted({stamp, crawled.run["run_id"][:16]})


def test_what_the_archive_holds_is_the_same_after_a_lost_database(site: Site, crawl: Crawl, tmp_path: Path) -> None:
    """Power cut, corrupt file, `rebuild`: three crawls, one database that is broken in the middle, the same content."""
    for words in ("Open weights.", "No open weights any more.", "Open weights again."):
        site.documents(d_1=notice(words), d_2=notice("Something else."))
        crawl()
    database = tmp_path / "policy.db"
    sql = "SELECT version_id, path, text FROM provisions ORDER BY version_id, position"
    with closing(sqlite3.connect(database)) as connection:
        before = connection.execute(sql).fetchall()
    body = bytearray(database.read_bytes())
    body[len(body) // 3 : 2 * len(body) // 3] = os.urandom(len(body) // 3)
    database.write_bytes(body)
    words = [
        sys.executable,
        "-m",
        "cli",
        "rebuild",
        "--db",
        str(database),
        "--archive",
        str(tmp_path / "archive"),
        "--json",
    ]
    _, stdout, _ = forked_crawl.run(words, ROOT)
    assert json.loads(stdout)["unusable"] == 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute(sql).fetchall() == before
    assert len(before) > 3
