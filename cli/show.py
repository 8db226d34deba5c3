"""`policy-tracker show`: a document's outline, or one provision with its tags and the words that show them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal

import click

from cli.options import existing_db_option, iso_date, json_option
from cli.output import harmless, highlight, print_json, wrap
from db.connection import reading
from db.history import as_of as version_as_of
from db.lookup import Evidence, ShownDocument, ShownProvision
from db.lookup import show as find
from db.search.places import unsaid
from db.search.words import first_words
from pipeline.errors import UsageError

_FIRST_WORDS = 60
"""Characters of text that stand in the outline for a provision without heading."""


@click.command()
@click.argument("document")
@click.argument("citation", default="")
@click.option("--as-of", default="", metavar="DATE", callback=iso_date, help="The text as of this day (2026-07-27).")
@click.option(
    "--by",
    type=click.Choice(["law", "crawl"]),
    help="--as-of means the law of that day, or what had been captured then. Default: law for acts with dated states.",
)
@existing_db_option
@json_option
def show(document: str, citation: str, as_of: str, by: Literal["law", "crawl"] | None, db: Path, as_json: bool) -> None:
    """Show the outline of DOCUMENT, or the provision at CITATION.

    DOCUMENT is an id (celex:32024R1689) or another name of the document (32024R1689, "Regulation (EU) 2024/1689",
    "Executive Order 14110"); CITATION is as in the text or as people write it: "Article 53(2)", "art. 53 para 2",
    "53(2)". Evidence is shown between « and ».
    For a document without a text, shows what is known of it.
    """
    if by and not as_of:
        raise UsageError(f"--by {by} needs a date; add --as-of")
    with reading(db) as connection:
        version = version_as_of(connection, document, as_of, by) if as_of else ""
        shown = find(connection, document, citation, version)
        whole = find(connection, document, version_id=version) if citation else shown
    if as_json:
        about = asdict(replace(shown, provisions=()))
        del about["provisions"]
        print_json([about | asdict(provision) for provision in shown.provisions] or [about])
    elif citation:
        for provision in shown.provisions:
            _print_provision(provision, whole.provisions)
    else:
        _print_outline(shown)


def _print_outline(document: ShownDocument) -> None:
    """Every top-level provision and division, and below it the units that are tagged."""
    click.secho(wrap(document.title), bold=True)
    seen = document.legal_date or document.captured_at
    facts = (
        document.document_id,
        document.kind,
        document.status,
        document.publisher,
        f"published {document.published}" if document.published else "",
        f"as of {seen}" if seen else "",
    )
    click.echo(harmless(", ".join(filter(None, facts))))
    click.echo(harmless(document.url))
    if document.shown_instead:
        click.echo(f"lists show another publication of the same work instead: {harmless(document.shown_instead)}")
    if not document.version_id:
        click.echo("no text is held, only this description; `policy-tracker check` says what went wrong")
    click.echo()
    for provision in document.provisions:
        depth = provision.path.count("/")
        if not depth or not provision.text or provision.evidence:
            words = first_words(provision.text, _FIRST_WORDS)
            # A paragraph has the heading of its article, which stands above it already.
            about = words if depth and words else _heading(provision) or words
            tags = click.style(f"  [{', '.join(_tags(provision))}]", bold=True) if provision.evidence else ""
            click.echo("  " * depth + harmless(f"{provision.citation}  {about}") + tags)


def _print_provision(provision: ShownProvision, all_provisions: Sequence[ShownProvision]) -> None:
    """The provision; where its parts are tagged instead, those one after another, each under its citation."""
    units = [part for part in all_provisions if part.unit and part.path.startswith(provision.path + "/")]
    click.secho(harmless(" – ".join(filter(None, (provision.citation, _heading(provision))))), bold=True)
    click.echo(harmless(provision.url) + "\n")
    for part in units or [provision]:
        if units:
            click.secho(harmless(part.citation), bold=True)
        text = highlight(part.text, ((found.start, found.end) for found in part.evidence))
        click.echo(wrap(text or "(a heading alone; the outline of the document has what stands under it)") + "\n")
        if part.evidence:
            click.echo("\n".join(_explained(part)) + "\n")


def _heading(provision: ShownProvision) -> str:
    return unsaid(provision.heading, provision.citation)


def _tags(provision: ShownProvision) -> Iterable[str]:
    return dict.fromkeys(found.tag for found in provision.evidence)


def _explained(provision: ShownProvision) -> Iterable[str]:
    """Each tag with the words that show it and the rules that set it."""
    for tag in _tags(provision):
        mine = [found for found in provision.evidence if found.tag == tag]
        quotes = ", ".join(dict.fromkeys(map(_words, mine)))
        rules = ", ".join(dict.fromkeys(found.rule for found in mine))
        yield wrap(f"{mine[0].facet} {tag}: {quotes} (rule {rules})", indent="  ")


def _words(found: Evidence) -> str:
    return f"“{found.because}”, about “{found.quote}”" if found.because else f"“{found.quote}”"
