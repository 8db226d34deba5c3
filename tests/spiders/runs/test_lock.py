"""One crawl at a time, and never a lock left behind."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import AnotherCrawl, ArchiveError
from spiders.runs.lock import crawl_lock, reading_lock

HOLD = """
import sys, time
from pathlib import Path
from spiders.runs.lock import crawl_lock
with crawl_lock(Path(sys.argv[1]), Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(db: Path, archive: Path) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", HOLD, str(db), str(archive)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize(("db", "archive"), [("a.db", "a"), ("a.db", "b"), ("b.db", "a"), ("link.db", "b")])
def test_another_process_is_kept_out_of_the_same_database_or_archive(tmp_path: Path, db: str, archive: str) -> None:
    (tmp_path / "link.db").symlink_to("a.db")
    process = hold(tmp_path / "a.db", tmp_path / "a")
    try:
        with pytest.raises(AnotherCrawl, match="another crawl or rebuild"):
            crawl_lock(tmp_path / db, tmp_path / archive).__enter__()
        with crawl_lock(tmp_path / "c.db", tmp_path / "c"):
            pass
    finally:
        process.kill()
        process.communicate()


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    process = hold(tmp_path / "a.db", tmp_path / "a")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with crawl_lock(tmp_path / "a.db", tmp_path / "a"):
        pass


def test_a_lock_that_was_let_go_of_is_free(tmp_path: Path) -> None:
    for _ in range(2):
        with crawl_lock(tmp_path / "a.db", tmp_path / "a"):
            pass
    # The archive's lock was taken already where the database's is held.
    with crawl_lock(tmp_path / "a.db", tmp_path / "b"):
        with pytest.raises(AnotherCrawl):
            crawl_lock(tmp_path / "a.db", tmp_path / "a").__enter__()
        with crawl_lock(tmp_path / "b.db", tmp_path / "a"):
            pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="cannot write in"):
        crawl_lock(tmp_path / "a.db", tmp_path / "file" / "archive").__enter__()


def may_not_write(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As on a read-only disk; the superuser may write whatever the permissions say."""
    really = os.open

    def refusing(path: Path, flags: int, mode: int = 0o777) -> int:
        if path.parent == folder and flags & os.O_CREAT:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return really(path, flags, mode)

    monkeypatch.setattr("spiders.runs.lock.os.open", refusing)


def test_an_archive_that_may_not_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup on a read-only disk could be neither verified nor rebuilt from."""
    (tmp_path / "a").mkdir()
    may_not_write(monkeypatch, tmp_path / "a")
    with reading_lock(tmp_path / "b.db", tmp_path / "a"):
        pass
    with pytest.raises(ArchiveError, match="Read-only file system; make it writable"):
        crawl_lock(tmp_path / "b.db", tmp_path / "a").__enter__()


def test_a_crawl_of_who_may_write_keeps_readers_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with crawl_lock(tmp_path / "a.db", tmp_path / "a"):
        may_not_write(monkeypatch, tmp_path / "a")
        with pytest.raises(AnotherCrawl):
            reading_lock(tmp_path / "b.db", tmp_path / "a").__enter__()


def test_a_lock_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".lock").touch()

    def refusing(path: Path, *_: int) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr("spiders.runs.lock.os.open", refusing)
    with pytest.raises(ArchiveError, match="Permission denied; make it writable"):
        reading_lock(tmp_path / "b.db", tmp_path / "a").__enter__()
