"""Words of publishers on their way into a page: any of them may be hostile, all of them are shown as text."""

import re
from calendar import month_name
from datetime import date

from db.search.words import first_words
from pipeline.languages import LANGUAGE_NAMES

# What HTML does not allow in a text (https://html.spec.whatwg.org/#preprocessing-the-input-stream), each replaced by
# one character so that offsets stay true. Everything else is the template engine's escaping and `dir="auto"`.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def plain(text: str | None) -> str:
    """The text without control characters; as long as before, in code points."""
    return _NOT_TEXT.sub("\ufffd", text or "")


def cut(text: str, limit: int) -> str:
    """The first so many letters, with "…" where there were more; 0 cuts nothing. As Datasette does it in its tables."""
    return f"{text[:limit]}…" if limit and len(text) > limit else text


def long_date(value: str | None) -> str:
    """ "2024-07-12" or a time of that day as "12 July 2024"; anything else as it is."""
    try:
        day = date.fromisoformat((value or "")[:10])
    except ValueError:
        return value or ""
    return f"{day.day} {month_name[day.month]} {day.year}"


def language_name(language: str) -> str:
    """ "fr" as "French"."""
    return LANGUAGE_NAMES.get(language, language)


def in_words(name: str | None) -> str:
    """ "executive_order" as "Executive order"."""
    words = (name or "").replace("_", " ")
    return words[:1].upper() + words[1:]


# "Text with EEA relevance" is a remark of the Official Journal, not a part of the title.
_REMARK = re.compile(r"\s*\((?:Text with EEA relevance|Texte présentant de l['’]intérêt pour l['’]EEE)\.?\)\s*$")
_NAME = re.compile(r"\(([^()\d]{3,60})\)$")


def without_remark(title: str) -> str:
    """The title alone."""
    return _REMARK.sub("", title)


def short_title(title: str, limit: int = 140) -> str:
    """A title cut at a word, its name in brackets kept: EU titles run to 600 characters.

    >>> short_title("Regulation (EU) 2031/1 laying down rules on thinking machines (Machine Act)", 50)
    'Regulation (EU) 2031/1 laying down… (Machine Act)'
    """
    title = without_remark(title)
    if len(title) <= limit:
        return title
    name = _NAME.search(title)
    end = f" ({name[1]})" if name and len(name[1]) < limit // 2 else ""
    return first_words(title, limit - len(end)) + end
