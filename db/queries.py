"""What the command line asks of the database. Read-only; connections come from `db.connection.open_for_reading`."""

import json
import re
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeVar

from db.words import full_text_query
from pipeline.errors import UsageError
from pipeline.model import ProblemKind

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

Severity = Literal["failure", "warning"]

ONLY_WARN: frozenset[ProblemKind] = frozenset(
    {"refused", "challenge_page", "removed", "missing_text", "empty_list", "expectation"}
)
"""Kinds of problems that are facts about a publisher, and stay so until it changes its mind; and the one which says
that a crawl brought more than declared."""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source, what is held of it and how its crawls go: a row of the view `source_health`."""

    source: str
    title: str
    publisher: str
    jurisdiction: str
    cadence: str
    licence: str
    last_good_crawl: str | None
    max_age_days: int | None
    last_run: str | None
    last_outcome: str | None
    last_reason: str | None
    documents: int
    min_documents: int | None
    max_documents: int | None
    documents_with_provisions: int
    min_share_with_provisions: float | None
    documents_with_open_source: int
    documents_without_text: int
    open_problems: int
    open_problem_hosts: str
    """JSON: {"refused": ["www.commerce.gov"]}."""
    last_scope: str | None
    last_documents: int | None
    usual_documents: int | None
    """Median of the last ten good full crawls before the newest one."""
    last_with_text: int | None
    min_share_with_text: float | None
    usual_share_with_text: float | None
    """Of the documents of the same crawls."""
    last_with_date: int | None
    min_share_with_date: float | None
    last_requests: int | None
    last_failed_requests: int | None
    usual_share_failed: float | None
    """Of the requests of the same crawls."""
    missing_documents: str
    """JSON list of the documents that it must deliver and of which no text is held."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as the source's file promises. A warning is not a failure yet."""

    source: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One tagging unit of a current version that a search found."""

    document_id: str
    title: str
    citation: str
    heading: str
    snippet: str
    """The words found, between the marks that were asked for, with some context."""
    language: str
    url: str
    provision_id: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A tag on a provision and the words that show it; offsets as in `pipeline.model.Annotation`."""

    tag: str
    facet: str
    rule: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ShownProvision:
    """A provision with its tags."""

    provision_id: str
    path: str
    kind: str
    citation: str
    heading: str
    text: str
    url: str
    unit: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """One version of a document and the provisions asked for."""

    document_id: str
    title: str
    kind: str
    jurisdiction: str
    status: str
    url: str
    published: str | None
    version_id: str
    language: str
    number: int
    captured_at: str
    last_seen_at: str
    legal_date: str | None
    provisions: tuple[ShownProvision, ...]


_OPEN_PROBLEMS = """
SELECT source, kind, count(*) AS count, min(message) AS message FROM open_problems GROUP BY source, kind
"""


_ONLY_BY_NAME = "SELECT source FROM crawl_runs GROUP BY source HAVING min(scope = 'only')"


def source_health(connection: sqlite3.Connection) -> list[SourceHealth]:
    """All sources, by name."""
    return _rows(SourceHealth, connection.execute("SELECT * FROM source_health"))


def breaches(
    connection: sqlite3.Connection, now: datetime | None = None, not_asked: Collection[str] = ()
) -> list[Breach]:
    """Everything a person should look at, source by source: stale, failed, too few, too many, open problems.

    `not_asked`: sources that cannot be asked from here. Those that never were with success break no promise; nor do
    those that were only ever asked for documents by name.
    """
    at = now or datetime.now(UTC)
    healths = source_health(connection)
    excused = {each.source for each in healths if each.last_good_crawl is None and each.source in not_asked}
    excused |= {row["source"] for row in connection.execute(_ONLY_BY_NAME)}
    found = [breach for health in healths if health.source not in excused for breach in _breaches(health, at)]
    for row in connection.execute(_OPEN_PROBLEMS):
        if row["source"] in excused:
            continue
        more = f" (and {row['count'] - 1} more of this kind)" if row["count"] > 1 else ""
        severity: Severity = "warning" if row["kind"] in ONLY_WARN else "failure"
        found.append(Breach(row["source"], severity, f"{row['kind']}: {row['message']}{more}"))
    return sorted(found, key=lambda breach: (breach.source, breach.severity))


def _breaches(health: SourceHealth, now: datetime) -> Iterator[Breach]:
    def breach(message: str, severity: Severity = "failure") -> Breach:
        return Breach(health.source, severity, message)

    if health.last_good_crawl is None:
        yield breach("never crawled successfully")
    elif health.max_age_days is not None:
        age = (now - datetime.fromisoformat(health.last_good_crawl)).days
        if age > health.max_age_days:
            yield breach(f"last good crawl {age} days ago, at most {health.max_age_days} expected")
    if health.last_outcome in {"failed", "interrupted"}:
        yield breach(f"last crawl {health.last_outcome}: {health.last_reason}")
    yield from (breach(message, severity) for severity, message in _counts(health))
    if health.last_scope == "full" and health.last_outcome == "ok":
        yield from (breach(message, "warning") for message in _unusual(health))


