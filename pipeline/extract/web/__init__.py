"""Web pages. Each format says where its pages have their text; `page` reads the main part of any.

`page` tells the text from navigation, what is `hidden` and pages that only say that there is none (`error_pages`);
`walk` makes headings, paragraphs and rows of what is left, with the numbers of its lists (`list_numbers`).
"""

from pipeline.extract.content import Format
from pipeline.extract.web import agency_html, white_house_html

FORMATS: tuple[Format, ...] = (white_house_html.FORMAT, agency_html.FORMAT)
"""Tried in order; the last takes any page."""
