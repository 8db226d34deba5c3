"""One pass over the elements of a web page's main part: headings, paragraphs, list items and table rows as blocks."""

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Callable, Iterator
from dataclasses import replace

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from pipeline.errors import HostileDocument
from pipeline.extract.plain_text import paragraphs
from pipeline.extract.raised import is_plainly_exponent, last_words, raised
from pipeline.extract.structure.blocks import CONTENTS, Block, Dropped
from pipeline.extract.web.list_numbers import list_numbers
from pipeline.normalise import letters_and_digits, tidy

# The deepest page met has 41 levels. Python's own limit is 1,000, with four frames for each level here.
_MAX_DEPTH = 200
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
))  # fmt: skip
_ROW_GROUPS = ("thead", "tbody", "tfoot")
_IN_TABLES = frozenset((*_ROW_GROUPS, "caption", "colgroup", "col", "tr"))
_LISTS = frozenset(("ul", "ol"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ON_THE_PAGE = re.compile(r"#.")
# Heads the box that it stands in, and nothing of what follows that.
_NOTE = re.compile(r"note:?", re.IGNORECASE)
_UPDATED = re.compile(
    r"(?:(?:this )?page )?(?:was )?last (?:reviewed|updated?|modified|changed)\b(?: on)?:?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_OF_A_DAY = frozenset((
    "or", "and", "reviewed", "updated", "modified", "changed", "on", "at", "st", "nd", "rd", "th", "am", "pm", "sept",
    *(name.lower() for names in (day_abbr, day_name, month_abbr, month_name) for name in names),
))  # fmt: skip
_LONGEST_DAY = 100
"""Characters."""
_STARTS_A_UNIT = re.compile(r"\s*(?:\((?:\d{1,2}|[A-Za-z]{1,5})\)|(?:Section|Sec\.?)\s+\d+|\d{1,2}\.\s|[•–—-]\s)")


class Walk:
    """Reads blocks out of an element and counts what it leaves out."""

    def __init__(self, main: Tag, title: str, chrome: Callable[[Tag], str], dropped: Dropped, url: str) -> None:
        """`main` is the element that will be read; `title` is left out where it stands as a heading."""
        self._headings = {_letters(heading.get_text()) for heading in main.find_all(_HEADINGS)}
        self._title = title
        self._chrome = chrome
        self._dropped = dropped
        self._url = url
        self._heading_anchor = ""
        self._awaits_day = False
        self._numbers: dict[int, str] = {}
        self.numbered = 0
        """Letters and digits of the numbers of lists, which are no text of the page."""

    def blocks(self, element: Tag, depth: int = 0) -> Iterator[Block]:
        """Everything printed below `element`, in order. Raises `HostileDocument` if it nests too deep."""
        if depth > _MAX_DEPTH:
            raise HostileDocument(f"{self._url}: more than {_MAX_DEPTH} nested elements; look at it")
        anchor = str(element.get("id") or "")
        run: list[str] = []
        for child in element.children:
            if not isinstance(child, Tag):
                run.append(_string(child))
            elif reason := self._chrome(child):
                self._dropped.add(reason, child.get_text())
            elif child.name == "br":
                run.append("\n")
            elif _is_inline(child):
                run.append(_inline_text(child, last_words(run)))
            else:
                yield from self._paragraphs(run, anchor)
                run = []
                yield from self._block(child, depth)
        yield from self._paragraphs(run, anchor)

    def _block(self, element: Tag, depth: int) -> Iterator[Block]:
        if self._is_contents(element):
            self._dropped.add("table of contents", element.get_text())
        elif element.name in _HEADINGS:
            yield from self._heading(element)
        elif element.name == "table" and _is_data_table(element):
            yield from self._rows(element)
        elif element.name == "pre":
            for text in paragraphs(element.get_text()):
                yield Block("paragraph", text, anchor=self._heading_anchor)
        elif number := self._number(element):
            for at, block in enumerate(self.blocks(element, depth + 1)):
                yield block if at else self._with_number(block, number)
        else:
            yield from self.blocks(element, depth + 1)

    def _number(self, element: Tag) -> str:
        """Of an item, as its list numbers it."""
        if element.name == "ol":
            self._numbers |= list_numbers(element)
        return self._numbers.get(id(element), "")

    def _with_number(self, block: Block, number: str) -> Block:
        self.numbered += letters_and_digits(number)
        return replace(block, text=f"{number} {block.text}")

    def _is_contents(self, element: Tag) -> bool:
        """Whether an element is a list of nothing but links to places on the page, most of them to headings, or a line
        that names the list after it: nrc.gov writes "On this page:" as a paragraph."""
        if element.name in _LISTS:
            if element.find_parent(_LISTS) is not None:  # looked at with the list around it
                return False
            links = [_letters(link.get_text()) for link in element.find_all("a", href=_ON_THE_PAGE)]
            if len(links) < 2 or _letters(element.get_text()) != "".join(links):
                return False
            return sum(link in self._headings for link in links) > len(links) / 2
        if element.name != "p" or not CONTENTS.fullmatch(tidy(element.get_text())):
            return False
        following = element.find_next_sibling()
        return following is not None and following.name in _LISTS and self._is_contents(following)

    def _heading(self, element: Tag) -> Iterator[Block]:
        text = tidy(_inline_text(element))
        if not text:
            return
        if same_title(text, self._title):
            self._dropped.add("title", text)
            return
        if _NOTE.fullmatch(text):
            yield Block("paragraph", text, anchor=self._heading_anchor)
            return
        self._heading_anchor = next(filter(None, map(_target, [element, *element.find_all(True)])), "")
        yield Block("heading", text, level=int(element.name[1]), anchor=self._heading_anchor)

    def _rows(self, table: Tag) -> Iterator[Block]:
        anchor = str(table.get("id") or "") or self._heading_anchor
        if text := tidy(" ".join(_loose_in(table))):
            yield Block("paragraph", text, anchor=anchor)
        for row in table.find_all(["tr", "caption"]):
            cells = row.find_all(["td", "th"], recursive=False) or [row]
            if text := " | ".join(filter(None, (tidy(_inline_text(cell)) for cell in cells))):
                yield Block("table", text, anchor=anchor)

    def _paragraphs(self, run: list[str], anchor: str) -> Iterator[Block]:
        for text in _split_lines("".join(run)):
            if self._says_when_updated(text):
                self._dropped.add("date of the page", text)
            else:
                yield Block("paragraph", text, anchor=anchor or self._heading_anchor)

    def _says_when_updated(self, text: str) -> bool:
        """Whether a paragraph says nothing but "Page Last Reviewed/Updated Wednesday, January 28, 2026": that day
        changes more often than the text. It may stand in a paragraph of its own."""
        found = _UPDATED.match(text) if len(text) < _LONGEST_DAY else None
        begins = found.end() if found else 0
        says = (found is not None or self._awaits_day) and _is_day(text[begins:])
        self._awaits_day = says and begins == len(text)
        return says


def _is_day(text: str) -> bool:
    return all(word.isdecimal() or word in _OF_A_DAY for word in _WORD.findall(text.lower()))


def _target(element: Tag) -> str:
    """The name by which an address leads to an element; older pages have `<a name>`."""
    return str(element.get("id") or (element.get("name") if element.name == "a" else "") or "")


def _split_lines(text: str) -> Iterator[str]:
    """Cut at `<br>` where it parts paragraphs: twice in a row, or before "(a)", "Sec. 2.", "1. " and bullets."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and (not line.strip() or _STARTS_A_UNIT.match(line)):
            yield from filter(None, [tidy(" ".join(lines))])
            lines = []
        lines.append(line)
    yield from filter(None, [tidy(" ".join(lines))])


def _is_inline(element: Tag) -> bool:
    """Whether an element is part of a line: neither a block itself nor around one."""
    return element.name not in _BLOCKS and element.find(_BLOCKS) is None


def _is_data_table(table: Tag) -> bool:
    """Tables in tables, or with one cell, only lay out the page."""
    return table.find("table") is None and len(table.find_all(["td", "th"], limit=2)) > 1


def _loose_in(table: Tag) -> Iterator[str]:
    """Words of a table that stand in none of its rows; browsers show them above it."""
    for part in (table, *table.find_all(_ROW_GROUPS, recursive=False)):
        for child in part.children:
            if not isinstance(child, Tag):
                yield _string(child)
            elif child.name not in _IN_TABLES and not child.find("tr"):  # forms stand around rows
                yield _inline_text(child)


def _inline_text(element: Tag, before: str = "") -> str:
    """Words of an element as one line, which follow the words `before`; only `<br>` gives a line break."""
    pieces: list[str] = []
    for part in element.descendants:
        if _is_block(part) or _is_block(part.previous_sibling):
            pieces.append(" ")
        if isinstance(part, NavigableString):
            raises = part.parent is not None and part.parent.name == "sup"
            pieces.append(_raised(part, last_words(pieces) or before) if raises else _string(part))
        elif isinstance(part, Tag) and part.name == "br":
            pieces.append("\n")
    return "".join(pieces)


def _is_block(part: PageElement | None) -> bool:
    return isinstance(part, Tag) and part.name in _BLOCKS


def _raised(text: NavigableString, before: str) -> str:
    """A superscript as it is printed after `before`. Marks of notes are superscripts too, and most are links."""
    words = _string(text)
    if not is_plainly_exponent(words, before) or text.find_parent("a"):
        return words
    return raised(words, before)


def _string(text: PageElement) -> str:
    """Source line breaks are blanks; comments and processing instructions are no text."""
    return "" if isinstance(text, PreformattedString) else str(text).replace("\n", " ").replace("\r", " ")


def same_title(one: str, other: str) -> bool:
    """Whether two titles have the same letters, in capitals or not."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
