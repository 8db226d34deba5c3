"""Looking for many strings at once finds what looking for each finds."""

import pickle
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.literals import Literals


@given(st.text("abé ", max_size=30), st.lists(st.text("abé", min_size=1, max_size=3), unique=True))
def test_strings_are_found_as_one_by_one(text: str, strings: list[str]) -> None:
    expected = {string for string in strings if string in text}
    assert Literals(strings).found_in(text.encode()) == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.literals.BytesAhoCorasick", None)
        assert Literals(strings).found_in(text.encode()) == expected


def test_a_string_inside_of_another_is_found_too() -> None:
    assert Literals(["models", "model", "del"]).found_in(b"the model") == {"model", "del"}


def test_a_long_text_that_repeats_a_string_takes_no_memory() -> None:
    """A table of 12 MB with a million slashes took 318 MB."""
    literals, text = Literals(["/", "no"]), b"1/2 " * 1_000_000
    tracemalloc.start()
    found = literals.found_in(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found, most < 1_000_000) == ({"/"}, True)


def test_literals_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Literals(["weight"]))).found_in(b"weights") == {"weight"}
