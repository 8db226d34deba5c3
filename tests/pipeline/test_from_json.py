"""What was written as JSON by an older or a newer program is read back."""

import json
from typing import Any

import pytest

from pipeline.from_json import document_from
from pipeline.model import Document, DocumentDate, Identifier, Relation, members

WRITTEN = Document(
    document_id="fr:2031-00001",
    source="register",
    title="Toys",
    kind="notice",
    jurisdiction="US",
    publisher="Office of the Register",
    url="https://register.example/1",
    agencies=("Palace",),
    subjects=("toys",),
    identifiers=(Identifier("fr", "2031-00001"),),
    dates=(DocumentDate("published", "2031-01-09", "noon"),),
    relations=(Relation("amends", "fr:2030-00001"),),
)


def fields() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(members(WRITTEN), default=members))
    return found


def test_a_document_is_read_back_as_it_was_written() -> None:
    assert document_from(fields()) == WRITTEN


def test_what_a_newer_program_added_is_ignored() -> None:
    newer = fields() | {"weather": "sunny"}
    newer["relations"][0]["weather"] = newer["identifiers"][0]["weather"] = newer["dates"][0]["weather"] = "sunny"
    assert document_from(newer) == WRITTEN


def test_what_an_older_program_lacked_has_its_default() -> None:
    older = fields()
    for name in ("agencies", "subjects", "identifiers", "dates", "published"):
        del older[name]
    del older["relations"][0]["note"]
    read = document_from(older)
    assert (read.agencies, read.subjects, read.identifiers, read.dates, read.published) == ((), (), (), (), "")
    assert read.relations == WRITTEN.relations


def test_what_every_document_has_must_be_there() -> None:
    without_title = fields()
    del without_title["title"]
    with pytest.raises(TypeError, match="title"):
        document_from(without_title)
