"""From the publisher's bytes to provisions. Each format is a module that ends with its `FORMAT`; the registry below has
them all, those of EU acts from `eu`, those of web pages from `web`, that of PDFs from `pdf`.

All but the EU's first become a flat run of blocks, of which `structure` makes provisions.

A format is chosen by media type and shape, never by source: the same publisher serves several generations of markup.
"""

import codecs
import re
from dataclasses import replace

from pipeline.challenges import wall_in_body
from pipeline.errors import ChallengePage, EmptyBody, HostileDocument, MalformedDocument, UnknownFormat
from pipeline.extract import federal_register_text, federal_register_xml, pdf, regulations_comment, typed_text
from pipeline.extract.content import Content, Format
from pipeline.extract.eu import FORMATS as EU_FORMATS
from pipeline.extract.html_bytes import as_utf8
from pipeline.extract.web import FORMATS as WEB_FORMATS
from pipeline.inflate import GZIP, GZIP_MAGIC, inflate
from pipeline.model import Extraction

FORMATS: tuple[Format, ...] = (
    pdf.FORMAT,
    *EU_FORMATS,
    federal_register_xml.FORMAT,
    federal_register_text.FORMAT,
    regulations_comment.FORMAT,
    *WEB_FORMATS,
    typed_text.FORMAT,
)
"""Tried in order; the first that recognises the content reads it."""

_WIDE_BEGINNINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")
_DECLARED_ENCODING = re.compile(rb"\A(<\?xml\b[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")

MAX_BODY_BYTES = 100 * 1024 * 1024
"""The largest document met is a 21 MB report; a Federal Register issue has 2.5 MB."""


def extract(content: Content) -> Extraction:
    """Read one part.

    Raises a `DocumentError`: `EmptyBody`, `ChallengePage`, `UnknownFormat`, `NotTheDocument`, `NeedsOcr`,
    `MalformedDocument` or `HostileDocument`.
    """
    content, known = _recognised(content)
    return known.read(content)


def look(content: Content) -> str:
    """The name of the format that would read a part, without reading it: cheap enough for the process that fetches. Of
    several renditions of a text the best that passes is worth reading. Raises as `extract` does."""
    content, known = _recognised(content)
    known.look(content)
    return known.name


def _recognised(content: Content) -> tuple[Content, Format]:
    content = _without_wide_letters(without_undeclared_gzip(content))
    if not content.body.strip():
        raise EmptyBody(f"{content.url}: the answer is empty; crawl again later")
    if len(content.body) > MAX_BODY_BYTES:
        raise HostileDocument(
            f"{content.url}: {len(content.body)} bytes, more than the limit of {MAX_BODY_BYTES}; look at it"
        )
    if wall := wall_in_body(content.body):
        raise ChallengePage(f"{content.url}: a bot wall ({wall}) answered instead of the document; crawl again later")
    for candidate in FORMATS:
        if candidate.recognises(content):
            return content, candidate
    raise UnknownFormat(
        f"{content.url}: no extractor knows this {content.media_type or 'answer without a media type'} "
        f"(it starts {content.body[:40]!r}); add a format to pipeline.extract"
    )


def _without_wide_letters(content: Content) -> Content:
    """UTF-16, by its byte order mark or the beginning of a tag, in UTF-8: formats are known by what stands in their
    bytes. What XML declares of its encoding is then no longer true."""
    if not content.body.startswith(_WIDE_BEGINNINGS):
        return content
    return replace(content, body=_DECLARED_ENCODING.sub(rb"\1", as_utf8(content)))


def without_undeclared_gzip(content: Content) -> Content:
    """Some web archives hand out gzip bodies as text/html without Content-Encoding. Its members may be several."""
    if not content.body.startswith(GZIP_MAGIC):
        return content
    try:
        return replace(content, body=inflate(content.body, GZIP, "gzip", MAX_BODY_BYTES))
    except MalformedDocument as error:
        raise MalformedDocument(f"{content.url}: {error}; crawl again later") from error
    except HostileDocument as error:
        raise HostileDocument(f"{content.url}: {error}; look at the answer") from error
