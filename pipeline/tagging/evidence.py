"""Where a text speaks of openness: cues, less look-alikes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.tagging.folding import Folded, fold
from pipeline.tagging.language import guess_language
from pipeline.tagging.phrases import MARK, Phrase
from pipeline.tagging.predicates import PREDICATES
from pipeline.tagging.prefilter import may_hold_cue
from pipeline.tagging.sentences import is_lead, is_point, sentences
from pipeline.tagging.vocabulary import Passage, Rule, Rules, compiled


@dataclass(slots=True)
class Region:
    """A stretch of a folded sentence that speaks of openness, and the cues that say so."""

    start: int
    end: int
    cues: list[Rule]


@dataclass
class Sentence:
    """One sentence of a text. Its regions are set once, by `read`; ask for `masked` after that."""

    text: str
    """The whole text."""
    start: int
    end: int
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
    def masked(self) -> str:
        """Folded text in which every region is covered with `MARK`, after the words that govern a point of a list."""
        text = self.folded.text
        for region in self.regions:
            text = text[: region.start] + MARK * (region.end - region.start) + text[region.end :]
        return f"{self.lead.masked.rstrip()} {text}" if self.lead else text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded[start:end] stands in the whole text."""
        first, last = self.folded.span(start, end)
        return self.start + first, self.start + last


def read(passage: Passage, rules: Rules) -> list[Sentence]:
    """All sentences of the passage's text with their regions; none if nothing in it speaks of openness."""
    text = passage.text
    if not may_hold_cue(text, rules.anchors):
        return []
    around = " ".join((passage.title, passage.heading, passage.parent))
    language = passage.language or guess_language(text)
    spoken = [rule for rule in rules.rules if rule.language == language]
    cues = [rule for rule in spoken if rule.kind == "cue" and _in_context(rule, text, around)]
    look_alikes = [rule for rule in spoken if rule.kind == "look_alike"]
    unit = [Sentence(text, start, end) for start, end in sentences(text)]
    strong = [rule for rule in cues if not rule.weak]
    if not any(_accepted(each, strong, look_alikes) for each in unit if may_hold_cue(each.shown, rules.anchors)):
        return []
    for sentence in unit:
        sentence.regions = _merged(_accepted(sentence, cues, look_alikes))
    _give_leads(unit, passage.parent)
    return unit


def occurrences(text: str, phrases: Iterable[Phrase]) -> Iterator[tuple[int, int]]:
    """Where any of the phrases stands in a folded text."""
    for phrase in phrases:
        # A substring search for the words that every match contains spares most sentences the regular expression.
        if all(any(run in text for run in runs) for runs in phrase.literals):
            for match in compiled(phrase).finditer(text):
                yield match.span()


def occurs(text: str, phrases: Iterable[Phrase]) -> bool:
    """Whether any of the phrases stands in a folded text."""
    return next(occurrences(text, phrases), None) is not None


def allowed(rule: Rule, text: str) -> bool:
    """Whether `unless` and `needs` let the rule speak in this folded sentence."""
    return not occurs(text, rule.unless) and (not rule.needs or occurs(text, rule.needs))


def outside(spans: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that overlap none of the taken ones."""
    for start, end in spans:
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            yield start, end


def _in_context(rule: Rule, text: str, around: str) -> bool:
    if not rule.context:
        return True
    return any(occurs(fold(text[start:end]).text, rule.context) for start, end in sentences(text)) or occurs(
        fold(around).text, rule.context
    )


def _accepted(sentence: Sentence, cues: Sequence[Rule], look_alikes: Sequence[Rule]) -> list[Region]:
    text = sentence.folded.text
    found = [(cue, list(occurrences(text, cue.phrases))) for cue in cues]
    found = [(cue, spans) for cue, spans in found if spans and allowed(cue, text)]
    if not found:
        return []
    taken = [span for rule in look_alikes if allowed(rule, text) for span in occurrences(text, rule.phrases)]
    predicates = [PREDICATES[rule.predicate] for rule in look_alikes if rule.predicate]
    return [
        Region(start, end, [cue])
        for cue, spans in found
        for start, end in outside(spans, [*taken, *occurrences(text, cue.exceptions)])
        if not any(predicate(sentence.text, *sentence.span(start, end)) for predicate in predicates)
    ]


def _merged(regions: Iterable[Region]) -> list[Region]:
    merged: list[Region] = []
    for region in sorted(regions, key=lambda region: (region.start, -region.end)):
        if merged and region.start < merged[-1].end:
            merged[-1].end = max(merged[-1].end, region.end)
            merged[-1].cues += region.cues
        else:
            merged.append(region)
    return merged


def _give_leads(unit: list[Sentence], parent: str) -> None:
    *_, (start, end) = sentences(parent) if parent else [(0, 0)]
    lead = Sentence(parent, start, end) if parent and not parent.rstrip().endswith((".", "?")) else None
    for sentence in unit:
        if sentence is unit[0] or is_point(sentence.shown):
            sentence.lead = lead
        if is_lead(sentence.shown):
            lead = sentence
