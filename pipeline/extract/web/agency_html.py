"""Pages of federal agencies (ntia.gov, nist.gov, commerce.gov, …), whatever their theme; the last resort for HTML."""

from bs4 import BeautifulSoup, Tag

from pipeline.errors import MalformedDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.web.page import chrome_of, parse, read_main
from pipeline.model import Extraction

# In this order; a page may hold a second `main` inside the first (Drupal views on commerce.gov).
_MAIN = ("main", "[role=main]", "#main-content", "#content", "article", ".region-content", "body")
_FEWEST_LETTERS = 40
_AROUND = ("nav", "aside", "header", "footer", "form")


def _recognises(content: Content) -> bool:
    return content.is_served_as_page and content.head.lstrip().startswith(b"<")


def _read(content: Content) -> Extraction:
    soup = parse(content)
    main = _main(soup)
    if main is None:
        raise MalformedDocument(f"{content.url}: the HTML has no body; check the address")
    return read_main(content, soup, main, FORMAT.extractor, chrome_of(main))


def _main(soup: BeautifulSoup) -> Tag | None:
    """The outermost element of the first kind that holds any words."""
    for selector in _MAIN:
        found = max(soup.select(selector), key=lambda tag: len(tag.get_text()), default=None)
        if found is None or (selector == "article" and _is_card(found, soup)):
            continue
        if selector == "body" or len(found.get_text(strip=True)) >= _FEWEST_LETTERS:
            return found
    return soup.find("html")


def _is_card(article: Tag, soup: BeautifulSoup) -> bool:
    """Whether an `article` only points to another page, and this one's text stands elsewhere: more words stand in
    paragraphs outside of any article than in this one."""
    beside = (each for each in soup.find_all("p") if each.find_parent(("article", *_AROUND)) is None)
    return sum(len(each.get_text()) for each in beside) > len(article.get_text())


FORMAT = Format("agency_html", 14, _recognises, _read)
"""Any page in HTML. Registered last: it would also take what another format knows better."""
