"""The numbers that EU acts give their units: "(a)", "‘(14a)", "3.1.", "b bis)", "Article 75a", "—".

Values are the same in every language, so that paths are: the "bis" of a French or Spanish text is the "a" of an English
one ("Article 4 bis" and "Article 4a", "b bis)" and "(ba)").
"""

import re
from dataclasses import dataclass
from string import ascii_lowercase

from pipeline import roman

OPENING_QUOTES = "‘“«„‹\"'"
CLOSING_QUOTES = "’”»“‟›\"'`"

# Latin multiplicative adverbs in drafting order; the style guides of the Romance languages number inserted units so.
_TENS = ("vicies", "tricies", "quadragies", "quinquagies", "sexagies")
_LATIN = (
    "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies", "undecies", "duodecies",
    "terdecies", "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies", "novodecies",
    *(one + ten for ten in _TENS for one in ("", "un", "duo", "ter", "quater", "quin", "sex", "sept", "octo", "novo")),
)  # fmt: skip
LATIN_WORD = f"(?:{'|'.join(sorted(_LATIN, key=len, reverse=True))})"
LATIN = rf"(?P<latin>{LATIN_WORD}(?:\s{LATIN_WORD})?)"
"""The Latin after a number; of a unit inserted between inserted ones two words, "octies bis"."""
# "8aa" has letters of its own; "8bis" is 8 with its Latin.
_LETTERS = rf"(?:(?!{LATIN_WORD}\b)[a-z]{{1,3}})?"
# What is inserted before the first, "-1." and "-1a.", or before an inserted one: "3-a." comes before "3a.", in French
# "3 -bis." before "3 bis.".
_NUMBER = rf"(?:-(?=\d[a-z]{{0,2}}\.))?\d+(?:-[a-h]|{_LETTERS})"
_VALUE = (
    rf"(?P<value>\d+(?:\.\d+)+{_LETTERS}|{_NUMBER}|[ivxlc]{{1,8}}[a-h]?|[^\W\d_]{{1,3}})(?:\s?(?P<before>-?){LATIN})?"
)
_QUOTE = rf"(?:[{re.escape(OPENING_QUOTES)}]\s?)?"
_CLOSER = r"(?:\)\.?|\.\)?|\]|º|°)"
_INSERTED = "abcdefgh"
"""Letters of units inserted into a list with roman numbers: "(viia)" and "(xvic)"."""
_DASHES = re.escape("-—–‒•·▪●○◦")

_CELL = re.compile(rf"{_QUOTE}(?:[(\[]?{_VALUE}{_CLOSER}|(?P<dash>[{_DASHES}]))", re.IGNORECASE)
_DOTTED_CELL = re.compile(rf"{_QUOTE}(?P<value>\d+(?:\.\d+)+[a-z]?)", re.IGNORECASE)

