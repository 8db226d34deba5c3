"""Opening the database: the right schema, patience with other processes, and one kind of error.

file missing, empty          created (writing) or refused (reading)
older schema                 upgraded (writing) or refused (reading): what only reads never changes the file
other views                  brought up to date (writing), or for this connection alone (reading)
newer schema, foreign file   StoreError: nothing is touched
locked for too long          StoreError that says who else may be writing
corrupt                      StoreError that says how to restore it
folder may not be written    read as a file that nobody changes, if no writer has it open
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from db import views
from db.migrations import MIGRATIONS
from db.tables import Tables
from pipeline.errors import StoreError

WAIT_SECONDS = 30.0
"""How long a writer waits for another one. A save takes well under a second."""
_LOG_PAGES = 4000
"""Pages of the log (16 MB) after which they go to the file. Documents change some of the same pages: after 1000, as
SQLite has it, half as many pages again go to the file, which is synced three times as often."""
_CACHE_KB = 16_000
"""Instead of 2000: the pages that each document changes stay in memory."""
_NONE_YET = "no database there yet; `policy-tracker crawl` or `policy-tracker rebuild` makes one"

_BEGINNING = b"SQLite format 3\0"
"""Of every file of SQLite that holds something."""

_NO_TEXT = "Could not decode to UTF-8"
"""How Python says that a byte of a text was damaged: SQLite itself does not look at the bytes of texts."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite or the file system raises about `path` into a `StoreError` that says what to do."""
    try:
        yield
    except (sqlite3.Error, UnicodeEncodeError) as error:
        raise StoreError(f"{path}: {_told(error)}") from error
    except OSError as error:
        raise StoreError(f"{error.filename or path}: {error.strerror}; choose another place for {path.name}") from error


def _told(error: Exception) -> str:
    """What happened to a file, and what to do."""
    message = str(error)
    if isinstance(error, sqlite3.IntegrityError):
        return _contradiction(message)
    if message.startswith(_NO_TEXT):
        # The message of Python goes on with all of the text.
        return _damaged(message.partition(" with text ")[0])
    if isinstance(error, sqlite3.OperationalError):
        return _explanation(message)
    if isinstance(error, sqlite3.DatabaseError):
        return _damaged(message)
    return message


def _damaged(what: str) -> str:
    return f"corrupt or not a database ({what}). Move it away; `policy-tracker rebuild` restores it from the archive"


def _contradiction(message: str) -> str:
    if "FOREIGN KEY" in message:
        return "a row names a run, snapshot, tag, rule or parent that is not there; nothing of this step was kept"
    return f"the rows contradict each other: {message}; nothing of this step was kept"


def _explanation(message: str) -> str:
    if "locked" in message or "busy" in message:
        return "another process is writing and did not finish in time; try again when it has"
    if "unable to open" in message:
        return "cannot be opened; do the file and its folder exist, and may you write there?"
    if "readonly" in message:
        return "may not be written; check the permissions of the file and its folder"
    if "full" in message:
        return "the disk is full; nothing of this step was kept, free some space and run it again"
    if "disk I/O error" in message:
        # On a full disk a reader fails, too: it makes a file beside the database that it shares with writers.
        return "the disk cannot be read or written (disk I/O error); is it full, or failing?"
    return message


def open_for_writing(path: Path, wait_seconds: float = WAIT_SECONDS) -> Database:
    """Open or create the database, bring its schema up to date, and switch to WAL so that readers never wait.

    Raises:
        StoreError: see the module's table.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=wait_seconds)
        try:
            db = Database(connection)
            db.execute("PRAGMA foreign_keys = ON")
            _refuse_foreign(db, path)
            db.enable_wal()
            # In WAL mode NORMAL can lose the last commits in a power cut, never the file; the archive restores them.
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
            db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            _upgrade(db)
            # Else the statement that writes the provisions of a text makes a file for the pages that it may take back.
            db.execute("PRAGMA temp_store = MEMORY")
        except BaseException:
            connection.close()
            raise
    return db


def open_for_reading(path: Path, *, immutable: bool = False) -> sqlite3.Connection:
    """Open the database read-only, rows by column name. Neither the file nor its views are changed.

    `immutable`: nobody writes meanwhile. SQLite then needs no file beside it, so that the folder may be read-only.

    Raises:
        StoreError: see the module's table; also where there is no database yet, or a log beside what is immutable.
    """
    if not path.is_file():
        raise StoreError(f"{path}: {_NONE_YET}")
    if immutable:
        _refuse_unfinished(path)
    with explained(path):
        mode = "immutable=1" if immutable or is_at_rest(path) else "mode=ro"
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=WAIT_SECONDS)
        try:
            connection.row_factory = sqlite3.Row
            db = Database(connection, recursive_triggers=False)
            _refuse_foreign(db, path)
            _refuse_older(db, path)
            views.shadow(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def archive_files(path: Path) -> dict[str, int]:
    """The files of the archive that a database refers to, and to how many answers in each. Of any schema; none if there
    is no database, or none that can be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return dict(connection.execute("SELECT warc_file, count(*) FROM snapshots GROUP BY warc_file").fetchall())
    except sqlite3.Error:
        return {}


