"""From pairs of provisions to typed changes."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pipeline.changes.align import Pair, align
from pipeline.changes.passages import NOT_ENACTING, Passage, passages
from pipeline.changes.tags import tag_changes
from pipeline.model import ChangeKind, Provision, ProvisionChange

Tags = Mapping[str, Collection[str]]
"""Tags of a text by path of the unit they hang on."""


def compare(
    old: Sequence[Provision],
    new: Sequence[Provision],
    tags_old: Tags,
    tags_new: Tags,
    *,
    consolidated: bool = False,
) -> tuple[ProvisionChange, ...]:
    """What happened to each provision, in the order of the new text; removed ones stand where they were.

    Every unit of both texts is in at most one change; those in none are the same, word for word. Changes of headings
    are changes of the provision that they head. Where several things happened to a provision, the first of these is its
    kind: amended, moved (to another place in the order, or under another heading), renumbered, cosmetic (punctuation,
    white space, dashes, footnote marks).

    `consolidated` says that a text is a consolidated state of an act, made by the Publications Office: it states the
    enacting terms and annexes only and renumbers footnotes. Recitals, citations, signatures and footnotes are left
    out on both sides then; they stay in force all the same.
    """
    if consolidated:
        old, new = _enacting(old), _enacting(new)
    mine, others, pairs = _aligned(old, new, whole=())
    if whole := _cut_differently(mine, others, pairs):
        mine, others, pairs = _aligned(old, new, whole)
    changes = [*_of_pairs(pairs, tags_old, tags_new), *_of_singles(mine, others, pairs, tags_old, tags_new)]
    return tuple(change for _, change in sorted(changes, key=lambda placed: placed[0]))


def _aligned(
    old: Sequence[Provision], new: Sequence[Provision], whole: Collection[str]
) -> tuple[list[Passage], list[Passage], list[Pair]]:
    mine, others = _present(passages(old, whole)), _present(passages(new, whole))
    return mine, others, align(mine, others)


def _cut_differently(mine: Sequence[Passage], others: Sequence[Passage], pairs: Sequence[Pair]) -> set[str]:
    """Paths of articles that are one unit in one of the texts and have paragraphs in the other, without having become
    another article: a new Article 4 with three paragraphs in place of one without is Article 4 amended. The same words
    cut finer by a newer extractor are no change at all."""
    new_path = {old.provision.path: new.provision.path for old, new in pairs}
    old_path = {new: old for old, new in new_path.items()}
    return _cut_finer(mine, others, new_path, old_path) | _cut_finer(others, mine, old_path, new_path)


def _cut_finer(
    mine: Iterable[Passage], others: Iterable[Passage], partner: Mapping[str, str], their_partner: Mapping[str, str]
) -> set[str]:
    """Units of mine that are unpaired containers with a text among the others."""
    single = {p.provision.path for p in others if p.container and p.provision.text} - their_partner.keys()
    units = {passage.provision.path for passage in mine if not passage.container}
    return {path for path in units & single if f"{partner.get(path, path)}/".startswith(f"{path}/")}


_Place = tuple[int, int, int]
"""Sorts changes: index in the new text (of the last provision before it that stayed, for a removed one), then removed
ones last."""
_Placed = tuple[_Place, ProvisionChange]


def _enacting(side: Iterable[Provision]) -> list[Provision]:
    return [provision for provision in side if provision.kind not in NOT_ENACTING]


def _present(side: Iterable[Passage]) -> list[Passage]:
    return [passage for passage in side if passage.container or not passage.empty]


def _of_pairs(pairs: Sequence[Pair], tags_old: Tags, tags_new: Tags) -> Iterator[_Placed]:
    moved = _moved(pairs)
    for mine, other in pairs:
        kind = _kind(mine, other, moved=mine.index in moved)
        if kind and not (mine.empty and other.empty):
            yield (other.index, 0, mine.index), _change(kind, mine, other, tags_old, tags_new)


def _of_singles(
    mine: Iterable[Passage], others: Iterable[Passage], pairs: Sequence[Pair], tags_old: Tags, tags_new: Tags
) -> Iterator[_Placed]:
    new_index = {old.index: new.index for old, new in pairs}
    stayed = {new.index for _, new in pairs}
    last = -1
    for passage in mine:
        last = new_index.get(passage.index, last)
        if passage.index not in new_index and _shows(passage):
            yield (last, 1, passage.index), _change("removed", passage, None, tags_old, tags_new)
    for passage in others:
        if passage.index not in stayed and _shows(passage):
            yield (passage.index, 0, 0), _change("added", None, passage, tags_old, tags_new)


def _shows(passage: Passage) -> bool:
    """An article or annex is worth a row of its own when it comes or goes, with a heading or without."""
    return not passage.empty or passage.provision.kind in {"article", "annex"}


def _kind(mine: Passage, other: Passage, *, moved: bool) -> ChangeKind | None:
    if mine.essence != other.essence:
        return "amended"
    if moved:
        return "moved"
    if mine.legal_path != other.legal_path:
        return "renumbered"
    return None if (mine.heading, mine.text) == (other.heading, other.text) else "cosmetic"


def _moved(pairs: Sequence[Pair]) -> set[int]:
    """Indexes in the old text of what stands elsewhere: out of the order that most kept, or under another heading than
    its neighbours."""
    kept = _longest_rise([other.index for _, other in pairs])
    headings = _counterparts(pairs)
    return {
        mine.index
        for place, (mine, other) in enumerate(pairs)
        if place not in kept or headings[mine.provision.parent] != other.provision.parent
    }


def _counterparts(pairs: Sequence[Pair]) -> dict[str, str]:
    """For each enclosing provision of the old text what it is in the new one: its own pair, or where most of its
    children went."""
    votes: dict[str, Counter[str]] = {}
    for mine, other in pairs:
        votes.setdefault(mine.provision.parent, Counter())[other.provision.parent] += 1
    by_children = {parent: count.most_common(1)[0][0] for parent, count in votes.items()}
    return by_children | {mine.provision.path: other.provision.path for mine, other in pairs}


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Places of a longest increasing subsequence."""
    tails: list[int] = []
    tail_places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
        tail_places[at : at + 1] = [place]
        before.append(tail_places[at - 1] if at else -1)
    rise = set()
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        rise.add(place)
        place = before[place]
    return rise


