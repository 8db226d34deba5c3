"""When a capture need not be read again: the same bytes, extractors and rules give the same reading."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from pipeline.extract import FORMATS
from pipeline.model import Capture
from pipeline.tagging import Rules


def reader_of(rules: Rules) -> str:
    """What reads: this version of the program, its extractors, these rules. Part of `reading_key`; compute it once."""
    try:
        program = version("ai-policy-tracker")
    except PackageNotFoundError:  # run from a checkout that is not installed
        program = ""
    formats = (each.extractor for each in FORMATS)
    return _digest([program, *formats, *(rule.hash for rule in rules.rules)])


def reading_key(capture: Capture, reader: str) -> str:
    """Equal keys, equal readings (and equal rows): sha256 over everything that `pipeline.process.read` looks at."""
    document = capture.document
    fields = [reader, document.document_id, document.title, capture.language, capture.legal_date]
    # A rendition is linked, not read: an order is read alike with and without its page on whitehouse.gov.
    for part in (part for part in capture.parts if part.role != "rendition"):
        snapshot = part.snapshot
        fields += [part.role, part.link, part.title, snapshot.url, snapshot.media_type, snapshot.sha256]
    return _digest(fields)


def _digest(fields: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(fields).encode(errors="surrogatepass")).hexdigest()
