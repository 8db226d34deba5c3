"""The printed lines of a PDF, with their place on the page: what pdfium tells, nothing interpreted yet."""

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.errors import HostileDocument, MalformedDocument, NeedsOcr
from pipeline.extract.content import Content
from pipeline.normalise import letters_and_digits

# The longest report met has 460 pages; a page of small print has 9,000 characters.
_MAX_PAGES = 3_000
_MAX_CHARACTERS = 20_000_000
_FEWEST_LETTERS_A_PAGE = 20
# pdfium writes this for a hyphen at the end of a line, and no line break. It knows the ordinary hyphen only; browsers
# print U+2010.
_LINE_END_HYPHEN = "\ufffe"
NUMBER = re.compile(r"(\d{1,5})(?:\s+|$)")
"""At the beginning of a line."""
_OTHER_HYPHEN = re.compile(r"(?<=\w)[\u2010\u00ad]\Z")

BULLET = re.compile(r"[•▪◦●■□➢✓\uf0b7\uf0a7]")
_WIDEST_INDENT = 40.0
"""Points between a bullet and its words. Word indents them by a quarter of an inch, 18 points."""

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Lengths are in points; y grows upwards, as a reader sees it who holds the line upright."""

    text: str
    page: int
    """From 1."""
    left: float
    right: float
    bottom: float
    size: float
    """Of the font, without raised marks."""
    raised: bool
    """Begins with a smaller number: the mark of a footnote."""
    bold: bool
    hyphen: bool = False
    """The line ends in a hyphen, which may or may not belong to the word."""
    words_left: float = 0.0
    """Left edge of what follows a number at the beginning, if one stands there and a blank after it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a PDF shows, and what the file states of itself."""

    lines: list[Line]
    """In the order of the file."""
    title: str
    labels: list[str]
    """What a viewer calls the pages ("ii", "A-3"), "" where the file does not say."""


def printed(content: Content) -> Printed:
    """Everything that the file shows.

    Raises `MalformedDocument` (broken, encrypted), `NeedsOcr` (no text layer) or `HostileDocument` (too many pages or
    characters).
    """
    try:
        document = pdfium.PdfDocument(content.body)
    except pdfium.PdfiumError as error:
        raise MalformedDocument(f"{content.url}: broken or encrypted PDF: {error}") from error
    try:
        return Printed(
            lines=_read_pages(document, content.url),
            title=_stated(lambda: document.get_metadata_value("Title")),
            labels=[_stated(partial(document.get_page_label, page)) for page in range(len(document))],
        )
    finally:
        document.close()


def _stated(ask: Callable[[], str]) -> str:
    """What the file answers, "" if that is no text: half a surrogate pair can be written into it."""
    try:
        return ask().strip()
    except UnicodeDecodeError:
        return ""


def _read_pages(document: pdfium.PdfDocument, url: str) -> list[Line]:
    if len(document) > _MAX_PAGES:
        raise HostileDocument(f"{url}: the PDF has {len(document)} pages, more than the limit of {_MAX_PAGES}")
    lines: list[Line] = []
    characters = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            textpage = page.get_textpage()
        except pdfium.PdfiumError as error:
            raise MalformedDocument(f"{url}: page {number} of the PDF is broken: {error}") from error
        characters += textpage.count_chars()
        if characters > _MAX_CHARACTERS:
            raise HostileDocument(f"{url}: the PDF has more than {_MAX_CHARACTERS} characters")
        lines += _lines_of_page(textpage, number, page.get_mediabox())
        textpage.close()
        page.close()
    letters = sum(letters_and_digits(line.text) for line in lines)
    if letters < _FEWEST_LETTERS_A_PAGE * len(document):
        raise NeedsOcr(f"{url}: needs OCR: {letters} letters on {len(document)} pages; find another rendition")
    return _with_bullets(_on_one_line(lines))


def _lines_of_page(textpage: pdfium.PdfTextPage, page: int, paper: _Box) -> Iterator[Line]:
    text = textpage.get_text_range()
    start = 0
    for end, character in enumerate(text + "\n"):
        if character in "\r\n" or character == _LINE_END_HYPHEN:
            if text[start:end].strip():
                line = _line(textpage, text, start, end, page, paper)
                words = _OTHER_HYPHEN.sub("", line.text)
                yield replace(line, text=words, hyphen=character == _LINE_END_HYPHEN or words != line.text)
            start = end + 1


def _line(textpage: pdfium.PdfTextPage, text: str, start: int, end: int, page: int, paper: _Box) -> Line:
    printed = text[start:end]
    first = start + len(printed) - len(printed.lstrip())
    last = start + len(printed.rstrip()) - 1
    turns = _turns(textpage, first)
    left, bottom, _, _ = _upright(textpage.get_charbox(first), turns, paper)
    # Footnote marks are small and raised: the largest of some characters tells the type and the baseline. Of the blanks
    # that pdfium puts between words it knows no size.
    some = (index for index in range(first, last + 1, max(1, (last - first) // 4)) if not text[index].isspace())
    size, largest = max((_size(textpage, index), index) for index in some)
    _, _, right, _ = _upright(textpage.get_charbox(last), turns, paper)
    number = NUMBER.match(text, first, last + 1)
    words = number.end() if number and number.end() <= last else first
    return Line(
        text=printed.strip(),
        page=page,
        left=left,
        right=right,
        bottom=_baseline(textpage, largest, turns, paper) or bottom,
        size=size,
        raised=printed.lstrip()[:1].isdigit() and _size(textpage, first) < 0.8 * size,
        bold=_is_bold(textpage, words) and _is_bold(textpage, last),
        words_left=_upright(textpage.get_charbox(words), turns, paper)[0],
    )


def _turns(textpage: pdfium.PdfTextPage, index: int) -> int:
    """How many quarters of a turn to the right set a character upright. Wide tables are printed sideways."""
    return round(-float(pdfium_c.FPDFText_GetCharAngle(textpage, index)) / (math.pi / 2)) % 4


def _upright(box: _Box, turns: int, paper: _Box) -> _Box:
    """A box on the paper after it was turned to the right by so many quarters."""
    for _ in range(turns):
        (left, bottom, right, top), (west, south, east, north) = box, paper
        box = (bottom, east + west - right, top, east + west - left)
        paper = (south, west, north, east)
    return box


def _baseline(textpage: pdfium.PdfTextPage, index: int, turns: int, paper: _Box) -> float | None:
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium_c.FPDFText_GetCharOrigin(textpage, index, x, y):
        return None
    return _upright((x.value, y.value, x.value, y.value), turns, paper)[1]


def _size(textpage: pdfium.PdfTextPage, index: int) -> float:
    """Font size in points; fonts may be declared with size 1 and scaled by the text matrix."""
    matrix = pdfium_c.FS_MATRIX()
    known = pdfium_c.FPDFText_GetMatrix(textpage, index, matrix)
    scale = max(abs(matrix.c), abs(matrix.d)) if known else 1.0
    return float(pdfium_c.FPDFText_GetFontSize(textpage, index) * (scale or 1.0))


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    if pdfium_c.FPDFText_GetFontWeight(textpage, index) >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(textpage, index, name, len(name), flags)
    return any(mark in name.value.lower() for mark in (b"bold", b"black", b"heavy"))


def _on_one_line(lines: list[Line]) -> list[Line]:
    """Join what stands on one baseline: cells of a table row, and words on both sides of a raised footnote mark."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before and before.page == line.page and not before.hyphen and _continues(before, line):
            joined[-1] = _glued(before, line)
        else:
            joined.append(line)
    return joined


