"""One provision: its words and what they are evidence of, its place, its history, and where it comes from."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from db.datasette import queries
from db.datasette.citations import Citation, citations
from db.datasette.highlight import Piece, pieces
from db.history_views import CROSS_REFERENCES
from db.lookup import resolve, show, shown_instead

MENTIONS = 50
"""References that a page lists in each direction; cross_references has all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A tag, and each different use of it: the rule that set it (`rule`), the words that decided it (`because`, if they
    are here) and the words about openness (`quote`)."""

    tag: queries.Tag
    uses: Sequence[sqlite3.Row]


@dataclass(frozen=True, slots=True)
class State:
    """The same place in another state of the law."""

    state: sqlite3.Row
    provision_id: str
    """"" if that state has no such place."""
    same: bool
    """Whether it says the same; of a division, which has no text, whether its heading does."""


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    """All that a provision's page says."""

    provision: sqlite3.Row
    version: sqlite3.Row
    pieces: Sequence[Piece]
    evidence: Sequence[Evidence]
    above: Sequence[sqlite3.Row]
    """Enclosing provisions, outermost first."""
    around: sqlite3.Row | None
    """The enclosing unit, if it is tagged: tags are set on whole units."""
    inside: Sequence[sqlite3.Row]
    """Tagged units in it."""
    below: Sequence[sqlite3.Row]
    previous: sqlite3.Row | None
    next: sqlite3.Row | None
    shown_instead: sqlite3.Row | None
    """The publication of the same work that lists show instead of this one."""
    later: sqlite3.Row | None
    """A newer state of the law."""
    states: Sequence[State]
    translations: Sequence[sqlite3.Row]
    """The same place in the newest text of each other language."""
    versions: Sequence[sqlite3.Row]
    """The same place in every version of the text, newest first."""
    changes: Sequence[sqlite3.Row]
    names: Sequence[sqlite3.Row]
    """What its words name."""
    more_names: bool
    """Whether it names more than are listed."""
    named_by: Sequence[sqlite3.Row]
    more_named_by: bool
    cited_path: str
    """Its path as references have it."""
    sources: Sequence[sqlite3.Row]
    """Archived answers it was read from, newest first."""
    citations: Sequence[Citation]


# A section that says the same words five times had five equal lines.
_EVIDENCE = """
SELECT a.tag, a.rule, a.quote, a.because FROM annotations a JOIN tags t ON t.tag = a.tag
WHERE a.provision_id = ? GROUP BY t.position, a.rule, a.quote, a.because
ORDER BY t.position, min(a.start), min(a."end"), a.rule
"""
_ABOVE = """
WITH RECURSIVE above (provision_id, depth) AS (
    SELECT parent_id, 1 FROM provisions WHERE provision_id = ?
    UNION ALL
    SELECT p.parent_id, depth + 1 FROM above a JOIN provisions p ON p.provision_id = a.provision_id
)
SELECT p.provision_id, p.citation, p.heading, p.kind, u.effects
FROM above a JOIN provisions p ON p.provision_id = a.provision_id
LEFT JOIN tagged_units u ON u.provision_id = p.provision_id
ORDER BY depth DESC
"""
_INSIDE = """
WITH RECURSIVE inside (provision_id) AS (
    SELECT provision_id FROM provisions WHERE parent_id = ?
    UNION ALL
    SELECT p.provision_id FROM inside i JOIN provisions p ON p.parent_id = i.provision_id
)
SELECT p.provision_id, p.citation, u.effects
FROM inside i JOIN tagged_units u ON u.provision_id = i.provision_id
JOIN provisions p ON p.provision_id = i.provision_id
ORDER BY p.position
"""
# Chapters of EU acts enclose no provisions: theirs follow, up to the next heading that is not in them.
_UNDER = """
SELECT p.provision_id, p.citation, u.effects
FROM tagged_units u JOIN provisions p ON p.provision_id = u.provision_id
WHERE u.version_id = :version_id AND u.position > :position AND u.position < coalesce((
    SELECT min(position) FROM provisions
    WHERE version_id = :version_id AND position > :position AND (text = '' OR kind = 'annex')
      AND substr(path, 1, length(:path) + 1) <> :path || '/'
), 9e9)
ORDER BY u.position
"""
_BELOW = "SELECT provision_id, citation, heading FROM provisions WHERE parent_id = ? ORDER BY position LIMIT 200"
_NEIGHBOUR = """
SELECT provision_id, citation FROM provisions
WHERE version_id = :version AND position {side} :position AND unit = 1 {apart}
ORDER BY position {order} LIMIT 1
"""
_PREVIOUS = _NEIGHBOUR.format(side="<", order="DESC", apart="")
# What stands inside a provision is not next to it.
_NEXT = _NEIGHBOUR.format(side=">", order="ASC", apart="AND substr(path, 1, length(:path) + 1) <> :path || '/'")
_VERSIONS = """
SELECT v.version_id, v.number, v.captured_at, v.last_seen_at, v.origin, v.current, v.legal_date,
       p.provision_id, p.text = :text AND p.heading = :heading AS same
FROM versions v
LEFT JOIN provisions p ON p.provision_id = v.version_id || '/' || :path
WHERE v.document_id = :document AND v.language = :language
ORDER BY v.number DESC
"""
_TRANSLATIONS = """
SELECT v.language, p.provision_id
FROM versions v JOIN provisions p ON p.provision_id = v.version_id || '/' || :path
WHERE v.document_id = :document AND v.current = 1 AND v.language <> :language
ORDER BY v.language
"""
_CHANGES = """
SELECT c.kind, c.citation, c.tag_changes, c.from_version, c.to_version, k.reason, k.changed_at, k.legal_date
FROM provision_changes c
JOIN comparisons k ON k.to_version = c.to_version AND k.from_version = c.from_version
WHERE (c.to_version = :version AND c.new_path = :path) OR (c.from_version = :version AND c.old_path = :path)
ORDER BY coalesce(k.legal_date, k.changed_at) DESC
"""
# The view would first look up the names of all references.
_NAMES = f"""
SELECT quote, sort, target_document, target_path, target_title, target_citation, target_provision_id
FROM ({CROSS_REFERENCES.format(only="WHERE provision_id = :provision")})
WHERE provision_id = :provision ORDER BY start LIMIT :limit
"""  # noqa: S608  # our own text
_NAMED_BY = """
SELECT p.provision_id, p.citation, p.document_id, d.title, r.sort
FROM provision_references r
CROSS JOIN provisions p ON p.provision_id = r.provision_id
CROSS JOIN versions v ON v.version_id = p.version_id AND v.shown = 1
CROSS JOIN documents d ON d.document_id = p.document_id
WHERE r.target_document = :document AND r.target_path = :cited
GROUP BY p.provision_id ORDER BY p.document_id, p.position LIMIT :limit
"""
_SOURCES = """
SELECT s.url, s.fetched_at, s.sha256, s.length, s.warc_file, s.warc_offset, s.snapshot_id, s.media_type
FROM version_parts part JOIN snapshots s ON s.snapshot_id = part.snapshot_id
WHERE part.version_id = ? AND part.position = ?
ORDER BY part.newest DESC, s.fetched_at DESC LIMIT 5
"""


