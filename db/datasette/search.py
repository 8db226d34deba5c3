"""Search and browse: provisions by their words and by what the rules found in them, documents by title or number."""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.datasette import queries
from db.datasette.highlight import Piece, Span, excerpt
from db.datasette.text import in_words
from db.rows import FACET_COLUMNS
from db.search.documents import DOCUMENTS, FoundDocument, find_documents
from db.search.provisions import cited
from db.search.words import full_text_query

PAGE = 20
"""Provisions on one page."""
_RANKED = 10_000
"""Of very common words only the newest matches are ranked: ranking all takes seconds in a database of a million."""
_LAST = 2**63 - 1
"""The largest number of a row in SQLite."""
FACETS = ("jurisdiction", "kind", "year", "source", "language", "effect", "artefact", "argument")
"""What the list can be narrowed by, in the order of the columns of `_GROUPS`."""
_UNDATED = "undated"
"""Stands for the year of what has no date of publication."""
_BEFORE, _AFTER = "\ue000", "\ue001"
"""Stand around words found in a snippet; private use, no publisher means anything by them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. Empty words list every provision that touches open source."""

    q: str = ""
    jurisdiction: str = ""
    kind: str = ""
    """Of document."""
    year: str = ""
    """Of publication, or `_UNDATED`."""
    source: str = ""
    language: str = ""
    effect: str = ""
    artefact: str = ""
    argument: str = ""
    document: str = ""
    page: int = 1

    @property
    def by_words(self) -> bool:
        """Whether there is a word to look for."""
        return any(map(str.isalnum, self.q))

    @property
    def several_words(self) -> bool:
        """Whether all of several words have to be there."""
        return self.by_words and len(self.q.split()) > 1

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen of which facet."""
        return {facet: value for facet in FACETS if (value := getattr(self, facet))}

    @property
    def filtered(self) -> bool:
        """Whether more is asked for than words."""
        return bool(self.chosen or self.document)

    def query(self, **changes: str) -> dict[str, str]:
        """The parameters of this page's address with some of them changed; back on the first page."""
        held = {"q": self.q, **self.chosen, "document": self.document}
        return {name: value for name, value in (held | changes).items() if value}

    @property
    def filters(self) -> dict[str, str]:
        """The same choices as filters of Datasette's page of `open_source_provisions`: it has what is listed without
        words."""
        names = ("jurisdiction", "kind", "source", "language")
        plain = {name: getattr(self, name) for name in names} | {"document_id": self.document}
        tags = {
            f"{FACET_COLUMNS[facet]}__contains": f'"{tag}"'
            for facet, tag in self.chosen.items()
            if facet in FACET_COLUMNS
        }
        year = {"published__isnull": "1"} if self.year == _UNDATED else {"published__startswith": self.year}
        return plain | tags | year


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision that was found."""

    row: sqlite3.Row
    pieces: Sequence[Piece]
    effects: Sequence[str]
    artefacts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, and how many provisions have it besides the other choices made."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Results:
    """What the search page says."""

    wanted: Wanted
    total: int
    capped: bool
    """More matched than are ranked: `total` and the facets count the newest of them."""
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    document_title: str = ""
    documents: Sequence[FoundDocument] = ()
    """Those that the words name."""
    more_documents: int = 0
    """Named as well, but not listed."""

    @property
    def more(self) -> bool:
        return self.wanted.page * PAGE < self.total


_WORDS = """
WITH cited AS (
    SELECT CAST(key AS INTEGER) AS number, value AS place FROM json_each(:cited)
), worded AS (
    SELECT f.rowid AS number, f.rank AS score
    FROM provisions_fts f
    CROSS JOIN provisions p ON p.rowid = f.rowid
    CROSS JOIN versions v ON v.version_id = p.version_id
    WHERE f.provisions_fts MATCH :match AND f.rowid BETWEEN :first AND :last
      AND v.current = 1 AND p.unit = 1 AND (:document = '' OR p.document_id = :document)
    ORDER BY f.rowid DESC LIMIT :ranked
), found AS (
    SELECT number, place, 0.0 AS score FROM cited
    UNION ALL
    SELECT number, 2, score FROM worded WHERE number NOT IN (SELECT number FROM cited)
), hit AS MATERIALIZED (
    SELECT f.number, f.place, f.score, p.provision_id, p.position, v.shown,
           p.document_id, d.jurisdiction, d.kind, d.source, v.language, d.published,
           coalesce(substr(d.published, 1, 4), 'undated') AS year,
           coalesce(u.effects, '[]') AS effects, coalesce(u.artefacts, '[]') AS artefacts,
           coalesce(u.arguments, '[]') AS arguments
    FROM found f
    CROSS JOIN provisions p ON p.rowid = f.number
    CROSS JOIN versions v ON v.version_id = p.version_id
    CROSS JOIN documents d ON d.document_id = v.document_id
    LEFT JOIN tagged_units u ON u.version_id = p.version_id AND u.position = p.position
    WHERE v.current = 1 AND (p.unit = 1 OR f.place = 0) AND (:document = '' OR d.document_id = :document)
)
"""
_TAGGED = """
WITH hit AS (
    SELECT 0 AS number, 0 AS place, 0 AS score, u.provision_id, u.position, v.shown,
           d.document_id, d.jurisdiction, d.kind, d.source, v.language, d.published,
           coalesce(substr(d.published, 1, 4), 'undated') AS year,
           u.effects, u.artefacts, u.arguments
    FROM versions v
    CROSS JOIN documents d ON d.document_id = v.document_id
    CROSS JOIN tagged_units u ON u.version_id = v.version_id
    WHERE v.shown = 1 AND (:document = '' OR d.document_id = :document)
)
"""
_SPAN = """
SELECT min(p.rowid), max(p.rowid) FROM versions v JOIN provisions p ON p.version_id = v.version_id
WHERE v.document_id = ? AND v.current = 1
"""
_GROUPS = """
SELECT jurisdiction, kind, year, source, language, effects, artefacts, arguments, count(*) FROM hit
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
_PAGE = """
, page AS (
    SELECT * FROM hit
    WHERE (:jurisdiction = '' OR jurisdiction = :jurisdiction) AND (:kind = '' OR kind = :kind)
      AND (:year = '' OR year = :year) AND (:source = '' OR source = :source)
      AND (:language = '' OR language = :language)
      AND (:effect = '' OR instr(effects, :effect)) AND (:artefact = '' OR instr(artefacts, :artefact))
      AND (:argument = '' OR instr(arguments, :argument))
    ORDER BY place, score, published DESC, document_id, shown DESC, position LIMIT :limit OFFSET :offset
)
SELECT page.number, page.effects, page.artefacts, page.jurisdiction, p.provision_id, p.citation, p.heading, p.text,
       d.document_id, d.title, d.kind, d.published, d.status, v.language
FROM page
CROSS JOIN provisions p ON p.provision_id = page.provision_id
CROSS JOIN versions v ON v.version_id = p.version_id
CROSS JOIN documents d ON d.document_id = p.document_id
ORDER BY page.place, page.score, page.published DESC, page.document_id, page.shown DESC, page.position
"""
_SNIPPET = """
SELECT snippet(provisions_fts, 0, :before, :after, '…', 48) FROM provisions_fts
WHERE provisions_fts MATCH :match AND rowid = :number
"""


