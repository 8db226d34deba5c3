"""Whether an English sentence still speaks of what is open in the one beside it, so that the reasons it gives are
reasons for or against openness. "Schools publish open models. They save money." is one; "Schools publish open models.
The agency saves money." is none."""

import re

from pipeline.tagging.folding import BORDER, MARK
from pipeline.tagging.masking import Sentence

_SHORT = 4
"""Words. What is shorter is a heading ("Increased transparency.") or what is left of a sentence."""
_HEADING = re.compile(r"\W*(?:[\d.]+ )?(?:to \w+|\w+ing)(?: \S+){1,6}\Z")
"""In lower case: "5.2 To strengthen the supply chain.", "Promoting competition"."""
# "The tools that they sell" points back, too: at something, and most often at what the sentence before is about.
_POINTS_BACK = re.compile(
    r"\b(?:it|its|them|their|they|these|this|those|such|both|here|doing so"
    r"|that (?:allows?|can|could|enables?|helps?|makes?|may|means?|way|will|would))\b"
)
_GOES_ON = re.compile(
    r"\W*(?:also|another|finally|first|for example|for instance|fourth|furthermore|in addition|likewise|moreover|one"
    r"|second|similarly|third"
    r"|the (?:\w+ )?(?:advantage|aim|benefit|concern|danger|drawback|effect|fear|goal|idea|objective|problem|purpose"
    r"|reason|result|risk)s?)\b"
)
# No cue, but where openness is spoken of it is the same one.
_OPENNESS = re.compile(
    r"\b(?:open|openness|releas\w+|restrict\w+|sharing|model access|access to (?:\w+ )?(?:code|models?|weights))\b"
)
# What somebody has to do besides, for reasons of its own: "Policymakers should support resilience".
_ASKS = re.compile(r"\b(?:must|shall|should)\b")
_CONCLUDES = re.compile(
    r"\W*(?:\w+\W+){0,3}?(?:accordingly|as such|because of|for (?:such|that|these|this) reasons?|given|hence|it|such"
    r"|that is why|therefore|these|they|this|those|thus|to (?:that|these|this) ends?)\b"
)
# "These", "And they", "ii. How do these risks", "It", but not "It is important that …".
_OF_THE_SAME = re.compile(
    r"\W*(?:(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)] )?"
    r"(?:(?:also|and|but|finally|further|furthermore|in addition|moreover),? )?"
    r"(?:(?:how|what|when|why)(?:, if at all,)? (?:are|can|could|did|do|does|is|may|might|should|will|would) )?"
    r"(?:it(?! is (?:\w+ ){1,2}(?:that|to)\b)|its|such|their|these|they|this|those)\b"
)
# A clause that begins so is about what stands before it, or gives its reason: "open-source software, which drives
# innovation", ", as it drives innovation".
_PARTS = re.compile(
    rf"{BORDER}(?! (?:(?:although|and|but|or|though|whereas|while|yet) )?"
    r"(?:(?:\w+ )?(?:which|who|whom|whose)|as|because|for|since|so"
    r"|it|its|such|that|their|there|these|they|this|those)\b)"
)
# "While AI drives innovation, open models …", but not "While they drive innovation, open models …".
_CONCEDES = re.compile(
    r"\W*(?:although|even though|though|whereas|while) (?!(?:it|such|there|these|they|this|those)\b)"
    rf"[^,;{BORDER}{MARK}]*\Z"
)


def is_linked(beside: Sentence, evidence: Sentence, everywhere: bool) -> bool:
    """Whether a sentence speaks of what is open in `evidence`, which stands right before or after it. `everywhere`: the
    headings say that all of the text is about openness."""
    words = beside.shown.strip()
    if beside.is_point or len(words.split()) <= _SHORT or words[0].islower():
        return True
    lower = words.lower()
    if _HEADING.match(lower) or _GOES_ON.match(lower) or _OPENNESS.search(lower):
        return True
    if _ASKS.search(lower):
        return False
    if beside.start > evidence.start:
        return _POINTS_BACK.search(lower) is not None
    # "These measurements" are those of the sentence before, which has no evidence.
    return (everywhere and not is_of_the_same(beside)) or _CONCLUDES.match(evidence.shown.lower()) is not None


def is_of_the_same(sentence: Sentence) -> bool:
    """Whether the sentence has the subject of the one before: "They … And they …"."""
    return _OF_THE_SAME.match(sentence.shown.lower()) is not None


def parts(words: str) -> bool:
    """Whether a clause about something else begins in the words between a reason and evidence, as rules see them."""
    return _PARTS.search(words) is not None


def concedes(words: str) -> bool:
    """Whether the words before a reason, none of them evidence, begin a clause that concedes something."""
    return _CONCEDES.match(words) is not None
