"""What happened when: changes, states of a text by date, and texts as the comparison reads them. Read-only."""

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from db.history_views import NEWEST_FIRST
from db.lookup import no_text, own_text, resolve, version_header
from pipeline.changes import compare
from pipeline.errors import UsageError
from pipeline.model import Provision, ProvisionChange, members


@dataclass(frozen=True, slots=True)
class Text:
    """One version as a comparison reads it."""

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
    """"source_update", "consolidation" (two documents: a dated state against the previous one), or "technical_upgrade":
    the same text read better by us."""
    document_id: str
    title: str
    jurisdiction: str
    source: str
    language: str
    kind: str
    citation: str
    old_path: str
    """"" if it was not there."""
    new_path: str
    before: str
    after: str
    tags_before: tuple[str, ...]
    tags_after: tuple[str, ...]
    tag_changes: tuple[str, ...]
    from_version: str
    to_version: str


_SHORTEST_ID = 4
"""Digits from which on a name made of digits is the beginning of a version id, not a number."""
_LISTS = ("tags_before", "tags_after", "tag_changes")

_COLUMNS = """
SELECT k.changed_at, k.legal_date, k.reason, c.document_id, d.title, d.jurisdiction, d.source, v.language, c.kind,
       c.citation, coalesce(c.old_path, '') AS old_path, coalesce(c.new_path, '') AS new_path, c.before, c.after,
       c.tags_before, c.tags_after, c.tag_changes, c.from_version, c.to_version
FROM comparisons k
CROSS JOIN versions v ON v.version_id = k.to_version
CROSS JOIN documents d ON d.document_id = v.document_id
CROSS JOIN provision_changes c ON c.to_version = k.to_version AND c.from_version = k.from_version
"""
_RECENT = (
    _COLUMNS
    + f"""
WHERE k.reason <> 'technical_upgrade' AND k.changed_at >= :since
ORDER BY {NEWEST_FIRST}, c.position
"""
)
_BETWEEN = _COLUMNS + "WHERE k.from_version = ? AND k.to_version = ? ORDER BY c.position"

# In either direction. A text that was only read better on the way is no update.
_ABOUT = """
SELECT v.captured_at AS changed_at, v.legal_date, v.document_id, d.title, d.jurisdiction, d.source, v.language,
       old.version_id AS from_version, v.version_id AS to_version,
       CASE WHEN old.document_id <> v.document_id THEN 'consolidation'
            WHEN EXISTS (
                SELECT 1 FROM versions step
                WHERE step.document_id = v.document_id AND step.language = v.language
                  AND step.number > min(old.number, v.number) AND step.number <= max(old.number, v.number)
                  AND step.origin = 'source_update'
            ) THEN 'source_update'
            ELSE 'technical_upgrade' END AS reason
FROM versions v
JOIN documents d ON d.document_id = v.document_id
JOIN versions old ON old.version_id = ?
WHERE v.version_id = ?
"""

