"""Superscripts as text: `10<sup>25</sup>` is 10²⁵, not 1025.

Raised letters stay as they are ("1er", "no", "2nd"), and so do raised numbers that follow a space or a bracket: note
marks, which the extractors recognise by their links.
"""

import re
from collections.abc import Sequence

_SUPERSCRIPTS = str.maketrans("0123456789+-\u2010\u2011\u2012\u2013\u2212n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁻⁻⁻ⁿ")
_SIGN = "[+\\-\u2010-\u2013\u2212]"
_WRITABLE = re.compile(rf"{_SIGN}?(?:\d+n?|n(?:{_SIGN}\d+)?)")
_EXPONENT = re.compile(rf"{_SIGN}?\d[\w.,/·×{_SIGN[1:-1]}]*")
_LONGEST = 12
_BASE = re.compile(r"[^\W_][)\]]?\Z")
# Where the markup does not tell marks of notes from exponents: a power of ten, a negative power, an area, a volume.
_PLAIN_POWER = re.compile(r"(?<![\w.,])10\Z")
_UNIT = re.compile(r"(?<![^\W_])[cdkm]?m\Z|\d\s?(?:ft|in|mi|yd)\Z")


def raised(text: str, before: str) -> str:
    """How the superscript `text` is written after `before`: with Unicode's superscripts, or as "^(25.5)"."""
    exponent = text.strip()
    if len(exponent) > _LONGEST or not _BASE.search(before[-2:]):
        return text
    if _WRITABLE.fullmatch(exponent):
        return exponent.translate(_SUPERSCRIPTS)
    return f"^({exponent})" if _EXPONENT.fullmatch(exponent) and before[-1:].isdecimal() else text


def is_plainly_exponent(text: str, before: str) -> bool:
    """Whether a superscript that may as well be the mark of a note is an exponent, by what stands before it."""
    exponent = text.strip()
    if not _WRITABLE.fullmatch(exponent):
        return False
    if _PLAIN_POWER.search(before[-4:]):
        return True
    if not exponent[:1].isalnum():
        return _BASE.search(before[-2:]) is not None
    return exponent in {"2", "3"} and _UNIT.search(before[-8:]) is not None


def last_words(pieces: Sequence[str]) -> str:
    """The last of the pieces of a text that holds anything: what a superscript after them is raised from."""
    return next((piece for piece in reversed(pieces) if piece), "")