def provision(connection: sqlite3.Connection, provision_id: str) -> ProvisionPage:
    """The page of a provision as it stood in one version.

    Raises:
        UsageError: no such version or no such provision in it.
    """
    version_id, _, path = provision_id.partition("/")
    version = queries.version(connection, version_id)
    row = queries.provision(connection, provision_id)
    spans = queries.spans(connection, provision_id)
    place = {"version": version_id, "position": row["position"], "path": path}
    same = {"document": row["document_id"], "path": path}
    words = {"language": version["language"], "text": row["text"], "heading": row["heading"]}
    above = connection.execute(_ABOVE, [provision_id]).fetchall()
    asked = same | {"provision": provision_id, "cited": _cited(path), "limit": MENTIONS + 1}
    names, named_by = (connection.execute(sql, asked).fetchall() for sql in (_NAMES, _NAMED_BY))
    return ProvisionPage(
        provision=row,
        version=version,
        pieces=pieces(row["text"], spans),
        evidence=_evidence(connection, provision_id),
        above=above,
        around=next((each for each in above if each["effects"]), None),
        inside=_inside(connection, row),
        below=[] if row["unit"] else connection.execute(_BELOW, [provision_id]).fetchall(),
        previous=connection.execute(_PREVIOUS, place).fetchone(),
        next=connection.execute(_NEXT, place).fetchone(),
        shown_instead=shown_instead(connection, row["document_id"]),
        later=queries.later_state(connection, version),
        states=_states(connection, version, row),
        translations=connection.execute(_TRANSLATIONS, same | {"language": version["language"]}).fetchall(),
        versions=connection.execute(_VERSIONS, same | words).fetchall(),
        changes=connection.execute(_CHANGES, {"version": version_id, "path": path}).fetchall(),
        names=names[:MENTIONS],
        more_names=len(names) > MENTIONS,
        named_by=named_by[:MENTIONS],
        more_named_by=len(named_by) > MENTIONS,
        cited_path=asked["cited"],
        sources=connection.execute(_SOURCES, [version_id, row["part"]]).fetchall(),
        citations=citations(connection, version, row),
    )


def _cited(path: str) -> str:
    """The path as references have it: they do not say that an annex comes in a file of its own, "part_02/anx_III"."""
    part, _, inside = path.partition("/")
    return inside if part.startswith("part_") and inside.startswith("anx") else path


def _inside(connection: sqlite3.Connection, row: sqlite3.Row) -> list[sqlite3.Row]:
    """Tagged units in a provision; in a heading that encloses nothing, those under it."""
    found = connection.execute(_INSIDE, [row["provision_id"]]).fetchall()
    return found or ([] if row["text"] else connection.execute(_UNDER, dict(row)).fetchall())


def _evidence(connection: sqlite3.Connection, provision_id: str) -> list[Evidence]:
    held = queries.tags(connection)
    rows = connection.execute(_EVIDENCE, [provision_id])
    return [Evidence(held[tag], list(uses)) for tag, uses in groupby(rows, key=lambda row: str(row["tag"]))]


def _states(connection: sqlite3.Connection, version: sqlite3.Row, row: sqlite3.Row) -> list[State]:
    """The same place in the other states of the law, oldest first."""
    found = []
    for state in queries.legal_states(connection, version["document_id"], version["language"]):
        other = f"{state['version_id']}/{row['path']}"
        held = connection.execute("SELECT text, heading FROM provisions WHERE provision_id = ?", [other]).fetchone()
        said = "text" if row["text"] else "heading"
        if state["version_id"] != version["version_id"]:
            found.append(State(state, other if held else "", bool(held) and held[said] == row[said]))
    return found


def current(connection: sqlite3.Connection, name: str, place: str, language: str = "") -> str:
    """The provision_id of what a document has today, in a language, under a path or citation.

    Raises:
        UsageError: no such document, no text of it in that language, or no such provision in its newest text.
    """
    document_id = resolve(connection, name)
    found = show(connection, document_id, place, queries.newest(connection, document_id, language))
    return found.provisions[0].provision_id
