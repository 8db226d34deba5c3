"""Which rules a text without a stated language needs: English or French, by their commonest words."""

import re

_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|for|with|shall|or|is|are|by)\b", re.IGNORECASE)
# "et al." stands in English lists of references, which have few function words.
_FRENCH = re.compile(r"\b(?:le|la|les|des|du|et(?! al\b)|une|dans|que|sont|aux|sur|par|ou|est|pour)\b", re.IGNORECASE)
_ENOUGH = 4_000
"""Characters that are looked at."""


def guess_language(text: str) -> str:
    """ "fr" if French function words outnumber English ones, else "en"."""
    head = text[:_ENOUGH]
    return "fr" if len(_FRENCH.findall(head)) > len(_ENGLISH.findall(head)) else "en"
