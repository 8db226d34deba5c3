"""Finding a document, a provision or words. Read-only; connections come from `db.connection.open_for_reading`."""

import json
import re
import sqlite3
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from db.places import read_citation
from db.words import folded, full_text_query
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision of a current version that a search found."""

    document_id: str
    title: str
    citation: str
    heading: str
    snippet: str
    """The words found, between the marks that were asked for, with some context; of what is cited, the beginning."""
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
    because: str | None
    """The words that told an effect or argument, as in `pipeline.model.Annotation`."""


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


_HITS = """
SELECT d.document_id, d.title, p.citation, p.heading, v.language, p.url, p.provision_id, {snippet} AS snippet
FROM {found}
JOIN provisions p ON p.rowid = {number}
JOIN versions v ON v.version_id = p.version_id
JOIN documents d ON d.document_id = v.document_id
WHERE {condition}
  AND (:jurisdiction = '' OR d.jurisdiction = :jurisdiction)
  AND (:source = '' OR d.source = :source)
  AND (:tag = '' OR EXISTS (SELECT 1 FROM annotations a WHERE a.provision_id = p.provision_id AND a.tag = :tag))
ORDER BY {order}, d.document_id, v.shown DESC, p.position
LIMIT :limit
"""
_SEARCH_CITED = _HITS.format(
    snippet="substr(p.text, 1, 300) || iif(length(p.text) > 300, '…', '')",
    found="json_each(:cited) cited",
    number="CAST(cited.key AS INTEGER)",
    condition="TRUE",
    order="cited.value",
)
_SEARCH_WORDS = _HITS.format(
    snippet="snippet(provisions_fts, 0, :before, :after, '…', 40)",
    found="provisions_fts",
    number="provisions_fts.rowid",
    condition="""provisions_fts MATCH :match AND v.current = 1 AND p.unit = 1
  AND p.rowid NOT IN (SELECT CAST(key AS INTEGER) FROM json_each(:cited))""",
    order="rank",
)


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
    """What the text cites (`cited`), then tagging units whose text, heading or citation has all the words, best first.

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
        "cited": json.dumps(cited(connection, text)),
    }
    words = {"match": full_text_query(connection, text), "before": marks[0], "after": marks[1]}
    rows = (row for sql in (_SEARCH_CITED, _SEARCH_WORDS) for row in connection.execute(sql, filters | words))
    return [Hit(**dict(row)) for row in islice(rows, limit)]


_CITED = """
SELECT p.rowid AS number, p.citation, p.unit, p.document_id
FROM provisions_fts
CROSS JOIN provisions p ON p.rowid = provisions_fts.rowid
CROSS JOIN versions v ON v.version_id = p.version_id
WHERE provisions_fts MATCH :match AND v.current = 1
ORDER BY provisions_fts.rowid DESC LIMIT 10000
"""


def cited(connection: sqlite3.Connection, text: str) -> dict[int, int]:
    """What a text cites at its beginning, by row number: 0 for the provision itself, 1 for tagging units within it.

    What follows the citation must name the document, or be words of the provision: "Recital 103 AI Act".
    """
    asked = read_citation(text)
    if not asked.steps:
        return {}
    rows = connection.execute(_CITED, {"match": asked.full_text}).fetchall()
    if asked.words:
        named = {document.document_id for document in documents(connection, asked.rest)}
        words = f"{asked.full_text} AND ({full_text_query(connection, asked.rest)})"
        having = {row["number"] for row in connection.execute(_CITED, {"match": words})}
        rows = [row for row in rows if row["document_id"] in named or row["number"] in having]
    found = {}
    for row in rows:
        held = read_citation(row["citation"])
        if held.steps == asked.steps and held.words in {(), asked.words}:
            found[row["number"]] = 0
        elif row["unit"] and held.within(asked):
            found[row["number"]] = 1
    return found


DOCUMENTS = 5
"""Documents that a search shows above the provisions."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that a search found by its title or name."""

    document_id: str
    identifier: str
    title: str
    kind: str
    jurisdiction: str
    published: str | None
    url: str
    has_text: bool


