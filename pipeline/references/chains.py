"""Mentions of provisions of an act: "Article 53(2)", "points (a) and (b) of paragraph 1", "Annex III, point 1(a)"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from pipeline.literals import Literals
from pipeline.references.numbers import BRACKETED, LETTERED, NUMBERED, POINTED, ROMAN, path, read_list

_KINDS: tuple[tuple[str, str, int, re.Pattern[str]], ...] = (
    # words, step of the path, rank from the outermost, form of the numbers
    (r"[Rr]ecitals?|[Cc]onsidérants?", "rct", 0, BRACKETED),
    (r"[Aa]rticles?", "art", 0, NUMBERED),
    (r"[Aa]nnex(?:es|e)?|ANNEX(?:ES|E)?", "anx", 0, ROMAN),
    (r"[Cc]hapters?|[Cc]hapitres?", "cpt", 0, ROMAN),
    (r"[Pp]arts?|[Pp]arties?|PARTS?", "prt", 1, LETTERED),
    (r"[Ss]ections?", "sct", 2, LETTERED),
    (r"[Pp]aragraphe?s?", "par", 3, NUMBERED),
    (r"[Pp]oints?", "pt", 4, POINTED),
)
# The class of first letters lets the engine pass over most words at once.
_WORDS = re.compile(
    r"\b(?=[ACPRScaprs])(?:" + "|".join(rf"(?P<{kind}>{words})" for words, kind, _, _ in _KINDS) + r")\b"
)
# Most text names no provision: it holds none of these, of which every match of the above holds one.
_PIECES = (
    "ecital", "onsidérant", "rticle", "nnex", "NNEX", "hapter", "hapitre", "ection", "aragraph", "oint", "art", "PART",
)  # fmt: skip
_ANY_PIECE = Literals(_PIECES)
_BY_KIND = {kind: (rank, atom) for _, kind, rank, atom in _KINDS}
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|last|premier|première|deuxième|second|seconde|troisième|quatrième|"
    r"cinquième|sixième|dernier|dernière)"
)
# "first subparagraph", "introductory wording", "premier alinéa": inside the unit, not a step of its path.
INSIDE = (
    rf"(?:{_ORDINAL}(?:(?:,|\s(?:and|or|to|et|ou|à))\s{_ORDINAL})*\s"
    r"(?:(?:sub)?paragraphs?|sentences?|alinéas?|phrases?|indents?|tirets?|partie)"
    r"|introductory\s(?:part|wording|phrase|sentence)|phrase\sintroductive|partie\sintroductive)"
)
_DOWN = re.compile(rf"\s?,?\s(?:(?:the|in|le|la|au|à la)\s)?(?:{INSIDE},?\s(?:(?:in|of|the)\s)*)*$|$")
_UP = re.compile(
    rf"(?:,?\s{INSIDE},?)*(?:,?\s(?:of|de l[’']|du)|\s(?:in|to|under|de la|des|de|à la|à l[’']|au))\s?(?:the\s)?"
    rf"(?:{INSIDE}\s(?:of|de l[’']|du)\s?)*$"
)
# Not in French, where a list goes on so: "de l’article 4, paragraphe 1, de l’article 5".
_OF = re.compile(rf"\sof\s(?:the\s)?(?:{INSIDE}\sof\s)?")


@dataclass(frozen=True, slots=True)
class Chain:
    """A mention of one or more provisions."""

    start: int
    end: int
    kinds: tuple[str, ...]
    """From the outermost: ("art", "pt")."""
    paths: tuple[str, ...]
    """One per provision meant, as far as the mention says: "art_53/par_2", or "par_2" if the article goes without
    saying."""

    @property
    def whole(self) -> bool:
        """It says the article, annex, recital or chapter."""
        return _BY_KIND[self.kinds[0]][0] == 0


@dataclass(frozen=True, slots=True)
class _Component:
    start: int
    end: int
    kind: str
    paths: tuple[str, ...]

    @property
    def rank(self) -> int:
        return _BY_KIND[self.kind][0]


def chains(text: str) -> list[Chain]:
    """Every mention of provisions in a text, in order."""
    found: list[Chain] = []
    group: list[_Component] = []
    components = list(_components(text))
    for place, component in enumerate(components):
        if group and _belongs(text, group, component) and not _is_of_another(text, components[place:], group):
            group.append(component)
            continue
        found += _chain(group)
        group = [component]
    return [*found, *_chain(group)]


def _components(text: str) -> Iterator[_Component]:
    for word in _WORDS.finditer(text) if _ANY_PIECE.found_in(text.encode("utf-8", "surrogatepass")) else ():
        kind = str(word.lastgroup)
        _, atom = _BY_KIND[kind]
        # A blank may stand before the number.
        at = word.end() + text[word.end() : word.end() + 1].isspace()
        numbers, end = read_list(text, at, atom, plural=word[0].lower().endswith("s"))
        if numbers:
            yield _Component(word.start(), end, kind, tuple(path(steps, kind) for steps in numbers))
        elif kind == "anx" and word[0].endswith(("nnex", "nnexe")):
            # "the Annex to Recommendation 2003/361/EC": an act's only annex has no number.
            yield _Component(word.start(), word.end(), kind, ("anx",))


def _belongs(text: str, group: Sequence[_Component], after: _Component) -> bool:
    """Whether a mention goes on: downwards ("Article 5(1), point (a)") or upwards ("point (a) of Article 5(1)")."""
    before = group[-1]
    gap = text[before.end : after.start]
    if before.rank < after.rank:
        return bool(_DOWN.fullmatch(gap)) and all(other.rank < after.rank for other in group)
    return bool(_UP.fullmatch(gap)) and all(other.rank > after.rank for other in group)


def _is_of_another(text: str, components: Sequence[_Component], group: Sequence[_Component]) -> bool:
    """Whether the first is not of the article of the group but of the one behind it: "Articles 4 and 5, point (a) of
    Article 11(1)"."""
    if group[0].rank > 0:
        return False
    for before, after in pairwise(components):
        if after.rank >= before.rank or not _OF.fullmatch(text, before.end, after.start):
            return False
        if after.rank == 0:
            return True
    return False


def _chain(group: Sequence[_Component]) -> Iterator[Chain]:
    if not group:
        return
    ordered = sorted(group, key=lambda component: component.rank)
    combined = _downwards(group) if group == ordered else _joined(ordered)
    yield Chain(
        start=min(component.start for component in group),
        end=max(component.end for component in group),
        kinds=tuple(component.kind for component in ordered),
        paths=tuple(combined),
    )


def _joined(ordered: Sequence[_Component]) -> list[str]:
    return ["/".join(parts) for parts in product(*(component.paths for component in ordered))]


def _downwards(group: Sequence[_Component]) -> list[str]:
    """ "Annexes I and II, Section B": the section is of the last annex alone."""
    whole, last = [], ""
    for component in group[:-1]:
        whole += [f"{last}{path}" for path in component.paths[:-1]]
        last = f"{last}{component.paths[-1]}/"
    return [*whole, *(f"{last}{path}" for path in group[-1].paths)]
