"""Full texts of the Federal Register: whether an answer is the rendition that was asked for. Pure."""

import html
import re
from http import HTTPStatus

from pipeline.errors import DocumentError, NotTheDocument
from pipeline.extract import look
from pipeline.extract.content import Content
from pipeline.normalise import tidy
from spiders.publishers.fr_documents import Rendition, Row
from spiders.publishers.pages import is_pdf

# "<FRDOC>[FR Doc. 2024-03763 Filed 2-23-24; 8:45 am]" at the end, in a raw text "[FR Doc No: 2024-03763]" at the head,
# too. Documents that are only mentioned stand in no brackets.
_FILED = re.compile(r"(?:<FRDOC>\s*\[?|\[)FR Doc(?:\.| No:)\s*([A-Z]?\d[\w–-]*)")


def is_absent(rendition: Rendition, status: int, body: bytes) -> bool:
    """Whether an answer means that there is no such rendition: govinfo answers a missing PDF with 200 and a page of
    HTML. Elsewhere such a page is a fault, today's, of an address that has the text tomorrow."""
    refused = status >= HTTPStatus.MULTIPLE_CHOICES
    return refused or (rendition.format == "pdf" and not is_pdf(body))


def fault(row: Row, rendition: Rendition, status: int, content: Content) -> DocumentError | None:
    """Why an answer could not be read as the rendition of this document, as far as a look can tell; None if nothing is
    wrong with it."""
    if status != HTTPStatus.OK:
        return NotTheDocument(f"{content.url} answered {status}, which is not the whole text; crawl again later")
    try:
        found = look(content)
    except DocumentError as error:
        return error
    if found == rendition.format:
        return _of_another(row, rendition, content)
    return NotTheDocument(
        f"{content.url} answered with something else ({content.media_type or 'of no stated type'}, to be read as "
        f"{found}) than what is served there; look at the page"
    )


def _of_another(row: Row, rendition: Rendition, content: Content) -> NotTheDocument | None:
    """Why a text that can be read is not that of the document: it was filed under another number. Pages of a PDF are
    shared with other documents."""
    text = "" if rendition.format == "pdf" else content.body.decode("utf-8", "replace")
    stated = [number.replace("–", "-") for number in _FILED.findall(text)]
    own = {name.value for name in row.document.identifiers if name.scheme == "fr"}
    if not stated or own & set(stated):
        return None
    message = f"{content.url} answered with the text of another document (FR Doc. {stated[-1]}); crawl again later"
    return NotTheDocument(message)


def plain_text(body: bytes) -> str:
    """Words of an XML or raw text rendition without markup: to tell what it is about, not to show."""
    return tidy(html.unescape(re.sub(r"<[^>]*>", " ", body.decode("utf-8", "replace"))))
