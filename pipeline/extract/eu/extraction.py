"""From lines to an `Extraction`: the last steps that all generations share."""

from collections.abc import Collection, Iterator, Sequence

from pipeline.errors import NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.eu.languages import language_code
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.outline import outline
from pipeline.extract.eu.provisions import number_provisions
from pipeline.extract.eu.walk import Element
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits

_UNREAD_HTML = ("script", "style", "head", "noscript", "template")


def extraction(content: Content, reader: Format, lines: Sequence[Line], page_chars: int, language: str) -> Extraction:
    """Number the lines of a page. `page_chars` counts the letters and digits of the page, however they were read.

    The body is the page without its title (kept as `title`) and its furniture (running headers, disclaimers).
    Raises `NotTheDocument` if nothing in the page is a unit of law.
    """
    act = outline(lines)
    provisions = number_provisions(act)
    if not any(provision.unit for provision in provisions):
        raise NotTheDocument(f"{content.url}: no article, recital, annex or paragraph in it; look at the page by hand")
    outside = sum(letters_and_digits(line.label + line.text) for line in lines if line.role is Role.FURNITURE)
    body = page_chars - outside - letters_and_digits(act.title)
    covered = act.covered_chars
    unplaced = body - covered - sum(act.dropped.values())
    dropped = {**act.dropped, "unplaced": unplaced} if unplaced else act.dropped
    return Extraction(
        provisions=provisions,
        extractor=f"{reader.name}/{reader.version}",
        title=act.title,
        language=language_code(language),
        body_chars=body,
        covered_chars=covered,
        dropped=tuple((reason, count) for reason, count in dropped.items() if count),
    )


def page_chars(root: Element, unread: Collection[str] = _UNREAD_HTML) -> int:
    """Letters and digits of a tree without those of its `unread` elements: what a reader of the page sees."""
    return _chars(root) - sum(_chars(element) for element in _outermost(root, unread))


def _chars(element: Element) -> int:
    return letters_and_digits(str(element.xpath("string()")))


def _outermost(root: Element, names: Collection[str]) -> Iterator[Element]:
    for element in root.iter(*names):
        if not any(above.tag in names for above in element.iterancestors()):
            yield element
