"""Federal Register XML as served by federalregister.gov (single documents, no XML declaration) and by the GPO.

Element names and their meaning: GPO, "FR-XML User Guide". What they look like in practice was counted over the issue of
2024-02-12 and documents of 2026.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pipeline.errors import NotTheDocument
from pipeline.extract.closed_up import part_words
from pipeline.extract.content import Content, Format
from pipeline.extract.markup import PROLOG, parse_xml
from pipeline.extract.raised import is_plainly_exponent, raised
from pipeline.extract.structure.blocks import Block, BlockKind, Dropped, covered, without_contents
from pipeline.extract.structure.flow import Flow
from pipeline.extract.structure.order import order_or_flow
from pipeline.extract.structure.outline import DIVISION, STARS
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits, tidy

_ROOTS = "RULE|PRORULE|NOTICE|PRESDOCU|EXECORD|PROCLA|PRNOTICE|DETERM|PRMEMO|PRORDER|CORRECT|UNKNOWN"
_ROOT = re.compile(rf"\s*{PROLOG}<(?:{_ROOTS})[\s>]".encode(), re.DOTALL)

_HEADING_LEVELS = {"HED": 1, "HD1": 2, "HD2": 3, "HD3": 4, "HD4": 5, "HD5": 6, "HD6": 6}
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("P", "FP", "LI", "AUTH", "SECHD", "TNOTE", "TDESC", "STARS"), "paragraph"),
    **dict.fromkeys(
        ("AGENCY", "SUBAGY", "CFR", "DEPDOC", "RIN", "EXECORDR", "TITLE3", "PRES", "PROC", "DETERM"), "preamble"
    ),
    **dict.fromkeys(("PSIG", "PLACE", "DATE", "SIG"), "signature"),
    "AMDPAR": "amendment",
}
_DROPPED = {
    "FRDOC": "filing line",
    "FILED": "filing line",
    "BILCOD": "filing line",
    "GID": "picture name",
    "MID": "picture name",
    "CONTENTS": "table of contents",
    "CNTNTS": "table of contents",
}
_AROUND_THE_TEXT = {"heading", "preamble", "signature"}
_ITALICS = "03"
# In ordinary type, in italics, in the type of headings, and in bold italics.
_SUPERSCRIPTS = {"51", "53", "0731", "7333"}
_NOTE_MARK = "NOTE.MARK"
"""Our own name for the marks of notes, which the publisher marks up like any other superscript."""
_INLINE = {"E", "SU", "FR", "AC", "FTREF", "PRTPAGE"}
_BLOCKS_IN_TEXT = {"FTNT", "GPOTABLE", "GPH"}
_BRACKETED = re.compile(r"\((\w{1,5})(?:\)|\Z)")
# What may stand before a number in italics that a paragraph begins with: "(A)(<E T="03">1</E>)".
_BEFORE_NUMBER = re.compile(r"[\s—.:]*(?:\(\w{1,5}\)\s*)*\(?\s*")
# Elements stand on lines of their own. Thin spaces are the publisher's: they part the marks of table notes.
_LINE_BREAKS = " \t\r\n"
_CLOSING = frozenset(".,;:)]”’?!—")
_OPENING = frozenset("([“‘—")


def _recognises(content: Content) -> bool:
    return _ROOT.match(content.head) is not None


def _read(content: Content) -> Extraction:
    root = _parsed(content)
    part_words(root)
    walk = _Walk(root)
    blocks = without_contents(walk.blocks(root), walk.dropped)
    provisions = order_or_flow(blocks, Flow())
    return Extraction(
        provisions=provisions,
        extractor=FORMAT.extractor,
        title=walk.title,
        body_chars=letters_and_digits("".join(map(str, root.itertext()))),
        covered_chars=covered(provisions),
        dropped=walk.dropped.counts(),
    )


def _parsed(content: Content) -> etree._Element:
    """Without comments and instructions ("<?USGPO Galley End:?>"), which may stand in the middle of a sentence."""
    root = parse_xml(content)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    _name_note_marks(root)
    return root


def _name_note_marks(root: etree._Element) -> None:
    """FTREF follows the mark of a note, or the last of several: "<SU>3</SU> <SU>4</SU><FTREF/>"."""
    for reference in root.iter("FTREF"):
        mark = reference.getprevious()
        while mark is not None and _is_superscript(mark) and not (mark.tail or "").strip():
            mark.tag = _NOTE_MARK
            before = mark.getprevious()
            mark = None if before is None or _is_exponent(before) else before


def _is_exponent(element: etree._Element) -> bool:
    base, parent = element.getprevious(), element.getparent()
    before = base.tail if base is not None else parent.text if parent is not None else ""
    return is_plainly_exponent(element.text or "", (before or "").rstrip(_LINE_BREAKS))


def _is_superscript(element: etree._Element) -> bool:
    return element.tag == "SU" or (element.tag == "E" and element.get("T") in _SUPERSCRIPTS)


def _look(content: Content) -> None:
    """Stops at the first paragraph."""
    root = _parsed(content)
    if all(block.kind in _AROUND_THE_TEXT for block in _Walk(root).blocks(root)):
        raise NotTheDocument(f"{content.url}: the Federal Register XML holds no paragraph; check the address")


class _Walk:
    """One pass over a document in reading order."""

    def __init__(self, root: etree._Element) -> None:
        self.title = ""
        self.dropped = Dropped()
        self._section = ""
        # federalregister.gov numbers P and FP through the whole document, notes included (its _full_text.html.xslt).
        self._anchors = {element: f"p-{number}" for number, element in enumerate(root.iter("P", "FP"), start=1)}

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """Everything below `element`, as printed."""
        for child in element.iterchildren(etree.Element):
            yield from self._blocks_of(child)

    def _blocks_of(self, element: etree._Element) -> Iterator[Block]:
        name = str(element.tag)
        if name in _DROPPED:
            self.dropped.add(_DROPPED[name], _text(element))
        elif name in {"HD", "SUBJECT"}:
            yield from self._heading(element)
        elif name == "FTNT":
            yield self._footnote(element)
        elif name == "GPOTABLE":
            yield from self._table(element)
        elif name == "SECTION":
            yield from self._regulation(element)
        elif name in {"NOTE", "EDNOTE"}:
            yield from self._note(element)
        elif name in _KINDS and not (name == "DETERM" and len(element)):
            yield from self._leaf(element, _KINDS[name])
        else:
            yield from self._container(element)

    def _container(self, element: etree._Element) -> Iterator[Block]:
        """An element that only groups others; words that stand loose in it are kept as paragraphs."""
        if loose := tidy(element.text or ""):
            yield Block("paragraph", loose)
        for child in element.iterchildren(etree.Element):
            yield from self._blocks_of(child)
            if loose := tidy(child.tail or ""):
                yield Block("paragraph", loose)

    def _note(self, element: etree._Element) -> Iterator[Block]:
        """A note to regulations, or of the editors. Its heading begins its first paragraph, and stands over nothing
        that follows."""
        blocks = list(self._container(element))
        if [block.kind for block in blocks[:2]] == ["heading", "paragraph"]:
            blocks[:2] = [replace(blocks[1], text=f"{blocks[0].text} {blocks[1].text}")]
        yield from blocks

    def _heading(self, element: etree._Element) -> Iterator[Block]:
        text = self._words(element)
        source = element.get("SOURCE", "")
        is_title = element.tag == "SUBJECT" or _is_presidential(element.getparent())
        if is_title and not self.title:
            self.title = text
            self.dropped.add("title", text)
        elif text:
            yield Block("heading", text, level=_HEADING_LEVELS.get(source, 2))

    def _leaf(self, element: etree._Element, kind: BlockKind) -> Iterator[Block]:
        parent = element.getparent()
        if kind == "signature" and parent is not None and parent.tag == "PREAMB" and element.tag == "DATE":
            kind = "paragraph"
        if not len(element):  # as most paragraphs do not have any
            if text := tidy(element.text or ""):
                yield Block(kind, text, anchor=self._anchors.get(element, ""))
            return
        if text := self._words(element):
            anchor = self._anchor(element)
            yield Block(kind, text, anchor=anchor, emphases=_emphases(element), italic_number=_italic_number(element))
        for inside in element.iter(*_BLOCKS_IN_TEXT):
            yield from self._blocks_of(inside)

    def _footnote(self, element: etree._Element) -> Block:
        mark = next(element.iter("SU", _NOTE_MARK), None)
        number = tidy("" if mark is None else _text(mark))
        return Block("footnote", self._words(element), number=number, anchor=self._anchor(element))

    def _anchor(self, element: etree._Element) -> str:
        """That of the first paragraph in an element, or of the element itself."""
        return next((self._anchors[part] for part in element.iter("P", "FP")), "")

    def _table(self, element: etree._Element) -> Iterator[Block]:
        for part in element.iterchildren(etree.Element):
            cells = [self._words(cell) for cell in part] if part.tag in {"BOXHD", "ROW"} else [self._words(part)]
            if row := " | ".join(filter(None, cells)):
                yield Block("table", row)

    def _regulation(self, element: etree._Element) -> Iterator[Block]:
        """A section of the Code of Federal Regulations, as amended: its number marks all of its blocks."""
        number = "".join(self._words(part) for part in element.iterchildren("SECTNO"))
        subject = " ".join(self._words(part) for part in element.iterchildren("SUBJECT"))
        if not number:
            yield from self._container(element)
            return
        yield Block("section", tidy(f"{number} {subject}"), number=number, anchor=self._anchor(element), opens=True)
        goes_on = True
        for block in self._blocks_of_section(element):
            # "Appendix A to Part 1003" stands in the element of the last section before it.
            goes_on = goes_on and not (block.kind == "heading" and DIVISION.match(block.text))
            if goes_on and block.kind in {"paragraph", "heading", "table"}:
                yield replace(block, kind="section", number=number)
            elif block.text != STARS:
                yield block

    def _blocks_of_section(self, element: etree._Element) -> Iterator[Block]:
        for child in element.iterchildren(etree.Element):
            if child.tag == "STARS":
                yield Block("paragraph", STARS)
            elif child.tag not in {"SECTNO", "SUBJECT"}:
                yield from self._blocks_of(child)
            if loose := tidy(child.tail or ""):
                yield Block("paragraph", loose)

    def _words(self, element: etree._Element) -> str:
        """The text of one block; the marks of footnotes are left out, the notes keep theirs."""
        for mark in element.iter(_NOTE_MARK):
            self.dropped.add("footnote mark", _text(mark))
        return _text(element)


def _is_presidential(element: etree._Element | None) -> bool:
    return element is not None and element.tag in {"EXECORD", "PROCLA", "PRNOTICE", "DETERM", "PRMEMO", "PRORDER"}


def _text(element: etree._Element) -> str:
    """The words of an element. Inline elements stand on lines of their own, which must not part "Section 1" and "."."""
    pieces: list[str] = []
    _collect(element, pieces)
    joined = ""
    for piece in pieces:
        closes = piece.lstrip()[:1] in _CLOSING
        opened = joined.rstrip()[-1:] in _OPENING
        joined = joined.rstrip() + piece.lstrip() if closes or opened else joined + piece
    return tidy(joined)


def _emphases(element: etree._Element) -> tuple[str, ...]:
    return tuple(text for part in element.iter("E") if part.get("T") == _ITALICS and (text := _text(part)))


def _italic_number(element: etree._Element) -> str:
    """ "1" of a paragraph that begins with "(<E T="03">1</E>)", after other numbers and headings or none.

    The brackets may be in italics too.
    """
    before = element.text or ""
    for part in element.iterchildren(etree.Element):
        if part.get("T") == _ITALICS:
            if not _BEFORE_NUMBER.fullmatch(before):
                return ""
            if found := _BRACKETED.match(before.rstrip()[-1:] + _text(part)):
                return found[1]
            before = ""
        before += part.tail or ""
    return ""


def _collect(element: etree._Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element.iterchildren(etree.Element):
        if child.tag not in _BLOCKS_IN_TEXT and child.tag != _NOTE_MARK:
            if child.tag not in _INLINE:
                pieces.append(" ")
            if not _append_exponent(child, pieces):
                _collect(child, pieces)
        pieces.append(child.tail or "")


def _append_exponent(element: etree._Element, pieces: list[str]) -> bool:
    """Whether an element raises an exponent; it then goes to what it raises, which stands a line above."""
    if not _is_superscript(element) or len(element):
        return False
    text = element.text or ""
    before = "".join(pieces[-3:]).rstrip(_LINE_BREAKS)
    in_table = next(element.iterancestors("GPOTABLE"), None) is not None
    exponent = text if in_table and not is_plainly_exponent(text, before) else raised(text, before)
    if exponent == text:
        return False
    while pieces and not pieces[-1].strip(_LINE_BREAKS):
        pieces.pop()
    pieces[-1] = pieces[-1].rstrip(_LINE_BREAKS) + exponent
    return True


FORMAT = Format("federal_register_xml", 14, _recognises, _read, _look)
