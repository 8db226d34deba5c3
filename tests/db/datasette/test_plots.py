import pytest

from db.datasette.plots import Row, bars, columns


def test_bars_are_as_long_as_their_values():
    plot = bars([Row("a", "A", {"EU": 4, "US": 2}), Row("b", "B", {"US": 0})], ["EU", "US"])
    longest, half = plot.groups[0].bars
    assert longest.width == 2 * half.width > 0
    assert [bar.width for bar in plot.groups[1].bars] == [0, 0]
    assert bars([], []).groups == ()


def test_columns_stand_on_one_another():
    [group] = columns([Row("2031", "2031", {"EU": 3, "US": 1})], ["EU", "US"]).groups
    lower, upper = group.bars
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert group.total == 4
