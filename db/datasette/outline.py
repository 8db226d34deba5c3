"""The outline of a text, which shows where it touches open source."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from db.search.places import unsaid
from db.search.words import first_words

_FOLDED = frozenset({"citation", "recital", "footnote", "signature"})
"""Kinds of provisions of which a run is a part of its own."""
_FIRST_WORDS = 80
"""Letters of a text that tell what it is about."""
LINES = 2000
"""An outline of 12,000 lines took 1.2 s and 1.5 MB, and nobody reads it: longer ones lose their deepest lines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline: a division, or what stands directly below one."""

    provision: sqlite3.Row
    heading: str
    """"" where its citation or the division above it says the same: a paragraph has the heading of its section."""
    words: str
    """Its first words, where it has no heading."""
    depth: int
    inside: Sequence[sqlite3.Row]
    """Units in it that touch open source, itself included."""

    @property
    def is_division(self) -> bool:
        """Whether it only has others below it."""
        return _is_division(self.provision)

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


# What stands in an article or section is reached through it; divisions and what stands in them are the outline.
_OUTLINE = """
SELECT p.provision_id, p.path, p.kind, p.citation, p.heading, p.parent_id, p.unit, u.effects, u.provision_id AS tagged,
       substr(p.text, 1, 200) AS words
FROM provisions p LEFT JOIN tagged_units u ON u.version_id = p.version_id AND u.position = p.position
WHERE p.version_id = ? ORDER BY p.position
"""


def outline(connection: sqlite3.Connection, version_id: str) -> tuple[list[Part], int]:
    """The outline of a version, and how many lines of it were left out."""
    return arranged(connection.execute(_OUTLINE, [version_id]).fetchall(), LINES)


def arranged(rows: Sequence[sqlite3.Row], limit: int) -> tuple[list[Part], int]:
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
    entries = [_entry(row, places, depth, inside[row["provision_id"]]) for row, depth in shown]
    return [Part(kind, list(run)) for kind, run in groupby(entries, _run)], len(lines) - len(shown)


def _entry(row: sqlite3.Row, places: Mapping[str, sqlite3.Row], depth: int, inside: Sequence[sqlite3.Row]) -> Entry:
    heading = _heading(row, places)
    words = "" if heading or _is_division(row) else first_words(row["words"], _FIRST_WORDS)
    return Entry(row, heading, words, depth, inside)


def _run(entry: Entry) -> str:
    kind = str(entry.provision["kind"])
    return kind if kind in _FOLDED else "text"


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
