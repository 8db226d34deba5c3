"""What stands before the enacting terms of an act: citations, recitals, and at times a list of contents."""

from pipeline.extract.eu.labels import Label
from pipeline.extract.eu.languages import CONTENTS, WHEREAS
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.structure.blocks import Block
from pipeline.extract.eu.structure.draft import Draft
from pipeline.model import ProvisionKind
from pipeline.normalise import letters_and_digits

_ENDS_CONTENTS = frozenset((Role.TITLE, Role.DIVISION, Role.ARTICLE, Role.ANNEX))
_LONGEST_INTRODUCTION = 100
"""Letters and digits of "Whereas:", "HAVE ADOPTED THIS REGULATION:"; longer texts with a colon are recitals."""


class Preamble:
    """Adds the lines of the preamble to the draft of an act."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._in_contents = False

    def lists_contents(self, line: Line) -> bool:
        """Whether a line is of the list of contents that stands before the first article or division: it repeats their
        titles, which would pass for recitals."""
        if line.role in _ENDS_CONTENTS or not (self._draft.in_preamble and self._draft.has_articles):
            self._in_contents = False
        elif CONTENTS.fullmatch(line.text):
            self._in_contents = True
        return self._in_contents

    def add_text(self, line: Line) -> None:
        """Add an unnumbered line: a citation, a recital, a formula, or what goes on one of them."""
        draft = self._draft
        introduction = _is_introduction(line)
        kind = None if draft.top and line.depth else self._kind(line, introduction=introduction)
        if kind is None:
            draft.add_text(line)
            return
        draft.begin(Block(kind, anchor=line.anchor, parts=[line.text]))
        # "HAS ADOPTED THIS RECOMMENDATION:": in a text without articles nothing else says that the preamble is over.
        if introduction and draft.has_recitals and not draft.has_articles:
            draft.in_preamble = False

    def _kind(self, line: Line, *, introduction: bool) -> ProvisionKind | None:
        """What a line begins; None if it goes on with a recital."""
        top = self._draft.top
        if line.role is Role.SECTION:
            # A heading between the recitals of a long decision, "1. INTRODUCTION".
            return "preamble"
        if introduction:
            return "citation" if line.anchor.startswith("cit_") else "preamble"
        if line.anchor.startswith("rct_") or WHEREAS.match(line.text) or self._is_only_recital(line):
            return "recital"
        if line.anchor.startswith("cit_") or not (top is None or self._draft.has_recitals):
            return "citation"
        return None if top is not None and top.kind == "recital" and not top.anchor else "preamble"

    def _is_only_recital(self, line: Line) -> bool:
        """Whether a line without a number follows "Whereas:". "I. FACTS" there is a heading: no sentence ends it."""
        top = self._draft.top
        introduced = top is not None and top.kind == "preamble" and WHEREAS.match(top.own_words().strip())
        return bool(introduced) and line.text.endswith((".", ",", ";"))

    def is_recital(self, line: Line, label: Label) -> bool:
        """Whether a numbered line is a recital; "(a)" after a numbered recital is its point, whatever its depth."""
        top = self._draft.top
        numbered = top is not None and top.kind == "recital" and top.label is not None and top.label.is_number
        return not line.depth and not (numbered and not label.is_number)


def opens_recitals(line: Line) -> bool:
    """ "Whereas:", or a line that the converter calls a recital."""
    if line.anchor.startswith("rct_"):
        return True
    return line.role is Role.TEXT and not line.depth and bool(WHEREAS.match(line.text)) and _is_introduction(line)


def _is_introduction(line: Line) -> bool:
    return line.text.endswith(":") and letters_and_digits(line.text) < _LONGEST_INTRODUCTION
