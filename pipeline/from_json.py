"""Objects of the model read back from the JSON they were written as, perhaps years ago by another program.

Fields that a newer program added are ignored, fields that an older one lacked take their default.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.model import Document, DocumentDate, Identifier, Relation

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_T = TypeVar("_T", bound="DataclassInstance")


def made(kind: type[_T], values: Mapping[str, Any], **converted: Any) -> _T:
    """An object of a dataclass. `converted`: fields that are no plain values in JSON."""
    known = {field.name for field in fields(kind)}
    plain = {name: value for name, value in values.items() if name in known}
    return kind(**plain | converted)


def document_from(values: Mapping[str, Any]) -> Document:
    """A document as `pipeline.model.members` gave it."""
    return made(
        Document,
        values,
        agencies=tuple(values.get("agencies", ())),
        subjects=tuple(values.get("subjects", ())),
        identifiers=tuple(made(Identifier, each) for each in values.get("identifiers", ())),
        dates=tuple(made(DocumentDate, each) for each in values.get("dates", ())),
        relations=tuple(made(Relation, each) for each in values.get("relations", ())),
    )
