"""Lettered and numbered paragraphs of one section, question or regulation, nested, with one tagging level."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.structure.blocks import Block
from pipeline.extract.structure.enumeration import ITALIC, OMISSION, TERM, arrange
from pipeline.extract.structure.run_in_headings import STOPS, emphasised_heading, printed_heading
from pipeline.model import Provision, ProvisionKind

# "(a) ", "(a)(1) ", "(a) Purpose. (1) ": the markers with which a paragraph of an order or regulation begins.
_BRACKETED = re.compile(r"\((\d{1,2}|[A-Za-z]{1,7})\)\s*")
# What stands between a term and the list of its meanings.
_LIST = re.compile(r"[.:—”\s]*(?=\((?:1|i|a|A)\))")
# "1. ", "a) ", "(a) ": those of the questions in a request for comment.
_DOTTED = re.compile(r"\(?(\d{1,2}|[a-z]{1,4})[.)]\s+")
# Printed where an amended section leaves paragraphs out; seven stars stand for rows of a table.
STARS = "* * * * *"
DIVISION = re.compile(r"(?:(?:sub)?(?:part|chapter|title)|appendix|supplement) [A-Z\d][^.]*\Z", re.IGNORECASE)
"""A heading after which no section of regulations goes on: "Appendix A to Part 1003—Form and Instructions"."""
# "(a) Purpose." alone is a heading; "(a) Executive Order 13985 of January 20, 2021 (…)." alone is an entry of a list.
_LONGEST_BARE_HEADING = 6
_DEFINES = re.compile(r"\b(?:definitions?|meanings? of terms)\b", re.IGNORECASE)
_QUOTES = "“”‘’\"'"
_LONGEST_NAME = 60
_PATHS = ("sub", "par", "spa", "pt", "item")
_KINDS: tuple[ProvisionKind, ...] = ("subsection", "paragraph", "subparagraph", "point", "point")


@dataclass(slots=True)
class Node:
    """A unit under construction: its own paragraphs, then its sub-units."""

    path: str
    citation: str
    kind: ProvisionKind
    heading: str = ""
    anchor: str = ""
    own: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def text(self) -> str:
        """All words of the unit, sub-units included."""
        return " ".join([*self.own, *(child.text() for child in self.children)])


def grow_regulation(top: Node, paragraphs: Sequence[Block]) -> None:
    """Hang the paragraphs of a section of regulations under it. Its definitions may have no letter of their own: each
    begins with its term in italics, counts its points from (1), and is cited by the term."""
    _hang(top, list(_with_terms(top, paragraphs)))


def grow(top: Node, paragraphs: Sequence[Block]) -> None:
    """Hang the paragraphs that follow a section's first words under it, by their markers.

    A paragraph without a marker, or with one that continues no series, belongs to the unit before it. A row of stars
    belongs to none: it stands for paragraphs on any level.
    """
    _hang(top, [piece for block in paragraphs for piece in _pieces(block, in_question=top.kind == "question")])


def _with_terms(top: Node, paragraphs: Sequence[Block]) -> Iterator[tuple[str, Block]]:
    """The pieces of the paragraphs, definitions marked: in a section of definitions, and after "(c) Definitions. As
    used in this section:" up to the next heading in italics."""
    all_define = defines = bool(_DEFINES.search(top.heading))
    is_lettered = False
    for block in paragraphs:
        for marker, piece in _pieces(block, in_question=False):
            if marker and (heading := emphasised_heading(_BRACKETED.sub("", piece.text, count=1), piece.emphases)):
                defines = all_define or bool(_DEFINES.search(heading))
            if not marker and defines and _defined_term(piece, is_lettered=is_lettered):
                yield from _definition_pieces(piece)
            else:
                is_lettered = is_lettered or marker not in {"", OMISSION}
                yield marker, piece


def _definition_pieces(block: Block) -> Iterator[tuple[str, Block]]:
    """Split "Application—(1) In general. It means" into the term and its first point."""
    term = _defined_term(block)
    found = _LIST.match(block.text, block.text.index(term) + len(term))
    if not found:
        yield TERM, block
        return
    yield TERM, replace(block, text=block.text[: found.end()].strip())
    yield from _bracketed_pieces(replace(block, text=block.text[found.end() :]))


def _defined_term(block: Block, *, is_lettered: bool = False) -> str:
    """ "Eagle nest" in "Eagle nest means …", "" if the paragraph begins with no phrase in italics.

    Under a letter a phrase before a stop, "Example.", is the heading of a paragraph.
    """
    words = block.text.lstrip(_QUOTES)
    phrase = block.emphases[0].strip(_QUOTES) if block.emphases else ""
    term = phrase.rstrip(f"{STOPS}, ")
    if is_lettered and emphasised_heading(words, block.emphases):
        return ""
    return term if phrase and words.startswith(phrase) and not term.startswith("Note") else ""


