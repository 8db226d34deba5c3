"""Phrases are found here: most are ruled out by the words of a text, before any regular expression runs.

Each sentence that may speak of openness is searched for hundreds of phrases, of which a handful can stand in it. What
every match of a phrase contains is known (`Phrase.literals`); so the letter runs of a text are looked up once, word by
word, and they name the phrases that are left."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, reduce
from itertools import chain
from operator import or_
from typing import Any, NamedTuple

from pipeline.tagging.folding import MARK
from pipeline.tagging.phrases import Phrase, Phrases

# Letter runs of phrases are ASCII, so each of them lies inside one such word of the text.
_WORD = re.compile("[a-z]{2,}")
_LONG_WORD = 40
"""Letters. In a longer one (a web address, garbage) looking for every run is faster than looking every piece up."""
_REMEMBERED = 20_000
"""Words: the vocabulary of law is smaller, and a hostile document must not fill the memory."""


class _LookedUp(NamedTuple):
    """What a word of a text does for the phrases."""

    met: int
    """The needs that it meets: a bit each."""
    asked: tuple[tuple[int, str], ...]
    """Needs and pattern of the phrases whose rarest need it meets."""


class Screen:
    """The phrases of one language, by what they need. Pickled as its phrases.

    A need is a set of letter runs of which one must be in the text. Each has a bit, so that the needs of a phrase, and
    those that a text meets, are one number: comparing them takes a tenth of the time that sets take."""

    def __init__(self, phrases: Iterable[Phrase] = ()) -> None:
        self._phrases = tuple(phrases)
        self._always = frozenset(phrase.pattern for phrase in self._phrases if not phrase.literals)
        needs = {need for phrase in self._phrases for need in phrase.literals}
        self._bits = {need: 1 << place for place, need in enumerate(needs)}
        self._by_run: dict[str, set[frozenset[str]]] = {}
        for need in needs:
            for run in need:
                self._by_run.setdefault(run, set()).add(need)
        self._by_rarest: dict[frozenset[str], list[tuple[int, str]]] = {}
        for phrase in self._phrases:
            if phrase.literals:
                rarest = max(phrase.literals, key=_rarity)
                self._by_rarest.setdefault(rarest, []).append((self._number(phrase.literals), phrase.pattern))
        self._longest = max(map(len, self._by_run), default=0)
        self._look_up = lru_cache(_REMEMBERED)(self._looked_up)

    def __reduce__(self) -> tuple[Any, ...]:
        return Screen, (self._phrases,)

    def possible(self, text: str) -> frozenset[str]:
        """Patterns of the phrases whose letter runs are all in the folded text; no other one can match there."""
        words = [self._look_up(word) for word in set(_WORD.findall(text))]
        met = reduce(or_, (word.met for word in words), 0)
        return self._always.union(pattern for word in words for needs, pattern in word.asked if needs & met == needs)

    def _looked_up(self, word: str) -> _LookedUp:
        met = {need for run in self._runs_in(word) for need in self._by_run[run]}
        asked = chain.from_iterable(self._by_rarest.get(need, ()) for need in met)
        return _LookedUp(self._number(met), tuple(asked))

    def _number(self, needs: Iterable[frozenset[str]]) -> int:
        return reduce(or_, (self._bits[need] for need in needs), 0)

    def _runs_in(self, word: str) -> Iterable[str]:
        if len(word) > _LONG_WORD:
            return (run for run in self._by_run if run in word)
        pieces = {
            word[start:end]
            for start in range(len(word) - 1)
            for end in range(start + 2, min(len(word), start + self._longest) + 1)
        }
        return pieces & self._by_run.keys()


def _rarity(need: frozenset[str]) -> tuple[int, int]:
    """Long runs are rare; so are few of them."""
    return min(map(len, need)), -len(need)


class Screened:
    """A folded text, and which phrases can stand in it."""

    __slots__ = ("_found", "possible", "text")

    def __init__(self, text: str, screen: Screen) -> None:
        self.text = text
        self.possible = screen.possible(text)
        """Patterns of the phrases that can stand here."""
        self._found: dict[frozenset[str], list[tuple[int, int]]] = {}
        """By patterns: a sentence is asked for its strong cues and its look-alikes twice."""

    def may_hold(self, phrases: Phrases) -> bool:
        """False only if none of the phrases stands here. All of them must be among those of the screen."""
        return not phrases.patterns.isdisjoint(self.possible)

    def occurrences(self, phrases: Phrases) -> list[tuple[int, int]]:
        """Where any of the phrases stands. All of them must be among those of the screen."""
        if not self.may_hold(phrases):
            return []
        found = self._found.get(phrases.patterns)
        if found is None:
            found = self._found[phrases.patterns] = list(self._matches(phrases))
        return found

    def occurs(self, phrases: Phrases) -> bool:
        """Whether any of the phrases stands here."""
        return self.may_hold(phrases) and next(self._matches(phrases), None) is not None

    def _matches(self, phrases: Phrases) -> Iterator[tuple[int, int]]:
        for pattern in phrases.among(self.possible):
            for match in _compiled(pattern).finditer(self.text):
                yield match.span()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Rules travel without their regular expressions: pickled ones would be compiled again anyway."""
    # What evidence does not match from its first character on it does not from a later one either: trying each took ten
    # times as long.
    return re.compile(pattern.replace(MARK, f"(?<!{MARK}){MARK}"))
