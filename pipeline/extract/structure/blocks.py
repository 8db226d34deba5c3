"""What every American format is first turned into: a flat run of headings, paragraphs, notes and table rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.model import Provision
from pipeline.normalise import letters_and_digits

CONTENTS = re.compile(r"(?:table of )?contents:?|on this page:?|in this section:?", re.IGNORECASE)
_LONGEST_ENTRY = 120
"""Characters of an entry that ends as a sentence does."""

BlockKind = Literal["heading", "paragraph", "footnote", "table", "preamble", "signature", "amendment", "section"]


@dataclass(frozen=True, slots=True)
class Block:
    """One printed piece of text, tidy, in reading order."""

    kind: BlockKind
    text: str
    level: int = 0
    """Of a heading: 1 is the highest."""
    number: str = ""
    """Of a footnote, its mark; of a section of regulations, "§ 740.27"."""
    anchor: str = ""
    emphases: tuple[str, ...] = ()
    """The phrases of `text` that are printed in italics, where the format says so."""
    italic_number: str = ""
    """The last of the numbers and letters in brackets that `text` begins with, if it is printed in italics."""
    quoted: bool = False
    """Whether it goes on a quotation: its numbers and letters are those of another text."""
    opens: bool = False
    """Of a section of regulations: whether it begins here."""
    page: str = ""
    """Of a PDF, as it is cited: "p. 12"; "" where there are no pages."""


class Dropped:
    """Counts the letters and digits that are left out, by reason."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, reason: str, text: str) -> None:
        """Leave `text` out because of `reason`."""
        if count := letters_and_digits(text):
            self._counts[reason] = self._counts.get(reason, 0) + count

    def counts(self) -> tuple[tuple[str, int], ...]:
        """(reason, letters and digits), in the order in which reasons first came up."""
        return tuple(self._counts.items())


def covered(provisions: Iterable[Provision]) -> int:
    """Letters and digits in the provisions, each counted once: sub-units stand in the text of their parents."""
    with_text = set()
    total = 0
    for provision in provisions:
        if not provision.text:
            total += letters_and_digits(provision.heading)
        else:
            with_text.add(provision.path)
            if provision.parent not in with_text:
                total += letters_and_digits(provision.text)
    return total


def without_contents(blocks: Iterable[Block], dropped: Dropped) -> list[Block]:
    """The blocks without a printed table of contents: its heading and the entries up to the next heading or sentence.

    The introduction of many a page has no heading of its own.
    """
    kept: list[Block] = []
    inside = False
    for block in blocks:
        if block.kind == "heading":
            inside = bool(CONTENTS.fullmatch(block.text))
        elif len(block.text) > _LONGEST_ENTRY and block.text.endswith("."):
            inside = False
        if inside and block.kind in {"heading", "paragraph", "table"}:
            dropped.add("table of contents", block.text)
        else:
            kept.append(block)
    return kept
