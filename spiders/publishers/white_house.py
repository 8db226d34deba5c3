"""How whitehouse.gov and its archive list what they publish. Pure.

Feeds hold a teaser and less text than the page; feeds and listings overlap only partly.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from scrapy import Selector
from scrapy.http import Response

from pipeline.errors import MalformedDocument
from pipeline.identifiers import is_web_address
from pipeline.normalise import tidy
from spiders.publishers import feeds, pages
from spiders.publishers.answers import each, feed_day, linked, misshapen, web_address
from spiders.publishers.pages import Link, about_ai

_MEMO = re.compile(r"\bM-\d\d-\d\d\b")
_MEMO_BEFORE_TITLE = re.compile(r"^(?:OMB )?(?:Memorandum )?M-\d\d-\d\d\s*[,:–—-]?\s*")
# "AI-Action-Plan-2025-07, Winning the Race: America's AI Action Plan": lists put the name of a file before its title.
_FILE_BEFORE_TITLE = re.compile(r"^(?=\S*\d)\w+(?:-\w+){2,},\s+")
_DATE_AFTER_TITLE = re.compile(r"\s*\((?:[A-Z][a-z]+ \d{1,2}, \d{4}|[\d,. ]+(?:pages?|[KM]B))[^)]*\)$")


@dataclass(frozen=True, slots=True)
class Action:
    """A presidential action as a feed or listing shows it."""

    url: str
    title: str
    day: str
    """ISO date in Washington where the list states it, else in UTC; "" where it states none."""
    text: str = ""
    """Teaser and text of the feed, without markup; "" from a listing."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan or a memorandum as a page links it."""

    url: str
    title: str
    memo: str
    """Number of the OMB memorandum, "M-24-10", "" if it is not one."""
    day: str
    """ISO date of publication, "" if the page does not tell."""


def feed(body: bytes, url: str) -> tuple[Action | MalformedDocument, ...]:
    """The actions of an RSS feed, in its order, and what is wrong with items that are none or with a feed that stops
    before its end. Raises `MalformedDocument` if it is not one."""
    items, cut = feeds.items(body, url)

    def read(item: Selector) -> Action:
        item.register_namespace("content", "http://purl.org/rss/1.0/modules/content/")
        return Action(
            url=feeds.address(item, url),
            title=tidy(item.xpath("title/text()").get("")),
            day=feed_day(item.xpath("pubDate/text()").get("")),
            text=_words(item.xpath("description/text()").get("") + " " + item.xpath("content:encoded/text()").get("")),
        )

    return (*each(items, read, url), *cut)


def listing(response: Response) -> tuple[Action | MalformedDocument, ...]:
    """The actions of a listing page, in its order, and what is wrong with entries that are none."""

    def read(entry: Selector) -> Action:
        return Action(
            url=web_address(response.urljoin(entry.css("h2 a::attr(href), h3 a::attr(href)").get("")), "link"),
            title=tidy("".join(entry.css("h2 a ::text, h3 a ::text").getall())),
            day=pages.first_day(entry.css("time::attr(datetime)").getall()),
        )

    entries = (entry for entry in response.css("li.wp-block-post, article.news-item") if entry.css("h2 a, h3 a"))
    return tuple(each(entries, read, response.url))


def next_listing(response: Response) -> str:
    """Address of the next listing page, "" on the last."""
    link = response.css("a.wp-block-query-pagination-next::attr(href), a.next::attr(href)").get("")
    return linked(response, link) if link else ""


def papers(response: Response) -> tuple[Paper, ...]:
    """The PDFs on AI that a page links: plans by the page that announces them, memoranda by their line of the list."""
    announced, links = (pages.title(response), pages.day(response)), pages.papers(response)
    memos = _memos(links)
    return tuple(_paper(link, memos.get(link.url, ""), *announced) for link in links if about_ai(link.text, link.url))


def _memos(links: Sequence[Link]) -> dict[str, str]:
    """Address of a PDF -> the number of the memorandum that it is. Beside a memorandum its line may link an appendix or
    a fact sheet: the memorandum is what the number names, else the first."""
    found: dict[str, str] = {}
    for link in links:
        number = _MEMO.search(f"{link.text} {unquote(link.url)}")
        if number and number[0] not in found.values():
            found[link.url] = number[0]
    lines = {link.around for link in links if link.url in found}
    for link in links:
        number = _MEMO.search(link.around)
        if number and link.around not in lines and number[0] not in found.values():
            found[link.url] = number[0]
    return found


def _paper(link: Link, memo: str, page_title: str, page_day: str) -> Paper:
    if not memo:
        title = _FILE_BEFORE_TITLE.sub("", link.text)
        return Paper(link.url, title if about_ai(title, "") else page_title, "", page_day)
    title = _DATE_AFTER_TITLE.sub("", _MEMO_BEFORE_TITLE.sub("", link.text))
    return Paper(link.url, title or memo, memo, pages.stated_day(link.around))


def sitemap(body: bytes, url: str) -> tuple[str | MalformedDocument, ...]:
    """The addresses in a sitemap or a sitemap index, and what is wrong with one that stops before its end. Raises
    `MalformedDocument` if it is not one."""
    entries = feeds.xml(body)
    if not entries.xpath("/*[local-name()='urlset' or local-name()='sitemapindex']"):
        raise misshapen(url, "a sitemap", body)
    found, cut = feeds.whole(entries.xpath("//*[local-name()='loc']/text()").getall(), body, url)
    return (*filter(is_web_address, map(tidy, found)), *cut)


def archived(urls: Sequence[str]) -> tuple[str, ...]:
    """The presidential actions on AI among the addresses of the archive's sitemap."""
    return tuple(url for url in urls if "/presidential-actions/" in url and about_ai("", url))


def _words(markup: str) -> str:
    return tidy(" ".join(Selector(text=markup, type="html").xpath("//text()").getall()))
