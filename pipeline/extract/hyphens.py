"""Words divided at a line end: whether the hyphen belongs to the word ("open-source") or not ("informa-tion")."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_FIRST = re.compile(r"[^\W\d_]+")
# "Circular A–" before "11", "suspended—" before "subject to"; a dash after a blank stands between blanks.
_JOINS = re.compile(r"[-/\u00ad]\Z|(?<=\S)[–—]\Z")
# Prefixes that American usage joins with a hyphen; others ("re", "non", "pre") are written closed.
_HYPHENATED = frozenset({"self", "open", "cross", "dual", "well", "all", "high", "low", "large", "long", "short"})


class Hyphens:
    """Decides from the other words of the same document."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            # The last word of a line may be half a word.
            self._words.update(word.lower() for word in _WORD.findall(line.rpartition(" ")[0]))

    def join(self, lines: Iterable[tuple[str, bool]]) -> str:
        """One paragraph out of its lines; each comes with whether a line-end hyphen was printed behind it."""
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
        last, first = _LAST.search(before), _FIRST.match(after)
        if not last or not first or "/" in before.rpartition(" ")[2]:
            return True  # numbers and addresses
        left, right = last.group().lower(), first.group().lower()
        with_hyphen, closed = self._words[f"{left}-{right}"], self._words[left + right]
        if with_hyphen or closed:
            return with_hyphen >= closed
        part = left.rpartition("-")[2]
        if first.group()[0].isupper() or part in _HYPHENATED:
            return True
        both_are_words = self._words[part] > 0 and self._words[right] > 0
        if part != left:
            # "state-of-" before "the-art", and "high-perform-" before "ance".
            return both_are_words and not self._words[part + right]
        return both_are_words and min(len(left), len(right)) > 2
