"""Articles of www.whitehouse.gov (since 2025) and of bidenwhitehouse.archives.gov (the frozen pages of 2021-2025)."""

from collections.abc import Callable

from bs4 import Tag

from pipeline.errors import NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.web.page import chrome_of, parse, read_main
from pipeline.model import Extraction

_MARKS = (b"wp-block-whitehouse", b"whitehouse-45", b"topper__title", b"wp-content/themes/whitehouse")
_BODY = ("main .wp-block-post-content", "main .entry-content", "section.body-content")


def _recognises(content: Content) -> bool:
    return content.is_served_as_page and any(mark in content.body for mark in _MARKS)


def _read(content: Content) -> Extraction:
    soup = parse(content)
    body = next((found for selector in _BODY if (found := soup.select_one(selector))), None)
    if body is None:
        raise NotTheDocument(f"{content.url}: the White House page has no article; check the address")
    return read_main(content, soup, body, FORMAT.extractor, _chrome(body))


def _chrome(body: Tag) -> Callable[[Tag], str]:
    ordinary = chrome_of(body)

    def reason(tag: Tag) -> str:
        # Eyebrow, headline, category and date stand inside the article, in front of its text.
        return "topper" if "wp-block-whitehouse-topper" in tag.get_attribute_list("class") else ordinary(tag)

    return reason


FORMAT = Format("white_house_html", 15, _recognises, _read)
