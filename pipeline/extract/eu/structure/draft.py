"""The outline of an act as its lines arrive: what stands in it so far, and which units are open."""

from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.structure.blocks import Block
from pipeline.extract.eu.structure.nesting import Nesting
from pipeline.extract.eu.structure.quotes import QuoteTracker

_WITHOUT_TERMS = frozenset(("preamble", "citation", "recital", "chapter", "signature"))
"""Kinds of top-level blocks that hold no unit of the enacting terms."""
_AFTER_PREAMBLE = frozenset(("chapter", "article", "annex"))


class Draft:
    """The top-level blocks so far, and what earlier lines say about later ones."""

    def __init__(self, *, has_articles: bool, has_preamble: bool) -> None:
        self.blocks: list[Block] = []
        self.quotes = QuoteTracker()
        self.has_articles = has_articles
        """Whether the text is divided into articles or chapters, here or further on."""
        self.has_recitals = False
        self.in_preamble = has_preamble
        self.previous = Role.FURNITURE
        """Role of the line before."""
        self.nesting: Nesting | None = None
        """The open units of the last block."""

    def begin(self, block: Block) -> None:
        """Open a top-level block."""
        self.blocks.append(block)
        self.has_recitals = self.has_recitals or block.kind == "recital"
        self.in_preamble = self.in_preamble and block.kind not in _AFTER_PREAMBLE
        self.nesting = Nesting(block)
        self.quotes.close()

    @property
    def top(self) -> Block | None:
        """The open top-level block."""
        return self.blocks[-1] if self.blocks else None

    @property
    def top_kind(self) -> str:
        """Its kind, "" before the first one."""
        return self.blocks[-1].kind if self.blocks else ""

    @property
    def innermost(self) -> Block | None:
        """The unit that the last line belongs to."""
        return self.nesting.innermost if self.nesting else None

    @property
    def in_article(self) -> bool:
        """Whether the open unit is an article, or stands in one: of the act, or of an agreement attached to it."""
        return self.nesting is not None and self.nesting.innermost_article(quoted=False) is not None

    def container(self) -> Nesting:
        """Where the next unit goes; a text without articles gets an unnamed top-level block for its body."""
        if self.nesting is None or (self.blocks[-1].kind in _WITHOUT_TERMS and not self.in_preamble):
            self.begin(Block("part"))
        assert self.nesting is not None
        return self.nesting

    def add_text(self, line: Line) -> None:
        """Put unnumbered text where it continues."""
        quoted = self.quotes.follow(line)
        nesting = self.container()
        if self.blocks[-1].kind == "part" and not (line.depth or quoted or line.role is Role.ROW):
            _add_unnumbered(nesting, line)
            return
        depth = line.depth + 1 if line.role is Role.ROW else line.depth
        nesting.add_text(line.text, depth, quoted=quoted)

    def sign(self, line: Line) -> None:
        """Add a line of the signatures."""
        if self.top_kind != "signature":
            self.begin(Block("signature", anchor=line.anchor))
        self.blocks[-1].parts.append(line.text)


def _add_unnumbered(nesting: Nesting, line: Line) -> None:
    """A text without articles has unnumbered paragraphs; one that ends with a colon holds what it announces."""
    block = nesting.innermost
    if block.kind == "paragraph" and not block.label and block.announces:
        block.parts.append(line.text)
    else:
        nesting.open(Block("paragraph", anchor=line.anchor, holds_text=True, parts=[line.text]))
