"""Which document of the Federal Register an action of the White House is. Pure.

No page of whitehouse.gov names the number of its executive order: title, day and words identify it.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from difflib import SequenceMatcher

from scrapy.http import Response

from pipeline.normalise import normalise
from spiders.publishers.fr_documents import Row
from spiders.publishers.pages import about_ai
from spiders.publishers.white_house import Action

_SAME_TITLE = 0.9
"""The Federal Register sometimes changes a word of a title; two other orders of one day have never been so alike."""
_RUN = 5
"""Words."""
_SAME_TEXT = 0.5
"""Of the runs of words on a page, so many are in the same order's text: in three real pairs 97 to 100 percent were. Two
orders have their closing provisions in common, at most 30 percent."""
_SIGNED_BEFORE = 4
"""Days between signature and publication on whitehouse.gov, at most, weekends included."""


def match(action: Action, rows: Iterable[Row]) -> Row | None:
    """The Federal Register document that has the title of an action."""
    alike = [(_likeness(action.title, row.document.title), row) for row in _signed(action, rows)]
    likeness, best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best if likeness >= _SAME_TITLE else None


def retitled(action: Action, rows: Iterable[Row]) -> Row | None:
    """The only document on AI signed that day: perhaps the action under another title, perhaps an order beside a
    memorandum that the Federal Register does not have. Only its text can tell (`is_same_text`)."""
    same_day = [row for row in rows if row.signed == action.day and about_ai(row.document.title, "")]
    return same_day[0] if len(same_day) == 1 and about_ai(action.title, "") else None


def is_same_text(page: Response, text: str) -> bool:
    """Whether a page has the words of a text of the Federal Register."""
    main = page.xpath("//main") or page.xpath("//body")
    words = " ".join(main.xpath(".//text()[not(ancestor::script or ancestor::style)]").getall())
    here = _runs(words)
    return bool(here) and len(here & _runs(text)) >= _SAME_TEXT * len(here)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(*(words[at:] for at in range(_RUN)), strict=False))


def _signed(action: Action, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.signed and abs(_days(row.signed, action.day)) <= _SIGNED_BEFORE]


def signing_window(day: str) -> tuple[str, str]:
    """First and last signing date that an action published on `day` can have."""
    published = date.fromisoformat(day)
    return (published - timedelta(days=_SIGNED_BEFORE)).isoformat(), (published + timedelta(days=1)).isoformat()


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, normalise(one).casefold(), normalise(other).casefold(), autojunk=False).ratio()


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(one) - date.fromisoformat(other)).days
