"""Consolidated texts as CONVEX makes them from consolidated Formex: an act with all its amendments worked in.

Classes name the units (`title-article-norm`, `no-parag`, `grid-list`), units have ids (`art_4a`, `anx_XIV`). There are
no recitals. ▼M1 and ►M1 … ◄ say where each passage comes from; they are no text of the act. Consolidated texts have no
legal effect: the page says so before the act begins.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.content import Content, Format
from pipeline.extract.eu.extraction import ReadPage, extraction, page_chars
from pipeline.extract.eu.languages import CLOSING
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.page import first_text, parse_page
from pipeline.extract.eu.walk import Element, Walker, find_act, roles_by_class, text_of
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits, tidy

_ROLES = {
    "eli-container": Role.TEXT,
    "eli-title": Role.ARTICLE_HEADING,
    "title-doc-first": Role.TITLE,
    "title-doc-last": Role.TITLE,
    "title-doc-oj-reference": Role.FURNITURE,
    "title-division-1": Role.DIVISION,
    "title-division-2": Role.DIVISION_HEADING,
    "title-article-norm": Role.ARTICLE,
    "stitle-article-norm": Role.ARTICLE_HEADING,
    "title-article-quoted": Role.QUOTED_ARTICLE,
    "stitle-article-quoted": Role.ARTICLE_HEADING,
    "title-annex-1": Role.ANNEX,
    "title-annex-2": Role.ANNEX_HEADING,
    "title-gr-seq-level-1": Role.SECTION,
    "title-gr-seq-level-2": Role.SECTION,
    "title-gr-seq-level-3": Role.SECTION,
    "title-gr-seq-level-4": Role.SECTION,
    "title-gr-seq-level-5": Role.SECTION,
    "title-gr-seq-level-6": Role.SECTION,
    "title-gr-seq-level-7": Role.SECTION,
    "title-toc": Role.CONTENTS,
    "toc-item": Role.CONTENTS,
    "signatory": Role.SIGNATURE,
    "footnote": Role.NOTE,
    "modref": Role.MARK,
    "arrow": Role.MARK,
    "reference": Role.FURNITURE,
    "disclaimer": Role.FURNITURE,
}
_ROLE_OF = roles_by_class(_ROLES)
_AROUND_TEXT = frozenset((Role.TITLE, Role.FURNITURE, Role.MARK))
_FATE = frozenset(("hd-modifiers", "title-fam-member"))
# "02024R1689 — EN — 27.07.2026 — 001.001", in older titles with the sector of the act: "31995L0046 — EN — 20.11.2003".
_REFERENCE = re.compile(
    r"(?P<act>\d{4}[A-Z]{1,2}\d{4})(?:R\(\d+\))?\s*—\s*(?P<language>[A-Z]{2})\s*—"
    r"(?:\s*(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4}))?"
)
_MARK = re.compile(r"►\s?(?:[A-Z]{1,3}\d*)?|◄")
_LONGEST_HEADING = 250
_NOTE_ID = re.compile(r"E\d+")
_STANDING_MARK = re.compile(r"\W*▼\s?[A-Z]{1,3}\d*\W*")


def _recognises(content: Content) -> bool:
    return b"title-article-norm" in content.body or b'class="title-doc-first"' in content.body


def _read(content: Content) -> Extraction:
    root = parse_page(content)
    _mark_table_notes(root)
    _mark_contents(root)
    act, outside = find_act(root, _ROLE_OF)
    chars = page_chars(act)
    marks = take_out_marks(act)
    lines = [*marks, *without_header(Walker(_ROLE_OF, outside).read(act))]
    _find_article_headings(lines)
    if all(line.role in _AROUND_TEXT for line in lines) and (fate := _fate(root)):
        lines.append(Line(Role.TEXT, fate))
        chars += letters_and_digits(fate)
    language, celex = stated_identity(root)
    return extraction(content, FORMAT, ReadPage(lines, chars, language, celex=celex))


def _fate(root: Element) -> str:
    """What became of an act that is repealed: its page has only the title and, in the place of the amendments,
    "Repealed by:" "Council Regulation (EU) 2019/1111 of 25 June 2019"."""
    named = (element for element in root.iter("p") if element.get("class") in _FATE)
    return tidy(" ".join(map(text_of, named)))


def _mark_table_notes(root: Element) -> None:
    """Notes below a table have the class of its cells, the id that their mark leads to, and at times their words in
    paragraphs of their own: `div.tbl-norm` > `a#E0017` "(1)", `p.inline-element`. Make one paragraph of each."""
    for element in root.iter("p", "div"):
        first = next(element.iterchildren("*"), None)
        if element.get("class") != "tbl-norm" or first is None or first.tag != "a":
            continue
        if _NOTE_ID.fullmatch(first.get("id", "")) and not (element.text or "").strip():
            element.set("class", "footnote")
            for inner in element.iterdescendants("p", "div"):
                inner.tag, inner.tail = "span", f" {inner.tail or ''}"


def _mark_contents(root: Element) -> None:
    """Entries of a list of contents may have the class of text; the table that its title stands in has them all, unless
    it holds the whole act."""
    for title in root.iterfind(".//p[@class='title-toc']"):
        table = next(title.iterancestors("table"), None)
        if table is not None and table.find(".//p[@class='title-article-norm']") is None:
            table.set("class", "title-toc")


def _find_article_headings(lines: Iterable[Line]) -> None:
    """Some pages set the headings of articles as text: "Counterclaims" after "Article 100", "(Article 4(1) of Directive
    2014/65/EU)" after such a heading. No sentence ends there, and the text of the article follows."""
    kept = [line for line in lines if line.role not in (Role.MARK, Role.NOTE)]
    for before, line, after in zip(kept, kept[1:], kept[2:], strict=False):
        follows = before.role is Role.ARTICLE or (before.role is Role.ARTICLE_HEADING and line.text[:1] in "([")
        if follows and _may_be_heading(line) and _begins_text(after):
            line.role = Role.ARTICLE_HEADING


