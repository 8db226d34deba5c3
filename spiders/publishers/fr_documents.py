"""Documents of the Federal Register, as the answers of its API (`fr_api`) describe them. Pure."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pipeline import identifiers
from pipeline.errors import MalformedDocument
from pipeline.model import Document, DocumentDate, DocumentKind, Identifier, LegalStatus, Relation
from pipeline.normalise import tidy
from spiders.publishers.answers import each, shaped, text_in, texts_in, web_address
from spiders.publishers.fr_api import HOST
from spiders.publishers.legal_status import with_status

_SITE = (HOST, HOST.removeprefix("www."))
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
# Editors write labels by hand, in some 80 ways: "Revoked (in part) by", "Continues certain committees established by".
_DISPOSITION = re.compile(r"([^\d,.;:\n]+):")
_ORDER = re.compile(r"\b(?:EO|E\.O\.|Executive Order)\s+(\d{4,5})\b")
# "Docket No. 240216-0052", "Docket ID FEMA-2024-0003", "DOCKET NO. 23-14"
_DOCKET_LABEL = re.compile(r"^docket(?:\s+(?:ids?|nos?|numbers?)\b[.:]*)+\s*", re.IGNORECASE)
_ENDED: dict[str, LegalStatus] = {"revoked_by": "revoked", "superseded_by": "superseded"}


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


def rows(answer: Mapping[str, Any], url: str, source: str) -> list[Row | MalformedDocument]:
    """The documents that an answer lists, and what is wrong with those that cannot be read. Raises `MalformedDocument`
    if it has no list, as `{"error": …}` has none; of no hits the API only says that there are none."""
    results = answer.get("results")
    if results is None and answer.get("count") == 0:
        return []
    if not isinstance(results, list):
        raise MalformedDocument(f"{url}: `results` is not a list but {type(results).__name__}; crawl again later")
    return each(results, partial(_row, source=source), url)


def row(answer: Mapping[str, Any], url: str, source: str) -> Row:
    """The document that an answer is about. Raises `MalformedDocument` if it cannot be read."""
    with shaped(url):
        return _row(answer, source)


def _row(found: Any, source: str) -> Row:
    if not isinstance(found, dict):
        raise TypeError(f"it is {type(found).__name__}, not an object")
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
    agencies = [agency for agency in found.get("agencies") or () if agency is not None]
    if not all(isinstance(agency, dict) for agency in agencies):
        raise TypeError("agencies holds something else than objects")
    names = (text_in(agency, "name") or text_in(agency, "raw_name") for agency in agencies)
    return tuple(dict.fromkeys(filter(None, names)))


def _identifiers(found: _Found) -> tuple[Identifier, ...]:
    dockets = [_DOCKET_LABEL.sub("", docket) for docket in texts_in(found, "docket_ids")]
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
    """The editors' notes on executive orders, as relations; none for what was done in part."""
    pieces = _DISPOSITION.split(notes)
    return tuple(
        Relation(_DISPOSITIONS[verb], f"eo:{number}", f"federalregister.gov: {verb}")
        for verb, orders in zip(map(str.strip, pieces[1::2]), pieces[2::2], strict=True)
        if verb in _DISPOSITIONS
        for number in dict.fromkeys(_whole_orders(orders))
    )


def _whole_orders(listed: str) -> list[str]:
    """Numbers of the orders in "EO 13754, December 9, 2016; EO 13800, May 11, 2017 (in part)", here the first."""
    return [number for order in listed.split(";") if "in part" not in order for number in _ORDER.findall(order)]
