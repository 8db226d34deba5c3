"""The prefilter may be wrong in one direction only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging import Passage, load_rules, may_be_tagged, tag
from pipeline.tagging.folding import PUT_IN
from pipeline.tagging.prefilter import Anchors, may_hold_cue

RULES = load_rules()
STRONG = [
    (rule.language, example.text)
    for rule in RULES.rules
    if rule.kind == "cue" and not rule.weak
    for example in rule.examples
    if example.expected
]
NOISE = st.sampled_from(
    ["\u00ad", "\u200b", "-\n", "- ", "\u2010\n", "\u00ad\n", " ", "\n", "\u00a0", "“", "1", "\u202a"]
)


def test_no_cue_of_a_rule_is_ruled_out() -> None:
    assert [text for language, text in STRONG if not may_hold_cue(text, RULES.packs[language].anchors)] == []


@given(st.sampled_from(STRONG), st.lists(st.tuples(st.integers(0, 200), NOISE), max_size=6), st.booleans())
def test_nothing_that_would_be_tagged_is_ruled_out(
    cue: tuple[str, str], noise: list[tuple[int, str]], capitals: bool
) -> None:
    language, text = cue
    for place, disturbance in noise:
        place = min(place, len(text))
        text = text[:place] + disturbance + text[place:]
    text = text.upper() if capitals else text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.tagging.evidence.may_hold_cue", lambda *_: True)
        patch.setattr("pipeline.tagging.evidence.holds_anchor", lambda *_: True)
        without_prefilter = tag(Passage(text, language=language), RULES)
    assert tag(Passage(text, language=language), RULES) == without_prefilter
    assert may_be_tagged(text, language, RULES) or not without_prefilter


def test_what_may_be_tagged_is_looked_for_in_the_whole_of_a_long_text_and_in_a_language_that_has_rules() -> None:
    silent = "The Secretary shall submit a report. " * 200
    assert not may_be_tagged(silent, "", RULES)
    assert may_be_tagged(f"{silent}Open-source software is exempt. {silent}", "", RULES)
    assert not may_be_tagged("Open-source software is exempt.", "da", RULES)


def test_no_word_that_folding_puts_in_is_part_of_an_anchor() -> None:
    """Folding writes "will not" for "won't": an anchor in these letters would be missed."""
    words = " ".join(PUT_IN).encode()
    assert not any(pack.anchors.stand_in(words) for pack in RULES.packs.values())


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Sources are OPEN.", True),
        ("They are open.", False),
        ("The sources.", False),
        ("Of open sour- ces.", True),
        ("Of open sour-\u00a0ces.", True),
        ("Of open sour\u2010\nces.", True),
        ("Of o\u00adpen sources.", True),
        ("“Of op en sources” – é", False),
    ],
)
def test_all_letter_runs_of_an_anchor_must_stand_in_a_text(text: str, held: bool) -> None:
    anchors = Anchors([("open", "source"), ("libre",)])
    assert [may_hold_cue(text, anchors) for _ in range(2)] == [held, held]


@given(st.text("abc ", max_size=30), st.lists(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3)))
def test_anchors_are_found_without_the_automaton_too(text: str, anchors: list[list[str]]) -> None:
    sets = [tuple(runs) for runs in anchors]
    held = any(all(run in text for run in runs) for runs in sets)
    assert Anchors(sets).stand_in(text.encode()) is held
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.literals.BytesAhoCorasick", None)
        assert Anchors(sets).stand_in(text.encode()) is held


@pytest.mark.parametrize("text", ["", "The Secretary shall submit a report.", "Ordinary text " * 1000, "日本語の文章"])
def test_ordinary_text_is_ruled_out(text: str) -> None:
    assert not may_hold_cue(text, RULES.packs["en"].anchors)
