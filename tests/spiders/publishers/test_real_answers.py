"""The parsers on recorded answers of the publishers, where the corpus of real documents is there."""

import json
from pathlib import Path

import pytest

from spiders.publishers import cellar, fr_api, fr_documents


def test_recorded_sparql_results_are_read(shared_corpus: Path) -> None:
    samples = sorted((shared_corpus / "corpus/eu/api/sparql").glob("*.json"))
    found = [row for sample in samples for row in cellar.rows(sample.read_bytes(), needed=())]
    assert len(found) > len(samples) > 0
    assert all(isinstance(row, dict) for row in found)


def test_every_federal_register_row_becomes_a_document(shared_corpus: Path) -> None:
    lines = (shared_corpus / "corpus/fr/rows/documents.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [fr_documents.row(json.loads(line), "rows", "federal_register").document for line in lines]
    assert len({document.document_id for document in documents}) == len(documents) > 2000
    assert all(document.title and document.url.startswith("https://") for document in documents)
    orders = [document for document in documents if document.kind == "executive_order"]
    assert any(relation.type == "revokes" for order in orders for relation in order.relations)


@pytest.mark.parametrize("name", ["search-newest-page-one", "search-terminal", "eo-term-two", "presidential-page-one"])
def test_recorded_pages_lead_on_or_end(shared_corpus: Path, name: str) -> None:
    body = (shared_corpus / f"corpus/fr/api/2026-swift/{name}.json").read_bytes()
    answer = fr_api.load(body, name)
    assert fr_api.next_page(answer).startswith("https://www.federalregister.gov/api/v1/") or "terminal" in name
    assert answer["description"].startswith("Documents")
