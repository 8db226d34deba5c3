"""Lettered and numbered paragraphs of one section, question or regulation, nested, with one tagging level."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.extract.blocks import Block
from pipeline.extract.enumeration import OMISSION, arrange
from pipeline.model import Provision, ProvisionKind

# "(a) ", "(a)(1) ", "(a) Purpose. (1) ": the markers with which a paragraph of an order or regulation begins.
_BRACKETED = re.compile(r"\((\d{1,2}|[A-Za-z]{1,7})\)\s*")
# "1. ", "a) ": those of the questions in a request for comment.
_DOTTED = re.compile(r"(\d{1,2}|[a-z]{1,4})[.)]\s+")
# A run-in heading: words in title case up to a full stop, which may hold "U.S.".
_RUN_IN = re.compile(r"\s*([A-Z“‘\"](?:[^.:;!?]|\.(?=[A-Z]\.)|(?<=\.[A-Z])\.){0,200})\.(?=\s|$)")
# "James R" in "(1) James R. Clapper Jr.", "… (5 U.S.C" in "… (5 U.S.C. 5332(a)) …".
_ENDS_IN_INITIAL = re.compile(r"(?:\A|[\s.])[A-Z]\Z")
# A full stop, which introduces no list, before the "(a)" that begins one: "Establishment of Harbor.gov. (a) The …".
_BEFORE_LIST = re.compile(r"\s*([A-Z“‘\"](?:[^.:;!?]|[.:](?=\S)){0,200})\.\s+(?=\((?:a|1|i|A)\)\s)")
_SAYS = re.compile(r"\b(?:shall|will|must|should|may|can|is|are|was|were|has|have)\b")
# Printed where an amended section leaves paragraphs out; seven stars stand for rows of a table.
STARS = "* * * * *"
_STOPS = ".:—"
_STOP = re.compile(r"—|[.:](?=\s|$)")
_SMALL_WORD = re.compile(r"[a-z]{1,3}|from|with|into|upon|over|under|than|through|against|within|among|between|toward")
_VERB = re.compile(r"(?:is|are|was|has|had|may|can|does?|did|be)")
# "(a) Purpose." alone is a heading; "(a) Executive Order 13985 of January 20, 2021 (…)." alone is an entry of a list.
_LONGEST_BARE_HEADING = 6
_DEFINES = re.compile(r"\bdefinitions?\b", re.IGNORECASE)
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


def run_in_heading(text: str) -> str:
    """ "Definitions" in "Definitions. As used in this order", "" if the first sentence is not a heading."""
    found = _RUN_IN.match(text)
    if not found:
        return ""
    words = [word.strip("“”‘’\"'(),") for word in re.split(r"[\s—–/-]+", found[1])]
    small = [word for word in words if word[:1].islower()]
    if len(words) > 25 or any(_VERB.fullmatch(word) or not _SMALL_WORD.fullmatch(word) for word in small):
        return ""
    return found[1].strip()


def printed_heading(words: str, emphases: Sequence[str]) -> str:
    """The run-in heading of a paragraph by its italics, else by its capitals, else by the list that follows it."""
    in_capitals = run_in_heading(words)
    if _ENDS_IN_INITIAL.search(in_capitals):
        in_capitals = ""
    return emphasised_heading(words, emphases) or in_capitals or _heading_of_list(words)


def _heading_of_list(words: str) -> str:
    """What stands before a list and says nothing: "Non-applicability to Other Duties. (a) Nothing …"."""
    found = _BEFORE_LIST.match(words)
    return found[1].strip() if found and not _SAYS.search(found[1]) else ""


def emphasised_heading(words: str, emphases: Sequence[str]) -> str:
    """The phrase in italics that the words begin with, up to a stop: "Master files" in "Master files—The holder".

    A term in italics, as in "Model weights means", is followed by no stop.
    """
    for phrase in emphases:
        heading = phrase.rstrip(_STOPS)
        if heading and words.lstrip().startswith(heading) and _STOP.match(words.lstrip(), len(heading)):
            return heading
    return ""


def grow_regulation(top: Node, paragraphs: Sequence[Block]) -> None:
    """Hang the paragraphs of a section of regulations under it. Definitions are not lettered: each begins with its term
    in italics, counts its points from (1), and is cited by the term."""
    starts = [at for at, block in enumerate(paragraphs) if _defined_term(block)] if _DEFINES.search(top.heading) else []
    if not starts or any(_BRACKETED.match(block.text) for block in paragraphs[: starts[0]]):
        grow(top, paragraphs)
        return
    top.own += [block.text for block in paragraphs[: starts[0]] if block.text != STARS]
    for start, end in pairwise([*starts, len(paragraphs)]):
        first = paragraphs[start]
        term = _defined_term(first)
        name = re.sub(r"\W+", "-", term.lower())[:_LONGEST_NAME].strip("-")
        citation = f"{top.citation}, definition of “{term}”"
        child = Node(f"{top.path}/def_{name}", citation, "subsection", anchor=first.anchor, own=[first.text])
        grow(child, paragraphs[start + 1 : end])
        top.children.append(child)


def _defined_term(block: Block) -> str:
    """ "Eagle nest" in "Eagle nest means …", "" if the paragraph begins with no phrase in italics."""
    words = block.text.lstrip(_QUOTES)
    phrase = block.emphases[0].strip(_QUOTES) if block.emphases else ""
    term = phrase.rstrip(f"{_STOPS}, ")
    return term if phrase and words.startswith(phrase) and not term.startswith("Note") else ""


def grow(top: Node, paragraphs: Sequence[Block], *, dotted: bool = False) -> None:
    """Hang the paragraphs that follow a section's first words under it, by their markers.

    A paragraph without a marker, or with one that continues no series, belongs to the unit before it. A row of stars
    belongs to none: it stands for paragraphs on any level.
    """
    pieces = [piece for block in paragraphs for piece in _pieces(block, dotted)]
    depths = arrange([marker for marker, _ in pieces if marker])
    places = iter(depths)
    branch = [top]
    for marker, block in pieces:
        depth = next(places) if marker else None
        if marker == OMISSION:
            continue
        if depth is None:
            branch[-1].own.append(block.text)
            continue
        del branch[depth + 1 :]
        child = _child(branch[-1], marker, block, dotted)
        branch[-1].children.append(child)
        branch.append(child)


def _pieces(block: Block, dotted: bool) -> Iterator[tuple[str, Block]]:
    """Split "(a) Purpose. (1) Words" into ("a", "(a) Purpose.") and ("1", "(1) Words")."""
    if block.kind == "section" and block.text == STARS:
        yield OMISSION, block
        return
    if block.quoted:
        yield "", block
        return
    shape = _DOTTED if dotted else _BRACKETED
    text = block.text
    while found := shape.match(text):
        heading = printed_heading(text[found.end() :], block.emphases)
        after = found.end() + (len(heading) + 1 if heading else 0)
        after += len(text[after:]) - len(text[after:].lstrip())
        if dotted or not _BRACKETED.match(text, after):
            break
        yield found[1], replace(block, text=text[:after].strip())
        text = text[after:]
    yield found[1] if found else "", replace(block, text=text)


def _child(parent: Node, marker: str, block: Block, dotted: bool) -> Node:
    shape = _DOTTED if dotted else _BRACKETED
    found = shape.match(block.text)
    words = block.text[found.end() :] if found else block.text
    heading = "" if dotted else printed_heading(words, block.emphases)
    is_bare = len(heading) + 1 >= len(words.strip()) and not emphasised_heading(words, block.emphases)
    if is_bare and len(heading.split()) > _LONGEST_BARE_HEADING:
        heading = ""
    step = min(parent.path.count("/"), len(_PATHS) - 1)
    return Node(
        path=f"{parent.path}/{_PATHS[step]}_{marker}",
        citation=f"{parent.citation}({marker})",
        kind="question" if dotted else _KINDS[step],
        heading=heading,
        anchor=block.anchor,
        own=[block.text],
    )


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


def with_unique_names(provisions: Sequence[Provision]) -> tuple[Provision, ...]:
    """Give repeated paths and citations a number: two "Sec. 2" of one document are "Sec. 2" and "Sec. 2 [2]"."""
    renamed: dict[str, str] = {}
    times: dict[str, int] = {}
    citations: dict[str, int] = {}
    named = []
    for provision in provisions:
        parent, slash, last = provision.path.rpartition("/")
        path = _counted(f"{renamed.get(parent, parent)}{slash}{last}", times, "{name}~{time}")
        renamed[provision.path] = path
        citation = _counted(provision.citation, citations, "{name} [{time}]")
        above = renamed.get(provision.parent, provision.parent)
        named.append(replace(provision, path=path, citation=citation, parent=above))
    return tuple(named)


def _counted(name: str, times: dict[str, int], shape: str) -> str:
    """The name itself the first time, then numbered from 2."""
    time = times[name] = times.get(name, 0) + 1
    return name if time == 1 else _counted(shape.format(name=name, time=time), times, shape)
