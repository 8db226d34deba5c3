from itertools import chain

import pytest

from pipeline.extract.structure.blocks import Block
from pipeline.extract.structure.flow import Flow


def under(*blocks: Block) -> list[tuple[str, str]]:
    """Text and heading of each unit."""
    return [(row.text, row.heading) for row in Flow().rows(blocks) if row.unit]


def heading(text: str, level: int) -> Block:
    return Block("heading", text, level=level)


def words(text: str) -> Block:
    return Block("paragraph", text)


def test_a_paragraph_bears_the_heading_that_it_stands_under() -> None:
    found = under(
        words("Before."),
        heading("Charts", 1),
        words("Of charts."),
        heading("Open Charts", 2),
        words("Of open charts."),
        heading("Harbors", 1),
        words("Of harbors."),
    )
    assert found == [
        ("Before.", ""),
        ("Of charts.", "Charts"),
        ("Of open charts.", "Open Charts"),
        ("Of harbors.", "Harbors"),
    ]


def test_a_heading_of_many_sections_gives_way_to_the_one_above_it() -> None:
    names = ("Charts", "Harbors", "Pilots")
    sections = [(heading(name, 1), heading("Actions", 2), words(f"On {name}.")) for name in names]
    assert under(*chain(*sections)) == [(f"On {name}.", name) for name in names]
    assert under(*chain(*sections[:2])) == [(f"On {name}.", "Actions") for name in names[:2]]


def test_a_heading_of_many_sections_with_none_above_it_is_none() -> None:
    assert under(*[heading("Actions", 1), words("On harbors.")] * 3) == [("On harbors.", "")] * 3


def test_a_note_bears_no_heading() -> None:
    assert under(heading("Charts", 1), Block("footnote", "See above.", number="1")) == [("See above.", "")]


@pytest.mark.parametrize("letter", ["a.", "a)", "(a)"])
def test_questions_are_units_and_their_notes_come_after_them(letter: str) -> None:
    note = Block("footnote", "See above.", number="1")
    second = words(f"{letter} Who reads them?")
    questions = [words("1. Who draws charts?"), second, note, words("2. Who burns them?"), note]
    rows = [(row.citation, row.text) for row in Flow().rows([*questions, words("Write to us.")])]
    assert rows == [
        ("Question 1", f"1. Who draws charts? {letter} Who reads them?"),
        ("Question 1, introductory text", "1. Who draws charts?"),
        ("Question 1(a)", f"{letter} Who reads them?"),
        ("Question 2", "2. Who burns them?"),
        ("note 1", "See above."),
        ("note 1", "See above."),
        ("para. 1", "Write to us."),
    ]


def test_letters_that_follow_no_question_are_paragraphs() -> None:
    texts = ["a. Who draws charts?", "b. Who reads them?"]
    assert under(*map(words, texts)) == [(text, "") for text in texts]


def test_a_question_in_quotation_marks_asks_nothing() -> None:
    texts = ["1. Use the heading “Can this rise?” above.", "2. Label it “Who draws?,” in bold.", "3. Keep both."]
    assert [row.kind for row in Flow().rows([words(text) for text in texts])] == ["paragraph"] * 3
