"""`policy-tracker diff`: two versions of a document, provision by provision."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click

from cli.options import existing_db_option, json_option
from cli.output import harmless, print_json, wrap
from cli.worddiff import marked
from db.connection import open_for_reading
from db.history import changes_between, compared, step, text
from db.lookup import show
from pipeline.errors import UsageError

Row = dict[str, Any]


@click.command()
@click.argument("document")
@click.argument("older", default="", metavar="[VERSION")
@click.argument("newer", default="", metavar="VERSION]")
@existing_db_option
@json_option
def diff(document: str, older: str, newer: str, db: Path, as_json: bool) -> None:
    """Show what changed in DOCUMENT between two versions.

    Compares the newest two if none are named. A VERSION is an id or the beginning of one, a number in the history of
    DOCUMENT, or the id of a consolidated text (celex:02024R1689-20260727). Removed words appear as [-…-], added words
    as {+…+}.
    """
    if older and not newer:
        raise UsageError("name two versions, the older one first, or none")
    with closing(open_for_reading(db)) as connection:
        pair = step(connection, document, older, newer)
        rows = _changes(connection, *pair)
        titles = [show(connection, document, version_id=version) for version in pair]
    if as_json:
        print_json(rows)
        return
    for role, version in zip(("from", "to  "), titles, strict=True):
        date = version.legal_date or version.captured_at
        click.echo(harmless(f"{role} {version.document_id} ({version.language}) {version.version_id}, {date}"))
    click.echo()
    for row in rows:
        _print(row)
    if not rows:
        click.echo("the versions differ only in white space", err=True)


def _changes(connection: Connection, older: str, newer: str) -> list[Row]:
    """The stored changes, or those of a comparison made now."""
    stored = changes_between(connection, older, newer)
    if stored is not None:
        return list(map(asdict, stored))
    old, new = text(connection, older), text(connection, newer)
    about = {"document_id": new.document_id, "language": new.language, "from_version": older, "to_version": newer}
    return [about | asdict(change) for change in compared(old, new)]


def _print(row: Row) -> None:
    tags = ", ".join(row["tag_changes"] or row["tags_after"])
    click.secho(harmless(f"{row['citation']}  {row['kind']}") + (f"  [{harmless(tags)}]" if tags else ""), bold=True)
    whole = row["kind"] not in {"renumbered", "moved", "cosmetic"}
    if row["before"] == row["after"]:
        click.echo(wrap(row["after"][:100] + ("…" if len(row["after"]) > 100 else ""), indent="  "))
    else:
        click.echo(marked(row["before"], row["after"], whole))
    click.echo()
