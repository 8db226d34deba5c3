"""One work, described by several sources or published at several addresses.

What each source says of a document is kept side by side (`document_sources`); the document's row and its lists follow
from all of it, in the same way whichever source was asked first. Called by `db.store`, inside its transaction.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeVar

from db import rows
from db.agency_names import agency_name
from db.tables import Tables
from pipeline.from_json import document_from
from pipeline.model import Document, LegalStatus, members

_T = TypeVar("_T")

_REMOVED: LegalStatus = "removed_from_site"
_ENDED: frozenset[LegalStatus] = frozenset(("not_in_force", "withdrawn", "revoked", "rescinded", "superseded"))
"""These say more than that the page is gone: memoranda are rescinded, and then their pages go."""

_STATEMENTS = """
SELECT said.*, s.publisher FROM document_sources said JOIN sources s ON s.name = said.source
WHERE said.document_id = ?
"""

_THERE_AGAIN = """
UPDATE document_sources SET removed_at = NULL WHERE document_id = ? AND source = ? AND removed_at IS NOT NULL
"""

# Either of the two may name the pair.
_OTHER_PUBLICATIONS = """
SELECT target FROM document_relations WHERE document_id = :document AND type = 'same_work'
UNION SELECT document_id FROM document_relations WHERE target = :document AND type = 'same_work'
"""

# The Federal Register relates orders by their own numbers ("eo:14148"), whether these are held yet or not. The
# correction of an order may state its number too.
_RELATE_BY_ID = """
UPDATE OR REPLACE document_relations
SET target = coalesce((
    SELECT min(i.document_id) FROM document_identifiers i JOIN documents d ON d.document_id = i.document_id
    WHERE i.value = substr(target, 4) COLLATE NOCASE AND i.scheme = 'eo' AND d.kind = 'executive_order'
), target)
WHERE target IN (
    SELECT target FROM document_relations WHERE document_id = :document AND target LIKE 'eo:%'
    UNION SELECT 'eo:' || value FROM document_identifiers WHERE document_id = :document AND scheme = 'eo'
)
"""

_CHOOSE_LANGUAGE = """
UPDATE versions SET shown = 1
WHERE document_id = :document AND current = 1
  AND language = (SELECT language FROM document_languages WHERE document_id = :document AND place = 1)
"""

_HAS_TEXT = "SELECT d.published FROM documents d JOIN versions v USING (document_id) WHERE document_id = ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source said of a document when it saw it last."""

    document: Document
    own: bool
    """Whether the source is the document's own publisher: it knows best."""
    first_seen_at: str
    removed: bool = False
    """Whether the source's page of it is gone."""


def merged(statements: Sequence[Statement]) -> Document:
    """The document that several statements describe. The lists are those of all sources; the rest is its publisher's
    word, else that of the source that saw it first. So is the date of publication, but among others the earliest: an
    order is on whitehouse.gov days before the issue of the Federal Register by which it is cited. Each agency has one
    name, so that counts by agency count it once."""
    order = sorted(statements, key=lambda said: (not said.own, said.first_seen_at, said.document.source))
    documents = [said.document for said in order]
    stated: LegalStatus = next((document.status for document in documents if document.status), "")
    return replace(
        documents[0],
        published=_published(statements),
        status=_REMOVED if stated not in _ENDED and all(said.removed for said in order) else stated,
        agencies=_union(tuple(map(agency_name, document.agencies)) for document in documents),
        subjects=_union(document.subjects for document in documents),
        identifiers=_union(document.identifiers for document in documents),
        dates=_union(document.dates for document in documents),
        relations=_union(document.relations for document in documents),
    )


def _published(statements: Iterable[Statement]) -> str:
    dated = ((not said.own, said.document.published) for said in statements if said.document.published)
    return min(dated, default=(True, ""))[1]


def describe(db: Tables, document: Document, seen_at: str) -> None:
    """Keep what a source says of a document, in place of what the same source said before, and bring the document up to
    date. Its page is there (again): it is not removed, nor are pages that the source now takes for other publications
    of this document."""
    held = _statements(db, document.document_id)
    before = held.get(document.source)
    first_seen_at = before.first_seen_at if before else seen_at
    publisher = _scalar(db, "SELECT publisher FROM sources WHERE name = ?", document.source)
    said = Statement(document, publisher == document.publisher, first_seen_at)
    _write(db, [*(held | {document.source: said}).values()], seen_at, new=not held)
    row = {
        "document_id": document.document_id,
        "source": document.source,
        "first_seen_at": first_seen_at,
        "last_seen_at": seen_at,
        "removed_at": None,
        "stated": json.dumps(members(document), ensure_ascii=False, sort_keys=True, default=members),
    }
    db.upsert("document_sources", [row])
    for other in (relation.target for relation in document.relations if relation.type == "same_work"):
        if db.execute(_THERE_AGAIN, [other, document.source]).rowcount:
            _follow(db, other, seen_at)


