"""Headings that stand above or beside the text of their page, and that the file has behind it."""

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from pipeline.extract.pdf.lines import BULLET, Line
from pipeline.extract.pdf.notes import ENDS
from pipeline.normalise import letters_and_digits

_STEP = 3.0
"""Points: smaller differences of the left edge are the shapes of letters."""
_NEXT_LINE = 1.6
"""Of the type size: what stands nearer is the next line of the same heading."""


def with_headings_in_place(lines: Sequence[Line], is_heading: Callable[[Line], bool]) -> list[Line]:
    """The lines, each heading at the end of a page before the text that begins beside or below it.

    The text of the page goes down from its first line to its last, and a sentence ends before the place of a heading.
    Else they stay: nobody can tell what a heading in another column belongs to.
    """
    placed: list[Line] = []
    for _, page in groupby(lines, attrgetter("page")):
        placed += _page(list(page), placed[-1:], is_heading)
    return placed


def _page(page: list[Line], before: list[Line], is_heading: Callable[[Line], bool]) -> list[Line]:
    end = max((at for at, line in enumerate(page, start=1) if not is_heading(line)), default=0)
    text, behind = page[:end], page[end:]
    if _letters(behind) > _letters(text):  # a slide
        return page
    stay = []
    for heading in _headings(behind):
        at = _place(heading[0], text)
        above = [*before, *text[: at or 0]][-1:]
        if at is None or not all(is_heading(line) or ENDS.search(line.text) for line in above):
            stay += heading
        else:
            text[at:at] = heading
    return [*text, *stay]


def _letters(lines: Sequence[Line]) -> int:
    return sum(letters_and_digits(line.text) for line in lines)


def _headings(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that follow each other closely in one size are one heading."""
    headings = [[line] for line in lines[:1]]
    for before, line in pairwise(lines):
        if before.size == line.size and 0 < before.bottom - line.bottom < _NEXT_LINE * line.size:
            headings[-1].append(line)
        else:
            headings.append([line])
    return headings


def _place(heading: Line, text: Sequence[Line]) -> int | None:
    """Before which line of the text a heading stands, None if that is not plain."""
    top = heading.bottom + heading.size
    at = next((at for at, line in enumerate(text) if line.bottom < top), None)
    if at is None or BULLET.match(heading.text) or any(line.bottom >= top for line in text[at:]):
        return None
    return at if heading.left < min(line.left for line in text) + _STEP else None
