"""How the parts, titles, chapters and sections of an act nest."""

from typing import NamedTuple

from pipeline.extract.eu.labels import designator
from pipeline.extract.eu.languages import division_kind, division_number
from pipeline.extract.eu.structure.blocks import Block
from pipeline.model import ProvisionKind


class Rank(NamedTuple):
    """A kind of division, and the word for it in citations."""

    kind: ProvisionKind
    word: str


RANKS = {
    "prt": Rank("part", "Part"),
    "tis": Rank("title", "Title"),
    "cpt": Rank("chapter", "Chapter"),
    "sct": Rank("section", "Section"),
    "sbs": Rank("subsection", "Subsection"),
}
"""By the step of a path, from the outermost."""


def division_step(title: str) -> str:
    """ "cpt" for "CHAPTER III", "" if no known word opens the line."""
    kind = division_kind(title)
    return next((step for step, rank in RANKS.items() if rank.kind == kind), "")


class Divisions:
    """The divisions met so far, in the order of the text."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._by_anchor: dict[str, str] = {}

    def path(self, block: Block) -> list[str]:
        """The steps that lead to a division, ["cpt_III", "sct_2"]; empty if it has no number."""
        return self._by_id(block) or self._by_words(block)

    def _by_id(self, block: Block) -> list[str]:
        """The divisions in an id, "cpt_III.sct_2", by their printed numbers: an id may also be "cpt_II.sct_LAMPS1", or
        "cpt_3BIS" in a French text."""
        parts = block.anchor.split(".") if block.anchor[:3] in RANKS else []
        anchors = [".".join(parts[:at]) for at in range(1, len(parts) + 1)]
        for part, anchor in zip(parts, anchors, strict=True):
            printed = division_number(block.name) if anchor == block.anchor else ""
            number = printed or designator(part[4:]) or part[4:]
            self._by_anchor.setdefault(anchor, f"{part[:4]}{number}")
        return [self._by_anchor[anchor] for anchor in anchors]

    def _by_words(self, block: Block) -> list[str]:
        """Older markup has no ids: the word says the rank, and a chapter stands in the title before it."""
        step, number = division_step(block.name), division_number(block.name)
        if not (step and number):
            return []
        ranks = list(RANKS)
        above = [each for each in self._open if ranks.index(each[:3]) < ranks.index(step)]
        self._open = [*above, f"{step}_{number}"]
        return self._open
