"""The parts of phrases: for each its regular expression, in how many ways that can match at one place, and the letters
that every match contains."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import islice
from math import prod

from pipeline.tagging.folding import BORDER, MARK, fold

_MOST_DEMANDS = 12
# A mark of a footnote may hang on the word before: "weights12 are", "data(19)", "models[4], which".
_SPACE = r"""[,"'*_()\[\]\d]{0,6}(?: |[/-] ?)["'*_(\[]{0,3}"""
# Punctuation may end the word before a gap: "the weights, the information and …", "shall assess— (a) …". A gap does not
# reach into another clause.
_GAP = rf"(?:(?:[^\w\s{BORDER}]|\d){{0,6}}+(?: [^ {BORDER}]++){{1,%d}}?)??"

# Where one of these stands, the words before it and behind it are no longer one noun with what qualifies it.
_GRAMMAR = (
    "a|allow|am|an|and|any|are|at|be|become|been|being|but|by|can|contain|could|did|do|each|enable|even|every|for|from|"
    "give|had|have|he|how|if|in|include|into|it|let|make|may|might|must|my|need|no|nor|not|of|offer|on|only|or|our|over|"
    "provide|remain|require|shall|she|should|so|some|such|than|that|the|their|then|there|these|they|those|through|to|too|"
    "under|until|upon|via|we|were|what|when|where|which|while|who|whom|whose|will|with|within|without|would|you|your"
)
# A noun that qualifies another is singular, and so no verb with "s" either: in "open-source models need data" and "an
# open-source model needs data" nobody speaks of open data.
_QUALIFIERS = rf"(?: (?!(?:{_GRAMMAR})[ '-])[^\W\d_][\w'-]*+(?:(?<!s)|(?<=[cus]s))(?= )){{0,%d}}"


class PhraseError(ValueError):
    """A phrase cannot be read, or could be slow. The message says why."""


Literals = frozenset[frozenset[str]]
"""What every match contains: of each set at least one of its ASCII letter runs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a phrase, translated."""

    pattern: str
    ways: int = 1
    """Upper bound of the ways in which the piece can match at one place."""
    literals: Literals = frozenset()
    firsts: frozenset[str] = frozenset({""})
    """Every match begins with one of these; "" stands for anything."""
    optional: bool = False
    gap: bool = False


JOINT = Part("[- /]{0,2}")
"""`~`"""
ANY_ENDING = Part(r"[^\W\d_]{0,20}+")
"""`*`"""
EVIDENCE = Part(f"{MARK}++", firsts=frozenset({MARK}))
"""`<open>`"""


@cache
def letters(run: str) -> Part:
    """A run of letters and digits. Raises `PhraseError` if no folded text can hold it."""
    if run != (folded := fold(run).text):
        raise PhraseError(f"{run!r} occurs in no text as rules see it; write {folded!r}")
    runs = frozenset(frozenset({ascii_run}) for ascii_run in re.findall("[a-z]{2,}", run))
    return Part("".join(map(_letter, run)), literals=runs, firsts=frozenset({run}))


def _letter(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter)[0]
    return letter if bare == letter else f"[{letter}{bare}]"


def punctuation(mark: str) -> Part:
    """A mark as it stands; a quotation mark may be a single one: the British ‘open’ is the American “open”."""
    if mark == '"':
        return Part("[\"']", firsts=frozenset({'"', "'"}))
    return Part(re.escape(mark), firsts=frozenset({mark}))


def gap(words: int) -> Part:
    """Up to so many words, or none."""
    return Part(_GAP % words, words + 1, optional=True, gap=True)


def qualifiers(words: int) -> Part:
    """Up to so many words that qualify the next one, or none."""
    return Part(_QUALIFIERS % words, words + 1, optional=True, gap=True)


def maybe(part: Part) -> Part:
    """A piece of a word that may be missing."""
    return Part(f"(?:{part.pattern})?", part.ways + 1)


def optional(part: Part) -> Part:
    """A word that may be missing, with the space beside it."""
    return replace(part, optional=True)


def glued(pieces: list[Part]) -> Part:
    """One word out of its pieces."""
    if len(pieces) == 1:
        return pieces[0]
    pattern = "".join(piece.pattern for piece in pieces)
    return Part(pattern, prod(piece.ways for piece in pieces), _together(pieces), pieces[0].firsts)


def in_order(words: list[Part]) -> Part:
    """Words with spaces between them. Raises `PhraseError` if they could match nothing, or a gap has no end."""
    if all(word.optional for word in words):
        raise PhraseError("a phrase, or one of its alternatives, can match nothing at all")
    if words[0].gap or words[-1].gap:
        raise PhraseError("a gap needs words on both sides")
    if len(words) == 1:
        return words[0]
    anchor = next(index for index, word in enumerate(words) if not word.optional)
    pattern = "".join(f"(?:{word.pattern}{_SPACE})?" for word in words[:anchor]) + words[anchor].pattern
    for word in words[anchor + 1 :]:
        if word.gap:
            pattern += word.pattern
        else:
            pattern += f"(?:{_SPACE}{word.pattern})?" if word.optional else _SPACE + word.pattern
    ways, firsts = _ways_in_order(words)
    return Part(pattern, ways, _together(words), firsts)


def one_of(parts: list[Part]) -> Part:
    """Alternatives."""
    # Those whose first letters differ never both match at one place.
    ways = max(sum(parts[place].ways for place in places) for places in _meeting(parts))
    firsts = frozenset[str]().union(*(part.firsts for part in parts))
    literals = reduce(_either, (part.literals for part in parts))
    return Part(f"(?:{'|'.join(part.pattern for part in parts)})", ways, literals, firsts)


def _meeting(parts: list[Part]) -> list[set[int]]:
    """For each alternative the places of those that can begin as it does, its own among them."""
    meeting = [{place} for place in range(len(parts))]
    # In this order what a text begins comes right after it. Comparing each with each took a third of loading all rules.
    firsts = sorted((first, place) for place, part in enumerate(parts) for first in part.firsts)
    for index, (first, place) in enumerate(firsts):
        for longer, other in islice(firsts, index + 1, None):
            if not longer.startswith(first):
                break
            meeting[place].add(other)
            meeting[other].add(place)
    return meeting


def _may_meet(ones: frozenset[str], others: frozenset[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in ones for other in others)


def _ways_in_order(words: list[Part]) -> tuple[int, frozenset[str]]:
    """Ways of a row of words, and what it may begin with, from its last word to its first."""
    ways, firsts = 1, frozenset[str]()
    for word in reversed(words):
        if not word.optional:
            ways, firsts = word.ways * ways, word.firsts
        else:
            # Where the next word cannot be taken for the optional one, there is no choice to try.
            ways = (word.ways + (_may_meet(word.firsts, firsts) and not word.gap)) * ways
            firsts |= word.firsts
    return ways, firsts


def _together(parts: list[Part]) -> Literals:
    return frozenset(runs for part in parts if not part.optional for runs in part.literals)


def _either(one: Literals, other: Literals) -> Literals:
    both = frozenset(runs | others for runs in one for others in other)
    if len(both) <= _MOST_DEMANDS:
        return both
    # Which of too many demands are kept matters for speed only; the longer words are the rarer ones.
    return frozenset(sorted(both, key=lambda runs: (-min(map(len, runs)), sorted(runs)))[:_MOST_DEMANDS])
