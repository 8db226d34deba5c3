"""The language in which rules are written: phrases, not regular expressions.

    shall not apply to ..6 <open>         words in order; `..6` lets up to six words stand between
    (encourag*|promot*|support)           one of several; `*` lets the word go on
    open~source                           `~`: hyphen, slash, space or nothing: "open-source", "opensource"
    licen(c|s)es?                         alternatives inside of a word; the letter or group before `?` may be missing
    the [said] models                     words that may be missing
    @licence                              a phrase of `rules/phrases.yml`, by name
    <open>                                evidence: what a cue has found and no look-alike took back

Words are joined by a space, a hyphen ("open- and closed-source") or a slash ("education/ training"); a comma, quotation
marks, brackets and footnote digits may stand there too. An accented letter matches the bare letter as well: capitals in
French often lack their accent. Nothing can repeat without bound, so the worst case of a phrase is known before it runs
(`ways`), and a phrase with a bad one is refused.
Phrases are matched on folded text (`pipeline.tagging.folding`), inside of one sentence.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, reduce

from pipeline.tagging.folding import MARK

MAX_WAYS = 50_000
"""A phrase that could be tried in more ways at one place is refused: it might need milliseconds there, and a page has
many places."""

_MAX_CLAUSES = 12
_SPACE = r"""[,"'*_)\]\d]{0,4}(?: |[/-] ?)["'*_(\[]{0,3}"""
# Punctuation may end the word before a gap: "the weights, the information and …", "shall assess— (a) …".
_GAP = r"(?:[^\w\s]{0,6}+(?: [^ ]++){1,%s}?)??"
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_PUNCTUATION = ",;:.\"'/%&§-"


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


@dataclass(frozen=True, slots=True)
class Phrase:
    """A translated phrase."""

    source: str
    pattern: str
    ways: int
    literals: tuple[frozenset[str], ...]
    """Of each set, every match contains at least one ASCII letter run. Smallest sets first."""


class Phrases(tuple[Phrase, ...]):
    """What a rule looks for: any of these phrases."""

    @cached_property
    def patterns(self) -> frozenset[str]:
        """The regular expressions of all of them."""
        return frozenset(phrase.pattern for phrase in self)


NO_PHRASES = Phrases()


def translate(source: str, named: Mapping[str, Part] | None = None) -> Phrase:
    """Translate a phrase into a regular expression for folded text.

    Raises `PhraseError` if it cannot be read, names an unknown phrase, or could match in more than `MAX_WAYS` ways at
    one place.
    """
    part = parse(source, named or {})
    if part.ways > MAX_WAYS:
        raise PhraseError(
            f"could be slow: {part.ways} ways to match at one place, at most {MAX_WAYS} are allowed; use shorter gaps"
        )
    # Inside of a phrase the spaces keep words apart.
    return Phrase(
        source,
        f"{_NO_LETTER_BEFORE}{part.pattern}{_NO_LETTER_AFTER}",
        part.ways,
        tuple(sorted(part.literals, key=lambda runs: (len(runs), sorted(runs)))),
    )


def parse(source: str, named: Mapping[str, Part]) -> Part:
    """Read a phrase into a part that other phrases may use by name."""
    reader = _Reader(source, named)
    part = reader.phrase()
    if reader.rest:
        raise PhraseError(f"unexpected {reader.rest[0]!r} before {reader.rest[:20]!r}")
    return part


class _Reader:
    """Recursive descent over the source of one phrase."""

    def __init__(self, source: str, named: Mapping[str, Part]) -> None:
        self.rest = source.strip()
        self.named = named

    def phrase(self) -> Part:
        """Words, up to the end or to a mark that belongs to an enclosing group."""
        words = []
        while self.rest and self.rest[0] not in ")|]":
            words.append(self.word())
            spaced = self.rest.startswith(" ")
            self.rest = self.rest.lstrip()
            if spaced and self.rest[:1] in (")", "|", "]"):
                raise PhraseError(f"a space before {self.rest[0]!r} means nothing: leave it out")
        return _in_order(words)

    def word(self) -> Part:
        """What stands between two spaces."""
        if self.rest[0] == "[":
            return _optional(self.enclosed("[", "]"))
        if gap := self.take(_GAP_MARK):
            return Part(_GAP % gap[1], int(gap[1]) + 1, optional=True, gap=True)
        pieces: list[Part] = []
        while self.rest and self.rest[0] not in ")|] ":
            pieces.append(self.piece())
            if self.skip("?"):
                pieces[-1] = _maybe(pieces[-1])
                if len(pieces) == 1 and self.rest[:1] in ("", " ", ")", "|", "]"):
                    raise PhraseError('a word that may be missing stands in square brackets: "[the] model"')
        return _glued(pieces)

    def piece(self) -> Part:
        """A run of letters, a group, a name, a joiner or a punctuation mark."""
        if self.rest[0] == "(":
            return self.enclosed("(", ")")
        if name := self.take(_NAME):
            if name[1] not in self.named:
                raise PhraseError(f"@{name[1]} is not in phrases.yml")
            return self.named[name[1]]
        for mark, make in _MARKS:
            if found := self.take(mark):
                return make(found[0])
        raise PhraseError(f"unexpected {self.rest[0]!r} before {self.rest[:20]!r}")

    def enclosed(self, opening: str, closing: str) -> Part:
        """Alternatives between brackets."""
        self.rest = self.rest.removeprefix(opening)
        parts = [self.phrase()]
        while self.skip("|"):
            self.rest = self.rest.lstrip()
            parts.append(self.phrase())
        if not self.skip(closing):
            raise PhraseError(f"{opening} without {closing}")
        return _one_of(parts)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Consume what `pattern` matches here."""
        if match := pattern.match(self.rest):
            self.rest = self.rest[match.end() :]
        return match

    def skip(self, mark: str) -> bool:
        """Consume a mark, if it stands here."""
        here = self.rest.startswith(mark)
        if here:
            self.rest = self.rest[len(mark) :]
        return here


@cache
def _letters(run: str) -> Part:
    runs = frozenset(frozenset({letters}) for letters in re.findall("[a-z]{2,}", run))
    return Part("".join(map(_letter, run)), literals=runs, firsts=frozenset({run}))


def _letter(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter)[0]
    return letter if bare == letter else f"[{letter}{bare}]"


_GAP_MARK = re.compile(r"\.\.(\d+)(?![^\s|)\]])")
_NAME = re.compile(r"@(\w+)")
_MARKS: tuple[tuple[re.Pattern[str], Callable[[str], Part]], ...] = (
    # The last letter is left to the next run if a "?" follows: it is optional alone.
    (re.compile(r"[^\W_]+?(?=[^\W_]\?)|[^\W_]+"), _letters),
    (re.compile("~"), lambda _: Part("[- /]{0,2}")),
    (re.compile(r"\*"), lambda _: Part(r"[^\W\d_]{0,20}+")),
    (re.compile("<open>"), lambda _: Part(f"{MARK}++", firsts=frozenset({MARK}))),
    (re.compile(rf"[{re.escape(_PUNCTUATION)}]"), lambda mark: Part(re.escape(mark), firsts=frozenset({mark}))),
)


def _maybe(part: Part) -> Part:
    return Part(f"(?:{part.pattern})?", part.ways + 1)


def _optional(part: Part) -> Part:
    return Part(part.pattern, part.ways, part.literals, part.firsts, optional=True)


def _glued(pieces: list[Part]) -> Part:
    if len(pieces) == 1:
        return pieces[0]
    return Part("".join(piece.pattern for piece in pieces), _product(pieces), _together(pieces), pieces[0].firsts)


def _in_order(words: list[Part]) -> Part:
    if all(word.optional for word in words):
        raise PhraseError("a phrase, or one of its alternatives, can match nothing at all")
    if words[0].gap or words[-1].gap:
        raise PhraseError("a gap needs words on both sides")
    anchor = next(index for index, word in enumerate(words) if not word.optional)
    pattern = "".join(f"(?:{word.pattern}{_SPACE})?" for word in words[:anchor]) + words[anchor].pattern
    for word in words[anchor + 1 :]:
        if word.gap:
            pattern += word.pattern
        else:
            pattern += f"(?:{_SPACE}{word.pattern})?" if word.optional else _SPACE + word.pattern
    ways, firsts = _ways_in_order(words)
    return Part(pattern, ways, _together(words), firsts)


def _one_of(parts: list[Part]) -> Part:
    # Alternatives whose first letters differ never both match at one place.
    ways = max(sum(other.ways for other in parts if _may_meet(part.firsts, other.firsts)) for part in parts)
    literals = reduce(_either, (part.literals for part in parts))
    return Part(
        f"(?:{'|'.join(part.pattern for part in parts)})",
        ways,
        literals,
        frozenset().union(*(part.firsts for part in parts)),
    )


@cache
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


def _product(parts: list[Part]) -> int:
    return reduce(lambda ways, part: ways * part.ways, parts, 1)


def _together(parts: list[Part]) -> Literals:
    return frozenset(runs for part in parts if not part.optional for runs in part.literals)


def _either(one: Literals, other: Literals) -> Literals:
    both = frozenset(runs | others for runs in one for others in other)
    if len(both) <= _MAX_CLAUSES:
        return both
    # Which of too many demands are kept matters for speed only; the longer words are the rarer ones.
    return frozenset(sorted(both, key=lambda runs: (-min(map(len, runs)), sorted(runs)))[:_MAX_CLAUSES])
