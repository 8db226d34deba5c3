"""Commission proposals, and papers, as LegisWrite styles them: `p.Titrearticle`, `p.li.Point1` with `span.num`.

A COM document is more than the proposed act: a cover page, the explanatory memorandum and a legislative financial
statement stand around it. Memorandum and statement are not law; their sections are provisions of their own, under
`memo` and `lfs`. Annexes follow, or are a second document. Communications, reports and working documents have only a
cover before their sections.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.extract.content import Content, Format
from pipeline.extract.eu.apart import ApartReader
from pipeline.extract.eu.extraction import ReadPage, extraction, page_chars
from pipeline.extract.eu.headings import read_heading
from pipeline.extract.eu.labels import parse_label
from pipeline.extract.eu.languages import division_kind
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.page import parse_page
from pipeline.extract.eu.structure.blocks import Block
from pipeline.extract.eu.walk import Element, text_of
from pipeline.model import Extraction
from pipeline.normalise import tidy

_OPENS = {"Exposdesmotifstitre": "memo", "Fichefinanciretitre": "lfs", "Annexetitre": "act", "Logo": "cover"}
"""Classes of the lines that open a part of a COM document."""
_ACT_TITLES = frozenset(("Statut", "Typedudocument", "Titreobjet"))
_PROPOSES = frozenset(("Typedudocument", "Titreobjet", "Exposdesmotifstitre", "Fichefinanciretitre"))
"""Classes of which a proposal has lines behind its cover."""
_EEA = "IntrtEEE"
""" "(Text with EEA relevance)", the last line of a title."""
_SIGNATURES = frozenset(("Applicationdirecte", "Fait", "Institutionquisigne", "Personnequisigne"))
_COVER = re.compile(r".*_cp|Logo|Emission|Rfrence.*|cpMarking|Statut|Accompagnant.*|Langue|Confidentialit.*")
_CONTENTS = re.compile(r"TOC(?:Heading|\d)")
_DIVISION = re.compile(r"(?:Section|Chapter|Part|Title)Title")
_LISTED = re.compile(r"(?:Manual)?(?P<style>NumPar|Point|Tiret|ListDash|ListBullet|ListNumber|Text)(?P<level>\d?)")
_HEADING = re.compile(r"(?:Manual)?Heading(?P<level>\d)")
_LANGUAGE = re.compile(rb'LW_LANGUE;value="?([A-Z]{2})')
_MARKS = (b"Titrearticle", b"Annexetitre", b"Exposdesmotifstitre", b"Typedudocument")


def _recognises(content: Content) -> bool:
    return any(b'"' + mark in content.body for mark in _MARKS)


def _read(content: Content) -> Extraction:
    root = parse_page(content)
    lines = list(map(_printed, _lines(root)))
    reader = _Reader()
    for line in _as_paper(lines) if _is_paper(lines) else lines:
        reader.take(line)
    language = _LANGUAGE.search(content.body)
    stated = language[1].decode() if language else root.get("lang", "")
    return extraction(content, FORMAT, ReadPage(reader.lines, page_chars(root), stated, reader.apart))


def _lines(root: Element) -> Iterator[Element]:
    """The elements that are a line each: paragraphs, rows of tables, footnotes."""
    walk = etree.iterwalk(root, events=("start",), tag=("p", "li", "tr", "dd", "h1", "h2", "h3", "h4", "head"))
    for _, element in walk:
        walk.skip_subtree()
        if element.tag != "head":
            yield element


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line as it is printed."""

    tag: str
    style: str
    label: str
    pieces: Sequence[str]
    """Its text, parted at line breaks or, in a row of a table, by cells."""
    notes: tuple[str, ...]
    """The footnotes that it refers to."""
    name: str
    """Its id."""

    @property
    def text(self) -> str:
        """Without the number."""
        return " ".join(self.pieces)

    @property
    def whole(self) -> str:
        """With the number."""
        return tidy(f"{self.label} {self.text}")


def _is_paper(lines: Sequence[_Printed]) -> bool:
    """Whether a document proposes nothing: the text of a communication, report or working document follows its cover,
    without a title or an annex before it."""
    if any(line.style in _PROPOSES for line in lines):
        return False
    first = next((line for line in lines if line.pieces and not _COVER.fullmatch(line.style)), None)
    return first is not None and first.style != "Annexetitre"


def _as_paper(lines: Sequence[_Printed]) -> Iterator[_Printed]:
    """The lines of a paper. Its title stands on the cover alone, and "Text1" is text under a heading where there are no
    numbered paragraphs that it could stand in."""
    is_numbered = any("NumPar" in line.style for line in lines)
    for line in lines:
        is_text = not is_numbered and line.style.rstrip("1234") == "Text"
        yield replace(line, style="Normal" if is_text else line.style.removesuffix("_cp"))


