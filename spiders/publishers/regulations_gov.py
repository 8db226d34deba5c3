"""The regulations.gov API, version 4: what is asked and what the answers say. Pure.

https://open.gsa.gov/api/regulationsgov/. Comments have no docket filter: docket -> documents -> `objectId` -> comments.
A list shows at most 20 pages of 250; further rows are reached by the time of their last change, which answers give in
UTC and filters take in Eastern time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from pipeline.errors import DocumentError, MalformedDocument, UsageError
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.identifiers import fr_id, fr_number, is_date
from pipeline.model import Document, DocumentDate, Identifier, ProblemKind, Relation
from pipeline.normalise import tidy
from spiders.publishers.answers import each, json_in, shaped, text_in, web_address

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
"""Seconds of rest when a key has no request left. After the next answer, a 429, the middleware waits as long as it
must."""

_READABLE = ("pdf", "htm", "html", "txt")
"""Attachment formats that can be read, best first; agencies also publish docx, images and spreadsheets."""
# The widest that Eastern time is from UTC. In summer it is four hours: the filter then repeats an hour of rows and
# never skips one.
_EASTERN = timedelta(hours=5)


@dataclass(frozen=True, slots=True)
class Row:
    """A document or comment as a list shows it."""

    number: str
    object_id: str
    """By which the comments on a document are asked for; "" where nobody can comment."""
    changed: str
    """Time of the last change, UTC, "" where none is stated."""
    title: str
    register: str = ""
    """Number in the Federal Register, "" if none is stated."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: tuple[Row | MalformedDocument, ...]
    """In the list's order, and what is wrong with those that cannot be read."""
    has_next: bool
    """As stated, else whether the page is full."""
    total: int | None
    """Rows of the whole list, None where the answer does not state it."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as its detail gives it."""

    document: Document
    files: tuple[str, ...]
    """One readable address for each attachment, in the publisher's order."""
    unreadable: tuple[str, ...]
    """The formats of the attachments that have none."""


def documents_url(docket: str, page: int) -> str:
    """Page `page` of the documents of a docket."""
    return _list("documents", {"filter[docketId]": docket, "page[size]": PAGE_SIZE, "page[number]": page})


def comments_url(object_id: str, page: int, since: str) -> str:
    """Page `page` (1 to 20) of the comments on a document, oldest change first; only those changed since a UTC time, if
    one is given."""
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
        answer = json_in(body, "")
        error = answer.get("error") or (answer.get("errors") or [{}])[0]
        reason = error.get("message") or error.get("detail") or error.get("title") or error.get("code") or ""
    except (MalformedDocument, AttributeError, LookupError, TypeError):
        reason = body[:80].decode("utf-8", "replace")
    if status == HTTPStatus.FORBIDDEN:
        return "missing_key", f"{tidy(str(reason))}; check REGULATIONS_GOV_API_KEY"
    kind: ProblemKind = "http_error" if status == HTTPStatus.BAD_REQUEST else "missing_document"
    return kind, tidy(str(reason)) or "no reason given"


def page(body: bytes, url: str) -> Page:
    """Read a list. Raises `MalformedDocument` if it is not one."""
    answer = _read(body, url)
    if not isinstance(answer["data"], list):
        raise MalformedDocument(f"{url}: `data` is not a list but {type(answer['data']).__name__}; crawl again later")
    with shaped(url):
        meta = answer.get("meta") or {}
        has_next, total = meta.get("hasNextPage"), meta.get("totalElements")
    return Page(
        rows=tuple(each(answer["data"], _row, url)),
        has_next=has_next if isinstance(has_next, bool) else len(answer["data"]) >= PAGE_SIZE,
        total=total if isinstance(total, int) else None,
    )


def comment(body: bytes, url: str, source: str, documents: Mapping[str, Row]) -> Comment:
    """Read a comment's detail, with the `included` attachments. `documents` are those of its docket, by number. Raises
    `MalformedDocument` if it is not one."""
    answer = _read(body, url)
    with shaped(url):
        return Comment(_document(answer["data"], source, documents), *_attachments(answer.get("included") or []))


def is_wordless(body: bytes, url: str) -> bool:
    """Whether a comment's detail holds no words of its own, or only that they are attached: of a withdrawn comment the
    description remains."""
    try:
        return not extract(Content(body, JSON_API, url)).provisions
    except DocumentError:
        return False  # reading it says what is wrong


