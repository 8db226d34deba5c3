"""Sentences of a text, and the points of its lists: the stretch in which a rule looks for its words."""

import re
from collections.abc import Iterator

MAX_LENGTH = 2_000
"""A longer sentence is cut at a space. Statutes have sentences of three hundred words; a longer one is a table or a
list without marks."""

BLOCK = 2_000
"""Least length of a block, in characters."""

# No sentence ends at the full stop of an initial or of one of these.
_ABBREVIATIONS = (
    "e.g i.e vs v al No no Nos Art Arts Sec Secs Subsec Para Paras Ch Vol Fig Figs cf p pp approx"
    " Dr Mr Ms Prof Hon Gov Sen Rep Reps St Inc Corp Stat Fed Reg Rev Pub Exec Cong U.S"
    " Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
# Nor of one of these before a number: "state of the art. Models" ends one, "under art. 2" does not.
_BEFORE_NUMBERS = "art arts sec secs subsec para paras par ch vol"
_NO_ABBREVIATION = r"(?<!\b[A-Z]\.)" + "".join(rf"(?<!\b{re.escape(each)}\.)" for each in _ABBREVIATIONS.split())
_NO_REFERENCE = "".join(rf"(?!(?<=\b{each}\.)\s+[\d(])" for each in _BEFORE_NUMBERS.split())
# Nor after the number of a point: "two things: 1. Teach open models. ii. Fund them." It may begin a text or line, too.
_NO_NUMBER = "".join(
    rf"(?<!{before}{number}\.)"
    for before in ("[.:;?!] ", "^", r"\n")
    for number in (r"\d", r"\d\d", "[a-z]", "[ivx]{2}", "[ivx]{3}", "[ivx]{4}")
)

BULLETS = "•●○■□▪▫◦‣➢\uf0a0-\uf0ff"
"""Inside of a character class. Word sets most bullets in symbol fonts, whose characters are private ones."""
NUMERAL = "[ivx]{1,5}|[IVX]{1,5}"

# In an amendment of an act, each paragraph of the quoted words begins with quotation marks: “(a) …”. French acts of the
# European Union number with "a)".
_NUMBERED = rf"[\"'“‘`]{{0,2}}\(?(?:{NUMERAL}|[a-zA-Z]{{1,2}}|\d{{1,2}})\)\s"
_POINT = rf"(?:[-–—{BULLETS}*]\s*)*{_NUMBERED}|[{BULLETS}]|(?:\d{{1,2}}|[ivx]{{1,4}}|[a-z])\.\s(?=[A-Z])"
_BEGINNING = rf"[\"'“‘(\[*#]{{0,3}}[^\Wa-z_]|[{BULLETS}–-]|{_NUMBERED}|(?:[ivx]{{1,4}}|[a-z])\. [A-Z]"

# Begins with one class of characters, for which the regular expression engine scans fast; which one it was is asked
# afterwards.
_END = re.compile(
    r"[.!?;:\n\u2014-]"
    # A semicolon, colon or dash before a point of a list; a full stop with closing quotes and a footnote number;
    # an empty line.
    rf"(?:(?<=\S[;:\u2014-])(?:\s+(?:and|or|et|ou))?\s+(?={_POINT})"
    rf"|(?<=[.!?]){_NO_ABBREVIATION}{_NO_REFERENCE}{_NO_NUMBER}[\"'”’)\]]{{0,3}}\d{{0,3}}\s+(?={_BEGINNING})"
    r"|(?<=\n)\s*\n)"
)
_IS_POINT = re.compile(rf"\s*(?:{_POINT})")


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of stretches of whole sentences, a few kilobytes long. Together they cover the text.

    Most blocks are ruled out by the prefilter, and finding one sentence end is much cheaper than finding all.
    """
    start = 0
    while start + BLOCK < len(text) and (match := _END.search(text, start + BLOCK)):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence of a block. Together they cover it."""
    for match in _END.finditer(text, start, end):
        yield from _cut(text, start, match.end())
        start = match.end()
    yield from _cut(text, start, end)


def is_point(sentence: str) -> bool:
    """Whether the sentence is a point of a list: "(b) open-source software;"."""
    return _IS_POINT.match(sentence) is not None


def is_lead(sentence: str) -> bool:
    """Whether the sentence governs the points that follow: "The Secretary shall assess the risks of—"."""
    return sentence.rstrip().endswith((":", "—", "-"))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_LENGTH:
        space = text.rfind(" ", start + MAX_LENGTH // 2, start + MAX_LENGTH)
        middle = space + 1 if space >= 0 else start + MAX_LENGTH
        yield start, middle
        start = middle
    if start < end:
        yield start, end
