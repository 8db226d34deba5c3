"""Official Journal XHTML as the converter CONVEX 9 makes it (since 2023, and for acts back to 2006 remade then).

Classes start with "oj-", units have ids of the European Legislation Identifier: `div#rct_102`, `div#art_53`, paragraph
`div#053.002`, `div#anx_XI`. EUR-Lex pages hold the same body inside site chrome; only Cellar's page is fetched, but the
archive may hold the other.
"""

from pipeline.extract.content import Content, Format
from pipeline.extract.eu.extraction import extraction, page_chars
from pipeline.extract.eu.lines import Role
from pipeline.extract.eu.page import first_text, parse_page
from pipeline.extract.eu.walk import Walker, roles_by_class
from pipeline.model import Extraction

_ROLES = {
    "eli-container": Role.TEXT,
    "eli-title": Role.ARTICLE_HEADING,
    "doc-ti": Role.TITLE,
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
_LANGUAGE = (
    "string(//p[@class='oj-hd-lg' or @class='hd-lg'])",
    "string(//meta[@name='WT.z_usr_lan']/@content)",
    "string(/html/@lang)",
)


def _recognises(content: Content) -> bool:
    return any(mark in content.body for mark in (b"oj-ti-art", b"oj-doc-ti", b'"ti-art', b'"doc-ti'))


def _read(content: Content) -> Extraction:
    root = parse_page(content)
    # What stands outside the containers is the journal's running header, its addresses, or EUR-Lex's site.
    contained = root.find(".//div[@class='eli-container']") is not None
    walker = Walker(roles_by_class(_ROLES, prefix="oj-"), Role.FURNITURE if contained else Role.TEXT)
    return extraction(content, FORMAT, walker.read(root), page_chars(root), first_text(root, _LANGUAGE))


FORMAT = Format("oj_xhtml", 1, _recognises, _read)
