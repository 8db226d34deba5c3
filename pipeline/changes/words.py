"""The words that were taken out and put in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

Operation = Literal["equal", "delete", "insert"]

_LONG = 4_000
"""Words and blanks from which on frequent ones no longer anchor the search."""
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def word_diff(before: str, after: str) -> tuple[tuple[Operation, str], ...]:
    """The way from one text to the other, word by word.

    The pieces marked "equal" and "delete", joined, give `before`; "equal" and "insert" give `after`. Where words were
    replaced, the deletion stands before the insertion.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    # The exact search is quadratic in how often a word repeats.
    matcher = SequenceMatcher(None, old, new, autojunk=len(new) > _LONG)
    steps = [
        (tag == "equal", "".join(old[i1:i2]), "".join(new[j1:j2])) for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    ]
    return tuple(_pieces(_without_islands(steps)))


_Step = tuple[bool, str, str]
"""Whether the text stayed, the old piece, the new piece."""


def _without_islands(steps: Sequence[_Step]) -> list[_Step]:
    """Join changes that only a blank or a comma holds apart: three replaced words in a row read as one replacement."""
    joined: list[_Step] = []
    for number, (stayed, old, new) in enumerate(steps):
        island = stayed and 0 < number < len(steps) - 1 and not re.search(r"\w", old)
        if joined and not joined[-1][0] and (island or not stayed):
            _, old_before, new_before = joined.pop()
            joined.append((False, old_before + old, new_before + new))
        else:
            joined.append((stayed, old, new))
    return joined


def _pieces(steps: Iterable[_Step]) -> Iterator[tuple[Operation, str]]:
    for stayed, old, new in steps:
        if stayed:
            yield "equal", old
            continue
        if old:
            yield "delete", old
        if new:
            yield "insert", new