def is_at_rest(path: Path) -> bool:
    """Whether the database lies in a folder that may not be written, and no writer has it open.

    SQLite reads it there only as one that nobody changes: else it makes a file beside it.
    """
    file = path.resolve()
    beside = (file.with_name(f"{file.name}-{name}") for name in ("wal", "shm"))
    return not os.access(file.parent, os.W_OK) and not any(each.exists() for each in beside)


def refuse_foreign(path: Path) -> None:
    """Refuse to replace the database of another program, or what is none, with `StoreError`. A corrupt one may be
    replaced."""
    with explained(path):
        is_other = path.is_file() and _beginning(path) not in {b"", _BEGINNING}
    if is_other:
        raise StoreError(f"{path}: not a database, and would be replaced by one; choose another file, or move it away")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            db = Database(connection, recursive_triggers=False)
            foreign = bool(db.table_names()) and not MIGRATIONS.applied(db)
    except sqlite3.Error:
        return
    if foreign:
        raise _foreign(path)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_BEGINNING))


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads, closed at the end of the block.

    Raises:
        StoreError: see the module's table, at opening or later: damage shows when a page of the file is first read.
    """
    with closing(open_for_reading(path)) as connection:
        try:
            yield connection
        except sqlite3.Error as error:
            raise StoreError(f"{path}: {_told(error)}") from error


@contextmanager
def transaction(db: Tables, path: Path) -> Iterator[None]:
    """All or nothing. Takes the write lock at once: what starts by reading could not wait for another writer later."""
    with explained(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            db.connection.rollback()
            raise


def check_full_text(connection: sqlite3.Connection) -> None:
    """Compare the full-text index with the provisions. The connection must be allowed to write; nothing is changed.

    Raises:
        sqlite3.DatabaseError: they differ.
    """
    # Rank 1 compares the index with the text of the provisions; without it only the index itself is checked.
    connection.execute("INSERT INTO provisions_fts (provisions_fts, rank) VALUES ('integrity-check', 1)")
    connection.rollback()


def _upgrade(db: Database) -> None:
    """Apply what is missing. Of two processes that start at once the second waits, then finds nothing to do."""
    if not (MIGRATIONS.pending(db) or views.stale(db)):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(db)
        if views.stale(db):
            views.create(db)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _refuse_foreign(db: Database, path: Path) -> None:
    """Leave alone what this version of the tracker did not make or does not know."""
    applied = {step.name for step in MIGRATIONS.applied(db)}
    with closing(Database(memory=True)) as new:
        unknown = sorted(applied - {step.name for step in MIGRATIONS.pending(new)})
    if unknown:
        raise StoreError(
            f"{path}: made by a newer policy-tracker (schema step {unknown[-1]}); upgrade policy-tracker to use it"
        )
    if db.table_names() and not applied:
        raise _foreign(path)


def _foreign(path: Path) -> StoreError:
    return StoreError(f"{path}: an SQLite database, but not one of policy-tracker; choose another file")


def _refuse_unfinished(path: Path) -> None:
    """SQLite leaves the log beside an immutable file unread: all that a crawl that runs or was killed wrote last."""
    file = path.resolve()
    log = file.with_name(f"{file.name}-wal")
    if log.is_file() and log.stat().st_size:
        raise StoreError(
            f"{path}: its newest rows are still in {log.name}, which is not read beside an immutable file; leave "
            "--immutable out, or serve the release that `policy-tracker publish` makes"
        )


def _refuse_older(db: Database, path: Path) -> None:
    """What reads cannot add the tables and columns that it asks for."""
    pending = MIGRATIONS.pending(db)
    if not pending:
        return
    if not db.table_names():
        raise StoreError(f"{path}: {_NONE_YET}")
    raise StoreError(
        f"{path}: made by an older policy-tracker (without schema step {pending[0].name}), and reading never changes "
        "a file: `policy-tracker crawl` and `policy-tracker rebuild` bring it up to date; a release is made again by "
        "`policy-tracker publish`"
    )
