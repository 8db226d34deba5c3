"""Reading the pages of www.ntia.gov: listings, feed and articles. Pure: no network here.

The class names of the live site are not known for certain, so nothing here needs one: links are recognised by their
addresses, dates by `time[datetime]`, the text by `main` or the role of that name.
"""

import re
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from parsel import Selector, SelectorList
from scrapy.http import Response

from pipeline.errors import MalformedDocument
from pipeline.identifiers import canonical_url
from pipeline.model import DocumentKind
from pipeline.normalise import tidy
from spiders.publishers import feeds
from spiders.publishers.answers import each, feed_day, linked
from spiders.publishers.pages import first_day, stated_day

HOME = "https://www.ntia.gov"
AI_SECTION = "/programs-and-initiatives/artificial-intelligence"

KINDS: dict[str, DocumentKind] = {
    "press-release": "press_release",
    "blog": "blog_post",
    "speechtestimony": "speech",
    "federal-register-notice": "notice",
}
"""First part of an article's path -> kind of document. Also the addresses of the listings."""

_ARTICLE = re.compile(rf"/({'|'.join(KINDS)})/\d{{4}}/[^/]+")
MAIN = '*[self::main or @role="main"]'
"""The main part of a page, in XPath."""
_CHROME = (
    "ancestor-or-self::*[self::nav or self::header or self::footer or self::aside or self::form or self::noscript]"
)
_SIDE_MENU = 'ancestor-or-self::*[contains(@class, "sidenav") or contains(@class, "book-pager")]'


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a listing or the feed shows it."""

    url: str
    title: str
    published: str
    """ISO date, "" where none is shown."""
    teaser: str


@dataclass(frozen=True, slots=True)
class Page:
    """An article or a page of a report."""

    title: str
    published: str
    """ISO date of its first `time`, "" where it has none."""
    text: str
    """The words of the main part, without menus: to tell what it is about, not to show."""


def article_kind(url: str) -> DocumentKind | None:
    """Kind of document behind an address of the site, None if it is not an article."""
    found = _ARTICLE.fullmatch(urlsplit(canonical_url(url)).path)
    return KINDS[found[1]] if found else None


def listing(response: Response) -> tuple[Listed, ...]:
    """The articles of a listing page or of the AI hub, each once."""
    found: dict[str, Listed] = {}
    for link in response.xpath(f"//{MAIN}//a[@href]"):
        address = canonical_url(linked(response, link.attrib["href"]))
        title = tidy(" ".join(link.xpath(".//text()").getall()))
        if article_kind(address) and title and address not in found:
            found[address] = _listed(response, address, title, link)
    return tuple(found.values())


def _listed(response: Response, address: str, title: str, link: Selector) -> Listed:
    """Date and teaser stand in the largest box around the link that holds no other article.

    Never in a box around the main part: on a listing of one article that is the whole page, whose menu names the AI
    section.
    """
    own = None
    boxes = link.xpath(f"ancestor::*[self::article or self::li or self::div or self::tr][ancestor::{MAIN}]")
    for box in reversed(boxes):
        if _holds_another(response, address, box):
            break
        own = box
    if own is None:
        return Listed(address, title, "", "")
    text = tidy(" ".join(own.xpath(".//text()").getall()))
    # In 2023 listings wrote the day in words: <span class="views-created-dot-type--created">July 30, 2024</span>.
    return Listed(address, title, _stamp(own) or stated_day(text.replace(title, "", 1)), text)


def _holds_another(response: Response, address: str, box: Selector) -> bool:
    """Whether a box links to another article. Looks no further than the first: the box around a list of 400 has all of
    them, and each asks for it."""
    links = (canonical_url(linked(response, link.get("href", ""))) for link in box.root.iter("a"))
    return any(link != address and article_kind(link) for link in links)


def feed(body: bytes, url: str) -> tuple[Listed | MalformedDocument, ...]:
    """The items of the RSS feed, and what is wrong with those that cannot be read or with a feed that stops before its
    end. Raises `MalformedDocument` if it is not one."""
    items, cut = feeds.items(body, url)
    return (*each(items, partial(_item, feed=url), url), *cut)


def _item(entry: Selector, feed: str) -> Listed:
    summary = Selector(text=entry.xpath("description/text()").get(""))
    return Listed(
        url=canonical_url(feeds.address(entry, feed)),
        title=tidy(entry.xpath("title/text()").get("")),
        published=feed_day(entry.xpath("pubDate/text()").get("")),
        teaser=tidy(" ".join(summary.xpath("//text()").getall())),
    )


def next_page(response: Response) -> str:
    """The pager's next link, "" on the last page. Never count up: a number past the end shows the last page again."""
    links = response.xpath(
        '//a[contains(concat(" ", @rel, " "), " next ")]/@href | //li[contains(@class, "pager__item--next")]//a/@href'
    )
    following = linked(response, links[0].get()) if links else ""
    same_listing = urlsplit(following).path.rstrip("/") == urlsplit(response.url).path.rstrip("/")
    return following if same_listing and following != response.url else ""


def page(response: Response) -> Page:
    """Title, date and words of an article or report page."""
    # The site's name is a first h1, outside the main part.
    headings = (
        response.xpath('//h1[contains(@class, "page-title")]')
        or response.xpath(f"//{MAIN}//h1")
        or response.xpath("//h1")[-1:]
    )
    title = tidy(" ".join(headings[:1].xpath(".//text()").getall()))
    title = title or tidy(response.xpath('//meta[@property="og:title"]/@content').get(""))
    main = response.xpath(f"//{MAIN}[not(ancestor::{MAIN})]") or response.xpath("//body")
    words = main.xpath(f".//text()[not({_CHROME}) and not({_SIDE_MENU}) and not(ancestor::script or ancestor::style)]")
    body = tidy(" ".join(words.getall()))
    return Page(title, _stamp(main), body)


def _stamp(box: Selector | SelectorList[Selector]) -> str:
    """First dated `time` inside: blog rows have an empty one before it."""
    return first_day(box.xpath(".//time/@datetime").getall())
