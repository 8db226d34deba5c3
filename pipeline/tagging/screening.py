"""Phrases are found here: most are ruled out by the words of a text, before any regular expression runs.

Each sentence that may speak of openness is searched for hundreds of phrases, of which a handful can stand in it. What
every match of a phrase contains is known (`Phrase.literals`); so the letter runs of a text are looked up once, word by
word, and they name the phrases that are left. These are tried only where they can begin (`Phrase.firsts`): searching
the whole text took eight times as long."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from pipeline.tagging.folding import MARK
from pipeline.tagging.phrases import Phrases

# Letter runs of phrases are ASCII, so each of them lies inside one such word of the text.
_WORD = re.compile("[a-z]{2,}")
# A phrase begins behind anything but a letter: with letters and digits, or with another character, of those that cover
# evidence with the first. In a long word of letters and digits it may begin behind each digit: what is looked at there
# must be short.
_BEGINNING = rf"(?<![^\W\d_])(?=([^\W_]{{1,%d}}|(?!(?<={MARK}){MARK}).))"
_LONG_WORD = 40
"""Letters. In a longer one (a web address, garbage) looking for every run is faster than looking every piece up."""
_NO_NEED = frozenset[str]()
_REMEMBERED = 20_000
"""Words: the vocabulary of law is smaller, and a hostile document must not fill the memory."""


class _Asked(NamedTuple):
    """A phrase that may stand in a text."""

    needs: int
    """A bit for each."""
    group: frozenset[str]
    """The patterns of the phrases among which it is looked for: they stand for `Phrases`."""
    place: int
    """Among them."""
    pattern: str


class _LookedUp(NamedTuple):
    """What a word of a text does for the phrases."""

    met: int
    """The needs that it meets: a bit each."""
    rarest: frozenset[frozenset[str]]
    """Those of them that are the rarest of some phrase."""


Possible = dict[frozenset[str], list[tuple[int, str]]]
"""By the patterns of `Phrases`: those of them that can stand in a text, with their places. Others have no entry."""


class Screen:
    """The phrases of one language, by what they need. Pickled as its phrases.

    A need is a set of letter runs of which one must be in the text. Each has a bit, so that the needs of a phrase, and
    those that a text meets, are one number: comparing them takes a tenth of the time that sets take."""

    def __init__(self, groups: Iterable[Phrases] = ()) -> None:
        self._groups = tuple({group.patterns: group for group in groups if group}.values())
        needs = {need for group in self._groups for phrase in group for need in phrase.literals}
        self._bits = {need: 1 << place for place, need in enumerate(needs)}
        self._by_run: dict[str, set[frozenset[str]]] = {}
        for need in needs:
            for run in need:
                self._by_run.setdefault(run, set()).add(need)
        self._by_rarest: dict[frozenset[str], list[_Asked]] = {}
        self._by_first: dict[str, set[str]] = {}
        for group in self._groups:
            for place, phrase in enumerate(group):
                rarest = max(phrase.literals, key=_rarity, default=_NO_NEED)
                asked = _Asked(self._number(phrase.literals), group.patterns, place, phrase.pattern)
                self._by_rarest.setdefault(rarest, []).append(asked)
                for first in phrase.firsts:
                    self._by_first.setdefault(_bare(first), set()).add(phrase.pattern)
        self._longest = max(map(len, self._by_run), default=0)
        self._lengths = sorted(set(map(len, self._by_first)))
        self._beginning = re.compile(_BEGINNING % max(self._lengths, default=1), re.DOTALL)
        self._look_up = lru_cache(_REMEMBERED)(self._looked_up)
        self._begun_by = lru_cache(_REMEMBERED)(self._begun)

    def __reduce__(self) -> tuple[Any, ...]:
        return Screen, (self._groups,)

    def possible(self, text: str) -> Possible:
        """The phrases whose letter runs are all in the folded text; no other one can match there."""
        words = [self._look_up(word) for word in set(_WORD.findall(text))]
        met = reduce(or_, (word.met for word in words), 0)
        possible: Possible = {}
        for need in {_NO_NEED}.union(*(word.rarest for word in words)):
            for needs, group, place, pattern in self._by_rarest.get(need, ()):
                if needs & met == needs:
                    possible.setdefault(group, []).append((place, pattern))
        return possible

    def starts(self, text: str) -> list[tuple[int, frozenset[str]]]:
        """Where phrases can begin in the folded text, and the patterns of those that can."""
        starts = ((match.start(), self._begun_by(match[1])) for match in self._beginning.finditer(text))
        return [(start, begun) for start, begun in starts if begun]

    def _looked_up(self, word: str) -> _LookedUp:
        met = {need for run in self._runs_in(word) for need in self._by_run[run]}
        return _LookedUp(self._number(met), frozenset(met & self._by_rarest.keys()))

    def _begun(self, word: str) -> frozenset[str]:
        bare = _bare(word)
        return frozenset[str]().union(*(self._by_first.get(bare[:length], ()) for length in self._lengths))

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

    def __init__(self, text: str, screen: Screen, possible: Possible | None = None) -> None:
        """`possible`: of a text that holds all words of this one."""
        self.text = text
        self.possible = screen.possible(text) if possible is None else possible
        self._screen = screen

    def may_hold(self, phrases: Phrases) -> bool:
        """False only if none of the phrases stands here. All of them must be a group of the screen."""
        return phrases.patterns in self.possible

    def occurrences(self, phrases: Phrases) -> list[tuple[int, int]]:
        """Where any of the phrases stands. All of them must be a group of the screen."""
        return list(self._matches(phrases)) if phrases.patterns in self.possible else []

    def occurs(self, phrases: Phrases) -> bool:
        """Whether any of the phrases stands here."""
        return phrases.patterns in self.possible and next(self._matches(phrases), None) is not None

    def _matches(self, phrases: Phrases) -> Iterator[tuple[int, int]]:
        for _, pattern in sorted(self.possible[phrases.patterns]):
            after = 0
            for start, begun in self._starts:
                if pattern in begun and start >= after and (found := _compiled(pattern).match(self.text, start)):
                    after = found.end()
                    yield start, after

    @cached_property
    def _starts(self) -> list[tuple[int, frozenset[str]]]:
        return self._screen.starts(self.text)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Rules travel without their regular expressions: pickled ones would be compiled again anyway."""
    # What evidence does not match from its first character on it does not from a later one either: trying each took ten
    # times as long.
    return re.compile(pattern.replace(MARK, f"(?<!{MARK}){MARK}"))


def _bare(word: str) -> str:
    """Without accents: phrases match both."""
    return word if word.isascii() else "".join(unicodedata.normalize("NFD", letter)[0] for letter in word)
