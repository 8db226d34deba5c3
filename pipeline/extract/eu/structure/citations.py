"""Names of provisions: a path for machines, a citation as lawyers write it. The same in every language.

The path parts are those of the European Legislation Identifier where it has one: `art_53`, `par_2`, `pt_a`, `rct_102`,
`anx_III`, `cpt_V/sct_2`.
"""

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.extract.eu.labels import OPENING_QUOTES, article_number, designator
from pipeline.extract.eu.languages import ANNEX, APPENDIX, division_number
from pipeline.extract.eu.structure.blocks import Block
from pipeline.extract.eu.structure.divisions import RANKS, Divisions, division_step
from pipeline.model import ProvisionKind

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth",
    "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
_LONGEST_QUOTED_HEADING = 80
"""Letters of an unnumbered heading that a citation can still carry."""
_APART = {"memo": "Explanatory memorandum", "lfs": "Legislative financial statement"}
_ANCHOR_NUMBER = re.compile(r"(?:art|rct|anx|cit)_([^._]+)")


@dataclass(frozen=True, slots=True)
class Name:
    """What a provision is called."""

    path: str
    citation: str
    kind: ProvisionKind
    in_annex: bool = False


class Numbering:
    """Names the units of one text. Remembers which names are taken, and where in the divisions it is."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._divisions = Divisions()
        self._runs_on = False

    def begin_text(self, text: Block) -> None:
        """Begin a text without articles: its points are cited alone if their numbers run on through its headings."""
        holders = [block for block in text.walk() if block is text or block.kind == "section"]
        points = [each for block in holders for each in block.blocks if each.kind != "section"]
        numbers = [point.label.value for point in points if point.label]
        self._runs_on = len(set(numbers)) == len(numbers)

    def name(self, block: Block, parent: Name | None) -> Name:
        """Name a unit of the outline. Units are to be named in the order of the text."""
        if parent is None:
            return self._unique(self._top_level(block))
        if block.kind == "section":
            return self._unique(self._section(block, parent))
        if block.kind == "article":
            return self._unique(self._article(block, parent))
        if block.kind == "annex":
            return self._unique(_inner_annex(block, parent))
        if block.label is not None and block.label.is_dash:
            return self._indent(parent)
        return self._unique(self._numbered(block, parent))

    def subparagraph(self, parent: Name, *, is_introduction: bool) -> Name:
        """Name the text between the units of `parent`."""
        count = self._count("sub", parent)
        words = "introductory wording" if is_introduction else f"{ordinal_word(count)} subparagraph"
        return Name(f"{_prefix(parent)}sub_{count}", _joined(parent, words), "subparagraph")

    def footnote(self, number: str, owner: Name | None) -> Name:
        """Name a footnote after the top-level unit in which its mark stands."""
        slug = re.sub(r"\W", "", number) or ("star" if number else str(self._count("fn", owner)))
        if owner is None:
            return self._unique(Name(f"fn_{slug}", f"Footnote {number}".strip(), "footnote"))
        return self._unique(Name(f"{owner.path}/fn_{slug}", f"{owner.citation}, footnote {number}".strip(), "footnote"))

    def part_apart(self, short: str) -> Name:
        """Name a part of a document that is not law."""
        return self._unique(Name(short, _APART[short], "part"))

    # Top-level units

    def _top_level(self, block: Block) -> Name:
        match block.kind:
            case "article":
                return self._article(block, None)
            case "recital":
                count = self._count("rct", None)
                number = (block.label.value if block.label else "") or _anchor_number(block) or str(count)
                return Name(f"rct_{number}", f"Recital {number}", "recital")
            case "annex":
                return self._annex(block)
            case "chapter":
                return self._division(block)
            case "citation":
                count = self._count("cit", None)
                return Name(f"cit_{count}", f"Citation {count}", "citation")
            case "signature":
                return Name("fnp_1", "Final part", "signature")
            case _:
                count = self._count("pbl", None)
                return Name(
                    f"pbl_{count}", "Preamble" if count == 1 else f"Preamble, {ordinal_word(count)} formula", "preamble"
                )

    def _article(self, block: Block, parent: Name | None) -> Name:
        """An article of the act, or of the annex or attachment that has articles of its own. A number that another one
        has is misprinted, if the id has its own: "Article 27 quarter" is `art_27c`."""
        counted = _anchor_number(block)
        number = article_number(block.name) or counted or str(self._count("art", parent))
        if parent is None and counted and f"art_{number}" in self._taken and f"art_{counted}" not in self._taken:
            number = counted
        words = f"Article {number}"
        if parent is None:
            return Name(f"art_{number}", words, "article")
        return Name(f"{parent.path}/art_{number}", _joined(parent, words), "article")

    def _annex(self, block: Block) -> Name:
        number = designator(ANNEX.sub("", block.name))
        # The converter's numbers are no names: it counts the only annex of an act, which is cited without a number, and
        # the id of an "ANNEX IX" has been "anx_I".
        if not number and (counted := designator(_anchor_number(block))) != "1":
            number = counted
        if ANNEX.match(block.name) or block.anchor.startswith("anx_"):
            return Name(f"anx_{number}" if number else "anx", f"Annex {number}".strip(), "annex", in_annex=True)
        if APPENDIX.match(block.name):
            return _appendix(block)
        count = self._count("att", None)
        return Name(f"att_{count}", f"Attachment {count}", "annex", in_annex=True)

    def _division(self, block: Block) -> Name:
        path = self._divisions.path(block)
        if not path:
            count = self._count("h", None)
            return Name(f"h_{count}", block.name or f"Heading {count}", "section")
        words = (f"{RANKS[step].word} {number}" for step, _, number in (each.partition("_") for each in path))
        return Name("/".join(path), ", ".join(words), RANKS[path[-1].partition("_")[0]].kind)

    # Units inside others

    def _section(self, block: Block, parent: Name) -> Name:
        step = division_step(block.name) or "sct"
        number = block.label.value if block.label else division_number(block.name) or designator(block.name)
        if not number:
            count = self._count("h", parent)
            words = f"‘{block.heading}’" if len(block.heading) <= _LONGEST_QUOTED_HEADING else f"heading {count}"
            return Name(f"{_prefix(parent)}h_{count}", _joined(parent, words), "section", parent.in_annex)
        word = RANKS[step].word
        enclosing = f"{word} {number.rpartition('.')[0]}"
        if "." in number and parent.citation.endswith(enclosing):
            citation = f"{parent.citation.removesuffix(enclosing)}{word} {number}"
        else:
            citation = _joined(parent, f"{word} {number}")
        return Name(f"{_prefix(parent)}{step}_{number}", citation, "section", parent.in_annex)

    def _indent(self, parent: Name) -> Name:
        count = self._count("ind", parent)
        return Name(
            f"{_prefix(parent)}ind_{count}", _joined(parent, f"{ordinal_word(count)} indent"), "point", parent.in_annex
        )

    def _numbered(self, block: Block, parent: Name) -> Name:
        if block.label is None:
            count = self._count("p", None)
            return Name(f"{_prefix(parent)}p_{count}", f"Paragraph {count}", "paragraph", parent.in_annex)
        value = block.label.value
        path = f"{_prefix(parent)}{'par' if block.kind == 'paragraph' else 'pt'}_{value}"
        in_quoted_article = parent.citation.rpartition(", ")[2].startswith("quoted Article")
        if block.kind == "paragraph" and block.quoted and not in_quoted_article:
            return Name(path, f"{parent.citation}, quoted paragraph {value}", "paragraph", parent.in_annex)
        if self._runs_on and parent.kind == "section" and not parent.in_annex:
            return Name(path, f"Point {value}", block.kind)
        return Name(path, _point_citation(value, parent), block.kind, parent.in_annex)

    def quoted_article(self, block: Block, parent: Name) -> Name:
        """An article of another act, quoted here: it lends its name to its paragraphs but is no article of this act."""
        number = article_number(block.name) or "1"
        return Name(f"{parent.path}/art_{number}", f"{parent.citation}, quoted Article {number}", "article")

    def _count(self, part: str, parent: Name | None) -> int:
        key = f"{parent.path if parent else ''}/{part}"
        self._counts[key] += 1
        return self._counts[key]

    def _unique(self, name: Name) -> Name:
        self._taken[name.path] += 1
        count = self._taken[name.path]
        if count == 1:
            return name
        citation = (
            f"{name.citation}, {ordinal_word(count)} list" if name.kind == "point" else f"{name.citation} [{count}]"
        )
        return Name(f"{name.path}-{count}", citation, name.kind, name.in_annex)


def ordinal_word(count: int) -> str:
    """ "second" for 2, "13th" for 13, as in "second indent"."""
    if count <= len(_ORDINALS):
        return _ORDINALS[count - 1]
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _appendix(block: Block) -> Name:
    # "Appendix to Annex II" has no number.
    word, _, rest = APPENDIX.sub("", block.name).strip().partition(" ")
    number = designator(f"{word} {rest}") if designator(word) else ""
    return Name(f"app_{number}" if number else "app", f"Appendix {number}".strip(), "annex", in_annex=True)


def _inner_annex(block: Block, parent: Name) -> Name:
    """An appendix of an annex, or an annex of another act that is quoted there."""
    if APPENDIX.match(block.name):
        name = _appendix(block)
        quoted = block.name[0] in OPENING_QUOTES
    else:
        number = designator(ANNEX.sub("", block.name))
        name = Name(f"anx_{number}" if number else "anx", f"Annex {number}".strip(), "annex")
        quoted = True
    words = f"quoted {name.citation}" if quoted else name.citation
    return Name(f"{parent.path}/{name.path}", _joined(parent, words), "annex", in_annex=True)


def _anchor_number(block: Block) -> str:
    found = _ANCHOR_NUMBER.fullmatch(block.anchor)
    return found[1] if found else ""


def _prefix(parent: Name) -> str:
    return f"{parent.path}/" if parent.path else ""


def _joined(parent: Name, words: str) -> str:
    return f"{parent.citation}, {words}" if parent.citation else words[:1].upper() + words[1:]


def _point_citation(value: str, parent: Name) -> str:
    """ "Article 5(1)(a)", but "Annex III, point 1(a)", "Annex VII, point 3.1" and "‘Purpose’, point 1"."""
    if not parent.citation:
        return f"Point {value}"
    if not (parent.in_annex or parent.kind == "section") or parent.kind == "point":
        if "." in value and parent.citation.lower().endswith(f"point {value.rpartition('.')[0]}"):
            return f"{parent.citation.removesuffix(value.rpartition('.')[0])}{value}"
        return f"{parent.citation}({value})"
    return f"{parent.citation}, point {value}" if value[:1].isdigit() else f"{parent.citation}, point ({value})"
