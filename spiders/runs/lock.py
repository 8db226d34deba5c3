"""One crawl at a time: a lock that the operating system drops when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path
from typing import Self

from pipeline.errors import AnotherCrawl, ArchiveError


class CrawlLock:
    """Holds the archive folder and the database against other processes.

    Entered again in the same process it only counts.
    """

    _held: dict[Path, tuple[int, int]] = {}  # noqa: RUF012
    """Lock file -> (file descriptor, times entered); one per process, because the lock is the process's."""

    def __init__(self, db: Path, archive: Path) -> None:
        self._paths = [archive.resolve() / ".lock", db.resolve().with_name(db.name + ".lock")]

    def __enter__(self) -> Self:
        """Raises `AnotherCrawl` if another process holds it, `ArchiveError` if a folder cannot be written."""
        taken: list[Path] = []
        try:
            for path in self._paths:
                _take(self._held, path)
                taken.append(path)
        except BaseException:
            for path in taken:
                _leave(self._held, path)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for path in self._paths:
            _leave(self._held, path)


def _take(held: dict[Path, tuple[int, int]], path: Path) -> None:
    if path in held:
        descriptor, times = held[path]
        held[path] = descriptor, times + 1
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise ArchiveError(
            f"cannot write in {path.parent}: {error.strerror}; make it writable or name another folder"
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AnotherCrawl(
            f"another crawl or rebuild is already running in {path.parent}; this one stops without doing anything"
        ) from error
    held[path] = descriptor, 1


def _leave(held: dict[Path, tuple[int, int]], path: Path) -> None:
    descriptor, times = held[path]
    if times > 1:
        held[path] = descriptor, times - 1
        return
    del held[path]
    os.close(descriptor)
