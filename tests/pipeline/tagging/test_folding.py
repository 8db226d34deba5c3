"""Folding changes how the text looks, never where it stands."""

import re
import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging.folding import UNUSUAL, fold


@pytest.mark.parametrize(
    ("shown", "folded"),
    [
        ("Open‑Source", "open-source"),
        ("open\u2013source", "open-source"),
        ("open\u00adsource", "opensource"),
        ("open-\nsource", "opensource"),
        ("open- source", "opensource"),
        ("open- and closed-weight", "open- and closed-weight"),
        ("2- source", "2- source"),
        ("open- Source", "open- source"),
        ("avail\u00ad\nable", "available"),
        ("ﬁne-tuned", "fine-tuned"),
        ("soŌware, aƩribuƟon, seƫng", "software, attribution, setting"),
        ("“Open”\u00a0 \tweights\n\n3", '"open" weights 3'),
        ("‘‘Open’’ and ''open''", '"open" and "open"'),
        ("``Open'' and «\u00a0open\u202f»", '"open" and "open"'),
        ("\u202aopen\u202c source", "open source"),
        ("open\x00source", "open source"),
        ("ｏｐｅｎ", "open"),
        ("weights\u2014and code", "weights - and code"),
        ("open\u2003\u2003source", "open source"),
        ("shall \u2014study", "shall -study"),
        ("assess\u2014 the weights", "assess- the weights"),
        ("mode\u0300les", "modèles"),
        ("It isn’t and doesn't", "it is not and does not"),
        ("We can’t and WON'T, don't we?", "we can not and will not, do not we?"),
        ("n't", "n't"),
        ("weights and/or code, ET/OU", "weights and code, et"),
        ("band/or", "band/or"),
        ("A.I. and a.i., not U.A.I.R", "ai and ai, not u.a.i.r"),
        ("shall, not later than June 1, 2027, publish it", "shall publish it"),
        ("must, in consultation with X, Y, and Z, and\nafter notice, issue rules", "must issue rules"),
        ("shall, unless it is secret, publish it", "shall, unless it is secret, publish it"),
        ("shall, with open-source developers, issue rules", "shall, with open-source developers, issue rules"),
        ("shall, where feasible, license code", "shall license code"),
        ("shall, where feasible, in X, Y and Z, study it", "shall study it"),
        ("shall, dear reader, green tea", "shall, dear reader, green tea"),
        ("dismay, not later than June, publish", "dismay, not later than june, publish"),
        ("Agencies ARE REQUIRED\nto test; it has to pay", "agencies must test; it must pay"),
        ("are obliged to, where feasible, test", "must test"),
        ("Users will have to wait; they are to test", "users must wait; they must test"),
        ("No agency is required to test", "no agency shall be required to test"),
        ("Nobody has to pay", "nobody shall be required to pay"),
        ("agencies are not required to test", "agencies are not required to test"),
        ("A licence is required to export", "a licence is required to export"),
        ("It may have to go, and has to do with it", "it may have to go, and has to do with it"),
        ("what the risks are to the public", "what the risks are to the public"),
        ("It doesn’t have to test, nor do not need to", "it need not test, nor need not"),
        ("They do not have a duty to test; it doesn't have an obligation to", "they need not test; it need not"),
        ("shall, to the maximum extent practicable, publish", "shall publish"),
        ("publish, to the extent possible, code", "publish code"),
        ("to the extent permitted by law", "to the extent permitted by law"),
        ("", ""),
    ],
)
def test_folds_what_does_not_change_the_words(shown: str, folded: str) -> None:
    assert fold(shown).text == folded


@given(
    st.lists(
        st.sampled_from(
            [*"Aan.iIntoRe /-'`\t\x7fé", "A.I.", "and/or", "n't", "``", "open- source", "shall, ", ", publish"]
        )
    ).map("".join)
)
def test_a_text_in_which_only_capitals_change_is_folded_like_any_other(text: str) -> None:
    folded = fold(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.tagging.folding._keeps_its_length", lambda _: False)
        assert fold(text) == folded


@pytest.mark.parametrize("word", ["and", "or", "to", "versus", "vs", "et", "ou"])
def test_a_hyphen_before_a_joining_word_breaks_no_line(word: str) -> None:
    text = f"open- {word} closed-weight"
    assert fold(text).text == text
    assert fold(f"open- {word}er").text == f"open{word}er"


def test_words_beside_a_dash_lead_back_to_themselves() -> None:
    shown = "the weights—and code"
    folded = fold(shown)
    for word in ("weights", "and"):
        start, end = folded.span(folded.text.index(word), folded.text.index(word) + len(word))
        assert shown[start:end] == word


def test_a_verb_leads_back_to_its_place_behind_what_was_interposed() -> None:
    shown = "The office shall, not later than 2027, publish the code"
    folded = fold(shown)
    for words, written in {"publish": "publish", "shall publish": shown[11:46]}.items():
        at = folded.text.index(words)
        start, end = folded.span(at, at + len(words))
        assert shown[start:end] == written


def test_a_contracted_not_leads_back_to_its_letters() -> None:
    shown = "It doesn’t and/or can’t apply"
    folded = fold(shown)
    for word, written in {" not": "n’t", "does": "does", "and": "and/or", "can not": "can’t", "apply": "apply"}.items():
        start, end = folded.span(folded.text.index(word), folded.text.index(word) + len(word))
        assert shown[start:end] == written


@pytest.mark.parametrize(
    "shown", ["ﬁne open\u00ad\nsource", "Kﬁ\u0301", "“Open”  weights", "avail- able", "Ⅷ. modèles"]
)
def test_every_character_leads_back_to_the_words_it_came_from(shown: str) -> None:
    folded = fold(shown)
    for position, character in enumerate(folded.text):
        start, end = folded.span(position, position + 1)
        assert character in fold(shown[start:end]).text


@given(st.text(alphabet=st.sampled_from("aé \n\u00ad\u200b-–“”ﬁⅧe\u0301.K\u202a\x00")), st.data())
def test_spans_are_ordered_and_inside_the_text(shown: str, data: st.DataObject) -> None:
    folded = fold(shown)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(shown)
    assert folded.text[start:end] in fold(shown[first:last]).text


def test_unusual_characters_are_all_that_bring_ascii_letters_into_being() -> None:
    """The prefilter is exact because of this."""
    unusual = re.compile(f"[{UNUSUAL}]")
    # A character without a meaning of its own (unassigned, private, half of a pair) folds to itself.
    meaningful = [point for point in range(0x80, sys.maxunicode + 1) if category(chr(point)) not in ("Cn", "Co", "Cs")]
    usual = [point for point in meaningful if not unusual.match(chr(point))]
    assert len(usual) > 100_000
    for start in range(0, len(usual), 1000):
        points = usual[start : start + 1000]
        folded = fold("|".join(map(chr, points))).text
        assert len(folded.split("|")) == len(points), hex(points[0])
        assert all(folded.split("|")), hex(points[0])
        assert not re.search("[A-Za-z]", folded), hex(points[0])
