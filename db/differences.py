"""Where two databases that should be the same differ."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.connection import reading

_CHAIN = ("documents", "snapshots", "versions", "version_parts", "provisions", "annotations")
"""The order of a chain of evidence; all other tables come after."""
_INSIDE = ("provisions_fts", "sqlite_", "_sqlite_")
"""Beginnings of the names of tables that SQLite and the migrations keep for themselves."""
_NOT_COMPARED = frozenset(("reading_key",))
"""Columns: which program read a version says when to read it again, not what was read."""
_TAGGING = frozenset(("tags", "rules", "annotations", "tagged_units", "comparisons", "provision_changes"))
"""Tables that depend on the rules; so does the column below."""
_TAGGING_COLUMNS = frozenset(("open_source_units",))
_CONDITIONS = {
    # Rules that are no longer in use stay for older annotations; a new database never meets them.
    "rules": "WHERE active = 1",
    # A crawl that could not write its archive is in the database alone.
    "crawl_runs": "WHERE outcome IS NOT 'failed' OR requests > 0",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same in both."""

    table: str
    key: dict[str, Any]
    """The columns of its primary key."""
    version_id: str
    """The version that the row is part of, "" if of none."""
    document_id: str
    what: str
    """ "missing", "not in the archive", or the columns that differ, with both values."""


def differences(path: Path, expected: Path, *, tags: bool = True) -> Iterator[Difference]:
    """Rows of the database at `path` that are not as in `expected`, in the order of the chain of evidence.

    `tags=False` leaves out what depends on the rules.
    """
    left_out = _NOT_COMPARED if tags else _NOT_COMPARED | _TAGGING_COLUMNS
    with _both(path, expected) as connection:
        db = Database(connection, recursive_triggers=False)
        documents = dict(connection.execute("SELECT version_id, document_id FROM versions").fetchall())
        for table in _tables(db):
            if tags or table not in _TAGGING:
                yield from _in_table(connection, db, table, documents, left_out)


def read_otherwise(path: Path, expected: Path) -> int:
    """How many versions of both databases were not read from the same by the same program with the same rules."""
    with _both(path, expected) as connection:
        sql = """
            SELECT count(*) FROM main.versions here JOIN expected.versions there USING (version_id)
            WHERE here.reading_key <> there.reading_key
        """
        return int(connection.execute(sql).fetchone()[0])


@contextmanager
def _both(path: Path, expected: Path) -> Iterator[sqlite3.Connection]:
    with reading(path) as connection:
        connection.execute("ATTACH ? AS expected", [f"{expected.absolute().as_uri()}?mode=ro"])
        yield connection


def _tables(db: Database) -> list[str]:
    others = [name for name in db.table_names() if name not in _CHAIN and not name.startswith(_INSIDE)]
    return [*_CHAIN, *sorted(others)]


def _in_table(
    connection: sqlite3.Connection, db: Database, table: str, documents: dict[str, str], left_out: frozenset[str]
) -> Iterator[Difference]:
    keys = db.table(table).pks
    columns = [column.name for column in db.table(table).columns if column.name not in left_out]
    here = _surplus(connection, table, columns, keys, "main", "expected")
    there = _surplus(connection, table, columns, keys, "expected", "main")
    for key in sorted({**here, **there}, key=lambda values: tuple(map(str, values))):
        row = here.get(key) or there[key]
        version = _version(row)
        yield Difference(
            table=table,
            key=dict(zip(keys, key, strict=True)),
            version_id=version,
            document_id=row.get("document_id") or documents.get(version, ""),
            what=_what(here.get(key), there.get(key)),
        )


def _surplus(
    connection: sqlite3.Connection, table: str, columns: list[str], keys: list[str], one: str, other: str
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Rows of one database that the other lacks, by their key."""
    names = ", ".join(f'"{column}"' for column in columns)
    condition = _CONDITIONS.get(table, "")
    # The names are those of our own schema.
    sql = " ".join(
        ("SELECT", names, f"FROM {one}.{table}", condition, "EXCEPT SELECT", names, f"FROM {other}.{table}", condition)
    )
    rows = [dict(row) for row in connection.execute(sql)]
    return {tuple(row[key] for key in keys): row for row in rows}


def _version(row: dict[str, Any]) -> str:
    named = row.get("version_id") or row.get("to_version") or (row.get("provision_id") or "").partition("/")[0]
    return str(named)


def _what(here: dict[str, Any] | None, there: dict[str, Any] | None) -> str:
    if here is None:
        return "missing"
    if there is None:
        return "not in the archive: no such row comes out of it"
    columns = [name for name in here if here[name] != there[name]]
    return "; ".join(f"{name} is {_short(here[name], there[name])}" for name in columns)


def _short(here: Any, there: Any) -> str:
    """Both values, from where they begin to differ."""
    one, other = repr(here), repr(there)
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    cut = max(0, start - 20)
    return f"{one[cut : cut + 60]}, from the archive {other[cut : cut + 60]}"
