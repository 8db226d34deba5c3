"""What pages of federal agencies say about themselves, whatever their theme: title, day, the PDFs that they link to.
Pure."""

import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from parsel import Selector
from scrapy.http import HtmlResponse, Response, TextResponse

from pipeline.about_ai import is_about_ai
from pipeline.identifiers import is_date
from pipeline.normalise import tidy
from spiders.publishers.answers import linked

_MONTHS = list(month_name)
MONTH = f"(?:{'|'.join(_MONTHS[1:])})"
"""A regular expression for the name of a month."""
_LONG_DATE = re.compile(rf"\b({MONTH}) (\d{{1,2}}), (\d{{4}})\b")
# Slugs and file names are words joined by hyphens; "ai" is one of them.
_JOINTS = re.compile(r"[-_/.+]+")
_NAMES_SITE = re.compile(r"(?P<own>.+)\s[|–—-]\s+(?P<site>.+)")
_PIECE = re.compile(r"\s+\|\s+")


@dataclass(frozen=True, slots=True)
class Link:
    """A file that a page links."""

    url: str
    text: str
    """Words of the link."""
    around: str
    """Words of the paragraph or list entry that it stands in."""


def title(response: Response) -> str:
    """Title of a page without the name of its site; "" if it states none.

    og:title before the h1, which on whitehouse.gov is in capitals and joins words at its line breaks; the h1 of `main`
    before the first one, which on Drupal sites is the name of the site; and before title ("ai - OPM.gov").
    """
    if not isinstance(response, TextResponse):
        return ""
    site = tidy(response.css('meta[property="og:site_name"]::attr(content)').get(""))
    stated = tidy(response.css('meta[property="og:title"]::attr(content)').get(""))
    if stated:
        last = _NAMES_SITE.fullmatch(stated)
        return last["own"] if last and last["site"] == site else stated
    if heading := _words(*response.css("main h1")[:1]):
        return heading
    whole = tidy(response.css("title::text").get(""))
    pieces = _PIECE.split(whole)
    return pieces[0] if len(pieces) > 1 else _NAMES_SITE.sub(r"\g<own>", whole)


def day(response: Response) -> str:
    """Day of an article where its publisher is: the first dated `time` of the page, else `metadata_day`; "" if it
    states none. An empty `time` may stand before the dated one."""
    if not isinstance(response, TextResponse):
        return ""
    stamps = [*response.css("main time::attr(datetime)").getall(), *response.css("time::attr(datetime)").getall()]
    return first_day(stamps) or metadata_day(response)


def metadata_day(response: Response) -> str:
    """Day of a page by its metadata, which is in UTC: an evening post differs by a day. On pages that list news, any
    `time` is that of the newest of them. "" if it states none."""
    if not isinstance(response, TextResponse):
        return ""
    stamp = response.css('meta[property="article:published_time"]::attr(content)').get("")
    return first_day([stamp])


def first_day(stamps: Iterable[str]) -> str:
    """ISO date of the first stamp that begins with one, "" if none does. For no date, programs write "", "0000-00-00"
    or "0001-01-01"."""
    return next((stamp[:10] for stamp in stamps if is_date(stamp[:10]) and not stamp.startswith("0")), "")


def stated_day(text: str) -> str:
    """First date in words, "April 3, 2025", as ISO; "" if there is none, or it is not a date."""
    found = _LONG_DATE.search(text)
    return iso_day(found[3], found[1], found[2]) if found else ""


def iso_day(year: str, month: str, day: str) -> str:
    """ "2025", "April", "3" -> "2025-04-03"; "" if there is no such day."""
    return first_day([f"{year}-{_MONTHS.index(month):02d}-{int(day):02d}"])


def papers(response: Response) -> tuple[Link, ...]:
    """The PDFs that a page links, each once, in its order."""
    found: dict[str, Link] = {}
    for link in response.css("a[href]") if isinstance(response, TextResponse) else ():
        url = linked(response, link.attrib["href"])
        if is_pdf_address(url):
            box = link.xpath("ancestor::*[self::li or self::p or self::td or self::div][1]")
            found.setdefault(url, Link(url, _words(link), _words(*box)))
    return tuple(found.values())


def is_pdf(body: bytes) -> bool:
    """Whether an answer is a PDF, whatever its address and media type say. Readers take one that begins late."""
    return b"%PDF-" in body[:1024]


def is_pdf_address(url: str) -> bool:
    """Whether an address names a PDF."""
    return urlsplit(url).path.lower().endswith(".pdf")


def is_as_named(response: Response, url: str) -> bool:
    """Whether an answer can be what an address names by its ending: a page is neither a PDF nor a plain text."""
    if is_pdf_address(url):
        return is_pdf(response.body)
    return not (urlsplit(url).path.lower().endswith(".txt") and isinstance(response, HtmlResponse))


def about_ai(title: str, address: str, text: str = "") -> bool:
    """Whether the title, the words of the address, or the text is about AI. Where agencies name their papers, "SI"
    stands for what "AI" stood for."""
    words = _JOINTS.sub(" ", unquote(urlsplit(address).path))
    words = re.sub(r"\b(?:[aA]i|[sS][iI])\b", "AI", words)
    return is_about_ai(re.sub(r"\bSI\b", "AI", title), words, text)


def _words(*boxes: Selector) -> str:
    return tidy(" ".join(text for box in boxes for text in box.css("::text").getall()))
