"""One document: what it is, its versions, and its outline."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.datasette import queries
from db.datasette.outline import Part, outline
from db.lookup import resolve, shown_instead
from pipeline.errors import UsageError
from pipeline.identifiers import is_web_address, url_id


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """All that a document's page says."""

    version: sqlite3.Row
    """Without a `version_id` if no text is held."""
    identifiers: Sequence[sqlite3.Row]
    dates: Sequence[sqlite3.Row]
    relations: Sequence[sqlite3.Row]
    """But the comments on it: a docket has thousands."""
    comments: int
    """How many are held on it."""
    addresses: Mapping[str, str]
    """Of publications of this work that are known by their address alone, by document_id."""
    agencies: Sequence[str]
    subjects: Sequence[str]
    languages: Sequence[str]
    """Those in which a text is held."""
    versions: Sequence[sqlite3.Row]
    """Of this language, newest first."""
    later: sqlite3.Row | None
    """A newer state of the law."""
    states: Sequence[sqlite3.Row]
    parts: Sequence[Part]
    folded: int
    """Provisions that a shorter outline has no line for."""
    effects: Sequence[tuple[queries.Tag, int]]
    """Effects in this text, with the number of provisions."""
    shown_instead: sqlite3.Row | None
    """The publication of the same work that lists show instead of this one."""


# A publisher often states the number that the document is held under as well.
_IDENTIFIERS = """
SELECT scheme, value FROM document_identifiers
WHERE document_id = :document AND scheme || ':' || value <> document_id
"""
_RELATIONS = """
SELECT r.type, r.target, r.note, d.title, d.document_id IS NOT NULL AS held, 0 AS backwards
FROM document_relations r LEFT JOIN documents d ON d.document_id = r.target WHERE r.document_id = :document
UNION ALL
SELECT r.type, r.document_id, r.note, d.title, 1, 1
FROM document_relations r JOIN documents d ON d.document_id = r.document_id
WHERE r.target = :document AND r.type <> 'comments_on'
ORDER BY 6, 1, 2
"""
_PAIRS = {
    "adopts": "proposes",
    "amends": "amended_by",
    "corrects": "corrected_by",
    "repeals": "repealed_by",
    "rescinds": "rescinded_by",
    "revokes": "revoked_by",
    "same_work": "same_work",
    "supersedes": "superseded_by",
}
_INVERSE = _PAIRS | {other: relation for relation, other in _PAIRS.items()}
"""Each relation as the other document states it."""
_COMMENTS = "SELECT count(*) FROM document_relations WHERE target = :document AND type = 'comments_on'"
_VERSIONS = """
SELECT v.version_id, v.number, v.captured_at, v.last_seen_at, v.origin, v.extractor, v.units, v.open_source_units,
       v.previous_version_id
FROM versions v WHERE v.document_id = ? AND v.language = ? ORDER BY v.number DESC
"""
_EFFECTS = """
SELECT e.value AS tag, count(*) AS provisions FROM tagged_units u, json_each(u.effects) e
WHERE u.version_id = ? GROUP BY e.value
"""


def document(connection: sqlite3.Connection, name: str, language: str = "", version_id: str = "") -> DocumentPage:
    """The page of a document in one version: the one given, else the newest in a language, else what describes it.

    Raises:
        UsageError: no document goes by this name, or it has no such text.
    """
    document_id = resolve(connection, name)
    text = version_id or queries.newest(connection, document_id, language)
    version = queries.version(connection, text) if text else queries.description(connection, document_id)
    if version["document_id"] != document_id:
        raise UsageError(f"Version {version_id} belongs to {version['document_id']}, not to {document_id}.")
    key = {"document": document_id}
    parts, folded = outline(connection, version["version_id"])

    def rows(sql: str) -> list[sqlite3.Row]:
        return connection.execute(sql, key).fetchall()

    identifiers = rows(_IDENTIFIERS)
    return DocumentPage(
        version=version,
        identifiers=identifiers,
        dates=rows("SELECT kind, date, note FROM document_dates WHERE document_id = :document ORDER BY date, kind"),
        relations=_each_once(rows(_RELATIONS)),
        comments=rows(_COMMENTS)[0][0],
        addresses={url_id(row["value"]): row["value"] for row in identifiers if is_web_address(row["value"])},
        agencies=[row[0] for row in rows("SELECT agency FROM document_agencies WHERE document_id = :document")],
        subjects=[row[0] for row in rows("SELECT subject FROM document_subjects WHERE document_id = :document")],
        languages=list(queries.languages(connection, document_id)),
        versions=connection.execute(_VERSIONS, [document_id, version["language"]]).fetchall(),
        later=queries.later_state(connection, version),
        states=queries.legal_states(connection, document_id, version["language"]),
        parts=parts,
        folded=folded,
        effects=_effects(connection, version["version_id"]),
        shown_instead=shown_instead(connection, document_id),
    )


def _effects(connection: sqlite3.Connection, version_id: str) -> list[tuple[queries.Tag, int]]:
    found: dict[str, int] = dict(map(tuple, connection.execute(_EFFECTS, [version_id])))
    return [(tag, found[name]) for name, tag in queries.tags(connection).items() if name in found]


def _each_once(relations: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    """Without what another document says of this one if this one says it too: "amends" and "is amended by"."""
    own = {(row["type"], row["target"]) for row in relations if not row["backwards"]}
    return [row for row in relations if not row["backwards"] or (_INVERSE.get(row["type"]), row["target"]) not in own]
