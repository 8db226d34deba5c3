"""The screen may only rule out what cannot match."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging.folding import MARK
from pipeline.tagging.phrases import Phrases, translate
from pipeline.tagging.screening import Screen, Screened

PHRASES = Phrases(
    map(
        translate,
        (
            "open~source",
            "releas* ..3 (model|weight)s?",
            "licen(c|s)es?",
            "public (code|to the world)",
            "§ 5",
            "[the] (world|école)",
            "(un)?safe~code",
            "~source",
            "<open> ..2 world",
            "released <open>",
        ),
    )
)
WORDS = (
    "open",
    "-",
    "source",
    "opensource",
    "released",
    "the",
    "models",
    "weight",
    "licences",
    "public",
    "world",
    "5",
    MARK,
    MARK * 5,
)


def screened(text: str) -> Screened:
    return Screened(text, Screen([PHRASES]))


def possible(text: str) -> set[str]:
    found = Screen([PHRASES]).possible(text)
    return {PHRASES[place].source for place, _ in found[PHRASES.patterns]}


OTHERS = ("§", "é", "ecole", "l'école", "5the", "unsafe", "safe", "code", " ", "xx" * 30)


@given(st.lists(st.sampled_from((*WORDS, *OTHERS))).map(" ".join) | st.text(f"opensurc -§5{MARK}"))
def test_no_match_is_lost(text: str) -> None:
    expected = [match.span() for phrase in PHRASES for match in re.finditer(phrase.pattern, text)]
    assert screened(text).occurrences(PHRASES) == expected
    assert screened(text).occurs(PHRASES) == bool(expected)


def test_letter_runs_are_found_inside_of_words_of_any_length() -> None:
    assert "licen(c|s)es?" in possible("sublicences")
    assert "licen(c|s)es?" in possible("x" * 5_000 + "licences")


def test_only_phrases_whose_words_are_all_there_are_tried() -> None:
    assert possible("a release of models") == {"releas* ..3 (model|weight)s?", "§ 5"}
    assert possible("the models of the public") == {"§ 5"}


def test_of_a_long_word_only_the_beginning_is_looked_at_behind_each_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking all of it there made 400 kB of hexadecimal digits cost 15 seconds."""
    screen, looked_at = Screen([PHRASES]), set[int]()
    monkeypatch.setattr(screen, "_begun_by", lambda word: looked_at.add(len(word)) or frozenset())
    screen.starts("0a1b" * 10_000)
    assert max(looked_at) < 20


def test_what_has_no_letters_is_always_tried() -> None:
    assert screened("§ 5 applies").occurrences(PHRASES) == [(0, 3)]


def test_a_screen_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Screen([PHRASES]))).possible("open") == Screen([PHRASES]).possible("open")


def test_no_phrases_stand_nowhere() -> None:
    assert Screen().possible("open source") == {}
    assert not Screened("open source", Screen()).occurs(Phrases())
