"""Roles by wording, for markup that has no names for units: a line is an article's title because it says "Article 5".

Only lines outside enumerations are looked at. Texts of the Official Journal before 2004, and consolidated texts of that
time, follow the drafting rules closely enough for this; a heading is told from text by its end: it has no full stop.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.extract.eu.headings import read_heading
from pipeline.extract.eu.labels import split_paragraph, split_point
from pipeline.extract.eu.languages import ANNEX, ARTICLE, DONE_AT, WHEREAS, division_kind
from pipeline.extract.eu.lines import Line, Role

_LONGEST_HEADING = 250
_SHORTEST_TITLE = 8
"""Letters of an unnumbered title in capitals, "FINAL PROVISIONS"; shorter capitals are names."""
_LONGEST_NAME = 120
_LONGEST_TITLE = 12
"""Lines of a title, at most: an act without an enacting formula must not become all title."""
_ENDS_SENTENCE = frozenset(".,;:")
_ARTICLES = re.compile(r"(article|artikel|artículo|articolo|artigo)\b", re.IGNORECASE)
_NOTE = re.compile(r"\(?(?P<number>\d{1,3})\)\s+\S")
_HEADED = (Role.ARTICLE, Role.DIVISION, Role.ANNEX)
_HEADING_OF = {
    Role.ARTICLE: Role.ARTICLE_HEADING,
    Role.DIVISION: Role.DIVISION_HEADING,
    Role.ANNEX: Role.ANNEX_HEADING,
    Role.DIVISION_HEADING: Role.DIVISION_HEADING,
    Role.ANNEX_HEADING: Role.ANNEX_HEADING,
}


def by_wording(lines: Iterable[Line]) -> Iterator[Line]:
    """Give roles to the TEXT lines of an act. Other lines pass as they are."""
    reader = _Wording()
    for line in lines:
        if line.role is Role.TEXT and not line.depth:
            yield from reader.read(line)
        else:
            reader.pass_by(line)
            yield line


class _Wording:
    def __init__(self) -> None:
        self._phase = "title"
        self._title_lines = 0
        self._previous = Role.TITLE
        self._introduced = False
        """The article began with unnumbered text: its numbers are points."""

    def pass_by(self, line: Line) -> None:
        if line.role in (Role.POINT, Role.HANGING) and self._phase == "title":
            self._phase = "preamble"
        if line.role is not Role.MARK:
            self._previous = line.role

    def read(self, line: Line) -> Iterator[Line]:
        for each in self._read(line):
            self._previous = each.role
            yield each

    def _read(self, line: Line) -> Iterator[Line]:
        text = line.text
        if ARTICLE.fullmatch(text):
            self._phase, self._introduced = "articles", False
            line.role = Role.ARTICLE
        elif ANNEX.match(text) and len(text) < _LONGEST_NAME and not _is_sentence(text) and self._phase != "title":
            self._phase, self._introduced = "annex", False
            line.role = Role.ANNEX
        elif self._phase in ("title", "preamble") and not division_kind(text):
            yield from self._before_articles(line)
            return
        elif (
            self._previous not in _HEADING_OF
            and text.isupper()
            and not _is_sentence(text)
            and len(text) > _SHORTEST_TITLE
        ):
            line.role = Role.DIVISION if self._phase == "articles" else Role.SECTION
        elif self._phase == "annex" and _is_division(text):
            line.role = Role.SECTION
        elif _is_division(text):
            yield from self._division(line)
            return
        elif DONE_AT.match(text) or self._phase == "final":
            yield self._final(line)
            return
        elif self._previous in _HEADING_OF and self._is_heading(text):
            line.role = _HEADING_OF[self._previous]
        else:
            line = self._body(line)
        yield line

    def _before_articles(self, line: Line) -> Iterator[Line]:
        if self._phase == "title" and not _opens_preamble(line.text) and self._title_lines < _LONGEST_TITLE:
            self._title_lines += 1
            line.role = Role.TITLE
            yield line
            return
        self._phase = "preamble"
        split = split_point(line.text)
        if split and split[0].is_number:
            line = Line(Role.POINT, split[1], split[0].text, anchor=line.anchor, notes=line.notes, ids=line.ids)
        yield line

    def _division(self, line: Line) -> Iterator[Line]:
        """ "Section 1: Establishment and information requirements" is a name and a heading."""
        self._phase = "articles"
        _, name, heading = read_heading(line.text)
        yield Line(Role.DIVISION, name or line.text, anchor=line.anchor)
        if name and heading:
            yield Line(Role.DIVISION_HEADING, heading)

    def _final(self, line: Line) -> Line:
        self._phase = "final"
        line.role = Role.NOTE if _NOTE.match(line.text) else Role.SIGNATURE
        return line

    def _is_heading(self, text: str) -> bool:
        return len(text) < _LONGEST_HEADING and text[-1] not in _ENDS_SENTENCE and not split_point(text)

    def _body(self, line: Line) -> Line:
        """Text of an article or annex: its number, if it starts with one, set apart."""
        split = split_paragraph(line.text) if not self._introduced and self._phase == "articles" else None
        role = Role.PARAGRAPH if split else Role.POINT
        split = split or split_point(line.text)
        if split is None:
            self._introduced = (
                self._introduced or self._previous in _HEADING_OF or self._previous is Role.ARTICLE_HEADING
            )
            return line
        label, text = split
        return Line(role, text, label.text, anchor=line.anchor, notes=line.notes, ids=line.ids)


def _is_sentence(text: str) -> bool:
    return text[-1] in _ENDS_SENTENCE


def _opens_preamble(text: str) -> bool:
    """ "THE COUNCIL OF THE EUROPEAN UNION," or, where the institution is missing, the first citation or recital."""
    return (
        (text.isupper() and text.endswith(","))
        or bool(WHEREAS.match(text))
        or text.startswith(("Having regard", "vu "))
    )


def _is_division(text: str) -> bool:
    """A chapter's title line."""
    if len(text) > _LONGEST_HEADING or _is_sentence(text):
        return False
    return bool(division_kind(text) and read_heading(text)[1])