def _counts(health: SourceHealth) -> Iterator[tuple[Severity, str]]:
    count, share = health.documents, health.min_share_with_provisions
    if health.min_documents is not None and count < health.min_documents:
        yield "failure", f"{count} documents held, at least {health.min_documents} expected"
    if health.max_documents is not None and count > health.max_documents:
        yield "warning", f"{count} documents held, at most {health.max_documents} expected"
    missing = json.loads(health.missing_documents)
    if missing:
        yield "failure", f"no text is held for {', '.join(missing)}, which the source must deliver"
    if count and share is not None and health.documents_with_provisions < share * count:
        yield (
            "failure",
            f"{health.documents_with_provisions} of {count} documents have provisions, {share:.0%} expected",
        )


_FEWER, _POORER = 0.75, 0.2
"""A crawl with less than this share of the usual documents, or a share so much worse than usual, is worth a look. With
less than half of them it is a problem (`suspicious_drop`)."""


def _unusual(health: SourceHealth) -> Iterator[str]:
    """How the newest crawl falls off against the ones before, though it kept every promise."""
    delivered, usual = health.last_documents or 0, health.usual_documents or 0
    if usual / 2 <= delivered < _FEWER * usual:
        yield f"the last crawl delivered {delivered} documents, earlier ones {usual}"
    text, failed = _share(health.last_with_text, delivered), _share(health.last_failed_requests, health.last_requests)
    before = health.usual_share_with_text
    if text is not None and before is not None and text < before - _POORER:
        yield f"{text:.0%} of the documents have most of their text in provisions, in earlier crawls {before:.0%}"
    before = health.usual_share_failed
    if failed is not None and before is not None and failed > before + _POORER:
        yield f"{failed:.0%} of the requests failed, in earlier crawls {before:.0%}; see `policy-tracker runs`"


def _share(part: int | None, whole: int | None) -> float | None:
    return (part or 0) / whole if whole else None


_KNOWN = {
    "jurisdiction": """
SELECT jurisdiction FROM sources WHERE jurisdiction <> ''
UNION SELECT jurisdiction FROM documents WHERE jurisdiction <> '' ORDER BY 1
""",
    "source": "SELECT name FROM sources ORDER BY 1",
    "tag": "SELECT tag FROM tags ORDER BY position",
}
"""What a filter may ask for, from what the database holds."""


def known(connection: sqlite3.Connection, kind: Literal["jurisdiction", "source", "tag"], value: str) -> str:
    """A value to filter by, as the database writes it: "EU" for "eu". None is asked for by "".

    Raises:
        UsageError: the database has none of this name.
    """
    names = [str(row[0]) for row in connection.execute(_KNOWN[kind])]
    found = [name for name in names if name.casefold() == value.casefold()]
    if value and not found:
        raise UsageError(f"no {kind} {value!r} in this database; it has {', '.join(names) or 'none yet'}")
    return found[0] if found else ""


_SEARCH = """
SELECT d.document_id, d.title, p.citation, p.heading, v.language, p.url, p.provision_id,
       snippet(provisions_fts, 0, :before, :after, '…', 40) AS snippet
FROM provisions_fts
JOIN provisions p ON p.rowid = provisions_fts.rowid
JOIN versions v ON v.version_id = p.version_id
JOIN documents d ON d.document_id = v.document_id
WHERE provisions_fts MATCH :match AND v.current = 1 AND p.unit = 1
  AND (:jurisdiction = '' OR d.jurisdiction = :jurisdiction)
  AND (:source = '' OR d.source = :source)
  AND (:tag = '' OR EXISTS (SELECT 1 FROM annotations a WHERE a.provision_id = p.provision_id AND a.tag = :tag))
ORDER BY rank, d.document_id, p.position
LIMIT :limit
"""


def search(
    connection: sqlite3.Connection,
    text: str,
    *,
    jurisdiction: str = "",
    source: str = "",
    tag: str = "",
    limit: int = 20,
    marks: tuple[str, str] = ("[", "]"),
) -> list[Hit]:
    """Tagging units whose text, heading or citation has all the words, best first.

    Words in double quotes stand together; everything else of the full-text query syntax is taken as plain words, so
    that "open-source" works.

    Raises:
        UsageError: there is no word in `text`, or no such jurisdiction, source or tag.
    """
    if not any(map(str.isalnum, text)):
        raise UsageError(f"{text!r} contains no word to search for")
    filters = {
        "jurisdiction": known(connection, "jurisdiction", jurisdiction),
        "source": known(connection, "source", source),
        "tag": known(connection, "tag", tag),
        "limit": limit,
    }
    words = {"match": full_text_query(connection, text), "before": marks[0], "after": marks[1]}
    return _rows(Hit, connection.execute(_SEARCH, filters | words))


