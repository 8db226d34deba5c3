"""From XHTML to lines: one pass over the elements, without recursion.

The classes say what an element is for; tables and grids say how deep an enumeration goes. Acts set a point's number
in a cell of its own (`<td>(a)</td><td>text</td>`), so that the depth of a point is the number of such rows around it.
"""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from pipeline.extract.eu.labels import parse_label, with_latin
from pipeline.extract.eu.lines import Line, Lines, Role
from pipeline.extract.raised import last_words, raised
from pipeline.normalise import tidy

Element = etree._Element
RoleOf = Callable[[Element], Role | None]

_SKIPPED = frozenset(("script", "style", "head", "noscript", "template", "col", "colgroup", "img"))
_INLINE = frozenset(
    [
        "a", "abbr", "acronym", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s", "small",
        "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
    ]
)  # fmt: skip
# Ids that lead to a unit: "art_53", "rct_102", "anx_XI", "cpt_III.sct_2", "053.002" ("art_53.tit_1" leads to a title).
_ANCHOR = re.compile(r"(?:(?:art|rct|cit|anx|pbl|fnp|prt|tis|cpt|sct|sbs)_[^.]+\.?)+(?<![._])|\d{3}[A-Z]*\.\d{3}[A-Z]*")
# The converter's own class, in its three generations.
_SUPERSCRIPTS = frozenset(("oj-super", "super", "superscript"))
# Tables that are tables in the source too; all others only set numbers in a column.
_DATA_TABLES = frozenset(("oj-table", "table"))
_LONGEST_LABEL = 20
_FINAL_PART = "fnp_1"
# The converter sets three no-break spaces between the number of a paragraph and its text.
_NUMBERED = re.compile(r"\s*(\S{1,12}|\S{1,6}\s-?[a-z]{3,12}\S?)\xa0{2,}\s*")
# White space inside a footnote mark, "( 1 )", is the converter's.
_SPACED_MARK = re.compile(r"\( (\*?\d{0,3}) \)")
_ACT_MARKS = frozenset(
    (Role.ARTICLE, Role.TITLE, Role.QUOTED_TITLE, Role.DIVISION, Role.ANNEX, Role.SECTION, Role.NOTE)
)
_STRUCTURE = _ACT_MARKS | {Role.FURNITURE, Role.CONTENTS}


def roles_by_class(roles: Mapping[str, Role], prefix: str = "") -> RoleOf:
    """A role for each element that has one of these classes; `prefix` ("oj-") is optional in the page. Of several
    classes the last counts, "oj-doc-ti oj-quotation-ti": it says more."""

    def role_of(element: Element) -> Role | None:
        for name in reversed((element.get("class") or "").split()):
            role = roles.get(name.removeprefix(prefix))
            if role is not None:
                return role
        return None

    return role_of


def text_of(element: Element) -> str:
    """All text under an element, tidy, with a space where a block, a cell or a line begins and ends."""
    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner.tag not in _INLINE:
            pieces.append(" ")
        if event == "start":
            pieces.append(_own_text(inner, pieces))
        elif inner is not element:
            pieces.append(inner.tail or "")
    return tidy("".join(pieces))


def _own_text(element: Element, before: Sequence[str]) -> str:
    """The text before an element's first child, as it follows these pieces: exponents are distinguished from digits."""
    text = element.text or ""
    return raised(text, last_words(before)) if text and _is_superscript(element) else text


def _is_superscript(element: Element) -> bool:
    """Whether an element raises its text, and is no mark of a footnote: those are links."""
    if element.tag != "sup" and _SUPERSCRIPTS.isdisjoint((element.get("class") or "").split()):
        return False
    return len(element) == 0 and next(element.iterancestors("a"), None) is None


def _short_text(element: Element) -> str:
    """The text of an element if it is short enough for a number, "" if not: long cells are not gathered in vain."""
    gathered = 0
    for text in element.itertext():
        gathered += len(text.strip())
        if gathered > _LONGEST_LABEL:
            return ""
    return text_of(element)


def _hanging_label(paragraph: Element) -> str:
    """The number before the blank of its own width in a hanging paragraph or `div`: "(a)", or the "3 bis)" of a French
    text with its "bis" in italics, which is made part of the text before it and so not read again. "" if there is
    none."""
    children = list(itertools.islice(paragraph, 2))
    blank = next((at for at, child in enumerate(children) if "word-spacing" in (child.get("style") or "")), None)
    if blank is None:
        return ""
    pieces = [paragraph.text or "", *(f"{text_of(child)}{child.tail or ''}" for child in children[:blank])]
    label = tidy("".join(pieces))
    if parse_label(label) is None:
        return ""
    for child in children[:blank]:
        paragraph.remove(child)
    paragraph.text = label
    return label


def _hung(labelled: Element) -> Element:
    """What hangs from a number before a blank: all of the `div` that is indented for the paragraph which begins it."""
    parent = labelled.getparent()
    if labelled.tag == "div" or parent is None or labelled.getprevious() is not None:
        return labelled
    return parent if "text-indent: -" in (parent.get("style") or "") else labelled


def _in_data_table(row: Element) -> bool:
    """Whether a row stands in a table that has lines: consolidated texts have no class for it."""
    table = next(row.iterancestors("table"), None)
    if table is None:
        return False
    return table.get("border", "0") != "0" or not _DATA_TABLES.isdisjoint((table.get("class") or "").split())


def has_text(element: Element) -> bool:
    """Whether an element holds anything but white space."""
    return any(text and not text.isspace() for text in element.itertext())


