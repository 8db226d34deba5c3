import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import MalformedDocument, NotTheDocument, UnknownFormat
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.normalise import tidy

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


# Copied out of a PDF: no line is blank, and the lines are as long as those of the page.
COPIED = """\
Comment of the Toy Makers
Why toys should stay open
We make wooden toys in nine towns and we have done so for more than forty years. We
thank the Office for asking. Most of what we know about toys we learnt from those who
showed us their plans, and most of our customers mend what they bought with plans of
their own.
The plans of a toy are its weights: whoever has them can build it, change it, and hand
it on to the next child. A maker that shows its plans loses nothing by that. In our
experience nobody ever carved a toy to save money.
1
We therefore ask the Office to leave makers free to show their plans, for three
reasons:
● Plans that many have read have fewer faults, and those that are left are found by
a reader and not by a child.
● Small makers cannot pay for plans.
a.
Whether a plan should be shown at all
The Office asks whether a plan can be too dangerous to show. See the list in the
Handbook of
Toys, which names eleven of them. None is a plan of ours, and we would not want any of
these to be shown before a physician has read them.
We are glad to answer questions.
The Toy Makers"""


def test_paragraphs_of_a_long_text_without_blank_lines_end_where_lines_do():
    texts = [provision.text for provision in read(COPIED.encode()).provisions]
    assert [(text.split()[0], text.split()[-1]) for text in texts] == [
        ("Comment", "Makers"),
        ("Why", "open"),
        ("We", "own."),
        ("The", "money."),
        ("1", "reasons:"),
        ("●", "child."),
        ("●", "plans."),
        ("a.", "all"),
        ("The", "them."),
        ("We", "questions."),
        ("The", "Makers"),
    ]
    assert "the Handbook of Toys, which" in texts[8]


def test_marks_of_direction_around_each_line_part_no_paragraphs():
    marked = "".join(f"\u202d{line}\u202c\n\u202d\n" for line in COPIED.splitlines())
    plain = [re.sub("[\u202c\u202d]", "", provision.text) for provision in read(marked.encode()).provisions]
    assert [tidy(text) for text in plain] == [provision.text for provision in read(COPIED.encode()).provisions]


def test_a_line_that_was_never_broken_is_a_paragraph():
    long = "Toys that anyone may copy are good for everybody. " * 8
    texts = [provision.text for provision in read(f"Dear Office,\n{long}\n{long}\nYours".encode()).provisions]
    assert texts == ["Dear Office,", long.strip(), long.strip(), "Yours"]


def test_a_long_run_of_lines_is_read_in_linear_time():
    lines = ("Toys that anyone may copy are good for everybody who plays.\n" * 9 + "So we say.\n") * 10_000
    assert len(read(lines.encode()).provisions) == 10_000


def test_a_short_run_of_lines_is_one_paragraph():
    assert len(read(b"The Toy Makers\nNine Towns\nWe thank the Office.\nToys are good.").provisions) == 1


@given(st.lists(st.text(alphabet="ab. A1\u202d●", max_size=300), max_size=40))
def test_every_word_stays_and_in_its_order(lines):
    body = "toys\n" + "\n".join(lines)
    texts = [provision.text for provision in read(body.encode()).provisions]
    assert re.findall(r"\w+", " ".join(texts)) == re.findall(r"\w+", body)


def test_binary_and_wordless_text_is_named():
    with pytest.raises(MalformedDocument, match="binary"):
        read(b"PK\x03\x04\x00\x00 toys")
    with pytest.raises(NotTheDocument, match="has no words"):
        read(b"* * *")
