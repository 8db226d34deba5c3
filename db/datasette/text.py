"""Words of publishers on their way into a page: any of them may be hostile, all of them are shown as text."""

import re
from datetime import date

# What HTML does not allow in a text (https://html.spec.whatwg.org/#preprocessing-the-input-stream), each replaced by
# one character so that offsets stay true. Everything else is the template engine's escaping and `dir="auto"`.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def plain(text: str | None) -> str:
    """The text without control characters; as long as before, in code points."""
    return _NOT_TEXT.sub("\ufffd", text or "")


def long_date(value: str | None) -> str:
    """ "2024-07-12" or a time of that day as "12 July 2024"; anything else as it is."""
    try:
        day = date.fromisoformat((value or "")[:10])
    except ValueError:
        return value or ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_words(name: str | None) -> str:
    """ "executive_order" as "Executive order"."""
    words = (name or "").replace("_", " ")
    return words[:1].upper() + words[1:]


def short_title(title: str, limit: int = 140) -> str:
    """A title cut at a word; EU titles run to 600 characters."""
    if len(title) <= limit:
        return title
    cut = title[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:–-") + "…"