def find_act(root: Element, role_of: RoleOf) -> tuple[Element, Role]:
    """The element to read an act from, and the role of what no class names in it.

    Pages since 2006 hold the act in `div.eli-container`, and outside it running headers, addresses, or the chrome of a
    site; in older pages the act is the smallest element around all titles and notes.
    """
    if root.find(".//div[@class='eli-container']") is not None:
        return root, Role.FURNITURE
    marks = [element for element in root.iter("p", "div") if role_of(element) in _ACT_MARKS]
    if not marks:
        return root, Role.FURNITURE
    around = set(marks[0].iterancestors())
    return next((above for above in marks[-1].iterancestors() if above in around), root), Role.TEXT


class Walker:
    """Reads one element tree into lines.

    `role_of` says what an element is for, None if it does not change that; `outside` is for what no role encloses.
    """

    def __init__(self, role_of: RoleOf, outside: Role = Role.TEXT) -> None:
        self._role_of = role_of
        self._outside = outside
        self._lines = Lines()
        self._buffer: list[str] = []
        self._roles: list[tuple[Element, Role]] = []
        self._enumerations: list[Element] = []
        self._label_cells: list[Element] = []

    def read(self, root: Element) -> list[Line]:
        """Lines of everything under `root`, in document order."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                text = self._start(element)
                if text is None:
                    walk.skip_subtree()
                else:
                    self._buffer.append(text)
                continue
            self._end(element)
            if element is not root:
                self._buffer.append(element.tail or "")
        self._flush()
        return self._lines.all

    def _start(self, element: Element) -> str | None:
        """Enter an element: the text before its first child, or None if nothing in it is to be read (any more)."""
        tag = element.tag
        if tag in _INLINE:
            return self._start_inline(element)
        if tag == "br":
            return " "
        if tag in _SKIPPED or (self._label_cells and element is self._label_cells[-1]):
            return None
        self._flush()
        self._note_anchor(element)
        role = Role.SIGNATURE if element.get("id") == _FINAL_PART else self._role_of(element)
        if role is not None:
            self._roles.append((element, role))
        return self._start_row(element) if tag == "tr" else self._start_block(element)

    def _start_inline(self, element: Element) -> str | None:
        if element.get("class") == "no-parag":
            self._flush()
            self._lines.label = text_of(element)
            return None
        target = element.get("href") or ""
        if "#" in target:
            self._lines.notes.append(target.partition("#")[2])
        self._lines.ids += [name for name in (element.get("id"), element.get("name")) if name]
        return _own_text(element, self._buffer)

    def _note_anchor(self, element: Element) -> None:
        name = element.get("id") or ""
        if name and _ANCHOR.fullmatch(name):
            self._lines.anchor = name

    def _start_row(self, row: Element) -> str | None:
        cells = [cell for cell in row if cell.tag in ("td", "th") and has_text(cell)]
        if len(cells) == 2 and not _in_data_table(row) and parse_label(label := _short_text(cells[0])):
            self._open_enumeration(row, label)
            self._label_cells.append(cells[0])
            return ""
        if len(cells) < 2 or any(self._role_of(inner) in _STRUCTURE for inner in row.iter("p", "div")):
            return row.text or ""
        self._buffer.append(" ".join(map(text_of, cells)))
        for link in row.iter("a"):
            self._start_inline(link)
        self._flush(Role.ROW)
        return None

    def _start_block(self, element: Element) -> str:
        """Besides table rows, enumerations are grids and hanging paragraphs (consolidated) and spaced divs (OJ)."""
        names = element.get("class") or ""
        if "grid-list" in names.split() or "enumeration-spacing" in names:
            cell = next(element.iterchildren("*"), None)
            if cell is not None and parse_label(label := _short_text(cell)):
                self._open_enumeration(element, label)
                self._label_cells.append(cell)
        elif element.tag in ("p", "div") and (label := _hanging_label(element)):
            self._open_enumeration(_hung(element), label, Role.HANGING)
            return ""
        return element.text or ""

    def _open_enumeration(self, element: Element, label: str, role: Role = Role.POINT) -> None:
        """In a list of contents, a number opens nothing: its line is one of the contents."""
        roles = [self._role_of(next(element.iter("p"), element)), *(role for _, role in self._roles[-1:])]
        in_contents = Role.CONTENTS in roles
        self._add(Line(Role.CONTENTS if in_contents else role, label=label))
        self._enumerations.append(element)

    def _end(self, element: Element) -> None:
        if element.tag in _INLINE or element.tag == "br":
            return
        self._flush()
        if self._roles and self._roles[-1][0] is element:
            self._roles.pop()
        if self._enumerations and self._enumerations[-1] is element:
            self._enumerations.pop()
        if self._label_cells and self._label_cells[-1] is element:
            self._label_cells.pop()

    def _flush(self, role: Role | None = None) -> None:
        """Make a line of the text read since the last block began or ended."""
        raw = "".join(self._buffer)
        self._buffer.clear()
        if not (text := tidy(raw)):
            return
        if self._lines.notes:
            text = _SPACED_MARK.sub(r"(\1)", text)
        line = Line(self._roles[-1][1] if self._roles else self._outside, text)
        if role and line.role is Role.TEXT:
            line.role = role
        number = _NUMBERED.match(raw) if line.role is Role.TEXT and not self._lines.label else None
        if number:
            label, rest = with_latin(tidy(number[1]), tidy(raw[number.end() :]))
            line = Line(Role.PARAGRAPH, rest, label) if parse_label(label) else line
        self._add(line)

    def _add(self, line: Line) -> None:
        self._lines.add(line, depth=len(self._enumerations))
