"""Roles by wording, for markup that has no names for units: a line is an article's title because it says "Article 5".

Only lines outside enumerations are looked at. Texts of the Official Journal before 2004, and consolidated texts of that
time, follow the drafting rules closely enough for this; a heading differs from text in having no full stop at its end.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.extract.eu.headings import read_heading
from pipeline.extract.eu.labels import article_number, split_paragraph, split_point
from pipeline.extract.eu.languages import ANNEX, ARTICLE, ARTICLE_AND_TITLE, CLOSING, WHEREAS, division_kind
from pipeline.extract.eu.lines import Line, Role

_LONGEST_HEADING = 250
_SHORTEST_NAMELESS = 8
"""Letters of an unnumbered title in capitals, "FINAL PROVISIONS"; shorter ones are names."""
_LONGEST_NAME = 120
_LONGEST_TITLE = 12
"""Lines of a title, at most: an act without an enacting formula must not become all title."""
_ENDS_SENTENCE = frozenset(".,;:")
_MARK = re.compile(r"\s\(\d{1,2}\)$")
_NOTE = re.compile(r"\(?(?P<number>\d{1,3})\)\s+\S")
_PHASE_OF = {Role.ARTICLE: "articles", Role.DIVISION: "articles", Role.ANNEX: "annex"}
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
            continue
        # "‘Article 3" in a point is the title of an article that the point puts into another act.
        if line.role is Role.TEXT and ARTICLE.fullmatch(line.text):
            line.role = Role.QUOTED_ARTICLE
        reader.pass_by(line)
        yield line


class _Wording:
    def __init__(self) -> None:
        self._phase = "title"
        self._title_lines = 0
        self._previous = Role.TITLE
        self._articles = 0
        """The number of the last article."""

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
        if name_and_title := self._next_article(line):
            self._phase = "articles"
            yield from name_and_title
            return
        role = self._title_role(line.text)
        if role is Role.ARTICLE:
            self._articles = int("0" + "".join(filter(str.isdecimal, article_number(line.text))))
        if role in _PHASE_OF:
            self._phase = _PHASE_OF[role]
        if role is Role.DIVISION:
            yield from _division(line)
        elif role is not None:
            line.role = role
            yield line
        elif self._phase in ("title", "preamble"):
            yield self._before_articles(line)
        elif CLOSING.match(line.text) or self._phase == "final":
            yield self._final(line)
        else:
            yield self._body(line)

    def _next_article(self, line: Line) -> tuple[Line, Line] | None:
        """Number and title of the next article, if both stand in this line: some pages have only a line break there."""
        found = ARTICLE_AND_TITLE.fullmatch(line.text) if self._phase in ("preamble", "articles") else None
        if found is None or article_number(found["name"]) != str(self._articles + 1):
            return None
        self._articles += 1
        role = Role.TEXT if _is_sentence(line.text) else Role.ARTICLE_HEADING
        title = Line(role, found["rest"], notes=line.notes, ids=line.ids)
        return Line(Role.ARTICLE, found["name"], anchor=line.anchor), title

    def _title_role(self, text: str) -> Role | None:
        """The role of a line that is a title or its second line, None if it is text."""
        if ARTICLE.fullmatch(text) or self._is_next_with_note(text):
            return Role.ARTICLE
        if self._phase == "title" or _is_sentence(text) or len(text) > _LONGEST_HEADING:
            return None
        if ANNEX.match(text) and len(text) < _LONGEST_NAME:
            return Role.ANNEX
        if _is_division(text):
            return Role.SECTION if self._phase == "annex" else Role.DIVISION
        if self._phase not in ("articles", "annex") or split_point(text):
            return None
        if self._previous in _HEADING_OF:
            return _HEADING_OF[self._previous]
        if text.isupper() and len(text) > _SHORTEST_NAMELESS:
            return Role.SECTION if self._phase == "annex" else Role.DIVISION
        return None

    def _is_next_with_note(self, text: str) -> bool:
        """ "Article 26 (6)", where (6) is the mark of a footnote. Text that names a paragraph seldom names one of
        the article that would come next."""
        name = _MARK.sub("", text)
        return name != text and bool(ARTICLE.fullmatch(name)) and article_number(name) == str(self._articles + 1)

    def _before_articles(self, line: Line) -> Line:
        if self._phase == "title" and not _opens_preamble(line.text) and self._title_lines < _LONGEST_TITLE:
            self._title_lines += 1
            line.role = Role.TITLE
            return line
        self._phase = "preamble"
        split = split_point(line.text)
        if split and split[0].is_number:
            return Line(Role.POINT, split[1], split[0].text, anchor=line.anchor, notes=line.notes, ids=line.ids)
        return line

    def _final(self, line: Line) -> Line:
        self._phase = "final"
        line.role = Role.NOTE if _NOTE.match(line.text) else Role.SIGNATURE
        return line

    def _body(self, line: Line) -> Line:
        """Text of an article or annex: its number, if it starts with one, set apart."""
        split = split_paragraph(line.text) if self._phase == "articles" else None
        role = Role.NUMBERED if split else Role.POINT
        split = split or split_point(line.text)
        if split is None:
            return line
        label, text = split
        return Line(role, text, label.text, anchor=line.anchor, notes=line.notes, ids=line.ids)


def _is_sentence(text: str) -> bool:
    return text[-1] in _ENDS_SENTENCE


def _opens_preamble(text: str) -> bool:
    """ "THE COUNCIL OF THE EUROPEAN UNION," ("DER RAT DER EUROPÄISCHEN UNION -") or, where the institution is missing,
    the first citation or recital."""
    return (
        (text.isupper() and text.endswith((",", "-", "–", "—")))
        or bool(WHEREAS.match(text))
        or text.startswith(("Having regard", "vu "))
    )


def _is_division(text: str) -> bool:
    return bool(division_kind(text) and read_heading(text)[1])


def _division(line: Line) -> Iterator[Line]:
    """ "Section 1: Establishment and information requirements" is a name and a heading."""
    _, name, heading = read_heading(line.text)
    yield Line(Role.DIVISION, name or line.text, anchor=line.anchor)
    if name and heading:
        yield Line(Role.DIVISION_HEADING, heading)
