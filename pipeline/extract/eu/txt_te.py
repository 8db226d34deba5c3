"""Acts published before 2004, as EUR-Lex kept them: HTML 4.01 with the text in `<TXT_TE>`, one bare `<p>` a line.

Some pages lack this element or have it empty; their text stands in `div#TexteOnly`, which is around it in the others.
Only the wording shows where a unit begins. Footnotes follow the signatures (and an annex's follow the annex) as
numbered lines; their marks stand in the text as "(1)".
"""

import re
from collections.abc import Sequence

from pipeline.errors import NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.eu.extraction import ReadPage, extraction, page_chars
from pipeline.extract.eu.languages import ANNEX
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.page import first_text, parse_page
from pipeline.extract.eu.walk import Element, Walker, has_text
from pipeline.extract.eu.wording import by_wording
from pipeline.model import Extraction

_LANGUAGE = ("string(/html/@lang)", "string(//meta[@name='DC.language']/@content)")
_NOTE = re.compile(r"\((?P<number>\d{1,3})\)\s")

_PLACE = re.compile(r">(PIC FILE=.*|TABLE POSITION)>")
"""Where the Journal has a picture or a table that the page leaves out."""


def _recognises(content: Content) -> bool:
    body = content.body.lower()
    return b"<txt_te>" in body or b'id="texteonly"' in body


def _read(content: Content) -> Extraction:
    root = parse_page(content)
    body = _text(root)
    if body is None:
        raise NotTheDocument(f"{content.url}: no TXT_TE element, which holds the text of an act; look at the page")
    lines = Walker(lambda _: None).read(body)
    for line in lines:
        if _PLACE.fullmatch(line.text):
            line.role = Role.FURNITURE
    _find_notes(lines)
    page = ReadPage(list(by_wording(lines)), page_chars(body), first_text(root, _LANGUAGE))
    return extraction(content, FORMAT, page)


def _text(root: Element) -> Element | None:
    for path in (".//txt_te", ".//div[@id='TexteOnly']"):
        found = root.find(path)
        if found is not None and has_text(found):
            return found
    return None


def _find_notes(lines: Sequence[Line]) -> None:
    """Make footnotes of the lines "(1) …", "(2) …" that end the act or an annex and whose marks stand in its text."""
    begin = start = 0
    for at, line in enumerate(lines):
        number = _number(line)
        if number == 1:
            start = at
        last = at + 1 == len(lines)
        if number and (last or ANNEX.match(lines[at + 1].text)):
            notes = lines[start : at + 1]
            if [_number(note) for note in notes] == list(range(1, number + 1)):
                _link(lines[begin:start], notes)
            begin = at + 1


def _number(line: Line) -> int:
    found = _NOTE.match(line.text)
    return int(found["number"]) if found else 0


def _link(texts: Sequence[Line], notes: Sequence[Line]) -> None:
    """Link marks and notes in the order of their numbers. "Article 14(2)" is not a mark: a digit comes before it."""
    owners: list[Line] = []
    at = 0
    for number in range(1, len(notes) + 1):
        mark = re.compile(rf"[^\d\s(]\({number}\)")
        found = next((place for place in range(at, len(texts)) if mark.search(texts[place].text)), None)
        if found is not None:
            at = found
            owners.append(texts[found])
            notes[number - 1].ids = (f"note-{len(texts)}-{number}",)
            texts[found].notes += notes[number - 1].ids
    if 2 * len(owners) > len(notes):
        for note in notes:
            note.role = Role.NOTE


FORMAT = Format("txt_te", 14, _recognises, _read)
