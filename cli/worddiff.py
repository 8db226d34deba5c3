"""Two texts as one, with the words that were taken out and put in."""

import re

import click

from cli.output import harmless
from pipeline.changes import word_diff

_LONGEST = 60
"""Characters of a change in a line of a list."""
_CONTEXT = 60
"""Characters of unchanged text on either side of a change; what lies between is left out."""


def marked(before: str, after: str, *, whole: bool) -> str:
    """The texts as one. On a terminal click colours what is taken out red and what is put in green; the marks
    [-…-] and {+…+} of `git diff --word-diff` stay where colours are stripped. Long stretches that stayed are left out
    unless the `whole` text is to be shown."""
    pieces = []
    diff = word_diff(before, after)
    for place, (operation, text) in enumerate(diff):
        shown = harmless(text)
        if operation == "delete":
            pieces.append(click.style(f"[-{shown}-]", fg="red"))
        elif operation == "insert":
            pieces.append(click.style(f"{{+{shown}+}}", fg="green"))
        else:
            pieces.append(shown if whole else _shortened(shown, first=place == 0, last=place == len(diff) - 1))
    return "".join(pieces)


def differences(before: str, after: str) -> str:
    """The first words that changed, for a line of a list; of a text that came or went, its first words."""
    if not before or not after:
        return _short((before or after).rpartition("\n")[2])
    pieces = [(operation, text.strip()) for operation, text in word_diff(before, after) if operation != "equal"]
    changed = [piece for piece in pieces if re.search(r"\w", piece[1])] or pieces
    words = [f"-{_short(text)}" if operation == "delete" else f"+{_short(text)}" for operation, text in changed[:2]]
    return " ".join(words) + (" …" if len(changed) > len(words) else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _shortened(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * _CONTEXT + 3:
        return text
    head = "" if first else text[:_CONTEXT]
    tail = "" if last else text[-_CONTEXT:]
    return f"{head} … {tail}"
