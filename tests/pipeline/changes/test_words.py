"""Word-level diffs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.changes import word_diff

texts = st.text(alphabet="ab ,.(1)é\n", max_size=40)


@given(texts, texts)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(text for operation, text in pieces if operation != "insert") == before
    assert "".join(text for operation, text in pieces if operation != "delete") == after
    assert all(text for _, text in pieces)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ()),
        ("same", "same", (("equal", "same"),)),
        (
            "Providers may share weights.",
            "Providers shall share weights.",
            (("equal", "Providers "), ("delete", "may"), ("insert", "shall"), ("equal", " share weights.")),
        ),
        (
            "in force until repealed",
            "in use, while funded",
            (("equal", "in "), ("delete", "force until repealed"), ("insert", "use, while funded")),
        ),
        (
            "force and use",
            "sale and gift",
            (
                *(("delete", "force"), ("insert", "sale"), ("equal", " and ")),
                *(("delete", "use"), ("insert", "gift")),
            ),
        ),
        (", in force", "; in force", (("delete", ","), ("insert", ";"), ("equal", " in force"))),
        (
            "(a) old, new",
            "(a) older, new",
            (("equal", "(a) "), ("delete", "old"), ("insert", "older"), ("equal", ", new")),
        ),
        ("Article 5.", "Article 6.", (("equal", "Article "), ("delete", "5"), ("insert", "6"), ("equal", "."))),
    ],
)
def test_words_are_replaced_whole(before: str, after: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert word_diff(before, after) == expected
