"""Which numbers at the edges of a PDF's pages are those of the pages."""

from collections.abc import Callable

import pytest

from pipeline.extract import extract
from pipeline.extract.content import Content

Text = tuple[float, float, float, str, str]
LINE = "share the charts that they draw by open models, as was asked since October 30,"


def page(last: str, *, who: str = "Harbors", foot: str = "") -> list[Text]:
    """A line of text, another one below it, and a number at the foot of the page."""
    text: list[Text] = [(72, 700 - 13 * row, 11, "F1", words) for row, words in enumerate([f"{who} {LINE}", last])]
    return [*text, (72, 40, 11, "F1", foot)] if foot else text


@pytest.fixture
def words(make_pdf: Callable[[list[list[Text]]], bytes]) -> Callable[..., list[str]]:
    """The paragraphs of a PDF with these pages, without the first line about harbors."""

    def read(*pages: list[Text]) -> list[str]:
        extraction = extract(Content(make_pdf(list(pages)), "application/pdf", "https://agency.example/memo.pdf"))
        return [row.text.removeprefix(f"Harbors {LINE}").strip() for row in extraction.provisions if row.unit]

    return read


@pytest.mark.parametrize("last", ["2023.", "2023", "2024)", "(2)"])
def test_a_number_that_ends_a_paragraph_at_the_foot_of_a_page_is_text(
    words: Callable[..., list[str]], last: str
) -> None:
    assert words(page(last)) == [last]


def test_a_number_below_the_text_is_that_of_the_page(words: Callable[..., list[str]]) -> None:
    assert words(page("2023.", foot="7")) == ["2023."]


def test_a_number_that_counts_with_the_pages_is_theirs_however_near_the_text(words: Callable[..., list[str]]) -> None:
    assert words(page("4"), page("5", who="Pilots")) == [f"Pilots {LINE}"]


def test_the_letters_of_roman_numerals_may_be_a_word(words: Callable[..., list[str]]) -> None:
    assert "civil" in words(page("a rule of", foot="civil"))
    assert "xiv" not in words(page("a rule of", foot="xiv"))
