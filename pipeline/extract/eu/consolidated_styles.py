"""Consolidated texts made before 2006: no classes and no ids, only inline font styles.

Units are told by wording, enumerations by tables and hanging paragraphs. Unlike later consolidated texts these repeat
the recitals of the act, on a grey ground.
"""

import re

from pipeline.extract.content import Content, Format
from pipeline.extract.eu.consolidated_xhtml import stated_identity, take_out_marks, without_header
from pipeline.extract.eu.extraction import ReadPage, extraction, page_chars
from pipeline.extract.eu.lines import Role
from pipeline.extract.eu.page import parse_page
from pipeline.extract.eu.walk import Walker
from pipeline.extract.eu.wording import by_wording
from pipeline.model import Extraction

# "Consolidated TEXT: 31995L0046 — EN — 20.11.2003", "Konsolidierter TEXT: 31998F0699 — DE — 05.07.2001".
_TITLE = re.compile(rb"<title>[^<:]+: \d{5}[A-Z]{1,2}\d{4}\S* \S+ [A-Z]{2} \S+ \d\d\.\d\d\.\d{4}\s*</title>")


def _recognises(content: Content) -> bool:
    return _TITLE.search(content.head) is not None and b'class="title-' not in content.body


def _read(content: Content) -> Extraction:
    root = parse_page(content)
    chars = page_chars(root)
    marks = take_out_marks(root)
    lines = list(without_header(Walker(lambda _: None).read(root)))
    for line in lines:
        # A footnote links back to its mark: <a href="#src.E0001">.
        if any(name.startswith("src.") for name in line.notes):
            line.role = Role.NOTE
    language, celex = stated_identity(root)
    return extraction(content, FORMAT, ReadPage([*marks, *by_wording(lines)], chars, language, celex=celex))


FORMAT = Format("consolidated_styles", 13, _recognises, _read)
