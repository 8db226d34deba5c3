"""A release: a consistent, compact, read-only copy of the database, whole or not there at all."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from db.connection import explained, open_for_reading
from pipeline.errors import StoreError

DATABASE = "policy.db"
"""Name of the database inside a release."""


def publish(db_path: Path, folder: Path) -> Path:
    """Write the release of a database into a folder and return the path of the copy.

    Everything is made and checked in a folder beside it and then moved into place, each file in one step: readers see
    the release before or the one after. Two releases of one database are byte-identical.

    Raises:
        StoreError: the database is missing or damaged, or the folder cannot be written.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".release-", dir=folder) as workshop:
            copy = Path(workshop) / DATABASE
            copy_database(db_path, copy)
            _move(copy, folder / DATABASE)
    return folder / DATABASE


def copy_database(db_path: Path, target: Path) -> None:
    """A compact copy without write-ahead log, its full-text index rebuilt, and checked.

    VACUUM may renumber the rows of tables without integer key; the full-text index refers to them by number, so that
    a copied index would find the wrong provisions.
    """
    with closing(open_for_reading(db_path)) as source, explained(db_path):
        source.execute("VACUUM INTO ?", [str(target)])
    with explained(target), closing(sqlite3.connect(target)) as connection:
        Database(connection).table("provisions").rebuild_fts().optimize()
        _check(connection, db_path)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    [(found,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    if found != "ok":
        raise StoreError(f"{path}: damaged ({found}); `policy-tracker rebuild` restores it from the archive")
    orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphans:
        raise StoreError(
            f"{path}: a row of {orphans[0]} refers to a row of {orphans[2]} that is not there; "
            "`policy-tracker rebuild` restores it from the archive"
        )
    # Rank 1 compares the index with the text of the provisions; without it only the index itself is checked.
    connection.execute("INSERT INTO provisions_fts (provisions_fts, rank) VALUES ('integrity-check', 1)")
    connection.rollback()


def _move(finished: Path, place: Path) -> None:
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    finished.replace(place)
