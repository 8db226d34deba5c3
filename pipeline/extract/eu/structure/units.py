"""Units inside articles, annexes and texts without articles: which line opens a section, paragraph or point."""

import re

from pipeline.extract.eu.headings import read_heading
from pipeline.extract.eu.labels import Label, article_number, parse_label, split_paragraph
from pipeline.extract.eu.languages import CLOSING, division_kind
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.structure.blocks import Block
from pipeline.extract.eu.structure.draft import Draft
from pipeline.extract.eu.structure.nesting import Nesting
from pipeline.extract.eu.structure.preamble import Preamble
from pipeline.model import ProvisionKind
from pipeline.normalise import tidy

# Headed sections enclose everything of depth 0; unnumbered headings stand inside numbered ones.
SECTION_DEPTH = -2
_SUBHEADING_DEPTH = -1
# The converter's id of a paragraph: "053.002", "004A.001".
_PARAGRAPH_ID = re.compile(r"(?P<article>\d{3}[A-Z]*)\.(?P<number>\d{3})[A-Z]*")


class Units:
    """Adds sections, numbered lines and text to the draft of an act. In the preamble they may be recitals."""

    def __init__(self, draft: Draft, preamble: Preamble) -> None:
        self._draft = draft
        self._preamble = preamble

    def section(self, line: Line) -> None:
        """Add a headed section of an annex, or of a text without articles."""
        draft = self._draft
        if draft.has_recitals and not (draft.has_articles or line.depth):
            draft.in_preamble = False
        nesting = draft.container()
        if line.depth or draft.quotes.encloses(line) or draft.blocks[-1].kind not in ("annex", "part"):
            self.text(line)
            return
        label, name, heading = read_heading(line.text)
        if draft.previous is Role.SECTION and not (label or name) and not nesting.innermost.heading:
            nesting.innermost.heading = heading
            return
        draft.quotes.close()
        is_paper = draft.top_kind == "part" and not draft.has_recitals
        kind: ProvisionKind = "section" if name or label is None or is_paper else "point"
        depth = SECTION_DEPTH if name or label or line.role is Role.DIVISION else _SUBHEADING_DEPTH
        nesting.open(Block(kind, label, name, heading, depth, line.anchor, holds_text=True))

    def paragraph(self, line: Line) -> None:
        """Add a text whose number the markup sets apart in the same line."""
        label = parse_label(line.label) or _undotted(line.label)
        if self._draft.in_preamble or label is None:
            self.point(line)
        else:
            quoted = self._draft.quotes.follow(line, foreign=self._is_of_another_act(line))
            self._open_paragraph(line, label, quoted=quoted)

    def numbered(self, line: Line) -> None:
        """Add a paragraph or point, whichever its place tells."""
        label = parse_label(line.label)
        if self._draft.in_preamble or label is None:
            self.point(line)
            return
        quoted = self._draft.quotes.follow(line)
        if self._in_announced_list(quoted=quoted) or not label.is_number:
            self._open_point(line, label, quoted=quoted)
        else:
            self._open_paragraph(line, label, quoted=quoted)

    def point(self, line: Line) -> None:
        """Add a number in a column of its own; in the preamble, a recital. Words in its place ("for T9 and T11:") are
        text."""
        label = parse_label(line.label)
        if label is None:
            words = tidy(f"{line.label} {line.text}")
            self.text(Line(Role.TEXT, words, depth=line.depth, anchor=line.anchor, notes=line.notes))
        elif self._draft.in_preamble and self._preamble.is_recital(line, label):
            self._draft.begin(Block("recital", label, anchor=line.anchor))
            self._add_first_text(line)
        elif not self._draft.in_preamble and _is_paragraph(line, label):
            self.paragraph(line)
        else:
            self._open_point(line, label, quoted=self._draft.quotes.follow(line))

    def text(self, line: Line) -> None:
        """Add text that the markup gives no number."""
        draft = self._draft
        if draft.in_preamble:
            self._preamble.add_text(line)
        elif self._top_is_over(line):
            draft.sign(line)
        elif self._is_section_title(line):
            self.section(line)
        elif split := self._own_paragraph(line):
            label, text = split
            self.paragraph(Line(Role.PARAGRAPH, text, label.text, line.depth, line.anchor))
        else:
            draft.add_text(line)

    def _open_paragraph(self, line: Line, label: Label, *, quoted: bool) -> None:
        draft = self._draft
        nesting = draft.container()
        self._leave_unnumbered(nesting, line, label)
        own = (draft.in_article or draft.top_kind == "part") and (quoted or not line.depth)
        # "For the purposes of this Directive:" announces points, however their numbers are set: a French text has "1)"
        # in the line of the text, where the English one has it in a column.
        own = own and label.is_number and not self._goes_on_with_announced_list(label, quoted=quoted)
        own = own and (_is_paragraph(line, label) or not nesting.lists(label, quoted=quoted))
        if own and not line.anchor and nesting.repeats(label, quoted=quoted):
            # Older consolidated texts print "2." before each part of paragraph 2 that follows its points.
            nesting.add_text(f"{label.text} {line.text}", line.depth, quoted=quoted)
            return
        kind: ProvisionKind = "paragraph" if own else "point"
        nesting.open(Block(kind, label, depth=line.depth, anchor=line.anchor, quoted=quoted, holds_text=True))
        self._add_first_text(line)

    def _is_of_another_act(self, line: Line) -> bool:
        """Whether its id, "024.002" in Article 1, names another article than the open one: a quoted paragraph, whatever
        became of its quotation marks."""
        found = _PARAGRAPH_ID.fullmatch(line.anchor)
        article = self._draft.top
        if found is None or article is None or article.kind != "article":
            return False
        own = article_number(article.anchor.removeprefix("art_") or article.name)
        return own != found["article"].lstrip("0").lower()

    def _in_announced_list(self, *, quoted: bool, by: str = "") -> bool:
        """Whether the open article began with text, which ends with `by`: numbers after it are those of points."""
        article = self._draft.container().innermost_article(quoted=quoted)
        if article is None or article.quoted != quoted:
            return False
        first = next(iter(article.parts), None)
        return isinstance(first, str) and first.endswith(by)

    def _goes_on_with_announced_list(self, label: Label, *, quoted: bool) -> bool:
        """Whether a number is one of points that the article announces. "2." after points with letters is that of a
        paragraph: the page lost the number of the first. "3." follows it."""
        if not self._in_announced_list(quoted=quoted, by=":"):
            return False
        article = self._draft.container().innermost_article(quoted=quoted)
        points = [each for each in article.blocks if each.kind == "point"] if article else []
        return label.value == "1" or any(each.label and each.label.is_number for each in points)

    def _open_point(self, line: Line, label: Label, *, quoted: bool) -> None:
        draft = self._draft
        nesting = draft.container()
        self._leave_unnumbered(nesting, line, label)
        holds_text = line.role is Role.HANGING and draft.top_kind == "annex" and not draft.in_article
        nesting.open(Block("point", label, depth=line.depth, anchor=line.anchor, quoted=quoted, holds_text=holds_text))
        self._add_first_text(line)

    def _add_first_text(self, line: Line) -> None:
        if line.text:
            self._draft.container().innermost.parts.append(line.text)

    def _leave_unnumbered(self, nesting: Nesting, line: Line, label: Label) -> None:
        """In a text without articles, a numbered unit stands beside the unnumbered text before it, unless announced,
        and beside the indents of that."""
        if self._draft.top_kind != "part" or not label.is_number or line.depth:
            return
        block = nesting.innermost
        if block.label and block.label.is_dash:
            nesting.leave(block)
            block = nesting.innermost
        if block.kind == "paragraph" and not block.label and not block.announces:
            nesting.leave(block)

    def _is_section_title(self, line: Line) -> bool:
        """ "Abschnitt B – Liste …" set as plain text between the points of an annex."""
        if self._draft.top_kind != "annex" or self._draft.in_article:
            return False
        if line.depth or line.role is not Role.TEXT or self._draft.quotes.encloses(line):
            return False
        return bool(division_kind(line.text) and read_heading(line.text)[1]) and line.text[-1] not in ".,;:"

    def _top_is_over(self, line: Line) -> bool:
        if line.depth or not self._draft.has_articles:
            return False
        return self._draft.top_kind == "signature" or (self._draft.in_article and bool(CLOSING.match(line.text)))

    def _own_paragraph(self, line: Line) -> tuple[Label, str] | None:
        inside = line.depth or self._draft.quotes.encloses(line) or not self._draft.in_article
        return None if inside or line.role is Role.ROW else split_paragraph(line.text)


def _undotted(number: str) -> Label | None:
    """A number whose dot is missing, "3a" among "3." and "4.": the markup says that it is one."""
    label = parse_label(f"{number}.") if number[-1:].isalnum() else None
    return Label(number, label.value) if label and label.is_number else None


def _is_paragraph(line: Line, label: Label) -> bool:
    """ "3." in a column, before the "(a)" that the paragraph begins with: its id says that it is no point."""
    found = _PARAGRAPH_ID.fullmatch(line.anchor)
    return found is not None and not line.depth and label.value == str(int(found["number"]))
