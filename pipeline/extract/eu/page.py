"""An HTML page, parsed with care: truncated and hostile pages are refused, not half read."""

import re
from collections.abc import Iterable
from html import escape

from lxml import etree

from pipeline.errors import HostileDocument, MalformedDocument, NotTheDocument
from pipeline.extract.content import Content
from pipeline.extract.eu.walk import Element
from pipeline.extract.html_bytes import as_utf8, has_end_tag

_FILE_LANGUAGE = re.compile(r"\b[A-Z]+_\d+([A-Z]{2})\.")
_LANGUAGE = "string(//p[@class='oj-hd-lg' or @class='hd-lg'])"
_LANGUAGE_AROUND = ("string(//meta[@name='WT.z_usr_lan']/@content)", "string(/html/@lang)")
_LIMIT = "ERR_RESOURCE_LIMIT"
# To its end or that of the page, so that a million beginnings are looked at once.
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)(\]\]>|\Z)", re.DOTALL)


def parse_page(content: Content) -> Element:
    """The root of a page's element tree, without comments: nothing but elements and text is in it.

    Raises `MalformedDocument` if the page stops before its end tag (a broken transfer: the rest of the act is missing),
    `HostileDocument` if libxml2 leaves out what is deeper than 256 levels (real acts: about 60) or longer than 10 MB,
    `NotTheDocument` if it holds no element at all.
    """
    if not has_end_tag(content.body):
        raise MalformedDocument(f"{content.url}: the page stops before </html>; crawl again later")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(_CDATA.sub(_escaped, as_utf8(content)), parser)
    if any(entry.type_name == _LIMIT for entry in parser.error_log):
        raise HostileDocument(
            f"{content.url}: elements nest more than 256 levels deep, or a text is longer than 10 MB; look at the page"
        )
    if root is None:
        raise NotTheDocument(f"{content.url}: the page has no elements; look at the page")
    return root


def _escaped(section: re.Match[bytes]) -> bytes:
    """The words of a CDATA section as XHTML has them; to a parser of HTML the whole is a comment."""
    return escape(section[1].decode()).encode() if section[2] else section[0]


def first_text(root: Element, paths: Iterable[str]) -> str:
    """The first non-empty string that one of these XPath expressions gives: "string(…)" each."""
    found = (str(root.xpath(path)).strip() for path in paths)
    return next((text for text in found if text), "")


def stated_language(root: Element) -> str:
    """The language that a text of the Official Journal states in its running head, or the name of its source
    ("L_202401689EN.000101.xml"), or the page around it.

    The page around it comes last: it may speak the reader's language, not the text's.
    """
    if own := first_text(root, (_LANGUAGE,)):
        return own
    named = _FILE_LANGUAGE.search(first_text(root, ("string(//title)",)))
    return named[1] if named else first_text(root, _LANGUAGE_AROUND)
