"""What became of the tags of a provision: an exemption that appeared, widened, narrowed, vanished."""

import re
from collections.abc import Collection, Iterator

# Words that take something out of an exemption again.
_LIMITS = re.compile(
    r"\b(?:unless|except(?:ing|ions?)?|other than|provided that|only (?:if|where|when|in so far as|insofar as)"
    r"|shall not (?:apply|extend)|does not apply|do not apply|with the exclusion of|excluding|as long as"
    r"|sauf|à moins que?|à l['’]exception|à l['’]exclusion|hormis|autres que|pour autant que|à condition que"
    r"|uniquement (?:si|lorsque|dans)|ne s['’]applique(?:nt)? pas)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:open\w*|libres?|ouvert\w*|publicly|weights|poids)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.;:])\s")
_ARTEFACTS = frozenset(("weights", "model", "software", "data", "architecture"))


def tag_changes(before: str, after: str, tags_before: Collection[str], tags_after: Collection[str]) -> tuple[str, ...]:
    """ "exemption narrowed", "carve_back appeared", in the order of the alphabet; empty if nothing became of the tags.

    An exemption that stays is wider if a carve-back or condition vanished, its sentences lost words that limit it
    ("unless", "other than"), or it holds for more sorts of artefact; narrower in the reverse case. Signs of both leave
    it unsaid: the texts stand beside each other.
    """
    old, new = set(tags_before), set(tags_after)
    found = [*(f"{tag} appeared" for tag in new - old), *(f"{tag} vanished" for tag in old - new)]
    if "exemption" in old & new:
        signs = set(_signs(before, after, old, new))
        found += [f"exemption {sign}" for sign in signs if len(signs) == 1]
    return tuple(sorted(found))


def _signs(before: str, after: str, old: set[str], new: set[str]) -> Iterator[str]:
    limits = _limits(after) - _limits(before) + len((new - old) & {"carve_back", "condition"})
    limits -= len((old - new) & {"carve_back", "condition"})
    if limits:
        yield "narrowed" if limits > 0 else "widened"
    gained, lost = (new - old) & _ARTEFACTS, (old - new) & _ARTEFACTS
    if bool(gained) != bool(lost):
        yield "widened" if gained else "narrowed"


def _limits(text: str) -> int:
    """Limiting words in the sentences that speak of openness."""
    return sum(len(_LIMITS.findall(sentence)) for sentence in _SENTENCE_END.split(text) if _OPEN.search(sentence))
