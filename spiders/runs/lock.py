"""One crawl at a time: a lock that the operating system drops when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.errors import AnotherCrawl, ArchiveError


@contextmanager
def crawl_lock(db: Path, archive: Path) -> Iterator[None]:
    """Hold the archive folder and the database against every other crawl and rebuild.

    Raises `AnotherCrawl` if one holds either, `ArchiveError` if a folder cannot be written.
    """
    with ExitStack() as held:
        for path in (_within(archive), _beside(db)):
            held.callback(os.close, _locked(path))
        yield


@contextmanager
def reading_lock(db: Path, archive: Path) -> Iterator[None]:
    """The same for who writes the database alone: the archive may be a backup on a read-only disk.

    Raises what `crawl_lock` raises; `ArchiveError` also if there is a lock that may not be read.
    """
    with ExitStack() as held:
        try:
            held.callback(os.close, _locked(_within(archive)))
        except ArchiveError:
            if _within(archive).is_file():  # of one who may write there
                held.callback(os.close, _locked(_within(archive), os.O_RDONLY))
        held.callback(os.close, _locked(_beside(db)))
        yield


def is_locked(db: Path) -> bool:
    """Whether a crawl or rebuild is at work on a database. One that begins in the very moment of asking takes this for
    another crawl: ask only where it matters."""
    try:
        descriptor = os.open(_beside(db), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # a copy of a database has none
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _within(archive: Path) -> Path:
    return archive.resolve() / ".lock"


def _beside(db: Path) -> Path:
    database = db.resolve()
    return database.with_name(database.name + ".lock")


def _locked(path: Path, access: int = os.O_RDWR | os.O_CREAT) -> int:
    """The descriptor of the locked file."""
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, access | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise ArchiveError(
            f"cannot write in {folder}: {error.strerror}; make it writable or name another folder"
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AnotherCrawl(
            f"another crawl or rebuild is already running in {folder}; this one stops without doing anything"
        ) from error
    return descriptor
