"""From lines to the outline of an act: which line opens a unit, and which top-level unit it stands in."""

from collections import Counter
from collections.abc import Iterable

from pipeline.extract.eu.blocks import Act, Block, Note
from pipeline.extract.eu.headings import read_heading
from pipeline.extract.eu.labels import OPENING_QUOTES, Label, article_number, parse_label, split_paragraph
from pipeline.extract.eu.languages import ANNEX, APPENDIX, CLOSING, CONTENTS, WHEREAS, division_kind, names_annex
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.nesting import Nesting
from pipeline.extract.eu.quotes import QuoteTracker
from pipeline.model import ProvisionKind
from pipeline.normalise import letters_and_digits

# Headed sections enclose everything of depth 0; unnumbered headings stand inside numbered ones.
_SECTION_DEPTH = -2
_SUBHEADING_DEPTH = -1
# An appendix, or an annex quoted in an annex, encloses sections.
_INNER_ANNEX_DEPTH = -3
_WITHOUT_TERMS = frozenset(("preamble", "citation", "recital", "chapter", "signature"))
"""Kinds of top-level blocks that hold no unit of the enacting terms."""
_ENDS_CONTENTS = frozenset((Role.TITLE, Role.DIVISION, Role.ARTICLE, Role.ANNEX))
_LONGEST_INTRODUCTION = 100
"""Letters and digits of "Whereas:", "HAVE ADOPTED THIS REGULATION:"; longer texts with a colon are recitals."""


def outline(lines: Iterable[Line]) -> Act:
    """Build the outline of one act. Raises `HostileDocument` if its units nest deeper than any real act's."""
    kept = [line for line in lines if line.role is not Role.FURNITURE]
    has_anchors = any(line.anchor for line in kept)
    has_articles = any(map(_opens_enacting_terms, kept))
    has_preamble = has_articles or any(map(_opens_recitals, kept))
    builder = _Outline(has_articles=has_articles, has_preamble=has_preamble, has_anchors=has_anchors)
    for line in kept:
        builder.take(line)
    return Act(" ".join(builder.title), builder.blocks, builder.notes, dict(builder.dropped))


