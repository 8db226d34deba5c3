"""Text without numbered sections: headings as divisions, paragraphs as units; and what American notices hold in it:
questions to the public and amended sections of regulations."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.extract.structure.blocks import Block
from pipeline.extract.structure.outline import Node, grow, grow_regulation, rows
from pipeline.model import Provision, ProvisionKind

_NUMBER = re.compile(r"\d{1,2}[.)]\s")
_MARKER = re.compile(r"\(?(\d{1,2}|[a-z]{1,4})[.)]\s+(?=\S)")
# Not "under the subheading “Did this change?”", which asks nothing.
_ASKS = re.compile(r"\?(?![,”’\"'])")
# The longest request for comment met has 114 questions and sub-questions.
_MOST_QUESTIONS = 1_000
_NO_PLACE = 3
"""A heading that is printed so often does not show where a paragraph stands."""
_KINDS: dict[str, ProvisionKind] = {
    "paragraph": "paragraph",
    "preamble": "preamble",
    "signature": "signature",
    "table": "table",
    "amendment": "amendment",
}


class Flow:
    """Numbers the provisions of one document, over several calls of `rows`.

    `cite` is the citation of a paragraph with `{n}` for its number. Paragraphs with a page are cited by it instead,
    "p. 12, para. 3", and renumbered on each.
    """

    def __init__(self, cite: str = "para. {n}") -> None:
        self._cite = cite
        self._headings: list[tuple[int, Provision]] = []
        self._heading_times = Counter[str]()
        self._heading_count = 0
        self._count = 0
        self._page = ("", 0)

    def rows(self, blocks: Sequence[Block]) -> Iterator[Provision]:
        """The blocks as provisions, in order. Names may repeat: see `unique_names`."""
        self._heading_times.update(block.text for block in blocks if block.kind == "heading")
        for run in _runs(blocks):
            first = run[0]
            if first.kind == "heading":
                yield self._heading(first)
            elif first.kind == "section":
                yield from rows(_regulation_node(run), self._parent())
            elif len(run) > 1:
                yield from self._question_rows(run)
            elif first.kind == "footnote":
                yield self._footnote(first)
            else:
                yield self._paragraph(first)

    def _parent(self) -> str:
        return self._headings[-1][1].path if self._headings else ""

    def _heading_above(self) -> str:
        """The heading that shows where a paragraph stands. "Recommended Policy Actions" under each section does not."""
        headings = (row.heading for _, row in reversed(self._headings))
        return next((heading for heading in headings if self._heading_times[heading] < _NO_PLACE), "")

    def _heading(self, block: Block) -> Provision:
        while self._headings and self._headings[-1][0] >= block.level:
            self._headings.pop()
        above = self._parent()
        self._heading_count += 1
        path = f"h_{self._heading_count}"
        citation = block.text.rstrip(": ")
        row = Provision(path, "section", citation, "", heading=block.text, parent=above, anchor=block.anchor)
        self._headings.append((block.level, row))
        return row

    def _paragraph(self, block: Block) -> Provision:
        self._count += 1
        return Provision(
            path=f"p_{self._count}",
            kind=_KINDS[block.kind],
            citation=self._paragraph_citation(block),
            text=block.text,
            heading=self._heading_above(),
            parent=self._parent(),
            unit=True,
            anchor=block.anchor,
        )

    def _paragraph_citation(self, block: Block) -> str:
        if not block.page:
            return self._cite.format(n=self._count)
        page, number = self._page
        self._page = (block.page, number + 1 if page == block.page else 1)
        return f"{block.page}, para. {self._page[1]}"

    def _footnote(self, block: Block) -> Provision:
        # Without a heading: notes stand together, whatever the heading of the words that they explain.
        where = f"{block.page}, " if block.page else ""
        name = block.number or "unnumbered"
        return Provision(
            path=f"fn_{name}",
            kind="footnote",
            citation=f"{where}note {name}",
            text=block.text,
            parent=self._parent(),
            unit=True,
            anchor=block.anchor,
        )

    def _question_rows(self, run: Sequence[Block]) -> Iterator[Provision]:
        """One tree per question; the notes that stand between its sub-questions come after it."""
        notes = [block for block in run if block.kind == "footnote"]
        numbered = [block for block in run if block.kind != "footnote"]
        starts = [index for index, block in enumerate(numbered) if block.text[0].isdigit()]
        for start, end in zip(starts, [*starts[1:], len(numbered)], strict=True):
            first = numbered[start]
            number = _MARKER.match(first.text)
            label = number[1] if number else ""
            node = Node(f"q_{label}", f"Question {label}", "question", anchor=first.anchor, own=[first.text])
            grow(node, numbered[start + 1 : end])
            yield from rows(node, self._parent())
        for note in notes:
            yield self._footnote(note)


def _runs(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Blocks that are read together: the questions of a request for comment, a section of regulations, or one alone."""
    index = 0
    while index < len(blocks):
        numbered = _numbered_run(blocks, index)
        together = numbered or _regulation(blocks, index) or [blocks[index]]
        index += len(together)
        if numbered and not _are_questions(numbered):
            yield from ([block] for block in numbered)
        else:
            yield together


def _numbered_run(blocks: Sequence[Block], start: int) -> list[Block]:
    """The numbered and lettered paragraphs from `start` on, with the notes between and after them."""
    first = blocks[start]
    if first.kind != "paragraph" or not _NUMBER.match(first.text):
        return []
    return list(takewhile(_is_numbered_or_note, blocks[start : start + _MOST_QUESTIONS]))


def _is_numbered_or_note(block: Block) -> bool:
    return block.kind == "footnote" or (block.kind == "paragraph" and bool(_MARKER.match(block.text)))


def _are_questions(run: Sequence[Block]) -> bool:
    """Whether most of the numbered paragraphs ask something: "1. How should …?", "a. Is there …?"."""
    asked = [block for block in run if block.kind == "paragraph"]
    return len(asked) > 1 and 2 * sum(bool(_ASKS.search(block.text)) for block in asked) >= len(asked)


def _regulation(blocks: Sequence[Block], start: int) -> Sequence[Block]:
    """The blocks from `start` on of one section of regulations. It may be printed twice."""
    number = blocks[start].number
    end = start
    while end < len(blocks) and blocks[end].kind == "section" and blocks[end].number == number:
        if end > start and blocks[end].opens:
            break
        end += 1
    return blocks[start:end]


def _regulation_node(run: Sequence[Block]) -> Node:
    first = run[0]
    heading = first.text.removeprefix(first.number).strip()
    path = "sec_" + re.sub(r"Sec\.|[^\w.–-]+", "", first.number)
    node = Node(path, first.number, "section", heading=heading, anchor=first.anchor, own=[first.text])
    grow_regulation(node, run[1:])
    return node