def is_described(db: Tables, document: Document, seen_at: str) -> bool:
    """Whether what its source says of a document is kept, as said at that time or later."""
    sql = "SELECT 1 FROM document_sources WHERE document_id = ? AND source = ? AND last_seen_at >= ?"
    return _scalar(db, sql, document.document_id, document.source, seen_at) is not None


def remove(db: Tables, document_id: str, source: str, seen_at: str) -> None:
    """Note since when a source's page of a document is gone, if that source ever described the document."""
    gone = db.execute(
        "UPDATE document_sources SET removed_at = ? WHERE document_id = ? AND source = ? AND removed_at IS NULL",
        [seen_at, document_id, source],
    )
    if gone.rowcount:
        _follow(db, document_id, seen_at)


def choose_shown(db: Tables, document_id: str) -> None:
    """Choose the text that stands for a document in the headline views, and whether it or another publication of the
    same work stands there: a publisher's number before an address, then the first published."""
    others = _other_publications(db, document_id)
    _choose_shown(db, document_id, others)
    for each in others:
        _choose_shown(db, each, _other_publications(db, each))


def _choose_shown(db: Tables, document_id: str, others: Iterable[str]) -> None:
    own = _rank(db, document_id)
    db.execute("UPDATE versions SET shown = 0 WHERE document_id = ? AND shown = 1", [document_id])
    if own and not any(rank < own for other in others if (rank := _rank(db, other))):
        db.execute(_CHOOSE_LANGUAGE, {"document": document_id})


def _rank(db: Tables, document_id: str) -> tuple[bool, str, str] | None:
    """Place among the publications of a work, None for one without a text."""
    held = db.execute(_HAS_TEXT, [document_id]).fetchone()
    return held and (document_id.startswith("url:"), held[0] or "9999", document_id)


def _other_publications(db: Tables, document_id: str) -> set[str]:
    return {other for (other,) in db.execute(_OTHER_PUBLICATIONS, {"document": document_id}).fetchall()}


def _follow(db: Tables, document_id: str, seen_at: str) -> None:
    """Bring a document up to date with all statements on it that are held."""
    _write(db, list(_statements(db, document_id).values()), seen_at)


def _write(db: Tables, statements: Sequence[Statement], seen_at: str, *, new: bool = False) -> None:
    """Write what follows from all statements on a document; of a `new` one nothing is held yet."""
    document = merged(statements)
    document_id = document.document_id
    db.upsert("documents", [rows.document_row(document)])
    linked_before = _other_publications(db, document_id)
    for name, entries in rows.document_lists(document).items():
        if not new:
            db.delete(name, "document_id = ?", [document_id])
        db.insert_missing(name, entries)
    db.execute(_RELATE_BY_ID, {"document": document_id})
    if linked_before or _other_publications(db, document_id):
        for each in (document_id, *linked_before):
            choose_shown(db, each)
    _note_status(db, document_id, document.status, seen_at)


def _note_status(db: Tables, document_id: str, status: str, seen_at: str) -> None:
    """Statuses are a history: a row for each change. The newest stays the last, also where the clock was set back."""
    sql = "SELECT seen_at, status FROM document_statuses WHERE document_id = ? ORDER BY seen_at DESC LIMIT 1"
    last_at, last = db.execute(sql, [document_id]).fetchone() or ("", None)
    if last != status:
        row = {"document_id": document_id, "seen_at": max(last_at, seen_at), "status": status}
        db.upsert("document_statuses", [row])


def _statements(db: Tables, document_id: str) -> dict[str, Statement]:
    """What each source said, by its name."""
    return {row["source"]: _statement(row) for row in db.query(_STATEMENTS, [document_id])}


def _statement(row: Mapping[str, Any]) -> Statement:
    document = document_from(json.loads(row["stated"]))
    own = row["publisher"] == document.publisher
    return Statement(document, own, row["first_seen_at"], row["removed_at"] is not None)


def _union(lists: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(lists)))


def _scalar(db: Tables, sql: str, *parameters: str) -> Any:
    found = db.execute(sql, parameters).fetchone()
    return found and found[0]