def _may_be_heading(line: Line) -> bool:
    text = line.text
    is_plain = line.role is Role.TEXT and not line.depth and len(text) < _LONGEST_HEADING
    return is_plain and (text[0].isupper() or text[0] in "([") and (text[-1].isalnum() or text[-1] in ")]")


def _begins_text(line: Line) -> bool:
    """Whether a line is the first of the text below a heading: not the rest of a sentence, nor what ends the act."""
    if line.role is Role.PARAGRAPH:
        return True
    return (
        line.role is Role.TEXT
        and not line.text[:1].islower()
        and line.text[:1] not in ")],;:"
        and not CLOSING.match(line.text)
    )


def stated_identity(root: Element) -> tuple[str, str]:
    """Language and CELEX number in the reference line or the title, "" each if it states none."""
    found = _REFERENCE.search(
        first_text(root, ("string(//p[@class='reference'])", "string(//title)", "string(//body/p)"))
    )
    if not found:
        return "", ""
    day = f"{found['year']}{found['month']}{found['day']}"
    return found["language"], f"0{found['act']}-{day}" if found["day"] else ""


# A page may spell them ("&#1;"); lxml reads them but does not let them be written back.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def take_out_marks(root: Element) -> list[Line]:
    """Remove ►M1 and ◄ from the tree: they stand inside sentences. Returns them as lines, to be counted."""
    marks: list[str] = []

    def keep(mark: re.Match[str]) -> str:
        marks.append(mark[0])
        return ""

    for element in root.iter("*"):
        if element.text and ("►" in element.text or "◄" in element.text):
            element.text = _CONTROL.sub("\ufffd", _MARK.sub(keep, element.text))
        if element.tail and ("►" in element.tail or "◄" in element.tail):
            element.tail = _CONTROL.sub("\ufffd", _MARK.sub(keep, element.tail))
    return [Line(Role.MARK, mark) for mark in marks]


def without_header(lines: Iterable[Line]) -> Iterator[Line]:
    """The act begins at the first ▼ mark; before it, the page repeats the title and lists the amendments.

    Where a corrigendum changed the title, marks stand also in that header: then the act begins at the marks before the
    title comes again.
    """
    kept = list(lines)
    start = _start(kept)
    for at, line in enumerate(kept):
        if at < start and line.role is not Role.NOTE:
            line.role = Role.FURNITURE
        elif _STANDING_MARK.fullmatch(line.text):
            line.role = Role.MARK
        yield line


def _start(lines: Sequence[Line]) -> int:
    marks = [at for at, line in enumerate(lines) if _STANDING_MARK.fullmatch(line.text)]
    titles = [at for at, line in enumerate(lines) if line.role is Role.TITLE]
    again = next((at for at in titles[1:] if lines[at].text == lines[titles[0]].text), 0)
    before_title = (at for at in marks if at < again and set(range(at, again)) <= set(marks))
    return next(before_title, marks[0] if marks else 0)


FORMAT = Format("consolidated_xhtml", 14, _recognises, _read)
