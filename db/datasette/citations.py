"""How a provision is cited in each style, pinned to the words that were seen.

OSCOLA and Bluebook state what is needed to find the law; which text was read is added in brackets, by its date and the
first digits of its hash.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from db.datasette import queries
from db.datasette.cited import Cited, cited
from db.datasette.legal_citations import bluebook, oscola
from db.datasette.reference_managers import bibtex, csl_json, ris
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in one style."""

    style: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Format:
    """A file for reference managers."""

    write: Callable[[Cited], str]
    media_type: str
    ending: str


FORMATS = {
    "bibtex": Format(bibtex, "text/x-bibtex", "bib"),
    "csl": Format(csl_json, "application/vnd.citationstyles.csl+json", "json"),
    "ris": Format(ris, "text/x-ris", "ris"),
}


def citations(connection: sqlite3.Connection, version: sqlite3.Row, provision: sqlite3.Row) -> list[Citation]:
    """The provision in every style."""
    facts = cited(connection, version, provision)
    return [
        Citation("oscola", "OSCOLA", oscola(facts)),
        Citation("bluebook", "Bluebook", bluebook(facts)),
        Citation("bibtex", "BibTeX", bibtex(facts)),
        Citation("csl", "CSL-JSON", csl_json(facts)),
        Citation("ris", "RIS", ris(facts)),
    ]


def citation_file(connection: sqlite3.Connection, provision_id: str, style: str) -> str:
    """The file for reference managers in one of `FORMATS`.

    Raises:
        UsageError: there is no such style or provision.
    """
    if style not in FORMATS:
        raise UsageError(f"There is no citation style {style!r}; there are {', '.join(FORMATS)}.")
    version = queries.version(connection, provision_id.partition("/")[0])
    provision = queries.provision(connection, provision_id)
    return FORMATS[style].write(cited(connection, version, provision))