_DOCUMENTS = """
SELECT d.document_id, d.identifier, d.title, d.kind, d.jurisdiction, d.published, d.url,
       EXISTS (SELECT 1 FROM versions v WHERE v.document_id = d.document_id) AS has_text
FROM documents d
WHERE (:jurisdiction = '' OR d.jurisdiction = :jurisdiction) AND (:source = '' OR d.source = :source)
ORDER BY d.published DESC, d.document_id
"""


def documents(
    connection: sqlite3.Connection, text: str, *, jurisdiction: str = "", source: str = ""
) -> list[FoundDocument]:
    """Documents that go by this name or number ("EO 14110", "NIST AI 600-1"), then those whose title has all the words.

    The newest come first; those without a text are among them.

    Raises:
        UsageError: no such jurisdiction or source.
    """
    filters = {
        "jurisdiction": known(connection, "jurisdiction", jurisdiction),
        "source": known(connection, "source", source),
    }
    words = _words(text)
    if not words:
        return []
    named, titled = [], []
    other_names = _documents_named(connection, "".join(words))
    for row in connection.execute(_DOCUMENTS, filters):
        found = FoundDocument(**dict(row) | {"has_text": bool(row["has_text"])})
        if found.document_id in other_names:
            named.append(found)
        elif set(words) <= set(_words(found.title)):
            titled.append(found)
    return named + titled


_ALL_NAMES = """
SELECT document_id, document_id AS name FROM documents
UNION ALL SELECT document_id, identifier FROM documents
UNION ALL SELECT document_id, url FROM documents
UNION ALL SELECT document_id, value FROM document_identifiers
UNION ALL SELECT document_id, scheme || ' ' || value FROM document_identifiers
"""


def _documents_named(connection: sqlite3.Connection, name: str) -> set[str]:
    """Ids of documents with this name, whatever signs stand in it: NIST.AI.600-1 is "NIST AI 600-1" too."""
    return {row["document_id"] for row in connection.execute(_ALL_NAMES) if "".join(_words(row["name"])) == name}


def _words(text: str) -> list[str]:
    """Words of a title or name. What is mostly said in short is one word: people look for the AI Act, for EO 14110."""
    plain = folded(text).replace("artificial intelligence", "ai").replace("executive order", "eo")
    return re.findall(r"[^\W_]+", plain)


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
        raise UsageError(f"no document {name!r} is held", "`policy-tracker search` finds the ids of those that are")
    if len(found) > 1 and len(exact) != 1:
        raise UsageError(f"{name!r} could be {', '.join(found)}; use one of these")
    return str((exact or found)[0])


_OWN_TEXT = """
SELECT version_id FROM versions
WHERE document_id = :document AND current = 1
  AND language = (SELECT language FROM document_languages WHERE document_id = :document AND place = 1)
"""


def no_text(document_id: str) -> UsageError:
    """What to say where a text is needed and the document has none."""
    return UsageError(f"{document_id}: no text is held", "`policy-tracker check` says what went wrong")


def own_text(connection: sqlite3.Connection, document_id: str) -> str:
    """The newest text of a document, whether lists show it or another publication of the same work; "" for none."""
    found = connection.execute(_OWN_TEXT, {"document": document_id}).fetchone()
    return str(found["version_id"]) if found else ""


# A pair may be told of by either of the two, and pairs may make a chain.
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
    return VersionHeader(**dict(found))


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
    place = read_citation(citation)
    wanted = [
        row for row in held if not citation or row["path"] == citation or read_citation(row["citation"]).same(place)
    ]
    if citation and not wanted:
        raise UsageError(f"{key} has no {citation!r}", f"`policy-tracker show {key}` lists what it has")
    instead = shown_instead(connection, version["document_id"])
    return ShownDocument(
        **dict(version),
        shown_instead=instead["document_id"] if instead else "",
        provisions=tuple(_shown(connection, row) for row in wanted),
    )


def _shown(connection: sqlite3.Connection, row: sqlite3.Row) -> ShownProvision:
    found = connection.execute(_EVIDENCE, [row["provision_id"]]) if row["unit"] else ()
    evidence = tuple(Evidence(**dict(each)) for each in found)
    return ShownProvision(**dict(row) | {"unit": bool(row["unit"])}, evidence=evidence)
