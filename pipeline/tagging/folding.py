"""Text as rules see it, with the way back to the shown text.

Lower case, one kind of dash, quote and space, no ligatures, soft hyphens or contracted "not", "and" for "and/or", "ai"
for "A.I.", "shall publish" for "shall, not later than June 1, publish", "must" for "is required to" and "has to", "need
not" for "does not have to". Two ways only lead to an ASCII letter sequence that the shown text (in lower case) lacks:
`UNUSUAL` characters and joined line-break hyphens; besides, the words of `PUT_IN`, which hold no anchor. The prefilter
relies on it, and a test walks through all of Unicode.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

MARK = "\ue000"
"""What rules see instead of evidence: see `pipeline.tagging.phrases`. Folding leaves none of these in a text."""
BORDER = "\ue001"
"""What rules see instead of the comma or semicolon between two clauses (`pipeline.tagging.clauses`). Nor of these."""

_SAME_MEANING = str.maketrans(
    dict.fromkeys((MARK, BORDER), "\ufffd")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
)
# Soft hyphen, zero-width characters, direction marks, byte order mark. The PDF text of comment letters is full of
# U+202A and U+202C.
_INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_BLANK = rf"\s\x00-\x1f\x7f-\xa0{_INVISIBLE}"
_MARKS = "\u0300-\u036f"

_NAMELESS_LIGATURES = {"\u014c": "ft", "\u019f": "ti", "\u01a9": "tt", "\u01ab": "tti"}
"""What programs write for ligatures that a font has no names for ("soŌware", "restricƟons"): seen in a comment letter
set in Calibri."""

UNUSUAL = (
    "\u00aa\u00ba\u0130-\u0133\u013f\u0140\u0149\u014c\u017f\u019f\u01a9\u01ab\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1dbf\u1e9a"
    "\u2071-\u209c\u20a8\u2100-\u218b\u2460-\u24ff\u2c7c\u2c7d\u3200-\u33ff"
    "\ua69c-\ua7ff\uab5c-\uab69\ufb00-\ufb06\uff00-\uffef\U00010780-\U000107ba\U0001cc00-\U0001cebf\U0001d400-\U0001f2ff"
) + _INVISIBLE
"""Inside of a character class: every non-ASCII character that folds to nothing or to something with an ASCII letter
in it, and some more."""

LINE_BREAK_HYPHEN = r"(?<=[A-Za-z])[-\u2010\u00ad]\s+(?!(?:and|or|to|versus|vs|et|ou)\b)(?=[a-z])"
"""A word broken over two lines, also where the line break has become a space. "open- and closed-weight models" is
none."""

# American statutes put when, how and with whom between "shall" and what shall be done. Read along, that would part the
# two, and "not later than" would pass for "shall not". What may speak of openness or limit the duty stays.
_STAYS = (
    "open|sourc|[Ww]eight|[Mm]odel|[Ss]oftware|[Cc]ode|[Dd]ata|[Ll]icen|unless|except|subject|"
    r"shall,|must,|should,|will,|\bmay,"
)
_DOES = (
    "adopt|allow|amend|assess|award|carry out|collect|commence|conduct|consider|convene|coordinate|create|define|"
    "designate|determine|develop|direct|disclose|encourage|enter|ensure|establish|evaluate|examine|expand|fund|give|"
    "identify|implement|include|issue|keep|maintain|make|monitor|notify|obtain|open|post|prepare|prescribe|prioriti[sz]e|"
    "promote|promulgate|propose|provide|publicly|publish|release|report|require|review|revise|select|share|solicit|study|"
    "submit|support|take|transmit|update|use"
)
_BEHIND = (
    r"(?:(?<=shall,)|(?<=must,)|(?<=should,)|(?<=will,)|(?<=\bmay,)"
    r"|(?<=ed to,)|(?<=has to,)|(?<=have to,)|(?<=are to,))"
)
# What one of these begins ends at the next comma, whatever shall be done.
_SAYS_HOW = r"(?:as|by|in|no later|not later|to the|upon|when|where|wherever|with|within)\b"
_INTERPOSED = (
    rf",{_BEHIND}(?:(?:(?!{_STAYS})[^;:]){{1,300}}?,\s+(?=(?:{_DOES})\b)"
    rf"|\s+{_SAYS_HOW}(?:(?!{_STAYS})[^;:,]){{1,150}},\s+(?=[a-z]))"
)

_APOSTROPHE = "['\u2019]"
# Laws say one thing in many ways; rules know "must" and "need not".
_DUTY = (
    r"\b(?i:(?:is|are)\s+(?:directed|instructed|obligated|obliged|required)\s+to|(?:will\s+)?(?:has|have)\s+to|are\s+to"
    r"|(?:is|are)\s+under\s+an?\s+(?:legal\s+)?(?:duty|obligation)\s+to"
    r"|(?:has|have)\s+an?\s+(?:legal\s+)?(?:duty|obligation|responsibility)\s+to)\b"
    r"(?!\s+(?i:all|an?|any|do\s+with|each|its|offer|our|say|some|the|their|these|those|what|which)\b)"
)
_NO_DUTY = (
    rf"\b(?i:do(?:es)?(?:\s+not|n{_APOSTROPHE}t)\s+(?:have|need)\s+to"
    rf"|do(?:es)?(?:\s+not|n{_APOSTROPHE}t)\s+have\s+an?\s+(?:legal\s+)?(?:duty|obligation|responsibility)\s+to"
    r"|(?:has|have)\s+no\s+(?:duty|obligation)\s+to)\b"
)
_EXTENT = (
    r",?\s+(?i:to\s+the\s+(?:(?:fullest|greatest|maximum)\s+)?extent\s+(?:feasible|possible|practicable|practical))\b,?"
)
_NOBODY = re.compile(r"\b(?:neither|never|no|nobody|none|nor|not)\b[^.;:]*\Z", re.IGNORECASE)
"""Before words of duty: "no provider is required to"."""
_NO_DUTY_AFTER = re.compile(
    r"\b(?:all|as|could|may|might|must|shall|should|to|what|would|"
    r"(?:approval|authori[sz]ation|clearance|consent|licen[cs]e|notice|notification|permission|permit|registration)s?)\s+\Z",
    re.IGNORECASE,
)
"""Before such words that lay none down: "may have to", "a licence is required to"."""
_CLAUSE = 80
"""Characters in which `_NOBODY` looks."""
_CHANGING = re.compile(
    rf"(?P<broken>{LINE_BREAK_HYPHEN})"
    rf"|(?P<duty>{_DUTY})"
    rf"|(?P<no_duty>{_NO_DUTY})"
    rf"|(?P<extent>{_EXTENT})"
    rf"|(?P<negated>(?:\b[Cc][Aa]|\b[Ww][Oo])?(?<=[A-Za-z])[Nn]{_APOSTROPHE}[Tt]\b)"
    r"|(?P<either>\b[Aa][Nn][Dd]/[Oo][Rr]\b|\b[Ee][Tt]/[Oo][Uu]\b)"
    r"|(?P<initials>(?<![\w.])[Aa]\.[Ii]\.(?!\w))"
    # The Federal Register's plain text writes “open” as ‘‘open’’, ''open'' or ``open''; French sets « open ».
    rf"|(?P<quote>['\u2018]{{2}}|['\u2019]{{2}}|``|\u00ab[{_BLANK}]+|[ \xa0\u2009\u202f]\u00bb)"
    rf"|(?P<blank> [{_BLANK}]+|[^\S ][{_BLANK}]*|[\x00-\x1f\x7f-\xa0{_INVISIBLE}][{_BLANK}]*)"
    rf"|(?P<interposed>{_INTERPOSED})"
    r"|(?P<parting>(?<=[^\W_])\u2014(?=[^\W_]))"
    rf"|[A-Za-z][{_MARKS}]+|[^\x00-\x7f][{_MARKS}]*"
)
_CHANGES = (
    "  ", "- ", "'", "`", "/", "a.i.", "shall, ", "must, ", "should, ", "will, ", "may, ", "required to", "obliged to",
    "obligated to", "directed to", "instructed to", "have to", "has to", "are to", "need to", "duty to",
    "obligation to", "responsibility to", " extent ",
)  # fmt: skip
"""Of printable ASCII only text with one of these changes otherwise than to lower case."""
_CONTRACTED = {"ca": "can not", "wo": "will not"}
"""What "can't" and "won't" stand for. In others "n't" is "not": "doesn't"."""
PUT_IN = (*_CONTRACTED.values(), "not", "ai", "must", "need not", "shall be required to")
"""All that stands for something else."""
_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE}]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `folded[i]` for `i` in `at[k]..at[k+1]` comes from the shown text, from `shown[k]` on."""

    text: str
    at: tuple[int, ...]
    """Positions in the folded text where a stretch begins, ascending; the first is 0."""
    shown: tuple[int, ...]
    """Where the same stretch begins in the shown text."""
    linear: tuple[bool, ...]
    """True where the stretch has kept its length, so that offsets move along with it."""
    length: int
    """Of the shown text."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The narrowest span of the shown text that holds folded[start:end]. `end` must be greater than `start`."""
        return self._first(start), self._last(end - 1)

    def _first(self, position: int) -> int:
        stretch = bisect_right(self.at, position) - 1
        return self.shown[stretch] + (position - self.at[stretch] if self.linear[stretch] else 0)

    def _last(self, position: int) -> int:
        stretch = bisect_right(self.at, position) - 1
        if self.linear[stretch]:
            return self.shown[stretch] + position - self.at[stretch] + 1
        return self.shown[stretch + 1] if stretch + 1 < len(self.shown) else self.length


