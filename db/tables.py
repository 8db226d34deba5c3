"""Rows into tables, in plain SQL.

sqlite-utils makes the tables (`db.migrations`). It looks the schema up again for every row that it writes, which took
two thirds of the time of a save.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

Values = Sequence[Any] | Mapping[str, Any]

_TOGETHER = 100
"""Rows in one statement: a hundred such statements, of different lengths, stay prepared."""


class Tables:
    """A database whose schema is up to date. Errors are those of sqlite3."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._keys: dict[str, frozenset[str]] = {}

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        return self.connection.execute(sql, values)

    def query(self, sql: str, values: Values = ()) -> Iterator[dict[str, Any]]:
        """The rows that a SELECT finds, by column name."""
        found = self.connection.execute(sql, values)
        names = [column[0] for column in found.description]
        return (dict(zip(names, row, strict=True)) for row in found)

    def where(self, table: str, condition: str, values: Values) -> Iterator[dict[str, Any]]:
        """Whole rows of a table."""
        return self.query(f"SELECT * FROM {table} WHERE {condition}", values)  # noqa: S608  # names of ours

    def insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Rows that are new."""
        self._write(table, rows)

    def insert_together(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows that are new, many in one statement.

        At the end of each statement that fires its triggers, SQLite 3.40 writes what the full-text index gathered in
        memory: row by row, that and merging the pieces took a quarter of the time of a save.
        """
        for start in range(0, len(rows), _TOGETHER):
            pack = rows[start : start + _TOGETHER]
            sql = _insert_together(table, tuple(pack[0]), len(pack))
            self.connection.execute(sql, [value for row in pack for value in row.values()])

    def insert_missing(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Rows that stay as they are where they are held already."""
        self._write(table, rows, "OR IGNORE ")

    def upsert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Rows in place of those with the same key; columns that they do not name stay."""
        self._write(table, rows, "", self._key(table))

    def update(self, table: str, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Columns of the row with that key. No column may stand in both."""
        changes = ", ".join(f'"{name}" = :{name}' for name in values)
        same = " AND ".join(f'"{name}" = :{name}' for name in key)
        self.connection.execute(f"UPDATE {table} SET {changes} WHERE {same}", {**key, **values})  # noqa: S608

    def delete(self, table: str, condition: str, values: Values) -> None:
        """Every row of a table for which the condition holds."""
        self.connection.execute(f"DELETE FROM {table} WHERE {condition}", values)  # noqa: S608

    def close(self) -> None:
        self.connection.close()

    def _write(
        self, table: str, rows: Iterable[Mapping[str, Any]], mode: str = "", key: frozenset[str] = frozenset()
    ) -> None:
        rows = list(rows)
        if rows:
            self.connection.executemany(_insert(table, mode, tuple(rows[0]), key), rows)

    def _key(self, table: str) -> frozenset[str]:
        if table not in self._keys:
            found = self.connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk", [table])
            self._keys[table] = frozenset(name for (name,) in found)
        return self._keys[table]


@cache
def _insert_together(table: str, columns: tuple[str, ...], number: int) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    row = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * number)}"  # noqa: S608


@cache
def _insert(table: str, mode: str, columns: tuple[str, ...], key: frozenset[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f":{name}" for name in columns)
    sql = f"INSERT {mode}INTO {table} ({names}) VALUES ({values})"  # noqa: S608
    if not key:
        return sql
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in key)
    return f"{sql} ON CONFLICT ({', '.join(sorted(key))}) DO " + (f"UPDATE SET {changes}" if changes else "NOTHING")
