"""Reading the Commission's AI pages on digital-strategy.ec.europa.eu. Pure: no network here.

Known from text copies of the pages (July 2025 to September 2026): the addresses; a line "Publication 18 July 2025"; a
list of downloads with one entry per language, "… (English)" next to a link "Download"; files at
ec.europa.eu/newsroom/dae/redirection/document/N, which come with no media type or "/". From a test of another program,
for news of August 2026: `h1.ecl-page-header__title`, `ul.ecl-page-header__meta` with that line, `div.cnt-main-body`,
`div.cnt-aside`. Unknown: the rest of the markup, and validators. So links are recognised by their address and their
language by whatever states one; a page that has no such link is reported.
"""

import re
from itertools import takewhile

from parsel import Selector, SelectorList
from scrapy.http import Response

from pipeline.languages import LANGUAGE_NAMES
from pipeline.normalise import letters_and_digits, normalise, tidy
from spiders.publishers.answers import linked
from spiders.publishers.pages import MONTH, iso_day

LEAST_TEXT = 1000
"""Letters and digits that a page of guidance has at least; less is a shell without its text."""

_ZIP = b"PK\x03\x04"
_FILE = re.compile(r"https://ec\.europa\.eu/newsroom/dae/redirection/document/\d+")
_PUBLISHED = re.compile(rf"\bPublication\s+(\d{{1,2}})\s+({MONTH})\s+(\d{{4}})\b")
_OWN_NAMES = {
    "bg": "български", "cs": "čeština", "da": "dansk", "de": "Deutsch", "el": "ελληνικά", "en": "English",
    "es": "español", "et": "eesti", "fi": "suomi", "fr": "français", "ga": "Gaeilge", "hr": "hrvatski", "hu": "magyar",
    "it": "italiano", "lt": "lietuvių", "lv": "latviešu", "mt": "Malti", "nl": "Nederlands", "pl": "polski",
    "pt": "português", "ro": "română", "sk": "slovenčina", "sl": "slovenščina", "sv": "svenska",
}  # fmt: skip
"""ISO 639-1 to the name of a language in itself."""
_EDGE = r"[()\[\],;:|•]|\s[-–—]\s"
_NAMED = {
    iso: re.compile(rf"(?:^|{_EDGE})\s*(?:{name}|{_OWN_NAMES[iso]})\s*(?:$|{_EDGE})", re.IGNORECASE)
    for iso, name in LANGUAGE_NAMES.items()
}
"""A name that stands for itself: "English", "… (English)", "Deutsch - PDF"; none that is a word of a sentence."""
_NO_LABEL = 'ancestor::script or ancestor::style or ancestor::a[not(contains(@href, "/redirection/document/"))]'
_CODE = re.compile(r"([a-z]{2})(?:-|$)")


def title(response: Response) -> str:
    """The page's heading, "" if it has none. A first one, outside the main part, may be the site's name."""
    named = response.xpath('//h1[contains(@class, "page-header__title")]')
    headings = named or response.xpath("//main//h1") or response.xpath("//h1")
    return tidy(" ".join(headings[:1].xpath(".//text()").getall()))


def published(response: Response) -> str:
    """ISO date of the line "Publication 18 July 2025", "" without one. It stands in the page's header, which may be
    outside the main part."""
    header = response.xpath('//*[contains(@class, "page-header__meta")]//text()').getall()
    found = _PUBLISHED.search(" ".join(header)) or _PUBLISHED.search(_words(response))
    return iso_day(found[3], found[2], found[1]) if found else ""


def has_text(response: Response) -> bool:
    """Whether a page holds guidance and not only the site's frame."""
    return letters_and_digits(_words(response)) >= LEAST_TEXT


def _words(response: Response) -> str:
    """What a person reads in the main part."""
    main = response.xpath("//main") or response.xpath("//body")
    return " ".join(main.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::nav)]").getall())


def is_zip(file: Response) -> bool:
    """Whether a file is a form to fill in, for a word processor, or a set of icons, and no text to read: among the
    chapters of the code of practice stands its Model Documentation Form, a DOCX."""
    return file.body.startswith(_ZIP)


def files(response: Response) -> tuple[str, ...]:
    """Addresses of the English files that a page offers, in its order. A file without any label is English."""
    found = []
    for link in response.xpath("//a[@href]"):
        address = linked(response, link.attrib["href"])
        if _FILE.fullmatch(address) and (_language(link) or "en") == "en":
            found.append(address)
    return tuple(dict.fromkeys(found))


def _language(link: Selector) -> str:
    """The language of the file behind a link: by the `hreflang` of the link, else by the name of a language in the
    smallest box around it that has one, else by the `lang` of the link. "" where nothing tells, or a box names
    several."""
    boxes = _boxes(link)
    marked = link.xpath("ancestor-or-self::*[not(self::main or self::body or self::html)][@lang][1]/@lang")
    for told in (_codes(link.xpath("@hreflang")), *map(_named, boxes), _codes(marked)):
        if told:
            return told.pop() if len(told) == 1 else ""
    return ""


def _boxes(link: Selector) -> list[Selector]:
    """A link and the boxes around it that hold no other file, the smallest first."""
    around = reversed(link.xpath("ancestor-or-self::*[not(self::main or self::body or self::html)]"))
    return list(takewhile(lambda box: len(_documents(box.xpath("descendant-or-self::a/@href"))) == 1, around))


def _named(box: Selector) -> set[str]:
    """The languages that a box names. What another link says, it says of where that leads: "Deutsch" to the page."""
    texts = box.xpath(f".//text()[not({_NO_LABEL})]").getall()
    return {iso for iso, name in _NAMED.items() if any(name.search(normalise(text)) for text in texts)}


def _codes(attributes: SelectorList[Selector]) -> set[str]:
    """ISO 639-1 of "de" and "de-AT"."""
    found = (_CODE.match(each.lower()) for each in attributes.getall())
    return {code[1] for code in found if code}


def _documents(hrefs: SelectorList[Selector]) -> set[str]:
    return {found[0] for href in hrefs.getall() if (found := re.search(r"/redirection/document/\d+", href))}
