"""Geometry of the plots on the front page; templates/plots.html draws it. Lengths are units of the SVG's view box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 420
_LABELS, _NUMBERS = 150, 40
_BAR, _GAP = 13, 10
_COLUMNS_HEIGHT, _AXIS, _HEADROOM = 170, 22, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle. `series` is the number of its series: it decides the colour."""

    series: int
    name: str
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one row or column, and where its label stands."""

    key: str
    label: str
    x: float
    y: float
    bars: tuple[Bar, ...]

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot and what a table beside it says."""

    series: tuple[str, ...]
    groups: tuple[Group, ...]
    height: float
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class Row:
    """Values of one row or column by series."""

    key: str
    label: str
    values: Mapping[str, int]


def bars(rows: Sequence[Row], series: Sequence[str]) -> Plot:
    """Horizontal bars, one row for each label, one bar for each series."""
    most = max((value for row in rows for value in row.values.values()), default=0) or 1
    room = WIDTH - _LABELS - _NUMBERS
    step = _BAR * len(series) + _GAP
    groups = tuple(
        Group(
            row.key,
            row.label,
            _LABELS - 8,
            number * step + _BAR * len(series) / 2,
            tuple(
                Bar(
                    at, name, row.values.get(name, 0), _LABELS, number * step + at * _BAR,
                    round(room * row.values.get(name, 0) / most, 1), _BAR - 2,
                )
                for at, name in enumerate(series)
            ),
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    return Plot(tuple(series), groups, max(step * len(rows) - _GAP, 1))


def columns(rows: Sequence[Row], series: Sequence[str]) -> Plot:
    """Stacked columns, one for each row, in the given order."""
    most = max((sum(row.values.values()) for row in rows), default=0) or 1
    step = WIDTH / max(len(rows), 1)
    width = min(step * 0.7, 48)
    groups = []
    for number, row in enumerate(rows):
        middle = round((number + 0.5) * step, 1)
        groups.append(Group(row.key, row.label, middle, _floor(), _stack(row, series, middle - width / 2, width, most)))
    return Plot(tuple(series), tuple(groups), _floor() + _AXIS)


def _floor() -> float:
    return _HEADROOM + _COLUMNS_HEIGHT


def _stack(row: Row, series: Sequence[str], x: float, width: float, most: int) -> tuple[Bar, ...]:
    stacked = []
    top = _floor()
    for number, name in enumerate(series):
        value = row.values.get(name, 0)
        height = round(_COLUMNS_HEIGHT * value / most, 1)
        top = round(top - height, 1)
        stacked.append(Bar(number, name, value, round(x, 1), top, round(width, 1), height))
    return tuple(stacked)
