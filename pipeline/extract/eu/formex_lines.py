"""Formex 4, the XML from which the Publications Office makes its pages, to lines.

Elements are named after what they hold: ARTICLE, PARAG, LIST/ITEM/NP (NO.P is the number, TXT the text),
DLIST.ITEM (of definitions; PREFIX is the number), CONSID, GR.SEQ (a headed section of an annex), QUOT.S (text quoted
into another act), NOTE (a footnote where its mark stands).
"""

from lxml import etree

from pipeline.extract.eu.labels import OPENING_QUOTES
from pipeline.extract.eu.lines import Line, Lines, Role
from pipeline.extract.eu.walk import Element
from pipeline.extract.raised import last_words, raised
from pipeline.normalise import letters_and_digits, tidy

# Everything else that an act may hold (ALINEA, P, TXT, …) bounds a line; these do not.
_INLINE = frozenset((
    "HT", "DATE", "FT", "REF.DOC", "REF.DOC.OJ", "REF.DOC.ECR", "REF.DOC.SE", "LINK", "QUOT.START", "QUOT.END", "IE",
    "NOTE", "ACRONYM", "ADDR", "ANCHOR", "BR", "IND", "KEYWORD", "MARGIN", "REF.NP", "REF.NP.ECR", "REF.SECTION",
    "TERM", "DEFINITION", "OVER", "UNDER", "EXPONENT", "NO.CELEX",
))  # fmt: skip
UNREAD = frozenset((
    "BIB.INSTANCE", "BIB.DATA", "INFO.CONSLEG", "INFO.PROD", "FAM.COMP", "GR.MOD.ACT", "GR.CORRIG", "TOC",
    "INCL.ELEMENT",
))  # fmt: skip
"""Elements about the text (where it was published, what amends it), no text of the act."""
_LONGEST_NUMBER = 30
# They stand before the text of a paragraph, or of a group without a title.
_NUMBERS_OF_TEXT = frozenset(("NO.PARAG", "NO.GR.SEQ"))
_NUMBERS = _NUMBERS_OF_TEXT | {"NO.P", "PREFIX"}
_CLOSE_UP = frozenset((":", ",", ".", ";"))
_TITLES = {"TI.ART": Role.ARTICLE, "STI.ART": Role.ARTICLE_HEADING}
# The role of a TITLE's lines (TI, STI) by the element that it heads.
_TITLES_OF = {
    **dict.fromkeys(("ACT", "CONS.DOC", "CORR", "GENERAL", "AGR", "LETTER", "PROT"), (Role.TITLE, Role.TITLE)),
    "DIVISION": (Role.DIVISION, Role.DIVISION_HEADING),
    "ANNEX": (Role.ANNEX, Role.ANNEX_HEADING),
    "CONS.ANNEX": (Role.ANNEX, Role.ANNEX_HEADING),
    **dict.fromkeys(("GR.SEQ", "DIV.CONSID"), (Role.SECTION, Role.SECTION)),
}
_LIST_MARKS = {"DASH": "—", "NDASH": "–", "BULLET": "•", "DISC": "•", "SQUARE": "▪"}


