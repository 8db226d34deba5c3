"""Showing a document or provision by one of its names. Read-only; connections come from
`db.connection.open_for_reading`."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from db.search.documents import documents_named
from db.search.places import read_citation
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Evidence:
    """A tag on a provision and the words that show it; offsets as in `pipeline.model.Annotation`."""

    tag: str
    facet: str
    rule: str
    start: int
    end: int
    quote: str
    because: str | None
    """The words that decided an effect or argument, as in `pipeline.model.Annotation`."""


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
    """One version of a document and the provisions asked for; of one without a text, what describes it."""

    document_id: str
    title: str
    kind: str
    jurisdiction: str
    publisher: str
    status: str
    url: str
    published: str | None
    version_id: str | None
    """None if no text is held, and with it all that a version has."""
    language: str | None
    number: int | None
    captured_at: str | None
    last_seen_at: str | None
    legal_date: str | None
    shown_instead: str
    """The publication of the same work that lists show instead of this one, "" if they show this one."""
    provisions: tuple[ShownProvision, ...]


_NAMES = """
SELECT document_id FROM documents WHERE document_id = :name COLLATE NOCASE
UNION SELECT document_id FROM documents WHERE identifier = :name COLLATE NOCASE
UNION SELECT document_id FROM document_identifiers WHERE value = :name COLLATE NOCASE
UNION SELECT document_id FROM document_identifiers WHERE scheme || ':' || value = :name COLLATE NOCASE
UNION SELECT document_id FROM documents WHERE url = :name
"""
# "Regulation (EU) 2024/1689" begins the title of an act, and of the consolidated texts of it, which have other numbers.
_BEGINS = """
SELECT document_id FROM documents
WHERE kind <> 'consolidated' AND substr(title, 1, length(:name) + 1) = :name || ' ' COLLATE NOCASE
"""


def resolve(connection: sqlite3.Connection, name: str) -> str:
    """The document_id of the document that goes by this name: "celex:32024R1689", "32024R1689", "2024-03763", an ELI;
    "Executive Order No. 14110", "88 Fed. Reg. 75,191"; "Regulation (EU) 2024/1689".

    Raises:
        UsageError: no document that is held has this name, or several have it.
    """
    found = _called(connection, _NAMES, name) or sorted(documents_named(connection, name))
    if not found and any(map(str.isdecimal, name)):
        found = _called(connection, _BEGINS, name)
    exact = [key for key in found if key.casefold() == name.strip().casefold()]
    if not found:
        raise UsageError(f"no document {name!r} is held", "`policy-tracker search` finds the ids of those that are")
    if len(found) > 1 and len(exact) != 1:
        raise UsageError(f"{name!r} could be {', '.join(found)}; use one of these")
    return str((exact or found)[0])


def _called(connection: sqlite3.Connection, sql: str, name: str) -> list[str]:
    return [str(row["document_id"]) for row in connection.execute(sql, {"name": name.strip()})]


_OWN_TEXT = """
SELECT version_id FROM versions
WHERE document_id = :document AND current = 1
  AND language = (SELECT language FROM document_languages WHERE document_id = :document AND place = 1)
