"""Fictional documents of every format, to begin with when documents are damaged at random or fuzzed."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.extract import FORMATS
from pipeline.extract.content import Content, Format

FIXTURES = Path(__file__).resolve().parents[1] / "pipeline" / "extract" / "fixtures"
# Golden files lie beside the documents.
FILES = sorted(path for path in FIXTURES.rglob("*.*") if path.is_file() and path.suffix != ".json")
_MEDIA_TYPES = {
    ".api": "application/vnd.api+json",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xml": "text/xml",
    ".zip": "application/zip;mtype=fmx4",
}


def content(path: Path, body: bytes | None = None) -> Content:
    """The document as it would be served, or other bytes in its place."""
    media_type = _MEDIA_TYPES.get(path.suffix, "text/html")
    return Content(path.read_bytes() if body is None else body, media_type, f"https://x.gov/{path.name}")


def of_format(fuzzed: Format) -> Iterator[Path]:
    """The documents that the registry gives to this format to read."""
    for path in FILES:
        if next(each for each in FORMATS if each.recognises(content(path))) is fuzzed:
            yield path
