"""A sentence as rules see it: folded, its evidence covered by a mark, after the words that govern it."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.tagging.clauses import bordered
from pipeline.tagging.folding import MARK, Folded, fold
from pipeline.tagging.screening import Screen, Screened
from pipeline.tagging.sentences import is_point
from pipeline.tagging.vocabulary import Rule


@dataclass(eq=False, slots=True)
class Region:
    """A stretch of a folded sentence about openness, and the cues that say so."""

    start: int
    end: int
    cues: list[Rule]


_DEEPEST = 8
"""How many governing sentences are read before a point: sections of the US Code are divided six times. A text in which
each point governs the next would else be read as often as it has points."""


@dataclass
class Sentence:
    """One sentence of a text. Its regions are set once, by `evidence.read`; ask for `masked` after that."""

    text: str
    """The whole text."""
    start: int
    end: int
    screen: Screen
    regions: list[Region] = field(default_factory=list)
    lead: "Sentence | None" = None
    """The words that govern this point of a list: "The Secretary shall assess the risks of—"."""

    @property
    def shown(self) -> str:
        """The sentence as published."""
        return self.text[self.start : self.end]

    @cached_property
    def folded(self) -> Folded:
        """The sentence as rules see it."""
        return fold(self.shown)

    @cached_property
    def screened(self) -> Screened:
        """What cues and look-alikes are looked for in."""
        return Screened(self.folded.text, self.screen)

    @cached_property
    def masked(self) -> Screened:
        """The covered text, after the words that govern a point of a list."""
        if not (self.lead or self.regions):
            return self.screened
        if not self.lead:
            return Screened(self.covered, self.screen, self.screened.possible)
        words = [self.covered]
        lead: Sentence | None = self.lead
        while lead and len(words) <= _DEEPEST:
            words.append(lead.covered.rstrip())
            lead = lead.lead
        return Screened(" ".join(reversed(words)), self.screen)

    @cached_property
    def covered(self) -> str:
        """Folded text in which every region is covered with `MARK`, and whose clauses are kept apart."""
        text = self.folded.text
        for region in self.regions:
            start = _behind_verb(text, region)
            visible = _WISH_OR_PASSIVE if _ENSURED.search(text[max(0, start - _NEAR_BEFORE) : start]) else _WISH
            text = text[:start] + _marked(text[start : region.end], visible) + text[region.end :]
        return bordered(text)

    @cached_property
    def is_point(self) -> bool:
        """Whether it is a point of a list."""
        return is_point(self.shown)

    @property
    def own_start(self) -> int:
        """Where its own words begin in `masked`."""
        return len(self.masked.text) - len(self.covered)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded[start:end] stands in the whole text."""
        first, last = self.folded.span(start, end)
        return self.start + first, self.start + last

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where words stand in the whole text by their offsets in `masked`, counted from `own_start`; None if in the
        enclosing provision. Words that begin in a governing sentence are followed to its end."""
        if start >= 0:
            return self.span(start, end)
        lead = self.lead
        if lead is None or lead.text != self.text:
            return None
        before = len(lead.covered.rstrip())
        shift = before + 1
        return lead.place(start + shift, min(end + shift, before))


# "release the weights" and not "release of the weights", which is a noun.
_VERB = re.compile(
    r"(?:open(?:ly)?[- ])?(?:releas|publish|mak|made|shar|post|distribut|deposit|upload|contribut|disclos)\w* (?!of\b)"
)


def _behind_verb(text: str, region: Region) -> int:
    """Where the evidence begins for rules: a verb at its head stays visible, so that "may not release <open>" is one
    phrase whether or not the cue has taken the verb in."""
    match = _VERB.match(text, region.start, region.end)
    return match.end() if match else region.start


# "Weights should be made publicly available" is evidence from its first word to its last, and a wish. What they should
# be taken for is none.
_WISHES = (
    r" (?:should|must|shall|ought to|needs? to)(?: not| never| no longer)? (?:be|remain|stay|become) "
    r"(?!(?:classified|considered|deemed|defined|presumed|regarded|treated) )"
)
_WISH = re.compile(f"({_WISHES})")
# What is published stays visible where somebody has to see to it: "ensure that weights are published".
_ENSURED = re.compile(r"(?:ensur|requir|provid|mandat)\w* that (?:\w+ ){0,6}\Z")
_NEAR_BEFORE = 120
"""Characters."""
_PASSIVES = r" (?:is|are|be) (?:\w+,? ){0,4}(?:published|released|made|shared|posted|deposited|licen[cs]ed)(?= |\Z)"
_WISH_OR_PASSIVE = re.compile(f"({_WISHES}|{_PASSIVES})")


def _marked(words: str, visible: re.Pattern[str]) -> str:
    """Evidence as rules see it: covered, except for what is `visible`."""
    return "".join(piece if number % 2 else MARK * len(piece) for number, piece in enumerate(visible.split(words)))
