"""What a PDF prints on every page that is not text: running heads, page numbers, typesetters' lines, and in drafts the
numbers of the lines. Its tables of contents are found in `pipeline.extract.pdf.contents`."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline import roman
from pipeline.extract.pdf.contents import LEADERS, contents_of
from pipeline.extract.pdf.lines import NUMBER, Line
from pipeline.extract.pdf.scans import FEWEST_LETTERS
from pipeline.extract.structure.blocks import Dropped
from pipeline.normalise import letters_and_digits

# "VerDate Sep<11>2014 23:02 Oct 31, 2023 Jkt 262001 PO 00000 …", "khammond on DSKJM1Z7X2PROD with NOTICES"; of 2026
# "tkelley on LAP7H3WLY3PROD with EO", of 2008 "rwilkins on PROD1PC63 with PROPOSALS".
_TYPESETTER = re.compile(r"^VerDate\b|\bJkt \d{5,6} PO \d{5}\b|\bon [A-Z\d]*PROD[A-Z\d]* with [A-Z]|\bSfmt \d{4}\b")
_FEDERAL_REGISTER_HEAD = re.compile(r"Federal Register ?/ ?Vol\. \d+, No\. \d+ ?/")
# Beside the text of the first page of a presidential document.
_MASTHEAD = re.compile(
    r"Presidential Documents|Federal Register|Vol\. \d+, No\. \d+|(?:Mon|Tues|Wednes|Thurs|Fri)day, \w+ \d{1,2}, \d{4}"
    r"|Title 3—|The President|\d{3,6}"
)
_PAGE_NUMBER = re.compile(
    r"\W*(?:page\s*)?(?:(?P<roman>[ivxlc]{1,7})|[A-Z]?-?\d{1,5})(?:\s*(?:of|/)\s*\d+)?\W*", re.IGNORECASE
)
# At the foot of the documents of the Union the language stands on both sides: "EN 12 EN", "EN EN" on the first page. A
# number in smaller type follows like the mark of a note, "EN4 EN".
_LANGUAGE_FOOT = re.compile(r"([A-Z]{2})(?: | ?\d{1,4} )\1")
# Of articles that each begin a page the numbers count with the pages.
_DIVISION = re.compile(
    r"(?:article|artikel|recital|section|chapter|chapitre|title|titre|part|annexe?|appendix) (?:\d+|[IVXL]+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_LONGEST_PAGE_NUMBER = 5
"""Digits."""
_FILED = re.compile(r"\[FR Doc\. (?P<number>[\w–-]+) +Filed")
# "BIDEN.EPS</GPH>" is the name of the picture of the signature, "ED30JA25.008</GPH>" that of a table.
_FILING = re.compile(r"^\[FR Doc\. |^Filed \d+[–-]\d+[–-]\d+;|^billing code \d|</gph>$", re.IGNORECASE)
_AROUND_TEXT = (_TYPESETTER, _FEDERAL_REGISTER_HEAD, _FILING)
_EDGE_LINES = 3
_NEIGHBOURS = (-2, -1, 1, 2)
"""Pages: a running head may stand on every other page."""
_NEXT_LINE = 1.6
"""Of the type size: a line that stands nearer to another is the next one of its paragraph."""
_SAME_EDGE = 3.0
"""Points: smaller differences of the left edge are the shapes of letters."""
_WIDEST_INDENT = 40.0
"""Points, of the first line of a paragraph."""
_FEWEST_HEAD_LETTERS = 6
"""Of a running head that stands on some pages only."""
_FEWEST_NUMBERED = 10
_SKIPPED = 3
"""Numbers of lines that hold nothing, in a row."""
_WIDEST_NUMBER = 20.0
"""Points between the left edges of "9" and "1234" in one column."""


def without_line_numbers(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """The lines of a draft without the numbers by which readers name them, as NIST and Congress print them: more than
    half of all lines count on from the previous one. Numbers that count otherwise stay: those of notes and tables."""
    numbered = [(line, int(found[1])) for line in lines if (found := NUMBER.match(line.text))]
    counting_on = sum(after == before + 1 for (_, before), (_, after) in pairwise(numbered))
    if counting_on < max(_FEWEST_NUMBERED, len(lines) / 2):
        return list(lines)
    edge = median(line.left for line, _ in numbered)
    last, page = 0, 0
    kept = []
    for line in lines:
        found = NUMBER.match(line.text)
        number = int(found[1]) if found and abs(line.left - edge) < _WIDEST_NUMBER else 0
        if found and (last < number <= last + _SKIPPED or (number == 1 and line.page > page)):
            last, page = number, line.page
            dropped.add("line number", found[1])
            words = line.text[found.end() :]
            kept += [replace(line, text=words, left=line.words_left, raised=False)] if words else []
        else:
            kept.append(line)
    return kept


def without_furniture(lines: Sequence[Line], running: Sequence[Line], dropped: Dropped, url: str) -> list[Line]:
    """The lines that belong to the text; the others, among them the `running_heads`, are counted."""
    repeated = set(running)
    contents = set(contents_of([line for line in lines if line not in repeated]))
    printed_by_gpo = any(_TYPESETTER.search(line.text) for line in lines)
    kept = []
    for line in lines:
        if _TYPESETTER.search(line.text):
            dropped.add("typesetter line", line.text)
        elif _FEDERAL_REGISTER_HEAD.search(line.text) or line in repeated:
            dropped.add("running head", line.text)
        elif printed_by_gpo and _MASTHEAD.fullmatch(line.text):
            dropped.add("masthead", line.text)
        elif line in contents or LEADERS.search(line.text):
            dropped.add("table of contents", line.text)
        else:
            kept.append(line)
    own = _own_document(kept, dropped, url)
    return _without_filing_lines(own, dropped) if printed_by_gpo else own


def pages_without_text(lines: Iterable[Line], running: Iterable[Line], pages: int) -> list[int]:
    """The pages, from 1, on which hardly a letter stands besides what the printer puts around the text."""
    repeated = set(running)
    letters = Counter[int]()
    for line in lines:
        if not (line in repeated or any(around.search(line.text) for around in _AROUND_TEXT)):
            letters[line.page] += letters_and_digits(line.text)
    return [page for page in range(1, pages + 1) if letters[page] < FEWEST_LETTERS]


def _without_filing_lines(lines: list[Line], dropped: Dropped) -> list[Line]:
    kept = []
    for line in lines:
        if _FILING.search(line.text):
            dropped.add("filing line", line.text)
        else:
            kept.append(line)
    return kept


def running_heads(lines: Sequence[Line]) -> list[Line]:
    """Page numbers and lines that open or close three pages or more with the same words, at the same height.

    The last rows of tables often have the same words, and stand higher on one page than on another; headings ("Proposed
    amendment 4") have numbers that do not count with the pages, unless each begins a page. A short word ("CUI",
    "NTIA–2023–0009" without its numbers) is a running head if most pages begin or end with it.
    """
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    printed = [line for page in pages.values() for line in _edges(page) if not _TYPESETTER.search(line.text)]
    edges = _without_divisions(printed)
    heights = _heights(edges)
    enough = _enough_pages(pages.values())
    outermost = {line for page in pages.values() for line in _edges(page, 2)}

    def repeats(line: Line) -> bool:
        times = max(_as_high(line, heights[sign]) for sign in _signs(line))
        letters = letters_and_digits(_key(line))
        if letters < _FEWEST_HEAD_LETTERS:
            return letters > 1 and line in outermost and times > max(2, len(pages) / 2)
        return times >= enough

    def is_page_number(line: Line) -> bool:
        if not _is_number(line.text):
            return False
        counts_on = any(_as_high(line, heights[sign]) > 1 for sign in _counting_signs(line))
        return counts_on or not any(_stands_in_paragraph(line, other) for other in pages[line.page])

    return [
        line
        for line in edges
        if is_page_number(line)
        or _LANGUAGE_FOOT.fullmatch(line.text)
        or _FEDERAL_REGISTER_HEAD.search(line.text)
        or repeats(line)
    ]


def _heights(edges: Iterable[Line]) -> dict[tuple[object, ...], list[float]]:
    """How high the lines with each sign stand, in order."""
    heights: dict[tuple[object, ...], list[float]] = defaultdict(list)
    for line in sorted(edges, key=lambda line: line.bottom):
        for sign in _signs(line):
            heights[sign].append(line.bottom)
    return heights


def _without_divisions(edges: Sequence[Line]) -> list[Line]:
    """Without the lines that name a division ("Article 19") on no other page around: those are headings."""
    words = {(line.text, line.page) for line in edges}

    def is_alone(line: Line) -> bool:
        return words.isdisjoint((line.text, line.page + step) for step in _NEIGHBOURS)

    return [line for line in edges if not (_DIVISION.fullmatch(line.text) and is_alone(line))]


def _enough_pages(pages: Collection[Sequence[Line]]) -> float:
    """How many pages begin or end with a running head. If most are wider than high, they are slides: these grow step by
    step, and a few in a row begin with the same words. Reports have wide pages, too, for a table."""
    enough = 3 if len(pages) > 3 else 2
    wide = sum(max(line.right for line in page) > max(line.bottom for line in page) for page in pages)
    return max(enough, len(pages) / 3) if wide > len(pages) / 2 else enough


def _is_number(text: str) -> bool:
    """Whether the text can be the number of a page; "civil" has the letters of a roman one."""
    found = _PAGE_NUMBER.fullmatch(text)
    return found is not None and (not found["roman"] or roman.value(found["roman"].upper()) > 0)


def _stands_in_paragraph(line: Line, other: Line) -> bool:
    """Whether a line is the next after another, or the one before: "2023." ends a paragraph at the foot of a page."""
    apart = abs(other.bottom - line.bottom)
    in_column = 0 <= other.left - line.left + _SAME_EDGE < _WIDEST_INDENT
    return in_column and 0 < apart < _NEXT_LINE * min(line.size, other.size)


def _signs(line: Line) -> Iterator[tuple[object, ...]]:
    """What a running head has on every page: the same words, in the same order or another, as left and right pages
    mirror each other, with the same numbers or with one that counts pages."""
    yield _key(line), *_NUMBER.findall(line.text)
    yield "mirrored", *sorted(line.text.split())
    yield from _counting_signs(line)


def _counting_signs(line: Line) -> Iterator[tuple[object, ...]]:
    for place, number in enumerate(_NUMBER.findall(line.text)):
        if len(number) <= _LONGEST_PAGE_NUMBER:
            yield _key(line), place, int(number) - line.page


def _as_high(line: Line, heights: Sequence[float]) -> int:
    """How many of these stand as high as the line, itself among them. `heights` are in order."""
    return bisect_left(heights, line.bottom + line.size) - bisect_right(heights, line.bottom - line.size)


def _edges(page: Iterable[Line], count: int = _EDGE_LINES) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.bottom)
    return [*by_height[:count], *by_height[count:][-count:]]


def _key(line: Line) -> str:
    return _NUMBER.sub("#", line.text.lower()).strip("# ")


def _own_document(lines: list[Line], dropped: Dropped, url: str) -> list[Line]:
    """In a Federal Register PDF, only the document that its file name tells: pages are shared with its neighbours.

    Documents end with "[FR Doc. 2024–03763 Filed 2–23–24; 8:45 am]" and a billing code.
    """
    ends = [(index, found["number"]) for index, line in enumerate(lines) if (found := _FILED.search(line.text))]
    own = next((place for place, (_, number) in enumerate(ends) if number.replace("–", "-") in url), None)
    if own is None:
        return lines
    start = ends[own - 1][0] + 1 if own else 0
    if start < len(lines) and own and lines[start].text.upper().startswith("BILLING CODE"):
        start += 1
    end = ends[own][0]
    for line in [*lines[:start], *lines[end + 2 :]]:
        dropped.add("another document on the page", line.text)
    for line in lines[end : end + 2]:
        dropped.add("filing line", line.text)
    return lines[start:end]
