"""Sentences of a text: the stretch inside of which a rule looks for its words."""

import re
from collections.abc import Iterator

MAX_LENGTH = 2_000
"""A longer sentence is cut at a space. Statutes have sentences of a thousand words; a longer one is a table or a list without marks."""

_ABBREVIATIONS = (
    r"(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bal)(?<!\b[Nn]o)(?<!\b[Nn]os)(?<!\bArt)(?<!\bSec)(?<!\b[Ff]ig)(?<!\bDr)(?<!\bMr)"
    r"(?<!\bMs)(?<!\bSt)(?<!\bInc)(?<!\bcf)(?<!\bp)(?<!\bpp)(?<!\bapprox)(?<!\bStat)(?<!\bReg)(?<!\bRev)(?<!\bU\.S)"
)
_POINT = r"(?:[-–—•●*]\s*)*\((?:[ivx]{1,5}|[a-zA-Z]{1,2}|\d{1,2})\)\s|[•●]"
_STARTS = r"[\"'\u201c\u2018(\[*#]{0,3}[^\Wa-z_]|[\u2022\u25cf\u2013-]"
# A semicolon, colon or dash before a point of a list; or a full stop, perhaps a closing quote and a footnote number, and a new start.
_END = re.compile(
    rf"(?<=\S)[;:\u2014-](?:\s+(?:and|or|et|ou))?\s+(?={_POINT})|(?:{_ABBREVIATIONS}\.|[!?])[\"'\u201d\u2019)\]]{{0,3}}\d{{0,3}}\s+(?={_STARTS})|\n\s*\n"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence. Together they cover the text."""
    start = 0
    for match in _END.finditer(text):
        yield from _cut(text, start, match.end())
        start = match.end()
    yield from _cut(text, start, len(text))


def is_point(sentence: str) -> bool:
    """Whether the sentence is a point of a list."""
    return re.match(rf"\s*(?:{_POINT})", sentence) is not None


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_LENGTH:
        space = text.rfind(" ", start + MAX_LENGTH // 2, start + MAX_LENGTH)
        middle = space + 1 if space >= 0 else start + MAX_LENGTH
        yield start, middle
        start = middle
    if start < end:
        yield start, end