def search(connection: sqlite3.Connection, wanted: Wanted) -> Results:
    """Provisions that the words cite or that have all of them, with all that was chosen; without words, those that
    touch open source."""
    given = _parameters(connection, wanted)
    base = _WORDS if wanted.by_words else _TAGGED
    groups = [_group(row) for row in connection.execute(base + _GROUPS, given)]
    labels = {tag.tag: tag.label for tag in queries.tags(connection).values()}
    titles = dict(map(tuple, connection.execute("SELECT name, title FROM sources")))
    kinds = {kind: in_words(kind) for group in groups for kind in group.values["kind"]}
    rows = connection.execute(base + _PAGE, given).fetchall()
    named, chosen = _documents(connection, wanted), wanted.chosen
    document = connection.execute("SELECT title FROM documents WHERE document_id = ?", [wanted.document]).fetchone()
    return Results(
        wanted=wanted,
        total=sum(group.provisions for group in groups if _has(group, chosen)),
        capped=wanted.by_words and sum(group.provisions for group in groups) >= _RANKED,
        hits=[_hit(connection, row, given, wanted, labels) for row in rows],
        facets={facet: _choices(facet, groups, wanted, labels | titles | kinds) for facet in FACETS},
        document_title=document["title"] if document else "",
        documents=named[:DOCUMENTS],
        more_documents=max(len(named) - DOCUMENTS, 0),
    )


