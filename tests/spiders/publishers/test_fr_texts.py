import pytest

from pipeline.extract.content import Content
from spiders.publishers import fr_documents
from spiders.publishers.fr_api import FIELDS
from spiders.publishers.fr_documents import Rendition
from spiders.publishers.fr_texts import fault, is_absent, plain_text

FACTS = dict.fromkeys(FIELDS) | {"document_number": "2030-00001", "publication_date": "2030-02-03"}
DOCUMENT = fr_documents.row(FACTS, "https://www.federalregister.gov", "federal_register")
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
        (TEXT, RAW.replace(b"Toys", b"Toys \x96 dolls, too \x96"), "text/plain"),
        (PDF, b"%PDF-1.7 ...", "application/pdf"),
    ],
)
def test_a_rendition_that_can_be_read_has_no_fault(rendition: Rendition, body: bytes, kind: str) -> None:
    assert not is_absent(rendition, 200, body)
    assert fault(DOCUMENT, rendition, 200, content(rendition, body, kind)) is None


@pytest.mark.parametrize(
    ("rendition", "body", "kind", "problem"),
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
def test_a_rendition_that_cannot_be_read_is_named(rendition: Rendition, body: bytes, kind: str, problem: str) -> None:
    assert not is_absent(rendition, 200, body)
    found = fault(DOCUMENT, rendition, 200, content(rendition, body, kind))
    assert found is not None
    assert (found.kind, rendition.url in str(found)) == (problem, True)


def test_a_part_of_a_rendition_is_not_the_rendition() -> None:
    whole = b"<NOTICE><P>Toys.</P></NOTICE>"
    assert not is_absent(XML, 206, whole)
    found = fault(DOCUMENT, XML, 206, content(XML, whole, "text/xml"))
    assert found is not None
    assert "answered 206" in str(found)


@pytest.mark.parametrize(
    ("rendition", "body", "stated"),
    [
        (XML, "<NOTICE><P>Dolls.</P><FRDOC>[FR Doc. 2030-00002 Filed 2-2-30; 8:45 am]</FRDOC></NOTICE>", "2030-00002"),
        (XML, "<NOTICE><P>Dolls.</P><FRDOC>\nFR Doc. C1-2030-00002</FRDOC></NOTICE>", "C1-2030-00002"),
        (TEXT, RAW.decode().replace("\n\nTOY", "\n[FR Doc No: E8-12]\n\nTOY"), "E8-12"),
    ],
)
def test_a_text_that_was_filed_under_another_number_is_that_of_another_document(
    rendition: Rendition, body: str, stated: str
) -> None:
    found = fault(DOCUMENT, rendition, 200, content(rendition, body.encode(), "text/plain"))
    assert f"the text of another document (FR Doc. {stated})" in str(found)


@pytest.mark.parametrize(
    ("rendition", "body"),
    [
        (XML, "<NOTICE><P>As in FR Doc. 2030-00002, dolls.</P><FRDOC>[FR Doc. 2030–00001 Filed</FRDOC></NOTICE>"),
        (XML, "<NOTICE><P>As in FR Doc. 2030-00002, dolls.</P></NOTICE>"),
        (PDF, "%PDF-1.7 [FR Doc. 2030-00002 Filed 2-2-30; 8:45 am]"),
    ],
)
def test_other_numbers_may_be_mentioned_and_share_the_pages_of_a_pdf(rendition: Rendition, body: str) -> None:
    assert fault(DOCUMENT, rendition, 200, content(rendition, body.encode(), "text/plain")) is None


@pytest.mark.parametrize(
    ("rendition", "status", "body"), [(XML, 404, b"<NOTICE/>"), (TEXT, 300, b""), (PDF, 200, PAGE)]
)
def test_no_rendition_at_all_is_no_fault(rendition: Rendition, status: int, body: bytes) -> None:
    assert is_absent(rendition, status, body)


def test_words_without_markup() -> None:
    assert plain_text(b"<P>Toy <E T='03'>robots</E> &amp; <!-- x --> dolls</P>") == "Toy robots & dolls"
    assert plain_text(b"Toys\x96dolls") == "Toys\ufffddolls"