_PARAGRAPH = re.compile(
    rf"{_QUOTE}(?:\((?P<bracketed>\d+[a-z]{{0,3}})\)|(?P<plain>{_NUMBER})(?:\s?(?P<before>-?){LATIN})?\.)\s+(?=\S)",
    re.IGNORECASE,
)
_POINT = re.compile(
    rf"{_QUOTE}(?:\((?:\d+[a-z]{{0,3}}|[ivxlc]{{1,8}}[a-h]?|[^\W\d_]{{1,3}})(?:\s{LATIN_WORD}){{0,2}}\)"
    rf"|(?:[ivxlc]{{1,8}}|[^\W\d_]{{1,2}}|\d{{1,3}})\)|\d+(?:\.\d+)*\.|\d+(?:\.\d+)+|[{_DASHES}])\s+(?=\S)",
    re.IGNORECASE,
)
_LATIN_FIRST = re.compile(rf"{LATIN}\.\s+")
_NOTE = re.compile(r"\(?\s*(?P<number>\*+(?:\d+[a-z]?)?|\d+[a-z]?)\s*\)?\s*")
_ARTICLE_NUMBER = re.compile(
    rf"(?P<value>(?:\b(?-i:[A-Z]))?\d+)(?:er\b)?(?:(?:\.?[º°])?[-\u2011]|\s)?(?:(?P<letter>[a-z]{{1,2}})\b|{LATIN}\b)?",
    re.IGNORECASE,
)
_DESIGNATOR = re.compile(
    rf"\b(?P<number>(?:[IVXLC]+|\d+)[A-Za-z]?(?:\.\d+)*|[A-Z])(?:(?<=[IVXLC\d])\s?(?i:{LATIN}))?\b"
)
_FIRST = re.compile(
    rf"\b(?:premier|première|first|one|unique|sole|only|single|einziger|erster|único|unico|primo)\b(?:\s{LATIN}\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A unit's number as published (`text`), and its value as it stands in paths and citations ("a", "14a", "3.1")."""

    text: str
    value: str

    @property
    def is_dash(self) -> bool:
        """A dash or bullet: the unit has no number, it is counted."""
        return not self.value

    @property
    def is_number(self) -> bool:
        return _is_number(self.value)


def parse_label(text: str) -> Label | None:
    """Read a string that should be nothing but a number: the left cell of an enumeration. None if it is not one."""
    found = _CELL.fullmatch(text) or _DOTTED_CELL.fullmatch(text)
    if found is None:
        return None
    groups = found.groupdict()
    value = "" if groups.get("dash") else _value(groups["value"] + (groups.get("before") or ""), groups.get("latin"))
    return Label(text, value)


def split_paragraph(text: str) -> tuple[Label, str] | None:
    """Split "2.   The obligations …" (or "(2) …", as German acts write) into number and text. None if unnumbered."""
    found = _PARAGRAPH.match(text)
    if found is None:
        return None
    value = found["bracketed"] or found["plain"] + (found["before"] or "")
    return Label(found[0].strip(), _value(value, found["latin"])), text[found.end() :]


def split_point(text: str) -> tuple[Label, str] | None:
    """Split "(a) text", "i) text", "3.1. text" or "- text". None if the text starts with no such number."""
    found = _POINT.match(text)
    if found is None:
        return None
    label = parse_label(found[0].strip())
    return (label, text[found.end() :]) if label else None


def split_note(text: str) -> tuple[str, str]:
    """Split the "(1) OJ L 119" of a footnote, or "*1 …", into number and text; the number is "" where it has none."""
    found = _NOTE.match(text)
    return (found["number"], text[found.end() :]) if found else ("", text)


def with_latin(number: str, text: str) -> tuple[str, str]:
    """Number and text of "6", "bis. Les quotas …": at times the blanks after a number stand before its Latin."""
    found = _LATIN_FIRST.match(text) if number[-1:].isdigit() else None
    return (f"{number} {found[0].strip()}", text[found.end() :]) if found else (number, text)


def article_number(text: str) -> str:
    """ "Article 75a" → "75a", "Article 4 bis" and "Artigo 4.º-A" → "4a", "Article A1" → "A1", "Sole Article" and
    "Article premier" → "1", "" without any."""
    if found := _ARTICLE_NUMBER.search(text):
        return _value(found["value"] + (found["letter"] or ""), found["latin"])
    first = _FIRST.search(text)
    return _value("1", first["latin"]) if first else ""


def designator(text: str) -> str:
    """The roman, arabic or letter number of a division or annex: "CHAPTER III" → "III", "Section A. List" → "A",
    "ANNEXE II bis" → "IIa", "TITRE III BIS" → "IIIA"."""
    found = _DESIGNATOR.search(text)
    if found is None:
        return ""
    if not found["latin"]:
        return found["number"]
    letters = _letters(found["latin"])
    return found["number"] + (letters.upper() if found["latin"].isupper() else letters)


def _is_number(value: str) -> bool:
    return value.lstrip("-")[:1].isdecimal()


def _value(number: str, latin: str | None) -> str:
    if latin:
        return number.lower() + _letters(latin)
    return number.lower() if _is_number(number) else number


def _letters(latin: str) -> str:
    """What English texts write: "bis" is "a", "septvicies" "z", "octovicies" "aa", "octies bis" "ga"."""
    places = (divmod(_LATIN.index(word), len(ascii_lowercase)) for word in latin.lower().split())
    return "".join(ascii_lowercase[above - 1 : above] + ascii_lowercase[place] for above, place in places)


def styles(label: Label) -> tuple[str, ...]:
    """How a list with this number is numbered, the likelier way first: "(i)" is a roman one, and also the ninth letter.

    A style is an alphabet and its brackets ("letter()", "number."): the numbers of one list are all of one style.
    """
    brackets = "".join(character for character in label.text if character in "().")
    return tuple(alphabet + brackets for alphabet in _alphabets(label.value))


def place(label: Label, style: str) -> int:
    """Place of a number in its list: 3 for "(c)", 2 for "(ii)", 14 for "14a"; 0 for a dash."""
    value = label.value.lower()
    if style.startswith("roman"):
        return roman.total(value.rstrip(_INSERTED).upper())
    if _is_number(value):
        return int(re.findall(r"\d+", value)[-1])
    return ord(value[0]) - ord("a") + 1 if value else 0


def _alphabets(value: str) -> tuple[str, ...]:
    if not value:
        return ("dash",)
    if _is_number(value):
        return ("number" + "." * value.count("."),)
    letter = "capital" if value.isupper() else "letter"
    digits = value.lower().rstrip(_INSERTED)
    if not digits or not set(digits) <= set("ivxl"):
        return (letter,)
    numeral = f"roman-{letter}"
    if len(digits) > 1:
        return (numeral,)
    return (numeral, letter) if value.lower() == "i" else (letter, numeral)
