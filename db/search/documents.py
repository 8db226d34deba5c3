"""Finding documents by title, name or number. Read-only."""

import json
import re
import sqlite3
from dataclasses import dataclass

from db.search.filters import known
from db.search.words import folded

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


def find_documents(
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
    names = documents_named(connection, text)
    # SQLite rules most titles out: it handles neither accents nor short names.
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


def documents_named(connection: sqlite3.Connection, text: str) -> set[str]:
    """Ids of documents with this name, whatever signs stand in it: NIST.AI.600-1 is "NIST AI 600-1" too."""
    name = "".join(_words(text))
    if not name:
        return set()
    likely = connection.execute(_LIKELY_NAMES, [name[0]])
    return {row["document_id"] for row in likely if "".join(_words(row["name"])) == name}


def _words(text: str) -> list[str]:
    """Words of a title or name."""
    plain = " ".join(_WORD.findall(_THOUSANDS.sub("", folded(text))))
    for short, long in _SHORT.items():
        plain = long.sub(short, plain)
    return plain.split()