_STEPS_OF_LAW = """
SELECT state_id, version_before, version_id
FROM legal_states s
WHERE version_before IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM comparisons k WHERE k.to_version = s.version_id AND k.from_version = s.version_before
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
    header = version_header(connection, version_id)
    provisions = tuple(
        Provision(path, kind, citation, words, heading, parent, bool(unit), part=part)
        for path, kind, citation, words, heading, parent, unit, part in connection.execute(_PROVISIONS, [version_id])
    )
    tags: dict[str, tuple[str, ...]] = {}
    for path, tag in connection.execute(_TAGS, {"version": version_id}):
        tags[path] = (*tags.get(path, ()), tag)
    return Text(header.document_id, header.language, provisions, tags)


def compared(old: Text, new: Text) -> tuple[ProvisionChange, ...]:
    """What happened to the provisions between two texts: of one document, or of two states of the law, each of which is
    a document."""
    consolidated = old.document_id != new.document_id
    return compare(old.provisions, new.provisions, old.tags, new.tags, consolidated=consolidated)


def uncompared(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """(document_id, older version, newer version) of every step without its changes: each text with the previous one,
    each consolidated state with the state before it or with the act as adopted."""
    yield from connection.execute(_STEPS_OF_TEXT).fetchall()
    yield from connection.execute(_STEPS_OF_LAW).fetchall()


def recent_changes(connection: sqlite3.Connection, since: str = "") -> Iterator[Change]:
    """What publishers changed, newest first. `since`: ISO date or time (UTC) of capture; "" for all."""
    return map(_change, connection.execute(_RECENT, {"since": since}))


def is_compared(connection: sqlite3.Connection, older: str, newer: str) -> bool:
    """Whether the changes between two versions are stored."""
    sql = "SELECT 1 FROM comparisons WHERE from_version = ? AND to_version = ?"
    return connection.execute(sql, [older, newer]).fetchone() is not None


def changes(connection: sqlite3.Connection, older: str, newer: str) -> list[Change]:
    """What happened between any two versions of a language: as it is stored, else as a comparison now finds it.

    Raises:
        UsageError: one is not held, or they are in different languages.
    """
    if is_compared(connection, older, newer):
        return list(map(_change, connection.execute(_BETWEEN, [older, newer])))
    old, new = text(connection, older), text(connection, newer)
    if old.language != new.language:
        raise UsageError(f"{older} is in {old.language}, {newer} in {new.language}; name two versions in one language")
    about = dict(connection.execute(_ABOUT, [older, newer]).fetchone())
    return [Change(**about | members(change)) for change in compared(old, new)]


def step(connection: sqlite3.Connection, document: str, older: str = "", newer: str = "") -> tuple[str, str]:
    """The two versions that a comparison of a document is about.

    `older` and `newer` are version ids or their beginnings, numbers of versions of the document, or names of documents
    (the dated states of an act). Without them: an act's newest consolidated state and the state before, else the
    document's newest text and the previous one.

    Raises:
        UsageError: no such document or version, or no second text to compare with.
    """
    key = resolve(connection, document)
    if older and newer:
        old, new = _version(connection, key, older), _version(connection, key, newer)
        # A name that stands for the text in several languages is meant in that of the other.
        new = _version(connection, key, newer, version_header(connection, old).language)
        return _version(connection, key, older, version_header(connection, new).language), new
    found = connection.execute(_NEWEST_STEP, {"document": key}).fetchone()
    if found is None:
        held = "only one text" if own_text(connection, key) else "no text"
        raise UsageError(f"{key}: {held} is held, so there is nothing to compare it with yet")
    return found[0], found[1]


_NEWEST_STEP = """
SELECT version_before, version_id FROM (
    SELECT s.version_before, s.version_id, s.language, s.legal_from AS since, 1 AS law FROM legal_states s
    WHERE (s.document_id = :document OR s.state_id = :document) AND s.version_before IS NOT NULL
    UNION ALL
    SELECT previous_version_id, version_id, language, captured_at, 0 FROM versions
    WHERE document_id = :document AND current = 1 AND previous_version_id IS NOT NULL
)
ORDER BY law DESC, language <> 'en', language, since DESC LIMIT 1
"""


_IN_LANGUAGE = """
SELECT version_id FROM versions WHERE document_id = ? AND current = 1 ORDER BY language <> ?, version_id <> ?
"""


def _version(connection: sqlite3.Connection, document: str, name: str, language: str = "en") -> str:
    """`language`: of which text, where the name is not an id and there are several."""
    if name.isdecimal() and len(name) < _SHORTEST_ID:
        sql = "SELECT version_id FROM versions WHERE document_id = ? AND number = ? ORDER BY language <> ?, language"
        found = connection.execute(sql, [document, int(name), language]).fetchmany(1)
    elif re.fullmatch(r"[0-9a-f]{4,16}", name):
        found = connection.execute("SELECT version_id FROM versions WHERE version_id GLOB ?", [f"{name}*"]).fetchall()
    else:
        state = resolve(connection, name)
        own = own_text(connection, state)
        found = connection.execute(_IN_LANGUAGE, [state, language, own]).fetchmany(1)
    if len(found) != 1:
        what = "several versions begin like this" if found else "no such version is held"
        raise UsageError(f"{document}: {name!r}: {what}; `policy-tracker show {document} --json` names the newest one")
    return str(found[0][0])


def as_of(connection: sqlite3.Connection, document: str, date: str, by: Literal["law", "crawl"] | None = None) -> str:
    """The version that stated a document on a day: by legal date ("law") or by what had been captured ("crawl").

    Without `by`: by legal date for acts with consolidated states, else by capture.

    Raises:
        UsageError: no such document, none of its texts is that old, or it was no law any more.
    """
    key = resolve(connection, document)
    dated = connection.execute(
        "SELECT 1 FROM legal_states WHERE document_id = ? AND state_before IS NOT NULL", [key]
    ).fetchone()
    by_law = by == "law" or (by is None and dated is not None)
    found = connection.execute(_AS_OF_LAW if by_law else _AS_OF_CRAWL, {"document": key, "date": date}).fetchone()
    if found is None:
        raise _none_as_of(connection, key, date, by_law)
    return str(found[0])


def _none_as_of(connection: sqlite3.Connection, key: str, date: str, by_law: bool) -> UsageError:
    first, ended = connection.execute(_SPAN_OF_LAW if by_law else _SPAN_OF_CRAWLS, [key]).fetchone()
    if not first and own_text(connection, key):
        return UsageError(f"{key} is itself a dated state of an act; ask for that act")
    if not first:
        return no_text(key)
    if ended and ended <= date:
        why = f"{key}: not in force from {ended} on, so not on {date}"
        return UsageError(why, "`--by crawl` shows it all the same")
    what = "published" if by_law else "captured"
    return UsageError(f"{key}: no text as of {date}; the oldest one held was {what} on {first[:10]}")


# "~" stands after every time of the day.
_AS_OF_CRAWL = """
SELECT version_id FROM version_periods
JOIN document_languages l USING (document_id, language)
WHERE document_id = :document AND known_from <= :date || '~' AND (known_until IS NULL OR known_until > :date || '~')
ORDER BY l.place LIMIT 1
"""
_AS_OF_LAW = """
SELECT version_id FROM legal_states
LEFT JOIN document_languages l USING (document_id, language)
WHERE document_id = :document AND legal_from <= :date AND (legal_until IS NULL OR legal_until > :date)
ORDER BY l.place IS NULL, l.place, language <> 'en', language LIMIT 1
"""
_SPAN_OF_CRAWLS = "SELECT min(known_from), NULL FROM version_periods WHERE document_id = ?"
_SPAN_OF_LAW = "SELECT min(legal_from), max(legal_until) FROM legal_states WHERE document_id = ?"


def _change(row: sqlite3.Row) -> Change:
    return Change(**dict(row) | {name: tuple(json.loads(row[name])) for name in _LISTS})