def _hang(top: Node, pieces: Sequence[tuple[str, Block]]) -> None:
    places = iter(arrange([_as_printed(marker, block) for marker, block in pieces if marker]))
    branch = [top]
    for marker, block in pieces:
        depth = next(places) if marker else None
        if marker == OMISSION:
            continue
        if depth is None:
            branch[-1].own.append(block.text)
            continue
        del branch[depth + 1 :]
        child = _definition(branch[-1], block) if marker == TERM else _child(branch[-1], marker, block)
        branch[-1].children.append(child)
        branch.append(child)


def _as_printed(marker: str, block: Block) -> str:
    """The marker, `ITALIC` if it is printed in italics."""
    return f"{marker}{ITALIC}" if marker == block.italic_number else marker


def _pieces(block: Block, *, in_question: bool) -> Iterator[tuple[str, Block]]:
    """Split "(a) Purpose. (1) Words" into ("a", "(a) Purpose.") and ("1", "(1) Words")."""
    if block.kind == "section" and block.text == STARS:
        yield OMISSION, block
    elif block.quoted:
        yield "", block
    elif in_question:
        found = _DOTTED.match(block.text)
        yield found[1] if found else "", block
    else:
        yield from _bracketed_pieces(block)


def _bracketed_pieces(block: Block) -> Iterator[tuple[str, Block]]:
    text = block.text
    while found := _BRACKETED.match(text):
        heading = printed_heading(text[found.end() :], block.emphases)
        after = found.end() + (len(heading) + 1 if heading else 0)
        after += len(text[after:]) - len(text[after:].lstrip())
        if not _BRACKETED.match(text, after):
            break
        yield found[1], replace(block, text=text[:after].strip(), italic_number="")
        text = text[after:]
    yield found[1] if found else "", replace(block, text=text)


def _child(parent: Node, marker: str, block: Block) -> Node:
    step = min(parent.path.count("/"), len(_PATHS) - 1)
    in_question = parent.kind == "question"
    return Node(
        path=f"{parent.path}/{_PATHS[step]}_{marker}",
        citation=f"{parent.citation}({marker})",
        kind="question" if in_question else _KINDS[step],
        heading="" if in_question else _heading(block),
        anchor=block.anchor,
        own=[block.text],
    )


def _definition(parent: Node, block: Block) -> Node:
    term = _defined_term(block)
    name = re.sub(r"\W+", "-", term.lower())[:_LONGEST_NAME].strip("-")
    citation = f"{parent.citation}, definition of “{term}”"
    kind = _KINDS[min(parent.path.count("/"), len(_KINDS) - 1)]
    return Node(f"{parent.path}/def_{name}", citation, kind, anchor=block.anchor, own=[block.text])


def _heading(block: Block) -> str:
    found = _BRACKETED.match(block.text)
    words = block.text[found.end() :] if found else block.text
    heading = printed_heading(words, block.emphases)
    is_bare = len(heading) + 1 >= len(words.strip()) and not emphasised_heading(words, block.emphases)
    return "" if is_bare and len(heading.split()) > _LONGEST_BARE_HEADING else heading


def rows(top: Node, parent: str = "") -> Iterator[Provision]:
    """The provisions of a tree. Its first sub-units are the tagging units; the whole is one where it has none.

    Introductory words before the first sub-unit become a unit of their own, unless they are only the heading.
    """
    if not top.children:
        yield _row(top, parent, unit=True)
        return
    yield _row(top, parent, unit=False)
    lead = " ".join(top.own)
    if not _is_only_heading(lead, top.heading):
        yield Provision(
            path=f"{top.path}/intro",
            kind="question" if top.kind == "question" else "paragraph",
            citation=f"{top.citation}, introductory text",
            text=lead,
            parent=top.path,
            unit=True,
            anchor=top.anchor,
        )
    for child in top.children:
        yield _row(child, top.path, unit=True)
        yield from _below(child)


def _below(node: Node) -> Iterator[Provision]:
    for child in node.children:
        yield _row(child, node.path, unit=False)
        yield from _below(child)


def _row(node: Node, parent: str, *, unit: bool) -> Provision:
    return Provision(node.path, node.kind, node.citation, node.text(), node.heading, parent, unit, node.anchor)


def _is_only_heading(lead: str, heading: str) -> bool:
    """True for "Sec. 13. General Provisions." before "(a) Nothing in this order …"."""
    rest = lead.replace(heading, "", 1) if heading else lead
    return not re.search(r"[^\W\d_]{2}", re.sub(r"(?i)^(?:section|sec)\b", "", rest.strip()))
