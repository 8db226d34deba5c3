"""A release: a consistent, compact, read-only copy of the database and what other programs read, whole and checked."""

import errno
import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from db import views
from db.connection import check_full_text, explained, reading
from db.release import exports
from db.release.datapackage import datapackage, sha256
from db.release.notes import TITLE, release_notes
from pipeline.errors import StoreError

DATABASE = "policy.db"
"""Name of the database inside a release."""
README = "README.md"
_WORKSHOP = ".release-"
_CHECKSUMS = "SHA256SUMS"
"""The last file of a release to be put in place: where it is missing, the release is not whole."""


@dataclass(frozen=True, slots=True)
class Release:
    """What was written."""

    database: Path
    missing: tuple[str, ...]
    """Formats that could not be written here."""


def publish(db_path: Path, folder: Path) -> Release:
    """Write the release of a database into a folder.

    Everything is made and checked in a folder beside it; then the files are moved into place, each in one step, the
    checksums last. What was put beside a release stays as it is. Two releases of one database are byte-identical.

    Raises:
        StoreError: the database is missing or damaged, it lies in that folder itself, the folder has other files and
            no release, it cannot be written, or another release is being written there.
    """
    if (folder / DATABASE).exists() and db_path.exists() and (folder / DATABASE).samefile(db_path):
        raise StoreError(f"{folder}: the database itself is in this folder; choose another one for the release")
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(folder)
        with _alone(folder), TemporaryDirectory(prefix=_WORKSHOP, dir=folder) as workshop:
            _make(db_path, Path(workshop))
            _put_in_place(Path(workshop), folder)
    return Release(folder / DATABASE, tuple(exports.missing_formats()))


def _refuse_foreign(folder: Path) -> None:
    """A release has names that others use as well: a README.md that someone wrote must not be lost."""
    others = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    if others and not _is_release(folder):
        raise StoreError(
            f"{folder}: neither empty nor a release (it has {others[0]}), and files there could be overwritten; choose "
            "another folder, or empty this one"
        )


def _is_release(folder: Path) -> bool:
    """Whole, or interrupted: then its checksums are missing, and its workshop or the first of its files is there."""
    readme = folder / README
    return (
        Path(DATABASE) in _released(folder)
        or any(folder.glob(f"{_WORKSHOP}*"))
        or (readme.is_file() and readme.read_bytes().startswith(TITLE.encode()))
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One release at a time; what a killed one left behind, as large as a release, is taken away."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(f"{_WORKSHOP}*"):
            shutil.rmtree(left)
        yield
    except BlockingIOError as error:
        raise StoreError(f"{folder}: another release is being written there; wait until it is done") from error
    finally:
        os.close(descriptor)


def _make(db_path: Path, workshop: Path) -> None:
    copy = workshop / DATABASE
    _copy_database(db_path, copy)
    # Immutable: reading leaves no -wal or -shm file beside the copy.
    with closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as connection:
        counts = exports.export(connection, workshop)
        package = json.dumps(datapackage(connection, workshop), ensure_ascii=False, indent=2) + "\n"
        (workshop / "datapackage.json").write_text(package, encoding="utf-8")
        (workshop / README).write_text(release_notes(connection, counts), encoding="utf-8")
    sums = {path.relative_to(workshop).as_posix(): sha256(path) for path in _files(workshop)}
    (workshop / _CHECKSUMS).write_text(_lines(sums), encoding="utf-8")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _lines(sums: Mapping[str, str]) -> str:
    """As `sha256sum --check` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sums.items())


def _copy_database(db_path: Path, target: Path) -> None:
    """A compact copy without write-ahead log, its full-text index rebuilt, and checked.

    VACUUM may renumber the rows of tables without integer key; the full-text index refers to them by number, so that
    a copied index would find the wrong provisions. The views are those of this program.
    """
    with reading(db_path) as source:
        _vacuum(source, target)
    with closing(sqlite3.connect(target)) as connection:
        copy = Database(connection)
        if views.stale(copy):
            with copy.atomic():
                views.create(copy)
        # sqlite-utils has "optimize" in double quotes, which the SQLite of conda-forge and FreeBSD takes for a column.
        for command in ("rebuild", "optimize"):
            copy.execute("INSERT INTO provisions_fts (provisions_fts) VALUES (?)", [command])
        _check(connection, db_path)


def _vacuum(source: sqlite3.Connection, target: Path) -> None:
    """Raises `OSError` where the copy finds no room: the source is not at fault."""
    try:
        source.execute("VACUUM INTO ?", [str(target)])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_FULL":
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error


def _check(connection: sqlite3.Connection, path: Path) -> None:
    [(found,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    if found != "ok":
        raise StoreError(f"{path}: damaged ({found}); `policy-tracker rebuild` restores it from the archive")
    orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphans:
        raise StoreError(
            f"{path}: a row of {orphans[0]} refers to a row of {orphans[2]} that does not exist; "
            "`policy-tracker rebuild` restores it from the archive"
        )
    check_full_text(connection)


def _put_in_place(workshop: Path, folder: Path) -> None:
    """Move the finished files, and take away those of the release before that this one does not have."""
    names = [path.relative_to(workshop) for path in _files(workshop)]
    leftover = [name for name in _released(folder) if name not in names]
    (folder / _CHECKSUMS).unlink(missing_ok=True)
    for name in sorted(names, key=lambda each: each.name == _CHECKSUMS):
        (folder / name).parent.mkdir(exist_ok=True)
        _move(workshop / name, folder / name)
    for name in leftover:
        (folder / name).unlink(missing_ok=True)


def _released(folder: Path) -> list[Path]:
    """Files of the release before, as its checksums list them."""
    sums = folder / _CHECKSUMS
    if not sums.is_file():
        return []
    named = [Path(line.partition("  ")[2]) for line in sums.read_text(encoding="utf-8", errors="replace").splitlines()]
    return [name for name in named if not name.is_absolute() and ".." not in name.parts]


def _move(finished: Path, place: Path) -> None:
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    finished.replace(place)
