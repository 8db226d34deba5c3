"""The main text of a web page: which part of the page is the document, and what in it is navigation.

Structure is preferred to class names, which change with every theme: `main`, `h1`, `nav`, `aside`, ARIA roles. Class
names serve only for blocks that have no element of their own (breadcrumbs, pagers, share links, teasers).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from bs4 import BeautifulSoup, Tag

from pipeline.errors import HostileDocument, MalformedDocument, NotTheDocument
from pipeline.extract.content import Content
from pipeline.extract.html_bytes import as_utf8, is_cut_short
from pipeline.extract.markup import parse_html
from pipeline.extract.structure.blocks import Block, Dropped, covered, without_contents
from pipeline.extract.structure.flow import Flow
from pipeline.extract.structure.order import order_or_flow
from pipeline.extract.web.error_pages import LONGEST, error_in, is_error_title
from pipeline.extract.web.hidden import hidden_in
from pipeline.extract.web.walk import Walk, same_title
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits, tidy

# The largest page met has 340 kB and 4,400 tags.
_MAX_BYTES = 20 * 1024 * 1024
_MAX_TAGS = 200_000
# libxml2 does not know that it holds nothing, and puts the rest of the line and the paragraphs after it inside.
_LINE_BREAK_HINT = re.compile(rb"</?wbr\b[^<>]*>", re.IGNORECASE)
_UNSEEN = ("script", "style", "template", "svg", "iframe", "object", "canvas", "video", "audio")

_CHROME_TAGS = {
    "nav": "navigation",
    "aside": "sidebar",
    "footer": "footer",
    "noscript": "noscript",
    **dict.fromkeys(("form", "button", "select", "label", "dialog"), "form"),
}
_CHROME_ROLES = {
    "navigation": "navigation",
    "banner": "banner",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "search": "form",
    "dialog": "form",
}
_FOR_SCREEN_READERS = "label for screen readers"
_SHARED = "share links"
_SHARE = re.compile(r"share\b", re.IGNORECASE)
_MORE = re.compile(r"(?:learn|read|see) more\W*", re.IGNORECASE)
"""Below the teasers of pages that lead to others: doi.gov, nasa.gov, nrc.gov."""
# Seen on commerce.gov, dhs.gov, eeoc.gov, gsa.gov, justice.gov, nasa.gov, opm.gov, department.va.gov.
_CHROME_NAMES = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("breadcrumb", r"breadcrumb"),
        ("navigation", r"side-?nav|sidebar|secondary-?nav|in-?page-?nav|book-(?:pager|nav)|skip-?(?:nav|link|main)"),
        ("menu", r"menu|nav(?:bar|igation)"),
        ("pager", r"^pager|pagination|page-?links$"),
        (_SHARED, r"\b(?:shar(?:e|ing)|social)\b|addtoany|xsocialshare|print-?page|email-?page"),
        ("related pages", r"\b(?:related|recommended|teaser)\b|^views-row$|^wp-block-post$"),
        (
            "banner",
            r"usa-banner|cookie|gov-banner|onetrust|^ot-sdk|^(?:cky|cc)-(?:banner|window|container|modal)|gdpr"
            r"|(?:^|[-_])(?:consent|privacy)[-_]?(?:banner|bar|popup|modal|dialog|notice|overlay)|^truste|^CybotCookiebot"
            r"|site-?(?:wide-?)?alert|alert-(?:bar|banner|box)\b",
        ),
        ("tags", r"(?:^|[-_])tags(?:$|[-_](?:list|links|section)$)|^usa-tag$|-post-terms$"),
        (_FOR_SCREEN_READERS, r"(?:^|-)(?:visually-hidden|sr-only|screen-reader-text)$"),
        ("table of contents", r"\b(?:toc|table-?of-?contents|xtableofcontents)\b"),
        # On pages of the European Commission: "News article", "Publication 3 August 2026".
        (
            "page tools",
            r"page-header__meta|inline_feedback|last-(?:reviewed|updated)|return-?to-?top|back-?to-?top|subscribe|newsletter",
        ),
    )
)
_LINK_LISTS = frozenset(("menu", "table of contents", "pager", _SHARED))
_IN_SLUGS = _LINK_LISTS | {"related pages"}
"""What an id may name because the heading below it does: "data-sharing", "recommended-actions"."""
_TAXON = re.compile(r"(?:category|tag)-")
_FEWEST_PROSE_LETTERS = 100
_WHOLE_PAGE = 0.8
"""What share of a page a form holds if it is none: 0.9 to 1 was seen. A form to fill in held up to 0.7 of its page."""
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt"))
# Below this there is no document: the shortest real one met (a hub page) has 100 letters.
_FEWEST_LETTERS = 30
# The latter on pages of the European Commission.
_TITLE = "h1[class*=page-title], h1[class*=page-header__title]"


def parse(content: Content) -> BeautifulSoup:
    """The parsed page.

    Raises `HostileDocument` if it is too large to be an honest page, `MalformedDocument` if it stops before its end.
    """
    tags = content.body.count(b"<")
    if len(content.body) > _MAX_BYTES or tags > _MAX_TAGS:
        raise HostileDocument(
            f"{content.url}: {len(content.body)} bytes and {tags} tags are too much for a web page; look at it"
        )
    if is_cut_short(content.body):
        raise MalformedDocument(f"{content.url}: the page stops before its end; crawl again later")
    return parse_html(_LINE_BREAK_HINT.sub(b"", as_utf8(content)))


def read_main(
    content: Content, soup: BeautifulSoup, main: Tag, extractor: str, chrome: Callable[[Tag], str]
) -> Extraction:
    """Read the main part of a page into provisions; `chrome` says why an element in it is not text, "" if it is.

    Raises `NotTheDocument` if nothing but navigation is left, or the page says that it was not found.
    """
    title = title_of(soup, main)
    if is_error_title(title):
        raise NotTheDocument(f"{content.url}: the page says {title!r} although its status is good; check the address")
    for unseen in main.find_all(_UNSEEN):
        unseen.decompose()
    dropped = Dropped()
    letters = letters_and_digits(main.get_text())
    for unseen in hidden_in(main):
        dropped.add("hidden", unseen.get_text())
        unseen.decompose()
    walk = Walk(main, title, chrome, dropped, content.url)
    blocks = without_contents(walk.blocks(main), dropped)
    words = sum(letters_and_digits(block.text) for block in blocks if block.kind != "heading")
    if words < LONGEST and (error := _stated_error(soup, title, blocks)):
        raise NotTheDocument(f"{content.url}: the page says {error!r} although its status is good; check the address")
    if words < _FEWEST_LETTERS:
        raise NotTheDocument(f"{content.url}: no text besides navigation and the title {title!r}; check the address")
    provisions = order_or_flow(blocks, Flow("¶ {n}"))
    return Extraction(
        provisions=provisions,
        extractor=extractor,
        title=title,
        language=_language(soup),
        body_chars=letters + walk.numbered,
        covered_chars=covered(provisions),
        dropped=dropped.counts(),
    )


def _stated_error(soup: BeautifulSoup, title: str, blocks: Sequence[Block]) -> str:
    head = tidy(soup.title.get_text()) if soup.title else ""
    headings = [block.text for block in blocks if block.kind == "heading"]
    first = next((block.text for block in blocks if block.kind != "heading"), "")
    return error_in([title, head, *headings], first)


def title_of(soup: BeautifulSoup, main: Tag) -> str:
    """The h1 of the main part (the first h1 of a page is often the site's name), else what the head says.

    The head's own title wins where it has the same letters: an h1 may be shouted in capitals.
    """
    shown = next((text for heading in _titles(soup, main) if (text := tidy(heading.get_text(" ")))), "")
    stated = _without_site(_meta(soup, "og:title"), soup)
    if shown and not same_title(shown, stated):
        return shown
    return stated or shown or _without_site(tidy(soup.title.get_text()) if soup.title else "", soup)


def _titles(soup: BeautifulSoup, main: Tag) -> Iterator[Tag]:
    """What may be the title of a page, the likeliest first. Each search looks at the whole of it."""
    yield from main.select(_TITLE)
    yield from main.find_all("h1")
    yield from soup.select(_TITLE)


def _meta(soup: BeautifulSoup, name: str) -> str:
    found = soup.find("meta", property=name)
    return tidy(str(found.get("content") or "")) if isinstance(found, Tag) else ""


def _without_site(title: str, soup: BeautifulSoup) -> str:
    """The title without " | Name of the Site" or " – Name of the Site"."""
    site = _meta(soup, "og:site_name")
    found = re.fullmatch(rf"(.+?)\s[|–—-]\s{re.escape(site)}", title) if site else None
    return found[1] if found else title


def chrome_of(main: Tag) -> Callable[[Tag], str]:
    """Names the navigation of an ordinary page: by element, ARIA role and class."""
    letters = len(main.get_text())

    def reason(tag: Tag) -> str:
        known = _CHROME_TAGS.get(tag.name) or _CHROME_ROLES.get(str(tag.get("role") or ""))
        if known and tag.find("h1") is None:
            # ASP.NET and JSF put the whole page in a form.
            return "" if tag.name == "form" and len(tag.get_text()) > _WHOLE_PAGE * letters else known
        if tag.name == "time" and tag.get_text(strip=True) and _stands_alone(tag):
            return "date of the page"
        if tag.name == "a" and _MORE.fullmatch(tag.get_text(strip=True)) and _stands_alone(tag):
            return "link to another page"
        why = _named_reason(tag)
        # A wrapper may be called "layout-with-sidebar": what holds most of the page is the page.
        return why if why and len(tag.get_text()) < letters / 2 else ""

    return reason


def _stands_alone(tag: Tag) -> bool:
    """Whether nothing is written beside an element. The nearest words tell: those of the parent may be a whole page."""
    beside = chain(tag.previous_siblings, tag.next_siblings)
    return not any(sibling.get_text(strip=True) for sibling in beside)


def _named_reason(tag: Tag) -> str:
    """What the class or id of an element calls it, of a heading also what stands below: "Share this". Ids are often the
    slug of a heading, which is no such name, and class names of text begin like those of its contents ("toc-section"),
    or name what it lacks ("no-share"): lists of links hold links. WordPress names its entries after their categories
    and tags, which are slugs, too."""
    by_class = _first_reason([name for name in tag.get_attribute_list("class") if name and not _TAXON.match(name)])
    why = by_class or _first_reason([str(tag.get("id") or "")])
    if tag.name in _HEADS:
        # Share links may stand below the title of the page as well, or below the heading of a section.
        below = tag.find_next_sibling() if _SHARE.match(tag.get_text(strip=True)) else None
        if below is not None and below.name not in _HEADS and _named_reason(below) == _SHARED:
            return _SHARED
        return why if why == _FOR_SCREEN_READERS else ""
    doubtful = _LINK_LISTS if by_class else _IN_SLUGS
    return "" if why in doubtful and _holds_prose(tag) else why


def _first_reason(names: Sequence[str | None]) -> str:
    return next((why for why, pattern in _CHROME_NAMES if any(pattern.search(name) for name in names if name)), "")


def _holds_prose(tag: Tag) -> bool:
    linked = sum(letters_and_digits(link.get_text()) for link in tag.find_all("a"))
    return letters_and_digits(tag.get_text()) - linked > max(linked, _FEWEST_PROSE_LETTERS)


def _language(soup: BeautifulSoup) -> str:
    root = soup.find("html")
    stated = str(root.get("lang") or root.get("xml:lang") or "") if isinstance(root, Tag) else ""
    return re.split(r"[-_]", stated.strip())[0].lower()