class FormexWalker:
    """Reads the member files of one package into lines; footnotes are numbered through all of them."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._footnotes: list[Line] = []
        self._buffer: list[str] = []
        self.added_chars = 0
        """Letters and digits by which the lines differ from the markup: numbers of footnotes, which it leaves to the
        reader, less the words of notes that it repeats at each mark and of deleted passages."""
        self._members = 0
        self._note_numbers: dict[str, str] = {}
        self._note_count = 0
        self._star_count = 0
        self._openers: list[Element] = []
        self._deleted = ""
        self._signing = False
        self._consolidated = False
        self._attached = False

    def lines(self) -> list[Line]:
        """The lines of everything read, the footnotes last."""
        return [*self._lines.all, *self._footnotes]

    def read(self, root: Element) -> None:
        """Add the lines of one member file."""
        self._consolidated = root.tag.startswith("CONS.")
        self._attached = bool(self._lines.all)
        self._members += 1
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                text = self._start(element)
                if text is None:
                    walk.skip_subtree()
                else:
                    self._buffer.append(text)
                continue
            if event == "end":
                self._end(element)
            elif event == "pi":
                self._instruction(element)
            if element is not root:
                self._add_tail(element.tail or "")
        self._flush()

    def _add_tail(self, text: str) -> None:
        if self._deleted:
            self.added_chars -= letters_and_digits(text)
        else:
            self._buffer.append(text)

    def _instruction(self, instruction: etree._ProcessingInstruction) -> None:
        """Consolidated Formex keeps deleted units between two instructions; the page shows a rule in their place."""
        if instruction.target == "CLG.MDFO" and instruction.get("ACTION") == "DELETED":
            self._flush()
            self._deleted = self._deleted or (instruction.get("ID") or "")
        elif instruction.target == "CLG.MDFC" and instruction.get("IDREF") == self._deleted:
            self._deleted = ""

    def _start(self, element: Element) -> str | None:
        """Enter an element: the text before its first child, or None if nothing in it is to be read (any more)."""
        tag = element.tag
        if self._deleted:
            return self._start_deleted(element)
        if tag in _INLINE:
            return self._start_inline(element)
        self._flush()
        if tag in UNREAD:
            return None
        role = _title_role(element)
        if role is not None:
            self._title(element, role)
            return None
        if tag in _NUMBERS:
            self._number(element)
            return None
        if tag == "ROW":
            self._add(Line(Role.ROW, " ".join(filter(None, map(self._plain, element.iterchildren("*"))))))
            return None
        self._open(element)
        return element.text or ""

    def _start_deleted(self, element: Element) -> str | None:
        """Pass over what is deleted. Its end may stand deep in an element, behind the first points of a list."""
        if not any(each.get("IDREF") == self._deleted for each in element.iter(etree.PI)):
            self._add(Line(Role.FURNITURE, self._plain(element)))
            return None
        self.added_chars -= letters_and_digits(element.text or "")
        return ""

    def _start_inline(self, element: Element) -> str | None:
        tag = element.tag
        if tag == "NOTE":
            self._buffer.append(self._note(element))
            return None
        if tag in ("QUOT.START", "QUOT.END"):
            return _character(element)
        if tag == "DEFINITION":
            return self._separator(element) + (element.text or "")
        text = _inline_text(element)
        return raised(text, last_words(self._buffer)) if text and _is_superscript(element) else text

    def _open(self, element: Element) -> None:
        """Note what changes the depth, and the identifiers that lead to units in the publisher's page."""
        tag = element.tag
        identifier = element.get("IDENTIFIER", "")
        if tag == "QUOT.S":
            self._openers.append(element)
        elif tag == "ARTICLE" and identifier and not self._is_quoted():
            self._lines.anchor = f"art_{identifier.lstrip('0').lower()}"
        elif tag == "FINAL":
            self._signing = True
        elif tag == "PARAG" and not self._consolidated:
            self._lines.anchor = identifier
        elif tag == "ITEM" and element.find("NP") is None:
            mark = _LIST_MARKS.get(_parent_type(element), "")
            if mark:
                self._add(Line(Role.POINT, label=mark))
                self._openers.append(element)

    def _is_quoted(self) -> bool:
        return any(element.tag == "QUOT.S" for element in self._openers)

    def _end(self, element: Element) -> None:
        if element.tag not in _INLINE:
            self._flush()
        if self._openers and self._openers[-1] is element:
            self._openers.pop()
        if element.tag == "FINAL":
            self._signing = False

    def _title(self, element: Element, role: Role) -> None:
        """A line for each P of a title, one if it has none. Texts attached to an act are titled like annexes; an annex
        that another one quotes is a member of its own, too."""
        if self._attached and role is Role.TITLE:
            role = Role.ANNEX
        texts = [self._plain(part) for part in element.findall("P")] or [self._plain(element)]
        if role is Role.ANNEX and texts[0][:1] in OPENING_QUOTES:
            role = Role.QUOTED_TITLE
        for text in texts:
            self._add(Line(role, text))

    def _number(self, element: Element) -> None:
        """A number opens a point in an enumeration, or is kept for the paragraph's first line."""
        text = self._plain(element)
        parent = element.getparent()
        if element.tag in _NUMBERS_OF_TEXT:
            self._lines.label = text
        elif parent is not None:
            self._add(Line(Role.POINT, label=text))
            self._openers.append(parent)

    def _separator(self, definition: Element) -> str:
        """What the page prints between a term and its definition: "lamp: a light", "LED = light-emitting diode"."""
        while self._buffer and not self._buffer[-1].strip():
            self._buffer.pop()
        stated = next((above.get("SEPARATOR", "") for above in definition.iterancestors("DLIST")), "")
        if not (self._buffer and stated):
            return " "
        return f"{stated} " if stated in _CLOSE_UP else f" {stated} "

    def _note(self, note: Element) -> str:
        """Keep a footnote for the end; return its mark. Several marks may lead to one note, also from before it."""
        reference = note.get("NOTE.REF")
        # "E0001" is the first note of every member.
        name = f"{self._members}/{reference or note.get('NOTE.ID') or len(self._footnotes)}"
        number = self._note_numbers.get(name) or self._note_number(note)
        self._note_numbers[name] = number
        self._lines.notes.append(name)
        text = self._plain(note)
        if reference:
            self.added_chars -= letters_and_digits(text)
        else:
            self.added_chars += letters_and_digits(number)
            self._footnotes.append(Line(Role.NOTE, f"({number}) {text}", ids=(name,)))
        parent = note.getparent()
        if parent is not None and parent.tag == "GR.NOTES":
            # The notes of a table, which its cells refer to, are listed before it.
            return ""
        self.added_chars += letters_and_digits(number)
        return f" ({number})"

    def _note_number(self, note: Element) -> str:
        """The number that the page prints. Consolidated texts number the starred notes, too: (*1), (*2)."""
        starred = note.get("NUMBERING") == "STAR"
        if starred and self._consolidated:
            self._star_count += 1
            return f"*{self._star_count}"
        if number := note.get("NUMBER.ORG"):
            return number
        self._note_count += 1
        return "*" if starred else str(self._note_count)

    def _plain(self, element: Element) -> str:
        """All text of an element, in one line."""
        outer, self._buffer = self._buffer, []
        walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
        for event, inner in walk:
            inline = inner.tag in _INLINE
            if event == "start":
                text = self._start_inline(inner) if inline and inner is not element else inner.text or ""
                self._buffer.append(text if inline and text is not None else f" {text or ''}")
                if text is None:
                    walk.skip_subtree()
            elif inner is not element:
                self._buffer.append((inner.tail or "") if inline or event != "end" else f" {inner.tail or ''}")
        text = tidy("".join(self._buffer))
        self._buffer = outer
        return text

    def _flush(self) -> None:
        text = tidy("".join(self._buffer))
        self._buffer.clear()
        if text:
            self._add(Line(Role.SIGNATURE if self._signing else Role.TEXT, text))

    def _add(self, line: Line) -> None:
        self._lines.add(line, depth=len(self._openers))


def _inline_text(element: Element) -> str:
    """Text as the page prints it: upper case where it says so, large numbers in groups of three digits."""
    text = element.text or ""
    kind = element.get("TYPE")
    if kind == "UC":
        return text.upper()
    if kind == "NUMBER" and text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER:
        return f"{int(text):,}".replace(",", " ")
    return text


def _is_superscript(element: Element) -> bool:
    return (element.tag == "EXPONENT" or element.get("TYPE") == "SUP") and len(element) == 0


def _title_role(element: Element) -> Role | None:
    if element.tag in _TITLES:
        return _TITLES[element.tag]
    title = element.getparent()
    headed = title.getparent() if title is not None and title.tag == "TITLE" else None
    if headed is None or element.tag not in ("TI", "STI") or headed.tag not in _TITLES_OF:
        return None
    return _TITLES_OF[headed.tag][element.tag == "STI"]


def _parent_type(element: Element) -> str:
    parent = element.getparent()
    return parent.get("TYPE", "") if parent is not None else ""


def _character(mark: Element) -> str:
    """The quotation mark that an empty element stands for: CODE is its hexadecimal code point."""
    try:
        return chr(int(mark.get("CODE", ""), 16))
    except (ValueError, OverflowError):
        return ""
