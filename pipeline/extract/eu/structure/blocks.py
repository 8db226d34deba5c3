"""The outline of an act before it is numbered: what holds what, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.extract.eu.labels import Label
from pipeline.model import ProvisionKind
from pipeline.normalise import letters_and_digits


@dataclass(slots=True)
class Block:
    """A unit of the outline with its own words and its sub-units, in reading order."""

    kind: ProvisionKind
    label: Label | None = None
    name: str = ""
    """The first title line of an article, division, annex or section: "Article 75a", "CHAPTER III"."""
    heading: str = ""
    depth: int = 0
    anchor: str = ""
    quoted: bool = False
    """Text that this act puts into another one: it stays inside the amending provision."""
    holds_text: bool = False
    """Unnumbered text of its depth continues it: a numbered paragraph goes on until the next number."""
    style: str = ""
    """How its list is numbered, see `labels.styles`; "" if it has no number."""
    apart: str = ""
    """The short name of a part of the document that is not law ("memo"): paths under it start with this."""
    parts: "list[str | Block]" = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Its number or name as published."""
        return self.name or (self.label.text if self.label else "")

    @property
    def blocks(self) -> "list[Block]":
        """The sub-units."""
        return [part for part in self.parts if isinstance(part, Block)]

    @property
    def announces(self) -> bool:
        """Whether its text so far ends with a colon."""
        return bool(self.parts) and isinstance(self.parts[-1], str) and self.parts[-1].endswith(":")

    def walk(self) -> "Iterator[Block]":
        """The block and everything under it, in reading order."""
        waiting = [self]
        while waiting:
            block = waiting.pop()
            yield block
            waiting.extend(reversed(block.blocks))

    def own_words(self) -> str:
        """Number, heading and text without the sub-units'."""
        return " ".join([self.number, self.heading, *(part for part in self.parts if isinstance(part, str))])


@dataclass(slots=True)
class Note:
    """A footnote: its text, and the ids that marks refer to."""

    text: str
    ids: tuple[str, ...]
    anchor: str = ""


@dataclass(slots=True)
class Act:
    """A whole text: title, outline and footnotes, and what was left out of them."""

    title: str
    blocks: list[Block]
    notes: list[Note]
    dropped: dict[str, int]
    """Letters and digits inside the act that are not part of its text, by reason."""

    @property
    def covered_chars(self) -> int:
        """Letters and digits of everything that becomes a provision: texts, headings and numbers."""
        words = (block.own_words() for top in self.blocks for block in top.walk())
        return sum(map(letters_and_digits, words)) + sum(letters_and_digits(note.text) for note in self.notes)
