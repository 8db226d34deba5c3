"""Where a line belongs among the open units of an article, an annex or a text without articles.

Markup that nests (table cells, grids) gives a depth. Lines of equal depth are told apart by the style of their numbers:
"(i)" after "(b)" opens a list inside (b), "(c)" closes it, "3." closes both.
"""

from collections.abc import Callable, Sequence
from itertools import product

from pipeline.errors import HostileDocument
from pipeline.extract.eu.labels import Label, place, styles
from pipeline.extract.eu.structure.blocks import Block

_MAX_NESTING = 40
"""Units of real acts nest at most eight deep, quoted ones included."""


class Nesting:
    """The chain of open units, from a top-level unit down to the one that the last line belongs to."""

    def __init__(self, top: Block) -> None:
        self._chain = [top]

    @property
    def innermost(self) -> Block:
        return self._chain[-1]

    def innermost_article(self, *, quoted: bool) -> Block | None:
        """The article that a line belongs to; a quoted line may belong to a quoted one. None outside articles."""
        articles = (block for block in reversed(self._chain) if block.kind == "article")
        return next((block for block in articles if quoted or not block.quoted), None)

    def add_text(self, text: str, depth: int, *, quoted: bool) -> None:
        """Put unnumbered text where it continues: after a list it continues what encloses the list."""
        if not quoted:
            self._leave_quotation()
        self._close(lambda block: block.depth > depth or (block.depth == depth and not block.holds_text))
        self.innermost.parts.append(text)

    def open(self, block: Block) -> None:
        """Open a unit: beside the open unit whose number it continues, else inside the innermost.

        Raises `HostileDocument` if units nest deeper than in any real act.
        """
        if not block.quoted:
            self._leave_quotation()
        if block.label is None and block.quoted:
            self._close(lambda other: other.depth > block.depth or (other.depth == block.depth and other.quoted))
        elif block.label is None:
            self._close(lambda other: other.depth >= block.depth)
        else:
            self._close(lambda other: other.depth > block.depth)
            block.style = _styles(block)[0]
            sibling = self._sibling(block) or self._letter_i(block)
            if sibling is not None:
                del self._chain[self._chain.index(sibling) :]
            elif self._lost_the_first(block):
                self._close(lambda other: other.kind == "point")
            else:
                self._go_on_with_list(block)
        if len(self._chain) > _MAX_NESTING:
            raise HostileDocument(f"units nest more than {_MAX_NESTING} deep at {block.number!r}; look at the document")
        block.anchor = block.anchor or self.innermost.anchor
        self.innermost.parts.append(block)
        self._chain.append(block)

    def lists(self, label: Label, *, quoted: bool) -> bool:
        """Whether a number is one of a list in the open paragraph: "1)" or "1." after "1. For the purposes of this
        Act:", and the "2)" or "2." that goes on with it."""
        style = styles(label)[0]
        for block in reversed(self._chain):
            if block.label is None or block.quoted != quoted:
                return False
            if block.kind == "paragraph":
                return label.value == "1" and block.announces
            if block.style == style and place(label, style) == place(block.label, style) + 1:
                return True
        return False

    def repeats(self, label: Label, *, quoted: bool) -> bool:
        """Whether a number is that of the open paragraph."""
        paragraphs = [block for block in self._chain if block.kind == "paragraph" and block.quoted == quoted]
        return any(block.label and block.label.value == label.value for block in paragraphs)

    def leave(self, block: Block) -> None:
        """Close an open unit and what is open in it."""
        del self._chain[self._chain.index(block) :]

    def _leave_quotation(self) -> None:
        self._close(lambda block: block.quoted)

    def _close(self, closes: Callable[[Block], bool]) -> None:
        while len(self._chain) > 1 and closes(self._chain[-1]):
            self._chain.pop()

    def _sibling(self, block: Block) -> Block | None:
        """The open unit of the same depth that this one comes after. Sets the style of an ambiguous number."""
        peers = [other for other in reversed(self._chain[1:]) if _comparable(other, block)]
        for follows, style, other in product((_is_inserted_after, _comes_after), _styles(block), peers):
            if other.style == style and follows(block, other, style):
                block.style = style
                return other
        for other in peers:
            if not other.style.startswith("roman") and _doubles_next_letter(block, other):
                block.style = other.style
                return other
        alike = next((other for other in peers if other.style == block.style), None)
        return alike or self._misprinted(block, peers)

    def _misprinted(self, block: Block, peers: Sequence[Block]) -> Block | None:
        """The peer that this one follows, apart from its brackets: "80." after "79)"."""
        alphabet = _alphabet(block)
        for other in peers:
            if _alphabet(other) == alphabet and _comes_after(block, other):
                block.style = other.style
                return other
        return None

    def _go_on_with_list(self, block: Block) -> None:
        """Close what stands open after a list that this unit goes on with: "(b)" after text or indents after "(a)",
        "2)" after the "a), b)" that follow the text of "1)". Each quotation has lists of its own."""
        for unit in reversed(self._chain):
            numbered = [each for each in unit.blocks if each.label and not each.label.is_dash]
            for style in _styles(block):
                alike = [each for each in numbered if _comparable(each, block) and each.style == style]
                before = alike[-1] if alike else None
                if before and _comes_after(block, before, style) and not (block.quoted and before is not numbered[-1]):
                    block.style = style
                    del self._chain[self._chain.index(unit) + 1 :]
                    return
            if unit.depth < block.depth:
                return

    def _lost_the_first(self, block: Block) -> bool:
        """Whether it is a paragraph of the article though no other is open: "2." after points that the article itself
        announces. "1." may stand in a point: "A. Within the country 1. …"."""
        own = block.kind == "paragraph" and not block.quoted and self._chain[0].kind == "article"
        return own and _label(block).value != "1"

    def _letter_i(self, block: Block) -> Block | None:
        """Where "(ii)" shows that the "(i)" after "(h)" was no letter: move that "(i)" into (h). A second "(i)" is the
        first of a list in it."""
        if place(_label(block), block.style) == 1:
            return None
        for at, last in enumerate(self._chain):
            if not (_comparable(last, block) and _could_be_first(last, block.style)):
                continue
            siblings = self._chain[at - 1].blocks
            if len(siblings) > 1:
                self._chain[at - 1].parts.remove(last)
                siblings[-2].parts.append(last)
                last.style = block.style
                self._chain[at:] = [siblings[-2], last]
                return last
        return None


