"""Most text says nothing about openness. This decides so in a few passes of substring search, and never loses a cue.

Why it is exact: every phrase of every cue contains all letter runs of at least one anchor (checked when rules are
loaded); phrases are matched on folded text; and folded text has no ASCII letter run that the lower-case text lacks,
unless there is an unusual character or a word broken over two lines (see `pipeline.tagging.folding`). Such text is
never ruled out here."""

import re

from pipeline.tagging.folding import UNUSUAL
from pipeline.tagging.vocabulary import Anchors

_DOUBTFUL = re.compile(f"[{UNUSUAL}\u2010]")
# A superset of what folding joins, and what stands wherever it does.
_BROKEN_WORD = re.compile(r"-\s+(?!(?:and|or|to|versus|vs|et|ou)\b)(?=[a-z])")
_HYPHEN_AND_BLANK = re.compile(rb"-[\s\x1c-\x1f\x80-\xff]")
_ASCII = bytes(range(128))


def may_hold_cue(text: str, anchors: Anchors) -> bool:
    """False only if no strong cue can match in `text`, whole or in part."""
    # Bytes: `str.lower` of non-ASCII text runs at 50 MB/s, `bytes.lower` at 1 GB/s, and anchors are ASCII.
    lower = text.encode("utf-8", "surrogatepass").lower()
    if _holds(lower, anchors):
        return True
    if _HYPHEN_AND_BLANK.search(lower) and holds_anchor(_BROKEN_WORD.sub("", text), anchors):
        return True
    if lower.isascii():
        return False
    # A few characters are left, even of text full of quotation marks and dashes.
    return _DOUBTFUL.search(lower.translate(None, _ASCII).decode("utf-8", "surrogatepass")) is not None


def holds_anchor(text: str, anchors: Anchors) -> bool:
    """Whether all runs of an anchor stand in the text in lower case. Exact for folded text."""
    return _holds(text.encode("utf-8", "surrogatepass").lower(), anchors)


def _holds(lower: bytes, anchors: Anchors) -> bool:
    for run, others in anchors:
        if run in lower:
            for rest in others:
                for other in rest:
                    if other not in lower:
                        break
                else:
                    return True
    return False
