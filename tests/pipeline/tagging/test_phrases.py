"""The language of rules."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging.folding import MARK, fold
from pipeline.tagging.phrase_parts import PhraseError
from pipeline.tagging.phrases import parse, translate


def matches(source: str, text: str) -> bool:
    return re.search(translate(source).pattern, fold(text).text) is not None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("open~source", "open-source software"),
        ("open~source", "opensource"),
        ("open source", "“Open” source"),
        ('"open"', "“open”"),
        ('"open"', "‘open’"),
        ("logiciels libres", "logiciels « libres »"),
        ("open source software", "open-source software"),
        ("open source software", "open source2 software"),
        ("open source software", "open source[12] software"),
        ("weights ..2 public", "weights12 are made public"),
        ("weights ..2 public", "weights[12], which are public"),
        ("open and closed source", "open- and closed-source"),
        ("education training", "education/ training"),
        ("open source", "2open source"),
        ("models?", "model"),
        ("open (source| code)", "open code"),
        ("(un)?licensed", "licensed"),
        ("licen(c|s)es?", "licenses"),
        ("licen(c|s)es?", "a licence"),
        ("encourag* the use", "encouraging the use"),
        ("not apply to ..3 models", "not apply to any of the models"),
        ("weights ..2 public", "weights, are made public"),
        ("open~source ^3 datasets", "open-source datasets"),
        ("open~source ^3 datasets", "open-source high-quality machine-learning datasets"),
        ("open~source ^3 datasets", "open-source previous robotics datasets"),
        ("the [said] models", "the models"),
        ("[the] [said] models", "these models"),
        ("[the] [said] models", "said models"),
        ("modèles ouverts", "MODELES OUVERTS"),
        ("free, open", "free, open"),
        ("d'une licence", "d’une licence"),
        ("(d|l)'une licence", "l'une licence"),
        ("developers' models", "developers’ models"),
    ],
)
def test_matches(source: str, text: str) -> None:
    assert matches(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("open~source", "reopen source"),
        ("open~source", "open sources"),
        ("models?", "modelling"),
        ("not apply to ..2 models", "not apply to any of the models"),
        ("open source", "open, then source"),
        ("open~source ^3 datasets", "open-source tools for datasets"),
        ("open~source ^3 datasets", "open-source tools, datasets"),
        ("open~source ^3 datasets", "open-source models need datasets"),
        ("open~source ^3 datasets", "an open-source model needs datasets"),
        ("open~source ^3 datasets", "open-source publications include datasets"),
        ("open~source ^3 datasets", "open-source very large new speech datasets"),
        ('"open"', "open"),
    ],
)
def test_does_not_match(source: str, text: str) -> None:
    assert not matches(source, text)


def test_open_stands_for_evidence() -> None:
    assert re.search(translate("release of <open>").pattern, f"the release of {MARK * 12} is free")


def test_a_name_stands_for_a_phrase() -> None:
    named = {"noun": parse("(models?|systems?)", {})}
    assert re.search(translate("open @noun", named).pattern, "open systems")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("(open", "( without )"),
        ("open)", "unexpected ')'"),
        ("@nothing models", "@nothing is not in phrases.yml"),
        ("[open]", "match nothing at all"),
        ("(open|)", "match nothing at all"),
        ("..3 models", "a gap needs words on both sides"),
        ("models ..3", "a gap needs words on both sides"),
        ("^3 models", "a gap needs words on both sides"),
        ("open+\\w", "unexpected"),
        ("the Open models", "write 'open'"),
        ("the soﬁa models", "write 'sofia'"),
        ("open * models", "need letters beside them"),
        ("(open |closed) models", "a space before '|' means nothing"),
        ("d' une licence libre", 'no space follows "d\'" in a text'),
        ("(de|qu') une licence libre", 'no space follows "qu\'" in a text'),
        ("(open|closed ) models", "a space before ')' means nothing"),
        ("the [said ] models", "a space before ']' means nothing"),
        ("(said)? models", "stands in square brackets"),
        ("models (said)?", "stands in square brackets"),
        ("the (a|(said)?) models", "stands in square brackets"),
        ("the ((said)?|a) models", "stands in square brackets"),
        ("the [(said)?] models", "stands in square brackets"),
        ("a ..40 b ..40 c ..40 d ..40 e", "could be slow"),
    ],
)
def test_refuses_with_a_reason(source: str, reason: str) -> None:
    with pytest.raises(PhraseError, match=re.escape(reason)):
        translate(source)


@pytest.mark.parametrize(
    ("source", "ways"),
    [
        ("open models", 1),
        ("open models?", 2),
        ("open ..3 models", 4),
        ("open ^3 models", 4),
        ("a ..1 b ..2 c", 6),
        ("(open|closed) models", 1),
        ("(open|openly) models", 2),
        ("the [said] models", 1),
        ("the [models] models", 2),
        ("the [(said|sa~id)] models", 2),
        ("the [open] openly", 2),
        ("the [openly] open", 2),
        ("models? ..2 weights?", 12),
    ],
)
def test_no_way_to_match_at_one_place_is_left_out_of_the_count(source: str, ways: int) -> None:
    assert parse(source, {}).ways == ways


WORDS = st.sampled_from(["open", "source", "models", "model", "the", "ai", "weights", "of", "opening", "sources"])
PHRASES = st.sampled_from(
    ["open~source", "open [ai] models?", "(weights|model weights) of ..2 models", "the (open|closed) (model|source)*"]
)


def test_only_letters_of_every_match_are_demanded() -> None:
    demanded = translate("[the] (open|free) [said] ..2 models?").literals
    assert demanded == {frozenset({"open", "free"}), frozenset({"model"})}


@given(PHRASES, st.lists(WORDS, max_size=12))
def test_a_match_holds_the_letter_runs_that_the_phrase_demands(source: str, words: list[str]) -> None:
    phrase = translate(source)
    if match := re.search(phrase.pattern, " ".join(words)):
        assert all(any(run in match.group() for run in runs) for runs in phrase.literals)
