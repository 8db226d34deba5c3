"""Plain text as people attach it to comments: paragraphs, whatever the line breaks. Last resort for `text/plain`."""

import re
from urllib.parse import urlsplit

from pipeline.errors import MalformedDocument, NotTheDocument
from pipeline.extract.content import TYPE_UNTOLD, Content, Format
from pipeline.extract.html_bytes import as_utf8
from pipeline.extract.markup import PROLOG
from pipeline.extract.plain_text import typed_paragraphs
from pipeline.extract.structure.blocks import Block, Dropped, covered
from pipeline.extract.structure.flow import Flow
from pipeline.extract.structure.unique_names import with_unique_names
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits

_PAGE = re.compile(rf"\s*{PROLOG}<html[\s>]", re.IGNORECASE | re.DOTALL)


def _recognises(content: Content) -> bool:
    named = urlsplit(content.url).path.lower().endswith(".txt")
    return content.essence == "text/plain" or (named and content.essence in TYPE_UNTOLD)


def _read(content: Content) -> Extraction:
    """Raises `MalformedDocument` for bytes that are no text, `NotTheDocument` for a text without words, and for a page:
    its tags, menus and footers would be read as the words of the text."""
    if b"\0" in content.head:
        raise MalformedDocument(f"{content.url}: served as text/plain but binary; look at the file")
    text = as_utf8(content).decode()
    if _PAGE.match(text):
        raise NotTheDocument(f"{content.url}: a page of HTML that is served as text/plain; crawl again later")
    dropped = Dropped()
    blocks = []
    for paragraph in typed_paragraphs(text):
        if letters_and_digits(paragraph):
            blocks.append(Block("paragraph", paragraph))
        else:
            dropped.add("ornament", paragraph)
    provisions = with_unique_names(Flow("¶ {n}").rows(blocks))
    if not provisions:
        raise NotTheDocument(f"{content.url}: the text has no words; check the address")
    return Extraction(
        provisions=provisions,
        extractor=FORMAT.extractor,
        body_chars=letters_and_digits(text),
        covered_chars=covered(provisions),
        dropped=dropped.counts(),
    )


FORMAT = Format("typed_text", 6, _recognises, _read)
