"""Parts of a document that are not law, an explanatory memorandum or a financial statement: headed sections of text."""

import re

from pipeline.extract.eu.labels import parse_label
from pipeline.extract.eu.structure.blocks import Block

_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)*\.?)\s*(?P<heading>.*)")


class ApartReader:
    """Builds one such part. Its sections nest by the level of their headings; everything else is their text."""

    def __init__(self, name: str, heading: str) -> None:
        self.block = Block("part", heading=heading, apart=name)
        self._open: list[tuple[int, Block]] = []

    def add_heading(self, text: str, level: int) -> None:
        """Open a section: "3.5" as number, the rest as heading."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        numbered = _NUMBER.fullmatch(text)
        label = parse_label(f"{numbered['number'].rstrip('.')}.") if numbered else None
        section = Block("section", label, heading=numbered["heading"] if numbered and label else text)
        self._innermost().parts.append(section)
        self._open.append((level, section))

    def add_text(self, text: str, notes: tuple[str, ...]) -> None:
        """Add text to the open section."""
        self._innermost().parts.append(text)
        self.block.notes += notes

    def _innermost(self) -> Block:
        return self._open[-1][1] if self._open else self.block
