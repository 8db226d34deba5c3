"""What the tagger is given, what it answers, and what rules look like once they are loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.model import RuleKind, TagRule, Words
from pipeline.tagging.phrases import NO_PHRASES, Phrases
from pipeline.tagging.prefilter import Anchors
from pipeline.tagging.screening import Screen


@dataclass(frozen=True, slots=True)
class Passage:
    """One tagging unit and the words around it. Evidence is taken from `text` only; the rest helps to understand it."""

    text: str
    heading: str = ""
    """Headings above the unit, joined."""
    parent: str = ""
    """Introductory text of the enclosing provision: the governing verb of a list often stands there."""
    title: str = ""
    """Title of the document."""
    language: str = "en"
    """ISO 639-1; "" where it is unknown: then it is guessed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One tag on a passage. `quote` is `passage.text[start:end]`; offsets are 0-based, half-open, in code points."""

    tag: str
    rule: str
    rule_hash: str
    start: int
    end: int
    quote: str
    because: Words | None = None
    """The words that decided an effect or argument."""


Where = Literal["sentence", "near", "provision", "otherwise"]
"""Where the words of an effect or argument rule must stand. `sentence`: with evidence; `near`: there, or in the
sentence before or after it; `provision`: anywhere in a relevant unit; `otherwise`: with evidence, or without words of
its own, where no rule of the facet before it has spoken."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule must, or must not, mark. Runs as a test."""

    text: str
    expected: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as loaded."""

    id: str
    kind: RuleKind
    tag: str
    """Tag it sets; "" for a look-alike."""
    language: str
    phrases: Phrases
    exceptions: Phrases = NO_PHRASES
    """A match of the rule that one of these overlaps does not count."""
    unless: Phrases = NO_PHRASES
    """The rule is silent in a sentence where one of these stands."""
    needs: Phrases = NO_PHRASES
    """The rule is silent in a sentence where none of these stands."""
    context: Phrases = NO_PHRASES
    """The rule is silent in a unit where none of these stands, neither in it nor in the words around it."""
    no_context: Phrases = NO_PHRASES
    """The rule is silent in a unit where one of these stands, in it or in the words around it."""
    where: Where = "sentence"
    given: tuple[str, ...] = ()
    """The rule speaks only in a unit to which an earlier rule has given one of these tags."""
    yields_to: tuple[str, ...] = ()
    """Ids of earlier rules: the rule is silent in a sentence in which one of them has spoken. "We oppose limits on open
    models" speaks of limits and asks for none."""
    alone: bool = False
    """Where the rule speaks, no other of its kind does: who asks whether releases should be banned bans none."""
    weak: bool = False
    """A weak cue counts only in a unit that another cue has made relevant."""
    borrows: bool = False
    """The words of the cue do not say what is open ("openness"): it sets the tag of the nearest cue that does, and its
    own in a unit without one."""
    predicate: str = ""
    """Name of a function of `pipeline.tagging.predicates`: what phrases cannot say."""
    examples: tuple[Example, ...] = ()
    hash: str = ""
    """First 16 hex digits of sha256 over the rule as written, the phrases it uses included."""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one language, in the order of files and within files."""

    cues: tuple[Rule, ...] = ()
    look_alikes: tuple[Rule, ...] = ()
    judgements: tuple[Rule, ...] = ()
    """Effects, then arguments; of each, those that speak alone come first."""
    screen: Screen = field(default_factory=Screen, compare=False)
    """Of the phrases of all these rules that are looked for in sentences."""
    around: Screen = field(default_factory=Screen, compare=False)
    """Of those that are looked for in a unit and the words around it: a hundredth of them."""
    anchors: Anchors = field(default_factory=Anchors, compare=False)
    """A text in which none of these stands holds no strong cue; checked against every one of them when rules are
    loaded."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything `tag` needs. Immutable and picklable."""

    rules: tuple[Rule, ...]
    packs: Mapping[str, Pack]
    """By language."""

    def listed(self) -> tuple[TagRule, ...]:
        """The rules as the database lists them."""
        return tuple(TagRule(each.id, each.hash, each.kind, each.tag, each.language, each.file) for each in self.rules)
