"""Commission proposals (COM documents) as LegisWrite styles them: `p.Titrearticle`, `p.li.Point1` with `span.num`.

A COM document is more than the proposed act: a cover page, the explanatory memorandum and a legislative financial
statement stand around it. Memorandum and statement are no law; their sections are provisions of their own, under `memo`
and `lfs`. Annexes follow, or are a second document.
"""

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.extract.content import Content, Format
from pipeline.extract.eu.apart import ApartReader
from pipeline.extract.eu.blocks import Block
from pipeline.extract.eu.extraction import ReadPage, extraction, page_chars
from pipeline.extract.eu.headings import read_heading
from pipeline.extract.eu.labels import parse_label
from pipeline.extract.eu.languages import division_kind
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.page import parse_page
from pipeline.extract.eu.walk import Element, text_of
from pipeline.model import Extraction
from pipeline.normalise import tidy

_OPENS = {"Exposdesmotifstitre": "memo", "Fichefinanciretitre": "lfs", "Annexetitre": "act", "Logo": "cover"}
"""Classes of the lines that open a part of a COM document."""
_ACT_TITLES = frozenset(("Statut", "Typedudocument", "Titreobjet"))
_SIGNATURES = frozenset(("Applicationdirecte", "Fait", "Institutionquisigne", "Personnequisigne"))
_COVER = re.compile(r".*_cp|Logo|Emission|Rfrence.*|cpMarking|Statut|Accompagnant.*")
_DIVISION = re.compile(r"(?:Section|Chapter|Part|Title)Title")
_LISTED = re.compile(r"(?:Manual)?(?P<style>NumPar|Point|Tiret|ListDash|ListBullet|ListNumber|Text)(?P<level>\d?)")
_HEADING = re.compile(r"(?:Manual)?Heading(?P<level>\d)")
_LANGUAGE = re.compile(rb'LW_LANGUE;value="?([A-Z]{2})')
_MARKS = (b"Titrearticle", b"Annexetitre", b"Exposdesmotifstitre", b"Typedudocument")


def _recognises(content: Content) -> bool:
    return any(b'"' + mark in content.body for mark in _MARKS)


def _read(content: Content) -> Extraction:
    root = parse_page(content)
    reader = _Reader()
    for element in _lines(root):
        reader.take(element)
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


class _Reader:
    """Sorts the lines of a COM document into the act's and those of the parts around it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.apart: list[Block] = []
        self._part = "cover"
        self._reader: ApartReader | None = None

    def take(self, element: Element) -> None:
        """Add the next line."""
        style = (element.get("class") or "").removeprefix("li ").split(" ")[0]
        label, pieces, notes = _split(element)
        if not (label or any(pieces)):
            return
        text = " ".join(pieces)
        if element.tag == "dd":
            self.lines.append(Line(Role.NOTE, tidy(f"{label} {text}"), ids=(element.get("id") or "",)))
            return
        self._change_part(style, text)
        if self._part == "act":
            self.lines += self._act_lines(element, style, label, pieces, notes)
        elif self._part == "cover" or self._reader is None or _COVER.fullmatch(style):
            self.lines.append(Line(Role.FURNITURE, tidy(f"{label} {text}")))
        elif heading := _HEADING.fullmatch(style):
            self._reader.add_heading(tidy(f"{label} {text}"), int(heading["level"]))
        elif style not in _OPENS:
            self._reader.add_text(tidy(f"{label} {text}"), notes)

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

    def _act_lines(
        self, element: Element, style: str, label: str, pieces: list[str], notes: tuple[str, ...]
    ) -> Iterator[Line]:
        text = " ".join(pieces)
        if style in _ACT_TITLES:
            yield Line(Role.TITLE, text, notes=notes)
        elif style == "Annexetitre" and pieces:
            yield from _annex(pieces)
        elif style == "Titrearticle" and pieces:
            yield Line(Role.ARTICLE, pieces[0])
            yield from (Line(Role.ARTICLE_HEADING, piece) for piece in pieces[1:])
        elif _DIVISION.fullmatch(style):
            yield Line(Role.DIVISION if division_kind(text) else Role.DIVISION_HEADING, text)
        elif _HEADING.fullmatch(style):
            yield Line(Role.SECTION, tidy(f"{label} {text}"))
        elif _COVER.fullmatch(style):
            yield Line(Role.FURNITURE, text)
        elif style in _SIGNATURES:
            yield Line(Role.SIGNATURE, text)
        elif element.tag == "tr":
            yield Line(Role.ROW, tidy(f"{label} {text}"), notes=notes)
        else:
            yield _body(style, label, text, notes)


def _body(style: str, label: str, text: str, notes: tuple[str, ...]) -> Line:
    """A paragraph, point or text, at the level that its style names: "Point1" and "Text2" stand under "NumPar1"."""
    listed = _LISTED.fullmatch(style)
    level = int(listed["level"] or 0) if listed else 0
    if listed and listed["style"] in ("NumPar", "ListNumber"):
        level = max(level - 1, 0)
    number = parse_label(label) if label else None
    if number is None:
        return Line(Role.TEXT, tidy(f"{label} {text}"), depth=level, notes=notes)
    return Line(Role.POINT if level else Role.NUMBERED, text, label, level, notes=notes)


def _annex(pieces: list[str]) -> Iterator[Line]:
    """ "ANNEX I", its heading, and at times its first section, parted by line breaks."""
    yield Line(Role.ANNEX, pieces[0])
    for piece in pieces[1:]:
        yield Line(Role.SECTION if read_heading(piece)[1] else Role.ANNEX_HEADING, piece)


def _split(element: Element) -> tuple[str, list[str], tuple[str, ...]]:
    """A line's number, its text in the pieces that line breaks make, and the footnotes that it refers to."""
    if element.tag == "tr":
        cells = [text for cell in element.iterchildren("*") if (text := text_of(cell))]
        return "", cells, tuple(_note_ids(element))
    label = ""
    pieces: list[list[str]] = [[]]
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, inner in walk:
        if event == "start":
            if inner.get("class") == "num" and not label:
                # An opening quotation mark stands before the number that it quotes.
                label = tidy("".join(pieces.pop()) + text_of(inner))
                pieces.append([])
                walk.skip_subtree()
            elif inner.get("class") == "FootnoteReference":
                pieces[-1].append(" ")
            elif inner.tag == "br":
                pieces.append([])
            else:
                pieces[-1].append(inner.text or "")
        elif inner is not element:
            pieces[-1].append(inner.tail or "")
    texts = [text for piece in pieces if (text := tidy("".join(piece)))]
    return label, texts, tuple(_note_ids(element))


def _note_ids(element: Element) -> Iterator[str]:
    for link in element.iter("a"):
        target = link.get("href") or ""
        if target.startswith("#footnote") and not target.startswith("#footnoteref"):
            yield target[1:]


FORMAT = Format("legiswrite", 5, _recognises, _read)
