"""The Federal Register's API v1: what to ask it and how to read its answers. Pure: no network here.

Its `count` stops at 10,000 and its pages at 50, so neither proves that a result is complete. The daily facet counts are
not cut: they are the plan by which the time is sliced and the number that every slice is checked against.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from pipeline import identifiers
from pipeline.errors import DocumentError, MalformedDocument, NotTheDocument
from pipeline.extract import look
from pipeline.extract.content import Content
from pipeline.model import Document, DocumentDate, DocumentKind, Identifier, LegalStatus, Relation
from pipeline.normalise import tidy
from spiders.publishers.answers import each, json_in, shaped, text_in, texts_in, web_address
from spiders.publishers.legal_status import with_status

HOST = "www.federalregister.gov"
API = f"https://{HOST}/api/v1/documents"
_SITE = (HOST, HOST.removeprefix("www."))
PER_PAGE = 20
"""The API's own default: what it falls back to, without a word, for a number that it does not like."""

FIELDS = (
    "document_number", "publication_date", "title", "type", "subtype", "abstract", "action", "agencies", "topics",
    "dates", "signing_date", "effective_on", "comments_close_on", "docket_ids", "regulation_id_numbers", "citation",
    "executive_order_number", "disposition_notes", "correction_of", "corrections",
    "html_url", "full_text_xml_url", "raw_text_url", "pdf_url",
)  # fmt: skip
"""Asked for by name: an unknown one is a 400, so a change of the API is noticed."""

_Found = Mapping[str, Any]
"""A document in the API's JSON."""

_KINDS: dict[str, DocumentKind] = {"Rule": "rule", "Proposed Rule": "proposed_rule", "Notice": "notice"}
_PRESIDENTIAL: dict[str, DocumentKind] = {
    "Executive Order": "executive_order",
    "Memorandum": "presidential_memorandum",
    "Proclamation": "proclamation",
    "Determination": "presidential_determination",
    "Notice": "presidential_notice",
}
_DATES = {
    "publication_date": "published",
    "signing_date": "signed",
    "effective_on": "effective",
    "comments_close_on": "comments_close",
}
_RENDITIONS = {"full_text_xml_url": "federal_register_xml", "raw_text_url": "federal_register_text", "pdf_url": "pdf"}
# "Revokes: EO 13754, December 9, 2016; See: EO 12866, September 30, 1993"
_DISPOSITIONS = {
    "Revokes": "revokes",
    "Revoked by": "revoked_by",
    "Supersedes": "supersedes",
    "Superseded by": "superseded_by",
    "Amends": "amends",
    "Amended by": "amended_by",
}
_DISPOSITION = re.compile(r"([A-Z][a-z]+(?: (?:in part )?by| in part)?):")
_ORDER = re.compile(r"\b(?:EO|E\.O\.|Executive Order)\s+(\d{4,5})\b")
_ENDED: dict[str, LegalStatus] = {"revoked_by": "revoked", "superseded_by": "superseded"}
# "<FRDOC>[FR Doc. 2024-03763 Filed 2-23-24; 8:45 am]" at the end, in a raw text "[FR Doc No: 2024-03763]" at the head,
# too. Documents that are only mentioned stand in no brackets.
_FILED = re.compile(r"(?:<FRDOC>\s*\[?|\[)FR Doc(?:\.| No:)\s*([A-Z]?\d[\w–-]*)")


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


@dataclass(frozen=True, slots=True)
class Rendition:
    """One form of a document's full text."""

    url: str
    format: str
    """The format of `pipeline.extract` that reads it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document as an answer describes it."""

    document: Document
    abstract: str
    signed: str
    """ISO date of its signature, "" where there is none."""
    renditions: tuple[Rendition, ...]
    """The full text, best first: XML, raw text, the official PDF. Any of them can be missing."""
    foreign_address: str
    """What it states as its page for people, where that is not on the Federal Register's site: nobody is sent there."""

    @property
    def document_id(self) -> str:
        return self.document.document_id


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
        raise MalformedDocument(f"{url}: a JSON object was expected, not {type(answer).__name__}")
    return answer


