"""Executive orders and other documents in numbered sections: "Sec. 4.6(a)", whoever published them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.structure.blocks import Block
from pipeline.extract.structure.flow import Flow
from pipeline.extract.structure.outline import Node, grow, rows
from pipeline.extract.structure.quotations import with_quotations
from pipeline.extract.structure.run_in_headings import printed_heading
from pipeline.extract.structure.unique_names import with_unique_names
from pipeline.model import Provision

_SECTION = re.compile(r"(?:Section|Sec|SECTION|SEC)\b\.?\s*(\d{1,3})\s*\.(?=\s|$)\s*")
# HTML and PDF do not mark the signature: "DONALD J. TRUMP", "THE WHITE HOUSE, January 23, 2025."
_SIGNATURE = re.compile(r"THE WHITE HOUSE(?:,| [A-Z][a-z]+ \d)|(?:[A-Z]+\.? ){1,4}(?:[A-Z]{3,})(?: (?:JR|SR)\.?)?$")

_AFTER_COLON = re.compile(r"(?<=:)\s*\(a\)\s")
# "Annex A", "APPENDIX 1: Models": a title, unlike "Annex A lists the models."
_ANNEX = re.compile(
    r"(?:annex|appendix|attachment)(?:\s+(?:[A-Z]|[IVX]+|\d+))?(?:\s*[.:–—-]{1,2}\s*[^.]*|\W*)", re.IGNORECASE
)


@dataclass(slots=True)
class _Section:
    """A numbered section or subsection with its paragraphs; the first one begins with the number."""

    number: int
    paragraphs: list[Block] = field(default_factory=list)


def order_or_flow(blocks: Sequence[Block], flow: Flow) -> tuple[Provision, ...]:
    """Sections and what they hold if the text is divided into such, else its paragraphs as `flow` numbers them."""
    # What is quoted matters only to what could be a section.
    marked = with_quotations(blocks) if any(map(_section_number, blocks)) else []
    return _order(marked) if _is_order(marked) else with_unique_names(flow.rows(blocks))


def _is_order(blocks: Sequence[Block]) -> bool:
    """Whether the text is divided into "Section 1.", "Sec. 2.", … ."""
    numbers = [number for block in blocks if (number := _section_number(block))]
    return numbers[:2] == [1, 2] or numbers == [1]


def _order(blocks: Sequence[Block]) -> tuple[Provision, ...]:
    """Preamble, sections with their subsections, and the annexes and signatures that follow them, as provisions.

    Subsections ("4.6", or "(a)" where there are none) are the tagging units; a section without any is one itself.
    """
    before, sections, after = _divide(blocks)
    rest = Flow()
    provisions = [*_preamble(before, rest)]
    for section in sections:
        provisions += _section_rows(section, rest)
    return with_unique_names([*provisions, *rest.rows(after)])


def _section_number(block: Block) -> int:
    may_begin = block.kind in {"paragraph", "heading"} and not block.quoted
    found = _SECTION.match(block.text) if may_begin else None
    return int(found[1]) if found else 0


def _is_signature(block: Block) -> bool:
    return block.kind == "signature" or bool(_SIGNATURE.match(block.text))


def _signed(block: Block) -> Block:
    return replace(block, kind="signature") if _is_signature(block) else block


def _divide(blocks: Sequence[Block]) -> tuple[list[Block], list[_Section], list[Block]]:
    """Blocks before section 1, the sections, and the blocks from the signature or the first annex on."""
    before: list[Block] = []
    sections: list[_Section] = []
    for index, block in enumerate(blocks):
        if sections and (_is_signature(block) or _ANNEX.fullmatch(block.text)):
            return before, sections, [_signed(after) for after in blocks[index:]]
        # A quoted "Sec. 2." of an amended order does not continue the series.
        if _section_number(block) == len(sections) + 1:
            sections.append(_Section(len(sections) + 1, [block]))
        elif sections:
            sections[-1].paragraphs.append(block)
        else:
            before.append(block)
    return before, sections, []


def _preamble(blocks: Sequence[Block], rest: Flow) -> Iterator[Provision]:
    number = 0
    for block in blocks:
        if block.kind in {"paragraph", "preamble"}:
            number += 1
            yield Provision(
                f"pre_{number}", "preamble", f"Preamble, para. {number}", block.text, unit=True, anchor=block.anchor
            )
        else:
            yield from rest.rows([block])


def _section_rows(section: _Section, rest: Flow) -> Iterator[Provision]:
    """Rows of one section; notes and tables in it keep rows of their own behind it."""
    words = [block for block in section.paragraphs if block.kind in {"paragraph", "heading"}]
    others = [block for block in section.paragraphs if block.kind not in {"paragraph", "heading"}]
    first = words[0]
    found = _SECTION.match(first.text)
    start = found.end() if found else 0
    title = first.text[start:] if first.kind == "heading" else ""
    node = Node(
        path=f"sec_{section.number}",
        citation=f"Sec. {section.number}",
        kind="section",
        heading=printed_heading(first.text[start:], first.emphases) or title,
        anchor=first.anchor,
    )
    lead, subsections = _split_subsections(section.number, words)
    _grow_from_first(node, lead, start)
    node.children += [_subsection(node, each) for each in subsections]
    yield from rows(node)
    yield from rest.rows(others)


def _subsection(section: Node, part: _Section) -> Node:
    first = part.paragraphs[0]
    start = first.text.index(" ") + 1 if " " in first.text else len(first.text)
    node = Node(
        path=f"{section.path}/sub_{part.number}",
        citation=f"{section.citation}.{part.number}",
        kind="subsection",
        heading=printed_heading(first.text[start:], first.emphases),
        anchor=first.anchor,
    )
    _grow_from_first(node, part.paragraphs, start)
    return node


def _grow_from_first(node: Node, paragraphs: Sequence[Block], start: int) -> None:
    """The number and heading are the node's own words; what follows them may already begin with "(a)".

    So may what follows an introduction, if the next paragraph begins with "(b)".
    """
    first = paragraphs[0]
    end = start + (first.text[start:].index(node.heading) + len(node.heading) + 1 if node.heading else 0)
    if len(paragraphs) > 1 and paragraphs[1].text.startswith("(b)") and (found := _AFTER_COLON.search(first.text, end)):
        end = found.start()
    rest = first.text[end:].strip()
    lettered = rest.startswith("(")
    node.own = [first.text[:end].strip() if lettered else first.text]
    grow(node, [*([replace(first, text=rest)] if lettered else []), *paragraphs[1:]])


def _split_subsections(section: int, paragraphs: Sequence[Block]) -> tuple[list[Block], list[_Section]]:
    """Cut section 4 at "4.1.", "4.2.", …: they start paragraphs, or stand inside one after the end of a sentence."""
    lead: list[Block] = []
    parts: list[_Section] = []
    for block in paragraphs:
        text = block.text
        while not block.quoted and (found := _subsection_start(section, len(parts) + 1).search(text)):
            _append(parts[-1].paragraphs if parts else lead, block, text[: found.start()])
            parts.append(_Section(len(parts) + 1))
            text = text[found.start() :]
        _append(parts[-1].paragraphs if parts else lead, block, text)
    return lead, parts


def _subsection_start(section: int, number: int) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[.;:]\s)){section}\.{number}\.\s+(?=[A-Z“\"(])")


def _append(paragraphs: list[Block], block: Block, text: str) -> None:
    if text.strip():
        paragraphs.append(replace(block, text=text.strip()))
