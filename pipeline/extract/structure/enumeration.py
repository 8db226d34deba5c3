"""Which level a marker such as (a), (1), (i) or (A) stands on, read from the sequence that it continues.

American drafting nests letters, numbers and roman numerals without saying so: "(i)" is the ninth letter after "(h)" and
the first roman numeral after "(a) … shall:". Only the neighbours show which it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline import roman

# The longest list met between an "(i)" and its "(j)" or "(ii)" has 29 points.
_LOOK_AHEAD = 200
OMISSION = "*"
"""Stands among the markers where paragraphs are left out, as American amendments do with a row of stars."""
ITALIC = "/"
"""Follows a marker printed in italics: regulations number "(a)(1)(i)(A)(1)(i)", the last two levels in italics. Without
a capital above it the italics mean nothing."""
TERM = "="
"""Stands among the markers where a definition without a number of its own begins."""
_LARGEST = 89
"""Of roman numbers: "(c)" is a letter."""


class _Place(NamedTuple):
    """Where a marker may stand."""

    depth: int
    style: str
    ordinal: int
    jump: int
    """How far it lies behind the one before it in the series; behind none, the first lies one."""


def arrange(markers: Sequence[str]) -> list[int | None]:
    """The depth (0 = outermost) of each marker in one section, None where a marker continues nothing.

    Markers come without brackets: "a", "aa", "1", "iv", "A", `ITALIC` ones as "1/". An `OMISSION` has no depth. A
    `TERM` stands beside the one before it, the first one below the deepest open level.
    """
    depths: list[int | None] = []
    stack: list[tuple[str, int]] = []
    for index, marker in enumerate(markers):
        after_omission = index > 0 and markers[index - 1] == OMISSION
        later = markers[index + 1 : index + 1 + _LOOK_AHEAD]
        below_capital = any(style == "A" for style, _ in stack)
        readings = _readings(marker if below_capital else marker.removesuffix(ITALIC))
        place = _place(readings, stack, later, after_omission=after_omission)
        if place is None:
            depths.append(None)
            continue
        stack[place.depth :] = [(place.style, place.ordinal)]
        depths.append(place.depth)
    return depths


def _readings(marker: str) -> dict[str, int]:
    """Every way to read the marker: style ("a", "A", "i", "I", "1", "1/") and its place in that series, from 1."""
    if marker == TERM:
        return {TERM: 1}
    if marker.endswith(ITALIC):
        plain = _readings(marker.removesuffix(ITALIC))
        return {f"{style}{ITALIC}": ordinal for style, ordinal in plain.items() if style in {"1", "i"}} or plain
    if marker.isascii() and marker.isdigit():
        return {"1": int(marker)} if 0 < len(marker) <= 2 else {}
    if not marker.isascii() or not marker.isalpha() or not (marker.islower() or marker.isupper()):
        return {}
    small, letter, numeral = marker.lower(), *(("a", "i") if marker.islower() else ("A", "I"))
    readings = {}
    if len(set(small)) == 1:  # a, b … z, aa, bb … zz
        readings[letter] = ord(small[0]) - ord("a") + 1 + 26 * (len(small) - 1)
    if 0 < (number := roman.value(marker.upper())) <= _LARGEST:
        readings[numeral] = number
    return readings


def _place(
    readings: dict[str, int], stack: Sequence[tuple[str, int]], later: Sequence[str], *, after_omission: bool
) -> _Place | None:
    """The place with the smallest jump: it continues an open level, the deepest of several, or opens one below.

    What begins a series is not what follows where something is left out: "(b) … * * * (i)" is the ninth letter, unless
    "(ii)" comes after it.
    """
    styles = [style for style, _ in stack]
    if TERM in readings:
        return _Place(styles.index(TERM) if TERM in styles else len(styles), TERM, ordinal=1, jump=1)
    if (after_omission or not stack) and "1" not in styles and _is_letter(readings, later, is_first=not stack):
        readings = {style: ordinal for style, ordinal in readings.items() if style in {"a", "A"}}
    continued = [
        _Place(depth, style, readings[style], jump=readings[style] - ordinal)
        for depth, (style, ordinal) in enumerate(stack)
        if readings.get(style, 0) > ordinal
    ]
    opened = [
        _Place(len(stack), style, ordinal, jump=ordinal) for style, ordinal in readings.items() if style not in styles
    ]
    old = min(continued, key=lambda place: (place.jump, -place.depth), default=None)
    new = min(opened, key=lambda place: place.jump, default=None)
    if old is None or new is None:
        return old or new
    if old.jump == new.jump or (after_omission and new.jump == 1):
        return new if _opens_a_level(new.style, old.style, later, readings) else old
    return min(old, new, key=lambda place: place.jump)


def _is_letter(readings: dict[str, int], later: Sequence[str], *, is_first: bool) -> bool:
    """Whether an "(i)" that follows nothing is the letter: before a number, as amendments print "(i) * * *" over
    "(2) * * *"; the first marker of all also before "(j)"."""
    if len(readings) < 2:
        return False
    following = next((marker for marker in later if marker != OMISSION), "")
    letter, numeral = sorted(readings)
    return list(_readings(following)) == ["1"] or (is_first and not _opens_a_level(numeral, letter, later, readings))


def _opens_a_level(new: str, old: str, later: Sequence[str], readings: dict[str, int]) -> bool:
    """Whether "(ii)" comes before "(j)" and before another "(i)" after an "(i)" that follows "(h)"."""
    for marker in later:
        following = _readings(marker)
        if TERM in following or following == readings or following.get(old) == readings[old] + 1:
            return False
        if following.get(new) == readings[new] + 1:
            return True
    return False
