"""Lines of a PDF joined to headings, paragraphs and footnotes, by what the eye goes by: gaps, indents, type sizes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import pairwise, zip_longest
from typing import NamedTuple

from pipeline.extract.pdf.headings import with_headings_in_place
from pipeline.extract.pdf.hyphens import Hyphens
from pipeline.extract.pdf.lines import BULLET, Line
from pipeline.extract.pdf.notes import CLOSING, ENDS, part_notes
from pipeline.extract.structure.blocks import Block, BlockKind
from pipeline.extract.structure.run_in_headings import run_in_heading
from pipeline.normalise import letters_and_digits, tidy

_DASH = re.compile(r"[–—-]\s+")
_BULLET = re.compile(rf"{BULLET.pattern}\s*|{_DASH.pattern}")
# "d. ", "aa) ", "xii. ", and no "we) ".
_MARKER = re.compile(
    r"\((?:\d{1,2}|[A-Za-z]{1,5})\)\s|(?:Section|Sec\.) \d{1,3}\. "
    r"|(?:\d{1,2}|([a-z])\1?|[ivxl]{2,5}|[A-Z])[.)] +(?=\S)"
)
# "GV-6.2-002", in the first column of a table.
_ROW_ID = re.compile(r"[A-Z]{2,5}(?:[-.]\d{1,3}){2,4}(?=\s|$)")
_DASH_INSIDE = re.compile(rf"{_DASH.pattern}[a-z]")
"""In the middle of a sentence, unless the previous line shows otherwise."""
_FULL_STOP = re.compile(rf"[.,;]{CLOSING}")
_INSIDE = re.compile(r"[a-z]{2}")
# "ii. ", "(iv) ", "IV. ", "Question 4: ".
_NUMBERED = re.compile(r"(?:[A-Z][a-z]+ \d{1,2}|\(?(?:\d{1,2}|[a-z]{1,4}|[A-Z]{1,4})[.)])[.:]?\s")
_ENDS_AN_ITEM = re.compile(r"(?:[,—]|\band|\bor)$")
_ORDINAL = re.compile(r"\(?(\d{1,2}|[A-Za-z])[.)]\s")
# "as defined in paragraph" before a line that begins with "(b) of this section".
_NAMES_A_PLACE = re.compile(r"\b(?:section|subsection|paragraph|subparagraph|clause|item)s?$")
_LARGE = 1.15
"""Of the size of the text."""
_WIDE_GAP = 1.3
"""Of the usual distance between lines."""
_NEARER = 1.25
"""So many times."""
_STEP = 3.0
"""Points: smaller differences of the left edge are the shapes of letters."""


class _Type(NamedTuple):
    size: float
    bold: bool


@dataclass(slots=True)
class _Paragraph:
    kind: BlockKind
    lines: list[Line]
    number: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether it begins with a bullet, letter or number."""
        first = self.lines[0].text
        return bool(_BULLET.match(first) or _MARKER.match(first))

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table whose rows have ids."""
        return bool(_ROW_ID.match(self.lines[0].text))

    @property
    def hangs(self) -> bool:
        """Whether its lines are (or, with one line, may be) indented under its mark."""
        return self.is_marked and (len(self.lines) == 1 or self.lines[1].left > self.lines[0].left + _STEP)


def blocks_of(lines: Sequence[Line], pages: Sequence[str]) -> list[Block]:
    """Headings, paragraphs and notes; notes come behind the paragraph that their page begins with.

    `pages` has the citation of each page.
    """
    body = _body_type(lines)
    text, notes = part_notes(lines, body.size)
    text = with_headings_in_place(text, lambda line: _is_heading(line, body))
    paragraphs = _paragraphs(text, _pitch(text), body)
    levels = _levels([paragraph.lines[0].size for paragraph in paragraphs if paragraph.kind == "heading"])
    hyphens = Hyphens((line.text, line.hyphen) for line in lines)
    footnotes = [_Paragraph("footnote", note.lines, note.number) for note in notes]
    printed = merge(paragraphs, footnotes, key=lambda paragraph: paragraph.lines[0].page)
    return [_block(paragraph, hyphens, levels, pages) for paragraph in printed]


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


def _body_type(lines: Sequence[Line]) -> _Type:
    """The type of most of the words, not of the numbers in tables. Some comments are bold from end to end, and some on
    every other line."""
    sizes, bold = Counter[float](), Counter[float]()
    for line in lines:
        letters = sum(map(str.isalpha, line.text))
        sizes[round(line.size, 1)] += letters
        bold[round(line.size, 1)] += letters if line.bold else 0
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    return _Type(size, bold=2 * bold[size] > sizes[size])


def _levels(sizes: Sequence[float]) -> dict[float, int]:
    """Larger type, higher heading."""
    return {size: level for level, size in enumerate(sorted({round(size) for size in sizes}, reverse=True), start=1)}


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between two lines, in type sizes."""
    pitches = Counter(
        round((before.bottom - line.bottom) / line.size, 1)
        for before, line in pairwise(lines)
        if before.page == line.page and line.size and 0 < before.bottom - line.bottom < 3 * line.size
    )
    return pitches.most_common(1)[0][0] if pitches else 1.2


