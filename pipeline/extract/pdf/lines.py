"""The printed lines of a PDF, with their place on the page: as pdfium reports them, nothing interpreted yet."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import pypdfium2 as pdfium

from pipeline.errors import HostileDocument, MalformedDocument, NeedsOcr
from pipeline.extract.content import Content
from pipeline.extract.pdf.characters import Characters
from pipeline.extract.raised import is_plainly_exponent, raised
from pipeline.normalise import letters_and_digits

# The longest report met has 460 pages; a page of small print has 9,000 characters.
_MAX_PAGES = 3_000
_MAX_CHARACTERS = 20_000_000
_FEWEST_LETTERS_A_PAGE = 20
_LEAST_SHARE_OF_LETTERS = 0.1
"""Of what is printed: text has 0.7 and more; fonts that do not tell which letters they draw gave 0.01."""
# pdfium writes this for a hyphen at the end of a line, and no line break. It knows the ordinary hyphen only; browsers
# print U+2010.
_LINE_END_HYPHEN = "\ufffe"
NUMBER = re.compile(r"(\d{1,5})(?:\s+|$)")
"""At the beginning of a line."""
_MARKER = re.compile(r"(?:[^\w\s]|\d{1,3}|[a-z]|\(?\w{1,4}[.)])\s+(?=\S)")
"""The bullet or number of a list at the beginning of a line."""
_POWER = re.compile(r"(?<![\w.,])10(\d{1,3})(?!\d)")
"""A power of ten, if the digits behind the ten are smaller."""
_EXPONENT = re.compile(r"\d{1,3}(?!\d)")
# Word's fonts name their ligatures by letters of other languages: "arƟficial", "beƩer", "seƫngs", "AŌer", "diƯerent",
# "plaƞorm".
_LIGATURES = {"Ɵ": "ti", "Ʃ": "tt", "ƫ": "tti", "Ō": "ft", "Ư": "ff", "ƞ": "tf"}
_LIGATURE = re.compile("(?<=[a-zƟƩƫŌƯƞ])[ƟƩƫŌƯƞ]|(?<=[A-Z])[ƟƩƫŌƯƞ](?=[a-z])|(?<!\\w)Ɵ(?=[a-z])")
"""One inside a word, where no language has these capitals. Of them "ti" alone begins words."""
_OTHER_HYPHEN = re.compile(r"(?<=\w)[\u2010\u00ad]\Z")
_WORD = re.compile(r"\S+")
_INNER_MARK = re.compile(r"(?<=\S) (?=\d{1,3}(?:[^\d.,]|\Z))")
"""The blank before what may be the mark of a note, inside a line."""

BULLET = re.compile(r"[•▪◦●■□➢✓\uf0b7\uf0a7]")
_WIDEST_INDENT = 40.0
"""Points between a bullet and its words. Word indents them by a quarter of an inch, 18 points."""


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

    Raises `MalformedDocument` (broken, encrypted), `NeedsOcr` (no text layer, or one without letters) or
    `HostileDocument` (too many pages or characters).
    """
    try:
        document = pdfium.PdfDocument(content.body)
    except pdfium.PdfiumError as error:
        raise MalformedDocument(
            f"{content.url}: broken or encrypted PDF: {error}; crawl again later, or look at it"
        ) from error
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
        raise HostileDocument(
            f"{url}: the PDF has {len(document)} pages, more than the limit of {_MAX_PAGES}; look at it"
        )
    lines: list[Line] = []
    count = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            textpage = page.get_textpage()
        except pdfium.PdfiumError as error:
            raise MalformedDocument(f"{url}: page {number} of the PDF is broken: {error}; crawl again later") from error
        count += textpage.count_chars()
        if count > _MAX_CHARACTERS:
            raise HostileDocument(f"{url}: the PDF has more than {_MAX_CHARACTERS} characters; look at it")
        characters = Characters(textpage, page.get_mediabox())
        lines += _lines_of_page(characters, number)
        textpage.close()
        page.close()
    letters = sum(letters_and_digits(line.text) for line in lines)
    signs = sum(len("".join(line.text.split())) for line in lines)
    if letters < max(_FEWEST_LETTERS_A_PAGE * len(document), _LEAST_SHARE_OF_LETTERS * signs):
        raise NeedsOcr(f"{url}: needs OCR: {letters} letters on {len(document)} pages; find another rendition")
    return _with_bullets(_on_one_line(lines))


