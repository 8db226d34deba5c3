"""`policy-tracker search`: find provisions by their words or tag, and documents by title or number."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from cli.options import COUNT, existing_db_option, json_option
from cli.output import harmless, print_json, wrap
from db.connection import reading
from db.search.documents import DOCUMENTS, FoundDocument, find_documents
from db.search.provisions import Hit, find_provisions
from db.search.words import first_words


@click.command()
@click.argument("query", default="")
@click.option("--jurisdiction", default="", help='Only this jurisdiction: "EU" or "US".')
@click.option("--source", default="", help="Only documents of this source.")
@click.option("--tag", default="", help="Only provisions with this tag, such as exemption.")
@click.option("--limit", type=COUNT, default=20, show_default=True, help="How many provisions to list at most.")
@existing_db_option
@json_option
def search(query: str, jurisdiction: str, source: str, tag: str, limit: int, db: Path, as_json: bool) -> None:
    """Find provisions by their words or tag, and documents by title or number.

    Lists provisions that have every word of QUERY, best match first. A provision that QUERY cites comes before all
    others: "art. 53 para 2 AI Act". Put a phrase in double quotes inside the query: 'model "open source"'. Documents
    whose title has every word, or that have this number, are listed first of all; not with --json or --tag. Without
    QUERY, --tag lists every provision that has it, newest documents first.
    """
    with reading(db) as connection:
        filters = {"jurisdiction": jurisdiction, "source": source, "tag": tag}
        found = find_provisions(connection, query, **filters, limit=limit + 1, marks=("«", "»"))
        about = [] if tag or as_json else find_documents(connection, query, jurisdiction=jurisdiction, source=source)
    hits = found[:limit]
    if as_json:
        print_json(map(asdict, hits))
    else:
        _print_documents(about)
        for hit in hits:
            _print(hit)
    if not hits:
        click.echo(f"no provision with {query or tag!r}", err=True)
    if len(found) > limit:
        click.echo(f"there are more than these {limit}; raise --limit to see them", err=True)


def _print_documents(found: Sequence[FoundDocument]) -> None:
    for document in found[:DOCUMENTS]:
        click.secho(harmless(document.document_id), bold=True, nl=False)
        click.echo(f"  {_title(document.title)}{'' if document.has_text else ' (no text is held)'}")
        click.echo(f"  {harmless(document.url)}\n")
    if len(found) > DOCUMENTS:
        click.echo(f"and {len(found) - DOCUMENTS} more with these words in the title\n")


def _print(hit: Hit) -> None:
    other = "" if hit.language == "en" else f" ({hit.language})"
    click.secho(harmless(f"{hit.document_id}, {hit.citation}{other}"), bold=True, nl=False)
    click.echo(f"  {_title(hit.title)}")
    click.echo(wrap(" ".join(hit.snippet.split()), indent="  "))
    click.echo(f"  {harmless(hit.url)}\n")


def _title(title: str) -> str:
    return harmless(first_words(title, 80))
