"""Parsing XML and HTML that strangers wrote: no network, no entities, no depth that would stop the process."""

import re
import warnings

from bs4 import BeautifulSoup, UnusualUsageWarning
from lxml import etree

from pipeline.errors import HostileDocument, MalformedDocument
from pipeline.extract.content import Content

# Nothing of it is matched in a second way: a hundred comments without a root after them would take forever.
PROLOG = r"(?><\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*+"
"""What may stand before the root element, as a pattern for `re.DOTALL`."""

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def parse_xml(content: Content) -> etree._Element:
    """The root of a well-formed XML document; the XML declaration may be missing.

    Raises `MalformedDocument` if it is broken or truncated or has an entity that it does not declare, `HostileDocument`
    if it declares entities or nests deeper than libxml2 allows (256 levels; Federal Register documents have 9).
    """
    if _DOCTYPE.search(content.head) and _ENTITY.search(content.head):
        raise HostileDocument(f"{content.url}: the XML declares its own entities, which are not expanded; look at it")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        if "xcessive depth" in str(error) or "huge" in str(error) or "limit" in str(error):
            raise HostileDocument(f"{content.url}: {error}; look at it") from error
        raise MalformedDocument(f"{content.url}: broken or truncated XML: {error}; crawl again later") from error
    # A document type that is elsewhere may declare it, so that libxml2 finds no fault. What follows it hangs on it, and
    # was lost to the end of the element.
    unknown = next(root.iter(etree.Entity), None)
    if unknown is not None:
        raise MalformedDocument(f"{content.url}: the XML does not say what {unknown.text} means; look at it")
    return root


def parse_html(markup: str | bytes) -> BeautifulSoup:
    """A page, or a piece of one, as forgiving as browsers read it. Bytes are in UTF-8.

    A page that begins like XML, or a comment that is nothing but an address, is what its publisher has, and no mistake
    of ours that Beautiful Soup need warn of.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnusualUsageWarning)
        return BeautifulSoup(markup, "lxml", from_encoding="utf-8" if isinstance(markup, bytes) else None)