def _lines_of_page(characters: Characters, page: int) -> Iterator[Line]:
    text = characters.text
    start = 0
    for end, character in enumerate(text + "\n"):
        if character in "\r\n" or character == _LINE_END_HYPHEN:
            if text[start:end].strip():
                *before, last = _printed_apart(characters, start, end)
                yield from (_line(characters, *place, page) for place in before)
                line = _line(characters, *last, page)
                words = _OTHER_HYPHEN.sub("", line.text)
                yield replace(line, text=words, hyphen=character == _LINE_END_HYPHEN or words != line.text)
            start = end + 1


def _printed_apart(characters: Characters, start: int, end: int) -> list[tuple[int, int]]:
    """The places of the printed lines in what pdfium takes for one: it runs a line together with the next if that
    begins with a raised mark, and a foot that ends in a blank with what the file has behind it, at the page's head."""
    if jumps := _jumps(characters, start, end):
        return list(pairwise([start, *jumps, end]))
    text = characters.text
    first = _INNER_MARK.search(text, start + 1, end)
    if not first or not characters.is_below(start + len(text[start:end].rstrip()) - 1, first.start() - 1):
        return [(start, end)]
    marks = (found.end() for found in _INNER_MARK.finditer(text, start + 1, end))
    cuts = [at for at in marks if characters.is_below(at, at - 2) and characters.is_left(at, at - 2)]
    return list(pairwise([start, *cuts, end]))


def _jumps(characters: Characters, start: int, end: int) -> list[int]:
    """Where a word stands lines above or below the one before it."""
    words = [found.span() for found in _WORD.finditer(characters.text, start, end)]
    if not characters.is_far(words[-1][1] - 1, words[0][0]):
        return []
    return [after for (_, before), (after, _) in pairwise(words) if characters.is_far(after, before - 1)]


def _line(characters: Characters, start: int, end: int, page: int) -> Line:
    text = characters.text
    printed = text[start:end]
    first = start + len(printed) - len(printed.lstrip())
    last = start + len(printed.rstrip()) - 1
    turns = characters.turns(first)
    left, bottom, _, _ = characters.box(first, turns)
    # Footnote marks are small and raised: the largest of some characters shows type size and baseline, if none is the
    # bullet or number of a list, which may be larger. Of the blanks that pdfium puts between words it knows no size.
    marker = _MARKER.match(text, first, last + 1)
    begin = marker.end() if marker else first
    some = (index for index in range(begin, last + 1, max(1, (last - begin) // 4)) if not text[index].isspace())
    size, largest = max((characters.size(index), index) for index in some)
    number = NUMBER.match(text, first, last + 1)
    words = number.end() if number and number.end() <= last else first
    return Line(
        text=_spelled_out(_with_powers(characters, printed, start).strip()),
        page=page,
        left=left,
        right=characters.box(last, turns)[2],
        bottom=characters.baseline(largest, turns) or bottom,
        size=size,
        raised=printed.lstrip()[:1].isdigit() and characters.size(first) < 0.8 * size,
        bold=characters.is_bold(words) and characters.is_bold(last),
        words_left=characters.box(words, turns)[0],
    )


def _spelled_out(text: str) -> str:
    return text if text.isascii() else _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)


def _with_powers(characters: Characters, printed: str, start: int) -> str:
    """ "10²⁶" where pdfium has "1026". `start` is the place of the line in the text of the page."""

    def written(found: re.Match[str]) -> str:
        ten, exponent = (characters.size(start + found.start(group)) for group in (0, 1))
        return f"10{raised(found[1], '10')}" if exponent < 0.8 * ten else found[0]

    return _POWER.sub(written, printed)


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
    on_page: defaultdict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(marked):
        on_page[line.page].append(at)
    for bullet in bullets:
        beside = [at for at in on_page[bullet.page] if _stands_beside(bullet, marked[at])]
        if beside:
            first = min(beside, key=lambda at: marked[at].left)
            marked[first] = replace(marked[first], text=f"{bullet.text} {marked[first].text}", left=bullet.left)
    return marked


def _stands_beside(bullet: Line, line: Line) -> bool:
    same_line = abs(line.bottom - bullet.bottom) < 0.5 * line.size
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
    is_raised = line.raised or _is_mark(line, before)
    bold = before.bold and line.bold
    text = _with_raised(before.text, line.text) if is_raised else f"{before.text} {line.text}"
    if _is_mark(before, line):
        return replace(line, text=text, left=before.left, bold=bold, raised=True)
    words_left = line.left if before.text.isdigit() else before.words_left
    return replace(before, text=text, right=line.right, hyphen=line.hyphen, bold=bold, words_left=words_left)


def _with_raised(before: str, text: str) -> str:
    """A text that begins with a raised number, behind what stands before it: a power of ten, or the mark of a note."""
    number = _EXPONENT.match(text)
    if number is None or not is_plainly_exponent(number[0], before):
        return before + text
    return f"{before}{raised(number[0], before)}{text[number.end() :]}"
