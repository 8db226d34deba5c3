"""`policy-tracker check`: does every source keep its promises? For cron."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from textwrap import shorten

import click

from cli.options import existing_db_option, json_option
from cli.output import harmless, print_json
from db.connection import reading
from db.health import breaches
from spiders.runs.lock import is_locked
from spiders.sources import source_classes

_LONGEST = 500
"""Characters of a message: one may name a hundred documents."""


@click.command()
@existing_db_option
@json_option
@click.pass_context
def check(context: click.Context, db: Path, as_json: bool) -> None:
    """Check freshness, expectations and open problems.

    Covers every source that was ever crawled and still has a file, except those that lack a key and never succeeded.
    Prints one line per breach on stdout and exits with 1 if any of them is a failure. Warnings alone exit with 0.
    """
    declared = source_classes()
    with reading(db) as connection:
        unset = [name for name, kind in declared.items() if kind.lacks()]
        found = breaches(connection, declared=declared, not_asked=unset, at_work=partial(is_locked, db))
    if as_json:
        print_json(map(asdict, found))
    else:
        for breach in found:
            told = shorten(breach.message, _LONGEST, placeholder=" … (`--json` shows all of it)")
            click.echo(harmless(f"{breach.severity}: {breach.source}: {told}"))
    if not found:
        click.echo("all sources are as they should be", err=True)
    if any(breach.severity == "failure" for breach in found):
        context.exit(1)
