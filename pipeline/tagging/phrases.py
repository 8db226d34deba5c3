"""The language in which rules are written: phrases, not regular expressions.

    shall not apply to ..6 <open>         words in order; `..6` lets up to six words of one clause stand between
    open~source ^3 datasets               `^3` lets up to three words stand between that qualify the next one
    (encourag*|promot*|support)           one of several; `*` lets the word go on
    open~source                           `~`: hyphen, slash, space or nothing: "open-source", "opensource"
    licen(c|s)es?                         alternatives inside a word; the letter or group before `?` may be missing
    the [said] models                     words that may be missing
    @licence                              a phrase of `rules/phrases.yml`, by name
    <open>                                evidence: what a cue has found and no look-alike took back

Words are joined by a space, a hyphen ("open- and closed-source") or a slash ("education/ training"); a comma, quotation
marks, brackets and footnote digits may stand there too. An elided word has no space behind it: "d'une licence", not
"d' une". An accented letter matches the bare letter as well: capitals in French often lack their accent. Nothing can
repeat without bound, so the worst case of a phrase is known before it runs (`ways`), and a phrase with a bad one is
refused.
Phrases are matched on folded text (`pipeline.tagging.folding`), within one sentence.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.tagging.phrase_parts import (
    ANY_ENDING,
    EVIDENCE,
    JOINT,
    Literals,
    Part,
    PhraseError,
    gap,
    glued,
    in_order,
    letters,
    maybe,
    one_of,
    optional,
    punctuation,
    qualifiers,
)

MAX_WAYS = 50_000
"""A phrase that could be tried in more ways at one place is refused: it might need milliseconds there, and a page has
many places."""

_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_GAP = re.compile(r"\.\.(\d+)(?![^\s|)\]])")
_QUALIFIERS = re.compile(r"\^(\d+)(?![^\s|)\]])")
_NAME = re.compile(r"@(\w+)")
_PLAIN_WORD = re.compile(r"[^\W_]++(?![^ |)\]])")
# "d'" before a space: no text has it. "models' weights" is another matter.
_ELIDED = re.compile(r"(?<=[\w)])(?<!\w\ws)'$")
_PIECES: tuple[tuple[re.Pattern[str], Callable[[str], Part]], ...] = (
    # The last letter is left to the next run if a "?" follows: it is optional alone.
    (re.compile(r"[^\W_]+?(?=[^\W_]\?)|[^\W_]+"), letters),
    (re.compile("~"), lambda _: JOINT),
    (re.compile(r"\*"), lambda _: ANY_ENDING),
    (re.compile("<open>"), lambda _: EVIDENCE),
    (re.compile("[-,;:.\"'/%&§]"), punctuation),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A translated phrase."""

    source: str
    pattern: str
    literals: Literals
    firsts: frozenset[str]
    """Every match begins with one of these."""


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
    return Phrase(source, f"{_NO_LETTER_BEFORE}{part.pattern}{_NO_LETTER_AFTER}", part.literals, part.firsts)


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
        return in_order(words)

    def word(self) -> Part:
        """What stands between two spaces."""
        if found := self.take(_PLAIN_WORD):
            return letters(found[0])
        if self.rest[0] == "[":
            return optional(self.enclosed("[", "]"))
        if found := self.take(_GAP):
            return gap(int(found[1]))
        if found := self.take(_QUALIFIERS):
            return qualifiers(int(found[1]))
        pieces: list[Part] = []
        source = self.rest
        while self.rest and self.rest[0] not in ")|] ":
            pieces.append(self.piece())
            if self.skip("?"):
                pieces[-1] = maybe(pieces[-1])
                if len(pieces) == 1 and self.rest[:1] in ("", " ", ")", "|", "]"):
                    raise PhraseError('a word that may be missing stands in square brackets: "[the] model"')
        word = source.removesuffix(self.rest)
        if _ELIDED.search(word):
            raise PhraseError(f"no space follows {word!r} in a text: write the next word right behind it")
        if all(piece is JOINT or piece is ANY_ENDING for piece in pieces):
            raise PhraseError('"~" and "*" need letters beside them')
        return glued(pieces)

    def piece(self) -> Part:
        """A run of letters, a group, a name, a joiner or a punctuation mark."""
        if self.rest[0] == "(":
            return self.enclosed("(", ")")
        if name := self.take(_NAME):
            if name[1] not in self.named:
                raise PhraseError(f"@{name[1]} is not in phrases.yml")
            return self.named[name[1]]
        for mark, make in _PIECES:
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
        return one_of(parts)

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
