"""Phrases are found here: most are ruled out by the words of a text, before any regular expression runs.

Each sentence that may speak of openness is searched for hundreds of phrases, of which a handful can stand in it. What
every match of a phrase contains is known (`Phrase.literals`); so the letter runs of a text are looked up once, word by
word, and they name the phrases that are left."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from pipeline.tagging.phrases import Phrase, Phrases

# Letter runs of phrases are ASCII, so each of them lies inside of one such word of the text.
_WORD = re.compile("[a-z]{2,}")
_LONG_WORD = 40
"""Letters. In a longer one (a web address, garbage) looking for every run is faster than looking every piece up."""
_REMEMBERED = 20_000
"""Words: the vocabulary of law is smaller, and a hostile document must not fill the memory."""


class Screen:
    """The phrases of one language, by the letter runs that they need. Pickled as its phrases."""

    def __init__(self, phrases: Iterable[Phrase] = ()) -> None:
        self._phrases = tuple(phrases)
        self._runs = frozenset(run for phrase in self._phrases for runs in phrase.literals for run in runs)
        self._longest = max(map(len, self._runs), default=0)
        self._always = frozenset(phrase.pattern for phrase in self._phrases if not phrase.literals)
        self._by_run: dict[str, list[Phrase]] = {}
        for phrase in self._phrases:
            for run in max(phrase.literals, key=_rarity, default=frozenset[str]()):
                self._by_run.setdefault(run, []).append(phrase)
        self._in_word = lru_cache(_REMEMBERED)(self._runs_in)

    def __reduce__(self) -> tuple[Any, ...]:
        return Screen, (self._phrases,)

    def possible(self, text: str) -> frozenset[str]:
        """Patterns of the phrases whose letter runs are all in the folded text; no other one can match there."""
        held = frozenset(chain.from_iterable(map(self._in_word, set(_WORD.findall(text)))))
        asked = chain.from_iterable(self._by_run[run] for run in held if run in self._by_run)
        met = (phrase.pattern for phrase in asked if not any(map(held.isdisjoint, phrase.literals)))
        return self._always.union(met)

    def _runs_in(self, word: str) -> frozenset[str]:
        if len(word) > _LONG_WORD:
            return frozenset(run for run in self._runs if run in word)
        pieces = (
            word[start:end]
            for start in range(len(word) - 1)
            for end in range(start + 2, min(len(word), start + self._longest) + 1)
        )
        return self._runs.intersection(pieces)


def _rarity(runs: frozenset[str]) -> tuple[int, int]:
    """Long runs are rare; so are few of them."""
    return min(map(len, runs)), -len(runs)


class Screened:
    """A folded text, and which phrases can stand in it."""

    __slots__ = ("_found", "_possible", "text")

    def __init__(self, text: str, screen: Screen) -> None:
        self.text = text
        self._possible = screen.possible(text)
        self._found: dict[int, list[tuple[int, int]]] = {}
        """By `id` of the phrases, which live as long as the rules: a sentence is asked for its strong cues and its
        look-alikes twice."""

    def occurrences(self, phrases: Phrases) -> list[tuple[int, int]]:
        """Where any of the phrases stands. All of them must be among those of the screen."""
        if phrases.patterns.isdisjoint(self._possible):
            return []
        found = self._found.get(id(phrases))
        if found is None:
            found = self._found[id(phrases)] = list(self._matches(phrases))
        return found

    def occurs(self, phrases: Phrases) -> bool:
        """Whether any of the phrases stands here."""
        return not phrases.patterns.isdisjoint(self._possible) and next(self._matches(phrases), None) is not None

    def _matches(self, phrases: Phrases) -> Iterator[tuple[int, int]]:
        for phrase in phrases:
            if phrase.pattern in self._possible:
                for match in _compiled(phrase.pattern).finditer(self.text):
                    yield match.span()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Rules travel without their regular expressions: pickled ones would be compiled anew anyway."""
    return re.compile(pattern)
