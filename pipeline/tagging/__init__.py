"""Which provisions touch open source, what they do about it, and the exact words that show it.

    >>> from pipeline.tagging import Passage, load_rules, tag
    >>> [finding.tag for finding in tag(Passage("Models with open weights are out of scope."), load_rules())]
    ['weights', 'mention']
"""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.tagging.vocabulary import Finding, Passage, Tag

__all__ = ["Finding", "Passage", "Rules", "Tag", "load_rules", "load_taxonomy", "tag"]

_FIRST = {
    "weights": r"open[- ]weights?|(?:widely|publicly) available (?:model )?weights",
    "software": r"open[- ]source software|free and open[- ]source|logiciels? (?:libres? et )?ouverts?",
    "model": r"open(?:[- ]source)? (?:AI |foundation )*models?",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything `tag` needs. Picklable."""

    patterns: tuple[tuple[str, str], ...]


@cache
def load_rules() -> Rules:
    """The rules of this package."""
    return Rules(tuple(_FIRST.items()))


@cache
def load_taxonomy() -> tuple[Tag, ...]:
    """The labels of the codebook, in its order."""
    return (
        Tag("weights", "artefact", "Model weights", "Model weights or parameters made available to the public."),
        Tag("model", "artefact", "Open model", "Open-source AI models or systems, without or besides naming weights."),
        Tag("software", "artefact", "Open-source software", "Open-source software, tools, libraries, components."),
        Tag("mention", "effect", "Mention", "A passing mention."),
    )


def tag(passage: Passage, rules: Rules) -> tuple[Finding, ...]:
    """Mark what the passage says about openness; empty if it says nothing."""
    found = [
        Finding(label, f"first.{label}", "0" * 16, match.start(), match.end(), match.group())
        for label, pattern in rules.patterns
        for match in re.finditer(pattern, passage.text, re.IGNORECASE)
    ]
    if found:
        first = min(found, key=lambda finding: (finding.start, finding.end))
        found.append(Finding("mention", "first.mention", "0" * 16, first.start, first.end, first.quote))
    return tuple(found)
