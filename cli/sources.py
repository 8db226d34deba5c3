"""`policy-tracker sources`: who is asked, how often, under which licence, and when it last worked."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cli.options import db_option, json_option
from cli.output import print_rows
from db.connection import open_for_reading
from db.queries import SourceHealth, source_health
from pipeline.model import Source
from spiders.sources import source_classes

_COLUMNS = ("source", "publisher", "cadence", "licence", "documents", "last_good_crawl")


@click.command()
@db_option
@json_option
def sources(db: Path, as_json: bool) -> None:
    """List the sources and their last good crawl.

    Also shows publisher, cadence and licence. Without a database, every source is listed as never crawled.
    """
    health = _health(db) if db.is_file() else {}
    rows = [_row(kind.source, health.get(name)) for name, kind in source_classes().items()]
    print_rows(rows, _COLUMNS, as_json=as_json, none="there are no sources in spiders/sources")


def _health(db: Path) -> dict[str, SourceHealth]:
    with closing(open_for_reading(db)) as connection:
        return {row.source: row for row in source_health(connection)}


def _row(source: Source, health: SourceHealth | None) -> dict[str, Any]:
    """What the source's file declares, and how it went so far."""
    declared = asdict(source)
    declared |= declared.pop("expectations")
    return {
        "source": declared.pop("name"),
        **declared,
        "documents": health.documents if health else 0,
        "last_good_crawl": (health and health.last_good_crawl) or "never",
        "last_outcome": (health and health.last_outcome) or "",
        "open_problems": health.open_problems if health else 0,
    }
