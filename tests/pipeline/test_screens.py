"""What is looked at before a regular expression runs, or in its place, must not change what is found."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.identifiers import _FR_MENTION, fr_mentions
from pipeline.normalise import letters_and_digits, normalise, storable, tidy
from pipeline.references import chains, documents
from pipeline.references.screen import holds_any

EVERY_CHARACTER = [chr(code) for code in range(0x110000)]
SCREENED = {
    **{scheme: (pattern, words) for scheme, words, pattern in documents._US_PATTERNS},
    **{celex: (pattern, documents._TREATY_WORDS) for pattern, celex in documents._TREATY_PATTERNS},
    "number of an act": (documents._ACT_NUMBER, ("/",)),
    "CELEX": (documents._CELEX, documents._CELEX_STARTS),
    "ELI": (documents._ELI, ("data.europa.eu/eli/",)),
    "provision": (re.compile("|".join(words for words, *_ in chains._KINDS)), chains._PIECES),
}


@pytest.mark.parametrize(("pattern", "pieces"), SCREENED.values(), ids=SCREENED)
def test_every_match_holds_one_of_the_pieces_that_are_looked_for(
    pattern: re.Pattern[str], pieces: tuple[str, ...]
) -> None:
    @given(st.from_regex(pattern, fullmatch=True))
    @settings(max_examples=100, deadline=None, database=None)
    def holds(text: str) -> None:
        assert holds_any(text, pieces)

    holds()


@given(st.from_regex(_FR_MENTION, fullmatch=True))
@settings(max_examples=100, deadline=None, database=None)
def test_every_mention_of_a_federal_register_document_is_found(text: str) -> None:
    assert fr_mentions(text)


def test_white_space_is_what_regular_expressions_say() -> None:
    text = "a" + "b".join(EVERY_CHARACTER) + "c"
    assert tidy(text) == re.sub(r"\s+", " ", text).strip()


@given(st.text(alphabet="ab \t\n\u00a0\u2028\u3000é", max_size=8))
def test_what_looks_tidy_is(text: str) -> None:
    assert tidy(text) == re.sub(r"\s+", " ", text).strip()


def test_letters_and_digits_are_those_of_all_scripts() -> None:
    assert letters_and_digits("".join(EVERY_CHARACTER)) == sum(map(str.isalnum, EVERY_CHARACTER))
    assert letters_and_digits("".join(EVERY_CHARACTER[:128])) == 62


def test_only_what_a_database_cannot_keep_is_replaced() -> None:
    unstorable = {character for character in EVERY_CHARACTER if storable(character) != character}
    assert unstorable == {"\0", *map(chr, range(0xD800, 0xE000))}


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212")
def test_every_dash_is_a_hyphen(dash: str) -> None:
    assert normalise(f"open{dash}source") == "open-source"
    assert [mention.target for mention in documents.mentions(f"see M{dash}24{dash}10")] == ["omb:M-24-10"]
