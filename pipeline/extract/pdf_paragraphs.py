"""Lines of a PDF joined to headings, paragraphs and footnotes, by what the eye goes by: gaps, indents, type sizes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.extract.blocks import Block, BlockKind
from pipeline.extract.hyphens import Hyphens
from pipeline.extract.outline import run_in_heading
from pipeline.extract.pdf_lines import Line
from pipeline.normalise import letters_and_digits, tidy

_BULLET = re.compile(r"[•▪◦●■□➢✓\uf0b7\uf0a7]\s*|[–—-]\s+")
_MARKER = re.compile(
    r"\((?:\d{1,2}|[A-Za-z]{1,5})\)\s|(?:Section|Sec\.) \d{1,3}\. |(?:\d{1,2}|[a-z]{1,4}|[A-Z])[.)] +(?=\S)"
)
_NOTE = re.compile(r"(\d{1,3})(?:\s+(?=\S)|(?=[^\d\s.,)]))")
_ENDS = re.compile(r"[.!?:;][”’\"')\]]*\d{0,3}$")
_ENDS_AN_ITEM = re.compile(r"(?:,|\band|\bor)$")
_WIDE_GAP = 1.3
_STEP = 3.0
"""Points: smaller differences of the left edge are the shapes of letters."""


@dataclass(slots=True)
class _Paragraph:
    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    number: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether it begins with a bullet, letter or number."""
        first = self.lines[0].text
        return bool(_BULLET.match(first) or _MARKER.match(first))

    @property
    def hangs(self) -> bool:
        """Whether its lines are (or, with one line, may be) indented under its mark."""
        return self.is_marked and (len(self.lines) == 1 or self.lines[1].left > self.lines[0].left + _STEP)


def blocks_of(lines: Sequence[Line], pages: Sequence[str]) -> list[Block]:
    """Headings, paragraphs and notes; notes come behind the paragraph that their page begins with.

    `pages` has the citation of each page.
    """
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += letters_and_digits(line.text)
    body_size = sizes.most_common(1)[0][0] if sizes else 0.0
    text, notes = _part_notes(lines, body_size)
    paragraphs = _paragraphs(text, _pitch(text), body_size)
    levels = _levels([paragraph.lines[0].size for paragraph in paragraphs if paragraph.kind == "heading"])
    hyphens = Hyphens(line.text for line in lines)
    blocks = []
    for paragraph in paragraphs:
        page = paragraph.lines[0].page
        while notes and notes[0].lines[0].page < page:
            blocks.append(_block(notes.pop(0), hyphens, levels, pages))
        blocks.append(_block(paragraph, hyphens, levels, pages))
    return [*blocks, *(_block(note, hyphens, levels, pages) for note in notes)]


def _block(paragraph: _Paragraph, hyphens: Hyphens, levels: dict[float, int], pages: Sequence[str]) -> Block:
    first = paragraph.lines[0]
    return Block(
        kind=paragraph.kind,
        text=tidy(hyphens.join((line.text, line.hyphen) for line in paragraph.lines)),
        level=levels.get(round(first.size), len(levels) + 1),
        number=paragraph.number,
        anchor=f"page={first.page}",
        page=pages[first.page - 1],
    )


def _levels(sizes: Sequence[float]) -> dict[float, int]:
    """Larger type, higher heading."""
    return {size: level for level, size in enumerate(sorted({round(size) for size in sizes}, reverse=True), start=1)}


def _part_notes(lines: Sequence[Line], body_size: float) -> tuple[list[Line], list[_Paragraph]]:
    """Footnotes are small, begin with a number that continues the series, and go on in small type."""
    text: list[Line] = []
    notes: list[_Paragraph] = []
    inside = False
    for line in lines:
        small = line.size < 0.93 * body_size
        found = _NOTE.match(line.text) if small or line.raised else None
        last = int(notes[-1].number) if notes else 0
        if found and (line.raised or last < int(found[1]) <= last + 3) and line.size < 1.05 * body_size and small:
            notes.append(_Paragraph("footnote", [line], number=found[1]))
            inside = True
        elif small and notes and (inside or _goes_on(notes[-1].lines[-1], line)):
            notes[-1].lines.append(line)
        else:
            text.append(line)
            inside = False
    return text, notes


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a note goes on at the head of the notes of the next page."""
    return line.page == last.page + 1 and not _ENDS.search(last.text)


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between two lines, in type sizes."""
    pitches = Counter(
        round((before.bottom - line.bottom) / line.size, 1)
        for before, line in pairwise(lines)
        if before.page == line.page and line.size and 0 < before.bottom - line.bottom < 3 * line.size
    )
    return pitches.most_common(1)[0][0] if pitches else 1.2


def _paragraphs(lines: Sequence[Line], pitch: float, body_size: float) -> list[_Paragraph]:
    paragraphs: list[_Paragraph] = []
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        heading = _is_heading(line, body_size)
        current = paragraphs[-1] if paragraphs else None
        if current and (current.kind == "heading") == heading and not _breaks(current, line, after, pitch):
            current.lines.append(line)
        else:
            paragraphs.append(_Paragraph("heading" if heading else "paragraph", [line]))
    for paragraph in paragraphs:
        if paragraph.kind == "paragraph" and _looks_like_heading(paragraph):
            paragraph.kind = "heading"
    return paragraphs


def _is_heading(line: Line, body_size: float) -> bool:
    """Set in larger type, or bold from end to end."""
    large = line.size > 1.15 * body_size
    return (large or (line.bold and line.size > 0.9 * body_size)) and letters_and_digits(line.text) > 1


def _looks_like_heading(paragraph: _Paragraph) -> bool:
    """One short line in title case without a full stop ("Recommended Policy Actions")."""
    text = paragraph.lines[0].text
    if len(paragraph.lines) > 1 or not 6 <= len(text) < 90 or _BULLET.match(text) or not text[-1].isalpha():
        return False
    return bool(run_in_heading(re.sub(r"^[\dA-Za-z]{1,4}\.\s*", "", text) + "."))


def _breaks(current: _Paragraph, line: Line, after: Line | None, pitch: float) -> bool:
    """Whether a new paragraph begins with this line."""
    before = current.lines[-1]
    if abs(before.size - line.size) > 0.12 * before.size or _BULLET.match(line.text):
        return True
    # "the U.S." at the end of a line ends no sentence if the next line goes on in small letters.
    goes_on = before.hyphen or (line.text[0].islower() and not _MARKER.match(line.text))
    ended = bool(_ENDS.search(before.text)) and not goes_on
    if _MARKER.match(line.text) and (ended or _ENDS_AN_ITEM.search(before.text)):
        return True
    below = before.page == line.page and before.bottom - line.bottom > 0
    if not below:
        return ended and (current.is_marked or _indented(line, after) or _is_short(before, line))
    if before.bottom - line.bottom > _WIDE_GAP * pitch * line.size:
        return True
    if current.hangs:
        return line.left < current.lines[0].left - _STEP and (ended or len(current.lines) > 1)
    moved_in = line.left > before.left + _STEP and (after is None or after.left < line.left - _STEP or ended)
    return ended and (moved_in or _is_short(before, line))


def _indented(line: Line, after: Line | None) -> bool:
    return after is not None and after.page == line.page and line.left > after.left + _STEP


def _is_short(before: Line, line: Line) -> bool:
    """Whether the line before ends well before the right edge of this one."""
    return before.right - before.left < 0.8 * (line.right - line.left)
