"""Where a text speaks of openness: cues, less look-alikes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.tagging.folding import MARK, Folded, fold
from pipeline.tagging.predicates import SPAN_PREDICATES
from pipeline.tagging.prefilter import holds_anchor, may_hold_cue
from pipeline.tagging.screening import Screen, Screened
from pipeline.tagging.sentences import blocks, is_lead, is_point, sentences
from pipeline.tagging.vocabulary import Pack, Passage, Rule


@dataclass(slots=True)
class Region:
    """A stretch of a folded sentence that speaks of openness, and the cues that say so."""

    start: int
    end: int
    cues: list[Rule]


_DEEPEST = 8
"""How many governing sentences are read before a point: sections of the US Code are divided six times. A text in which
each point governs the next would else be read as often as it has points."""


@dataclass
class Sentence:
    """One sentence of a text. Its regions are set once, by `read`; ask for `masked` after that."""

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
        words = [self.covered]
        lead = self.lead
        while lead and len(words) <= _DEEPEST:
            words.append(lead.covered.rstrip())
            lead = lead.lead
        return Screened(" ".join(reversed(words)), self.screen)

    @cached_property
    def covered(self) -> str:
        """Folded text in which every region is covered with `MARK`."""
        text = self.folded.text
        for region in self.regions:
            start = _behind_verb(text, region)
            text = text[:start] + MARK * (region.end - start) + text[region.end :]
        return text

    @cached_property
    def is_point(self) -> bool:
        """Whether it is a point of a list."""
        return is_point(self.shown)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded[start:end] stands in the whole text."""
        first, last = self.folded.span(start, end)
        return self.start + first, self.start + last

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where words stand in the whole text by their offsets in `masked`, counted from the first word of this
        sentence; None if in the enclosing provision. Words that begin in a governing sentence are followed to its
        end."""
        if start >= 0:
            return self.span(start, end)
        if self.lead is None:
            return None
        before = len(self.lead.covered.rstrip())
        shift = before + 1
        return self.lead.place(start + shift, min(end + shift, before)) if self.lead.text == self.text else None


# "release the weights" and not "release of the weights", which is a noun.
_VERB = re.compile(
    r"(?:open(?:ly)?[- ])?(?:releas|publish|mak|made|shar|post|distribut|deposit|upload|contribut|disclos)\w* (?!of\b)"
)


def _behind_verb(text: str, region: Region) -> int:
    """Where the evidence begins for rules: a verb at its head stays visible, so that "may not release <open>" is one
    phrase whether or not the cue has taken the verb in."""
    match = _VERB.match(text, region.start, region.end)
    return match.end() if match else region.start


_ONE_SUBJECT = 20_000
REACH = 20
"""How many sentences from a strong cue weak cues and rules with `where: provision` may stand. No provision of an act
is that long, but a report without numbered paragraphs can be one unit of megabytes."""


class Surroundings:
    """The unit, as far as it is of one subject, and the words around it: folded when a rule first asks for them."""

    def __init__(self, passage: Passage, pack: Pack) -> None:
        self._words = " ".join((passage.title, passage.heading, passage.parent, passage.text[:_ONE_SUBJECT]))
        self._screen = pack.screen

    def allow(self, rule: Rule) -> bool:
        """Whether `context` and `no_context` let the rule speak here."""
        if not (rule.context or rule.no_context):
            return True
        return (not rule.context or self._folded.occurs(rule.context)) and not self._folded.occurs(rule.no_context)

    @cached_property
    def _folded(self) -> Screened:
        return Screened(fold(self._words).text, self._screen)


def read(passage: Passage, pack: Pack, around: Surroundings) -> list[Sentence]:
    """The sentences around everything in the passage's text that speaks of openness, in order, with their regions;
    none if nothing does."""
    text = passage.text
    candidates = [block for block in blocks(text) if may_hold_cue(text[slice(*block)], pack.anchors)]
    if not candidates:
        return []
    reader = _Reader(passage, pack, around)
    strong = reader.strong_sentences(candidates)
    if not strong:
        return []
    unit = [reader.sentence(start, end) for block in blocks(text) for start, end in sentences(text, *block)]
    numbers = [number for number, sentence in enumerate(unit) if sentence.start in strong]
    close = sorted(
        {near for number in numbers for near in range(max(0, number - REACH), min(len(unit), number + REACH + 1))}
    )
    _give_leads(unit, reader.lead())
    for number in close:
        unit[number].regions = _merged(reader.accepted(unit[number], pack.cues))
    return [unit[number] for number in close]


class _Reader:
    """One passage and the rules of its language."""

    def __init__(self, passage: Passage, pack: Pack, around: Surroundings) -> None:
        self.passage = passage
        self.pack = pack
        self._around = around
        self._sentences: dict[int, Sentence] = {}
        self._taken: dict[int, _LookAlikes] = {}

    def sentence(self, start: int, end: int) -> Sentence:
        """The sentence that stands there: the same one each time, so that it is folded once."""
        return self._sentences.setdefault(start, Sentence(self.passage.text, start, end, self.pack.screen))

    def lead(self) -> Sentence | None:
        """The words of the enclosing provision that govern the beginning of this one."""
        parent = self.passage.parent
        if not parent or parent.rstrip().endswith((".", "?")):
            return None
        *_, (start, end) = sentences(parent, 0, len(parent))
        return Sentence(parent, start, end, self.pack.screen)

    def strong_sentences(self, candidates: Iterable[tuple[int, int]]) -> set[int]:
        """Where the sentences begin in which a strong cue makes the passage relevant."""
        text, anchors = self.passage.text, self.pack.anchors
        found = set()
        for block in candidates:
            for start, end in sentences(text, *block):
                if may_hold_cue(text[start:end], anchors):
                    sentence = self.sentence(start, end)
                    if holds_anchor(sentence.folded.text, anchors) and any(self.accepted(sentence, self.pack.strong)):
                        found.add(start)
        return found

    def accepted(self, sentence: Sentence, cues: Sequence[Rule]) -> Iterator[Region]:
        """Every match of a cue that nothing takes back."""
        text = sentence.screened
        for cue in cues:
            spans = text.occurrences(cue.phrases)
            if spans and allowed(cue, text) and self._around.allow(cue):
                for start, end in outside(spans, text.occurrences(cue.exceptions)):
                    if not self._look_alikes(sentence).hold(start, end):
                        yield Region(start, end, [cue])

    def _look_alikes(self, sentence: Sentence) -> "_LookAlikes":
        """Those of the sentence: the same ones each time, as strong cues are asked for before all of them."""
        if sentence.start not in self._taken:
            self._taken[sentence.start] = _LookAlikes(sentence, self.pack.look_alikes)
        return self._taken[sentence.start]


class _LookAlikes:
    """What takes evidence back in one sentence."""

    def __init__(self, sentence: Sentence, rules: Sequence[Rule]) -> None:
        text = sentence.screened
        self._sentence = sentence
        self._spans = [span for rule in rules for span in text.occurrences(rule.phrases) if allowed(rule, text)]
        self._predicates = [SPAN_PREDICATES[rule.predicate] for rule in rules if rule.predicate]
        self._held: dict[tuple[int, int], bool] = {}
        """By span: several cues find the same words."""

    def hold(self, start: int, end: int) -> bool:
        """Whether folded[start:end] belongs to a look-alike."""
        span = start, end
        if span not in self._held:
            self._held[span] = self._hold(start, end)
        return self._held[span]

    def _hold(self, start: int, end: int) -> bool:
        if any(start < other_end and other_start < end for other_start, other_end in self._spans):
            return True
        shown = self._sentence.span(start, end)
        return any(predicate(self._sentence.text, *shown) for predicate in self._predicates)


def allowed(rule: Rule, text: Screened) -> bool:
    """Whether `unless` and `needs` let the rule speak in this sentence."""
    return not text.occurs(rule.unless) and (not rule.needs or text.occurs(rule.needs))


def outside(spans: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that overlap none of the taken ones."""
    for start, end in spans:
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            yield start, end


def _merged(regions: Iterable[Region]) -> list[Region]:
    merged: list[Region] = []
    for region in sorted(regions, key=lambda region: (region.start, -region.end)):
        if merged and region.start < merged[-1].end:
            merged[-1].end = max(merged[-1].end, region.end)
            merged[-1].cues += region.cues
        else:
            merged.append(region)
    return merged


def _give_leads(unit: list[Sentence], lead: Sentence | None) -> None:
    for sentence in unit:
        if sentence is unit[0] or sentence.is_point:
            sentence.lead = lead
        if is_lead(sentence.shown):
            lead = sentence
