"""What a PDF prints beside its text, told by its lines alone."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from pipeline.errors import NotTheDocument
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.extract.pdf.furniture import running_heads, without_furniture, without_line_numbers
from pipeline.extract.pdf.lines import Line
from pipeline.extract.structure.blocks import Dropped
from pipeline.normalise import letters_and_digits

MakePdf = Callable[..., bytes]


def line(text: str, page: int = 1, bottom: float = 400.0) -> Line:
    return Line(text, page, 72, 500, bottom, size=9, raised=False, bold=False, words_left=92)


def page(number: int, head: str) -> list[Line]:
    """A head, three lines of text that stand as high on every page, and a foot."""
    words = [f"{at} harbor of page {'x' * number}" for at in ("First", "Second", "Third")]
    text = [line(each, number, 700 - 12 * at) for at, each in enumerate(words)]
    return [line(head, number, 750), *text, line(f"Foot {'y' * number}", number, 40)]


def read(lines: Sequence[Line], url: str = "") -> tuple[list[str], dict[str, int]]:
    """The texts that are left, and the letters that were dropped, by reason."""
    dropped = Dropped()
    kept = without_furniture(lines, running_heads(lines), dropped, url)
    return [each.text for each in kept], dict(dropped.counts())


def test_line_numbers_that_begin_again_on_each_page_are_no_text() -> None:
    lines = [line(f"{at} words {at}", number, 700 - 12 * at) for number in (1, 2, 3) for at in range(1, 8)]
    kept = without_line_numbers(lines, Dropped())
    assert [each.text for each in kept] == [f"words {at}" for at in range(1, 8)] * 3


def test_the_head_of_a_chapter_is_a_running_head_and_a_short_word_on_as_many_pages_is_not() -> None:
    heads = ["Charts of the harbors"] * 3 + ["None"] * 3 + ["", "", "", ""]
    lines = [each for number, head in enumerate(heads, start=1) for each in page(number, head) if each.text]
    assert {each.text for each in running_heads(lines)} == {"Charts of the harbors"}


@pytest.mark.parametrize(
    ("heads", "running"),
    [
        (["Article 19", "Article 20", "Article 21", "Article 22", "", ""], set[str]()),
        (["Section II", "", "", "Section II", "", "", "Section II"], set[str]()),
        (["Chapter 1", "", "Chapter 1", "", "Chapter 1", "", "", "", "", ""], {"Chapter 1"}),
        (["Charts 1", "Charts 2", "Charts 3", "Charts 4", "", ""], {"Charts 1", "Charts 2", "Charts 3", "Charts 4"}),
    ],
)
def test_what_names_a_division_is_a_running_head_only_if_it_stands_on_the_pages_around_too(
    heads: list[str], running: set[str]
) -> None:
    lines = [each for number, head in enumerate(heads, start=1) for each in page(number, head) if each.text]
    assert {each.text for each in running_heads(lines)} == running


def test_a_page_number_in_small_type_belongs_to_the_foot_of_a_page_of_the_union() -> None:
    feet = ["EN EN", "EN 1 EN", "EN2 EN", "EN3 EN"]
    lines = [each for number, foot in enumerate(feet, start=1) for each in (line("Charts", number), line(foot, number))]
    assert {each.text for each in running_heads(lines)} >= set(feet)


def test_a_short_head_whose_words_are_mirrored_on_left_pages_is_a_running_head() -> None:
    heads = ["EN HJ L, 12.7.2099" if number % 2 else "HJ L, 12.7.2099 EN" for number in range(1, 7)]
    lines = [each for number, head in enumerate(heads, start=1) for each in page(number, head)]
    assert {each.text for each in running_heads(lines)} == set(heads)


def slide(number: int, *words: str) -> list[Line]:
    """A page that is wider than high."""
    texts = [line(each, number, 500 - 60 * at) for at, each in enumerate(words)]
    return [replace(each, right=900) for each in (*texts, line("The Harbor Office", number, 20))]


def test_slides_that_grow_step_by_step_keep_their_words() -> None:
    steps = ["Charts of the harbors", "Open charts are free to use", "Closed charts are not"]
    grown = [slide(number, *steps[: number % 3 + 1]) for number in range(1, 7)]
    others = [slide(number, f"Harbor {'x' * number} draws charts") for number in range(7, 21)]
    lines = [each for words in (*grown, *others) for each in words]
    assert {each.text for each in running_heads(lines)} == {"The Harbor Office"}
    upright = [replace(each, right=400) for each in lines]
    assert {each.text for each in running_heads(upright)} == {"The Harbor Office", *steps[:2]}


def test_what_stands_beside_the_first_page_of_an_order_is_no_text_where_the_printing_office_set_it() -> None:
    beside = ["Presidential Documents", "Title 3—", "The President", "Monday, March 9, 2099"]
    words = [line(text, bottom=600 - 30 * at) for at, text in enumerate([*beside, "Harbors publish charts."])]
    rest = [line(text, 2, 600 - 30 * at) for at, text in enumerate(["They burn them.", "They draw new ones."])]
    setter = line("VerDate Sep<11>2014 23:02 Jkt 262001 PO 00000", bottom=20)
    kept, dropped = read([*words, *rest, setter])
    assert kept == ["Harbors publish charts.", "They burn them.", "They draw new ones."]
    assert dropped["masthead"] == len("PresidentialDocumentsTitle3ThePresidentMondayMarch92099")
    assert "The President" in read([*words, *rest])[0]


def test_of_three_documents_on_a_page_the_one_that_the_address_names_is_read() -> None:
    texts = ["Sails.", "[FR Doc. 2099–00001 Filed 3–8–99; 8:45 am]", "BILLING CODE 1505–01–D"]
    texts += ["Charts.", "[FR Doc. 2099–00002 Filed 3–8–99; 8:45 am]", "BILLING CODE 1505–02–D", "Anchors."]
    kept, dropped = read([line(text, bottom=600 - 30 * at) for at, text in enumerate(texts)], "/pdf/2099-00002.pdf")
    assert kept == ["Charts."]
    assert dropped["another document on the page"] == len("SailsFRDoc209900001Filed3899845amBILLINGCODE150501DAnchors")
    assert dropped["filing line"] == len("FRDoc209900002Filed3899845amBILLINGCODE150502D")


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Charts of the harbors", "Charts of the harbors"),
        ("Microsoft Word - charts 3", ""),
        ("charts.docx", ""),
        ("Untitled 1", ""),
    ],
)
def test_the_title_of_a_file_is_no_name_of_a_file(make_pdf: MakePdf, stated: str, title: str) -> None:
    body = make_pdf([[(72, 700, 11, "F1", "Harbors publish the charts that they draw.")]], stated)
    assert extract(Content(body, "application/pdf", "charts.pdf")).title == title


def test_one_wide_page_makes_no_slides_of_a_report() -> None:
    heads = ["Charts of the harbors"] * 4 + ["Lamps of the harbors"] * 4 + ["Horns of the harbors"] * 5
    pages = [page(number, head) for number, head in enumerate(heads, start=1)]
    pages.append([replace(each, right=800) for each in page(14, "A wide table")])
    assert {each.text for each in running_heads([each for lines in pages for each in lines])} == set(heads)


LONG_ENTRY = ["The charts that are drawn by the models", "of a harbor ........ 2"]
ENTRIES = [*LONG_ENTRY, *(f"Harbor {at} ........ {at}" for at in (2, 3, 4))]


@pytest.mark.parametrize("leaders", ["........ ", ""])
@pytest.mark.parametrize("sentences", [4, 20])
def test_the_text_that_begins_on_the_page_of_the_contents_is_kept(leaders: str, sentences: int) -> None:
    """The letter of an alliance lost its introduction."""
    text = [f"Harbors publish chart {'x' * at} of the sea." for at in range(1, sentences)]
    before = ["Harbors have published", "their charts for long."]
    entries = ["Contents", *(entry.replace("........ ", leaders) for entry in ENTRIES)]
    printed = [*before, *entries, "Introduction", *text]
    kept, dropped = read([line(each, bottom=780 - 20 * at) for at, each in enumerate(printed)])
    assert kept == [*before, "Introduction", *text]
    assert dropped["table of contents"] == sum(map(letters_and_digits, entries))


def test_entries_of_contents_may_be_questions_or_long_and_their_heading_may_stand_behind_them_in_the_file() -> None:
    questions = [f"What are the charts of harbor {'x' * at}? {at}" for at in range(1, 6)]
    long = ["Charts that are drawn", "by the open models", "of the harbors", "of the sea (and elsewhere) 7"]
    entries = ["Introduction 1", *questions, *long]
    heading, *lines = (line(text, bottom=700 - 20 * at) for at, text in enumerate(["Contents", *entries, "Charts"]))
    assert read([heading, *lines])[0] == ["Charts"]
    assert read([*lines, heading])[0] == ["Charts"]


def test_numbers_beside_the_contents_may_stand_elsewhere_in_the_file() -> None:
    numbers = [line(str(at), bottom=740 - 20 * at) for at in range(1, 9)]
    entries = [line(f"Harbor {'x' * at} ........", bottom=740 - 20 * at) for at in range(1, 9)]
    text = [line(each, bottom=460 - 20 * at) for at, each in enumerate(["Of harbors", "12", "publish", "a", "chart."])]
    kept, _ = read([*numbers, line("Contents", bottom=740), *entries, *text])
    assert kept == ["Of harbors", "12", "publish", "a", "chart."]


def test_contents_go_on_over_the_pages_that_they_fill() -> None:
    first = ["Contents", *(f"Harbor {at} {at}" for at in range(1, 9))]
    second = [*(f"Harbor {at} {at}" for at in range(9, 15)), "Introduction", "Harbors publish charts."]
    third = [f"Harbor {at} has models {at}" for at in range(1, 9)]
    lines = [
        line(text, number, 700 - 20 * at)
        for number, texts in enumerate((first, second, third), start=1)
        for at, text in enumerate(texts)
    ]
    assert read(lines)[0] == ["Introduction", "Harbors publish charts.", *third]


def test_a_file_of_nothing_but_contents_is_not_the_document(make_pdf: MakePdf) -> None:
    entries = [(72.0, 700.0 - 14 * at, 11.0, "F1", f"Charts of harbor {at} ........ {at}") for at in range(1, 9)]
    with pytest.raises(NotTheDocument, match="no paragraphs"):
        extract(Content(make_pdf([entries]), "application/pdf", "charts.pdf"))