def _with_bullets(lines: list[Line]) -> list[Line]:
    """Put bullets that stand elsewhere in the file, behind all text of their page, before the lines that they mark."""
    bullets = [line for line in lines if BULLET.fullmatch(line.text)]
    marked = [line for line in lines if not BULLET.fullmatch(line.text)]
    for bullet in bullets:
        beside = [at for at, line in enumerate(marked) if _stands_beside(bullet, line)]
        if beside:
            first = min(beside, key=lambda at: marked[at].left)
            marked[first] = replace(marked[first], text=f"{bullet.text} {marked[first].text}", left=bullet.left)
    return marked


def _stands_beside(bullet: Line, line: Line) -> bool:
    same_line = line.page == bullet.page and abs(line.bottom - bullet.bottom) < 0.5 * line.size
    return same_line and 0 < line.left - bullet.left < _WIDEST_INDENT


def _continues(before: Line, line: Line) -> bool:
    if line.left < before.right - 0.3 * before.size:
        return False
    apart = abs(line.bottom - before.bottom)
    larger = max(before.size, line.size)
    return apart < 0.2 * larger or (apart < 0.8 * larger and (_is_mark(line, before) or _is_mark(before, line)))


def _is_mark(line: Line, beside: Line) -> bool:
    """A small number of its own: the mark of a footnote."""
    return line.text.isdigit() and line.size < 0.8 * beside.size


def _glued(before: Line, line: Line) -> Line:
    glue = "" if line.raised or _is_mark(line, before) else " "
    bold = before.bold and line.bold
    text = f"{before.text}{glue}{line.text}"
    if _is_mark(before, line):
        return replace(line, text=text, left=before.left, bold=bold, raised=True)
    words_left = line.left if before.text.isdigit() else before.words_left
    return replace(before, text=text, right=line.right, hyphen=line.hyphen, bold=bold, words_left=words_left)
