from typing import Any

import pytest

from pipeline.errors import MalformedDocument
from pipeline.model import DocumentDate, Identifier, Relation
from spiders.publishers import fr_documents
from spiders.publishers.fr_api import FIELDS
from spiders.publishers.fr_documents import Row

SITE = "https://www.federalregister.gov/documents"
NOT_READ = ("action", "html_url")
"""Fields that make no rows, or (`html_url`) whose odd values are reported and cost nothing."""


def row(**changes: Any) -> dict[str, Any]:
    """A fictional row in the API's shape."""
    return dict.fromkeys(FIELDS) | {
        "document_number": "2030-00001",
        "publication_date": "2030-02-03",
        "title": "Toy Robots\n &amp; Machine Learning",
        "abstract": "Toys\n think.",
        "type": "Notice",
        "dates": "Comments are due\n on March 4, 2030.",
        "comments_close_on": "2030-03-04",
        "agencies": [{"raw_name": "TOY BOARD", "name": "Toy Board"}, {"raw_name": "Office of Robots"}],
        "docket_ids": ["Docket No. 300101-0001", "TOY-2030-0001"],
        "regulation_id_numbers": ["0660-XX01"],
        "citation": "95 FR 1",
        "topics": ["Toys"],
        "html_url": f"{SITE}/2030/02/03/2030-00001/toy-robots",
        "full_text_xml_url": f"{SITE}/full_text/xml/2030/02/03/2030-00001.xml",
        "pdf_url": "https://www.govinfo.gov/content/pkg/FR-2030-02-03/pdf/2030-00001.pdf",
        **changes,
    }


def read(**changes: Any) -> Row:
    return fr_documents.row(row(**changes), SITE, "federal_register")


def test_row_becomes_a_document() -> None:
    found = read()
    document = found.document
    assert (document.document_id, document.jurisdiction, found.abstract) == ("fr:2030-00001", "US", "Toys think.")
    assert (document.title, document.kind, document.status) == ("Toy Robots & Machine Learning", "notice", "")
    assert document.agencies == ("Toy Board", "Office of Robots")
    assert document.subjects == ("Toys",)
    assert document.identifiers == (
        Identifier("fr", "2030-00001"),
        Identifier("fr_citation", "95 FR 1"),
        Identifier("docket", "300101-0001"),
        Identifier("docket", "TOY-2030-0001"),
        Identifier("rin", "0660-XX01"),
    )
    assert document.dates == (
        DocumentDate("published", "2030-02-03"),
        DocumentDate("comments_close", "2030-03-04", "Comments are due on March 4, 2030."),
    )
    assert document.url.endswith("/toy-robots")


def test_the_publishers_words_on_a_date_are_kept_with_it() -> None:
    dates = read(effective_on="2030-05-06", dates="The rule is effective May 6, 2030.").document.dates
    assert dates[1] == DocumentDate("effective", "2030-05-06", "The rule is effective May 6, 2030.")


def test_a_document_without_a_title_is_called_by_its_number() -> None:
    assert read(title=None).document.title == "2030-00001"


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in NOT_READ])
@pytest.mark.parametrize("value", [{"text": "AI"}, ["AI", 5], 14110.5])
def test_a_field_of_another_type_is_a_malformed_document(name: str, value: Any) -> None:
    with pytest.raises(MalformedDocument, match="not as expected"):
        read(**{"type": "Presidential Document", name: value})


@pytest.mark.parametrize("name", ["agencies", "topics", "docket_ids", "regulation_id_numbers", "corrections"])
def test_a_text_in_place_of_a_list_is_not_a_list_of_letters(name: str) -> None:
    with pytest.raises(MalformedDocument, match="not as expected"):
        read(**{name: "AI"})


@pytest.mark.parametrize("entry", [None, [], "2030-00001"])
def test_what_is_no_document_is_named_and_costs_no_other(entry: Any) -> None:
    good, bad = fr_documents.rows({"results": [row(), entry]}, SITE, "federal_register")
    assert isinstance(good, Row)
    assert f"row 2 is not as expected (TypeError: it is {type(entry).__name__}, not an object)" in str(bad)


def test_an_agency_that_is_no_object_is_named() -> None:
    with pytest.raises(MalformedDocument, match="agencies holds something else than objects"):
        read(agencies=["Toy Board"])


def test_entries_that_are_null_say_nothing() -> None:
    document = read(agencies=[None, {"name": "Toy Board"}], topics=[None, "Toys", ""], docket_ids=[None]).document
    assert (document.agencies, document.subjects) == (("Toy Board",), ("Toys",))
    assert not [known for known in document.identifiers if known.scheme == "docket"]


