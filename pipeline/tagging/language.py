"""Which rules a text needs: those of the language it states, or English or French by their commonest words."""

import re

_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|for|with|shall|or|is|are|by)\b", re.IGNORECASE)
# "et al." stands in English lists of references, which have few function words.
_FRENCH = re.compile(r"\b(?:le|la|les|des|du|et(?! al\b)|une|dans|que|sont|aux|sur|par|ou|est|pour)\b", re.IGNORECASE)
_ENOUGH = 4_000
"""Characters that are looked at."""


_SHORT = {"eng": "en", "fra": "fr", "fre": "fr"}
"""ISO 639-2 codes of the languages that have rules, as the Publications Office writes them."""


def language_code(stated: str) -> str:
    """The code by which rules are found: "en" for "EN", "en-US" and "eng"; "" for "". Raises `ValueError` for what is
    no code of a language."""
    code = re.split("[-_]", stated.strip().casefold())[0]
    if stated and not re.fullmatch("[a-z]{2,3}", code):
        raise ValueError(f'{stated!r} is not a language code; write it like "en" or "fr", or leave it out')
    return _SHORT.get(code, code)


def guess_language(text: str) -> str:
    """ "fr" if French function words outnumber English ones, else "en"."""
    head = text[:_ENOUGH]
    return "fr" if len(_FRENCH.findall(head)) > len(_ENGLISH.findall(head)) else "en"
