"""`policy-tracker diff`: two versions of a document, provision by provision."""

from dataclasses import asdict
from pathlib import Path

import click

from cli.options import existing_db_option, json_option
from cli.output import harmless, print_json, wrap
from cli.worddiff import marked
from db.connection import reading
from db.history import Change, changes, step
from db.lookup import version_header
from pipeline.errors import UsageError


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
    with reading(db) as connection:
        pair = step(connection, document, older, newer)
        found = changes(connection, *pair)
        headers = [version_header(connection, version) for version in pair]
    if as_json:
        print_json(map(asdict, found))
        return
    for role, version in zip(("from", "to  "), headers, strict=True):
        date = version.legal_date or version.captured_at
        click.echo(harmless(f"{role} {version.document_id} ({version.language}) {version.version_id}, {date}"))
    click.echo()
    for change in found:
        _print(change)
    if not found:
        click.echo("no provision differs", err=True)


def _print(change: Change) -> None:
    tags = ", ".join(change.tag_changes or change.tags_after)
    click.secho(harmless(f"{change.citation}  {change.kind}") + (f"  [{harmless(tags)}]" if tags else ""), bold=True)
    whole = change.kind not in {"renumbered", "moved", "cosmetic"}
    if change.before == change.after:
        click.echo(wrap(change.after[:100] + ("…" if len(change.after) > 100 else ""), indent="  "))
    else:
        click.echo(marked(change.before, change.after, whole=whole))
    click.echo()
