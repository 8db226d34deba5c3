"""Title lines of sections inside annexes: "Section A. List of …", "3. Quality management system", "a. AI systems"."""

import re

from pipeline.extract.eu.labels import LATIN, Label, parse_label
from pipeline.extract.eu.languages import DIVISIONS, ORDINALS

_WORDS = "|".join(sorted((word for words in DIVISIONS.values() for word in words), key=len, reverse=True))
_ORDINAL = "|".join(ORDINALS)
_NAMED = re.compile(
    rf"(?P<name>(?:(?:{_WORDS})\s+(?:{_ORDINAL}|(?:[IVXLC]+|\d+(?:\.\d+)*|[A-Z])(?:\s?{LATIN}|[a-z])?)"
    rf"|(?:{_ORDINAL})\s+(?:{_WORDS}))\b(?:\s?[.:–—-])?)\s*(?P<heading>.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?P<label>\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]{1,5})(?:\)|\.\)?|(?<=\d)))(?:\s+|(?<=\d\.)(?=[^\W\d]))(?P<heading>.*)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?P<name>[A-Z][.:–—-])\s+(?P<heading>.*)")


def read_heading(text: str) -> tuple[Label | None, str, str]:
    """Number, name and heading of a section's title line: (None, "Section A.", "List of …"), (3., "", "Quality …")."""
    if named := _NAMED.fullmatch(text):
        return None, named["name"], named["heading"]
    if lettered := _LETTERED.fullmatch(text):
        return None, lettered["name"], lettered["heading"]
    numbered = _NUMBERED.fullmatch(text)
    label = parse_label(numbered["label"]) if numbered else None
    if numbered and label:
        return label, "", numbered["heading"]
    bare = parse_label(text)
    return (bare, "", "") if bare else (None, "", text)
