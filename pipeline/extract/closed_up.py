"""Blanks that federalregister.gov lost around inline elements of the XML that it made from 2011 to 2015:
"in the<E T="04">Federal Register</E>on", "<SU>2</SU>80 FR 10417", "signed into law<PRTPAGE P="62995"/>on July 21"."""

import re

from lxml import etree

_EMPHASES = frozenset(("02", "03", "04", "05"))
"""Bold capitals, italics and bold; exponents and indices belong to the word that they follow."""
_BLANK_AFTER = re.compile(r"\s+\S")
_ENDS_WORD = re.compile(r"[^\W_]\Z|[.,;:)\]”’]\Z")
# The "s" of a plural is no word of its own: "<E T="03">amicus</E>s".
_BEGINS_WORD = re.compile(r"(?!s\b)[^\W_]|[(\[“§$]")


def part_words(root: etree._Element) -> None:
    """Put the lost blanks back, where a document lost them."""
    for note in root.iter("FTNT"):
        number = next(note.iter("SU"), None)
        if number is not None and _BEGINS_WORD.match(number.tail or ""):
            number.tail = f" {number.tail}"
    # No word is divided between two pages; one with a hyphen is, "closed-<PRTPAGE/>end".
    for page in root.iter("PRTPAGE"):
        if _BEGINS_WORD.match(page.tail or ""):
            _part_from_before(page)
    emphases = [element for element in root.iter("E") if element.get("T") in _EMPHASES]
    parted = sum(bool(_BLANK_AFTER.match(element.tail or "")) for element in emphases)
    closed_up = [element for element in emphases if _BEGINS_WORD.match(element.tail or "")]
    if len(closed_up) <= parted:
        return
    for element in closed_up:
        element.tail = f" {element.tail}"
    for element in emphases:
        _part_from_before(element)


def _part_from_before(element: etree._Element) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        if _ENDS_WORD.search(before.tail or ""):
            before.tail = f"{before.tail} "
    elif parent is not None and _ENDS_WORD.search(parent.text or ""):
        parent.text = f"{parent.text} "
