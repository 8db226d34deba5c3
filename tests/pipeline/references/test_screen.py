"""What is looked at before a regular expression runs, or in its place, must not change what is found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import _FR_MENTION, fr_mentions
from pipeline.references import chains, documents

SCREENED = {
    **{scheme: (pattern, words) for scheme, words, pattern in documents._US_PATTERNS},
    **{celex: (pattern, documents._TREATY_WORDS) for pattern, celex in documents._TREATY_PATTERNS},
    "number of an act": (documents._ACT_NUMBER, ("/",)),
    "CELEX": (documents._CELEX, documents._CELEX_STARTS),
    "ELI": (documents._ELI, ("data.europa.eu/eli/",)),
    "provision": (re.compile("|".join(words for words, *_ in chains._KINDS)), chains._PIECES),
}


@pytest.mark.parametrize(("pattern", "pieces"), SCREENED.values(), ids=SCREENED)
@given(data=st.data())
def test_every_match_holds_one_of_the_pieces_that_are_looked_for(
    pattern: re.Pattern[str], pieces: tuple[str, ...], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    assert any(piece in text for piece in pieces)
    assert (chains._ANY_PIECE if pieces is chains._PIECES else documents._WORDS).found_in(text.encode())


@given(st.from_regex(_FR_MENTION, fullmatch=True))
def test_every_mention_of_a_federal_register_document_is_found(text: str) -> None:
    assert fr_mentions(text)
