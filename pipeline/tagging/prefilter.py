"""Most text says nothing about openness. This decides so in a few passes of substring search, and never loses a cue.

Why it is exact: every phrase of every cue contains all letter runs of at least one anchor (checked when rules are
loaded); phrases are matched on folded text; and folded text has no ASCII letter run that the lower-case text lacks,
unless there is an unusual character or a word broken over two lines (see `pipeline.tagging.folding`). Such text is
never ruled out here."""

import re

from pipeline.tagging.folding import UNUSUAL
from pipeline.tagging.vocabulary import Anchors

_DOUBTFUL = re.compile(f"[{UNUSUAL}\u2010]")
# A superset of what folding joins. It begins with a plain character: the regular expression engine skips to those at
# memory speed.
_BROKEN_WORD = re.compile(r"-\s+(?!(?:and|or|to|versus|vs|et|ou)\b)(?=[a-z])")


def may_hold_cue(text: str, anchors: Anchors) -> bool:
    """False only if no strong cue can match in `text`, whole or in part."""
    if holds_anchor(text, anchors):
        return True
    if _BROKEN_WORD.search(text) and holds_anchor(_BROKEN_WORD.sub("", text), anchors):
        return True
    return not text.isascii() and _DOUBTFUL.search(text) is not None


def holds_anchor(text: str, anchors: Anchors) -> bool:
    """Whether all runs of an anchor stand in the text in lower case. Exact for folded text."""
    # Bytes: `str.lower` of non-ASCII text runs at 50 MB/s, `bytes.lower` at 1 GB/s, and anchors are ASCII.
    lower = text.encode("utf-8", "surrogatepass").lower()
    for run, others in anchors:
        if run in lower:
            for rest in others:
                for other in rest:
                    if other not in lower:
                        break
                else:
                    return True
    return False
