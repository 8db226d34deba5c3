"""Title lines that hold a number or name and a heading: "Section A. List of …", "3. Quality management system",
"ANNEX II – Lamps"."""

import re

from pipeline.extract.eu.labels import LATIN, Label, parse_label
from pipeline.extract.eu.languages import ANNEX, APPENDIX, DIVISIONS, ORDINALS

_WORDS = "|".join(sorted((word for words in DIVISIONS.values() for word in words), key=len, reverse=True))
_ORDINAL = "|".join(ORDINALS)
# "Title of the study" and "TITLE OF THE STUDY" have no number.
_NUMBER = rf"(?:(?:(?-i:[IVXLC]+)[a-h]?|\d+(?:\.\d+)*[a-z]?)(?:\s?{LATIN})?|(?-i:[A-Z]))"
_NAMED = re.compile(
    rf"(?P<name>(?:(?:{_WORDS})\s+(?:{_ORDINAL}|{_NUMBER})"
    rf"|(?:{_ORDINAL})\s+(?:{_WORDS}))\b(?:\s?[.:–—-])?)\s*(?P<heading>.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?P<label>\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]{1,5})(?:\)|\.\)?|(?<=\d)))(?:\s+|(?<=\d\.)(?=[^\W\d]))(?P<heading>.*)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?P<name>(?P<number>[A-Z]|[IVX]{2,5})[.):–—-])\s+(?P<heading>.*)")

# What follows is a heading, "to Decision No 154/2018" too: its number is not the annex's.
_ANNEX = re.compile(
    rf"(?P<name>(?:{ANNEX.pattern}|{APPENDIX.pattern})(?:\s+(?:n[or°º]\.?\s?)?(?-i:(?:[IVXLC]+|\d+)[A-Za-z]?|[A-Z])(?:[-./]\w{{1,4}})*"
    rf"(?:\s{LATIN})?(?=[\s.:;,–—’”»)]|$))?)[\s.:–—-]*(?P<heading>.*)",
    re.IGNORECASE,
)


def read_annex_title(text: str) -> tuple[str, str]:
    """Name and heading in the title line of an annex, an appendix or an attached text: ("ANNEX II", "Lamps"),
    ("", "PROTOCOL on lamps")."""
    found = _ANNEX.fullmatch(text)
    if found is None:
        return "", text
    return (found["name"], found["heading"]) if re.search(r"\w\w", found["heading"]) else (text, "")


def read_heading(text: str) -> tuple[Label | None, str, str]:
    """Number, name and heading of a section's title line: (None, "Section A.", "List of …"), (3., "", "Quality …"),
    (A., "A.", "List of …")."""
    if named := _NAMED.fullmatch(text):
        return None, named["name"], named["heading"]
    if lettered := _LETTERED.fullmatch(text):
        return parse_label(f"{lettered['number']}."), lettered["name"], lettered["heading"]
    numbered = _NUMBERED.fullmatch(text)
    label = parse_label(numbered["label"]) if numbered else None
    if numbered and label:
        return label, "", numbered["heading"]
    bare = parse_label(text)
    return (bare, "", "") if bare else (None, "", text)