def _row(found: Any) -> Row:
    attributes = found["attributes"]
    if changed := text_in(attributes, "lastModifiedDate"):
        eastern(changed)
    title, register = tidy(text_in(attributes, "title")), _register_number(text_in(attributes, "frDocNum"))
    return Row(_number(found), text_in(attributes, "objectId"), changed, title, register)


def _register_number(stated: str) -> str:
    """What an agency types there may be no such number."""
    try:
        return fr_number(stated)
    except UsageError:
        return ""


def _number(found: Mapping[str, Any]) -> str:
    if number := text_in(found, "id"):
        return number
    raise ValueError("no id")


def _read(body: bytes, url: str) -> dict[str, Any]:
    answer = json_in(body, url)
    if not isinstance(answer, dict) or "data" not in answer:
        raise MalformedDocument(f"{url}: the JSON has no `data`; see https://open.gsa.gov/api/regulationsgov/")
    return answer


def _attachments(included: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(files, unreadable)."""
    entries = [one["attributes"] for one in included if one["type"] == "attachments"]
    entries.sort(key=lambda entry: entry.get("docOrder") or 0)
    files: list[str] = []
    unreadable: list[str] = []
    for entry in entries:
        formats = {file["format"].lower(): file["fileUrl"] for file in entry.get("fileFormats") or []}
        # A format that is named may have no file: its `fileUrl` is null.
        readable = next((formats[name] for name in _READABLE if formats.get(name)), "")
        if readable:
            files.append(web_address(readable, "attachment"))
        else:
            unreadable.append("/".join(sorted(formats)) or "withheld")
    return tuple(files), tuple(unreadable)


def _commenter(attributes: Mapping[str, Any]) -> str:
    """Who speaks: the organisation, else the person as published, else "Anonymous"."""
    person = tidy(f"{text_in(attributes, 'firstName')} {text_in(attributes, 'lastName')}")
    return tidy(text_in(attributes, "organization")) or person or "Anonymous"


def _document(found: Mapping[str, Any], source: str, documents: Mapping[str, Row]) -> Document:
    """The comment as a document. Only the commenter's name is kept of what identifies a person.

    The agency that asked did not issue it: counted by agency, the letters of 26 others made NTIA the one that promotes
    most.
    """
    attributes = found["attributes"]
    number, docket = _number(found), text_in(attributes, "docketId")
    on = text_in(attributes, "commentOnDocumentId")
    about = documents.get(on, Row(on, "", "", ""))
    who = _commenter(attributes)
    posted = _posted(attributes)
    return Document(
        document_id=f"regs:{number}",
        source=source,
        title=_title(attributes, number, who, about.title),
        kind="comment",
        jurisdiction="US",
        publisher=who,
        url=f"https://www.regulations.gov/comment/{number}",
        published=posted,
        status="withdrawn" if _is_withdrawn(attributes) else "",
        identifiers=(Identifier("regulations_gov", number), *([Identifier("docket", docket)] if docket else [])),
        dates=(DocumentDate("published", posted),) if posted else (),
        relations=(_comments_on(about, docket),) if on else (),
    )


def _comments_on(about: Row, docket: str) -> Relation:
    """A request for comment is held under its number in the Federal Register."""
    note = f"docket {docket}" if docket else ""
    if about.register:
        return Relation("comments_on", fr_id(about.register, ""), tidy(f"{note} as {about.number}"))
    return Relation("comments_on", f"regs:{about.number}", note)


def _title(attributes: Mapping[str, Any], number: str, who: str, about: str) -> str:
    """Who speaks on what. All comments on a document that name nobody have one title: "Comment on FR Doc # 2024-03763".
    Letters seldom repeat what they are on, and cannot be understood without it."""
    title = tidy(text_in(attributes, "title")) or f"Comment {number}"
    named = title if who == "Anonymous" or who in title else f"{title} ({who})"
    return f"{named}, on {about}" if about else named


def _posted(attributes: Mapping[str, Any]) -> str:
    """The ISO date of its publication, "" where none is stated."""
    posted = text_in(attributes, "postedDate")[:10]
    if posted and not is_date(posted):
        raise ValueError(f"postedDate {posted!r} is not a date")
    return posted


def _is_withdrawn(attributes: Mapping[str, Any]) -> bool:
    stated = attributes.get("withdrawn")
    if not isinstance(stated, bool | None):
        raise TypeError(f"withdrawn is {stated!r}, not true or false")
    return bool(stated)


def _list(kind: str, query: Mapping[str, Any]) -> str:
    return f"{API}/{kind}?{urlencode(query)}"
