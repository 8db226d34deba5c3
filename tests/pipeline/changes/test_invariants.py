"""What holds of every comparison, whatever the texts are."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from provisions import WORDS, act, article, changes, container, page_paragraph, paragraph, recital, summary

from pipeline.changes.align import align
from pipeline.changes.passages import passages
from pipeline.model import Provision, ProvisionKind

texts = st.lists(st.sampled_from(WORDS[:12]), min_size=1, max_size=6).map(" ".join)
kinds: dict[str, ProvisionKind] = {"rct": "recital", "art": "article", "p": "paragraph"}


@st.composite
def states(draw: st.DrawFn) -> list[Provision]:
    """Any text of recitals, articles with and without paragraphs, and paragraphs without numbers."""
    provisions = [recital(number, draw(texts)) for number in range(draw(st.integers(0, 2)))]
    for number in draw(st.lists(st.integers(1, 6), max_size=4, unique=True)):
        if number < 4:
            inner = draw(st.lists(texts, min_size=1, max_size=3))
            provisions.append(container(str(number), draw(texts), " ".join(inner)))
            provisions += [paragraph(str(number), place, text) for place, text in enumerate(inner, start=1)]
        else:
            provisions.append(article(str(number), draw(texts)))
    return provisions + [page_paragraph(number, draw(texts)) for number in range(draw(st.integers(0, 3)))]


MIRRORED = {"added": "removed", "removed": "added"}
WORDS_CHANGED = {"added", "removed", "amended"}


@given(states(), states())
def test_the_way_back_mirrors_the_way_there(old: list[Provision], new: list[Provision]) -> None:
    """Which of two provisions that changed places has moved is not said: one of them."""
    there = {(c.kind, c.old_path, c.new_path, c.before, c.after) for c in changes(old, new)}
    back = {(MIRRORED.get(c.kind, c.kind), c.new_path, c.old_path, c.after, c.before) for c in changes(new, old)}
    assert {row for row in there if row[0] in WORDS_CHANGED} == {row for row in back if row[0] in WORDS_CHANGED}


@given(states(), states())
def test_the_way_back_pairs_the_same_provisions(old: list[Provision], new: list[Provision]) -> None:
    mine, others = passages(old, ()), passages(new, ())
    there = {(one.index, other.index) for one, other in align(mine, others)}
    assert there == {(one.index, other.index) for other, one in align(others, mine)}


@given(states(), states())
def test_every_unit_is_accounted_for_once(old: list[Provision], new: list[Provision]) -> None:
    """Each unit is in one change at most; those in none stand in both texts, with the same words."""
    found = changes(old, new)
    named_old = [change.old_path for change in found if change.old_path]
    named_new = [change.new_path for change in found if change.new_path]
    assert len(set(named_old)) == len(named_old)
    assert len(set(named_new)) == len(named_new)
    assert _words_outside(old, named_old) == _words_outside(new, named_new)


def _words_outside(side: Sequence[Provision], named: Sequence[str]) -> list[str]:
    return sorted(re.sub(r"^\W?\d+\W+", "", p.text) for p in side if p.unit and p.path not in named)


@given(states())
def test_a_text_compared_with_itself(state: list[Provision]) -> None:
    assert changes(state, state) == ()


@given(st.permutations(act))
def test_shuffled_provisions_have_moved_and_nothing_else(shuffled: list[Provision]) -> None:
    found = changes(act, shuffled)
    assert {change.kind for change in found} <= {"moved"}
    assert len(found) < len(act)
    assert bool(found) == (shuffled != act)


@given(st.integers(0, len(act) - 1), st.sampled_from(WORDS))
def test_one_word_added_anywhere_is_one_amendment(place: int, word: str) -> None:
    new = [*act]
    new[place] = replace(act[place], text=f"{act[place].text} {word}")
    assert summary(act, new) == [("amended", act[place].path, act[place].path)]


@given(st.lists(texts, min_size=1, max_size=8, unique=True), st.data())
def test_one_paragraph_taken_out_of_a_page(words: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(words) - 1))
    old = [page_paragraph(number, text) for number, text in enumerate(words)]
    new = [page_paragraph(number, text) for number, text in enumerate(words[:gone] + words[gone + 1 :])]
    assert summary(old, new) == [("removed", f"p_{gone}", "")]
