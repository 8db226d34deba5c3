"""The regulations.gov API, version 4: what is asked and what the answers say. Pure.

https://open.gsa.gov/api/regulationsgov/. Comments have no docket filter: docket -> documents -> `objectId` -> comments.
A list shows at most 20 pages of 250; further rows are reached by the time of their last change, which answers give in
UTC and filters take in Eastern time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from pipeline.errors import MalformedDocument
from pipeline.model import Document, DocumentDate, Identifier, ProblemKind, Relation
from pipeline.normalise import tidy
from spiders.publishers.answers import each, json_in, shaped, web_address

API = "https://api.regulations.gov/v4"
PAGE_SIZE = 250
LAST_PAGE = 20
JSON_API = "application/vnd.api+json"

PERSONAL_FIELDS = (
    "address1", "address2", "city", "email", "fax", "phone", "submitterRep", "submitterRepAddress",
    "submitterRepCityState", "zip",
)  # fmt: skip
"""Contact details that a comment's detail may carry. They are blanked before anything is kept. What people write into
the text or the letterhead of a public comment stays as published."""
PAUSE = 5.0
"""Seconds of rest when a key has no request left. The next answer, a 429, names the time that must really be waited."""

_READABLE = ("pdf", "htm", "html", "txt")
"""Attachment formats that can be read, best first; agencies also publish docx, images and spreadsheets."""
# The widest that Eastern time is from UTC. In summer it is four hours: the filter then repeats an hour of rows and
# never skips one.
_EASTERN = timedelta(hours=5)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: tuple[dict[str, Any], ...]
    has_next: bool
    faults: tuple[MalformedDocument, ...] = ()
    """What is wrong with rows that cannot be read."""

    @property
    def newest_change(self) -> str:
        """`lastModifiedDate` of the last row, UTC, "" on an empty page."""
        return str(self.rows[-1]["attributes"].get("lastModifiedDate") or "") if self.rows else ""


@dataclass(frozen=True, slots=True)
class Attachments:
    """The files of a comment: one readable address for each attachment, and the formats of those that have none."""

    urls: tuple[str, ...]
    unreadable: tuple[str, ...]


def documents_url(docket: str, page: int = 1) -> str:
    """Page `page` of the documents of a docket."""
    return _list("documents", {"filter[docketId]": docket, "page[size]": PAGE_SIZE, "page[number]": page})


def comments_url(object_id: str, page: int = 1, since: str = "") -> str:
    """Page `page` (1 to 20) of the comments on a document, oldest change first; only those changed since a UTC time."""
    query: dict[str, Any] = {"filter[commentOnId]": object_id}
    if since:
        query["filter[lastModifiedDate][ge]"] = eastern(since)
    query |= {"page[size]": PAGE_SIZE, "page[number]": page, "sort": "lastModifiedDate,documentId"}
    return _list("comments", query)


def comment_url(comment_id: str) -> str:
    """The detail of a comment: the lists hold neither its text nor its attachments."""
    return f"{API}/comments/{comment_id}?include=attachments"


def eastern(utc: str) -> str:
    """A UTC time of an answer as the filters take it: "2024-03-28T03:59:59Z" -> "2024-03-27 22:59:59"."""
    return f"{datetime.fromisoformat(utc) - _EASTERN:%Y-%m-%d %H:%M:%S}"


def pause(remaining: bytes) -> float:
    """Seconds to leave the host alone, by the X-RateLimit-Remaining of its answer."""
    return PAUSE if remaining.strip() == b"0" else 0.0


def refusal(status: int, body: bytes) -> tuple[ProblemKind, str]:
    """What an answer other than 200 says: kind of problem and reason, in the API's own words."""
    try:
        answer = json.loads(body)
        error = answer.get("error") or (answer.get("errors") or [{}])[0]
        reason = error.get("message") or error.get("detail") or error.get("title") or error.get("code") or ""
    except (ValueError, AttributeError, LookupError):
        reason = body[:80].decode("utf-8", "replace")
    if status == HTTPStatus.FORBIDDEN:
        return "missing_key", f"{tidy(str(reason))}; check REGULATIONS_GOV_API_KEY"
    kind: ProblemKind = "http_error" if status == HTTPStatus.BAD_REQUEST else "missing_document"
    return kind, tidy(str(reason)) or "no reason given"


