"""What an amending act does to another one: "in Article 2, the following paragraph is added: ‘13. …’"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pipeline.references.chains import INSIDE, Chain, chains
from pipeline.references.quotes import inserted, quoted

Action = Literal["amends", "replaces", "inserts", "deletes"]

_DONE = re.compile(
    r"\b(?:is|are|shall be|est|sont)\s(?:hereby\s)?(?:"
    r"(?P<amends>amended|modifiée?s?)"
    r"|(?P<replaces>replaced|remplacée?s?)"
    r"|(?P<inserts>inserted|added|insérée?s?|ajoutée?s?)"
    r"|(?P<deletes>deleted|repealed|supprimée?s?|abrogée?s?)"
    r")\b"
)
_NEW = re.compile(
    r"\b(?:following\s(?P<english>article|annex|paragraph|point|recital|chapter|section)(?:es|s)?"
    r"|(?P<french>article|annexe|paragraphe|point|considérant|chapitre|section)s?\s(?:suivant|ci-après))",
    re.IGNORECASE,
)
_STEP = {
    "article": "art", "annex": "anx", "annexe": "anx", "paragraph": "par", "paragraphe": "par", "point": "pt",
    "recital": "rct", "considérant": "rct", "chapter": "cpt", "chapitre": "cpt", "section": "sct",
}  # fmt: skip
_BEHIND_VERB = 60
"""Characters in which what is inserted may be named: "is added the following point", "est inséré le point suivant"."""
# Has no number of its own: "in paragraph 2, the second sentence is deleted", "the heading of Article 5 is replaced".
_PART = (
    r"\b(?:sentences?|sub-?paragraphs?|indents?|headings?|titles?|words?|introductory\s\w+|references?|phrases?|alinéas?"
    r"|tirets?|mots?|termes?|titre|intitulé|partie\sintroductive)\b"
)
_QUOTED_WORDS = "(?:‘[^‘’]*’|“[^“”]*”|«[^«»]*»)"
_OF = r"(?:of|in|to|du|de l[’']|de|des|au|à l[’'])\s?(?:the\s)?"
_PART_BEFORE = re.compile(rf"{_PART}(?:\s(?:to\s)?{_QUOTED_WORDS})?\s{_OF}$")
_PART_BEHIND = re.compile(rf"(?!\s{_OF}{INSIDE}\s[^,]*$).*?{_PART}")
"""Not of "points (a) and (b) of the first subparagraph": they have letters of their own."""
_WORDS = re.compile(_QUOTED_WORDS)
"""Words of the amended act that are replaced or deleted."""
_CLAUSE_START = re.compile(
    r"[;:]\s|(?:^|\s)\(?\w{1,3}\)\s(?=(?:in|the|le|la|les|au|aux|à|l['’]|points?|paragraphs?|Article)\b)"
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amending instruction: what is done, to which provision of the amended act, and the words that say so."""

    start: int
    end: int
    action: Action
    path: str
    """"" where the whole act is meant."""
    at: int
    """Where what is said about that provision begins: of one that is inserted, its number in the quotation."""


def orders(text: str) -> bool:
    """Whether the text says that something is amended, replaced, added or deleted."""
    return bool(_DONE.search(text))


def amendments(text: str) -> Iterator[Amendment]:
    """The instructions of one point of an amending act, in order. What stands in quotation marks is not an
    instruction."""
    quotes = quoted(text)
    outside = [chain for chain in chains(text) if not _within(chain.start, quotes)]
    scope, done_until = "", 0
    for verb in _DONE.finditer(text):
        if _within(verb.start(), quotes):
            continue
        start = _clause_start(text, verb.start(), done_until, quotes)
        words = [found.span() for found in _WORDS.finditer(text, start, verb.start())]
        here = (chain for chain in outside if start <= chain.start and chain.end <= verb.start())
        named = [chain for chain in here if not _within(chain.start, words)]
        done_until = verb.end()
        targets = _resolved(named, scope)
        if verb["amends"] and len(targets) == 1:
            scope = targets[0]
        span = (named[0].start, named[-1].end) if named else (start, verb.end())
        inserts = list(_inserted(text, start, verb.end(), quotes)) if verb["inserts"] else []
        action: Action = "amends" if _is_part(text, start, verb.start(), named) else cast(Action, verb.lastgroup)
        yield from _instructed(action, span, targets, inserts)


def _is_part(text: str, start: int, verb: int, named: Sequence[Chain]) -> bool:
    """Whether only a part of what a clause names is replaced or deleted: that provision is amended."""
    behind = named[-1].end if named else start
    before = _PART_BEFORE.search(text, start, named[0].start) if named else None
    return bool(before or _PART_BEHIND.match(text[behind:verb]))


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _clause_start(text: str, verb: int, done_until: int, quotes: Sequence[tuple[int, int]]) -> int:
    start = max([done_until, *(end for _, end in quotes if end <= verb)])
    for mark in _CLAUSE_START.finditer(text, start, verb):
        start = mark.end()
    return start


def _resolved(named: Sequence[Chain], scope: str) -> list[str]:
    """Paths of what the clause names; what it names without its article is in the provision amended at last."""
    if not named:
        return [scope]
    if len(named) > 1 and not named[-1].whole:
        # "in paragraph 1, in the first subparagraph, point (a)": each narrows the previous one.
        outer = _resolved(named[:-1], scope)[0]
        return [join(outer, path) for path in named[-1].paths]
    return [path if named[-1].whole else join(scope, path) for path in named[-1].paths]


def join(scope: str, path: str) -> str:
    """Where "paragraph 2" is when said in Article 5(1): the scope up to the level of the path, then the path."""
    level = _level(path)
    above = [step for step in scope.split("/") if step and _level(step) < level]
    return "/".join([*above, path])


_LEVELS = {"rct": 0, "art": 0, "anx": 0, "cpt": 0, "prt": 1, "sct": 2, "par": 3, "sub": 4, "pt": 5}


def _level(path: str) -> int:
    return _LEVELS.get(path.partition("_")[0], 0)


def _instructed(
    action: Action, span: tuple[int, int], targets: Sequence[str], inserts: Sequence[tuple[str, int]]
) -> Iterator[Amendment]:
    for step, at in inserts:
        yield Amendment(*span, "inserts", join(targets[0], step), at)
    if not inserts:
        # A subparagraph or sentence that is added has no number of its own: the provision around it is amended.
        done: Action = "amends" if action == "inserts" else action
        yield from (Amendment(*span, done, path, span[0]) for path in targets)


def _inserted(text: str, start: int, verb: int, quotes: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """The numbered provisions that a clause inserts, "par_13", and where they begin in the quotation behind it."""
    new = _NEW.search(text, start, verb + _BEHIND_VERB)
    quote = next((span for span in quotes if span[0] >= verb), None)
    if new is None or quote is None:
        return
    step = _STEP[(new["english"] or new["french"]).lower()]
    several = bool(re.search(r"s(?:\s\S+)?$", new[0]))
    for number, at in inserted(step, text, *quote, several=several):
        yield f"{step}_{number}", at
