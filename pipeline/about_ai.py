"""Whether a document is about artificial intelligence, by its title, abstract and text. Standard library only.

Searching for a phrase finds every paper that mentions it once. A document is about AI if

- its title or abstract names AI; or
- its text names AI often: at least 3 times and at least once in 1,000 words; or
- any of them speaks of open models (model weights, open-weight, dual-use foundation models).

"AI" alone counts only in capitals, and not in papers that use it for something else: American Indians (AI/AN), avian
influenza, the Aleutian Islands, or whatever they introduce as "(AI)" without ever naming artificial intelligence.
"""

import re

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


def is_about_ai(title: str, abstract: str = "", text: str = "") -> bool:
    """Whether the document is about AI, by as much as is known of it."""
    whole = f"{title} {abstract} {text}"
    initials = _NAMES.search(whole) is not None or not _OTHER_AI.search(whole)
    times = _mentions(text, initials)
    often = times >= _OFTEN and times * _PER_WORDS >= len(_WORD.findall(text))
    named = _mentions(title, initials) or _mentions(abstract, initials)
    return bool(named) or often or _OPEN_MODELS.search(whole) is not None


def _mentions(text: str, initials: bool) -> int:
    """How often a text names AI; `initials`: whether "AI" alone is a name of it."""
    return len(_NAMES.findall(text)) + (len(_SHORT.findall(text)) if initials else 0)
