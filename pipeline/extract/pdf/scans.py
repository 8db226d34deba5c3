"""Pages of a PDF that are pictures of printed pages. No letter of them can be read, and a reader should know."""

from collections.abc import Sequence
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

FEWEST_LETTERS = 20
"""Of a page that is read, besides what is printed on every page. The stamp of whoever filed a scan may stand on it."""
_COVERED = 0.5
"""Share of the page that its pictures cover. Some scanners cut a page into strips."""
_MOST_PAGES = 500
"""That are looked at, which takes 0.07 s each. A book of 2,000 scanned pages would take longer than a document may."""
_LOOKED_AT = 400
"""Points of the longer side of the page as it is looked at."""
_PAPER = 128
"""Of 255: paper is lighter, also in a bad copy."""
_DARKER = 0.75
"""Of the shade of the paper: ink."""
_LEAST_INK, _MOST_INK = 0.002, 0.3
"""Shares of the page. Of 340 real pages a tight one has 0.18, one with four lines 0.013 and one with "EN 16 EN" alone
0.0015. Less are the specks of an empty page, more is a photograph."""


def scans_among(pages: Sequence[int], body: bytes) -> tuple[int, ...]:
    """Which of these pages, from 1, are scans; of very many, which of the first."""
    if not pages:
        return ()
    document = pdfium.PdfDocument(body)
    try:
        return tuple(number for number in pages[:_MOST_PAGES] if is_scan(document[number - 1]))
    finally:
        document.close()


def is_scan(page: pdfium.PdfPage) -> bool:
    """Whether a page with fewer than `FEWEST_LETTERS` shows others: pictures cover it, in which little ink stands on
    light paper. Covers in colour and photographs do not look so, nor do empty pages."""
    try:
        return _is_covered(page) and _looks_printed(page)
    except pdfium.PdfiumError:  # a picture that cannot be shown
        return False


def _is_covered(page: pdfium.PdfPage) -> bool:
    left, bottom, right, top = page.get_bbox()
    covered = 0.0
    for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]):
        west, south, east, north = picture.get_bounds()
        covered += max(0.0, min(east, right) - max(west, left)) * max(0.0, min(north, top) - max(south, bottom))
    enough: float = _COVERED * (right - left) * (top - bottom)
    return 0 < enough <= covered


def _looks_printed(page: pdfium.PdfPage) -> bool:
    shades = bytes(page.render(scale=_LOOKED_AT / max(page.get_size()), grayscale=True).buffer)
    paper = median(shades)
    ink = sum(shade < _DARKER * paper for shade in shades) / len(shades)
    return paper >= _PAPER and _LEAST_INK <= ink <= _MOST_INK
