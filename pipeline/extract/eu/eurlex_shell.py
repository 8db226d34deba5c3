"""Answers of EUR-Lex or Cellar without the act: site chrome around nothing, or around a notice that there is no HTML;
Cellar's notices, which are what its catalogue knows of an act, in XML; messages in plain text.

Such pages have 145 to 260 KB and answer with 200. No other format of this package recognises them, and the readers of
American texts would take their menus and catalogue entries for text.
"""

import re

from pipeline.errors import NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.markup import PROLOG
from pipeline.model import Extraction

_CHROME = (b"My EUR-Lex", b"eurlex-frontoffice", b"EUR-Lex - Access to European Union law", b"EURLEX_TECHNICAL")
_HOSTS = ("://eur-lex.europa.eu/", "://publications.europa.eu/")
# The Federal Register has NOTICE elements, too: without attributes, and around a PREAMB.
_NOTICE = re.compile(
    rf"\s*{PROLOG}<NOTICE\b[^>]*?(?:\sdecoding=|>\s*<(?:WORK|EXPRESSION|MANIFESTATION|DOSSIER|EVENT)\b)".encode(),
    re.DOTALL,
)


def _recognises(content: Content) -> bool:
    if _NOTICE.match(content.head):
        return True
    is_html = "html" in content.essence or b"<html" in content.head.lower()
    # Without a media type, and as plain text, anything is read that no other format knows.
    if any(host in content.url for host in _HOSTS):
        return is_html or content.essence in ("", "text/plain")
    return is_html and any(mark in content.body for mark in _CHROME)


def _read(content: Content) -> Extraction:
    raise NotTheDocument(
        f"{content.url}: an answer of EUR-Lex or Cellar that contains no act; ask for another rendition or language"
    )


FORMAT = Format("eurlex_shell", 2, _recognises, _read)