def page(body: bytes, url: str) -> Page:
    """Read a list. Raises `MalformedDocument` if it is not one."""
    answer = _read(body, url)
    if not isinstance(answer["data"], list):
        raise MalformedDocument(f"{url}: `data` is no list but {type(answer['data']).__name__}; ask again later")
    found = each(answer["data"], _row, url)
    with shaped(url):
        has_next = bool((answer.get("meta") or {}).get("hasNextPage"))
    faults = tuple(row for row in found if isinstance(row, MalformedDocument))
    return Page(tuple(row for row in found if not isinstance(row, MalformedDocument)), has_next, faults)


def detail(body: bytes, url: str) -> dict[str, Any]:
    """Read a comment's detail, with the `included` attachments. Raises `MalformedDocument` if it is not one."""
    answer = _read(body, url)
    with shaped(url):
        comment = {**answer["data"], "included": answer.get("included") or []}
        document(comment, "")
        for address in attachments(comment).urls:
            web_address(address, "attachment")
    return comment


def _row(found: Any) -> dict[str, Any]:
    if not isinstance(found["id"], str) or not isinstance(found["attributes"], dict):
        raise TypeError(f"id {found['id']!r} without attributes")
    return dict(found)


def _read(body: bytes, url: str) -> dict[str, Any]:
    answer = json_in(body, url)
    if not isinstance(answer, dict) or "data" not in answer:
        raise MalformedDocument(f"{url}: the JSON has no `data`; see https://open.gsa.gov/api/regulationsgov/")
    return answer


def attachments(comment: Mapping[str, Any]) -> Attachments:
    """The addresses of a comment's attachments, in the publisher's order."""
    entries = [one["attributes"] for one in comment["included"] if one["type"] == "attachments"]
    entries.sort(key=lambda entry: entry.get("docOrder") or 0)
    urls: list[str] = []
    unreadable: list[str] = []
    for entry in entries:
        formats = {file["format"].lower(): file["fileUrl"] for file in entry.get("fileFormats") or []}
        readable = next((formats[name] for name in _READABLE if name in formats), "")
        if readable:
            urls.append(readable)
        else:
            unreadable.append("/".join(sorted(formats)) or "withheld")
    return Attachments(tuple(urls), tuple(unreadable))


def commenter(attributes: Mapping[str, Any]) -> str:
    """Who speaks: the organisation, else the person as published, else "Anonymous"."""
    person = tidy(f"{attributes.get('firstName') or ''} {attributes.get('lastName') or ''}")
    return tidy(attributes.get("organization") or "") or person or "Anonymous"


def document(comment: Mapping[str, Any], source: str) -> Document:
    """The comment as a document. Only the commenter's name is kept of what identifies a person."""
    attributes = comment["attributes"]
    number, docket = comment["id"], attributes["docketId"]
    posted = (attributes.get("postedDate") or "")[:10]
    who = commenter(attributes)
    title = tidy(attributes.get("title") or "")
    return Document(
        document_id=f"regs:{number}",
        source=source,
        title=title if who == "Anonymous" or who in title else f"{title} ({who})",
        kind="comment",
        jurisdiction="US",
        publisher=who,
        url=f"https://www.regulations.gov/comment/{number}",
        published=posted,
        status="withdrawn" if attributes.get("withdrawn") else "",
        agencies=(attributes["agencyId"],),
        identifiers=(Identifier("regulations_gov", number), Identifier("docket", docket)),
        dates=(DocumentDate("published", posted),) if posted else (),
        relations=(Relation("comments_on", f"regs:{attributes['commentOnDocumentId']}", f"docket {docket}"),)
        if attributes.get("commentOnDocumentId")
        else (),
    )


def _list(kind: str, query: Mapping[str, Any]) -> str:
    return f"{API}/{kind}?{urlencode(query)}"
