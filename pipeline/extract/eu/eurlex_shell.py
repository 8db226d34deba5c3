"""Pages of EUR-Lex or Cellar without the act: site chrome around nothing, or around a notice that there is no HTML.

Such pages have 145 to 260 KB and answer with 200. No other format of this package recognises them, and the reader of
agency pages would take their menus for text.
"""

from pipeline.errors import NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.model import Extraction

_CHROME = (b"My EUR-Lex", b"eurlex-frontoffice", b"EUR-Lex - Access to European Union law", b"EURLEX_TECHNICAL")
_HOSTS = ("://eur-lex.europa.eu/", "://publications.europa.eu/")


def _recognises(content: Content) -> bool:
    if "html" not in content.essence and b"<html" not in content.head.lower():
        return False
    return any(host in content.url for host in _HOSTS) or any(mark in content.body for mark in _CHROME)


def _read(content: Content) -> Extraction:
    raise NotTheDocument(
        f"{content.url}: a EUR-Lex or Cellar page that contains no act; ask for another rendition or language"
    )


FORMAT = Format("eurlex_shell", 1, _recognises, _read)