class _Reader:
    """Sorts the lines of a COM document into the act's and those of the parts around it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.apart: list[Block] = []
        self._part = "cover"
        self._reader: ApartReader | None = None

    def take(self, line: _Printed) -> None:
        """Add the next line."""
        if not (line.label or line.pieces):
            return
        if line.tag == "dd":
            self.lines.append(Line(Role.NOTE, line.whole, ids=(line.name,)))
            return
        self._change_part(line.style, line.text)
        if self._part == "act":
            self.lines += _act_lines(line)
        elif self._part == "cover" or self._reader is None or _COVER.fullmatch(line.style):
            self.lines.append(Line(Role.FURNITURE, line.whole))
        elif heading := _HEADING.fullmatch(line.style):
            self._reader.add_heading(line.whole, int(heading["level"]))
        elif line.style not in _OPENS:
            self._reader.add_text(line.whole, line.notes)

    def _change_part(self, style: str, text: str) -> None:
        part = _OPENS.get(style)
        if part is None and style in _ACT_TITLES and (self._part != "cover" or style != "Statut"):
            part = "act"
        if part is None or part == self._part:
            return
        self._part = part
        if part in ("memo", "lfs"):
            self._reader = ApartReader(part, text)
            self.apart.append(self._reader.block)


def _act_lines(line: _Printed) -> Iterator[Line]:
    if line.style == "Annexetitre" and line.pieces:
        yield from _annex(line.pieces)
    elif line.style == "Titrearticle" and line.pieces:
        yield Line(Role.ARTICLE, line.pieces[0])
        yield from (Line(Role.ARTICLE_HEADING, piece) for piece in line.pieces[1:])
    elif (role := _role(line)) is not None:
        yield Line(role, line.whole, notes=line.notes)
    else:
        yield _body(line)


def _role(line: _Printed) -> Role | None:
    """The role of a line that stands in no list, by its style."""
    if line.style in _ACT_TITLES or line.style == _EEA:
        return Role.TITLE
    if _DIVISION.fullmatch(line.style):
        return Role.DIVISION if division_kind(line.text) else Role.DIVISION_HEADING
    if _HEADING.fullmatch(line.style):
        return Role.SECTION
    if _CONTENTS.fullmatch(line.style):
        return Role.CONTENTS
    if _COVER.fullmatch(line.style):
        return Role.FURNITURE
    if line.style in _SIGNATURES:
        return Role.SIGNATURE
    return Role.ROW if line.tag == "tr" else None


def _body(line: _Printed) -> Line:
    """A paragraph, point or text, at the level that its style names: "Point1" and "Text2" stand under "NumPar1"."""
    listed = _LISTED.fullmatch(line.style)
    level = int(listed["level"] or 0) if listed else 0
    if listed and listed["style"] in ("NumPar", "ListNumber"):
        level = max(level - 1, 0)
    if line.label and parse_label(line.label):
        return Line(Role.POINT if level else Role.NUMBERED, line.text, line.label, level, notes=line.notes)
    return Line(Role.TEXT, line.whole, depth=level, notes=line.notes)


def _annex(pieces: Sequence[str]) -> Iterator[Line]:
    """ "ANNEX I", its heading, and at times its first section, parted by line breaks."""
    yield Line(Role.ANNEX, pieces[0])
    for piece in pieces[1:]:
        yield Line(Role.SECTION if read_heading(piece)[1] else Role.ANNEX_HEADING, piece)


def _printed(element: Element) -> _Printed:
    style = (element.get("class") or "").removeprefix("li ").split(" ")[0]
    label, pieces = ("", list(map(text_of, element.iterchildren("*")))) if element.tag == "tr" else _split(element)
    name = element.get("id") or ""
    return _Printed(str(element.tag), style, label, list(filter(None, pieces)), tuple(_note_ids(element)), name)


def _split(element: Element) -> tuple[str, list[str]]:
    """A line's number, and its text in the pieces that line breaks make."""
    label = ""
    pieces: list[list[str]] = [[]]
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event != "start":
            pieces[-1].append(inner.tail or "" if inner is not element else "")
        elif inner.get("class") == "num" and not label:
            # An opening quotation mark stands before the number that it quotes.
            label = tidy("".join(pieces.pop()) + text_of(inner))
            pieces.append([])
            walk.skip_subtree()
        elif inner.tag == "br":
            pieces.append([])
        else:
            pieces[-1].append(" " if inner.get("class") == "FootnoteReference" else inner.text or "")
    return label, [tidy("".join(piece)) for piece in pieces]


def _note_ids(element: Element) -> Iterator[str]:
    for link in element.iter("a"):
        target = link.get("href") or ""
        if target.startswith("#footnote") and not target.startswith("#footnoteref"):
            yield target[1:]


FORMAT = Format("legiswrite", 14, _recognises, _read)
