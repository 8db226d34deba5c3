"""Reading the Commission's AI pages on digital-strategy.ec.europa.eu. Pure: no network here.

Known from text copies of the pages (July 2025 to September 2026): the addresses; a line "Publication 18 July 2025"; a
list of downloads with one entry per language, "… (English)" next to a link "Download"; files at
ec.europa.eu/newsroom/dae/redirection/document/N. Unknown: the markup, its class names, validators, and the media type
of the files. So links are recognised by their address and labels by their words; a page that has neither is reported.
"""

import re
from calendar import month_name

from parsel import Selector, SelectorList
from scrapy.http import Response

from pipeline.normalise import letters_and_digits, tidy
from spiders.publishers.answers import linked

LEAST_TEXT = 1000
"""Letters and digits that a page of guidance has at least; less is a shell without its text."""

_FILE = re.compile(r"https://ec\.europa\.eu/newsroom/dae/redirection/document/\d+")
_MONTHS = list(month_name)
_PUBLISHED = re.compile(rf"\bPublication\s+(\d{{1,2}})\s+({'|'.join(_MONTHS[1:])})\s+(\d{{4}})\b")
_LABEL = re.compile(
    r"\((Bulgarian|Croatian|Czech|Danish|Dutch|English|Estonian|Finnish|French|German|Greek|Hungarian|Irish|Italian"
    r"|Latvian|Lithuanian|Maltese|Polish|Portuguese|Romanian|Slovak|Slovenian|Spanish|Swedish)\)"
)


def title(response: Response) -> str:
    """The page's heading, "" if it has none."""
    heading = response.xpath("//main//h1 | //h1")[:1]
    return tidy(" ".join(heading.xpath(".//text()").getall()))


def published(response: Response) -> str:
    """ISO date of the line "Publication 18 July 2025", "" without one."""
    found = _PUBLISHED.search(_words(response))
    return f"{found[3]}-{_MONTHS.index(found[2]):02d}-{int(found[1]):02d}" if found else ""


def has_text(response: Response) -> bool:
    """Whether a page holds guidance and not only the site's frame."""
    return letters_and_digits(_words(response)) >= LEAST_TEXT


def _words(response: Response) -> str:
    """What a person reads in the main part."""
    main = response.xpath("//main") or response.xpath("//body")
    return tidy(" ".join(main.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::nav)]").getall()))


def files(response: Response, language: str = "English") -> tuple[str, ...]:
    """Addresses of the files that a page offers in a language, in its order. A file without any label is English."""
    found = []
    for link in response.xpath("//a[@href]"):
        address = linked(response, link.attrib["href"])
        if _FILE.fullmatch(address) and (_label(link) or "English") == language:
            found.append(address)
    return tuple(dict.fromkeys(found))


def _label(link: Selector) -> str:
    """The language in the smallest box around a link that names one, if the box holds no other file."""
    for box in reversed(link.xpath("ancestor-or-self::*[not(self::main or self::body or self::html)]")):
        if len(_documents(box.xpath("descendant-or-self::a/@href"))) > 1:
            return ""
        if named := _LABEL.search(tidy(" ".join(box.xpath(".//text()").getall()))):
            return named[1]
    return ""


def _documents(hrefs: SelectorList[Selector]) -> set[str]:
    return {found[0] for href in hrefs.getall() if (found := re.search(r"/redirection/document/\d+", href))}