def rows(answer: Mapping[str, Any], url: str, source: str) -> list[Row | MalformedDocument]:
    """The documents that an answer lists, and what is wrong with those that cannot be read. Raises `MalformedDocument`
    if it has no list."""
    results = answer.get("results") or []
    if not isinstance(results, list):
        raise MalformedDocument(f"{url}: `results` is no list but {type(results).__name__}; ask again later")
    return each(results, partial(_row, source=source), url)


def row(answer: Mapping[str, Any], url: str, source: str) -> Row:
    """The document that an answer is about. Raises `MalformedDocument` if it cannot be read."""
    with shaped(url):
        return _row(answer, source)


def _row(found: Any, source: str) -> Row:
    for name in _DATES:
        if (day := text_in(found, name)) and not identifiers.is_date(day):
            raise ValueError(f"{name} {day!r} is not a date")
    stated = ((found.get(name), known) for name, known in _RENDITIONS.items())
    return Row(
        document=_document(found, source),
        abstract=tidy(text_in(found, "abstract")),
        signed=text_in(found, "signing_date"),
        renditions=tuple(Rendition(web_address(url, "rendition"), known) for url, known in stated if url),
        foreign_address=_foreign_address(found),
    )


def slices(counts: Mapping[str, Any], size: int = PER_PAGE) -> tuple[Slice, ...]:
    """Cut the days with hits into spans of about one page. A single day is never cut. Raises `MalformedDocument` if
    these are no counts by day."""
    with shaped("the Federal Register's count of documents by day"):
        return _slices({date.fromisoformat(day).isoformat(): int(counts[day]["count"]) for day in counts}, size)


def _slices(counts: Mapping[str, int], size: int) -> tuple[Slice, ...]:
    found: list[Slice] = []
    for day in sorted(counts):
        hits = counts[day]
        if not hits:
            continue
        if found and found[-1].expected + hits <= size:
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
        raise MalformedDocument(f"{url}: the next page is not on {HOST}")
    return url


def is_absent(rendition: Rendition, status: int, body: bytes) -> bool:
    """Whether an answer means that there is no such rendition: govinfo answers a missing PDF with 200 and a page of
    HTML. Elsewhere such a page is a fault, today's, of an address that has the text tomorrow."""
    refused = status >= HTTPStatus.MULTIPLE_CHOICES
    return refused or (rendition.format == "pdf" and b"%PDF-" not in body[:1024])


def fault(rendition: Rendition, status: int, content: Content) -> DocumentError | None:
    """Why an answer could not be read as the rendition, as far as a look can tell; None if nothing is wrong with it."""
    if status != HTTPStatus.OK:
        return NotTheDocument(f"{content.url} answered {status}, which is not the whole text; ask again later")
    try:
        found = look(content)
    except DocumentError as error:
        return error
    if found == rendition.format:
        return None
    return NotTheDocument(
        f"{content.url} answered with something else ({content.media_type or 'of no stated type'}, to be read as "
        f"{found}) than what is served there; look at the page"
    )


def of_another(row: Row, rendition: Rendition, content: Content) -> NotTheDocument | None:
    """Why a text that can be read is not that of the document: it was filed under another number. Pages of a PDF are
    shared with other documents."""
    text = "" if rendition.format == "pdf" else content.body.decode("utf-8", "replace")
    stated = [number.replace("–", "-") for number in _FILED.findall(text)]
    own = {name.value for name in row.document.identifiers if name.scheme == "fr"}
    if not stated or own & set(stated):
        return None
    message = f"{content.url} answered with the text of another document (FR Doc. {stated[-1]}); ask again later"
    return NotTheDocument(message)


def plain_text(body: bytes) -> str:
    """Words of an XML or raw text rendition without markup: for scoring, not for showing."""
    return tidy(html.unescape(re.sub(r"<[^>]*>", " ", body.decode("utf-8", "replace"))))


def _foreign_address(found: _Found) -> str:
    stated = found.get("html_url")
    return str(stated) if stated and not identifiers.is_web_address(stated, *_SITE) else ""


