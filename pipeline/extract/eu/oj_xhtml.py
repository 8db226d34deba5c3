"""Official Journal XHTML, as the converter CONVEX makes it from Formex.

Since version 9 (2023, and acts back to 2006 were remade then) classes start with "oj-", and units have the ids of the
European Legislation Identifier: `div#rct_102`, `div#art_53`, paragraph `div#053.002`, `div#anx_XI`. Versions 3 to 8
have the same classes without the prefix, and no ids. EUR-Lex pages hold the same body inside site chrome.
"""

from pipeline.extract.content import Content, Format
from pipeline.extract.eu.extraction import ReadPage, extraction, page_chars
from pipeline.extract.eu.lines import Role
from pipeline.extract.eu.page import parse_page, stated_language
from pipeline.extract.eu.walk import Walker, find_act, roles_by_class
from pipeline.model import Extraction

_ROLES = {
    "eli-container": Role.TEXT,
    "eli-title": Role.ARTICLE_HEADING,
    "doc-ti": Role.TITLE,
    "quotation-ti": Role.QUOTED_TITLE,
    "ti-section-1": Role.DIVISION,
    "ti-section-2": Role.DIVISION_HEADING,
    "ti-art": Role.ARTICLE,
    "sti-art": Role.ARTICLE_HEADING,
    "ti-grseq-1": Role.SECTION,
    "ti-grseq-2": Role.SECTION,
    "ti-grseq-3": Role.SECTION,
    "final": Role.SIGNATURE,
    "signatory": Role.SIGNATURE,
    "note": Role.NOTE,
    "hd-ti": Role.FURNITURE,
    "hd-lg": Role.FURNITURE,
    "hd-coll": Role.FURNITURE,
    "hd-uniq": Role.FURNITURE,
    "hd-date": Role.FURNITURE,
    "hd-oj": Role.FURNITURE,
    "no-doc-c": Role.FURNITURE,
}
_ROLE_OF = roles_by_class(_ROLES, prefix="oj-")
_MARKS = (b"oj-ti-art", b"oj-doc-ti", b'class="ti-art"', b'class="doc-ti"')


def _recognises(content: Content) -> bool:
    return any(mark in content.body for mark in _MARKS)


def _read(content: Content) -> Extraction:
    root = parse_page(content)
    act, outside = find_act(root, _ROLE_OF)
    lines = Walker(_ROLE_OF, outside).read(act)
    return extraction(content, FORMAT, ReadPage(lines, page_chars(act), stated_language(root)))


FORMAT = Format("oj_xhtml", 14, _recognises, _read)
