from dataclasses import replace

import pytest

from pipeline.model import DocumentDate, Identifier, Relation
from spiders.publishers import eu_acts
from spiders.publishers.cellar import Work

ACT = Work(
    "32030R0001",
    resource_type="REG",
    date="2030-01-02",
    published="2030-02-03",
    in_force=True,
    force=(("2030-03-04", "EV"), ("2031-02-04", "MA"), ("2031-03-04", "MA/PART"), ("2032-03-04", "XY")),
    titles={"fr": "Règlement", "en": "Regulation"},
    relations=(("adopts", "52029PC0003", "resource_legal_adopts_resource_legal"), ("amends", "32030R0001", "x")),
)


def test_document_of_an_act() -> None:
    document = eu_acts.document(ACT, "eu_ai_act")
    assert (document.document_id, document.jurisdiction) == ("celex:32030R0001", "EU")
    assert (document.title, document.kind, document.status) == ("Regulation", "regulation", "in_force")
    assert document.published == "2030-02-03"
    assert document.identifiers == (
        Identifier("celex", "32030R0001"),
        Identifier("eli", "http://data.europa.eu/eli/reg/2030/1/oj"),
    )
    assert document.relations == (
        Relation("adopts", "celex:52029PC0003", "Cellar: resource_legal_adopts_resource_legal"),
    )


@pytest.mark.parametrize(
    ("titles", "title"),
    [({"en": "", "fr": "", "de": "Verordnung"}, "Verordnung"), ({"en": ""}, "32030R0001"), ({}, "32030R0001")],
)
def test_a_document_without_an_english_title_has_another_or_its_number(titles: dict[str, str], title: str) -> None:
    assert eu_acts.document(replace(ACT, titles=titles), "eu_ai_act").title == title


def test_a_document_has_the_eli_that_cellar_states_or_none() -> None:
    assert [name.scheme for name in eu_acts.document(Work("52029PC0003"), "eu_ai_act").identifiers] == ["celex"]
    stated = "http://data.europa.eu/eli/reg/2030/1/corrigendum/oj"
    assert Identifier("eli", stated) in eu_acts.document(replace(ACT, eli=stated), "eu_ai_act").identifiers


@pytest.mark.parametrize(
    ("work", "day"),
    [
        (replace(ACT, published=""), "2030-01-02"),
        (Work("02030R0001-20310101", date="2031-01-02"), "2031-01-02"),
        (Work("02030R0001-20310101"), "2031-01-01"),
    ],
)
def test_what_was_never_published_has_the_day_of_its_making(work: Work, day: str) -> None:
    assert eu_acts.document(work, "eu_ai_act").published == day


def test_every_date_keeps_its_meaning() -> None:
    assert eu_acts.dates(ACT) == (
        DocumentDate("document", "2030-01-02"),
        DocumentDate("published", "2030-02-03"),
        DocumentDate("entry_into_force", "2030-03-04"),
        DocumentDate("application", "2031-02-04"),
        DocumentDate("application", "2031-03-04", "partial application"),
        DocumentDate("application", "2032-03-04", "XY"),
    )


def test_without_annotation_the_earliest_date_is_the_entry_into_force() -> None:
    bare = Work("32030R0001", force=(("2030-03-04", ""), ("2031-03-04", "")), end_of_validity="2040-01-01")
    assert [date.kind for date in eu_acts.dates(bare)] == ["entry_into_force", "application", "end_of_validity"]


@pytest.mark.parametrize(
    ("work", "kind", "status"),
    [
        (Work("02030R0001-20310101", "CONS_TEXT", in_force=True), "consolidated", "no_legal_effect"),
        (Work("02030R0001-20310101"), "consolidated", "no_legal_effect"),
        (Work("32030R0001R(01)", "CORRIGENDUM"), "corrigendum", ""),
        (Work("32030R0001R(01)"), "corrigendum", ""),
        (Work("32030R0009", "REG_DEL", in_force=False), "delegated_regulation", "not_in_force"),
        (Work("52029PC0003", "PROP_REG"), "proposal", "proposed"),
        (Work("52029PC0003", "PROP_REG", relations=(("proposes", "32030R0001", ""),)), "proposal", "adopted"),
        (Work("52029PC0003", "PROP_REG", withdrawn=True), "proposal", "withdrawn"),
        (Work("52029PC0003", withdrawn=True, relations=(("proposes", "32030R0001", ""),)), "proposal", "adopted"),
        (Work("52029SC0003", withdrawn=True), "staff_working_document", ""),
        (Work("52029AP0003"), "parliament_position", ""),
        (Work("32030Q0003", "AGREE_INTERINSTIT"), "document", ""),
    ],
)
def test_kind_and_status(work: Work, kind: str, status: str) -> None:
    document = eu_acts.document(work, "eu_ai_act")
    assert (document.kind, document.status) == (kind, status)


@pytest.mark.parametrize(
    ("celex", "kept"),
    [
        ("32024R1689", True),
        ("02024R1689-20260727", True),
        ("52021PC0206", True),
        ("52023AP0236", True),
        *((f"52021{letters}2482", False) for letters in ("AE", "IE", "AR", "IR", "AA", "AB", "XX")),
        ("62012CJ0131", False),
        ("C/2026/00064", False),
    ],
)
def test_search_keeps_law_and_policy(celex: str, kept: bool) -> None:
    assert eu_acts.is_policy(celex) is kept
