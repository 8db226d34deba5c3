"""Renditions of one text, best first.

A publisher offers the same text in several forms, and a crawl takes the best that it can get. On a bad day that is a
weaker one, whose line breaks, footnotes and tables are read differently. Neither that nor the return of the better one
changes the text.

Called by `db.store`. Depends only on what was read, so that a rebuild decides the same.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.model import Document, Reading

LADDERS = (
    (("federal_register_xml",), ("federal_register_text",), ("pdf",)),
    (
        ("oj_xhtml", "consolidated_xhtml", "consolidated_styles", "txt_te", "legiswrite", "ep_amendments"),
        ("formex",),
        ("pdf",),
    ),
)
"""The renditions that sources fall back to, by the extractors that read them: of the Federal Register, of Cellar."""


def step(held: str, now: str) -> int:
    """How many rungs weaker the extractor of the new reading is than that of the version held: negative if it is a
    better one, 0 if they are of the same rung or no renditions of one text."""
    for ladder in LADDERS:
        rungs = {name: rung for rung, names in enumerate(ladder) for name in names}
        before, after = (rungs.get(_main(extractor)) for extractor in (held, now))
        if before is not None and after is not None:
            return after - before
    return 0


def weaker(document: Document, reading: Reading, newest: Mapping[str, Any]) -> str:
    """The message to report if the version held was read from a better rendition than this one; else ""."""
    if step(newest["extractor"], reading.extractor) <= 0:
        return ""
    return (
        f"{document.document_id} ({reading.language}): only a weaker rendition could be had (read as "
        f"{_main(reading.extractor)}) than that of the version held ({_main(newest['extractor'])}), which stays; "
        f"the next crawl asks for the better one again. If this goes on, look at {document.url}"
    )


def _main(extractor: str) -> str:
    """ "oj_xhtml/1+pdf/2", a text with an annex of another format, is "oj_xhtml"."""
    return extractor.partition("/")[0]
