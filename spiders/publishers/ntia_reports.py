"""The reports of NTIA, each of many pages: which pages one has, in which order they are read. Pure: no network here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from parsel import Selector
from scrapy.http import Response

from pipeline.identifiers import canonical_url, url_id
from pipeline.model import Part
from spiders.publishers.answers import linked
from spiders.publishers.ntia import AI_SECTION, HOME, MAIN
from spiders.publishers.pages import is_pdf_address

_LEAST_MENU = 3
"""Links that make a list a report's menu; prev and next alone are two."""


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
    other_names: Mapping[str, str] = field(default_factory=dict)
    """Addresses that lead to a page which `order` has under another one, and that one."""

    @property
    def document_id(self) -> str:
        return url_id(self.root)

    @property
    def unread(self) -> str:
        """The next page to fetch, "" when all are there."""
        read = {page.url for page in self.fetched}
        return next((url for url in self.order if url not in read), "")

    def known_as(self, url: str) -> str:
        """The address under which `order` has a page, or would have it."""
        return self.other_names.get(url, url)

    def with_page(self, page: ReportPage, response: Response) -> "Report":
        """The report with one more page, and what that page names."""
        here = canonical_url(response.url)
        report = self._naming(here, page.url)
        named = map(report.known_as, report_pages(response, here, self.root))
        order = reading_order(self.order, tuple(dict.fromkeys(named)))
        pdfs = tuple(dict.fromkeys((*self.pdfs, *renditions(response))))
        return replace(report, order=order, fetched=(*self.fetched, page), pdfs=pdfs)

    def without(self, url: str, leads_to: str) -> "Report":
        """The report without an address that leads to another of its pages."""
        order = tuple(known for known in self.order if known != url)
        return replace(self._naming(url, leads_to), order=order)

    def _naming(self, other: str, url: str) -> "Report":
        """That a page which `order` has under one address has another one: pages name a renamed one by either."""
        return replace(self, other_names={**self.other_names, other: url})

    @property
    def pages(self) -> tuple[ReportPage, ...]:
        """The pages in reading order."""
        return tuple(sorted(self.fetched, key=lambda page: self.order.index(page.url)))


def report_root(url: str) -> str:
    """Address of the report or programme page that a page below the AI section belongs to, "" if there is none.

    Everything below `…/artificial-intelligence/<name>` is one document, also below the section's old address.
    """
    section = f"{HOME}{AI_SECTION}/"
    address = canonical_url(url).partition("?")[0]
    return section + address.removeprefix(section).partition("/")[0] if address.startswith(section) else ""


def report_links(response: Response) -> tuple[str, ...]:
    """Roots of the reports that a page links to, in its order."""
    hrefs = response.xpath(f"//{MAIN}//a/@href").getall()
    return tuple(dict.fromkeys(filter(None, (report_root(linked(response, href)) for href in hrefs))))


def report_pages(response: Response, here: str, root: str) -> tuple[str, ...]:
    """The pages of a report in the order in which this page names them: its menu or else its steps back and forth,
    then other links. The page itself is among them, by the address `here`."""
    boxes = [_inside(response, [box], root) for box in response.xpath("//ul | //ol | //nav")]
    menu = max(boxes, key=len, default=())
    back = _inside(response, response.xpath('//a[contains(@rel, "prev")]'), root)
    onward = _inside(response, response.xpath('//a[contains(@rel, "next")]'), root)
    steps = (*back, here, *onward)
    order = reading_order(menu if len(menu) >= _LEAST_MENU else (), steps)
    return (*order, *(link for link in _inside(response, response.xpath("/*"), root) if link not in order))


def _inside(response: Response, boxes: Sequence[Selector], root: str) -> tuple[str, ...]:
    """Addresses of the report's own pages that are linked inside, each once, in order."""
    hrefs = [href for box in boxes for href in box.xpath("descendant-or-self::a/@href").getall()]
    links = (canonical_url(linked(response, href)) for href in hrefs)
    pages = (link for link in links if report_root(link) == root and not urlsplit(link).query)
    return tuple(dict.fromkeys(link for link in pages if not is_pdf_address(link)))


def reading_order(known: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    """Add the pages that one page names to the order known so far.

    A menu may unfold only the chapter that is open. A new page goes right after the page that its menu has before it.
    """
    order = list(known)
    for at, link in enumerate(named):
        if link not in order:
            order.insert(order.index(named[at - 1]) + 1 if at else 0, link)
    return tuple(order)


def renditions(response: Response) -> tuple[str, ...]:
    """Addresses of the PDF files that a page offers for download."""
    hrefs = response.xpath(f"//{MAIN}//a/@href").getall()
    links = (canonical_url(linked(response, href)) for href in hrefs)
    return tuple(dict.fromkeys(link for link in links if is_pdf_address(link) and link.startswith(HOME)))
