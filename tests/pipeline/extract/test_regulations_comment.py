import json
from typing import Any

import pytest

from pipeline.errors import MalformedDocument, NotTheDocument
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Extraction


def read(**attributes: Any) -> Extraction:
    body = json.dumps({"data": {"type": "comments", "attributes": attributes}}).encode()
    return extract(Content(body, "application/vnd.api+json", "https://api.toys.gov/1"))


def test_what_was_typed_into_the_form_is_the_text() -> None:
    extraction = read(title="Comment on toys", comment="Keep toys open.<br/>See attached file(s)")
    assert extraction.title == ""
    assert [provision.text for provision in extraction.provisions] == ["Keep toys open."]


def test_the_items_of_a_list_are_paragraphs() -> None:
    rows = read(comment="<p>Toys are</p><ul><li>open</li><li>closed</li></ul>").provisions
    assert [row.text for row in rows] == ["Toys are", "open", "closed"]


@pytest.mark.parametrize("line_break", ["<br/>", "<br />\n", "\r\n"])
def test_a_line_that_breaks_in_a_sentence_goes_on(line_break: str) -> None:
    lines = [
        "The makers of toys ask the Administration that the models with open",
        "weights stay free, as they are now, in each of the harbors of the coast.",
        "and so on",
        "",
        "Toys:",
        "open ones",
    ]
    rows = read(comment=line_break.join(lines)).provisions
    assert [row.text for row in rows] == [f"{lines[0]} {lines[1]}", *filter(None, lines[2:])]


@pytest.mark.parametrize("attributes", [{}, {"comment": None}, {"comment": "See attached file(s)"}])
def test_a_comment_without_words_is_no_error(attributes: dict[str, Any]) -> None:
    assert read(**attributes).provisions == ()


@pytest.mark.parametrize("value", [{"html": "x"}, ["x"], 5, True])
def test_a_comment_that_is_no_text_is_a_malformed_document(value: Any) -> None:
    with pytest.raises(MalformedDocument, match=r"api\.toys\.gov/1: comment is "):
        read(comment=value)


def test_a_comment_that_is_nothing_but_an_address_is_a_text() -> None:
    address = "https://toys.example/letter.pdf"
    assert [provision.text for provision in read(comment=address).provisions] == [address]


@pytest.mark.parametrize("data", [{"type": "documents", "attributes": {"comment": "x"}}, [], None])
def test_another_answer_of_the_api_is_not_the_comment(data: Any) -> None:
    body = json.dumps({"data": data}).encode()
    with pytest.raises(NotTheDocument, match="not a regulations"):
        extract(Content(body, "application/vnd.api+json", "https://api.toys.gov/1"))


def test_a_page_that_speaks_of_comments_is_a_page() -> None:
    words = "Toys that think shall be open to every child, whoever made them. " * 9
    page = f'<html><script>{{"comments": 1}}</script><body><main><h1>Toys</h1><p>{words}</p></main></body></html>'
    assert extract(Content(page.encode(), "", "https://www.toys.gov/1")).provisions


@pytest.mark.parametrize("comment", ["Toys for all \ud83d", f"<b>Open</b> toys{' for all' * 60} \ud83d"])
def test_a_comment_that_is_cut_in_the_middle_of_an_emoji_is_read(comment: str) -> None:
    (row,) = read(comment=comment).provisions
    assert row.text.endswith("for all \ufffd")