def _label(block: Block) -> Label:
    """The number of a unit that is known to have one."""
    assert block.label is not None
    return block.label


def _styles(block: Block) -> tuple[str, ...]:
    """Paragraphs are one list however they are set: a French text has "5." and then "6)"."""
    if block.label is None or block.kind == "paragraph":
        return (block.kind,)
    return styles(block.label)


def _comes_after(block: Block, before: Block, style: str = "") -> bool:
    """Whether its number is the next one in the list."""
    return place(_label(block), style or block.style) == place(_label(before), style or before.style) + 1


def _is_inserted_after(block: Block, before: Block, style: str) -> bool:
    """Whether its number is that of the one before with a letter: after "(i)" the "(ia)" is a roman one."""
    label = _label(block)
    is_lettered = len(label.value) > 1 and label.value[-1].isalpha()
    return is_lettered and place(label, style) == place(_label(before), style)


def _doubles_next_letter(block: Block, before: Block) -> bool:
    """Whether it follows in a list that went on after "(z)" with "(aa)": its "(ii)" after "(hh)" is no roman number."""
    pair = _label(before).value + _label(block).value
    return len(pair) == 4 and pair == pair[0] * 2 + chr(ord(pair[0]) + 1) * 2


def _alphabet(block: Block) -> tuple[str, int]:
    """How a number is written, whatever its brackets: "80." and "79)" alike, "3.1." otherwise."""
    return block.style.strip("()."), _label(block).value.count(".")


def _comparable(other: Block, block: Block) -> bool:
    places = ((each.kind, each.depth, each.quoted) for each in (other, block))
    return other.label is not None and next(places) == next(places)


def _could_be_first(block: Block, style: str) -> bool:
    """Whether its number, read in another style, is the first of a list of that style."""
    label = _label(block)
    return block.style != style and style in styles(label) and place(label, style) == 1
