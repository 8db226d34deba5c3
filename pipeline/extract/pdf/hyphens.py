"""Words divided at a line end: whether the hyphen belongs to the word ("open-source") or not ("informa-tion")."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_FIRST = re.compile(r"[^\W\d_]+")
# "Circular A–" before "11", "suspended—" before "subject to"; a dash after a blank stands between blanks.
_JOINS = re.compile(r"[-/\u00ad]\Z|(?<=\S)[–—]\Z")
# Prefixes that American usage joins with a hyphen; others ("re", "non", "pre") are written closed.
_HYPHENATED = frozenset({"self", "open", "cross", "dual", "well", "all", "high", "low", "large", "long", "short"})

_Line = tuple[str, bool]
"""Its text, and whether a line-end hyphen was printed behind it."""


class Hyphens:
    """Decides from the other words of the same document, given in its lines."""

    def __init__(self, lines: Iterable[_Line]) -> None:
        printed = list(lines)
        self._words = _whole_words(printed)
        parted = (_halves(before, after) for (before, hyphen), (after, _) in pairwise(printed) if hyphen)
        told = Counter(self._told(*halves) for halves in parted if halves)
        # Word processors leave words whole: what they print at the end of a line is the writer's own hyphen.
        self._leaves_words_whole = told[True] > told[False]

    def join(self, lines: Iterable[_Line]) -> str:
        """One paragraph out of its lines."""
        joined = ""
        parted = False
        for text, hyphen in lines:
            if parted:
                joined += ("-" if self.belongs(joined, text) else "") + text
            elif not joined or _JOINS.search(joined[-2:]):
                joined += text
            else:
                joined = f"{joined} {text}"
            parted = hyphen
        return joined + ("-" if parted else "")

    def belongs(self, before: str, after: str) -> bool:
        """Whether the hyphen between the end of one line and the start of the next is part of the word."""
        halves = _halves(before, after)
        if halves is None:
            return True  # numbers and addresses
        told = self._told(*halves)
        return self._guessed(*halves) if told is None else told

    def _told(self, left: str, right: str) -> bool | None:
        """The same by the other words of the document, None if they do not say."""
        with_hyphen, closed = self._words[f"{left}-{right}".lower()], self._words[f"{left}{right}".lower()]
        return with_hyphen >= closed if with_hyphen or closed else None

    def _guessed(self, left: str, right: str) -> bool:
        part = left.rpartition("-")[2]
        if self._leaves_words_whole or right[0].isupper() or part.lower() in _HYPHENATED:
            return True
        both_are_words = self._words[part.lower()] > 0 and self._words[right.lower()] > 0
        if part != left:
            # "state-of-" before "the-art", and "high-perform-" before "ance".
            return both_are_words and not self._words[f"{part}{right}".lower()]
        return both_are_words and min(len(left), len(right)) > 2


def _whole_words(lines: Iterable[_Line]) -> Counter[str]:
    words: Counter[str] = Counter()
    parted = False
    for text, hyphen in lines:
        # The last word of a line may be half a word, and so is the first one after a hyphen.
        words.update(word.lower() for word in _WORD.findall(text.rpartition(" ")[0])[parted:])
        parted = hyphen
    return words


def _halves(before: str, after: str) -> tuple[str, str] | None:
    """What stands of a word at the end of one line and at the start of the next; None if it is no word."""
    last, first = _LAST.search(before), _FIRST.match(after)
    if last is None or first is None or "/" in before.rpartition(" ")[2]:
        return None
    return last[0], first[0]
