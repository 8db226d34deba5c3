"""`policy-tracker verify`: is every quote, provision and byte what the archive says?"""

import logging
from dataclasses import asdict
from pathlib import Path

import click

from cli.options import archive_option, existing_db_option, json_option, workers_option
from cli.output import harmless, print_json, show_progress
from pipeline.wording import number_of
from spiders import settings
from spiders.runs.verification import Verified
from spiders.runs.verification import verify as test_every_link
from spiders.workers.reading import limits


@click.command()
@existing_db_option
@archive_option
@workers_option
@json_option
@click.pass_context
def verify(context: click.Context, db: Path, archive: Path, workers: int, as_json: bool) -> None:
    """Test every link from each quote back to the publisher's bytes.

    Every quote must be at its place in its provision, reading the archived bytes again must give the same provisions,
    snapshots must have their recorded hash, records and files must be whole, and the full-text index must match the
    provisions. If anything is broken, names the first broken link of each chain and exits with 1.
    """
    logging.basicConfig(level=logging.CRITICAL)
    found = test_every_link(db, archive, workers, limits(vars(settings)), _show)
    show_progress("")
    if as_json:
        print_json(map(asdict, found.breaks))
    else:
        for broken in found.breaks:
            click.echo(harmless(f"{broken.link}: {broken.name}: {broken.message}"))
    click.echo(summary(found), err=bool(found.breaks) or as_json)
    if found.breaks:
        context.exit(1)


def summary(found: Verified) -> str:
    """One line for people that says what was tested."""
    again = "read again and compared" if found.rows_compared else f"not read again: {_first(found)}"
    result = f"{len(found.breaks)} broken" if found.breaks else "all good"
    if found.breaks and found.rows_compared:  # so the archive is whole; a crash leaves some rows behind it
        result += "; the archive is sound, `policy-tracker rebuild` makes the database from it anew"
    return (
        f"{number_of(found.files, 'archive file')}, {number_of(found.snapshots, 'snapshot')}, "
        f"{number_of(found.quotes, 'quote')}; {number_of(found.versions, 'version')} with "
        f"{number_of(found.provisions, 'provision')} {again}: {result}"
    )


def _first(found: Verified) -> str:
    """What must be done before the texts can be compared."""
    links = {broken.link for broken in found.breaks}
    if "archive" in links:
        return "repair the archive first"
    if "snapshot" in links:  # its files are whole, and end before it
        return "restore the archive first or, after a power cut, which lost them, run `policy-tracker rebuild`"
    return "run `policy-tracker rebuild` first, because other extractors read them"


def _show(step: str) -> None:
    show_progress(f"{step} …")
