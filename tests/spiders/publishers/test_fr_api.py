import itertools
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import MalformedDocument
from pipeline.extract.content import Content
from pipeline.model import DocumentDate, Identifier, Relation
from spiders.publishers import fr_api
from spiders.publishers.fr_api import Rendition, Row, Search, Slice

SEARCH = Search((("conditions[term]", '"toy robots"'), ("conditions[type][]", "NOTICE")), ("matching", "of type"))
SPAN = Slice("2024-01-01", "2024-01-31", 7)
SITE = "https://www.federalregister.gov/documents"
NOT_READ = ("action", "html_url")
"""Fields that make no rows, or (`html_url`) whose odd values are reported and cost nothing."""


def row(**changes: Any) -> dict[str, Any]:
    """A fictional row in the API's shape."""
    return dict.fromkeys(fr_api.FIELDS) | {
        "document_number": "2030-00001",
        "publication_date": "2030-02-03",
        "title": "Toy Robots &amp; Machine Learning",
        "type": "Notice",
        "dates": "Comments are due on March 4, 2030.",
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
    return fr_api.row(row(**changes), SITE, "federal_register")


def test_keys_and_values_are_encoded_apart() -> None:
    url = fr_api.page_url(SEARCH, SPAN)
    pairs = parse_qsl(urlsplit(url).query)
    assert ("conditions[term]", '"toy robots"') in pairs
    assert ("conditions[publication_date][lte]", "2024-01-31") in pairs
    assert [value for name, value in pairs if name == "fields[]"] == list(fr_api.FIELDS)
    assert "=" in urlsplit(url).query
    assert fr_api.counts_url(SEARCH, "2019-01-01").startswith(
        "https://www.federalregister.gov/api/v1/documents/facets/daily.json?"
    )
    assert "publication_date=2008-10-02" in fr_api.document_url("E8-23178@2008-10-02")
    assert "/E8-23178.json?" in fr_api.document_url("E8-23178@2008-10-02")


days = st.dictionaries(
    st.dates().map(lambda day: day.isoformat()),
    st.integers(0, 60).map(lambda count: {"count": count, "name": "?"}),
    max_size=40,
)


@given(days)
def test_slices_hold_every_hit_once_and_about_one_page(counts: dict[str, Any]) -> None:
    spans = fr_api.slices(counts, 20)
    assert sum(span.expected for span in spans) == sum(day["count"] for day in counts.values())
    assert all(span.first == span.last or span.expected <= 20 for span in spans)
    for before, after in itertools.pairwise(spans):
        assert before.last < after.first
    for day, count in counts.items():
        assert not count["count"] or any(span.first <= day <= span.last for span in spans)


def test_ignored_filters_are_noticed() -> None:
    heard = "Documents matching 'toy robots', published from 01/01/2024 to 01/31/2024, and of type Notice"
    assert fr_api.unheard({"description": heard}, SEARCH, SPAN) == ""
    assert fr_api.unheard({"description": "All Documents"}, SEARCH, SPAN) == "matching"
    other_days = heard.replace("01/31/2024", "02/28/2024")
    assert fr_api.unheard({"description": other_days}, SEARCH, SPAN) == "01/31/2024"
    assert fr_api.unheard({}, SEARCH, SPAN) == "matching"


def test_next_page_is_followed_as_given_but_only_on_the_site() -> None:
    url = "https://www.federalregister.gov/api/v1/documents?format=json&page=2"
    assert fr_api.next_page({"next_page_url": url}) == url
    assert fr_api.next_page({"results": []}) == ""
    for elsewhere in ("https://www.example.com/api", "http://www.federalregister.gov/api", "https://[", 5):
        with pytest.raises(MalformedDocument, match="next page"):
            fr_api.next_page({"next_page_url": elsewhere})


@pytest.mark.parametrize("body", [b"", b"<html>Request Access</html>", b"[1]"])
def test_what_is_no_api_answer_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match=r"api\.json"):
        fr_api.load(body, "api.json")


def test_row_becomes_a_document() -> None:
    document = read().document
    assert document.document_id == "fr:2030-00001"
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


@pytest.mark.parametrize("name", [name for name in fr_api.FIELDS if name not in NOT_READ])
@pytest.mark.parametrize("value", [{"text": "AI"}, ["AI", 5], 14110.5])
def test_a_field_of_another_type_is_a_malformed_document(name: str, value: Any) -> None:
    with pytest.raises(MalformedDocument, match="not as expected"):
        read(**{"type": "Presidential Document", name: value})


@pytest.mark.parametrize("name", ["agencies", "topics", "docket_ids", "regulation_id_numbers", "corrections"])
def test_a_text_in_place_of_a_list_is_not_a_list_of_letters(name: str) -> None:
    with pytest.raises(MalformedDocument, match="not as expected"):
        read(**{name: "AI"})


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
        ({"document_number": "C1-2030-00001"}, "correction", ""),
        ({"disposition_notes": "Revoked by: EO 99999, January 20, 2033"}, "notice", "revoked"),
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


