"""Which provision of the one text is which of the other: number first, then words."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.changes.assignment import best_pairs
from pipeline.changes.passages import Passage, essence, likeness

Pair = tuple[Passage, Passage]

_ALIKE = 0.5
"""Least likeness of two provisions with other numbers under the same heading: one is the other, renumbered and amended.

Under different headings only the same words are the same provision. The Digital Omnibus deletes Article 10(5) of the
AI Act and inserts an Article 4a(1) with nine tenths of its wording: two orders of the legislator, not one move."""
_REWRITTEN = 0.15
"""Least likeness of two paragraphs without numbers at the same place of a page, between neighbours that stayed."""
_WIDEST_GAP = 10_000
"""Pairs that are measured in one such place."""
_SAME_NUMBER = 0.25
"""What an equal number adds to the likeness: enough against boilerplate neighbours, too little against the same words
one number on."""
_CLOSE = 0.01
"""What standing at the same place adds: decides between equals."""
_COMMON = 40
"""Words that stand in more passages than this single out no candidate."""
_MANY = 2_000
"""Passages from which on frequent ones no longer anchor the search for what stayed in order."""
_CANDIDATES = 12
"""Passages that are measured exactly for each one, those with the most rare words in common."""


def align(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    """Pair what is the same provision, each at most once; in the order of `old`. The reverse call gives the reversed
    pairs."""
    if _order(old) > _order(new):
        return sorted(((mine, other) for other, mine in _align(new, old)), key=lambda pair: pair[0].index)
    return _align(old, new)


def _order(side: Sequence[Passage]) -> list[tuple[str, str]]:
    """Any fixed order of texts: both directions of a comparison then take the same decisions where several are equally
    good."""
    return [(passage.provision.path, passage.essence) for passage in side]


def _align(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    above = _only(old, container=True)
    containers = _align_level(above, _only(new, container=True), {})
    counterparts = dict.fromkeys((passage.provision.path for passage in above), "")
    counterparts |= {mine.provision.path: other.provision.path for mine, other in containers}
    texts = _align_level(_only(old, container=False), _only(new, container=False), counterparts)
    return sorted([*containers, *texts], key=lambda pair: pair[0].index)


def _only(side: Iterable[Passage], *, container: bool) -> list[Passage]:
    return [passage for passage in side if passage.container is container]


def _align_level(old: Sequence[Passage], new: Sequence[Passage], counterparts: Mapping[str, str]) -> list[Pair]:
    """`counterparts` maps paths of headings in the old text to theirs in the new one, "" where there is none."""
    pairs: list[Pair] = []
    for step in (_same_number_and_words, _same_words_in_order, _same_words):
        pairs += step(*_left_over(pairs, old, new))
    pairs += _most_alike(*_left_over(pairs, old, new), counterparts)
    loose = ([passage for passage in side if passage.numbered_by_us] for side in _left_over(pairs, old, new))
    pairs += _same_gap(pairs, *loose)
    return pairs


def _left_over(
    pairs: Iterable[Pair], old: Sequence[Passage], new: Sequence[Passage]
) -> tuple[list[Passage], list[Passage]]:
    done_old, done_new = set(), set()
    for mine, other in pairs:
        done_old.add(mine.index)
        done_new.add(other.index)
    return [p for p in old if p.index not in done_old], [p for p in new if p.index not in done_new]


def _same_number_and_words(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Pair]:
    there = {passage.provision.path: passage for passage in new if not passage.numbered_by_us}
    for passage in old:
        other = there.get(passage.provision.path)
        if other is not None and not passage.numbered_by_us and _identity(other) == _identity(passage):
            yield passage, other


def _same_words_in_order(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Pair]:
    ours, theirs = [_identity(p) for p in old], [_identity(p) for p in new]
    # The exact search is quadratic in how often a text repeats; what it leaves is paired by the next step.
    matcher = SequenceMatcher(None, ours, theirs, autojunk=len(theirs) > _MANY)
    for start_old, start_new, length in matcher.get_matching_blocks():
        yield from zip(old[start_old : start_old + length], new[start_new : start_new + length], strict=True)


def _same_words(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Pair]:
    """What was shuffled. Of several with the same words, the first goes to the first."""
    waiting: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in reversed(new):
        waiting[_identity(passage)].append(passage)
    for passage in old:
        if same := waiting[_identity(passage)]:
            yield passage, same.pop()


def _identity(passage: Passage) -> str:
    """Headings such as "Definitions" stand over many articles: a container is what is under it, too."""
    below = essence(passage.provision.text) if passage.container else ""
    return f"{passage.apart}\n{passage.essence}\n{below}"


def _most_alike(old: Sequence[Passage], new: Sequence[Passage], counterparts: Mapping[str, str]) -> Iterator[Pair]:
    weights = {}
    for mine, theirs in enumerate(_candidates(old, new)):
        for other in theirs:
            weight = _weight(old[mine], new[other], counterparts)
            if weight > 0:
                weights[mine, other] = weight - _CLOSE * abs(mine - other) / max(len(old), len(new))
    for mine, other in best_pairs(weights).items():
        yield old[mine], new[other]


def _weight(mine: Passage, other: Passage, counterparts: Mapping[str, str]) -> float:
    """How much speaks for their being the same provision; 0.0 if too little."""
    if mine.apart != other.apart:
        return 0.0
    alike = likeness(mine, other)
    parent = mine.provision.parent
    beside = counterparts.get(parent, parent) == other.provision.parent
    if _same_number(mine, other) and (beside or not mine.below_counted):
        # "Article 4 is replaced by the following": another text, the same provision.
        return alike + _SAME_NUMBER + _CLOSE
    # Headings of a page without numbers say little about where a paragraph belongs.
    return alike + _CLOSE if (mine.numbered_by_us or beside) and alike >= _ALIKE else 0.0


def _same_number(mine: Passage, other: Passage) -> bool:
    """Of sections without a number: the same heading."""
    named_alike = not mine.numbered_by_us or (mine.container and not mine.empty and mine.essence == other.essence)
    return named_alike and mine.legal_path == other.legal_path


def _candidates(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[list[int]]:
    """For each old passage the new ones worth measuring: those with its number, and those with the most rare words in
    common."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    numbered: defaultdict[str, list[int]] = defaultdict(list)
    for index, passage in enumerate(new):
        numbered[passage.legal_path].append(index)
        for feature in passage.features:
            where[feature].append(index)
    for passage in old:
        shared: Counter[int] = Counter()
        for feature in passage.features:
            if len(where.get(feature, ())) <= _COMMON:
                shared.update(where.get(feature, ()))
        near = {index for index, _ in shared.most_common(_CANDIDATES)}
        if not passage.numbered_by_us:
            near.update(numbered[passage.legal_path][:_CANDIDATES])
        yield sorted(near)


def _same_gap(pairs: Sequence[Pair], old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Pair]:
    """A paragraph without a number, rewritten between neighbours that stayed."""
    places = sorted((mine.index, other.index) for mine, other in pairs)
    ours, theirs = [mine for mine, _ in places], sorted(other for _, other in places)
    gaps: defaultdict[int, tuple[list[Passage], list[Passage]]] = defaultdict(lambda: ([], []))
    for passage in old:
        before = bisect_left(ours, passage.index)
        gaps[places[before - 1][1] if before else -1][0].append(passage)
    for passage in new:
        before = bisect_left(theirs, passage.index)
        gaps[theirs[before - 1] if before else -1][1].append(passage)
    for left, right in gaps.values():
        if len(left) * len(right) <= _WIDEST_GAP:
            yield from _rewritten(left, right)


def _rewritten(left: Sequence[Passage], right: Sequence[Passage]) -> Iterator[Pair]:
    weights = {}
    for mine, passage in enumerate(left):
        for other, candidate in enumerate(right):
            alike = likeness(passage, candidate)
            if alike >= _REWRITTEN:
                weights[mine, other] = alike
    for mine, other in best_pairs(weights).items():
        yield left[mine], right[other]
