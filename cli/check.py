"""`policy-tracker check`: is everything as the sources promise? For cron."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from cli.options import existing_db_option, json_option
from cli.output import harmless, print_json
from db.connection import open_for_reading
from db.queries import breaches
from spiders.sources import source_classes


@click.command()
@existing_db_option
@json_option
@click.pass_context
def check(context: click.Context, db: Path, as_json: bool) -> None:
    """Check freshness, expectations, open problems.

    Looks at every source that was crawled; one that never was with success, and lacks a key, is left out. One line per
    breach on stdout, and exit code 1 if there is a failure. Warnings are printed and exit 0.
    """
    with closing(open_for_reading(db)) as connection:
        unset = [name for name, kind in source_classes().items() if kind.lacks()]
        found = breaches(connection, not_asked=unset)
    if as_json:
        print_json(map(asdict, found))
    else:
        for breach in found:
            click.echo(harmless(f"{breach.severity}: {breach.source}: {' '.join(breach.message.split())}"))
    if not found:
        click.echo("all sources are as they should be", err=True)
    if any(breach.severity == "failure" for breach in found):
        context.exit(1)
