"""From lines to an `Extraction`: the last steps that all generations share."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.eu.languages import language_code
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.structure.blocks import Block
from pipeline.extract.eu.structure.outline import outline
from pipeline.extract.eu.structure.provisions import number_provisions
from pipeline.extract.eu.walk import Element
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits

_ACT_ROLES = frozenset((Role.TITLE, Role.DIVISION, Role.ARTICLE, Role.ANNEX))
_UNREAD_HTML = ("script", "style", "head", "noscript", "template")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a reader makes of its markup."""

    lines: Sequence[Line]
    chars: int
    """Letters and digits of the page, counted without regard to how it was read."""
    language: str
    """As the page states it."""
    apart: Sequence[Block] = ()
    """Parts around the act that are no law: a memorandum goes before the act, others after."""
    celex: str = ""
    """As the page states it."""


def extraction(content: Content, reader: Format, page: ReadPage) -> Extraction:
    """Number the lines of a page.

    The body is the page without its title (kept as `title`) and its furniture (running headers, disclaimers).
    Raises `NotTheDocument` if nothing in the page is a unit of law.
    """
    if not page.apart and not any(line.role in _ACT_ROLES for line in page.lines):
        raise NotTheDocument(f"{content.url}: no title, article or annex of an act found; look at the page")
    act = outline(page.lines)
    before = [block for block in page.apart if block.apart == "memo"]
    act.blocks = [*before, *act.blocks, *(block for block in page.apart if block.apart != "memo")]
    provisions = number_provisions(act)
    if not any(provision.unit for provision in provisions):
        raise NotTheDocument(f"{content.url}: no article, recital, annex or paragraph found; look at the page")
    outside = sum(letters_and_digits(line.label + line.text) for line in page.lines if line.role is Role.FURNITURE)
    body = page.chars - outside - letters_and_digits(act.title)
    covered = act.covered_chars
    dropped = {**act.dropped, "unplaced": body - covered - sum(act.dropped.values())}
    return Extraction(
        provisions=provisions,
        extractor=reader.extractor,
        title=act.title,
        language=language_code(page.language),
        body_chars=body,
        covered_chars=covered,
        dropped=tuple((reason, count) for reason, count in dropped.items() if count),
        celex=page.celex,
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