class _Outline:
    """The outline so far: the top-level blocks, and the open units of the last one."""

    def __init__(self, *, has_articles: bool, has_preamble: bool, has_anchors: bool) -> None:
        self.title: list[str] = []
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self.dropped: Counter[str] = Counter()
        self._nesting: Nesting | None = None
        self._quotes = QuoteTracker()
        self._in_preamble = has_preamble
        self._has_articles = has_articles
        self._has_anchors = has_anchors
        self._has_recitals = False
        self._in_contents = False
        self._previous = Role.FURNITURE
        self._take = {
            Role.TITLE: self._title,
            Role.QUOTED_TITLE: self._quoted_title,
            Role.DIVISION: self._division,
            Role.DIVISION_HEADING: self._heading,
            Role.ARTICLE: self._article,
            Role.ARTICLE_HEADING: self._heading,
            Role.ANNEX: self._annex,
            Role.ANNEX_HEADING: self._heading,
            Role.SECTION: self._section,
            Role.PARAGRAPH: self._paragraph,
            Role.NUMBERED: self._numbered,
            Role.POINT: self._point,
            Role.HANGING: self._point,
            Role.ROW: self._text,
            Role.TEXT: self._text,
            Role.SIGNATURE: self._signature,
        }

    def take(self, line: Line) -> None:
        """Add the next line."""
        if line.role is Role.NOTE:
            self.notes.append(Note(line.text, line.ids, line.anchor))
            self._quotes.follow_note(line.text)
            return
        if line.role is Role.MARK:
            self.dropped["amendment marks"] += letters_and_digits(line.text)
            return
        if self._lists_contents(line):
            self.dropped["list of contents"] += letters_and_digits(line.label + line.text)
            return
        self._take[line.role](line)
        if self.blocks:
            self.blocks[-1].notes += line.notes
        self._previous = line.role

    def _lists_contents(self, line: Line) -> bool:
        """Whether a line is of the list of contents that stands before the first article or division: it repeats their
        titles, which would pass for recitals."""
        if line.role in _ENDS_CONTENTS or not (self._in_preamble and self._has_articles):
            self._in_contents = False
        elif CONTENTS.fullmatch(line.text):
            self._in_contents = True
        return self._in_contents

    # Units of the highest level

    def _begin(self, block: Block) -> None:
        self.blocks.append(block)
        self._has_recitals = self._has_recitals or block.kind == "recital"
        self._nesting = Nesting(block)
        self._quotes.close()

    def _top(self) -> Block | None:
        return self.blocks[-1] if self.blocks else None

    def _top_kind(self) -> str:
        return self.blocks[-1].kind if self.blocks else ""

    def _in_article(self) -> bool:
        """Whether the open unit is an article, or stands in one: of the act, or of an agreement attached to it."""
        return self._nesting is not None and self._nesting.innermost_article(quoted=False) is not None

    def _title(self, line: Line) -> None:
        if line.depth or self._quotes.encloses(line):
            self._text(line)
        elif self._heads_annex(line):
            self._annex(line)
        elif not self.blocks:
            self.title.append(line.text)
        elif self._previous in (Role.TITLE, Role.QUOTED_TITLE):
            self._heading(line)
        elif self.blocks[-1].kind == "annex" and not (
            line.anchor or ANNEX.match(line.text) or APPENDIX.match(line.text)
        ):
            self._section(line)
        else:
            self._annex(line)

    def _heads_annex(self, line: Line) -> bool:
        """Cellar serves annexes also as pages of their own, which begin with "ANNEX II" in place of the act's title."""
        if self._has_anchors:
            return line.anchor.startswith("anx_") and "." not in line.anchor
        return not (self.title or self.blocks) and names_annex(line.text)

    def _quoted_title(self, line: Line) -> None:
        """An annex that amends may quote whole annexes: "Annex II, quoted Annex III". What an article quotes is text of
        it, and a corrigendum may quote the whole act."""
        if self._top_kind() not in ("annex", "article"):
            self._title(line)
        elif line.depth or self._quotes.encloses(line) or self._top_kind() == "article":
            self._text(line)
        elif self._previous is Role.QUOTED_TITLE and not ANNEX.match(line.text):
            self._heading(line)
        else:
            self._inner_annex(line)

    def _inner_annex(self, line: Line) -> None:
        self._quotes.close()
        annex = Block("annex", name=line.text, depth=_INNER_ANNEX_DEPTH, anchor=line.anchor, holds_text=True)
        self._container().open(annex)

    def _annex(self, line: Line) -> None:
        if self._previous is Role.ANNEX and not (ANNEX.match(line.text) or APPENDIX.match(line.text)):
            self._heading(line)
            return
        if self._top_kind() == "annex" and APPENDIX.match(line.text):
            self._inner_annex(line)
            return
        self._in_preamble = False
        self._begin(Block("annex", name=line.text, anchor=line.anchor))

    def _division(self, line: Line) -> None:
        if line.depth or (self._quotes.encloses(line) and not line.anchor):
            self._text(line)
        elif self._top_kind() == "annex":
            self._section(line)
        else:
            self._in_preamble = False
            self._begin(Block("chapter", name=line.text, anchor=line.anchor))

    def _article(self, line: Line) -> None:
        if self._opens_attached_terms(line) or self._ends_quotation(line):
            self._quotes.close()
        quoted = self._quotes.follow(line) or line.depth > 0
        if self._nesting is not None and quoted and not line.anchor.startswith("art_"):
            self._nesting.open(Block("article", name=line.text, depth=line.depth, quoted=True, holds_text=True))
        elif self._top_kind() == "annex":
            self._quotes.close()
            article = Block("article", name=line.text, depth=_SECTION_DEPTH, anchor=line.anchor, holds_text=True)
            self._container().open(article)
        else:
            self._in_preamble = False
            self._begin(Block("article", name=line.text, anchor=line.anchor))

    def _ends_quotation(self, line: Line) -> bool:
        """Article 60 after points quoted by Article 59 is the act's own: consolidated texts lose the closing mark of a
        quotation that ends with a footnote."""
        if not self._quotes.holds_points or line.text[:1] in OPENING_QUOTES or self._top_kind() != "article":
            return False
        number, after = (article_number(name) for name in (self.blocks[-1].name, line.text))
        return number.isdecimal() and after == str(int(number) + 1)

    def _opens_attached_terms(self, line: Line) -> bool:
        """ "HAVE AGREED AS FOLLOWS:" announces articles as "the following Article is inserted:" does, but no quotation
        follows it, and it stands in no point of an annex that amends."""
        if self._top_kind() != "annex" or self._quotes.encloses(line) or line.text[:1] in OPENING_QUOTES:
            return False
        return self._container().innermost is self.blocks[-1]

    def _heading(self, line: Line) -> None:
        """The second line of a title belongs to the unit that the first one opened."""
        block = self._nesting.innermost if self._nesting else None
        if block is None or block.parts or not block.name:
            self._text(line)
        else:
            block.heading = f"{block.heading} {line.text}".strip()

    def _signature(self, line: Line) -> None:
        top = self._top()
        if top is None or top.kind != "signature":
            self._begin(Block("signature", anchor=line.anchor))
        self.blocks[-1].parts.append(line.text)

    # The preamble

    def _preamble_text(self, line: Line) -> None:
        top = self._top()
        kind: ProvisionKind = "preamble"
        if top is not None and line.depth:
            self._add_text(line)
            return
        introduction = _is_introduction(line)
        if not introduction and (line.anchor.startswith("rct_") or WHEREAS.match(line.text)):
            kind = "recital"
        elif line.anchor.startswith("cit_") or not (top is None or introduction or self._has_recitals):
            kind = "citation"
        elif top is not None and top.kind == "recital" and not top.anchor and not introduction:
            self._add_text(line)
            return
        self._begin(Block(kind, anchor=line.anchor, parts=[line.text]))
        # "HAS ADOPTED THIS RECOMMENDATION:": in a text without articles nothing else says that the preamble is over.
        if introduction and self._has_recitals and not self._has_articles:
            self._in_preamble = False

    # Units inside articles, annexes and texts without articles

    def _container(self) -> Nesting:
        """Where the next unit goes; a text without articles gets an unnamed top-level block for its body."""
        if self._nesting is None or (self.blocks[-1].kind in _WITHOUT_TERMS and not self._in_preamble):
            self._begin(Block("part"))
        assert self._nesting is not None
        return self._nesting

    def _section(self, line: Line) -> None:
        if self._has_recitals and not (self._has_articles or line.depth):
            self._in_preamble = False
        nesting = self._container()
        if line.depth or self._quotes.encloses(line) or self.blocks[-1].kind not in ("annex", "part"):
            self._text(line)
            return
        label, name, heading = read_heading(line.text)
        if self._previous is Role.SECTION and not (label or name) and not nesting.innermost.heading:
            nesting.innermost.heading = heading
            return
        self._quotes.close()
        kind: ProvisionKind = "section" if name or label is None else "point"
        depth = _SECTION_DEPTH if name or label or line.role is Role.DIVISION else _SUBHEADING_DEPTH
        block = Block(kind, label, name, heading, depth, line.anchor, holds_text=True)
        nesting.open(block)

    def _paragraph(self, line: Line) -> None:
        label = parse_label(line.label)
        if self._in_preamble or label is None:
            self._point(line)
        else:
            self._open_paragraph(line, label, quoted=self._quotes.follow(line))

    def _numbered(self, line: Line) -> None:
        label = parse_label(line.label)
        if self._in_preamble or label is None:
            self._point(line)
            return
        quoted = self._quotes.follow(line)
        article = self._container().innermost_article(quoted=quoted)
        announced = article is not None and article.quoted == quoted and _begins_with_text(article)
        if announced or not label.is_number:
            self._open_point(line, label, quoted=quoted)
        else:
            self._open_paragraph(line, label, quoted=quoted)

    def _open_paragraph(self, line: Line, label: Label, *, quoted: bool) -> None:
        nesting = self._container()
        self._leave_unnumbered(nesting, line, label)
        own = (self._in_article() or self._top_kind() == "part") and (quoted or not line.depth)
        own = own and label.is_number and not self._announces_points(quoted=quoted)
        kind: ProvisionKind = "paragraph" if own else "point"
        nesting.open(Block(kind, label, "", "", line.depth, line.anchor, quoted, holds_text=True))
        self._add_first_text(line)

    def _announces_points(self, *, quoted: bool) -> bool:
        """ "For the purposes of this Directive:" announces points, however their numbers are set: a French text has
        "1)" in the line of the text, where the English one has it in a column."""
        article = self._container().innermost_article(quoted=quoted)
        return article is not None and article.quoted == quoted and _begins_with_text(article, ends=":")

    def _point(self, line: Line) -> None:
        label = parse_label(line.label)
        if self._in_preamble and not line.depth and not self._continues_recital(label):
            self._begin(Block("recital", label, anchor=line.anchor))
            self._add_first_text(line)
        else:
            self._open_point(line, label, quoted=self._quotes.follow(line))

    def _continues_recital(self, label: Label | None) -> bool:
        """Recitals have numbers; "(a)" after a numbered one is its point, whatever depth the markup gives it."""
        top = self._top()
        numbered = top is not None and top.kind == "recital" and top.label is not None and top.label.is_number
        return numbered and label is not None and not label.is_number

    def _open_point(self, line: Line, label: Label | None, *, quoted: bool) -> None:
        nesting = self._container()
        self._leave_unnumbered(nesting, line, label)
        holds_text = line.role is Role.HANGING and self._top_kind() == "annex" and not self._in_article()
        nesting.open(Block("point", label, "", "", line.depth, line.anchor, quoted, holds_text))
        self._add_first_text(line)

    def _add_first_text(self, line: Line) -> None:
        if line.text:
            self._container().innermost.parts.append(line.text)

    def _text(self, line: Line) -> None:
        if self._in_preamble:
            self._preamble_text(line)
            return
        if self._top_is_over(line):
            self._signature(line)
            return
        if self._is_section_title(line):
            self._section(line)
            return
        split = None if line.role is Role.ROW else self._own_paragraph(line)
        if split is not None:
            label, text = split
            self._paragraph(Line(Role.PARAGRAPH, text, label.text, line.depth, line.anchor))
        else:
            self._add_text(line)

    def _is_section_title(self, line: Line) -> bool:
        """ "Abschnitt B – Liste …" set as plain text between the points of an annex."""
        if self._top_kind() != "annex" or self._in_article():
            return False
        if line.depth or line.role is not Role.TEXT or self._quotes.encloses(line):
            return False
        return bool(division_kind(line.text) and read_heading(line.text)[1]) and line.text[-1] not in ".,;:"

    def _top_is_over(self, line: Line) -> bool:
        if line.depth or not self._has_articles:
            return False
        return self._top_kind() == "signature" or (self._in_article() and bool(CLOSING.match(line.text)))

    def _own_paragraph(self, line: Line) -> tuple[Label, str] | None:
        if line.depth or self._quotes.encloses(line) or not self._in_article():
            return None
        return split_paragraph(line.text)

    def _add_text(self, line: Line) -> None:
        quoted = self._quotes.follow(line)
        nesting = self._container()
        if self.blocks[-1].kind == "part" and not (line.depth or quoted or line.role is Role.ROW):
            self._unnumbered(nesting, line)
            return
        depth = line.depth + 1 if line.role is Role.ROW else line.depth
        nesting.add_text(line.text, depth, quoted=quoted)

    def _unnumbered(self, nesting: Nesting, line: Line) -> None:
        """A text without articles has unnumbered paragraphs; one that ends with a colon holds what it announces."""
        block = nesting.innermost
        if block.kind == "paragraph" and not block.label and _announces(block):
            block.parts.append(line.text)
        else:
            nesting.open(Block("paragraph", anchor=line.anchor, holds_text=True, parts=[line.text]))

    def _leave_unnumbered(self, nesting: Nesting, line: Line, label: Label | None) -> None:
        """In a text without articles, a numbered unit stands beside the unnumbered text before it, unless announced."""
        block = nesting.innermost
        unnumbered = self._top_kind() == "part" and block.kind == "paragraph" and not block.label
        if unnumbered and label and label.is_number and not line.depth and not _announces(block):
            nesting.leave(block)


def _is_introduction(line: Line) -> bool:
    return line.text.endswith(":") and letters_and_digits(line.text) < _LONGEST_INTRODUCTION


def _opens_recitals(line: Line) -> bool:
    """ "Whereas:", or a line that the converter calls a recital."""
    if line.anchor.startswith("rct_"):
        return True
    return line.role is Role.TEXT and not line.depth and bool(WHEREAS.match(line.text)) and _is_introduction(line)


def _opens_enacting_terms(line: Line) -> bool:
    """A chapter's or article's title of the text itself; a corrigendum quotes articles and has none."""
    return line.role in (Role.ARTICLE, Role.DIVISION) and not line.depth and line.text[:1] not in OPENING_QUOTES


def _begins_with_text(article: Block, ends: str = "") -> bool:
    first = next(iter(article.parts), None)
    return isinstance(first, str) and first.endswith(ends)


def _announces(block: Block) -> bool:
    return isinstance(block.parts[-1], str) and block.parts[-1].endswith(":")
