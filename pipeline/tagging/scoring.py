"""How well labels agree with gold: precision, recall and F1 of relevance, tags and evidence spans, with confidence
intervals.

Micro averages over (provision, label) pairs. Optional labels and spans count neither for nor against. Spans are matched
one to one, once at any overlap and once at intersection over union of at least a half; a further span inside a labelled
or optional region is no error."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.tagging.checked_yaml import mapping, read_yaml
from pipeline.tagging.labelled import FACETS, Labelled, Labels, Span
from pipeline.tagging.taxonomy import load_taxonomy

SPANS = {"spans (any overlap)": 0.0, "spans (half shared)": 0.5}
MEASURES = ("relevance", *FACETS, *SPANS)
"""What is measured over all tags, in the order shown; floors are set on these."""

_FLOORS = Path(__file__).parent / "floors.yml"
_RESAMPLES = 400
_SEED = 20_241_120


@dataclass(frozen=True, slots=True)
class Counts:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was said that is right; 0 if nothing was said."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was said; 0 if there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if nothing is right."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """One measure or tag over all provisions."""

    name: str
    facet: str
    """"" for a measure over all tags."""
    counts: Counts
    low: float
    high: float
    """95 % confidence interval of F1: percentile bootstrap over provisions, fixed seed."""


@dataclass(frozen=True, slots=True)
class Error:
    """What is wrong with the answer to one provision."""

    labelled: Labelled
    answer: Labels
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def score(gold: Sequence[Labelled], answers: Sequence[Labels]) -> list[Score]:
    """Measures over all tags first, then every tag that the gold or an answer has, in the order of the taxonomy."""
    per_provision = [_compare(labelled, answered) for labelled, answered in zip(gold, answers, strict=True)]
    names = [(name, "") for name in MEASURES] + [(tag.tag, tag.facet) for tag in load_taxonomy()]
    resamples = _resamples(len(per_provision))
    scores = []
    for name, facet in names:
        counts = [each.get(name, Counts()) for each in per_provision]
        total = sum(counts, Counts())
        if not facet or total != Counts():
            scores.append(Score(name, facet, total, *_interval(counts, resamples)))
    return scores


def errors(gold: Iterable[Labelled], answers: Iterable[Labels]) -> list[Error]:
    """The provisions with a wrong or missed label, or with evidence that was missed."""
    found = []
    names = [tag.tag for tag in load_taxonomy()]
    for labelled, answered in zip(gold, answers, strict=True):
        compared = _compare(labelled, answered)
        wrong = tuple(name for name in names if compared.get(name, Counts()).wrong)
        missed = tuple(name for name in names if compared.get(name, Counts()).missed)
        if compared["spans (any overlap)"].missed:
            missed += ("evidence",)
        if wrong or missed:
            found.append(Error(labelled, answered, wrong, missed))
    return found


def confusion(gold: Iterable[Labelled], answers: Iterable[Labels]) -> dict[str, tuple[int, int]]:
    """Provisions that do not touch open source, by what they look like: how many there are, how many were tagged all
    the same."""
    seen, tagged = Counter[str](), Counter[str]()
    for labelled, answered in zip(gold, answers, strict=True):
        if labelled.gold.relevant is False:
            like = labelled.look_alike or (
                "look-alike words" if keyword(labelled.passage.text).relevant else "other text"
            )
            seen[like] += 1
            tagged[like] += bool(answered.relevant)
    return {like: (seen[like], tagged[like]) for like in sorted(seen)}


def floors(gold_file: str) -> dict[str, float]:
    """The least F1 of each measure for a gold file of this name, as committed; the general floors for any other
    file."""
    committed: dict[str, dict[str, float]] = mapping(read_yaml(_FLOORS), _FLOORS.name)
    return committed.get(gold_file, committed["any other file"])


# The plain expression that a search box would get.
_KEYWORDS = {
    "software": re.compile(r"open[- ]source|free and open", re.IGNORECASE),
    "weights": re.compile(r"open[- ]weights?|available (?:model )?weights", re.IGNORECASE),
    "model": re.compile(r"open (?:\w+ )?models?", re.IGNORECASE),
}


def keyword(text: str) -> Labels:
    """The baseline: what a keyword search says about a text. Its only effect is `mention`, its arguments are none."""
    found = {tag: [match.span() for match in pattern.finditer(text)] for tag, pattern in _KEYWORDS.items()}
    artefacts = frozenset(tag for tag, spans in found.items() if spans)
    spans = sorted({span for spans in found.values() for span in spans})
    effects = frozenset({"mention"} if artefacts else ())
    return Labels(bool(artefacts), {"artefact": artefacts, "effect": effects, "argument": frozenset()}, tuple(spans))


def _compare(labelled: Labelled, answered: Labels) -> dict[str, Counts]:
    gold, optional = labelled.gold, labelled.optional
    compared: dict[str, Counts] = {}
    if gold.relevant is not None:
        compared["relevance"] = _count(said=bool(answered.relevant), true=gold.relevant)
    for facet in FACETS:
        for name in (gold.tags[facet] | answered.tags[facet]) - optional.tags[facet]:
            compared[name] = _count(said=name in answered.tags[facet], true=name in gold.tags[facet])
            compared[facet] = compared.get(facet, Counts()) + compared[name]
    for name, least in SPANS.items():
        compared[name] = _compare_spans(gold.spans, optional.spans, answered.spans, least)
    return compared


def _count(*, said: bool, true: bool) -> Counts:
    return Counts(right=said and true, wrong=said and not true, missed=true and not said)


def _compare_spans(gold: Sequence[Span], optional: Sequence[Span], said: Sequence[Span], least: float) -> Counts:
    matched = _matched(said, gold, lambda ours, theirs: _shared(ours, theirs) > 0 and _shared(ours, theirs) >= least)
    tolerated = [*gold, *optional]
    wrong = sum(
        1
        for index, span in enumerate(said)
        if index not in matched and not any(start <= span[0] and span[1] <= end for start, end in tolerated)
    )
    return Counts(len(matched), wrong, len(gold) - len(matched))


def _shared(one: Span, other: Span) -> float:
    """Intersection over union."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(common, 0) / (max(one[1], other[1]) - min(one[0], other[0]))