def _change(
    kind: ChangeKind, mine: Passage | None, other: Passage | None, tags_old: Tags, tags_new: Tags
) -> ProvisionChange:
    shown = other or mine
    assert shown is not None, "a change needs an old or a new provision"
    with_heading = (mine.heading if mine else "") != (other.heading if other else "")
    before = _words(mine, with_heading) if mine else ""
    after = _words(other, with_heading) if other else ""
    tags_before, tags_after = _tags(mine, tags_old), _tags(other, tags_new)
    return ProvisionChange(
        kind=kind,
        citation=shown.provision.citation,
        old_path=mine.provision.path if mine else "",
        new_path=other.provision.path if other else "",
        before=before,
        after=after,
        tags_before=tags_before,
        tags_after=tags_after,
        tag_changes=tag_changes(before, after, tags_before, tags_after),
    )


def _words(passage: Passage, with_heading: bool) -> str:
    """The text, below its heading where that changed; of a container its heading."""
    parts = (passage.heading if with_heading or passage.container else "", passage.text)
    return "\n".join(filter(None, parts))


def _tags(passage: Passage | None, tags: Tags) -> tuple[str, ...]:
    """Of the provision and of units inside it, where the texts are cut differently."""
    if passage is None:
        return ()
    path = passage.provision.path
    if passage.container:
        return tuple(sorted(set(tags.get(path, ()))))
    below = f"{path}/"
    return tuple(sorted({tag for at, here in tags.items() if at == path or at.startswith(below) for tag in here}))
