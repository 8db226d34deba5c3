"""docs/data-dictionary.md: every table, view and column, from metadata.yml and the schema.

`python -m db.dictionary` writes it.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table, View

from db.connection import open_for_writing
from db.metadata import tables_metadata

ROOT = Path(__file__).resolve().parents[1]
DICTIONARY = ROOT / "docs" / "data-dictionary.md"

_HEAD = """# Data dictionary

Written by `python -m db.dictionary` from `metadata.yml` and the schema; edit those.

Tables are STRICT. Times are UTC (`2026-11-20T21:45:00Z`), dates ISO 8601, offsets count Unicode code points from 0,
lists are JSON arrays. An unknown date or reference is NULL, a missing text is ''. Start with the view
`open_source_provisions`.
"""


def described(db: Database) -> dict[str, Table | View]:
    """The tables and views that people may see: all except those inside the full-text index."""
    views: list[Table | View] = list(db.views)
    tables: list[Table | View] = [table for table in db.tables if not table.name.startswith("provisions_fts")]
    return {each.name: each for each in (*views, *tables)}


def dictionary() -> str:
    """The whole page."""
    with TemporaryDirectory() as folder, closing(open_for_writing(Path(folder) / "policy.db")) as db:
        held = described(db)
        sections = [_section(held[name], entry) for name, entry in tables_metadata().items()]
    return "\n".join([_HEAD, *sections])


def _section(table: Table | View, entry: Mapping[str, Any]) -> str:
    kind = "view" if isinstance(table, View) else "table"
    description = fill(f"*{entry['title']}* ({kind}). {entry['description']}", 120, break_on_hyphens=False)
    lines = [f"## {table.name}", "", description, ""]
    return "\n".join([*lines, "| column | type | meaning |", "|---|---|---|", *_columns(table, entry["columns"]), ""])


def _columns(table: Table | View, meanings: Mapping[str, str]) -> Iterator[str]:
    references = {key.column: key.other_table for key in table.foreign_keys} if isinstance(table, Table) else {}
    keys = table.pks if isinstance(table, Table) else []
    for column in table.columns:
        key = ", key" if column.name in keys else ""
        reference = f" → {references[column.name]}" if column.name in references else ""
        kind = f"{column.type.lower() or 'computed'}{key}{reference}"
        yield f"| `{column.name}` | {kind} | {meanings[column.name]} |"


def main() -> None:
    """Write the page."""
    DICTIONARY.write_text(dictionary(), encoding="utf-8")


if __name__ == "__main__":
    main()
