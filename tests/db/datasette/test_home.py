"""What the plots of the front page count."""

from db.datasette.home import _by_year, _series

TALLY = [("EU", "2031", "[]", "[]", 3), ("US", "2030", "[]", "[]", 2), ("EU", "2010", "[]", "[]", 5)]
"""Jurisdiction, year, effects, arguments, provisions."""


def test_of_many_jurisdictions_the_smallest_are_one():
    assert _series(TALLY) == ["EU", "US"]
    more = [(name, "2031", "[]", "[]", number) for name, number in (("BR", 1), ("CA", 7), ("JP", 9))]
    assert _series([*TALLY, *more]) == ["CA", "EU", "JP", "other"]
    [row] = _by_year(more, ["CA", "EU", "JP", "other"])
    assert row.values == {"other": 1, "CA": 7, "JP": 9}


def test_years_without_provisions_have_a_column_and_a_long_past_has_one():
    rows = _by_year(TALLY, ["EU", "US"])
    assert (rows[0].key, rows[0].label, rows[0].values) == ("", "to 2015", {"EU": 5})
    assert [row.key for row in rows[1:]] == [str(year) for year in range(2016, 2032)]
    assert [sum(row.values.values()) for row in rows[-3:]] == [0, 2, 3]
    assert [row.key for row in _by_year(TALLY[:2], ["EU", "US"])] == ["2030", "2031"]
    assert _by_year([("EU", None, "[]", "[]", 1)], ["EU"]) == []
