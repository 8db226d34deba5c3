"""How much of the text is quoted as evidence: the words that name the open thing, and the little around them that says
what about it.

People who mark evidence take the phrase that carries the openness: "the availability of open models", "open models can
help close the gap", seldom the bare noun and seldom the sentence. So a short region grows: to the left over a noun and
its preposition, to the right over a verb and what follows it; never over punctuation and never into another region.
Measured on the labelled provisions that were read for it, this lifts the share of spans that overlap a labelled one by
half or more (see docs/method.md)."""

import re
from collections.abc import Iterator

from pipeline.tagging.evidence import Region, Sentence

SHORT = 30
"""Regions of at least this many characters stay as they are."""

FULL = 40
"""A region stops growing to the right when it has this many characters."""

_DETERMINER = r"(?:(?:the|these|this|those|such|its|their|our|a|an|any|all|other) )?"
_PREPOSITION = r"(?:of|to|for|on|with|about|behind|from|between|in|by|against)"
# "substantial benefits of", "access to the".
_NOUN_BEFORE = re.compile(rf"(?:\b[\w'-]+ )?\b[\w'-]+ {_PREPOSITION} {_DETERMINER}$")
# "releasing an", "support".
_VERB_BEFORE = re.compile(rf"\b\w+(?:ing|ize|ise|ish|ote|ort|uce|ase|ict) {_DETERMINER}$")
_ADVERB = r"(?:also|often|typically|already|generally|actually|should|however)"
_AUXILIARY = r"(?:can|could|may|might|must|shall|should|will|would|is|are|was|were|has|have|had|do|does|be|cannot)"
_VERB_AFTER = re.compile(rf" (?:{_ADVERB} )*(?:{_AUXILIARY}|[a-z]+(?:s|e|ow|lp|er|ed)) ")
_WORD_AFTER = re.compile(r" [\w'“\"’/-]+")


def grown(sentence: Sentence) -> Iterator[tuple[Region, tuple[int, int]]]:
    """Each region of the sentence with its span in the text."""
    text = sentence.folded.text
    limits = [0, *(region.end for region in sentence.regions)]
    starts = [*(region.start for region in sentence.regions[1:]), len(text)]
    for region, lower, upper in zip(sentence.regions, limits, starts, strict=False):
        start, end = region.start, region.end
        if end - start < SHORT:
            start = _to_the_left(text, start, lower)
            end = _to_the_right(text, start, end, upper)
        yield region, sentence.span(start, end)


def _to_the_left(text: str, start: int, lower: int) -> int:
    for pattern in (_NOUN_BEFORE, _VERB_BEFORE):
        if match := pattern.search(text, lower, start):
            return match.start()
    return start


def _to_the_right(text: str, start: int, end: int, upper: int) -> int:
    if not _VERB_AFTER.match(text, end, upper):
        return end
    while end - start < FULL and (match := _WORD_AFTER.match(text, end, upper)):
        end = match.end()
    return end
