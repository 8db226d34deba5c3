"""How much of the text is quoted as evidence: the words that name the open thing, and the little around them that says
what about it.

People who mark evidence take the phrase that carries the openness: "the availability of open models", "open models can
help close the gap", seldom the bare noun and seldom the sentence. So a short region grows: to the left over a noun and
its preposition, to the right over a verb and what follows it; never over punctuation and never into another region.
Measured on the labelled provisions that were read for it, this lifts the share of spans that overlap a labelled one by
half or more."""

import re
from collections.abc import Iterator

from pipeline.tagging.masking import Region, Sentence

SHORT = 35
"""Regions of at least this many characters stay as they are."""

FULL = 40
"""A region stops growing to the right when it has this many characters."""

_DETERMINER = r"(?:(?:the|these|this|those|such|its|their|our|a|an|any|all|other) )?"
_PREPOSITION = (
    r"(?:about|across|against|around|as|behind|between|by|for|from|in|into|of|on|over|than|through|to|towards?|under|via"
    r"|with|without)"
)
# "substantial benefits of", "access to the".
_NOUN_BEFORE = re.compile(rf"(?:\b[\w'-]+ )?\b(?!(?:such|well) as)[\w'-]+ {_PREPOSITION} {_DETERMINER}$")
# "releasing an", "support", "encourage".
_VERB_BEFORE = re.compile(
    r"\b(?:\w+(?:ing|ize|ise|ish|ote|ort|uce|ase|ict)"
    rf"|adopt|develop|embrace|encourage|leverage|maintain|prefer|protect|provide|sustain) {_DETERMINER}$"
)
_ADVERB = r"(?:also|often|typically|already|generally|actually|should|however)"
_AUXILIARY = r"(?:can|could|may|might|must|shall|should|will|would|is|are|was|were|has|have|had|do|does|be|cannot)"
_VERB_AFTER = re.compile(rf" (?:{_ADVERB} )*(?:{_AUXILIARY}|[a-z]+(?:s|e|ow|lp|er|ed)) ")
_WORD_AFTER = re.compile(r" [\w'“\"’/-]+")
# Words that only lead on to what the span does not hold: "and benefits of", "models either with".
_JOINT = (
    r"(?:a|an|and|are|as|at|be|both|but|by|can|could|either|for|from|had|has|have|if|in|is|may|might|more|must|of|on"
    r"|or|our|shall|should|than|that|the|their|this|to|was|were|when|which|while|who|will|with|would)"
)
_JOINT_BEFORE = re.compile(rf"{_JOINT} ")
_JOINT_AFTER = re.compile(rf" (?:{_JOINT}|\w+ly)$")


def grown(sentence: Sentence) -> Iterator[tuple[Region, tuple[int, int]]]:
    """Each region of the sentence with its span in the text."""
    text = sentence.folded.text
    limits = [0, *(region.end for region in sentence.regions)]
    starts = [*(region.start for region in sentence.regions[1:]), len(text)]
    for region, lower, upper in zip(sentence.regions, limits, starts, strict=False):
        start, end = region.start, region.end
        if end - start < SHORT:
            start = _without_joint(text, _to_the_left(text, start, lower), start)
            end = _to_the_right(text, start, end, upper)
        yield region, sentence.span(*_closed(text, start, end, lower, upper))


def _to_the_left(text: str, start: int, lower: int) -> int:
    for pattern in (_NOUN_BEFORE, _VERB_BEFORE):
        if match := pattern.search(text, lower, start):
            return match.start()
    return start


def _to_the_right(text: str, start: int, end: int, upper: int) -> int:
    if not _VERB_AFTER.match(text, end, upper):
        return end
    grown = end
    while grown - start < FULL and (match := _WORD_AFTER.match(text, grown, upper)):
        grown = match.end()
    while match := _JOINT_AFTER.search(text, end, grown):
        grown = match.start()
    return grown


def _closed(text: str, start: int, end: int, lower: int, upper: int) -> tuple[int, int]:
    """With the bracket or quotation mark beside it whose partner is inside."""
    after, before = text[end : min(end + 1, upper)], text[max(start - 1, lower) : start]
    opened = text.count("(", start, end) > text.count(")", start, end)
    quoted = text.count('"', start, end) % 2 == 1
    if (opened and after == ")") or (quoted and after == '"'):
        return start, end + 1
    return (start - 1, end) if quoted and before == '"' else (start, end)


def _without_joint(text: str, start: int, end: int) -> int:
    """Where the first word stands that leads on to nothing outside."""
    while match := _JOINT_BEFORE.match(text, start, end):
        start = match.end()
    return start
