"""Finding provisions by their words or citation, and documents by title or number. Read-only."""

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
ORDER BY {order}, d.published DESC, d.document_id, v.shown DESC, p.position
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
  AND (d.document_id IN (SELECT value FROM json_each(:named))
       OR d.title GLOB '*[^ -~]*'
       OR NOT EXISTS (SELECT 1 FROM json_each(:words) WHERE instr(lower(d.title), value) = 0))
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
    names = _documents_named(connection, "".join(words))
    # SQLite rules most titles out: it knows no accents, nor what is said in short.
    plain = [word for word in words if word not in _SHORT]
    candidates = filters | {"named": json.dumps(sorted(names)), "words": json.dumps(plain)}
    named, titled = [], []
    for row in connection.execute(_DOCUMENTS, candidates):
        found = FoundDocument(**dict(row) | {"has_text": bool(row["has_text"])})
        if found.document_id in names:
            named.append(found)
        elif set(words) <= {*_words(found.title), *_WORD.findall(folded(found.title))}:
            titled.append(found)
    return named + titled


# Names that begin with the letter or digit, or with a sign or an accented letter.
_LIKELY_NAMES = """
WITH names (document_id, name) AS (
    SELECT document_id, document_id FROM documents
    UNION ALL SELECT document_id, identifier FROM documents
    UNION ALL SELECT document_id, url FROM documents
    UNION ALL SELECT document_id, value FROM document_identifiers
    UNION ALL SELECT document_id, scheme || ' ' || value FROM document_identifiers
)
SELECT document_id, name FROM names WHERE name LIKE ? || '%' OR name GLOB '[^A-Za-z0-9]*'
"""
_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_SHORT = {
    "ai": re.compile(r"\bartificial intelligence\b"),
    "eo": re.compile(r"\bexec(?:utive)? order(?: no)?\b"),
    "fr": re.compile(r"\b(?:fed(?:eral)? reg(?:ister)?|fr doc(?:ument)?)\b"),
}
"""What is mostly said in short is one word: people look for the AI Act, for EO 14110, which the Bluebook calls Exec.
Order No. 14,110, 88 Fed. Reg. 75,191."""


def _documents_named(connection: sqlite3.Connection, name: str) -> set[str]:
    """Ids of documents with this name, whatever signs stand in it: NIST.AI.600-1 is "NIST AI 600-1" too."""
    likely = connection.execute(_LIKELY_NAMES, [name[0]])
    return {row["document_id"] for row in likely if "".join(_words(row["name"])) == name}


def _words(text: str) -> list[str]:
    """Words of a title or name."""
    plain = " ".join(_WORD.findall(_THOUSANDS.sub("", folded(text))))
    for short, long in _SHORT.items():
        plain = long.sub(short, plain)
    return plain.split()
