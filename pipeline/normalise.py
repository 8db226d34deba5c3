"""Text as it is compared, beside text as it is shown. Shown text stays as published except for white space."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from pipeline.model import Provision

# The Government Publishing Office turned en dashes into hyphens in March 2024: the same Federal Register issue then
# differed in 1,277 lines.
_DASHES = re.compile("[\u2010-\u2014\u2212]")
# Folded like other compatibility forms, 10²⁵ would be 1025.
_EXPONENT = re.compile("(?<=\\d)[\u00b2\u00b3\u00b9\u2070\u2074-\u207b\u207f]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_ASCII = bytes(range(128))
_NO_WORDS = bytes(code for code in range(128) if not chr(code).isalnum())


def tidy(text: str) -> str:
    """Collapse white space (no-break spaces too) and strip: the form in which provision text is kept."""
    # Most text is tidy already and comes here several times. The only white space that is printable is a blank.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def normalise(text: str) -> str:
    """Fold what does not change the words: compatibility forms (ligatures), dashes, invisible characters, white
    space. The exponent of a number stays one, after "^"."""
    if text.isascii():
        return tidy(text)
    text = _EXPONENT.sub(r"^\g<0>", text)
    return tidy(_DASHES.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))))


def storable(text: str) -> str:
    """The text with U+FFFD for what a database cannot keep as text: lone surrogates (JSON can spell them) and NUL.

    Offsets stay what they were.
    """
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def text_hash(provisions: Iterable[Provision]) -> str:
    """Identity of a version: sha256 over citation, heading and normalised text of the top-level provisions and units.

    Sub-units are left out: a unit's text holds theirs, so that a finer split of the same words is the same version.
    """
    digest = hashlib.sha256()
    for provision in provisions:
        if provision.unit or not provision.text:
            for field in (provision.citation, provision.heading, provision.text):
                digest.update(normalise(field).encode())
                digest.update(b"\x1f")
    return digest.hexdigest()


def letters_and_digits(text: str) -> int:
    """How much text there is, in the measure that survives every change of layout."""
    # `bytes.translate` counts the ASCII letters of a text a hundred times as fast as a look at each.
    plain = text.encode("ascii", "ignore").translate(None, _NO_WORDS)
    if text.isascii():
        return len(plain)
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return len(plain) + sum(map(str.isalnum, others))
