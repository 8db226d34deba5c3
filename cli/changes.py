"""`policy-tracker changes`: what publishers changed, newest first."""

from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from cli.options import existing_db_option, iso_date, json_option
from cli.output import harmless, print_json, wrap
from cli.worddiff import differences
from db.connection import reading
from db.history import Change, recent_changes


@click.command()
@click.option(
    "--since", default="", metavar="DATE", callback=iso_date, help="Only changes captured on or after this day."
)
@existing_db_option
@json_option
def changes(since: str, db: Path, as_json: bool) -> None:
    """List what publishers changed, newest first.

    Covers texts that were already held. A consolidated text is compared with the one before it, or with the act as
    adopted. Changes that only come from reading the same text better are not listed.
    """
    with reading(db) as connection:
        found = recent_changes(connection, since)
        if as_json:
            print_json(map(asdict, found))
            return
        shown = _print(found)
    if not shown:
        click.echo(f"no changes{f' since {since}' if since else ''}", err=True)


def _print(found: Iterable[Change]) -> int:
    """Print a heading for each pair of texts and a line for each provision. Returns the number of lines."""
    lines = 0
    for _, group in groupby(found, key=lambda change: (change.from_version, change.to_version)):
        of_text = list(group)
        _print_heading(of_text[0])
        for change in of_text:
            click.echo(_line(change))
        click.echo()
        lines += len(of_text)
    return lines


def _print_heading(change: Change) -> None:
    """Which text, from which to which version, and when."""
    click.secho(wrap(change.title), bold=True)
    law = f", law of {change.legal_date}" if change.legal_date else ""
    why = ", same text read better: the law did not change" if change.reason == "technical_upgrade" else ""
    click.echo(
        harmless(
            f"{change.document_id} ({change.language}), {change.from_version} to {change.to_version}, "
            f"captured {change.changed_at}{law}{why}"
        )
    )


def _line(change: Change) -> str:
    """The provision, what happened to it and to its tags, and the first words that changed."""
    tags = ", ".join(change.tag_changes or change.tags_after)
    parts = (f"  {change.kind:<10} {change.citation}", tags and f"[{tags}]", differences(change.before, change.after))
    return harmless("  ".join(filter(None, parts)))
