"""RSS feeds and sitemaps as content systems write them: at times with a letter that XML forbids, at times cut short.
Pure."""

import re
from collections.abc import Sequence
from html import unescape
from typing import TypeVar
from urllib.parse import urljoin

from parsel import Selector

from pipeline.errors import MalformedDocument
from pipeline.normalise import tidy
from spiders.publishers.answers import misshapen, web_address

_T = TypeVar("_T")

# The end tag of a feed or sitemap, or one that holds nothing.
_END = re.compile(rb"</(?:\w+:)?(?:rss|urlset|sitemapindex)\s*>|<(?:rss|urlset|sitemapindex)\b[^>]*/>")
# In a CDATA section it is no reference.
_REFERENCE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(amp|lt|gt|quot|apos);", re.DOTALL)


def items(body: bytes, url: str) -> tuple[Sequence[Selector], Sequence[MalformedDocument]]:
    """The items of an RSS feed, in its order, and what is wrong with one that stops before its end. Raises
    `MalformedDocument` if it is not one: what stands in its place under status 200 must not pass for the end of the
    list."""
    entries = xml(body)
    if not entries.xpath("/rss"):
        raise misshapen(url, "an RSS feed", body)
    return whole(entries.xpath("//item"), body, url)


def address(item: Selector, url: str) -> str:
    """Where an item of the feed at `url` leads: by its link, which may be written as on a page, or by its permanent
    name, if that is an address. Raises `ValueError` if it leads nowhere."""
    link, name = (tidy(item.xpath(f"{each}/text()").get("")) for each in ("link", "guid[not(@isPermaLink='false')]"))
    return web_address(urljoin(url, link) if link else name, "link")


def xml(body: bytes) -> Selector:
    """XML as far as it can be read: a letter that is not allowed in one entry must not cost the others.

    Behind the first fault libxml2 drops every "&amp;" and "&lt;", in addresses too, and keeps "&#38;" and "&#60;".
    """
    return Selector(text=_REFERENCE.sub(_by_number, body.decode("utf-8", "replace")), type="xml")


def _by_number(found: re.Match[str]) -> str:
    return f"&#{ord(unescape(found[0]))};" if found[1] else found[0]


def whole(entries: Sequence[_T], body: bytes, url: str) -> tuple[Sequence[_T], Sequence[MalformedDocument]]:
    """The entries of a list that arrived whole. A program that fails while it writes one ends the answer as if nothing
    had happened, in the middle of an entry."""
    if _END.search(body):
        return entries, ()
    message = f"{url}: stops before its end, so that not all it lists is known; crawl again later"
    return entries[:-1], (MalformedDocument(message),)