def test_a_number_with_an_en_dash_is_the_same_number() -> None:
    found = read(document_number="2030\N{EN DASH}00001")
    assert found.document.identifiers[0] == Identifier("fr", "2030-00001")
    own = content(XML, b"<NOTICE><P>Toys.</P><FRDOC>[FR Doc. 2030-00001 Filed</FRDOC></NOTICE>", "text/xml")
    assert fr_api.of_another(found, XML, own) is None


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


XML = Rendition("https://www.toys.gov/1.xml", "federal_register_xml")
TEXT = Rendition("https://www.toys.gov/1.txt", "federal_register_text")
PDF = Rendition("https://www.toys.gov/1.pdf", "pdf")
PAGE = b"<!DOCTYPE html><html><body><h1>Maintenance</h1></body></html>"
RAW = (
    b"<html><body><pre>\n[Federal Register Volume 95, Number 1]\n\nTOY BOARD\n\n    Toys are fun.\n</pre></body></html>"
)


def content(rendition: Rendition, body: bytes, kind: str) -> Content:
    return Content(body, kind, rendition.url)


@pytest.mark.parametrize(
    ("rendition", "body", "kind"),
    [
        (XML, b"\n<NOTICE><P>Toys.</P></NOTICE>", "text/xml"),
        (XML, b"<NOTICE><GPOTABLE><ROW><ENT>Toys</ENT></ROW></GPOTABLE></NOTICE>", "text/html"),
        (TEXT, RAW, "text/plain"),
        (PDF, b"%PDF-1.7 ...", "application/pdf"),
    ],
)
def test_a_rendition_that_can_be_read_has_no_fault(rendition: Rendition, body: bytes, kind: str) -> None:
    assert not fr_api.is_absent(rendition, 200, body)
    assert fr_api.fault(rendition, 200, content(rendition, body, kind)) is None


@pytest.mark.parametrize(
    ("rendition", "body", "kind", "fault"),
    [
        (XML, b"<NOTICE><P>Toys & dolls</P></NOTICE>", "text/xml", "malformed_document"),
        (XML, b"<NOTICE><P>Toys", "text/xml", "malformed_document"),
        (XML, b"<SUNSHINE><P>Toys.</P></SUNSHINE>", "text/xml", "unknown_format"),
        (XML, b"<NOTICE><PREAMB><AGENCY>TOY BOARD</AGENCY></PREAMB></NOTICE>", "text/xml", "not_the_document"),
        (XML, PAGE, "text/html", "not_the_document"),
        (XML, b" ", "text/xml", "empty_body"),
        (TEXT, RAW.replace(b"    Toys are fun.", b""), "text/plain", "not_the_document"),
        (TEXT, RAW.partition(b"fun")[0], "text/plain", "malformed_document"),
        (TEXT, PAGE, "text/html", "not_the_document"),
        (TEXT, b"Not Found", "text/plain", "not_the_document"),
    ],
)
def test_a_rendition_that_cannot_be_read_is_named(rendition: Rendition, body: bytes, kind: str, fault: str) -> None:
    assert not fr_api.is_absent(rendition, 200, body)
    found = fr_api.fault(rendition, 200, content(rendition, body, kind))
    assert found is not None
    assert (found.kind, rendition.url in str(found)) == (fault, True)


def test_a_part_of_a_rendition_is_not_the_rendition() -> None:
    whole = b"<NOTICE><P>Toys.</P></NOTICE>"
    assert not fr_api.is_absent(XML, 206, whole)
    found = fr_api.fault(XML, 206, content(XML, whole, "text/xml"))
    assert found is not None
    assert "answered 206" in str(found)


@pytest.mark.parametrize(
    ("body", "stated"),
    [
        ("<NOTICE><P>Dolls.</P><FRDOC>[FR Doc. 2030-00002 Filed 2-2-30; 8:45 am]</FRDOC></NOTICE>", "2030-00002"),
        ("<NOTICE><P>Dolls.</P><FRDOC>\nFR Doc. C1-2030-00002</FRDOC></NOTICE>", "C1-2030-00002"),
        ("[Notices]\n[FR Doc No: E8-12]\n\nDolls\n\n    Dolls are fun.", "E8-12"),
        ("<NOTICE><P>As in FR Doc. 2030-00002, dolls.</P><FRDOC>[FR Doc. 2030–00001 Filed</FRDOC></NOTICE>", ""),
        ("<NOTICE><P>As in FR Doc. 2030-00002, dolls.</P></NOTICE>", ""),
    ],
)
def test_a_text_that_was_filed_under_another_number_is_that_of_another_document(body: str, stated: str) -> None:
    found = fr_api.of_another(read(), XML, content(XML, body.encode(), "text/xml"))
    assert (stated in str(found)) if stated else found is None
    assert fr_api.of_another(read(), PDF, content(PDF, body.encode(), "application/pdf")) is None


@pytest.mark.parametrize(
    ("rendition", "status", "body"), [(XML, 404, b"<NOTICE/>"), (TEXT, 300, b""), (PDF, 200, PAGE)]
)
def test_no_rendition_at_all_is_no_fault(rendition: Rendition, status: int, body: bytes) -> None:
    assert fr_api.is_absent(rendition, status, body)


def test_words_without_markup() -> None:
    assert fr_api.plain_text(b"<P>Toy <E T='03'>robots</E> &amp; <!-- x --> dolls</P>") == "Toy robots & dolls"