def _matched(said: Sequence[Span], gold: Sequence[Span], fits: Callable[[Span, Span], bool]) -> set[int]:
    """Indices of a largest set of our spans that fit different gold spans (augmenting paths)."""
    partner: dict[int, int] = {}

    def place(ours: int, tried: set[int]) -> bool:
        for theirs, span in enumerate(gold):
            if theirs not in tried and fits(said[ours], span):
                tried.add(theirs)
                if theirs not in partner or place(partner[theirs], tried):
                    partner[theirs] = ours
                    return True
        return False

    for ours in range(len(said)):
        place(ours, set())
    return set(partner.values())


def _resamples(size: int) -> list[list[int]]:
    """How often each provision is drawn, in as many draws as there are provisions; the same for every measure."""
    chance = random.Random(_SEED)  # noqa: S311 - statistics that must repeat, not security
    drawn = (Counter(chance.choices(range(size), k=size)) for _ in range(_RESAMPLES))
    return [[times.get(at, 0) for at in range(size)] for times in drawn]


def _interval(counts: Sequence[Counts], resamples: Sequence[Sequence[int]]) -> tuple[float, float]:
    # Most provisions have nothing to do with most tags.
    told = [(at, each.right, each.wrong + each.missed) for at, each in enumerate(counts) if each != Counts()]
    f1 = sorted(_f1(told, times) for times in resamples)
    return f1[int(0.025 * _RESAMPLES)], f1[int(0.975 * _RESAMPLES)]


def _f1(told: Sequence[tuple[int, int, int]], times: Sequence[int]) -> float:
    right = sum(right * times[at] for at, right, _ in told)
    return 2 * right / (2 * right + sum(not_right * times[at] for at, _, not_right in told)) if right else 0.0
