"""A new database from the archive alone. No network.

The old database stays as it is until the new one is complete; then one replaces the other at once.
"""

import os
from collections.abc import Callable
from pathlib import Path

from db.connection import archive_files, refuse_foreign
from db.store import Store
from pipeline.errors import ArchiveError
from pipeline.wording import number_of
from spiders.archive.records import warc_files
from spiders.runs.comparing import compare_new_texts
from spiders.runs.lock import reading_lock
from spiders.runs.restoring import Restored, restore
from spiders.workers.reading import Limits


def rebuild(
    db: Path, archive: Path, workers: int, limits: Limits, progress: Callable[[Restored], None] = lambda _: None
) -> Restored:
    """Replace the database by one made from the archive.

    Raises:
        AnotherCrawl: a crawl or another rebuild is at work there.
        ArchiveError: there is no archive, none that a crawl of this program wrote, or one without a file that the
            database refers to.
        StoreError: the new database cannot be written, or the old one is that of another program.
    """
    warc_files(archive)  # before the lock makes a folder of a mistyped name
    refuse_foreign(db)
    with reading_lock(db, archive):
        _refuse_losses(db, archive)
        restored = make_anew(db, archive, workers, limits, progress)
    if not restored.runs:
        raise ArchiveError(f"{archive}: it records no crawl by this program; the database stays as it is")
    return restored


def make_anew(
    db: Path, archive: Path, workers: int, limits: Limits, progress: Callable[[Restored], None] = lambda _: None
) -> Restored:
    """`rebuild` for a holder of the lock. If the archive records no crawl, nothing is replaced.

    Raises `ArchiveError` or `StoreError`.
    """
    db = db.resolve()  # a link stays one
    fresh = db.with_name(db.name + ".rebuilding")
    _remove(fresh)  # what a killed rebuild left
    try:
        with Store(fresh) as store:
            restored = restore(store, archive, workers, limits, progress)
            compare_new_texts(store)
        if restored.runs:
            _replace(db, fresh)
    finally:
        _remove(fresh)
    return restored


def _refuse_losses(db: Path, archive: Path) -> None:
    """What came from a file that is not there any more is in the old database alone."""
    answers = archive_files(db)
    missing = sorted(name for name in answers if not (archive / name).exists())
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        lost = number_of(sum(answers[name] for name in missing), "answer")
        raise ArchiveError(
            f"{archive}: it lacks {missing[0]}{more}, of which {db} has {lost}; the database stays as it is. "
            "Restore the archive from the backup; to do without, move the database away"
        )


def _replace(db: Path, fresh: Path) -> None:
    """At once: a reader sees the old database or the new one.

    What the old one's write-ahead log held is in the archive.
    """
    for suffix in ("-wal", "-shm"):
        db.with_name(db.name + suffix).unlink(missing_ok=True)
    os.replace(fresh, db)


def _remove(fresh: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
