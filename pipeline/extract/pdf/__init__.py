"""Any PDF with a text layer: memoranda, reports, printed Federal Register pages.

`lines` reads what is printed, by its `characters`. `furniture` takes out what is no text, with tables of `contents`;
`pages` says how each page is cited, and `scans` which ones are pictures. `paragraphs` joins the lines: it puts
`headings` in their place, parts `notes` from the text, and undoes `hyphens`.
"""

import re

from pipeline.errors import NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.pdf.furniture import (
    pages_without_text,
    running_heads,
    without_furniture,
    without_line_numbers,
)
from pipeline.extract.pdf.lines import printed
from pipeline.extract.pdf.pages import page_citations
from pipeline.extract.pdf.paragraphs import blocks_of
from pipeline.extract.pdf.scans import scans_among
from pipeline.extract.structure.blocks import Dropped, covered, without_contents
from pipeline.extract.structure.flow import Flow
from pipeline.extract.structure.order import order_or_flow
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits

# What word processors write into the title of their own accord.
_FILE_NAME = re.compile(r"^Microsoft (?:Word|PowerPoint)|\.(?:docx?|pdf|pptx?|indd|xml)$|^untitled", re.IGNORECASE)


def _recognises(content: Content) -> bool:
    # Some servers put a few bytes in front; readers accept the mark within the first 1,024.
    return b"%PDF-" in content.body[:1024]


def _read(content: Content) -> Extraction:
    shown = printed(content)
    dropped = Dropped()
    unnumbered = without_line_numbers(shown.lines, dropped)
    running = running_heads(unnumbered)
    lines = without_furniture(unnumbered, running, dropped, content.url)
    blocks = without_contents(blocks_of(lines, page_citations(shown.labels, running)), dropped)
    provisions = order_or_flow(blocks, Flow())
    if not any(provision.unit for provision in provisions):
        raise NotTheDocument(f"{content.url}: the PDF has no paragraphs; check the address")
    return Extraction(
        provisions=provisions,
        extractor=FORMAT.extractor,
        title="" if _FILE_NAME.search(shown.title) else shown.title,
        body_chars=sum(letters_and_digits(line.text) for line in shown.lines),
        covered_chars=covered(provisions),
        dropped=dropped.counts(),
        scans=scans_among(pages_without_text(unnumbered, running, len(shown.labels)), content.body),
    )


FORMAT = Format("pdf", 17, _recognises, _read)
