"""Whether a document is about artificial intelligence: a score on its title, abstract and text. Standard library only.

Searching for a phrase finds every paper that mentions it once. A document is about AI if its score reaches `ENOUGH`:

    3  its title names AI
    2  its abstract names AI
    2  its text names AI often: at least 3 times and at least once in 1,000 words
    2  its text speaks of open models (model weights, open-weight, dual-use foundation models)

"AI" alone counts only in capitals, and not in papers that use it for something else: American Indians (AI/AN), avian
influenza, the Aleutian Islands, or whatever they introduce as "(AI)" without ever naming artificial intelligence.
"""

import re
from dataclasses import dataclass

ENOUGH = 2
_OFTEN, _PER_WORDS = 3, 1000

_NAMES = re.compile(
    r"\b(?:artificial[\s-]+intelligence|machine[\s-]+learning|language[\s-]+models?"
    r"|foundation(?:al)?[\s-]+(?:AI[\s-]+)?models?|generative[\s-]+AI|frontier[\s-]+(?:AI[\s-]+)?models?"
    r"|neural[\s-]+networks?|deepfakes?)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\w/&.-])(?:Gen)?AI(?!/AN\b|[\w&.]\w)")
_OPEN_MODELS = re.compile(
    r"\b(?:model[\s-]+weights|open[\s-]+weights?|dual[\s-]use[\s-]+foundation[\s-]+models?"
    r"|open[\s-]+(?:source[\s-]+)?(?:AI|(?:foundation|language)[\s-]+models?))\b",
    re.IGNORECASE,
)
_OTHER_AI = re.compile(r"American Indian|Alaska Native|avian influenza|Aleutian|\(AIs?\)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """How much a document is about AI, and why."""

    points: int
    reasons: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether the score is enough to keep the document."""
        return self.points >= ENOUGH


def ai_score(title: str, abstract: str = "", text: str = "") -> Score:
    """Score a document by what is known of it."""
    whole = f"{title} {abstract} {text}"
    short = _NAMES.search(whole) is not None or not _OTHER_AI.search(whole)
    mentions = _mentions(text, short)
    often = mentions >= _OFTEN and mentions * _PER_WORDS >= len(_WORD.findall(text))
    open_models = _OPEN_MODELS.search(whole) is not None
    rules = (
        (3, "title", _mentions(title, short) > 0),
        (2, "abstract", _mentions(abstract, short) > 0),
        (2, "text", often),
        (2, "open models", open_models),
    )
    met = [(points, reason) for points, reason, holds in rules if holds]
    return Score(sum(points for points, _ in met), tuple(reason for _, reason in met))


def _mentions(text: str, short: bool) -> int:
    return len(_NAMES.findall(text)) + (len(_SHORT.findall(text)) if short else 0)
