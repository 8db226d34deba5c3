"""Texts with their changes marked, and the words of a change in a line of a list."""

import click
import pytest

from cli.worddiff import differences, marked


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("One, two three.", "One two four.", "-three +four"),
        ("One, two three.", "One two three.", "-,"),
        ("One two three four.", "Six two seven four.", "-One +Six …"),
        ("", "Heading\nA lamp.", "A lamp."),
        ("A lamp " + "x" * 60, "", "A lamp " + "x" * 52 + "…"),
    ],
)
def test_a_line_has_the_first_words_that_changed(before: str, after: str, line: str) -> None:
    assert differences(before, after) == line


def test_long_stretches_that_stayed_are_left_out_unless_the_whole_is_shown() -> None:
    stayed = "lamp " * 40
    before, after = f"One {stayed}two {stayed}three", f"One {stayed}six {stayed}three"
    short = click.unstyle(marked(before, after, whole=False))
    assert short == f" … {f'One {stayed}'[-60:]}[-two-]{{+six+}}{f' {stayed}three'[:60]} … "
    assert click.unstyle(marked(before, after, whole=True)) == f"One {stayed}[-two-]{{+six+}} {stayed}three"
    near = "lamp " * 20
    assert click.unstyle(marked(f"one {near}two", f"three {near}four", whole=False)).count(" … ") == 0
