from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.identifiers import is_date, parse_document_id
from pipeline.model import Document, DocumentDate, Identifier, Relation
from spiders.publishers import legal_status
from spiders.publishers.legal_status import endings, with_status

ORDER = Document("fr:2023-24283", "federal_register", "Order", "executive_order", "US", "OFR", "https://example.gov/")


def test_revoked_order_says_by_what_and_since_when() -> None:
    ended = with_status(replace(ORDER, identifiers=(Identifier("eo", "14110"),)))
    source = endings()["eo:14110"].source
    assert ended.status == "revoked"
    assert ended.dates == (DocumentDate("end_of_validity", "2025-01-20", source),)
    assert ended.relations == (Relation("revoked_by", "eo:14148", source),)


def test_other_documents_stay_as_they_are() -> None:
    assert with_status(ORDER) is ORDER


def test_every_ending_names_documents_a_date_and_its_source() -> None:
    for ending in endings().values():
        parse_document_id(ending.document)
        parse_document_id(ending.by)
        assert is_date(ending.date)
        assert ending.status in ("revoked", "rescinded")
        assert ending.source


def test_an_ending_with_a_status_that_nobody_knows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "legal_status.yml"
    file.write_text("- {document: eo:1, status: shelved, by: eo:2, date: 2030-01-02, source: eo:2}")
    monkeypatch.setattr(legal_status, "_FILE", file)
    with pytest.raises(TypeError, match=r"legal_status\.yml: no status shelved"):
        endings.__wrapped__()
