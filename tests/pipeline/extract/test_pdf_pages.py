from collections.abc import Sequence

import pytest

from pipeline.extract.pdf.lines import Line
from pipeline.extract.pdf.pages import page_citations


def running(heads: Sequence[str]) -> list[Line]:
    """The running heads of each page, several with ";" between them."""
    return [
        Line(text, page, left=300, right=310, bottom=40, size=9, raised=False, bold=False)
        for page, texts in enumerate(heads, start=1)
        for text in texts.split(";")
        if text
    ]


def cited(*heads: str, labels: Sequence[str] = ()) -> list[str]:
    """What the pages with these running heads are called, without "p. "."""
    return [citation.removeprefix("p. ") for citation in page_citations(labels or [""] * len(heads), running(heads))]


@pytest.mark.parametrize(
    "heads",
    [
        ("3", "4", "5"),
        ("Page 3 of 20", "Page 4 of 20", "Page 5 of 20"),
        ("Harbor Report | 3", "Harbor Report | 4", "Harbor Report | 5"),
        ("DA 3 DA", "DA 4 DA", "DA 5 DA"),
        ("- 3 -", "—4—", "5."),
        ("3 Charts 2099", "Charts 2099 4", "5 Charts 2099"),
    ],
)
def test_a_page_is_cited_by_the_number_in_its_running_head(heads: tuple[str, ...]) -> None:
    assert cited(*heads) == ["3", "4", "5"]


def test_roman_numbers_are_cited_as_printed() -> None:
    assert cited("ii", "iii", "iv", "1", "2", "3") == ["ii", "iii", "iv", "1", "2", "3"]
    assert cited("VIII", "IX", "X") == ["VIII", "IX", "X"]


def test_a_page_without_a_number_is_counted_on() -> None:
    assert cited("", "2", "3", "4", "", "6", "7") == ["1", "2", "3", "4", "5", "6", "7"]
    assert cited("75191", "75192", "75193", "") == ["75191", "75192", "75193", "75194"]


def test_a_cover_is_cited_by_its_place_in_the_file() -> None:
    assert cited("", "", "1", "2", "3", "4") == ["PDF p. 1", "PDF p. 2", "1", "2", "3", "4"]
    assert cited("", "ii", "iii", "iv") == ["PDF p. 1", "ii", "iii", "iv"]


def test_two_pages_with_one_number_are_told_apart() -> None:
    assert cited("6", "7", "8", "9", "7", "8", "9") == [
        *("6", "7 (PDF p. 2)", "8 (PDF p. 3)", "9 (PDF p. 4)"),
        *("7 (PDF p. 5)", "8 (PDF p. 6)", "9 (PDF p. 7)"),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("March 2099", "March 2099", "March 2099"),
        ("7;Notice 44", "9;Notice 44", "8;Notice 44"),
        ("", "", "", "", "1", "2", "3", "", ""),
        ("8741",),
    ],
)
def test_years_notes_and_a_few_numbers_name_no_page(heads: tuple[str, ...]) -> None:
    assert cited(*heads) == [str(page) for page in range(1, len(heads) + 1)]


def test_a_number_that_does_not_count_on_is_not_taken_for_that_of_the_page() -> None:
    assert cited("3;12", "4;31", "17;5", "6;2099") == ["3", "4", "5", "6"]


def test_the_labels_of_the_file_are_asked_first() -> None:
    heads = ("", "i", "1", "2", "3")
    assert cited(*heads, labels=["Cover", "i", "A-1", "A-2", ""]) == ["Cover", "i", "A-1", "A-2", "PDF p. 5"]


@pytest.mark.parametrize("labels", [["1", "2", "3"], ["", "", ""], ["Harbor Report.indd:1", "2", "3"]])
def test_labels_that_only_count_or_are_no_numbers_say_nothing(labels: list[str]) -> None:
    assert cited("7", "8", "9", labels=labels) == ["7", "8", "9"]
