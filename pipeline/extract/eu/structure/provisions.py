"""From the outline of an act to numbered provisions: rows, texts, units.

Units: an article's paragraphs; the points of an article that is a list of definitions or of amendments, because each
is cited on its own ("Article 3(63)"); any other article as a whole. An annex's points and sections; an annex without
any as a whole. Text between the units of a container becomes a "subparagraph" unit, so that units cover the text.

Quoted text (what an amending act puts into another act) stays in the text of the amending provision. Of its units only
the paragraphs are rows, under the amending provision; none is a unit.
"""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.extract.eu.labels import OPENING_QUOTES, split_note
from pipeline.extract.eu.structure.blocks import Act, Block
from pipeline.extract.eu.structure.citations import Name, Numbering
from pipeline.model import Provision
from pipeline.normalise import letters_and_digits, tidy

_ROOT = Name("", "", "part")
_QUOTES = frozenset(OPENING_QUOTES)


def number_provisions(act: Act) -> tuple[Provision, ...]:
    """All provisions of an act in reading order, its footnotes at the end."""
    return tuple(_Rows().read(act))


class _Rows:
    """The rows so far. A row goes before those of its sub-units, whose texts its own holds."""

    def __init__(self) -> None:
        self._rows: list[Provision] = []
        self._numbering = Numbering()
        self._note_owners: dict[str, Name] = {}

    def read(self, act: Act) -> list[Provision]:
        for block in act.blocks:
            self._top_level(block)
        self._footnotes(act)
        return self._rows

    def _top_level(self, block: Block) -> None:
        if block.kind == "part":
            name = self._numbering.part_apart(block.apart) if block.apart else _ROOT
            if block.apart:
                self._rows.append(_row(name, None, block, "", heading=block.heading))
            self._numbering.begin_text(block)
            self._units(block, name, "")
        elif block.kind == "chapter":
            name = self._numbering.name(block, None)
            heading = block.heading or (block.name if name.citation == block.name else "")
            self._rows.append(_row(name, None, block, "", heading=heading))
        else:
            name = self._numbering.name(block, None)
            self._unit(block, name, None, "")
        for note in block.notes:
            self._note_owners.setdefault(note, name)

    def _unit(self, block: Block, name: Name, parent: Name | None, heading: str) -> str:
        """Add a block as a unit, or as a container of units. Returns its text."""
        split = _is_container(block)
        at = len(self._rows)
        text = self._units(block, name, heading) if split else self._sub_units(block, name)
        row = _row(name, parent, block, text, heading=block.heading or ("" if split else heading))
        self._rows.insert(at, replace(row, unit=not split and bool(text)))
        return text

    def _units(self, container: Block, name: Name, heading: str) -> str:
        """Add the units of a container, with the text between them as units of their own."""
        heading = container.heading or heading
        texts: list[str] = []
        between: list[str] = []
        for part in container.parts:
            if isinstance(part, str):
                between.append(part)
            elif part.quoted:
                between.append(self._quoted(part, name, name))
            else:
                self._between(between, container, name, heading, introduces=not texts)
                sub = self._numbering.name(part, name)
                texts += [*between, _numbered_text(part, self._unit(part, sub, name, heading))]
                between = []
        self._between(between, container, name, heading, introduces=not texts)
        return join_text(texts + between)

    def _between(self, texts: list[str], container: Block, parent: Name, heading: str, *, introduces: bool) -> None:
        """Make a unit of the text that stands between units; a lone ";" is not one."""
        text = join_text(texts)
        if letters_and_digits(text):
            name = self._numbering.subparagraph(parent, is_introduction=introduces)
            row = _row(name, parent, container, text, heading=heading)
            self._rows.append(replace(row, unit=True))

    def _sub_units(self, block: Block, name: Name) -> str:
        """Add the rows under a unit. Returns the unit's text."""
        texts: list[str] = []
        for part in block.parts:
            if isinstance(part, str):
                texts.append(part)
            elif part.quoted:
                texts.append(self._quoted(part, name, name))
            else:
                sub = self._numbering.name(part, name)
                at = len(self._rows)
                text = self._sub_units(part, sub)
                self._rows.insert(at, _row(sub, name, part, text, heading=part.heading))
                texts.append(_numbered_text(part, text))
        return join_text(texts)

    def _quoted(self, block: Block, name: Name, row: Name) -> str:
        """Add the paragraphs of quoted text under `row`, the nearest provision; `name` begins their names. Returns the
        text with its number."""
        if block.kind == "paragraph":
            paragraph, at = self._numbering.name(block, name), len(self._rows)
            text = self._quoted_parts(block, paragraph, paragraph)
            self._rows.insert(at, _row(paragraph, row, block, text, heading=""))
        else:
            article = self._numbering.quoted_article(block, name) if block.kind == "article" else name
            text = self._quoted_parts(block, article, row)
        return _numbered_text(block, text)

    def _quoted_parts(self, block: Block, name: Name, row: Name) -> str:
        return join_text(part if isinstance(part, str) else self._quoted(part, name, row) for part in block.parts)

    def _footnotes(self, act: Act) -> None:
        for note in act.notes:
            owner = next((self._note_owners[each] for each in note.ids if each in self._note_owners), None)
            owner = owner if owner is None or owner.path else None
            number, text = split_note(note.text)
            name = self._numbering.footnote(number, owner)
            self._rows.append(_row(name, owner, Block("footnote", anchor=note.anchor), text, heading=""))


def join_text(texts: Iterable[str]) -> str:
    """Texts in reading order as one; a closing ";" or "’;" that stands alone goes to the text before it."""
    pieces: list[str] = []
    for text in texts:
        pieces += [" ", text] if letters_and_digits(text) else [text]
    return tidy("".join(pieces))


def _numbered_text(block: Block, text: str) -> str:
    return tidy(f"{block.number} {block.heading} {text}")


def _row(name: Name, parent: Name | None, block: Block, text: str, *, heading: str) -> Provision:
    return Provision(
        path=name.path,
        kind=name.kind,
        citation=name.citation,
        text=text,
        heading=heading,
        parent=parent.path if parent else "",
        anchor=block.anchor,
    )


def _is_container(block: Block) -> bool:
    own = [each for each in block.blocks if not each.quoted]
    if block.kind == "article":
        return any(each.kind == "paragraph" for each in own) or _is_list_of_cited_points(own)
    if block.kind in ("annex", "section"):
        return any(each.label is None or not each.label.is_dash for each in own)
    return any(each.kind == "section" and each.name for each in own)


def _is_list_of_cited_points(points: list[Block]) -> bool:
    """Definitions and amendments: numbered "(1)", "(2)", or lettered where most points open with a quoted term."""
    if len(points) < 2:
        return False
    numbers = sum(1 for point in points if point.label and point.label.is_number)
    terms = sum(
        1 for point in points if point.parts and isinstance(point.parts[0], str) and point.parts[0][:1] in _QUOTES
    )
    return 2 * max(numbers, terms) > len(points)
