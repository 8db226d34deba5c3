"""The numbers of HTML lists. Browsers print them, but they stand nowhere in the text: `<ol type="a"><li>` is "(a)"."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from bs4 import Tag

from pipeline import roman

_STYLE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_STYLES = {
    "1": "1", "decimal": "1",
    "a": "a", "lower-alpha": "a", "lower-latin": "a",
    "A": "A", "upper-alpha": "A", "upper-latin": "A",
    "i": "i", "lower-roman": "i",
    "I": "I", "upper-roman": "I",
    **dict.fromkeys(("none", "disc", "circle", "square"), ""),
}  # fmt: skip
"""What a list states of its numbers, in attribute or style; "" where it has none."""
_UNNUMBERED = re.compile(r"unstyled|list-reset|breadcrumb|no-?(?:bullet|number|list-style)|list-(?:style-)?none")
"""Class names of lists that a style sheet prints without numbers."""
_LARGEST = 26
"""Of what is numbered by letters or roman numerals."""
_OWN_NUMBER = re.compile(r"\W*(\w{1,4})[.)]")


def list_numbers(ordered: Tag) -> dict[int, str]:
    """`id` of each item of an `<ol>` -> its number, as "1." or "(a)", by which American law is cited. Empty if the list
    has none, or if the words of its items begin with theirs."""
    items = ordered.find_all("li", recursive=False)
    if _UNNUMBERED.search(" ".join(map(str, ordered.get_attribute_list("class")))):
        return {}
    numbers = dict(zip(map(id, items), _numbers(ordered, items), strict=True))
    if any(_states(item, numbers[id(item)]) for item in items):
        return {}
    return numbers


def _numbers(ordered: Tag, items: list[Tag]) -> Iterator[str]:
    is_reversed = ordered.has_attr("reversed")
    number = _integer(ordered, "start", len(items) if is_reversed else 1)
    for item in items:
        number = _integer(item, "value", number)
        yield _printed(number, _style(item, _style(ordered, "1")))
        number += -1 if is_reversed else 1


def _style(element: Tag, inherited: str) -> str:
    styled = _STYLE.search(str(element.get("style") or ""))
    words = styled[1].lower().split() if styled else [str(element.get("type") or "")]
    return next((_STYLES[word] for word in words if word in _STYLES), inherited)


def _integer(element: Tag, attribute: str, default: int) -> int:
    found = re.fullmatch(r"\s*(-?\d{1,9})\s*", str(element.get(attribute) or ""))
    return int(found[1]) if found else default


def _printed(number: int, style: str) -> str:
    if not style:
        return ""
    if style == "1" or not 0 < number <= _LARGEST:
        return f"{number}."
    label = ascii_lowercase[number - 1] if style in "aA" else roman.numeral(number).lower()
    return f"({label.upper() if style.isupper() else label})"


def _states(item: Tag, number: str) -> bool:
    found = _OWN_NUMBER.match(next(item.stripped_strings, ""))
    return found is not None and found[1] == number.strip("().")
