"""`policy-tracker publish`: a release of the database."""

from pathlib import Path

import click

from cli.options import existing_db_option
from db.release.publish import publish as release


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path, resolve_path=True))
@existing_db_option
def publish(folder: Path, db: Path) -> None:
    """Write a release of the database into DIR.

    It holds a consistent, checked, read-only copy of the database, the main tables as CSV, JSON lines and Parquet, a
    datapackage.json that describes them, and checksums. A crawl can run meanwhile. The previous release stays in place
    until the new one is complete.
    """
    made = release(db, folder)
    for missing in made.missing:
        click.echo(
            f"No {missing} files: pip install '.[{missing}]' in the checkout adds what they need.",
            err=True,
        )
    click.echo(made.database)
