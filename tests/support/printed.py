"""PDFs made on the spot: the text of their pages, and how they are read."""

from collections.abc import Callable

from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Extraction

Page = list[tuple[float, float, float, str, str]]
MakePdf = Callable[[list[Page]], bytes]


def read(body: bytes, url: str = "https://agency.example/memo.pdf") -> Extraction:
    """A PDF as the crawl reads it."""
    return extract(Content(body, "application/pdf", url))


def column(lines: list[str], *, top: float = 700, left: float = 72, size: float = 11, font: str = "F1") -> Page:
    """Lines of one size; a leading ">" indents, an empty line leaves a gap."""
    return [
        (left + (18 if line.startswith(">") else 0), top - 13 * row, size, font, line.removeprefix(">"))
        for row, line in enumerate(lines)
        if line
    ]


def outline(body: bytes) -> list[str]:
    """Headings with "# " before them, and the texts of the units."""
    return [row.text or f"# {row.heading}" for row in read(body).provisions]
