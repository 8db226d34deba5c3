"""The Federal Register's API v1: what to ask it, and how it lists what it found. Pure: no network here.

Its `count` stops at 10,000 and its pages at 50, so neither proves that a result is complete. The daily facet counts are
not cut: they are the plan by which the time is sliced and the number that every slice is checked against.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from pipeline import identifiers
from pipeline.errors import MalformedDocument
from spiders.publishers.answers import json_in, shaped, text_in

HOST = "www.federalregister.gov"
API = f"https://{HOST}/api/v1/documents"
PER_PAGE = 20
"""The API's own default: what it falls back to, without a word, for a number that it does not like."""

FIELDS = (
    "document_number", "publication_date", "title", "type", "subtype", "abstract", "action", "agencies", "topics",
    "dates", "signing_date", "effective_on", "comments_close_on", "docket_ids", "regulation_id_numbers", "citation",
    "executive_order_number", "disposition_notes", "correction_of", "corrections",
    "html_url", "full_text_xml_url", "raw_text_url", "pdf_url",
)  # fmt: skip
"""Asked for by name: an unknown one is a 400, so a change of the API is noticed."""


@dataclass(frozen=True, slots=True)
class Search:
    """One question: conditions in the API's names, and words that its answer must repeat."""

    conditions: tuple[tuple[str, str], ...]
    echo: tuple[str, ...]
    """Parts of `description`: the API ignores filters that it does not understand and answers with everything."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A span of days and how many hits the facets promise in it."""

    first: str
    last: str
    expected: int


def counts_url(search: Search, since: str) -> str:
    """Hits per day of publication."""
    return f"{API}/facets/daily.json?" + urlencode([*search.conditions, ("conditions[publication_date][gte]", since)])


def page_url(search: Search, span: Slice) -> str:
    """First page of the hits in a span, oldest first. The later pages are named by the answers."""
    return f"{API}.json?" + urlencode(
        [
            *search.conditions,
            ("conditions[publication_date][gte]", span.first),
            ("conditions[publication_date][lte]", span.last),
            ("order", "oldest"),
            ("per_page", str(PER_PAGE)),
            *(("fields[]", field) for field in FIELDS),
        ]
    )


def signed_url(first: str, last: str) -> str:
    """Presidential documents signed from `first` to `last`: a week holds well under the 200 of a page."""
    return f"{API}.json?" + urlencode(
        [
            ("conditions[type][]", "PRESDOCU"),
            ("conditions[signing_date][gte]", first),
            ("conditions[signing_date][lte]", last),
            ("per_page", "200"),
            *(("fields[]", field) for field in FIELDS),
        ]
    )


def document_url(key: str) -> str:
    """One document by "2024-03763" or "E8-23178@2008-10-02"."""
    number, _, day = key.partition("@")
    pairs = [("publication_date", day)] if day else []
    return f"{API}/{number}.json?" + urlencode([*pairs, *(("fields[]", field) for field in FIELDS)])


def load(body: bytes, url: str) -> dict[str, Any]:
    """A JSON object of the API. Raises `MalformedDocument` for anything else."""
    answer = json_in(body, url)
    if not isinstance(answer, dict):
        raise MalformedDocument(f"{url}: a JSON object was expected, not {type(answer).__name__}; crawl again later")
    return answer


def slices(counts: Mapping[str, Any]) -> tuple[Slice, ...]:
    """Cut the days with hits into spans of about one page. A single day is never cut. Raises `MalformedDocument` if
    these are no counts by day."""
    with shaped("the Federal Register's count of documents by day"):
        return _slices({date.fromisoformat(day).isoformat(): int(counts[day]["count"]) for day in counts})


def _slices(counts: Mapping[str, int]) -> tuple[Slice, ...]:
    found: list[Slice] = []
    for day in sorted(counts):
        hits = counts[day]
        if not hits:
            continue
        if found and found[-1].expected + hits <= PER_PAGE:
            found[-1] = Slice(found[-1].first, day, found[-1].expected + hits)
        else:
            found.append(Slice(day, day, hits))
    return tuple(found)


def unheard(answer: Mapping[str, Any], search: Search, span: Slice) -> str:
    """The filter that the answer does not repeat, "" if it repeats all. Raises `MalformedDocument` if it describes
    itself in anything but text."""
    with shaped("the Federal Register's description of what it searched"):
        description = text_in(answer, "description")
    days = (f"{day[5:7]}/{day[8:]}/{day[:4]}" for day in (span.first, span.last))
    return next((words for words in (*search.echo, *days) if words not in description), "")


def next_page(answer: Mapping[str, Any]) -> str:
    """Address of the next page as the API gives it, "" on the last. Raises `MalformedDocument` if it leads away."""
    url = str(answer.get("next_page_url") or "")
    if url and not (url.startswith("https://") and identifiers.is_web_address(url, HOST)):
        raise MalformedDocument(f"{url}: the next page is not on {HOST}; look at the answer that names it")
    return url
