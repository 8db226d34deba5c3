"""What a reader of EU markup produces: the text in reading order, each line with the role its markup gives it."""

from dataclasses import dataclass
from enum import Enum, auto

from pipeline.extract.eu.labels import with_latin


class Role(Enum):
    """What a line is for, as the publisher's class names say. `structure` decides what it becomes."""

    TITLE = auto()
    """A line of the act's title; after the enacting terms, of an annex's."""
    QUOTED_TITLE = auto()
    """A line of the title of an annex that this act puts into another one."""
    DIVISION = auto()
    DIVISION_HEADING = auto()
    ARTICLE = auto()
    QUOTED_ARTICLE = auto()
    """The title of an article that this act puts into another one."""
    ARTICLE_HEADING = auto()
    ANNEX = auto()
    ANNEX_HEADING = auto()
    SECTION = auto()
    """A heading inside an annex, or in a text without articles."""
    PARAGRAPH = auto()
    """A text whose number the markup sets apart in the same line: an article's paragraph, an annex's point."""
    NUMBERED = auto()
    """A numbered text whose place alone shows what it is: an article's paragraph, or its point, if the article
    began with text that announces points."""
    POINT = auto()
    """A number in a column of its own; its text follows, one level deeper. In the preamble, a recital."""
    HANGING = auto()
    """A number that hangs before its text; the lines after it may belong to it."""
    ROW = auto()
    """One row of a table that is not an enumeration."""
    TEXT = auto()
    SIGNATURE = auto()
    NOTE = auto()
    CONTENTS = auto()
    """A line of a list of contents."""
    MARK = auto()
    """▼M1 and the like: marks of the consolidation, no text of the act."""
    FURNITURE = auto()
    """Running headers, disclaimers, addresses: not part of the act."""


@dataclass(slots=True)
class Line:
    """One line of an act, its white space tidied."""

    role: Role
    text: str = ""
    label: str = ""
    """The number that the markup sets apart from the text: "(a)", "2.", "—"."""
    depth: int = 0
    """How many enumerations enclose it."""
    anchor: str = ""
    """Fragment of the publisher's page that leads here."""
    notes: tuple[str, ...] = ()
    """Footnotes whose marks stand in the text, by the ids under which the notes are kept."""
    ids: tuple[str, ...] = ()
    """Of a footnote: the ids that marks refer to."""


class Lines:
    """The lines read so far, and what the markup has said of the next one: number, anchor, marks of footnotes."""

    def __init__(self) -> None:
        self.all: list[Line] = []
        self.label = ""
        self.anchor = ""
        self.notes: list[str] = []
        self.ids: list[str] = []

    def add(self, line: Line, depth: int) -> None:
        """Add a line. A number that waits makes a paragraph of a text, and stands alone before any other line."""
        if self.label and line.role is Role.TEXT:
            line.role = Role.PARAGRAPH
            line.label, line.text = with_latin(self.label, line.text)
        elif self.label:
            self._append(Line(Role.PARAGRAPH, label=self.label), depth)
        self.label = ""
        self._append(line, depth)

    def _append(self, line: Line, depth: int) -> None:
        line.depth = depth
        if line.role is Role.MARK:
            # The id of a section stands before the ▼M1 in it, and is that of the heading after that.
            self.all.append(line)
            return
        line.anchor = self.anchor
        line.notes, line.ids = tuple(self.notes), tuple(self.ids)
        self.anchor = ""
        self.notes.clear()
        self.ids.clear()
        self.all.append(line)
