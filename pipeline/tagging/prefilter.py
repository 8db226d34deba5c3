"""Most text says nothing about openness. This rules it out in one pass, and never loses a cue.

Why it is exact: every phrase of every cue contains all letter runs of at least one anchor (checked when rules are
loaded); phrases are matched on folded text; and folded text has no ASCII letter run that the lower-case text lacks,
unless there is an unusual character or a word broken over two lines (see `pipeline.tagging.folding`). Such text is
never ruled out here."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

from pipeline.literals import Literals
from pipeline.tagging.folding import UNUSUAL

_DOUBTFUL = re.compile(f"[{UNUSUAL}\u2010]")
# More than folding joins, which parts no letters; and what stands wherever it does.
_BROKEN_WORD = re.compile(r"-\s+")
_HYPHEN_AND_BLANK = re.compile(rb"-[\s\x1c-\x1f\x80-\xff]")
_ASCII = bytes(range(128))


class Anchors:
    """Sets of ASCII letter runs, of which one must stand in a text that holds a cue. Pickled as these.

    All runs are looked for in one pass. A set is compared with what was found only where its first run stands.
    """

    def __init__(self, anchors: Iterable[tuple[str, ...]] = ()) -> None:
        self._anchors = tuple(anchors)
        self._runs = Literals(dict.fromkeys(chain.from_iterable(self._anchors)))
        self._sets: dict[str, list[frozenset[str]]] = {}
        """By the first run."""
        for anchor in self._anchors:
            self._sets.setdefault(anchor[0], []).append(frozenset(anchor))

    def __reduce__(self) -> tuple[Any, ...]:
        return Anchors, (self._anchors,)

    def stand_in(self, lower: bytes) -> bool:
        """Whether all runs of one of the sets stand in a text in lower case."""
        found = self._runs.found_in(lower)
        return any(runs <= found for first in found for runs in self._sets.get(first, ()))


def may_hold_cue(text: str, anchors: Anchors) -> bool:
    """False only if no strong cue can match in `text`, whole or in part."""
    # Bytes: `str.lower` of non-ASCII text runs at 50 MB/s, `bytes.lower` at 1 GB/s, and anchors are ASCII.
    lower = text.encode("utf-8", "surrogatepass").lower()
    if anchors.stand_in(lower):
        return True
    if _HYPHEN_AND_BLANK.search(lower) and holds_anchor(_BROKEN_WORD.sub("", text), anchors):
        return True
    if lower.isascii():
        return False
    # A few characters are left, even of text full of quotation marks and dashes.
    return _DOUBTFUL.search(lower.translate(None, _ASCII).decode("utf-8", "surrogatepass")) is not None


def holds_anchor(text: str, anchors: Anchors) -> bool:
    """Whether all runs of an anchor stand in the text in lower case. Exact for folded text."""
    return anchors.stand_in(text.encode("utf-8", "surrogatepass").lower())
