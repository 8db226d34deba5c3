"""Whether a document is about artificial intelligence, by its title, abstract and text. Standard library only.

Searching for a phrase finds every paper that mentions it once. A document is about AI if

- its title or abstract names AI; or
- its text names AI often: at least 3 times and at least once in 1,000 words; or
- any of them speaks of open models (model weights, open-weight, dual-use foundation models).

"AI" alone counts only in capitals, and not in papers that use it for something else: American Indians (AI/AN), avian
influenza, the Aleutian Islands, or whatever they introduce as "(AI)" without ever naming artificial intelligence.

Agencies of the United States write "Super Intelligence" and "SI" in its place since 29 September 2026 (Executive Order
14434). "SI" alone counts only in papers that name super intelligence: elsewhere it is a system of units.
"""

import re

_OFTEN, _PER_WORDS = 3, 1000

_NAMES = re.compile(
    r"\b(?:artificial[\s-]+intelligence|super[\s-]*intelligence|machine[\s-]+learning|language[\s-]+models?"
    r"|foundation(?:al)?[\s-]+(?:AI[\s-]+)?models?|generative[\s-]+AI|frontier[\s-]+(?:AI[\s-]+)?models?"
    r"|neural[\s-]+networks?|deepfakes?)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\w/&.-])(?:Gen)?AI(?!/AN\b|[\w&.]\w)")
_SUPER = re.compile(r"\bsuper[\s-]*intelligence\b", re.IGNORECASE)
_SHORT_SUPER = re.compile(r"(?<![\w/&.-])SI(?![\w&.]\w)")
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
    names = _names(whole)
    times = _mentions(text, names)
    often = times >= _OFTEN and times * _PER_WORDS >= len(_WORD.findall(text))
    named = _mentions(title, names) or _mentions(abstract, names)
    return bool(named) or often or _OPEN_MODELS.search(whole) is not None


def _names(whole: str) -> list[re.Pattern[str]]:
    """What names AI in a document: its initials do where they can stand for nothing else."""
    names = [_NAMES]
    if _NAMES.search(whole) or not _OTHER_AI.search(whole):
        names.append(_SHORT)
    if _SUPER.search(whole):
        names.append(_SHORT_SUPER)
    return names


def _mentions(text: str, names: list[re.Pattern[str]]) -> int:
    """How often a text names AI."""
    return sum(len(name.findall(text)) for name in names)
