import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.structure.enumeration import arrange


@pytest.mark.parametrize(
    ("markers", "depths"),
    [
        ("a b c", [0, 0, 0]),
        ("a i ii A B 1 2 iii b", [0, 1, 1, 2, 2, 3, 3, 1, 0]),
        ("a 1 i ii 2 b 1", [0, 1, 2, 2, 1, 0, 1]),
        ("a 1 i A 1/ 2/ B 1/ i/ ii/ 2/ 2 i", [0, 1, 2, 3, 4, 4, 3, 4, 5, 5, 4, 1, 2]),
        ("f 3 ii D 1/ 3/ 4 i ii", [0, 1, 2, 3, 4, 4, 1, 2, 2]),
        ("a/ b", [0, 0]),
        ("j 2/ j 2 iv", [0, 1, None, None, 2]),
        ("h i j", [0, 0, 0]),
        ("h i ii i", [0, 1, 1, 0]),
        ("g h i A B j", [0, 0, 0, 1, 1, 0]),
        ("u v w x", [0, 0, 0, 0]),
        ("z aa bb", [0, 0, 0]),
        ("hh ii", [0, 0]),
        ("a 3 b", [0, 1, 0]),
        ("AI a 202 b", [None, 0, None, 0]),
        ("b * i", [0, None, 0]),
        ("b 1 * i j", [0, 1, None, 0, 0]),
        ("b * i ii", [0, None, 1, 1]),
        ("f * 2 * 4", [0, None, 1, None, 1]),
        ("i 8 ii iii A * j 1 iv", [0, 1, 2, 2, 3, None, 0, 1, 2]),
        ("i 1 vi B 1/ 2/ C", [0, 1, 2, 3, 4, 4, 3]),
        ("v * 2 w", [0, None, 1, 0]),
        ("b * i * 8 ii", [0, None, 0, None, 1, 2]),
        ("i j", [0, 0]),
        ("i ii A B 1 iii", [0, 0, 1, 1, 2, 0]),
        ("a i 1 ii", [0, 1, 2, 1]),
        ("a b = 1 i = i ii = c i", [0, 0, 1, 2, 3, 1, 2, 2, 1, 0, 1]),
        ("= 1 2 * = 1", [0, 1, 1, None, 0, 1]),
        ("", []),
    ],
)
def test_depths_follow_from_the_series_that_a_marker_continues(markers: str, depths: list[int | None]) -> None:
    assert arrange(markers.split()) == depths


@given(st.lists(st.text(string.ascii_letters + string.digits, max_size=6), max_size=60))
def test_depth_grows_by_one_at_most(markers: list[str]) -> None:
    deepest = -1
    for depth in arrange(markers):
        if depth is not None:
            assert 0 <= depth <= deepest + 1
            deepest = depth


@given(st.integers(1, 26), st.integers(0, 8))
def test_letters_with_numerals_under_the_last_one(letters: int, numerals: int) -> None:
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"][:numerals]
    markers = [*string.ascii_lowercase[:letters], *roman]
    if letters == 8 and numerals == 1:
        return  # "(h) (i)" alone: the ninth letter
    assert arrange(markers) == [0] * letters + [1] * numerals
