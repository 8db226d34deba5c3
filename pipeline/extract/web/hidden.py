"""Text of a web page that no reader sees: hidden by attribute or inline style, with nothing on the page to open it."""

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import Tag

_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
# Closed accordions and inactive tabs are text. What opens them names them, or a class name tells.
_OPENERS = ("aria-controls", "data-target", "data-bs-target", "data-toggle-target", "href", "for")
_OPENED = re.compile(r"accordion|\btabs?\b|tab-?panel|tabbed|panel|collaps|expand|toggle|reveal|more", re.IGNORECASE)
_MOST_WRAPPERS = 20
_NEAR = 3
"""How many elements around a hidden one may have such a name."""


def hidden_in(main: Tag) -> Iterator[Tag]:
    """The hidden elements of the main part of a page, to be taken out (`decompose`) one by one.

    What holds most of the page is not hidden for good: a script shows it when all is loaded.
    """
    hidden = main.find_all(_is_hidden)
    if not hidden:
        return
    most = len(main.get_text()) / 2
    opened = _opened_ids(main)
    wrappers = 0
    for tag in hidden:
        if tag.decomposed or _can_be_opened(tag, opened):
            continue
        if len(tag.get_text()) < most:
            yield tag
        elif (wrappers := wrappers + 1) == _MOST_WRAPPERS:
            return


def _is_hidden(tag: Tag) -> bool:
    by_attribute = tag.has_attr("hidden") and str(tag["hidden"]).lower() != "until-found"
    by_style = _HIDING_STYLE.search(str(tag.get("style") or "")) is not None
    return by_attribute or by_style or tag.get("aria-hidden") == "true"


def _opened_ids(main: Tag) -> set[str]:
    names: set[str] = set()
    for tag in main.find_all(True):
        for opener in _OPENERS:
            value = str(tag.get(opener) or "")
            names.update(name.removeprefix("#") for name in value.split() if opener != "href" or value.startswith("#"))
    return names


def _can_be_opened(tag: Tag, opened: set[str]) -> bool:
    if tag.get("role") in {"tabpanel", "region"} or str(tag.get("id") or "") in opened:
        return True
    around = [tag, *islice(tag.parents, _NEAR)]
    names = (str(name) for each in around for name in [*each.get_attribute_list("class"), each.get("id")] if name)
    return any(_OPENED.search(name) for name in names)
