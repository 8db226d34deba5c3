from typing import get_args

from db.datasette import machines
from pipeline.model import DocumentKind, LegalStatus


def test_every_kind_of_document_is_mapped():
    assert set(machines._TYPES) == set(get_args(DocumentKind))


def test_every_legal_status_is_mapped():
    assert set(machines._FORCE) == set(get_args(LegalStatus))
    assert machines._FORCE["not_in_force"] == machines._FORCE["superseded"] == "https://schema.org/NotInForce"
