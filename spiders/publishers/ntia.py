"""Reading the pages of www.ntia.gov: listings, feed, articles and the menus of its reports. Pure: no network here.

The class names of the live site are not known for certain, so nothing here needs one: links are known by their
addresses, dates by `time[datetime]`, the text by `main` or the role of that name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from parsel import Selector
from scrapy.http import Response

from pipeline.errors import MalformedDocument
from pipeline.identifiers import canonical_url, url_id
from pipeline.model import DocumentKind, Part
from pipeline.normalise import tidy
from spiders.publishers.answers import each, feed_day, linked, misshapen, web_address
from spiders.publishers.pages import first_day

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
_LEAST_MENU = 3
"""Links that make a list a report's menu; prev and next alone are two."""
_MAIN = '*[self::main or @role="main"]'
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
    """The words of the main part, without menus: for scoring, not for showing."""


def article_kind(url: str) -> DocumentKind | None:
    """Kind of document behind an address of the site, None if it is not an article."""
    found = _ARTICLE.fullmatch(urlsplit(canonical_url(url)).path)
    return KINDS[found[1]] if found else None


def report_root(url: str) -> str:
    """Address of the report or programme page that a page below the AI section belongs to, "" if there is none.

    Everything below `…/artificial-intelligence/<name>` is one document, also below the section's old address.
    """
    parts = urlsplit(canonical_url(url))
    home = urlsplit(HOME)
    names = parts.path.removeprefix(AI_SECTION + "/").split("/")
    inside = parts.hostname == home.hostname and parts.path.startswith(AI_SECTION + "/") and names[0]
    return f"{HOME}{AI_SECTION}/{names[0]}" if inside else ""


def listing(response: Response) -> tuple[Listed, ...]:
    """The articles of a listing page or of the AI hub, each once."""
    found: dict[str, Listed] = {}
    for link in response.xpath(f"//{_MAIN}//a[@href]"):
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
    boxes = link.xpath(f"ancestor::*[self::article or self::li or self::div or self::tr][ancestor::{_MAIN}]")
    for box in reversed(boxes):
        articles = {canonical_url(linked(response, href)) for href in box.xpath(".//a/@href").getall()}
        if sum(bool(article_kind(other)) for other in articles) > 1:
            break
        own = box
    if own is None:
        return Listed(address, title, "", "")
    return Listed(address, title, _stamp(own), tidy(" ".join(own.xpath(".//text()").getall())))


