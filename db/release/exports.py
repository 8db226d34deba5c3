"""Tables and views as files for other programs: CSV, JSON lines, Parquet."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from db.metadata import tables_metadata

FieldType = Literal["string", "integer", "number", "array", "date", "datetime"]

EXPORTED = (
    "open_source_provisions", "counted_provisions", "silent_documents", "textless_documents", "recent_changes",
    "current_provisions", "cross_references", "documents", "document_identifiers", "document_dates",
    "document_relations", "document_agencies", "versions", "annotations", "tags", "sources",
)  # fmt: skip
"""What a release holds as files. Not `source_health`, whose rows depend on the hour."""

_LISTS = frozenset(
    {"artefacts", "effects", "arguments", "quotes", "examples", "tags_before", "tags_after", "tag_changes",
     "must_deliver"}
)  # fmt: skip
_DATES = frozenset({"published", "date", "version_date", "legal_date"})
_NUMBERS: dict[str, FieldType] = {"INTEGER": "integer", "REAL": "number"}
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an exported table, in the words of Table Schema (https://specs.frictionlessdata.io/table-schema/)."""

    name: str
    type: FieldType
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view as it is exported."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Primary key; () of a view."""

    def rows(self, connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
        """All rows, tables in the order of their key, views in their own; lists as JSON text."""
        order = f" ORDER BY {', '.join(map(_quoted, self.key))}" if self.key else ""
        names = ", ".join(_quoted(column.name) for column in self.columns)
        return connection.execute(f"SELECT {names} FROM {_quoted(self.name)}{order}")  # noqa: S608


def tables(connection: sqlite3.Connection) -> list[Table]:
    """What is exported, described."""
    return [_table(connection, name) for name in EXPORTED]


def _table(connection: sqlite3.Connection, name: str) -> Table:
    told = tables_metadata()[name]
    rows = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", [name]).fetchall()
    columns = tuple(Column(column, _type(column, kind), told["columns"][column]) for column, kind, _ in rows)
    key = tuple(column for column, _, place in sorted(rows, key=lambda row: int(row[2])) if place)
    return Table(name, told["title"], told["description"], columns, key)


def _type(column: str, declared: str) -> FieldType:
    if column in _LISTS:
        return "array"
    if column in _DATES:
        return "date"
    if column.endswith("_at"):
        return "datetime"
    return _NUMBERS.get(declared.upper(), "string")


def _quoted(name: str) -> str:
    return f'"{name}"'


def write_csv(table: Table, rows: Iterator[tuple[Any, ...]], path: Path) -> int:
    """UTF-8 with a header line, RFC 4180 except for line ends of one character. Returns the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in table.columns)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def write_json_lines(table: Table, rows: Iterator[tuple[Any, ...]], path: Path) -> int:
    """One object a line, lists as lists. Returns the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(dict(_decoded(table, row)), ensure_ascii=False) + "\n")
            count += 1
    return count


def write_parquet(table: Table, rows: Iterator[tuple[Any, ...]], path: Path) -> int:
    """Apache Parquet with typed columns; dates and times stay the text that they are. Returns the number of rows."""
    import pyarrow
    from pyarrow import parquet

    types = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "array": pyarrow.list_(pyarrow.string())}
    schema = pyarrow.schema([(column.name, types.get(column.type, pyarrow.string())) for column in table.columns])
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            decoded = [dict(_decoded(table, row)) for row in batch]
            writer.write_table(pyarrow.Table.from_pylist(decoded, schema=schema))
            count += len(batch)
    return count


def _decoded(table: Table, row: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for column, value in zip(table.columns, row, strict=True):
        yield column.name, json.loads(value) if column.type == "array" and value is not None else value


Writer = Callable[[Table, Iterator[tuple[Any, ...]], Path], int]

FORMATS: dict[str, Writer] = {"csv": write_csv, "jsonl": write_json_lines, "parquet": write_parquet}
"""Folder and ending of each format, and what writes it."""


def missing_formats() -> list[str]:
    """Formats that cannot be written here: Parquet without pyarrow."""
    return [] if find_spec("pyarrow") else ["parquet"]


def export(connection: sqlite3.Connection, folder: Path) -> dict[str, int]:
    """Write every table in every format that can be written, as csv/documents.csv. Returns rows by table."""
    counts = {}
    formats = {ending: write for ending, write in FORMATS.items() if ending not in missing_formats()}
    for ending, write in formats.items():
        (folder / ending).mkdir()
        for table in tables(connection):
            counts[table.name] = write(table, table.rows(connection), folder / ending / f"{table.name}.{ending}")
    return counts
