"""What the answers of several publishers have in common. Pure."""

import json
from email.utils import parsedate_to_datetime
from typing import Any

from pipeline.errors import MalformedDocument


def json_in(body: bytes, url: str) -> Any:
    """The value that an API answered. Raises `MalformedDocument` for anything but JSON."""
    try:
        return json.loads(body)
    except ValueError as fault:
        raise misshapen(url, "JSON", body) from fault


def misshapen(url: str, expected: str, body: bytes) -> MalformedDocument:
    """The error for an answer that is not what was asked for; it tells how the answer begins."""
    start = body[:80].decode("utf-8", "replace")
    return MalformedDocument(f"{url}: not {expected}: {start!r}; ask again later")


def feed_day(text: str) -> str:
    """The ISO date of a `pubDate` in an RSS feed, "" if it is not a date."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return ""
