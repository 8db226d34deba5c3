"""What the tagger is given, what it answers, and what rules and tags look like once they are loaded."""

from dataclasses import dataclass

from pipeline.model import Facet


@dataclass(frozen=True, slots=True)
class Passage:
    """One tagging unit and the words around it. Only `text` is searched for evidence; the rest helps to understand it."""

    text: str
    heading: str = ""
    """Headings above the unit, joined."""
    parent: str = ""
    """Introductory text of the enclosing provision: the governing verb of a list often stands there."""
    title: str = ""
    """Title of the document."""
    language: str = "en"
    """ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One tag on a passage. `quote` is `passage.text[start:end]`; offsets are 0-based, half-open, in code points."""

    tag: str
    rule: str
    rule_hash: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Tag:
    """One label of the codebook. Ids are unique across facets."""

    tag: str
    facet: Facet
    label: str
    definition: str
    examples: tuple[str, ...] = ()