@pytest.mark.parametrize(
    ("changes", "kind", "status"),
    [
        ({"type": "Proposed Rule"}, "proposed_rule", "proposed"),
        ({"type": "Rule"}, "rule", ""),
        ({"type": "Presidential Document", "subtype": "Executive Order"}, "executive_order", ""),
        ({"type": "Presidential Document"}, "presidential_document", ""),
        ({"type": "Uncategorized Document"}, "document", ""),
        *(({"document_number": f"{letters}-2030-00001"}, "correction", "") for letters in ("C1", "C2", "R1")),
        ({"disposition_notes": "Revoked by: EO 99999, January 20, 2033"}, "notice", "revoked"),
        ({"disposition_notes": "Revoked by: EO 99999, January 20, 2033 (in part)"}, "notice", ""),
        ({"disposition_notes": "Revoked (in part) by: EO 99999, January 20, 2033"}, "notice", ""),
    ],
)
def test_kind_and_status(changes: dict[str, Any], kind: str, status: str) -> None:
    document = read(**changes).document
    assert (document.kind, document.status) == (kind, status)


def test_executive_order_and_what_it_does_to_others() -> None:
    notes = (
        "Revokes: EO 13754, December 9, 2016; Executive Order 13708 of May 2, 2015\nSee: EO 12866; Amended by: EO 14000"
    )
    order = read(
        type="Presidential Document", subtype="Executive Order", executive_order_number="14999", disposition_notes=notes
    )
    document = order.document
    assert Identifier("eo", "14999") in document.identifiers
    assert [(relation.type, relation.target) for relation in document.relations] == [
        ("revokes", "eo:13754"),
        ("revokes", "eo:13708"),
        ("amended_by", "eo:14000"),
    ]


def test_what_a_label_of_another_kind_is_about_is_not_said_of_the_label_before() -> None:
    notes = (
        "Amends: EO 13043, April 16, 2027; EO 13231, October 16, 2027 (in part);\n"
        " Continues certain committees established by: EO 11145, March 7, 2026\n"
        "Supersedes in part: EO 13585, May 3, 2028; Revoked in part and supplemented by: EO 13708, May 3, 2031;"
        " Superseded by: EO 13811, May 3, 2032"
    )
    relations = read(type="Presidential Document", disposition_notes=notes).document.relations
    assert [(r.type, r.target) for r in relations] == [("amends", "eo:13043"), ("superseded_by", "eo:13811")]


@pytest.mark.parametrize(
    "label", ["Docket No. ", "Docket No: ", "DOCKET NO. ", "Docket Number: ", "Docket ID ", "Docket ID No. ", ""]
)
def test_a_docket_is_known_by_its_number_however_it_is_labelled(label: str) -> None:
    assert Identifier("docket", "TOY-2030-0001") in read(docket_ids=[f"{label}TOY-2030-0001"]).document.identifiers


def test_a_number_with_an_en_dash_is_the_same_number() -> None:
    assert read(document_number="2030\N{EN DASH}00001").document.identifiers[0] == Identifier("fr", "2030-00001")


def test_corrections_are_relations() -> None:
    api = "https://www.federalregister.gov/api/v1/documents/"
    correction = read(correction_of=api + "2029-00009").document
    assert correction.relations == (Relation("corrects", "fr:2029-00009", "federalregister.gov API"),)
    corrected = read(corrections=[api + "C1-2030-00001?publication_date=2030-03-01"]).document
    assert [(r.type, r.target) for r in corrected.relations] == [("corrected_by", "fr:C1-2030-00001")]


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("2029-00009", "fr:2029-00009"),
        ("2029-00009.json?publication_date=2029-03-01", "fr:2029-00009"),
        ("E8-23178.json?publication_date=2008-10-02", "fr:E8-23178@2008-10-02"),
    ],
)
def test_a_correction_is_named_as_its_document_is(address: str, target: str) -> None:
    correction = read(correction_of=f"https://www.federalregister.gov/api/v1/documents/{address}").document
    assert [relation.target for relation in correction.relations] == [target]


@pytest.mark.parametrize("stated", ["14999", 14999, 14999.0])
def test_the_number_of_an_order_is_written_one_way(stated: Any) -> None:
    assert Identifier("eo", "14999") in read(executive_order_number=stated).document.identifiers


@pytest.mark.parametrize("site", ["https://www.federalregister.gov", "https://federalregister.gov"])
def test_a_page_of_the_publisher_is_passed_on_as_it_is(site: str) -> None:
    found = read(html_url=f"{site}/d/2030-00001/toys")
    assert (found.document.url, found.foreign_address) == (f"{site}/d/2030-00001/toys", "")


@pytest.mark.parametrize(
    "stated",
    [
        "javascript:alert(1)",
        "https://evil.example/toys",
        'http://www.federalregister.gov/x"><script>',
        "http://[toys",
        "//www.federalregister.gov/x",
        5,
        None,
    ],
)
def test_only_the_publishers_own_page_is_passed_on(stated: Any) -> None:
    found = read(html_url=stated)
    assert found.document.url == f"https://www.federalregister.gov/d/{row()['document_number']}"
    assert found.foreign_address == ("" if stated is None else str(stated))


def test_renditions_come_from_the_row() -> None:
    found = [(rendition.url[-3:], rendition.format) for rendition in read().renditions]
    assert found == [("xml", "federal_register_xml"), ("pdf", "pdf")]
    assert read(full_text_xml_url=None, pdf_url=None).renditions == ()
