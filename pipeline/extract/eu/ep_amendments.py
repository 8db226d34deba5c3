"""Amendments of the European Parliament to a proposal, as adopted texts set them: one two-column table each.

`p.oj-ti-grseq-1` lines give "Amendment 12", "Proposal for a regulation" and the target ("Recital 12 c (new)"); the
table has the text proposed by the Commission on the left and Parliament's on the right, in bold italics where they
differ. The amendment's own text is Parliament's; the Commission's is kept as `amd_12/old`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.errors import NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.eu.extraction import page_chars
from pipeline.extract.eu.labels import split_note
from pipeline.extract.eu.languages import language_code
from pipeline.extract.eu.page import parse_page, stated_language
from pipeline.extract.eu.structure.citations import Name, Numbering
from pipeline.extract.eu.walk import Element, text_of
from pipeline.extract.structure.unique_names import with_unique_names
from pipeline.model import Extraction, Provision
from pipeline.normalise import letters_and_digits, tidy

_WORDS = "Amendment|Amendement|Änderungsantrag|Abänderung|Enmienda|Emendamento"
# Encoded, the no-break space is two bytes, no white space to a pattern of bytes.
_SPACE = "(?:\\s|\u00a0|&#160;)+"
# Amendments of the same words are adopted together: "Amendments 18 and 222", "Amendements 18, 19 et 222".
_NAME = rf"(?:{_WORDS})\w{{0,2}}{_SPACE}\d+(?:(?:,|{_SPACE}\w{{1,3}}){_SPACE}\d+)*"
_TITLE = re.compile(_NAME, re.IGNORECASE)
_FIRST_TITLE = re.compile(rf'oj-ti-grseq-1"[^>]*>\s*(?:<span[^>]*>\s*)?{_NAME}\s*<'.encode(), re.IGNORECASE)
_SECTION_TITLE = "oj-ti-grseq-1"
_NOTE = "oj-note"
_UNREAD_TITLES = frozenset(("oj-doc-ti", "oj-no-doc-c"))


@dataclass(slots=True)
class _Amendment:
    numbers: list[str]
    anchor: str = ""
    targets: list[str] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"amd_{self.numbers[0]}"

    @property
    def citation(self) -> str:
        *first, last = self.numbers
        return f"Amendments {', '.join(first)} and {last}" if first else f"Amendment {last}"

    @property
    def target(self) -> str:
        """The last line before the table; the line above it names the proposal, the same each time."""
        return self.targets[-1] if self.targets else ""


def _recognises(content: Content) -> bool:
    return b"oj-tbl-hdr" in content.body and _FIRST_TITLE.search(content.body) is not None


def _read(content: Content) -> Extraction:
    root = parse_page(content)
    body = root.find(".//div[@class='eli-container']")
    reader = _Reader()
    for element in _lines(root if body is None else body):
        reader.take(element)
    if not reader.amendments:
        raise NotTheDocument(f"{content.url}: no amendment with a table of old and new text found; look at the page")
    # An amendment that is split over two tables, or announced twice, keeps both halves.
    provisions = with_unique_names(reader.provisions())
    covered = sum(letters_and_digits(f"{each.text} {each.heading}") for each in provisions) + reader.numbered_chars
    chars = page_chars(root if body is None else body) - letters_and_digits(reader.title) - reader.furniture_chars
    unplaced = chars - covered
    return Extraction(
        provisions=provisions,
        extractor=FORMAT.extractor,
        title=reader.title,
        language=language_code(stated_language(root)),
        body_chars=chars,
        covered_chars=covered,
        dropped=(("unplaced", unplaced),) if unplaced else (),
    )


def _lines(body: Element) -> Iterator[Element]:
    """Lines outside tables, and tables as a whole."""
    walk = etree.iterwalk(body, events=("start",), tag=("p", "table"))
    for _, element in walk:
        walk.skip_subtree()
        yield element


class _Reader:
    """The amendments so far, and what stands around them."""

    def __init__(self) -> None:
        self.title = ""
        self.amendments: list[_Amendment] = []
        self.furniture_chars = 0
        self.numbered_chars = 0
        """Letters and digits of titles that become citations."""
        self._before: list[str] = []
        self._footnotes: list[tuple[str, str]] = []

    def take(self, element: Element) -> None:
        """Add a line or a table."""
        style = element.get("class") or ""
        text = text_of(element)
        current = self.amendments[-1] if self.amendments else None
        if style in _UNREAD_TITLES:
            self.title = tidy(f"{self.title} {text}")
        elif style == _NOTE:
            name = next((link.get("id") or "" for link in element.iter("a")), "")
            self._footnotes.append((name, text))
            self.numbered_chars += letters_and_digits(split_note(text)[0])
        elif _TITLE.fullmatch(text):
            self.numbered_chars += letters_and_digits(text)
            self.amendments.append(_Amendment(re.findall(r"\d+", text), element.get("id") or ""))
        elif current is None:
            self._before.append(text)
        elif style == _SECTION_TITLE and not (current.new or current.old):
            self._target(current, text)
        elif element.tag == "table":
            self._table(current, element)
        else:
            current.new.append(text)

    def _target(self, amendment: _Amendment, text: str) -> None:
        self.furniture_chars += letters_and_digits(amendment.target)
        amendment.targets.append(text)

    def _table(self, amendment: _Amendment, table: Element) -> None:
        for part in table.iterchildren("tbody", "thead", "tr"):
            for row in [part] if part.tag == "tr" else part.iterchildren("tr"):
                self._row(amendment, row)

    def _row(self, amendment: _Amendment, row: Element) -> None:
        """Left is the Commission's text, right is Parliament's; the first row names the columns."""
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if any("oj-tbl-hdr" in (line.get("class") or "") for line in row.iter("p")):
            self.furniture_chars += sum(letters_and_digits(text_of(cell)) for cell in cells)
            return
        *left, right = [text_of(cell) for cell in cells] or [""]
        amendment.old += filter(None, left)
        amendment.new += [right] if right else []
        amendment.notes += [(link.get("href") or "").partition("#")[2] for link in row.iter("a")]

    def provisions(self) -> Iterator[Provision]:
        """All rows: each amendment with the text that it replaces, then the footnotes."""
        if self._before:
            yield Provision("pbl_1", "preamble", "Preamble", " ".join(self._before), unit=True)
        for each in self.amendments:
            path, citation = each.path, each.citation
            text = " ".join(each.new)
            yield Provision(path, "amendment", citation, text, each.target, unit=bool(text), anchor=each.anchor)
            if each.old:
                old, words = " ".join(each.old), f"{citation}, text proposed by the Commission"
                yield Provision(f"{path}/old", "subparagraph", words, old, parent=path, anchor=each.anchor)
        yield from self._notes()

    def _notes(self) -> Iterator[Provision]:
        numbering = Numbering()
        owners = {name: each for each in self.amendments for name in each.notes if name}
        for note, text in self._footnotes:
            owner = owners.get(note)
            number, rest = split_note(text)
            name = numbering.footnote(number, Name(owner.path, owner.citation, "amendment") if owner else None)
            yield Provision(name.path, "footnote", name.citation, rest, parent=owner.path if owner else "")


FORMAT = Format("ep_amendments", 6, _recognises, _read)
