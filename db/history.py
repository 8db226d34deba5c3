"""What happened when: changes, states of a text by date, and texts as the comparison reads them. Read-only."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.model import Provision


@dataclass(frozen=True, slots=True)
class Text:
    """One version as a comparison reads it."""

    version_id: str
    document_id: str
    language: str
    provisions: tuple[Provision, ...]
    tags: dict[str, tuple[str, ...]]
    """By path of the unit."""


@dataclass(frozen=True, slots=True)
class Change:
    """One provision that changed between two versions."""

    changed_at: str
    """When the newer text was captured (UTC)."""
    legal_date: str | None
    """The date whose law the newer text states (consolidated texts)."""
    reason: str
    """"source_update", "consolidation" (a dated state against the one before), or "technical_upgrade": the same text
    read better by us."""
    document_id: str
    title: str
    jurisdiction: str
    source: str
    language: str
    kind: str
    citation: str
    before: str
    after: str
    tags_before: tuple[str, ...]
    tags_after: tuple[str, ...]
    tag_changes: tuple[str, ...]
    from_version: str
    to_version: str


_LISTS = ("tags_before", "tags_after", "tag_changes")

_COLUMNS = """
SELECT k.changed_at, k.legal_date, k.reason, c.document_id, d.title, d.jurisdiction, d.source, v.language, c.kind,
       c.citation, c.before, c.after, c.tags_before, c.tags_after, c.tag_changes, c.from_version, c.to_version
FROM comparisons k
CROSS JOIN versions v ON v.version_id = k.to_version
CROSS JOIN documents d ON d.document_id = v.document_id
CROSS JOIN provision_changes c ON c.to_version = k.to_version AND c.from_version = k.from_version
"""
_RECENT = (
    _COLUMNS
    + """
WHERE k.reason <> 'technical_upgrade' AND k.changed_at >= :since
ORDER BY k.changed_at DESC, k.to_version, k.from_version, c.position
"""
)
_BETWEEN = _COLUMNS + "WHERE k.from_version = ? AND k.to_version = ? ORDER BY c.position"

_STEPS_OF_LAW = """
SELECT state_id, version_before, version_id
FROM legal_states s
WHERE version_before IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM comparisons k
    JOIN versions f ON f.version_id = k.from_version
    JOIN versions t ON t.version_id = k.to_version
    WHERE k.reason = 'consolidation' AND t.document_id = s.state_id AND t.language = s.language
      AND f.document_id = s.state_before
)
ORDER BY document_id, language, legal_from
"""
_STEPS_OF_TEXT = """
SELECT document_id, previous_version_id, version_id FROM versions v
WHERE previous_version_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM comparisons k WHERE k.to_version = v.version_id AND k.from_version = v.previous_version_id
)
ORDER BY run_id, version_id
"""

_PROVISIONS = """
SELECT path, kind, citation, text, heading, coalesce(substr(parent_id, length(version_id) + 2), ''), unit, part
FROM provisions WHERE version_id = ? ORDER BY position
"""
_TAGS = """
SELECT DISTINCT substr(provision_id, length(:version) + 2), tag FROM annotations
WHERE provision_id >= :version || '/' AND provision_id < :version || '0' ORDER BY 1, 2
"""


def text(connection: sqlite3.Connection, version_id: str) -> Text:
    """A version's provisions and tags. Raises `UsageError` if there is no such version."""
    found = connection.execute(
        "SELECT document_id, language FROM versions WHERE version_id = ?", [version_id]
    ).fetchone()
    if found is None:
        raise UsageError(f"no version {version_id!r} is held")
    provisions = tuple(
        Provision(path, kind, citation, words, heading, parent, bool(unit), part=part)
        for path, kind, citation, words, heading, parent, unit, part in connection.execute(_PROVISIONS, [version_id])
    )
    tags: dict[str, tuple[str, ...]] = {}
    for path, tag in connection.execute(_TAGS, {"version": version_id}):
        tags[path] = (*tags.get(path, ()), tag)
    return Text(version_id, found[0], found[1], provisions, tags)


def uncompared(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """(document_id, older version, newer version) of every step without its changes: each text with the one before,
    each consolidated state with the state before it or with the act as adopted."""
    yield from connection.execute(_STEPS_OF_TEXT).fetchall()
    yield from connection.execute(_STEPS_OF_LAW).fetchall()


def recent_changes(connection: sqlite3.Connection, since: str = "") -> Iterator[Change]:
    """What publishers changed, newest first. `since`: ISO date or time (UTC) of capture; "" for all."""
    return map(_change, connection.execute(_RECENT, {"since": since}))


def changes_between(connection: sqlite3.Connection, older: str, newer: str) -> list[Change] | None:
    """The stored changes between two versions; None if these two were not compared."""
    pair = [older, newer]
    if connection.execute("SELECT 1 FROM comparisons WHERE from_version = ? AND to_version = ?", pair).fetchone():
        return list(map(_change, connection.execute(_BETWEEN, pair)))
    return None


def _change(row: sqlite3.Row) -> Change:
    return Change(**dict(row) | {name: tuple(json.loads(row[name])) for name in _LISTS})
