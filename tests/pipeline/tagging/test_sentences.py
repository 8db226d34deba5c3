"""Sentences and the points of lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging.sentences import BLOCK, MAX_LENGTH, blocks, is_lead, is_point, sentences


def split(text: str) -> list[str]:
    return [text[start:end].strip() for block in blocks(text) for start, end in sentences(text, *block)]


def test_full_stops_of_abbreviations_end_no_sentence() -> None:
    text = "The U.S. Act, e.g. Sec. 3, applies. See Smith et al. 2024."
    assert split(text) == ["The U.S. Act, e.g. Sec. 3, applies.", "See Smith et al. 2024."]


@pytest.mark.parametrize(
    "text",
    [
        "See 89 Fed. Reg. 14059 (Feb. 26, 2024).",
        "Pub. L. 117-167 and Exec. Order 14110 apply.",
        "Sen. Byron cites Lamp v. Wick, Vol. 3, in part.",
        "La dérogation prévue à l’art. 2, al. 3, s’applique, p. ex. ici.",
        "It is exempt under sec. 4, para.\n3 and paras. 5 to 7.",
    ],
)
def test_full_stops_of_citations_end_no_sentence(text: str) -> None:
    assert split(f"{text} Models are open.") == [text, "Models are open."]


def test_words_that_are_also_abbreviations_end_sentences() -> None:
    assert split("It is state of the art. Models are open.") == ["It is state of the art.", "Models are open."]
    assert split("Lamps may. 5 others must.") == ["Lamps may.", "5 others must."]


def test_initials_end_no_sentence() -> None:
    assert split("It is by A. Byron. It is good.") == ["It is by A. Byron.", "It is good."]


def test_an_empty_line_ends_a_sentence_and_a_broken_one_does_not() -> None:
    assert split("Of lamps\n \nAll lamps of\nSec.\n3 burn") == ["Of lamps", "All lamps of\nSec.\n3 burn"]


def test_a_footnote_number_belongs_to_the_sentence() -> None:
    assert split("It is so.12 Another follows.") == ["It is so.12", "Another follows."]


def test_points_of_a_list_are_sentences() -> None:
    assert split("The Secretary shall study— - (A) open models; and - (B) risks.") == [
        "The Secretary shall study—",
        "- (A) open models; and",
        "- (B) risks.",
    ]
    assert split("It may: (a) wait; or (b) act; et (c) rest; (d) go.") == [
        "It may:",
        "(a) wait; or",
        "(b) act; et",
        "(c) rest;",
        "(d) go.",
    ]
    assert split("Elle ne vise pas: a) les lampes; b) l’huile, point a), ou ii) ci-après; et iii) la mèche.") == [
        "Elle ne vise pas:",
        "a) les lampes;",
        "b) l’huile, point a), ou ii) ci-après; et",
        "iii) la mèche.",
    ]
    assert split("It may: (II) wait; or (III) act. ○ Go.") == ["It may:", "(II) wait; or", "(III) act.", "○ Go."]


def test_paragraphs_of_one_line_are_sentences() -> None:
    assert split("It is so. (b) Lamps burn. See paras. (c) and (d) of it.") == [
        "It is so.",
        "(b) Lamps burn.",
        "See paras. (c) and (d) of it.",
    ]


def test_quoted_paragraphs_are_sentences() -> None:
    text = "Insert: “(a) Lamps.—He shall study— “(1) lamps; and “(2) wicks. “(b) Oil is free.”"
    assert split(text) == [
        "Insert:",
        "“(a) Lamps.—He shall study—",
        "“(1) lamps; and",
        "“(2) wicks.",
        "“(b) Oil is free.”",
    ]


def test_numbered_points_are_sentences() -> None:
    assert split("We ask for two things: 1. Teach open models. 2. Fund them.") == [
        "We ask for two things:",
        "1. Teach open models.",
        "2. Fund them.",
    ]
    assert split("Two more: 10. Teach open models. 11. Fund them.") == [
        "Two more:",
        "10. Teach open models.",
        "11. Fund them.",
    ]
    assert split("7. Teach open models. Fund them.") == ["7. Teach open models.", "Fund them."]
    assert split("Two more:\n12. Teach open models.") == ["Two more:", "12. Teach open models."]
    assert split("See section 2. The fee is due.") == ["See section 2.", "The fee is due."]


def test_points_with_letters_and_roman_numbers_are_sentences() -> None:
    assert split("What are the risks? i. How do they grow? ii. Who bears them? a. Why? b. Since when?") == [
        "What are the risks?",
        "i. How do they grow?",
        "ii. Who bears them?",
        "a. Why?",
        "b. Since when?",
    ]
    assert split("iii. Count lamps; iv. Include wicks; xiii. Name oils.") == [
        "iii. Count lamps;",
        "iv. Include wicks;",
        "xiii. Name oils.",
    ]


@pytest.mark.parametrize(
    "beginning", ["Another", "“Another”", '("[Another', "5 others", "• another", "● another", "– another", "- another"]
)
def test_a_sentence_ends_where_another_begins(beginning: str) -> None:
    assert split(f"It is so. {beginning} follows.") == ["It is so.", f"{beginning} follows."]


@pytest.mark.parametrize("text", ["It is so. another follows.", "It is so. ab. Another", "It is so.Another follows."])
def test_a_sentence_goes_on_where_none_begins(text: str) -> None:
    assert split(text)[0] != "It is so."


@pytest.mark.parametrize(
    "mark",
    [
        "- (A)",
        "(aa)",
        "(xviii)",
        "(III)",
        "(VIII)",
        "(12)",
        "•",
        "●",
        "▪",
        "\uf0b7",
        "“(a)",
        "‘‘(1)",
        "``(B)",
        "7.",
        "12.",
        "a.",
        "viii.",
        "– • (b)",
        "\n(c)",
        "b)",
        "12)",
    ],
)
def test_points_are_known_by_their_mark(mark: str) -> None:
    assert is_point(f"{mark} Open models; and ")


def test_points_and_leads_are_known() -> None:
    assert not is_point("(see annex) and so on")
    assert not is_point("see) and so on")
    assert not is_point("(123) and so on")
    assert not is_point("12. and so on")
    assert all(is_lead(f"The Secretary shall study{mark} ") for mark in ("—", ":", " -"))
    assert not is_lead("The Secretary shall study it.")


@given(st.text(alphabet=st.sampled_from('aB .;:—()1-\n"”')))
def test_sentences_cover_the_text(text: str) -> None:
    _covers(text)


def test_a_text_without_marks_is_cut() -> None:
    for text in ("word " * 3 * MAX_LENGTH, "x" * 3 * MAX_LENGTH):
        _covers(text)
        assert max(map(len, split(text))) <= MAX_LENGTH


def test_a_text_without_marks_is_cut_between_words() -> None:
    pieces = split("lampshades " * MAX_LENGTH)
    assert {word for piece in pieces for word in piece.split()} == {"lampshades"}


def test_blocks_end_where_sentences_end() -> None:
    text = "Models are open. " * BLOCK
    assert len(list(blocks(text))) > 1
    assert set(split(text)) == {"Models are open."}


def _covers(text: str) -> None:
    spans = [span for block in blocks(text) for span in sentences(text, *block)]
    assert "".join(text[start:end] for start, end in spans) == text
