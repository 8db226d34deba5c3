"""Where a text speaks of openness: cues, less look-alikes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.tagging.folding import Folded, fold
from pipeline.tagging.phrases import MARK, Phrase
from pipeline.tagging.predicates import PREDICATES
from pipeline.tagging.prefilter import may_hold_cue
from pipeline.tagging.sentences import is_point, sentences
from pipeline.tagging.vocabulary import Rule, Rules, compiled


@dataclass(slots=True)
class Region:
    """A stretch of a folded sentence that speaks of openness, and the cues that say so."""

    start: int
    end: int
    cues: list[Rule]


@dataclass
class Sentence:
    """One sentence of a text."""

    text: str
    """The whole text."""
    start: int
    end: int
    regions: list[Region] = field(default_factory=list)
    lead: "Sentence | None" = None
    """The words that govern this point of a list: "The Secretary shall assess the risks of—"."""

    @cached_property
    def folded(self) -> Folded:
        """The sentence as rules see it."""
        return fold(self.shown)

    @property
    def shown(self) -> str:
        """The sentence as published."""
        return self.text[self.start : self.end]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded[start:end] stands in the whole text."""
        first, last = self.folded.span(start, end)
        return self.start + first, self.start + last

    @cached_property
    def masked(self) -> str:
        """Folded text in which every region is covered with `MARK`. Ask for it only when the regions are final."""
        text = self.folded.text
        for region in self.regions:
            text = text[: region.start] + MARK * (region.end - region.start) + text[region.end :]
        return text

    @cached_property
    def masked_with_lead(self) -> str:
        """The same after its governing words, so that a rule finds the verb of a list in each of its points."""
        return f"{self.lead.masked.rstrip()} {self.masked}" if self.lead else self.masked


def read(text: str, rules: Rules, languages: frozenset[str], parent: str = "") -> list[Sentence]:
    """All sentences of `text` with their regions; no sentences if nothing in it speaks of openness."""
    if not may_hold_cue(text, rules.anchors):
        return []
    unit = [Sentence(text, start, end) for start, end in sentences(text)]
    look_alikes = [rule for rule in rules.of("look_alike") if rule.language in languages]
    cues = [rule for rule in rules.of("cue") if rule.language in languages]
    strong = [rule for rule in cues if not rule.weak]
    candidates = [sentence for sentence in unit if may_hold_cue(sentence.shown, rules.anchors)]
    if not any(_accepted(sentence, strong, look_alikes) for sentence in candidates):
        return []
    for sentence in unit:
        sentence.regions = _merged(_accepted(sentence, cues, look_alikes))
    _lead_points(unit, parent)
    return unit


def _lead_points(unit: list[Sentence], parent: str) -> None:
    lead = Sentence(parent, 0, len(parent)) if parent else None
    for sentence in unit:
        if sentence is unit[0] or is_point(sentence.shown):
            sentence.lead = lead
        if sentence.shown.rstrip().endswith((":", "\u2014", "-")):
            lead = sentence


def occurrences(text: str, phrases: Iterable[Phrase]) -> Iterator[tuple[int, int]]:
    """Where any of the phrases stands in a folded text."""
    for phrase in phrases:
        if all(any(run in text for run in runs) for runs in phrase.literals):
            for match in compiled(phrase).finditer(text):
                yield match.span()


def allowed(rule: Rule, text: str) -> bool:
    """Whether the rule may speak in this sentence."""
    if rule.needs and not any(True for _ in occurrences(text, rule.needs)):
        return False
    return not any(True for _ in occurrences(text, rule.unless))


def _accepted(sentence: Sentence, cues: Sequence[Rule], look_alikes: Sequence[Rule]) -> list[Region]:
    text = sentence.folded.text
    found = [(start, end, cue) for cue in cues if allowed(cue, text) for start, end in occurrences(text, cue.phrases)]
    if not found:
        return []
    taken_back = [span for rule in look_alikes if allowed(rule, text) for span in occurrences(text, rule.phrases)]
    predicates = [PREDICATES[rule.predicate] for rule in look_alikes if rule.predicate]
    accepted = []
    for start, end, cue in found:
        excluded = (*taken_back, *occurrences(text, cue.exceptions))
        if any(start < other_end and other_start < end for other_start, other_end in excluded):
            continue
        if not any(predicate(sentence.text, *sentence.span(start, end)) for predicate in predicates):
            accepted.append(Region(start, end, [cue]))
    return accepted


def _merged(regions: Iterable[Region]) -> list[Region]:
    merged: list[Region] = []
    for region in sorted(regions, key=lambda region: (region.start, -region.end)):
        if merged and region.start < merged[-1].end:
            merged[-1].end = max(merged[-1].end, region.end)
            merged[-1].cues += region.cues
        else:
            merged.append(region)
    return merged