_NAMES = """
SELECT document_id FROM documents WHERE document_id = :name COLLATE NOCASE
UNION SELECT document_id FROM documents WHERE identifier = :name COLLATE NOCASE
UNION SELECT document_id FROM document_identifiers WHERE value = :name COLLATE NOCASE
UNION SELECT document_id FROM document_identifiers WHERE scheme || ':' || value = :name COLLATE NOCASE
UNION SELECT document_id FROM documents WHERE url = :name
"""


def resolve(connection: sqlite3.Connection, name: str) -> str:
    """The document_id of the document that goes by this name: "celex:32024R1689", "32024R1689", "2024-03763", an ELI.

    Raises:
        UsageError: no document that is held has this name, or several have it.
    """
    found = [row["document_id"] for row in connection.execute(_NAMES, {"name": name.strip()})]
    exact = [key for key in found if key.casefold() == name.strip().casefold()]
    if not found:
        raise UsageError(f"no document {name!r} is held; `policy-tracker search` finds the ids of those that are")
    if len(found) > 1 and len(exact) != 1:
        raise UsageError(f"{name!r} could be {', '.join(found)}; use one of these")
    return str((exact or found)[0])


_SHOWN_VERSION = """
SELECT d.document_id, d.title, d.kind, d.jurisdiction, d.status, d.url, d.published, v.version_id, v.language, v.number,
       v.captured_at, v.last_seen_at, v.legal_date
FROM documents d JOIN versions v ON v.document_id = d.document_id
WHERE v.version_id = CASE :version WHEN '' THEN
    (SELECT version_id FROM versions WHERE document_id = :document AND shown = 1) ELSE :version END
"""
_SHOWN_PROVISIONS = """
SELECT provision_id, path, kind, citation, heading, text, url, unit
FROM provisions WHERE version_id = ? ORDER BY position
"""
_EVIDENCE = """
SELECT a.tag, t.facet, a.rule, a.start, a.end, a.quote
FROM annotations a JOIN tags t ON t.tag = a.tag
WHERE a.provision_id = ? ORDER BY a.start, a.end, t.position, a.rule
"""


def show(connection: sqlite3.Connection, document: str, citation: str = "", version_id: str = "") -> ShownDocument:
    """The current text of a document, or what it has under a citation ("Article 53(2)", "art. 53 (2)") or path.

    `version_id` names another version of it, or of a dated state of it (`db.history.as_of`).

    Raises:
        UsageError: no such document, no text of it, or no such provision in it.
    """
    key = resolve(connection, document)
    version = connection.execute(_SHOWN_VERSION, {"document": key, "version": version_id}).fetchone()
    if version is None:
        raise UsageError(f"{key}: no text is held; `policy-tracker check` says what went wrong")
    held = connection.execute(_SHOWN_PROVISIONS, [version["version_id"]]).fetchall()
    wanted = [row for row in held if not citation or _cited(row, citation)]
    if not wanted:
        raise UsageError(f"{key} has no {citation!r}; `policy-tracker show {key}` lists what it has")
    return ShownDocument(**dict(version), provisions=tuple(_shown(connection, row) for row in wanted))


def _cited(row: sqlite3.Row, citation: str) -> bool:
    return citation == row["path"] or _citation_key(row["citation"]) == _citation_key(citation)


_ABBREVIATIONS = {
    "art": "article",
    "rec": "recital",
    "sec": "section",
    "para": "paragraph",
    "anx": "annex",
    "§": "section",
}


def _citation_key(citation: str) -> str:
    """What two ways of writing a citation share: "Sec. 4.6(b)" and "section 4.6 (b)", but not "Sec. 46(b)"."""
    words = re.findall(r"[^\W\d_]+|\d+(?:\.\d+)*|[§()]", citation.casefold())
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def _shown(connection: sqlite3.Connection, row: sqlite3.Row) -> ShownProvision:
    evidence = _rows(Evidence, connection.execute(_EVIDENCE, [row["provision_id"]])) if row["unit"] else []
    return ShownProvision(**dict(row) | {"unit": bool(row["unit"])}, evidence=tuple(evidence))


def _rows(kind: type[T], cursor: sqlite3.Cursor) -> list[T]:
    """Rows as dataclasses; columns that the dataclass does not have are left out."""
    names = [each.name for each in fields(kind)]
    return [kind(**{name: row[name] for name in names}) for row in cursor]
