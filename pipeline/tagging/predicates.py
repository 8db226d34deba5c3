"""Decisions that phrases cannot make. A predicate looks at a text as shown and a span in it: the words that a cue has
found, for a look-alike rule; the sentence, for an effect or argument rule."""

import re
from collections.abc import Callable

from pipeline.tagging.sentences import BULLETS, NUMERAL
from pipeline.tagging.titles import in_cited_title, in_docket_title

Predicate = Callable[[str, int, int], bool]

_URL = re.compile(r"(?:https?://|www\.|doi:|arxiv:)\S*|\S+\.(?:com|org|gov|net|eu|ai|pdf|html)\b\S*", re.IGNORECASE)
# Every address has one of these, and most text has none: the search for a run of `\S` that ends well is slow.
_URL_MARK = re.compile(
    r"[/.:](?:(?<=//)|(?<=www.)|(?<=doi:)|(?<=arxiv:)|(?:com|org|gov|net|eu|ai|pdf|html)\b)", re.IGNORECASE
)


def in_address(text: str, start: int, end: int) -> bool:
    """The span lies in a web address, or in what a line break has left of one."""
    if text[end : end + 1] in ("_", "/") or text[max(0, start - 1) : start] == "_" or _in_slug(text, start, end):
        return True
    first, last = max(0, start - 300), end + 300
    if not _URL_MARK.search(text, first, last):
        return False
    return any(match.start() < end and start < match.end() for match in _URL.finditer(text, first, last))


_SLUG = re.compile(r"(?:[^\W_]+-){3,}[^\W_]+")
_LONGEST_SLUG = 200


def _in_slug(text: str, start: int, end: int) -> bool:
    """The span is part of words that hyphens join as in an address: "how-open-source-software-shapes-policy"."""
    if " " in text[start:end]:
        return False
    before = text[max(0, start - _LONGEST_SLUG) : start].rpartition(" ")[2]
    after = text[end : end + _LONGEST_SLUG].partition(" ")[0]
    return _SLUG.search(f"{before}{text[start:end]}{after}") is not None


_LEADERS = re.compile(r"(?:\. ?){5}")
_ENTRY_OF_CONTENTS = 300
"""Characters. Headings of chapters often have no dots; those of their sections do."""


def in_contents(text: str, start: int, end: int) -> bool:
    """The span stands in a table of contents: dots lead from the heading to its page, or from those around it."""
    if _LEADERS.search(text, start, end + 100):
        return True
    before = _LEADERS.search(text, max(0, start - _ENTRY_OF_CONTENTS), start)
    return before is not None and _LEADERS.search(text, end, end + _ENTRY_OF_CONTENTS) is not None


_ASKS = re.compile(r"\?[\"'”’)\d]*(?:\s|$)")


def is_question(text: str, start: int, end: int) -> bool:
    """The sentence asks."""
    return _ASKS.search(text, start, end) is not None


# Verbs with which frameworks and checklists give an instruction. Those that encourage openness are the business of
# other rules.
_ORDERS = {
    "address", "align", "apply", "assess", "audit", "catalog", "check", "compare", "consider", "consult",
    "disclose", "document", "evaluate", "establish", "examine", "identify", "implement", "inventory", "log",
    "maintain", "map", "measure", "mitigate", "monitor", "reassess", "record", "reevaluate", "report", "review",
    "scan", "screen", "test", "track", "update", "validate", "verify", "vet",
}  # fmt: skip
# Verbs with which plans, resolutions and letters call for more of something.
_CALLS = {
    "accelerate", "adopt", "advance", "bolster", "boost", "champion", "cultivate", "defend", "embrace", "empower",
    "encourage", "expand", "facilitate", "favor", "favour", "finance", "foster", "fund", "grow", "harness",
    "incentivise", "incentivize", "invest", "keep", "nurture", "popularise", "popularize", "preserve", "prioritise",
    "prioritize", "promote", "protect", "reward", "safeguard", "sponsor", "spur", "stimulate", "strengthen",
    "subsidise", "subsidize", "support", "sustain", "welcome",
}  # fmt: skip
_GERUND = re.compile(rf"(?:{'|'.join(verb.removesuffix('e') for verb in sorted(_CALLS))}|spurr)ing")
_RELEASES = {"deposit", "publish", "release", "share"}
_WORD = re.compile(r"[^\W\d_]+")
_ENUMERATOR = re.compile(
    rf"[\s\-–—{BULLETS}*#“‘`'\"]*"
    rf"(?:\(?(?:{NUMERAL}|[a-z]{{1,2}}|[A-Z]{{1,2}}|\d{{1,3}})[).]\s*|[A-Z]{{2}}-\d[\d.-]*\s+|[–—{BULLETS}*-]\s*)+"
)
_ACTION_CODE = re.compile(r"\b[A-Z]{2}-\d\.\d{1,2}-\d{3}:?\s+([A-Z][a-z]+)")
"""Identifiers of suggested actions in profiles of the NIST AI Risk Management Framework: "GV-6.1-010 Update …"."""


def is_order(text: str, start: int, end: int) -> bool:
    """The sentence is an instruction: it begins with an imperative, or an action identifier does so inside it."""
    sentence = text[start:end]
    verbs = [match[1] for match in _ACTION_CODE.finditer(sentence)]
    return any(verb.lower() in _ORDERS for verb in (*verbs, _imperative(sentence)))


def is_call(text: str, start: int, end: int) -> bool:
    """The sentence begins with an imperative that calls for more of something, or as a point of a list does: "Protect
    the open-source community", "(c) protecting the open-source community;"."""
    first = _imperative(text[start:end]).lower()
    return first in _CALLS or (_GERUND.fullmatch(first) is not None and is_list_point(text, start, end))


def is_release_order(text: str, start: int, end: int) -> bool:
    """The sentence begins with an imperative to publish: "Release the code of what you build"."""
    return _imperative(text[start:end]).lower() in _RELEASES


# "Test results are given", "Report of the group": a noun. In "Verify that models are safe" the verb is another's.
_STATES = re.compile(
    r" of\b|(?:(?!\b(?:how|if|that|what|when|where|whether|which|who|whose)\b)[^:]){0,300}?"
    r"\b(?:are|has|have|is|was|were)\b"
)


def _imperative(sentence: str) -> str:
    """The first word of an instruction; empty if the sentence is none."""
    enumerator = _ENUMERATOR.match(sentence)
    first = _WORD.search(sentence, enumerator.end() if enumerator else 0)
    return first.group() if first and not _STATES.match(sentence, first.end()) else ""


def is_list_point(text: str, start: int, end: int) -> bool:
    """The sentence is a point of a list: an enumerator before it, no full stop after it."""
    sentence = text[start:end].strip()
    return bool(_ENUMERATOR.match(sentence)) and sentence.lower().endswith((";", "and", "or", ",", ":", "—"))


SPAN_PREDICATES: dict[str, Predicate] = {
    "in_address": in_address,
    "in_cited_title": in_cited_title,
    "in_contents": in_contents,
    "in_docket_title": in_docket_title,
}
"""For look-alike rules. The span is the words that a cue has found."""
SENTENCE_PREDICATES: dict[str, Predicate] = {
    "is_call": is_call,
    "is_list_point": is_list_point,
    "is_order": is_order,
    "is_question": is_question,
    "is_release_order": is_release_order,
}
"""For effect and argument rules. The span is a sentence."""