"""


def no_text(document_id: str) -> UsageError:
    """What to say where a text is needed and the document has none."""
    return UsageError(f"{document_id}: no text is held", "`policy-tracker check` says what went wrong")


def own_text(connection: sqlite3.Connection, document_id: str) -> str:
    """The version of a document's newest text, also where lists show another publication of the same work; "" if no
    text is held."""
    found = connection.execute(_OWN_TEXT, {"document": document_id}).fetchone()
    return str(found["version_id"]) if found else ""


# Either of the two may name the pair, and pairs may make a chain.
_SHOWN_INSTEAD = """
WITH RECURSIVE work (document_id) AS (
    SELECT :document
    UNION
    SELECT r.target FROM work w JOIN document_relations r ON r.document_id = w.document_id AND r.type = 'same_work'
    UNION
    SELECT r.document_id FROM work w JOIN document_relations r ON r.target = w.document_id AND r.type = 'same_work'
)
SELECT d.document_id, d.title
FROM work w JOIN documents d ON d.document_id = w.document_id
JOIN versions v ON v.document_id = d.document_id AND v.shown = 1
WHERE NOT EXISTS (SELECT 1 FROM versions own WHERE own.document_id = :document AND own.shown = 1)
ORDER BY d.document_id LIMIT 1
"""


def shown_instead(connection: sqlite3.Connection, document_id: str) -> sqlite3.Row | None:
    """The publication of the same work that lists show instead of a document: its `document_id` and `title`."""
    row: sqlite3.Row | None = connection.execute(_SHOWN_INSTEAD, {"document": document_id}).fetchone()
    return row


@dataclass(frozen=True, slots=True)
class VersionHeader:
    """Which text a version is, and of when."""

    document_id: str
    language: str
    version_id: str
    captured_at: str
    legal_date: str | None


def version_header(connection: sqlite3.Connection, version_id: str) -> VersionHeader:
    """What to print above a version. Raises `UsageError` if it is not held."""
    sql = "SELECT document_id, language, version_id, captured_at, legal_date FROM versions WHERE version_id = ?"
    found = connection.execute(sql, [version_id]).fetchone()
    if found is None:
        raise UsageError(f"no version {version_id!r} is held")
    return VersionHeader(*found)


_SHOWN_VERSION = """
SELECT d.document_id, d.title, d.kind, d.jurisdiction, d.publisher, d.status, d.url, d.published,
       v.version_id, v.language, v.number, v.captured_at, v.last_seen_at, v.legal_date
FROM documents d LEFT JOIN versions v ON v.version_id = :version
WHERE d.document_id = coalesce((SELECT document_id FROM versions WHERE version_id = :version), :document)
"""
_SHOWN_PROVISIONS = """
SELECT provision_id, path, kind, citation, heading, text, url, unit
FROM provisions WHERE version_id = ? ORDER BY position
"""
_EVIDENCE = """
SELECT a.tag, t.facet, a.rule, a.start, a.end, a.quote, a.because
FROM annotations a JOIN tags t ON t.tag = a.tag
WHERE a.provision_id = ? ORDER BY a.start, a.end, t.position, a.rule
"""


def show(connection: sqlite3.Connection, document: str, citation: str = "", version_id: str = "") -> ShownDocument:
    """The current text of a document, or what it has under a citation ("Article 53(2)", "art. 53 para 2") or path.

    `version_id` names another version of it, or of a dated state of it (`db.history.as_of`). A document without a text
    is shown without provisions.

    Raises:
        UsageError: no such document, or no such provision in it.
    """
    key = resolve(connection, document)
    asked = {"document": key, "version": version_id or own_text(connection, key)}
    version = connection.execute(_SHOWN_VERSION, asked).fetchone()
    if citation and not version["version_id"]:
        raise no_text(key)
    held = connection.execute(_SHOWN_PROVISIONS, [version["version_id"]]).fetchall()
    wanted = _cited(held, citation) if citation else held
    if citation and not wanted:
        # The act has Recital 102; it is the dated state that was asked for, and has none.
        named = version["document_id"]
        raise UsageError(f"{named} has no {citation!r}", f"`policy-tracker show {named}` lists what it has")
    instead = shown_instead(connection, version["document_id"])
    return ShownDocument(
        **dict(version),
        shown_instead=instead["document_id"] if instead else "",
        provisions=tuple(_shown(connection, row) for row in wanted),
    )


def _cited(held: Sequence[sqlite3.Row], citation: str) -> Sequence[sqlite3.Row]:
    """What a citation or path names. A number alone, "53(2)" or "4.6", is that of an article or else of a section."""
    if found := [row for row in held if row["path"] == citation]:
        return found
    # A section without a number is cited by its heading, which may begin with one: "1. Introduction".
    for kind in ("", "article ", "section ") if citation.lstrip()[:1].isdecimal() else ("",):
        place = read_citation(kind + citation)
        if found := [row for row in held if read_citation(row["citation"]).same(place)]:
            return found
    return ()


def _shown(connection: sqlite3.Connection, row: sqlite3.Row) -> ShownProvision:
    found = connection.execute(_EVIDENCE, [row["provision_id"]]) if row["unit"] else ()
    evidence = tuple(Evidence(**dict(each)) for each in found)
    return ShownProvision(**dict(row) | {"unit": bool(row["unit"])}, evidence=evidence)