def feed(body: bytes, url: str) -> tuple[Listed | MalformedDocument, ...]:
    """The items of the RSS feed, and what is wrong with those that cannot be read. Raises `MalformedDocument` if it is
    not one."""
    try:
        root = etree.fromstring(body.strip(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        raise misshapen(url, "an RSS feed", body) from fault
    return tuple(each(root.iter("item"), _item, url))


def _item(entry: Any) -> Listed:
    summary = Selector(text=entry.findtext("description") or "-")
    teaser = tidy(" ".join(summary.xpath("//text()").getall()))
    address = canonical_url(web_address((entry.findtext("link") or "").strip(), "link"))
    return Listed(address, tidy(entry.findtext("title") or ""), feed_day(entry.findtext("pubDate") or ""), teaser)


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
        or response.xpath(f"//{_MAIN}//h1")
        or response.xpath("//h1")[-1:]
    )
    title = tidy(" ".join(headings[:1].xpath(".//text()").getall()))
    title = title or tidy(response.xpath('//meta[@property="og:title"]/@content').get(""))
    main = response.xpath(f"//{_MAIN}[not(ancestor::{_MAIN})]") or response.xpath("//body")
    words = main.xpath(f".//text()[not({_CHROME}) and not({_SIDE_MENU}) and not(ancestor::script or ancestor::style)]")
    body = tidy(" ".join(words.getall()))
    return Page(title, _stamp(main), body)


def _stamp(box: "Selector | Sequence[Selector]") -> str:
    """First dated `time` inside: blog rows have an empty one before it."""
    boxes = [box] if isinstance(box, Selector) else box
    stamps = [stamp for part in boxes for stamp in part.xpath(".//time/@datetime").getall()]
    return first_day(stamps)


def report_links(response: Response) -> tuple[str, ...]:
    """Roots of the reports that a page links to, in its order."""
    hrefs = response.xpath(f"//{_MAIN}//a/@href").getall()
    return tuple(dict.fromkeys(filter(None, (report_root(linked(response, href)) for href in hrefs))))


def report_pages(response: Response, here: str, root: str) -> tuple[str, ...]:
    """The pages of a report in the order in which this page names them: its menu or else its steps back and forth,
    then other links. The page itself is among them, by the address `here`."""
    boxes = [_inside(response, [box], root) for box in response.xpath("//ul | //ol | //nav")]
    menu = max(boxes, key=len, default=())
    back = _inside(response, response.xpath('//a[contains(@rel, "prev")]'), root)
    onward = _inside(response, response.xpath('//a[contains(@rel, "next")]'), root)
    steps = (*back[:1], here, *onward[:1])
    order = reading_order(menu if len(menu) >= _LEAST_MENU else (), steps)
    return (*order, *(link for link in _inside(response, response.xpath("/*"), root) if link not in order))


def _inside(response: Response, boxes: Sequence[Selector], root: str) -> tuple[str, ...]:
    """Addresses of the report's own pages that are linked inside, each once, in order."""
    hrefs = [href for box in boxes for href in box.xpath("descendant-or-self::a/@href").getall()]
    links = (canonical_url(linked(response, href)) for href in hrefs)
    pages = (link for link in links if report_root(link) == root and not urlsplit(link).query)
    return tuple(dict.fromkeys(link for link in pages if not link.endswith(".pdf")))


def reading_order(known: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    """Add the pages that one page names to the order known so far.

    A menu may unfold only the chapter that is open. A new page goes right after the page that its menu has before it.
    """
    order = list(known)
    for at, link in enumerate(named):
        if link not in order:
            before = named[at - 1] if at else None
            order.insert(order.index(before) + 1 if before in order else len(order) if before else 0, link)
    return tuple(order)


def renditions(response: Response) -> tuple[str, ...]:
    """Addresses of the PDF files that a page offers for download."""
    hrefs = response.xpath(f"//{_MAIN}//a/@href").getall()
    links = (canonical_url(linked(response, href)) for href in hrefs)
    return tuple(dict.fromkeys(link for link in links if link.lower().endswith(".pdf") and link.startswith(HOME)))


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page of a report, fetched."""

    url: str
    part: Part
    published: str
    """ISO date, "" where it has none."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report while its pages are fetched."""

    root: str
    """Address that all its pages begin with: its identity."""
    order: tuple[str, ...]
    """Addresses of the pages known so far, in reading order."""
    fetched: tuple[ReportPage, ...] = ()
    """In the order of fetching."""
    pdfs: tuple[str, ...] = ()

    @property
    def document_id(self) -> str:
        return url_id(self.root)

    @property
    def unread(self) -> str:
        """The next page to fetch, "" when all are there."""
        read = {page.url for page in self.fetched}
        return next((url for url in self.order if url not in read), "")

    def with_page(self, page: ReportPage, response: Response) -> "Report":
        """The report with one more page, and what that page names."""
        order = reading_order(self.order, report_pages(response, page.url, self.root))
        pdfs = tuple(dict.fromkeys((*self.pdfs, *renditions(response))))
        return replace(self, order=order, fetched=(*self.fetched, page), pdfs=pdfs)

    def without(self, url: str) -> "Report":
        """The report without an address that leads to another of its pages."""
        return replace(self, order=tuple(known for known in self.order if known != url))

    @property
    def pages(self) -> tuple[ReportPage, ...]:
        """The pages in reading order."""
        return tuple(sorted(self.fetched, key=lambda page: self.order.index(page.url)))
