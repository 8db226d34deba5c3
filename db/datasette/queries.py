"""What several pages ask the database of a document or version: its facts, tags by place, states of the law."""

import sqlite3
from dataclasses import dataclass

from db.datasette.highlight import Span
from db.lookup import own_text
from pipeline.errors import UsageError

# The page of a document without a text is the newest there is.
_ABOUT = """
SELECT d.document_id, d.identifier, d.source, d.title, d.kind, d.jurisdiction, d.publisher, d.url, d.published,
       d.status, v.version_id, v.language, v.number, v.title AS text_title, v.text_hash, v.origin, v.extractor,
       v.captured_at, v.last_seen_at, v.legal_date, coalesce(v.current, 1) AS current, v.units,
       v.open_source_units, v.body_chars, v.covered_chars,
       s.title AS source_title, s.licence, s.attribution
FROM documents d
JOIN sources s ON s.name = d.source
LEFT JOIN versions v ON v.document_id = d.document_id
"""
_VERSION = f"{_ABOUT} WHERE v.version_id = ?"
_DESCRIPTION = f"{_ABOUT} WHERE d.document_id = ? AND v.version_id IS NULL"


def version(connection: sqlite3.Connection, version_id: str) -> sqlite3.Row:
    """A version with its document and source. Raises `UsageError` if no version has that id."""
    row: sqlite3.Row | None = connection.execute(_VERSION, [version_id]).fetchone()
    if row is None:
        raise UsageError(f"No version {version_id} is held. Versions are never deleted; check the address.")
    return row


def description(connection: sqlite3.Connection, document_id: str) -> sqlite3.Row:
    """As `version`, of a document that is held without a text: nothing is known of the version."""
    row: sqlite3.Row = connection.execute(_DESCRIPTION, [document_id]).fetchone()
    return row


def provision(connection: sqlite3.Connection, provision_id: str) -> sqlite3.Row:
    """A row of `provisions`. Raises `UsageError` if its version has no such provision."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM provisions WHERE provision_id = ?", [provision_id]
    ).fetchone()
    if row is None:
        version_id, _, path = provision_id.partition("/")
        raise UsageError(f"Version {version_id} has no {path!r}. Its document's page lists what it has.")
    return row


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as the taxonomy has it."""

    tag: str
    facet: str
    label: str
    definition: str


def tags(connection: sqlite3.Connection) -> dict[str, Tag]:
    """The taxonomy in its order."""
    rows = connection.execute("SELECT tag, facet, label, definition FROM tags ORDER BY position")
    return {row["tag"]: Tag(**dict(row)) for row in rows}


# An effect or argument is marked at the words that decided it, if they are here. Artefacts have their own marks.
_SPANS = """
SELECT coalesce(a.because_start, a.start) AS first, coalesce(a.because_end, a."end") AS last, t.label
FROM annotations a JOIN tags t ON t.tag = a.tag
WHERE a.provision_id = ? ORDER BY first, last, t.position
"""


def spans(connection: sqlite3.Connection, provision_id: str) -> list[Span]:
    """Evidence in a provision, each with the label of its tag."""
    return [Span(start, end, (label,)) for start, end, label in connection.execute(_SPANS, [provision_id])]


_LANGUAGES = """
SELECT language, version_id FROM versions WHERE document_id = ? AND current = 1 ORDER BY shown DESC, language
"""


def languages(connection: sqlite3.Connection, document_id: str) -> dict[str, str]:
    """The newest version of a document in each of its languages, the shown one first."""
    return dict(map(tuple, connection.execute(_LANGUAGES, [document_id])))


def newest(connection: sqlite3.Connection, document_id: str, language: str) -> str:
    """The newest version in a language; in none, that of the document, "" if it has none.

    Raises:
        UsageError: the document has no text in that language.
    """
    if not language:
        return own_text(connection, document_id)
    held = languages(connection, document_id)
    if language not in held:
        others = f"it is held in {', '.join(held)}" if held else "no text of it is held at all"
        raise UsageError(f"No text of {document_id} in the language {language!r} is held; {others}.")
    return held[language]


_STATES = """
SELECT state_id, version_id, legal_from, legal_until FROM legal_states
WHERE language = :language AND document_id = coalesce(
    (SELECT document_id FROM legal_states WHERE state_id = :document LIMIT 1), :document)
ORDER BY legal_from, state_id <> document_id
"""


def legal_states(connection: sqlite3.Connection, document_id: str, language: str) -> list[sqlite3.Row]:
    """The states of the law that a document is one of, oldest first; [] if it is the only one."""
    found = connection.execute(_STATES, {"document": document_id, "language": language}).fetchall()
    return found if len(found) > 1 else []


def later_state(connection: sqlite3.Connection, about: sqlite3.Row) -> sqlite3.Row | None:
    """The newest state of the law that a version is a text of; None if it is that one, or the only one."""
    states = legal_states(connection, about["document_id"], about["language"])
    return states[-1] if states and states[-1]["state_id"] != about["document_id"] else None
