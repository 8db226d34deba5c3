"""`policy-tracker rebuild`: the database from the archive, without network."""

import logging
from dataclasses import asdict
from pathlib import Path

import click

from cli.options import archive_option, db_option, json_option, workers_option
from cli.output import harmless, print_json, show_progress
from pipeline.wording import number_of
from spiders import settings
from spiders.runs.rebuild import rebuild as run_rebuild
from spiders.runs.restoring import Restored
from spiders.workers.reading import limits

_NAMED = 5
"""Documents that a warning names."""


@click.command()
@db_option
@archive_option
@workers_option
@json_option
@click.pass_context
def rebuild(context: click.Context, db: Path, archive: Path, workers: int, as_json: bool) -> None:
    """Rebuild the database from the archive.

    Reads, splits and tags all archived bytes again, with the extractors and rules of this version. The old database
    stays in use until the new one is complete. Warns of texts that an older version could read and this one cannot.
    Exits with 1 if the archive no longer holds everything.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    rebuilt = run_rebuild(db, archive, workers, limits(vars(settings)), _show)
    show_progress("")
    if as_json:
        print_json([asdict(rebuilt) | {"runs": len(rebuilt.runs), "lost": sorted(rebuilt.lost)}])
    else:
        click.echo(f"{db}: {summary(rebuilt)}")
    if rebuilt.lost:
        click.echo(harmless(warning(rebuilt)), err=True)
    if rebuilt.unusable:
        context.exit(1)


def summary(rebuilt: Restored) -> str:
    """One line for people that says what was done."""
    return (
        f"{number_of(len(rebuilt.runs), 'crawl')}, {number_of(rebuilt.captures, 'capture')} read into "
        f"{number_of(rebuilt.new_versions, 'version')}, {rebuilt.unread} could not be read; "
        f"lost in the archive: {number_of(rebuilt.unusable, 'entry', 'entries')}"
    )


def warning(rebuilt: Restored) -> str:
    """Which documents lost a text to this version of the program."""
    names, more = sorted(rebuilt.lost)[:_NAMED], len(rebuilt.lost) - _NAMED
    others = f" and {more} more" if more > 0 else ""
    return (
        f"warning: not in the database, as this program can no longer read a text in the archive that an older version "
        f"took: {', '.join(names)}{others}. "
        "The table `problems` says why; `--json` names all"
    )


def _show(rebuilt: Restored) -> None:
    show_progress(f"{number_of(rebuilt.captures, 'capture')}, {number_of(rebuilt.new_versions, 'version')}")
