"""Footnotes of a PDF, distinguished from the text above them by their small type and the series of their numbers."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.extract.pdf.lines import Line

# The Federal Register parts the marks at the end of a quotation in a quotation: "Programs.’ ’’".
CLOSING = r"(?:\s?[”’\"')\]])*\d{0,3}$"
"""What may stand behind the last stop of a line, as a pattern."""
ENDS = re.compile(rf"[.!?:;]{CLOSING}")
"""A line that ends a sentence."""
_NOTE = re.compile(r"(\d{1,3})(?:\s+(?=\S)|(?=[^\d\s.,)]))")
_DOTTED_NOTE = re.compile(r"(\d{1,3})\.\s+(?=\S)")
_SMALL = 0.93
"""Of the size of the text."""
_SAME_SIZE = 0.5
"""Points."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote with its number."""

    number: str
    lines: list[Line]


def part_notes(lines: Sequence[Line], body_size: float) -> tuple[list[Line], list[Note]]:
    """Footnotes are small, begin with a number that continues the series, and go on in small type. Those that are
    numbered like the items of a list ("1. See …") stand below all other text of their page."""
    text: list[Line] = []
    notes: list[Note] = []
    inside = False
    feet = _feet(lines, body_size)
    for line in lines:
        small = line.size < _SMALL * body_size
        found = _NOTE.match(line.text) if small or line.raised else None
        at_foot = line.bottom < feet.get(line.page, 0.0)
        if small and at_foot:
            found = found or _DOTTED_NOTE.match(line.text)
        last = int(notes[-1].number) if notes else 0
        if found and (line.raised or last < int(found[1]) <= last + 3) and line.size < 1.05 * body_size and small:
            notes.append(Note(found[1], [line]))
            inside = True
        elif small and notes and _belongs(line, notes[-1], feet, inside=inside):
            notes[-1].lines.append(line)
            inside = inside or at_foot
        else:
            text.append(line)
            inside = False
    return text, notes


def _feet(lines: Sequence[Line], body_size: float) -> dict[int, float]:
    """Where the text of each page ends that is not small."""
    feet: dict[int, float] = {}
    for line in lines:
        if line.size >= _SMALL * body_size:
            feet[line.page] = min(line.bottom, feet.get(line.page, line.bottom))
    return feet


def _belongs(line: Line, note: Note, feet: Collection[int], *, inside: bool) -> bool:
    """Whether a small line is part of the last note: it follows, or goes on at the head of the notes of the next page,
    in the same type. A page that holds small type alone has the works cited, not the rest of a footnote."""
    first, last = note.lines[0], note.lines[-1]
    if line.page == first.page:
        return inside
    if first.page in feet and line.page not in feet:
        return False
    goes_on = line.page == last.page + 1 and not ENDS.search(last.text)
    return abs(line.size - first.size) < _SAME_SIZE and (inside or goes_on)
