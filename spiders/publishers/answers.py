"""What the answers of several publishers have in common. Pure."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from scrapy.http import Response

from pipeline.errors import MalformedDocument, UsageError
from pipeline.identifiers import is_web_address

_T = TypeVar("_T")


def json_in(body: bytes, url: str) -> Any:
    """The value that an API answered. Raises `MalformedDocument` for anything but JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as fault:  # the latter for a hundred thousand brackets
        raise misshapen(url, "JSON", body) from fault


def misshapen(url: str, expected: str, body: bytes) -> MalformedDocument:
    """The error for an answer that is not what was asked for; it tells how the answer begins."""
    start = body[:80].decode("utf-8", "replace")
    return MalformedDocument(f"{url}: not {expected}: {start!r}; crawl again later")


def feed_day(text: str) -> str:
    """The ISO date of a `pubDate` in an RSS feed, "" if it is not a date."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, OverflowError):  # the latter for a year of eleven digits
        return ""


@contextmanager
def shaped(what: str) -> Iterator[None]:
    """Reading an answer that may have another shape than its publisher's documentation says. Raises
    `MalformedDocument` that names it."""
    try:
        yield
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError, UsageError) as fault:
        reason = " ".join(f"{type(fault).__name__}: {fault}".split())[:200]
        raise MalformedDocument(f"{what} is not as expected ({reason}); look at the answer") from fault


def each(rows: Iterable[Any], read: Callable[[Any], _T], url: str) -> list[_T | MalformedDocument]:
    """Every row of a list as `read` makes of it, or what is wrong with it: one bad row must not cost the others."""
    return [_read(f"{url}: row {number}", row, read) for number, row in enumerate(rows, start=1)]


def _read(what: str, row: Any, read: Callable[[Any], _T]) -> _T | MalformedDocument:
    try:
        with shaped(what):
            return read(row)
    except MalformedDocument as fault:
        return fault


def text_in(found: Mapping[str, Any], name: str) -> str:
    """A field that holds text, "" where it is null or missing. Raises `TypeError` for anything else."""
    stated = found.get(name)
    return "" if stated is None else _text(stated, name)


def texts_in(found: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A field that holds a list of texts, without those that are null or empty; () where it is null or missing. Raises
    `TypeError` for anything else, also for a text, which to Python is a list of letters."""
    stated = found.get(name)
    if not isinstance(stated, list | None):
        raise TypeError(f"{name} is {type(stated).__name__}, not a list")
    return tuple(filter(None, (_text(each, name) for each in stated or () if each is not None)))


def _text(stated: Any, name: str) -> str:
    if not isinstance(stated, str):
        raise TypeError(f"{name} is {type(stated).__name__}, not text")
    return stated


def linked(page: Response, href: str) -> str:
    """Where a link of a page leads; "" where that is no address of the web, as for `mailto:` and "http://[": one
    broken link must not cost the others."""
    try:
        address = page.urljoin(href.strip())
    except ValueError:
        return ""
    return address if is_web_address(address) else ""


def web_address(url: Any, what: str) -> str:
    """An address of the web as it is. Raises `ValueError` for anything else, which is called `what`."""
    if not is_web_address(url):
        raise ValueError(f"{what} {url!r} is not a web address")
    return str(url)
