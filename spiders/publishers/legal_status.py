"""What ended which document, as data with its source: `legal_status.yml` beside this file."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from pipeline.model import Document, DocumentDate, LegalStatus, Relation
from pipeline.yaml_files import load_yaml

_FILE = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True, slots=True)
class Ending:
    """One document ended by another."""

    document: str
    """Document id, or "scheme:value" of one of its identifiers."""
    status: LegalStatus
    """ "revoked" for orders, "rescinded" for memoranda."""
    by: str
    date: str
    """ISO date on which it ended."""
    source: str
    """Where the ending document says so."""
    note: str = ""
    """What a reader should know: an entry that nobody could check says it here."""


@cache
def endings() -> dict[str, Ending]:
    """All endings by the document that they end. Raises `TypeError` for an entry with a wrong or missing key, or a
    status that `pipeline.model` does not name."""
    found = [Ending(**entry) for entry in cast(list[dict[str, Any]], load_yaml(_FILE))]
    unnamed = {ending.status for ending in found} - set(get_args(LegalStatus))
    if unnamed:
        raise TypeError(f"{_FILE.name}: no status {', '.join(sorted(unnamed))}; see LegalStatus in pipeline/model.py")
    return {ending.document: ending for ending in found}


def with_status(document: Document) -> Document:
    """The document with the end that is known of it."""
    names = [document.document_id, *(f"{known.scheme}:{known.value}" for known in document.identifiers)]
    ending = next((endings()[name] for name in names if name in endings()), None)
    if ending is None:
        return document
    said = f"{ending.source} ({ending.note})" if ending.note else ending.source
    return replace(
        document,
        status=ending.status,
        dates=(*document.dates, DocumentDate("end_of_validity", ending.date, said)),
        relations=(*document.relations, Relation(f"{ending.status}_by", ending.by, said)),
    )
