"""Where a text speaks of openness: cues, less look-alikes."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from pipeline.tagging.folding import fold
from pipeline.tagging.masking import Region, Sentence
from pipeline.tagging.predicates import SPAN_PREDICATES
from pipeline.tagging.prefilter import holds_anchor, may_hold_cue
from pipeline.tagging.screening import Screened
from pipeline.tagging.sentences import blocks, is_lead, sentences
from pipeline.tagging.vocabulary import Pack, Passage, Rule

_ONE_SUBJECT = 20_000
"""Characters of a unit that are of one subject."""
REACH = 20
"""How many sentences from a strong cue weak cues and rules with `where: provision` may stand. No provision of an act
is that long, but a report without numbered paragraphs can be one unit of megabytes."""


class Surroundings:
    """The unit, as far as it is of one subject, and the words around it: folded when a rule first asks for them."""

    def __init__(self, passage: Passage, pack: Pack) -> None:
        words = (passage.title, passage.heading, passage.parent, passage.text[:_ONE_SUBJECT])
        self._words = " ".join(filter(None, words))
        self._screen = pack.around
        self._headings = f"{passage.title} {passage.heading}"
        self._anchors = pack.anchors

    def allow(self, rule: Rule) -> bool:
        """Whether `context` and `no_context` let the rule speak here."""
        if not (rule.context or rule.no_context):
            return True
        return (not rule.context or self._folded.occurs(rule.context)) and not self._folded.occurs(rule.no_context)

    @cached_property
    def name_openness(self) -> bool:
        """Whether the title or the headings may hold a cue: then all of the text is about openness."""
        return may_hold_cue(self._headings, self._anchors)

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
        unit[number].regions = _merged(reader.accepted(unit[number]))
    return [unit[number] for number in close]


class _Reader:
    """One passage and the rules of its language."""

    def __init__(self, passage: Passage, pack: Pack, around: Surroundings) -> None:
        self.passage = passage
        self.pack = pack
        self._around = around
        self._sentences: dict[int, Sentence] = {}
        self._accepted: dict[int, list[Region]] = {}

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
        places = (place for block in candidates for place in sentences(self.passage.text, *block))
        return {start for start, end in places if self._is_strong(start, end)}

    def _is_strong(self, start: int, end: int) -> bool:
        anchors = self.pack.anchors
        if not may_hold_cue(self.passage.text[start:end], anchors):
            return False
        sentence = self.sentence(start, end)
        if not holds_anchor(sentence.folded.text, anchors):
            return False
        return any(not cue.weak for region in self.accepted(sentence) for cue in region.cues)

    def accepted(self, sentence: Sentence) -> list[Region]:
        """Every match of a cue that nothing takes back: the same ones each time, so that they are looked for once."""
        if sentence.start not in self._accepted:
            self._accepted[sentence.start] = list(self._found(sentence))
        return self._accepted[sentence.start]

    def _found(self, sentence: Sentence) -> Iterator[Region]:
        text = sentence.screened
        look_alikes = _LookAlikes(sentence, self.pack.look_alikes)
        for cue in self.pack.cues:
            spans = text.occurrences(cue.phrases)
            if not (spans and allowed(cue, text) and self._around.allow(cue)):
                continue
            for start, end in outside(spans, text.occurrences(cue.exceptions)):
                if not look_alikes.hold(start, end):
                    yield Region(start, end, [cue])


class _LookAlikes:
    """What takes evidence back in one sentence."""

    def __init__(self, sentence: Sentence, rules: Sequence[Rule]) -> None:
        self._sentence = sentence
        self._rules = rules
        self._held: dict[tuple[int, int], bool] = {}
        """By span: several cues find the same words."""

    def hold(self, start: int, end: int) -> bool:
        """Whether folded[start:end] belongs to a look-alike."""
        span = start, end
        if span not in self._held:
            self._held[span] = self._hold(start, end)
        return self._held[span]

    def _hold(self, start: int, end: int) -> bool:
        if _overlaps(start, end, self._spans):
            return True
        shown = self._sentence.span(start, end)
        predicates = (SPAN_PREDICATES[rule.predicate] for rule in self._rules if rule.predicate)
        return any(predicate(self._sentence.text, *shown) for predicate in predicates)

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        text = self._sentence.screened
        return [span for rule in self._rules for span in text.occurrences(rule.phrases) if allowed(rule, text)]


def allowed(rule: Rule, text: Screened) -> bool:
    """Whether `unless` and `needs` let the rule speak in this sentence."""
    return not text.occurs(rule.unless) and (not rule.needs or text.occurs(rule.needs))


def outside(spans: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that overlap none of the taken ones."""
    return (span for span in spans if not _overlaps(*span, taken))


def _overlaps(start: int, end: int, others: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in others)


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
