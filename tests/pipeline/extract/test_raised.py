"""Exponents are not digits of the number before them."""

import pytest

from pipeline.extract.raised import is_plainly_exponent, raised


@pytest.mark.parametrize(
    ("before", "text", "written"),
    [
        ("greater than 10", "25", "²⁵"),
        ("10", " 26 ", "²⁶"),
        ("5 m", "2", "²"),
        ("s", "\u20131", "⁻¹"),
        ("10", "+3", "⁺³"),
        ("2", "n", "ⁿ"),
        ("(a + b)", "2", "²"),
        ("10", "25.5", "^(25.5)"),
        ("10", "3/2", "^(3/2)"),
    ],
)
def test_exponents_are_written_as_such(before: str, text: str, written: str) -> None:
    assert raised(text, before) == written


@pytest.mark.parametrize(
    ("before", "text"),
    [("l'article 1", "er"), ("n", "o"), ("n", "°"), ("the 2", "nd"), ("end.", "3"), ("end ", "3"), ("see (", "3"),
     ("10", "(3)"), ("7", "*1"), ("", "12"), ("10", "1" * 40)],
)  # fmt: skip
def test_ordinals_and_marks_of_notes_stay_as_they_are(before: str, text: str) -> None:
    assert raised(text, before) == text


@pytest.mark.parametrize(
    ("before", "text", "plainly"),
    [
        ("more than 10", "26", True),
        ("per m", "3", True),
        ("5 ft", "2", True),
        ("kg s", "\u22121", True),
        ("in 2010", "2", False),
        ("Section 1.10", "2", False),
        ("model", "2", False),
        ("item", "3", False),
        ("trained in", "2", False),
        ("5 m", "7", False),
        ("10", "th", False),
    ],
)
def test_where_notes_are_marked_alike_only_plain_powers_are_exponents(before: str, text: str, plainly: bool) -> None:
    assert is_plainly_exponent(text, before) is plainly
