import pytest

from pipeline.errors import MalformedDocument, NotTheDocument, UnknownFormat
from pipeline.extract import extract
from pipeline.extract.content import Content

LETTER = "\n \nMarch 27, 2030\n\nOpen toys are good\nfor everybody.\n\n*****\n\nThey should stay open.\n"


def read(body: bytes):
    return extract(Content(body, "text/plain; charset=utf-8", "https://x.gov/1.txt"))


def test_paragraphs_of_a_letter():
    extraction = read(b"\xef\xbb\xbf" + LETTER.encode())
    texts = [provision.text for provision in extraction.provisions]
    assert texts == ["March 27, 2030", "Open toys are good for everybody.", "They should stay open."]
    assert [provision.citation for provision in extraction.provisions] == ["¶ 1", "¶ 2", "¶ 3"]
    assert extraction.body_chars == extraction.covered_chars


@pytest.mark.parametrize("kind", ["", "application/octet-stream", "binary/octet-stream"])
def test_a_text_of_no_told_type_is_known_by_its_name(kind):
    extraction = extract(Content(LETTER.encode(), kind, "https://x.gov/a/Attachment_1.TXT?v=1"))
    assert extraction.provisions[0].text == "March 27, 2030"
    with pytest.raises(UnknownFormat):
        extract(Content(LETTER.encode(), kind, "https://x.gov/a/attachment_1.doc"))


@pytest.mark.parametrize(
    "start",
    [b"<!DOCTYPE html>\n", b"\xef\xbb\xbf\n<!-- toys -->", b'<?xml version="1.0"?><!doctype HTML public "x">', b""],
)
def test_a_page_is_no_typed_text(start):
    with pytest.raises(NotTheDocument, match="a page of HTML that is served as text/plain"):
        read(start + b"<HTML lang=en><body><p>Toys are good.</p></body></html>")


def test_binary_and_wordless_text_is_named():
    with pytest.raises(MalformedDocument, match="binary"):
        read(b"PK\x03\x04\x00\x00 toys")
    with pytest.raises(NotTheDocument, match="has no words"):
        read(b"* * *")
