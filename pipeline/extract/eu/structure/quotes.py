"""Which lines are quoted: text that an amending act puts into another act, and that must not become its own.

Amending acts write: in Article 17, the following paragraph is added: ‘3. … (a) … (b) ….’; the quoted paragraph, its
points, whole quoted articles and annexes look like the act's own. They differ by the quotation marks around them.
"""

import re
from dataclasses import dataclass

from pipeline.extract.eu.labels import CLOSING_QUOTES, OPENING_QUOTES
from pipeline.extract.eu.languages import division_kind
from pipeline.extract.eu.lines import Line, Role

_OPENS = re.compile(rf"[{re.escape(OPENING_QUOTES)}]\s?\S")
_CLOSES = re.compile(rf"(?P<mark>[{re.escape(CLOSING_QUOTES)}])\s?(?:\(\d+\)|[.;,:\s])*$")
_CLOSING_OF = {"‘": "’'", "“": '”"', "«": "»", "„": '“”"', "‹": "›"}
"""Marks inside a quotation are of another kind: «b) “institution”: …». The straight ones are a converter's."""
# "‘law enforcement authority’ means:" quotes a term, it opens no quotation.
_TERM = re.compile(
    rf"[{re.escape(OPENING_QUOTES)}][^{re.escape(CLOSING_QUOTES)}]{{1,120}}[{re.escape(CLOSING_QUOTES)}]\W"
)
_QUOTED = re.compile(rf"[{re.escape(OPENING_QUOTES)}][^{re.escape(CLOSING_QUOTES)}]*[{re.escape(CLOSING_QUOTES)}]")


@dataclass(slots=True)
class Quotation:
    """A quotation that is open."""

    depth: int
    closing: str
    """The marks of which one closes it."""
    is_of_words: bool
    """It began with a point, a paragraph or text, not with the title of an article or division, and holds none yet."""
    holds_articles: bool = False
    """It holds an article that the publisher calls quoted."""


class QuoteTracker:
    """Follows the lines of one article and says which of them are inside a quotation."""

    def __init__(self) -> None:
        self.open: Quotation | None = None
        self._introduced = False
        """The line before announces what follows."""

    def opens(self, line: Line) -> bool:
        """Whether a line begins a quotation, if none is open."""
        if line.role in (Role.ARTICLE, Role.QUOTED_ARTICLE, Role.QUOTED_TITLE):
            # "the following Article is inserted:" announces a quoted one, whatever marks the converter lost.
            return self._introduced or bool(_OPENS.match(line.text))
        if line.label:
            return bool(_OPENS.match(line.label))
        return self._introduced and bool(_OPENS.match(line.text)) and not _TERM.match(line.text)

    def encloses(self, line: Line) -> bool:
        """Whether a line stands inside the open quotation: one that lies less deep stands after it."""
        return self.open is not None and line.depth >= self.open.depth

    def close(self) -> None:
        """Forget an open quotation: a unit of the act itself begins."""
        self.open = None
        self._introduced = False

    def follow(self, line: Line, *, foreign: bool = False) -> bool:
        """Take the next line; True if it is quoted, as one is that the publisher marks as foreign to the article."""
        if not self.encloses(line):
            self.open = _opened(line) if foreign or self.opens(line) else None
        quotation = self.open
        if quotation is not None:
            quotation.holds_articles |= line.role is Role.QUOTED_ARTICLE
            quotation.is_of_words &= line.role is not Role.ARTICLE
            if _closes(line.text, quotation):
                self.open = None
        self._introduced = line.text.endswith(":")
        return quotation is not None

    def follow_note(self, text: str) -> None:
        """Take a footnote. That of a quoted passage is quoted with it, and the closing mark stands at its end."""
        if self.open is not None and _closes(_QUOTED.sub("", text), self.open):
            self.close()


def _opened(line: Line) -> Quotation:
    closing = _CLOSING_OF.get((line.label or line.text)[:1], CLOSING_QUOTES)
    is_title = line.role is not Role.TEXT or division_kind(line.text.lstrip(OPENING_QUOTES))
    return Quotation(line.depth, closing, is_of_words=bool(line.label) or not is_title)


def _closes(text: str, quotation: Quotation) -> bool:
    closing = _CLOSES.search(text)
    return closing is not None and closing["mark"] in quotation.closing
