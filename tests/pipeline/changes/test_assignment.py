"""The assignment against every possible matching."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.changes.assignment import best_pairs

SIDE = 5
weights = st.dictionaries(
    st.tuples(st.integers(0, SIDE - 1), st.integers(0, SIDE - 1)), st.integers(1, 100).map(lambda n: n / 100)
)


def _best_sum(known: dict[tuple[int, int], float]) -> float:
    return max(
        sum(known.get((left, right), 0.0) for left, right in enumerate(order)) for order in permutations(range(SIDE))
    )


@given(weights)
def test_no_matching_weighs_more(known: dict[tuple[int, int], float]) -> None:
    found = best_pairs(known)
    assert len(set(found.values())) == len(found)
    assert abs(sum(known[pair] for pair in found.items()) - _best_sum(known)) < 1e-4


def test_the_greedy_choice_gives_way_to_the_better_whole() -> None:
    assert best_pairs({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}) == {0: 1, 1: 0}


def test_nothing_to_pair() -> None:
    assert best_pairs({}) == {}