def _paragraphs(lines: Sequence[Line], pitch: float, body: _Type) -> list[_Paragraph]:
    paragraphs: list[_Paragraph] = []
    for line, after in zip_longest(lines, lines[1:]):
        kind: BlockKind = "heading" if _is_heading(line, body) else "paragraph"
        current = paragraphs[-1] if paragraphs else None
        if current and current.kind == kind and not _breaks(current, line, after, pitch):
            current.lines.append(line)
        else:
            paragraphs.append(_Paragraph(kind, [line]))
    paragraphs = _rejoined(paragraphs)
    _settle_headings(paragraphs, body)
    return paragraphs


def _settle_headings(paragraphs: Sequence[_Paragraph], body: _Type) -> None:
    """What stands around them, and their own words, tell headings from text better than the type of a line does."""
    for above, paragraph, below in zip(paragraphs, paragraphs[1:], paragraphs[2:], strict=False):
        if _closes(above, paragraph, below) and paragraph.lines[0].size < _LARGE * body.size:
            paragraph.kind = "paragraph"
    for paragraph in paragraphs:
        if _is_sentence(paragraph):
            paragraph.kind = "paragraph"
        if paragraph.kind == "paragraph" and _looks_like_heading(paragraph):
            paragraph.kind = "heading"


def _rejoined(paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Without the headings that are bold words in a sentence, which begins or goes on in small letters beside them."""
    joined: list[_Paragraph] = []
    kind: BlockKind = "heading"
    for paragraph in paragraphs:
        if joined and paragraph.kind != kind and _goes_on_beside(joined[-1].lines[-1], paragraph.lines[0]):
            joined[-1].kind = "paragraph"
            joined[-1].lines += paragraph.lines
        else:
            joined.append(paragraph)
        kind = paragraph.kind
    return joined


def _is_sentence(paragraph: _Paragraph) -> bool:
    """Whether bold or large words end as a sentence does, without a number in front, or begin inside one."""
    first, last = paragraph.lines[0].text, paragraph.lines[-1].text
    return not _NUMBERED.match(first) and bool(_INSIDE.match(first) or _FULL_STOP.search(last))


def _closes(above: _Paragraph, heading: _Paragraph, below: _Paragraph) -> bool:
    """Whether bold words stand nearer to the text above than to that below: the last row of a table heads nothing."""
    if (above.kind, heading.kind, below.kind) != ("paragraph", "heading", "paragraph"):
        return False
    first, last = heading.lines[0], heading.lines[-1]
    highest = max(below.lines, key=lambda line: (-line.page, line.bottom))
    gap = above.lines[-1].bottom - first.bottom
    return above.lines[-1].page == highest.page and 0 < _NEARER * gap < last.bottom - highest.bottom


def _goes_on_beside(before: Line, line: Line) -> bool:
    return _same_size(before, line) and _goes_on_in_small_letters(line) and not ENDS.search(before.text)


def _same_size(before: Line, line: Line) -> bool:
    return abs(before.size - line.size) <= 0.12 * before.size


def _goes_on_in_small_letters(line: Line) -> bool:
    # Word prints its second bullet as the letter o.
    return line.text[0].islower() and not _MARKER.match(line.text) and not line.text.startswith("o ")


def _is_heading(line: Line, body: _Type) -> bool:
    """Set in larger type, or bold from end to end in a text that is not."""
    large = line.size > _LARGE * body.size
    bold = line.bold and not body.bold and line.size > 0.9 * body.size
    return (large or bold) and letters_and_digits(line.text) > 1


def _looks_like_heading(paragraph: _Paragraph) -> bool:
    """One short line in title case without a full stop ("Recommended Policy Actions")."""
    text = paragraph.lines[0].text
    if len(paragraph.lines) > 1 or not 6 <= len(text) < 90 or _BULLET.match(text) or not text[-1].isalpha():
        return False
    return bool(run_in_heading(re.sub(r"^[\dA-Za-z]{1,4}\.\s*", "", text) + "."))


def _breaks(current: _Paragraph, line: Line, after: Line | None, pitch: float) -> bool:
    """Whether a new paragraph begins with this line."""
    before = current.lines[-1]
    if not _same_size(before, line) or (current.is_row and _ROW_ID.match(line.text)):
        return True
    if _BULLET.match(line.text):
        return not _dashes_on(current, line)
    # "the U.S." at the end of a line ends no sentence if the next line goes on in small letters.
    goes_on = before.hyphen or _goes_on_in_small_letters(line)
    ended = bool(ENDS.search(before.text)) and not goes_on
    if _MARKER.match(line.text) and (ended or _ends_an_item(current, line)):
        return True
    # Questions and answers, of which one is bold.
    if ended and before.bold != line.bold:
        return True
    if before.page == line.page and before.bottom > line.bottom:
        return _breaks_below(current, line, after, pitch, ended=ended)
    if current.is_row:
        # The next column begins at the top of the row.
        return before.page != line.page and not goes_on
    return ended and (current.is_marked or _indented(line, after) or _is_short(before, line))


def _ends_an_item(current: _Paragraph, line: Line) -> bool:
    """Whether a line that begins with a letter or number begins an item, although no sentence ends before it."""
    before = current.lines[-1]
    return bool(
        _ENDS_AN_ITEM.search(before.text)
        or _is_short(before, line)
        or (_is_next_item(current.lines[0], line) and not _NAMES_A_PLACE.search(before.text))
    )


def _is_next_item(item: Line, line: Line) -> bool:
    """Whether one begins with "(38)" or "c." and the other, at the same edge, with "(39)" or "d."."""
    found, following = _ORDINAL.match(item.text), _ORDINAL.match(line.text)
    if not found or not following or abs(item.left - line.left) > _STEP:
        return False
    one, two = found[1], following[1]
    step = int(two) - int(one) if one.isdigit() and two.isdigit() else ord(two[0]) - ord(one[0])
    return step == 1 and one.isdigit() == two.isdigit()


def _dashes_on(current: _Paragraph, line: Line) -> bool:
    """Whether a line begins with a dash that stands in a sentence, and is none of a list."""
    before = current.lines[-1]
    inside = _DASH_INSIDE.match(line.text) and not ENDS.search(before.text) and not _ENDS_AN_ITEM.search(before.text)
    widest = max([*current.lines, line], key=lambda each: each.right - each.left)
    in_list = _DASH.match(current.lines[0].text) or _is_short(before, widest)
    return bool(inside) and not in_list and abs(line.left - before.left) < _STEP


def _breaks_below(current: _Paragraph, line: Line, after: Line | None, pitch: float, *, ended: bool) -> bool:
    """The same of a line that stands below the previous one, on the same page."""
    before = current.lines[-1]
    if before.bottom - line.bottom > _WIDE_GAP * pitch * line.size:
        return True
    if current.is_row:
        return False
    if current.hangs:
        return line.left < current.lines[0].left - _STEP and (ended or len(current.lines) > 1)
    moved_in = line.left > before.left + _STEP and (after is None or after.left < line.left - _STEP or ended)
    return ended and (moved_in or _is_short(before, line))


def _indented(line: Line, after: Line | None) -> bool:
    return after is not None and after.page == line.page and line.left > after.left + _STEP


def _is_short(before: Line, line: Line) -> bool:
    """Whether the line before ends well before the right edge of this one."""
    return before.right - before.left < 0.8 * (line.right - line.left)
