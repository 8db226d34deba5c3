"""Revoked, rescinded, superseded: facts about documents that stand in other documents, as data with their source."""

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import yaml

from pipeline.errors import RuleError
from pipeline.model import Document, Relation

_KEYS = {"document", "name", "status", "date", "by", "note", "source"}
_RELATIONS = {"revoked": "revoked_by", "rescinded": "rescinded_by", "superseded": "superseded_by"}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a document ended."""

    document: str
    """document_id of the document that ended."""
    status: str
    """"revoked", "rescinded" or "superseded"."""
    date: str
    """ISO date on which it ended."""
    by: str
    """document_id of the document that ended it."""
    note: str
    source: str
    """Address where the fact can be checked."""


@cache
def endings() -> dict[str, Ending]:
    """document_id -> how it ended. Raises `RuleError` that names a wrong entry."""
    entries = yaml.safe_load(files("pipeline").joinpath("legal_status.yml").read_text(encoding="utf-8"))
    return {entry["document"]: _ending(entry) for entry in entries}


def with_legal_status(document: Document) -> Document:
    """The document with its known end, if there is one: status, and a relation to what ended it."""
    ending = endings().get(document.document_id)
    if ending is None:
        return document
    relation = Relation(_RELATIONS[ending.status], ending.by, f"{ending.date}: {ending.note} ({ending.source})")
    return replace(document, status=ending.status, relations=(*document.relations, relation))


def _ending(entry: dict[str, object]) -> Ending:
    if entry.keys() != _KEYS or entry["status"] not in _RELATIONS:
        wanted = f"needs {sorted(_KEYS)}, status one of {sorted(_RELATIONS)}"
        raise RuleError(f"pipeline/legal_status.yml: {entry.get('document')}: {wanted}")
    return Ending(**{key: str(value) for key, value in entry.items() if key != "name"})
