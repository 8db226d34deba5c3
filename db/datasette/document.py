"""One document: what it is, its versions, and an outline that shows where it touches open source."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.datasette import texts
from db.lookup import resolve, shown_instead
from db.places import unsaid
from pipeline.errors import UsageError
from pipeline.identifiers import is_web_address, url_id


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline: a division, or what stands directly below one."""

    provision: sqlite3.Row
    heading: str
    """"" where its citation or the division above it says the same: a paragraph bears the heading of its section."""
    depth: int
    inside: Sequence[sqlite3.Row]
    """Units in it that touch open source, itself included."""

    @property
    def own(self) -> list[sqlite3.Row]:
        """Itself, if it is one of them."""
        return [row for row in self.inside if row["provision_id"] == self.provision["provision_id"]]

    @property
    def deeper(self) -> list[sqlite3.Row]:
        """Those below it."""
        return [row for row in self.inside if row["provision_id"] != self.provision["provision_id"]]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of entries of one kind. Long ones without open source are folded away."""

    kind: str
    entries: Sequence[Entry]

    @property
    def touched(self) -> int:
        return sum(len(entry.inside) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """All that a document's page says."""

    version: sqlite3.Row
    """Without a `version_id` if no text is held."""
    identifiers: Sequence[sqlite3.Row]
    dates: Sequence[sqlite3.Row]
    relations: Sequence[sqlite3.Row]
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
    effects: Sequence[tuple[texts.Tag, int]]
    """Effects in this text, with the number of provisions."""
    shown_instead: sqlite3.Row | None
    """The publication of the same work that lists show instead of this one."""


_RELATIONS = """
SELECT r.type, r.target, r.note, d.title, d.document_id IS NOT NULL AS held, 0 AS backwards
FROM document_relations r LEFT JOIN documents d ON d.document_id = r.target WHERE r.document_id = :document
UNION ALL
SELECT r.type, r.document_id, r.note, d.title, 1, 1
FROM document_relations r JOIN documents d ON d.document_id = r.document_id WHERE r.target = :document
ORDER BY 6, 1, 2
"""
_VERSIONS = """
SELECT v.version_id, v.number, v.captured_at, v.last_seen_at, v.origin, v.extractor, v.units, v.open_source_units,
       v.previous_version_id
FROM versions v WHERE v.document_id = ? AND v.language = ? ORDER BY v.number DESC
"""
# What stands in an article or section is reached through it; divisions and what stands in them are the outline.
_OUTLINE = """
SELECT p.provision_id, p.path, p.kind, p.citation, p.heading, p.parent_id, p.unit, u.effects, u.provision_id AS tagged
FROM provisions p LEFT JOIN tagged_units u ON u.version_id = p.version_id AND u.position = p.position
WHERE p.version_id = ? ORDER BY p.position
"""
_EFFECTS = """
SELECT e.value AS tag, count(*) AS provisions FROM tagged_units u, json_each(u.effects) e
WHERE u.version_id = ? GROUP BY e.value
"""
_FOLDED = frozenset({"citation", "recital", "footnote", "signature"})
_LINES = 2000
"""An outline of 12,000 lines took 1.2 s and 1.5 MB, and nobody reads it: longer ones lose their deepest lines."""