@lru_cache(maxsize=8192)
def _letters(cluster: str) -> str:
    if cluster in _NAMELESS_LIGATURES:
        return _NAMELESS_LIGATURES[cluster]
    visible = _INVISIBLE_RUN.sub("", unicodedata.normalize("NFKC", cluster))
    return visible.translate(_SAME_MEANING).lower()


_FIXED = {
    "broken": "",
    "extent": "",
    "initials": "ai",
    "interposed": " ",
    "no_duty": "need not",
    "parting": " - ",
    "quote": '"',
}


def _duty(shown: str, before: str) -> str:
    if _NO_DUTY_AFTER.search(before):
        return shown.lower()
    return "shall be required to" if _NOBODY.search(before) else "must"


def _replacement(match: re.Match[str]) -> str:
    kind, shown = match.lastgroup or "", match.group()
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "duty":
        return _duty(shown, match.string[max(0, match.start() - _CLAUSE) : match.start()])
    if kind == "negated":
        return _CONTRACTED.get(shown[:2].lower(), " not")
    if kind == "either":
        return shown.partition("/")[0].lower()
    if kind == "blank":
        return " " if _INVISIBLE_RUN.sub("", shown) else ""
    return _letters(shown)


def _keeps_its_length(text: str) -> bool:
    """Whether nothing but capitals changes, which is so in three of five sentences of law and is found in a twentieth
    of the time that folding takes."""
    if not (text.isascii() and text.isprintable()):
        return False
    return not any(map(text.lower().__contains__, _CHANGES))


def fold(text: str) -> Folded:
    """Fold `text` and remember where every character came from."""
    if _keeps_its_length(text):
        return Folded(text.lower(), (0,), (0,), (True,), len(text))
    pieces: list[str] = []
    stretches = [(0, 0, True)]
    length = position = 0
    for match in _CHANGING.finditer(text):
        replacement = _replacement(match)
        plain = text[position : match.start()].lower()
        pieces += plain, replacement
        length += len(plain)
        position = match.end()
        if not len(replacement) == position - match.start() == 1:
            # Two stretches may begin at one place; the last of them is found there.
            stretches.append((length, match.start(), False))
            stretches.append((length + len(replacement), position, True))
        length += len(replacement)
    pieces.append(text[position:].lower())
    at, shown, linear = zip(*stretches, strict=True)
    return Folded("".join(pieces), at, shown, linear, len(text))
