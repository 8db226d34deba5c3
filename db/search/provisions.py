"""Finding provisions by their words, citation or tag. Read-only."""

import json
import sqlite3
from dataclasses import dataclass
from itertools import islice

from db.search.documents import find_documents
from db.search.filters import known
from db.search.places import read_citation
from db.search.words import full_text_query
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision of a current version that a search found."""

    document_id: str
    title: str
    citation: str
    heading: str
    snippet: str
    """The words found, between the marks that were asked for, with some context; of what is cited, the beginning; where
    only a tag was given, the words that show it."""
    language: str
    url: str
    provision_id: str


_HITS = """
SELECT d.document_id, d.title, p.citation, p.heading, v.language, p.url, p.provision_id, {snippet} AS snippet
FROM {found}
JOIN provisions p ON {joined}
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
    joined="p.rowid = CAST(cited.key AS INTEGER)",
    condition="TRUE",
    order="cited.value",
)
_SEARCH_WORDS = _HITS.format(
    snippet="snippet(provisions_fts, 0, :before, :after, '…', 40)",
    found="provisions_fts",
    joined="p.rowid = provisions_fts.rowid",
    condition="""provisions_fts MATCH :match AND v.current = 1 AND p.unit = 1
  AND p.rowid NOT IN (SELECT CAST(key AS INTEGER) FROM json_each(:cited))""",
    order="rank",
)
_SEARCH_TAGGED = _HITS.format(
    snippet="""(SELECT group_concat(:before || quote || :after, ' … ') FROM (
      SELECT DISTINCT quote FROM annotations WHERE provision_id = u.provision_id AND tag = :tag ORDER BY start))""",
    found="tagged_units u",
    joined="p.provision_id = u.provision_id",
    condition="v.shown = 1",
    order="TRUE",
)


def find_provisions(
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
    Without words, all tagging units that have the tag, those of the newest documents first.

    Words in double quotes stand together; everything else of the full-text query syntax is taken as plain words, so
    that "open-source" works.

    Raises:
        UsageError: there is neither a word in `text` nor a tag, or no such jurisdiction, source or tag.
    """
    has_words = any(map(str.isalnum, text))
    if not (has_words or tag):
        raise UsageError(f"{text!r} contains no word to search for", "give some words, or a tag with --tag")
    filters = {
        "jurisdiction": known(connection, "jurisdiction", jurisdiction),
        "source": known(connection, "source", source),
        "tag": known(connection, "tag", tag),
        "limit": limit,
        "cited": json.dumps(cited(connection, text)),
    }
    words = {"match": full_text_query(connection, text), "before": marks[0], "after": marks[1]}
    queries = (_SEARCH_CITED, _SEARCH_WORDS) if has_words else (_SEARCH_TAGGED,)
    rows = (row for sql in queries for row in connection.execute(sql, filters | words))
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
        named = {document.document_id for document in find_documents(connection, asked.rest)}
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