def _span(connection: sqlite3.Connection, document: str) -> tuple[int, int]:
    """The first and last row among which a document's provisions are: the index need not look at a common word in all
    the others. Every row where no document is chosen."""
    if not document:
        return 0, _LAST
    first, last = connection.execute(_SPAN, [document]).fetchone()
    return first or 0, last or 0


def _documents(connection: sqlite3.Connection, wanted: Wanted) -> list[FoundDocument]:
    """Documents that the words name, where no more is chosen than a document as a whole has."""
    narrowed = wanted.document or wanted.language or wanted.effect or wanted.artefact or wanted.argument
    if narrowed or wanted.page > 1 or not wanted.by_words:
        return []
    found = find_documents(connection, wanted.q, jurisdiction=wanted.jurisdiction, source=wanted.source)
    return [
        document
        for document in found
        if wanted.kind in {"", document.kind} and (document.published or _UNDATED).startswith(wanted.year)
    ]


def _parameters(connection: sqlite3.Connection, wanted: Wanted) -> dict[str, str | int]:
    words = {"match": full_text_query(connection, wanted.q), "cited": json.dumps(cited(connection, wanted.q))}
    # Tags are plain names: in a JSON list each stands between quotation marks, and nothing else does.
    tags = {name: json.dumps(getattr(wanted, name)) if getattr(wanted, name) else "" for name in FACET_COLUMNS}
    plain = {name: getattr(wanted, name) for name in (*FACETS, "document") if name not in FACET_COLUMNS}
    first, last = _span(connection, wanted.document)
    limits = {"limit": PAGE, "offset": PAGE * (wanted.page - 1), "ranked": _RANKED, "first": first, "last": last}
    return {**words, "before": _BEFORE, "after": _AFTER, **tags, **plain, **limits}


@dataclass(frozen=True, slots=True)
class _Group:
    """Provisions that have the same of every facet."""

    values: Mapping[str, Sequence[str]]
    """What they have of each facet."""
    provisions: int
    """How many they are."""


def _group(row: sqlite3.Row) -> _Group:
    *columns, provisions = row
    values = zip(FACETS, columns, strict=True)
    return _Group(
        {facet: json.loads(value) if facet in FACET_COLUMNS else [value] for facet, value in values}, provisions
    )


def _has(group: _Group, chosen: Mapping[str, str]) -> bool:
    return all(value in group.values[facet] for facet, value in chosen.items())


def _choices(facet: str, groups: Sequence[_Group], wanted: Wanted, labels: Mapping[str, str]) -> list[Choice]:
    besides = wanted.chosen
    chosen = besides.pop(facet, "")
    counts: Counter[str] = Counter({chosen: 0} if chosen else {})
    for group in groups:
        if _has(group, besides):
            for value in group.values[facet]:
                counts[value] += group.provisions
    # The newest year first; "undated" before all of them, where it is seen.
    by_name = sorted(counts.items(), reverse=facet == "year")
    ordered = by_name if facet == "year" else sorted(by_name, key=lambda each: -each[1])
    return [Choice(value, labels.get(value, value), count, value == chosen) for value, count in ordered]


def _hit(
    connection: sqlite3.Connection,
    row: sqlite3.Row,
    given: Mapping[str, str | int],
    wanted: Wanted,
    labels: Mapping[str, str],
) -> Hit:
    named = {name: [labels.get(tag, tag) for tag in json.loads(row[name])] for name in ("effects", "artefacts")}
    if not wanted.by_words:
        return Hit(row, excerpt(row["text"], queries.spans(connection, row["provision_id"])), **named)
    found = connection.execute(_SNIPPET, {**given, "number": row["number"]}).fetchone()
    # What was found by its citation need not have the words.
    return Hit(row, found_words(found[0]) if found else excerpt(row["text"], []), **named)


def found_words(snippet: str) -> list[Piece]:
    """A snippet with its marks as pieces."""
    text, spans = "", []
    for number, run in enumerate(snippet.split(_BEFORE)):
        inside, _, rest = run.partition(_AFTER) if number else ("", "", run)
        if inside:
            spans.append(Span(len(text), len(text) + len(inside), ()))
        text += inside + rest
    return excerpt(text, spans, room=len(text) + 1)
