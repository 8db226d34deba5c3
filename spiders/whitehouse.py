"""How whitehouse.gov and its archive list their papers. Pure.

Feeds hold a teaser and less text than the page; feeds and listings overlap only partly; no page names the number of
its executive order.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from scrapy import Selector
from scrapy.http import Response

from pipeline.normalise import normalise, tidy
from pipeline.relevance import relevance
from spiders.fr_api import Row

_MEMO = re.compile(r"\bM-\d\d-\d\d\b")
# Slugs and file names are words joined by hyphens; "ai" is one of them.
_JOINTS = re.compile(r"[-_/.+]+")
_SITE_NAME = re.compile(r"\s+[|–]\s+")
_SAME_TITLE = 0.9
"""The Federal Register sometimes changes a word of a title; two other orders of one day have never been so alike."""


@dataclass(frozen=True, slots=True)
class Action:
    """A presidential action as a feed or listing shows it."""

    url: str
    title: str
    day: str
    """ISO date in Washington where the list tells it, else in UTC."""
    text: str = ""
    """Teaser and text of the feed, without markup; "" from a listing."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF that a page links."""

    url: str
    title: str

    @property
    def memo(self) -> str:
        """Number of the OMB memorandum, "M-24-10", "" if it is none."""
        found = _MEMO.search(f"{self.title} {unquote(self.url)}")
        return found[0] if found else ""


def feed(response: Response) -> tuple[Action, ...]:
    """The actions of an RSS feed, in its order."""
    feed = Selector(text=response.text, type="xml")
    feed.register_namespace("content", "http://purl.org/rss/1.0/modules/content/")
    return tuple(
        Action(
            url=tidy(item.xpath("link/text()").get("")),
            title=tidy(item.xpath("title/text()").get("")),
            day=parsedate_to_datetime(item.xpath("pubDate/text()").get("")).date().isoformat(),
            text=_words(item.xpath("description/text()").get("") + " " + item.xpath("content:encoded/text()").get("")),
        )
        for item in feed.xpath("//item")
    )


def listing(response: Response) -> tuple[Action, ...]:
    """The actions of a listing page, in its order."""
    return tuple(
        Action(
            url=response.urljoin(entry.css("h2 a::attr(href), h3 a::attr(href)").get("")),
            title=tidy("".join(entry.css("h2 a ::text, h3 a ::text").getall())),
            day=entry.css("time::attr(datetime)").get("")[:10],
        )
        for entry in response.css("li.wp-block-post, article.news-item")
        if entry.css("h2 a, h3 a")
    )


def next_listing(response: Response) -> str:
    """Address of the next listing page, "" on the last."""
    link = response.css("a.wp-block-query-pagination-next::attr(href), a.next::attr(href)").get("")
    return response.urljoin(link) if link else ""


def papers(response: Response) -> tuple[Paper, ...]:
    """The PDFs that a page links, each once, in its order."""
    found: dict[str, Paper] = {}
    for link in response.css("a[href]"):
        url = response.urljoin(link.attrib["href"])
        if urlsplit(url).path.lower().endswith(".pdf"):
            found.setdefault(url, Paper(url, tidy("".join(link.css("::text").getall()))))
    return tuple(found.values())


def about_ai(title: str, address: str, text: str = "") -> bool:
    """Whether the title, the words of the address, or the text is about AI."""
    words = _JOINTS.sub(" ", unquote(urlsplit(address).path))
    words = re.sub(r"\b[aA]i\b", "AI", words)
    return relevance(title, words, text).about_ai


SIGNED_BEFORE = 4
"""Days between signature and publication on whitehouse.gov, at most, weekends included."""


def match(action: Action, rows: Iterable[Row]) -> Row | None:
    """The Federal Register document of an action: that of its title, else the only one on AI signed that day."""
    signed = [row for row in rows if (day := row.get("signing_date")) and abs(_days(day, action.day)) <= SIGNED_BEFORE]
    alike = [(_likeness(action.title, row["title"]), row) for row in signed]
    best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    if best[0] >= _SAME_TITLE:
        return best[1]
    same_day = [row for row in signed if row["signing_date"] == action.day and about_ai(row["title"], "")]
    return same_day[0] if len(same_day) == 1 and about_ai(action.title, "") else None


def signing_window(day: str) -> tuple[str, str]:
    """First and last signing date that an action published on `day` can have."""
    published = date.fromisoformat(day)
    return (published - timedelta(days=SIGNED_BEFORE)).isoformat(), (published + timedelta(days=1)).isoformat()


def sitemap(response: Response) -> tuple[str, ...]:
    """The addresses in a sitemap or a sitemap index."""
    return tuple(Selector(text=response.text, type="xml").xpath("//*[local-name()='loc']/text()").getall())


def archived(urls: Sequence[str]) -> tuple[str, ...]:
    """The presidential actions on AI among the addresses of the archive's sitemap."""
    return tuple(url for url in urls if "/presidential-actions/" in url and about_ai("", url))


def page_title(response: Response) -> str:
    """Title of an article: og:title, because the h1 is in capitals and joins words at its line breaks."""
    title = response.css('meta[property="og:title"]::attr(content)').get("") or response.css("title::text").get("")
    return tidy(_SITE_NAME.split(title)[0])


def page_day(response: Response) -> str:
    """Day of publication in Washington: the first `time` of the article; `article:published_time` is UTC."""
    return response.css("time[datetime]::attr(datetime)").get("")[:10]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, normalise(one).casefold(), normalise(other).casefold(), autojunk=False).ratio()


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(one) - date.fromisoformat(other)).days


def _words(markup: str) -> str:
    return tidy(" ".join(Selector(text=markup, type="html").xpath("//text()").getall())) if markup.strip() else ""
