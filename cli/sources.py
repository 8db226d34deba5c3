"""`policy-tracker sources`: who is asked, how often, under which licence, and when it last worked."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cli.options import json_option, possible_db_option
from cli.output import print_rows
from db.connection import reading
from db.health import SourceHealth, source_health
from spiders.framework.source import SourceSpider
from spiders.sources import source_classes

_COLUMNS = ("source", "publisher", "cadence", "licence", "documents", "last_good_crawl")


@click.command()
@possible_db_option
@json_option
def sources(db: Path, as_json: bool) -> None:
    """List the sources and their last good crawl.

    Also shows publisher, cadence and licence, and what must be set before a source can be crawled. Without a database,
    every source is listed as never crawled.
    """
    health = _health(db) if db.is_file() else {}
    kinds = source_classes()
    rows = [_row(kind, health.get(name)) for name, kind in kinds.items()]
    print_rows(rows, _COLUMNS, as_json=as_json, none="there are no sources in spiders/sources")
    for lacks in filter(None, (kind.lacks() for kind in kinds.values())):
        click.echo(lacks, err=as_json)


def _health(db: Path) -> dict[str, SourceHealth]:
    with reading(db) as connection:
        return {row.source: row for row in source_health(connection)}


def _row(kind: type[SourceSpider], health: SourceHealth | None) -> dict[str, Any]:
    """What the source's file declares, and how it went so far."""
    declared = asdict(kind.source)
    declared |= declared.pop("expectations")
    return {
        "source": declared.pop("name"),
        **declared,
        "needs": list(kind.needs),
        "documents": health.documents if health else 0,
        "last_good_crawl": (health and health.last_good_crawl) or "never",
        "last_outcome": (health and health.last_outcome) or "",
        "open_problems": health.open_problems if health else 0,
    }
