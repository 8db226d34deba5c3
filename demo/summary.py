"""Print what the demo found: python demo/summary.py DATABASE. Plain SQL on tables and views for everyone."""

import json
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cli.output import print_table, wrap
from db.connection import reading

DOCUMENTS = """
SELECT d.jurisdiction, d.source, d.title, v.units AS provisions, v.open_source_units AS open_source
FROM documents d JOIN versions v ON v.document_id = d.document_id AND v.shown = 1
ORDER BY d.jurisdiction, d.source, d.published, d.document_id
"""

TAGS = """
SELECT t.facet, t.tag, count(DISTINCT a.provision_id) AS provisions, min(a.quote) AS quote
FROM tags t JOIN annotations a USING (tag) GROUP BY t.tag ORDER BY t.position
"""

# All are in the database; those that carry most tags show best what a provision looks like.
RICHEST = """
SELECT title, citation, effects, artefacts, arguments, quotes, text, url FROM open_source_provisions
ORDER BY json_array_length(effects) + json_array_length(artefacts) + json_array_length(arguments) DESC, provision_id
LIMIT 6
"""


def rows(db: sqlite3.Connection, sql: str) -> list[dict[str, Any]]:
    """All rows of a query by column name."""
    return [dict(row) for row in db.execute(sql)]


def print_provision(row: Mapping[str, Any]) -> None:
    """Where it stands, what it does, and the words that show it."""
    click.secho(f"{row['citation']} of “{row['title']}”", bold=True)
    for facet in ("effects", "artefacts", "arguments"):
        if tags := json.loads(row[facet]):
            click.echo(f"  {facet}: {', '.join(tags)}")
    click.echo(wrap(" … ".join(f"“{quote}”" for quote in json.loads(row["quotes"])), indent="  "))


def main(path: Path) -> None:
    """Documents, tags and some provisions."""
    with reading(path) as db:
        click.secho("\nDocuments", bold=True)
        print_table(rows(db, DOCUMENTS), ["jurisdiction", "source", "provisions", "open_source", "title"])
        click.secho("\nWhat they say about open source", bold=True)
        print_table(rows(db, TAGS), ["facet", "tag", "provisions", "quote"])
        click.secho("\nSome of the provisions, with the words that show it\n", bold=True)
        for row in rows(db, RICHEST):
            print_provision(row)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
