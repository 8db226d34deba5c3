"""What is compared: each unit with its text, each heading above the units, and the measure of how alike two of them
are."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from pipeline.model import Provision, ProvisionKind
from pipeline.normalise import normalise

NOT_ENACTING: frozenset[ProvisionKind] = frozenset(("recital", "citation", "preamble", "signature", "footnote"))
"""Kinds that no other kind of provision can become."""

_POSITION = re.compile(r"(?<![^/])(p|h|q|fn|tbl|part)_\d+")
"""Path steps that we counted ourselves; all others carry the publisher's own number."""

# In the OJ the footnotes of a quoted amendment are "( *1 )", "( * )"; ordinary ones "( 58 )" after a word. Consolidated
# texts renumber them.
_STAR_MARK = re.compile(r"\(\s*\*+\s*\d*\s*\)")
_NUMBER_MARK = re.compile(r"\b(?P<before>\w{0,40}[^\W\d_][’'\"”»)\]]{0,3})\s+\(\s*\d{1,3}\s*\)")
# Words after which a number in brackets is a reference: "points (1) and (2)", "Annex III (2)", "paragraphe (3)".
_REFERRING = re.compile(
    r"(?:articles?|(?:sub)?paragraphs?|paragraphes?|alinéas?|points?|clauses?|items?|annex(?:es|e)?|parts?|parties?"
    r"|sections?|sec|chapters?|chapitres?|titles?|titres?|rules?|recitals?|considérants?|and|or|to|et|ou|à|aux?"
    r"|[ivxlc]+|[a-z])",
    re.IGNORECASE,
)
_AMENDMENT_MARK = re.compile(r"[▼►◄]\s?[A-Z]{0,2}\d*")
_SIGNS = re.compile(r"(?P<between_digits>(?<=\d)\W+(?=\d))|\W+")
_LOOSE = re.compile(r"[\s()\[\]'\"‘’“”]")
_MEANING = frozenset("%‰§&#@/°")
"""Punctuation by Unicode's count that is read aloud."""
_MEANING_CATEGORIES = frozenset(("Sc", "Sm", "Mn", "Mc"))
"""Currencies, mathematics, and the marks that are parts of letters."""


@dataclass(frozen=True)
class Passage:
    """A provision as one side of a comparison."""

    index: int
    """Place in the text."""
    provision: Provision
    heading: str
    text: str
    """"" for a container."""
    container: bool
    """Chapter, section, article with paragraphs: a heading over passages of their own."""
    legal_path: str
    """The path with the numbers that we counted ourselves taken out: equal when the publisher's numbering is equal, but
    for the dashes in it ("§ 165.T11–157")."""

    @property
    def apart(self) -> str:
        """The kind, for those that no other kind can become: a recital is never an article."""
        return self.provision.kind if self.provision.kind in NOT_ENACTING else ""

    @property
    def numbered_by_us(self) -> bool:
        """True if the last step of the path says only where in the page it stands."""
        return self.legal_path.endswith("_")

    @property
    def below_counted(self) -> bool:
        """True if it stands under a heading or question that we numbered: there may be several points 1."""
        return "_/" in self.legal_path

    @cached_property
    def essence(self) -> str:
        """Heading and text without punctuation, white space, footnote marks and the provision's own number."""
        return f"{essence(self.heading)}\n{essence(_without_label(self))}"

    @property
    def empty(self) -> bool:
        """Nothing to compare: a container without a heading, or the row of dashes that a consolidated text leaves for a
        deleted provision."""
        return not self.essence.strip()

    @cached_property
    def features(self) -> Counter[str]:
        """Words and pairs of neighbouring words, with their numbers. Of containers, those of everything in them."""
        words = re.findall(r"\w+", normalise(f"{self.heading} {self.provision.text}").lower())
        return Counter([*words, *map(" ".join, pairwise(words))])


def passages(provisions: Sequence[Provision], whole: Collection[str]) -> Iterator[Passage]:
    """The units, the headings above them, and texts that stand outside of every unit; what is inside a unit is part of
    its text.

    `whole` names provisions to take as one, units inside them or not.
    """
    by_path = {provision.path: provision for provision in provisions}
    parents = {provision.parent for provision in provisions}
    units = {provision.path for provision in provisions if provision.unit or provision.path in whole}
    for index, provision in enumerate(provisions):
        if not _inside(units, provision, by_path):
            container = provision.path not in units and provision.path in parents
            yield Passage(
                index=index,
                provision=provision,
                heading=_own_heading(provision, by_path),
                text="" if container else provision.text,
                container=container or not provision.text,
                legal_path=_POSITION.sub(r"\1_", normalise(provision.path)),
            )


def _own_heading(provision: Provision, by_path: Mapping[str, Provision]) -> str:
    """Without the heading that paragraphs repeat of what they stand under: a new one is one change, of the article."""
    above = by_path.get(provision.parent)
    while above is not None and above.heading != provision.heading:
        above = by_path.get(above.parent)
    return provision.heading if above is None else ""


def _inside(units: Collection[str], provision: Provision, by_path: Mapping[str, Provision]) -> bool:
    above = by_path.get(provision.parent)
    while above is not None:
        if above.path in units:
            return True
        above = by_path.get(above.parent)
    return False


def _without_label(passage: Passage) -> str:
    """The text without its own number in front ("2.   For AI systems"): renumbering is not a change of words."""
    label = passage.provision.path.rpartition("_")[2]
    if passage.numbered_by_us or not label:
        return passage.text
    return re.sub(rf"^\W{{0,2}}{re.escape(label)}\s?[.)°]+\s", "", passage.text, flags=re.IGNORECASE)


@lru_cache(maxsize=20_000)
def essence(text: str) -> str:
    """What two texts share that differ in nothing but punctuation, white space, dashes and footnote marks.

    Punctuation between digits stays ("1.5" is not "15"), signs that are read aloud too ("%", "§").
    """
    folded = _AMENDMENT_MARK.sub("", normalise(text))
    folded = _NUMBER_MARK.sub(_without_mark, _STAR_MARK.sub("", folded))
    return _SIGNS.sub(_meaning, folded)


def _without_mark(match: re.Match[str]) -> str:
    before = match["before"]
    return match[0] if _REFERRING.fullmatch(before.rstrip("’'\"”»)]")) else before


def _meaning(signs: re.Match[str]) -> str:
    if signs["between_digits"]:
        # The same for "6(1)" and "6 (1)", for "10-12" and "10 - 12".
        return f"|{_LOOSE.sub('', signs[0])}"
    return "".join(filter(_is_meaning, signs[0]))


def _is_meaning(sign: str) -> bool:
    return sign in _MEANING or unicodedata.category(sign) in _MEANING_CATEGORIES


def likeness(one: Passage, other: Passage) -> float:
    """How many words and neighbouring pairs of words two passages share: 0.0 (none) to 1.0 (all). Dice's
    coefficient."""
    shared = (one.features & other.features).total()
    total = one.features.total() + other.features.total()
    return 2 * shared / total if total else 0.0
