"""Where an amending act quotes the words that it puts into another one."""

import re

_CLOSERS = {"‘": "’", "“": "”", "«": "»", "„": "“”", '"': '"'}
# "is replaced by the following: ‘", "the following Article is inserted: «".
_OPENING = re.compile(r"(?::|^)\s?(?P<mark>[‘“«„\"])")
# A closing mark, not the apostrophe of "the Office’s data": the instruction or the list of instructions goes on behind
# it.
_BEHIND = r"\s?(?:[;.,](?!\w)|$|(?:and|et)\b|\(\w{1,4}\)\s|\d+\)\s)"


def quoted(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations that follow an instruction, without their marks, in order."""
    spans: list[tuple[int, int]] = []
    at = 0
    while opening := _OPENING.search(text, at):
        closing = re.compile(rf"[{_CLOSERS[opening['mark']]}]{_BEHIND}").search(text, opening.end())
        end = closing.start() if closing else len(text)
        spans.append((opening.end(), end))
        at = end
    return spans
