"""README.md of a release: what is in it, whose texts they are, how to check and cite it."""

import sqlite3
from collections.abc import Mapping

from db.metadata import tables_metadata

TITLE = "# AI policy tracker: data release\n"
"""The line by which a release is known."""
_HEAD = """
Provisions of EU and US AI law and policy that touch open source, with the exact words that show it, as of {newest}:

- documents with a text: {documents:,}; with only a description: {textless:,} (`textless_documents`);
- provisions read: {units:,}; touching open source: {touching:,}.

These figures count each law once, as `counted_provisions` does. The table `documents` has more rows, because it also
lists consolidated texts and documents without a text. `open_source_provisions` may have more: it has every text.
Comments that others sent to an agency are among them (`kind` is `comment`).

- `policy.db`: everything, one SQLite file. Open it with `datasette -i policy.db`, R, pandas, DuckDB or `sqlite3`; start
  with the view `open_source_provisions`.
- `csv/`, `jsonl/`, `parquet/`: the tables below. Parquet is included if its library was installed.
- `datapackage.json`: every column described, for [Frictionless](https://frictionlessdata.io/) and other programs.
- `SHA256SUMS`: `sha256sum --check SHA256SUMS` checks that every file is complete and unaltered.

Times are UTC, dates ISO 8601, offsets count Unicode code points from 0. In CSV a list is a JSON array, and an unknown
value looks like an empty text; in the other files an unknown value is null.

## Files

| table | rows | what it is |
|---|---|---|
"""
_TAIL = """
## Limits

Tags are set by rules that read words, not the law behind them: check the quote and the official text. Do not count
restrictions, conditions, obligations and mandates to release: most are missed or wrong. Only the Official Journal of
the EU and the PDF of the Federal Register are authentic; consolidated texts have no legal effect. This is not legal
advice.

## Licences

Tags and structure: Apache-2.0. Texts belong to their publishers:

| source | terms | attribution |
|---|---|---|
"""
_TOTALS = """
SELECT (SELECT count(DISTINCT counted_as) FROM counted_texts), (SELECT coalesce(sum(units), 0) FROM counted_texts),
       (SELECT count(*) FROM counted_provisions), (SELECT count(*) FROM textless_documents),
       (SELECT max(captured_at) FROM versions WHERE shown = 1)
"""


def release_notes(connection: sqlite3.Connection, counts: Mapping[str, int]) -> str:
    """The page, for rows by exported table. The same database gives the same page."""
    documents, units, touching, textless, newest = connection.execute(_TOTALS).fetchone()
    head = TITLE + _HEAD.format(
        newest=(newest or "no crawl yet")[:10], documents=documents, units=units, touching=touching, textless=textless
    )
    told = tables_metadata()
    tables = [f"| `{name}` | {count:,} | {_cell(told[name]['title'])} |\n" for name, count in counts.items()]
    sources = connection.execute("SELECT title, licence, attribution FROM sources ORDER BY name")
    licences = [f"| {' | '.join(map(_cell, row))} |\n" for row in sources]
    return "".join([head, *tables, _TAIL, *licences])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
