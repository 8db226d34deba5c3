"""Paragraphs of a quotation: text that an order puts into another one, and that must not become its own.

"Section 9 is amended to read as follows: “Sec. 9. (a) … (b) ….”" The quoted sections and letters look like the order's.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.structure.blocks import Block

# The Federal Register prints ‘‘ and ’’; its text has `` and ''. What stands before a straight mark shows which it is.
# That is looked at after the mark: the engine passes over text at once where it knows every first character.
_OPENS = r"“|``|‘‘|\"(?<![^\s(\[—]\")"
_OPENING, _CLOSING = re.compile(_OPENS), re.compile(r"”|''|’’|\"(?<=[^\s(\[—]\")")
_INTRODUCED = re.compile(rf":\s*(?:{_OPENS})")
_LONGEST = 200
"""Paragraphs. A mark that is not closed within them is a slip of the pen."""


def with_quotations(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those marked that go on a quotation which begins after a colon; the one that introduces it is not.

    Where each paragraph repeats the opening mark, none begins with a number or letter that could be the order's own.
    """
    marked = list(blocks)
    index = 0
    while index < len(blocks):
        last = _last_quoted(blocks, index)
        first = index if _OPENING.match(blocks[index].text) else index + 1
        marked[first : last + 1] = [replace(block, quoted=True) for block in blocks[first : last + 1]]
        index = last + 1
    return marked


def _last_quoted(blocks: Sequence[Block], start: int) -> int:
    """Where a quotation ends that begins in the block `start`; `start` itself if none goes beyond it."""
    before = blocks[start - 1].text if start else ""
    text = blocks[start].text
    introduced = before.endswith(":") and _OPENING.match(text)
    depth = _surplus(text)
    if depth <= 0 or not (introduced or _INTRODUCED.search(text)):
        return start
    for index in range(start + 1, min(len(blocks), start + _LONGEST)):
        depth += _surplus(blocks[index].text)
        if depth <= 0:
            return index
    return start


def _surplus(text: str) -> int:
    return len(_OPENING.findall(text)) - len(_CLOSING.findall(text))
