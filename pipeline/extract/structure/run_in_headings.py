"""Headings that stand in the line of their text: "Definitions" in "(a) Definitions. As used in this order, …"."""

import re
from collections.abc import Sequence

STOPS = ".:—"
"""What ends a heading in italics."""
# The list that a heading stands over ends it too: "(c) State exemptions (1) General rule. Any State may apply".
_STOP = re.compile(r"—|[.:](?=\s|$)|\s+(?=\((?:1|i|a|A)\))|\Z")
_SMALL_WORD = re.compile(r"[a-z]{1,3}|from|with|into|upon|over|under|than|through|against|within|among|between|toward")
_VERB = re.compile(r"(?:is|are|was|has|had|may|can|does?|did|be)")
# A run-in heading: words in title case up to a full stop, which may hold "U.S.".
_RUN_IN = re.compile(r"\s*([A-Z“‘\"](?:[^.:;!?]|\.(?=[A-Z]\.)|(?<=\.[A-Z])\.){0,200})\.(?=\s|$)")
# "James R" in "(1) James R. Clapper Jr.", "… (5 U.S.C" in "… (5 U.S.C. 5332(a)) …".
_ENDS_IN_INITIAL = re.compile(r"(?:\A|[\s.])[A-Z]\Z")
# A full stop, which introduces no list, before the "(a)" that begins one: "Establishment of Harbor.gov. (a) The …".
_BEFORE_LIST = re.compile(r"\s*([A-Z“‘\"](?:[^.:;!?]|[.:](?=\S)){0,200})\.\s*(?=\((?:a|1|i|A)\)\s)")
_SAYS = re.compile(r"\b(?:shall|will|must|should|may|can|is|are|was|were|has|have)\b")


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

    It may also stand alone or over a list. A term in italics, as in "Model weights means", is followed by no stop.
    """
    for phrase in emphases:
        heading = phrase.rstrip(STOPS)
        if heading and words.lstrip().startswith(heading) and _STOP.match(words.lstrip(), len(heading)):
            return heading
    return ""