def document(connection: sqlite3.Connection, name: str, language: str = "", version_id: str = "") -> DocumentPage:
    """The page of a document in one version: the one given, else the newest in a language, else what describes it.

    Raises:
        UsageError: no document goes by this name, or it has no such text.
    """
    document_id = resolve(connection, name)
    text = version_id or texts.newest(connection, document_id, language)
    version = texts.version(connection, text) if text else texts.description(connection, document_id)
    if version["document_id"] != document_id:
        raise UsageError(f"Version {version_id} belongs to {version['document_id']}, not to {document_id}.")
    key = {"document": document_id}

    lines = connection.execute(_OUTLINE, [version["version_id"]]).fetchall()
    parts, folded = _outline(lines, _LINES)

    def rows(sql: str) -> list[sqlite3.Row]:
        return connection.execute(sql, key).fetchall()

    identifiers = rows("SELECT scheme, value FROM document_identifiers WHERE document_id = :document")
    return DocumentPage(
        version=version,
        identifiers=identifiers,
        dates=rows("SELECT kind, date, note FROM document_dates WHERE document_id = :document ORDER BY date, kind"),
        relations=rows(_RELATIONS),
        addresses={url_id(row["value"]): row["value"] for row in identifiers if is_web_address(row["value"])},
        agencies=[row[0] for row in rows("SELECT agency FROM document_agencies WHERE document_id = :document")],
        subjects=[row[0] for row in rows("SELECT subject FROM document_subjects WHERE document_id = :document")],
        languages=list(texts.languages(connection, document_id)),
        versions=connection.execute(_VERSIONS, [document_id, version["language"]]).fetchall(),
        later=texts.later_state(connection, version),
        states=texts.legal_states(connection, document_id, version["language"]),
        parts=parts,
        folded=folded,
        effects=_effects(connection, version["version_id"]),
        shown_instead=shown_instead(connection, document_id),
    )


def _effects(connection: sqlite3.Connection, version_id: str) -> list[tuple[texts.Tag, int]]:
    found: dict[str, int] = dict(map(tuple, connection.execute(_EFFECTS, [version_id])))
    return [(tag, found[name]) for name, tag in texts.tags(connection).items() if name in found]


def _outline(rows: Sequence[sqlite3.Row], limit: int) -> tuple[list[Part], int]:
    """Entries in order, runs of recitals, citations and footnotes apart; and how many were left out."""
    places = {row["provision_id"]: row for row in rows}
    lines = [(row, _depth(row, places)) for row in rows if _is_entry(row, places)]
    shown = _shallow(lines, limit)
    ids = {row["provision_id"] for row, _ in shown}
    inside: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        if row["tagged"]:
            inside[_entry_of(row, places, ids)].append(row)
    # What has no levels is cut; what touches open source stays.
    shown = [line for number, line in enumerate(shown) if number < limit or line[0]["provision_id"] in inside]
    parts: list[tuple[str, list[Entry]]] = []
    for row, depth in shown:
        kind = row["kind"] if row["kind"] in _FOLDED else "text"
        if not parts or parts[-1][0] != kind:
            parts.append((kind, []))
        parts[-1][1].append(Entry(row, _heading(row, places), depth, inside[row["provision_id"]]))
    return [Part(kind, entries) for kind, entries in parts], len(lines) - len(shown)


def _heading(row: sqlite3.Row, places: Mapping[str, sqlite3.Row]) -> str:
    above = places.get(row["parent_id"])
    return "" if above and above["heading"] == row["heading"] else unsaid(row["heading"], row["citation"])


def _shallow(lines: list[tuple[sqlite3.Row, int]], limit: int) -> list[tuple[sqlite3.Row, int]]:
    """Lines without their deepest levels, until there are few enough or one level is left."""
    deepest = max((depth for _, depth in lines), default=0)
    while len(lines) > limit and deepest:
        deepest -= 1
        lines = [line for line in lines if line[1] <= deepest]
    return lines


def _is_entry(row: sqlite3.Row, places: dict[str, sqlite3.Row]) -> bool:
    parent = places.get(row["parent_id"])
    return parent is None or _is_division(parent)


def _is_division(row: sqlite3.Row) -> bool:
    """Chapters and the like in any text; an article or a section with text of its own is not one."""
    return row["kind"] in {"chapter", "title", "part"} or (row["kind"] in {"section", "annex"} and not row["unit"])


def _entry_of(row: sqlite3.Row, places: dict[str, sqlite3.Row], ids: set[str]) -> str:
    """The nearest enclosing line of the outline."""
    at = row
    while at["provision_id"] not in ids:
        at = places[at["parent_id"]]
    return str(at["provision_id"])


def _depth(row: sqlite3.Row, places: dict[str, sqlite3.Row]) -> int:
    depth, at = 0, row
    while at["parent_id"]:
        depth, at = depth + 1, places[at["parent_id"]]
    return depth
