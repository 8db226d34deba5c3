import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.pdf.hyphens import Hyphens

DOCUMENT = [
    "We use open-source code and information here .",
    "A model is a source of long data and is predicted .",
    "The state of the ship : we inform it in a form .",
]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("more infor", "mation is", "more information is"),
        ("an open", "source model", "an open-source model"),
        ("was model", "predicted by", "was model-predicted by"),
        ("they in", "state pilots", "they instate pilots"),
        ("an unseen compli", "ance plan", "an unseen compliance plan"),
        ("a self", "driving ship", "a self-driving ship"),
        ("in Trans", "Atlantic trade", "in Trans-Atlantic trade"),
        ("a state-of", "the-art model", "a state-of-the-art model"),
        ("a risk-mitiga", "tion plan", "a risk-mitigation plan"),
        ("a well-in", "form ship", "a well-inform ship"),
        ("EO 14110", "2 says", "EO 14110-2 says"),
        ("at https://a.example/marine", "mammal-stock", "at https://a.example/marine-mammal-stock"),
    ],
)
def test_the_rest_of_the_document_tells_whose_the_hyphen_is(before: str, after: str, joined: str) -> None:
    assert Hyphens((line, False) for line in DOCUMENT).join([(before, True), (after, False)]) == joined


WHOLE = [("They ask for open", True), ("source models . The open-source ones are used .", False)]
PARTED = [("They ask for infor", True), ("mation on models . All information is used .", False)]


@pytest.mark.parametrize(
    ("lines", "joined"), [(WHOLE, "a tamper-proof seal"), (PARTED, "a tamperproof seal"), ([], "a tamperproof seal")]
)
def test_a_document_that_leaves_words_whole_has_the_hyphens_of_its_writer(
    lines: list[tuple[str, bool]], joined: str
) -> None:
    assert Hyphens(lines).join([("a tamper", True), ("proof seal", False)]) == joined


def test_half_a_word_is_no_word_of_the_document() -> None:
    lines = [*PARTED, ("The harbors design them and trust", True), ("ing pilots use them .", False)]
    assert Hyphens(lines).join([("it is design", True), ("ing them", False)]) == "it is designing them"


def test_lines_without_hyphen_are_joined_by_a_blank_and_addresses_by_nothing() -> None:
    assert (
        Hyphens([]).join([("one", False), ("two https://", False), ("a.example", False)]) == "one two https://a.example"
    )


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("Circular A–", "11 says", "Circular A–11 says"),
        ("suspended—", "subject to law", "suspended—subject to law"),
        ("open models –", "those of harbors", "open models – those of harbors"),
    ],
)
def test_a_dash_at_the_end_of_a_line_parts_words_as_it_does_inside_of_one(before: str, after: str, joined: str) -> None:
    assert Hyphens([]).join([(before, False), (after, False)]) == joined


@given(st.lists(st.tuples(st.text(min_size=1), st.booleans()), max_size=8))
def test_no_letter_is_lost(lines: list[tuple[str, bool]]) -> None:
    joined = Hyphens([]).join(lines)
    assert [c for c in joined if c.isalnum()] == [c for text, _ in lines for c in text if c.isalnum()]