def _document(found: _Found, source: str) -> Document:
    relations = _relations(found)
    number, published = text_in(found, "document_number"), text_in(found, "publication_date")
    document = Document(
        document_id=identifiers.fr_id(number, published),
        source=source,
        title=tidy(html.unescape(text_in(found, "title") or number)),
        kind=_kind(found),
        jurisdiction="US",
        publisher="Office of the Federal Register",
        url=_address(found),
        published=published,
        status=_status(found, relations),
        agencies=_agencies(found),
        subjects=texts_in(found, "topics"),
        identifiers=_identifiers(found),
        dates=tuple(
            DocumentDate(kind, found[name], _note(found, kind)) for name, kind in _DATES.items() if found.get(name)
        ),
        relations=relations,
    )
    return with_status(document)


def _address(found: _Found) -> str:
    stated = "" if _foreign_address(found) else found.get("html_url")
    return stated or identifiers.fr_url(text_in(found, "document_number"))


def _kind(found: _Found) -> DocumentKind:
    if text_in(found, "document_number").startswith(("C1", "C2", "R1")):
        return "correction"
    if text_in(found, "type") == "Presidential Document":
        return _PRESIDENTIAL.get(text_in(found, "subtype"), "presidential_document")
    return _KINDS.get(text_in(found, "type"), "document")


def _status(found: _Found, relations: Sequence[Relation]) -> LegalStatus:
    ended = [_ENDED[relation.type] for relation in relations if relation.type in _ENDED]
    if ended:
        return ended[0]
    return "proposed" if text_in(found, "type") == "Proposed Rule" else ""


def _note(found: _Found, kind: str) -> str:
    """The publisher's own words on effective and comment dates."""
    return tidy(text_in(found, "dates")) if kind in ("effective", "comments_close") else ""


def _agencies(found: _Found) -> tuple[str, ...]:
    agencies = (agency for agency in found.get("agencies") or () if agency is not None)
    names = (text_in(agency, "name") or text_in(agency, "raw_name") for agency in agencies)
    return tuple(dict.fromkeys(filter(None, names)))


def _identifiers(found: _Found) -> tuple[Identifier, ...]:
    dockets = [re.sub(r"^Docket (?:No|Number)s?\.?:?\s*", "", docket) for docket in texts_in(found, "docket_ids")]
    pairs = [
        ("fr", identifiers.fr_number(text_in(found, "document_number"))),
        ("fr_citation", text_in(found, "citation")),
        ("eo", _order_number(found)),
        *(("docket", docket) for docket in dockets),
        *(("rin", rin) for rin in texts_in(found, "regulation_id_numbers")),
    ]
    return tuple(Identifier(scheme, value) for scheme, value in dict.fromkeys(pairs) if value)


def _order_number(found: _Found) -> str:
    """The number of an executive order, "" if it is none. JSON may write a number as 14110.0."""
    stated = found.get("executive_order_number")
    number = f"{stated:.0f}" if isinstance(stated, float) and stated.is_integer() else stated
    return identifiers.parse_document_id(f"eo:{number}")[1] if number else ""


def _relations(found: _Found) -> tuple[Relation, ...]:
    note = "federalregister.gov API"
    links = [("corrects", url) for url in [text_in(found, "correction_of")] if url]
    links += [("corrected_by", url) for url in texts_in(found, "corrections")]
    relations = [Relation(kind, _document_at(url), note) for kind, url in links]
    return (*relations, *_dispositions(text_in(found, "disposition_notes")))


def _document_at(url: str) -> str:
    """The id of a document by its address in the API: "…/documents/E8-23178.json?publication_date=2008-10-02"."""
    parts = urlsplit(url)
    number = parts.path.rpartition("/")[2].removesuffix(".json")
    return identifiers.fr_id(number, dict(parse_qsl(parts.query)).get("publication_date", ""))


def _dispositions(notes: str) -> tuple[Relation, ...]:
    """The editors' notes on executive orders, as relations."""
    pieces = _DISPOSITION.split(notes)
    return tuple(
        Relation(_DISPOSITIONS[verb], f"eo:{number}", f"federalregister.gov: {verb}")
        for verb, orders in zip(pieces[1::2], pieces[2::2], strict=True)
        if verb in _DISPOSITIONS
        for number in dict.fromkeys(_ORDER.findall(orders))
    )
