"""Two texts side by side, and what changed lately: every change with its words taken out and put in."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from db import history
from db.datasette import queries
from db.datasette.text import language_name
from pipeline.changes import Operation, word_diff
from pipeline.errors import UsageError

PAGE = 20
"""Changes on one page of the list."""
_UNITS = 4000
"""Texts with more tagging units are not compared on request: aligning them would hold up everyone else."""
_LETTERS = 40_000
"""Longer words are shown whole, taken out and put in: comparing them word by word takes seconds."""

_Diff = Sequence[tuple[Operation, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A change as a page shows it."""

    kind: str
    citation: str
    words: _Diff
    tag_changes: Sequence[str]
    old_provision: str
    """provision_id in the older text, "" if it was not there."""
    new_provision: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and everything that differs."""

    older: sqlite3.Row
    newer: sqlite3.Row
    changes: Sequence[Change]
    cosmetic: int
    """How many changes of punctuation, white space and the like are not among `changes`."""


def comparison(connection: sqlite3.Connection, older: str, newer: str, *, cosmetic: bool = False) -> Comparison:
    """What happened from one version to another. `cosmetic` shows changes of punctuation and white space as well.

    Raises:
        UsageError: a version is not named or not held, or both are in different languages or too long to be compared on
            request.
    """
    if not (older and newer):
        raise UsageError("Name two versions in the address (from=, to=). The page of a document links to comparisons.")
    old, new = queries.version(connection, older), queries.version(connection, newer)
    if old["language"] != new["language"]:
        languages = [language_name(each["language"]) for each in (old, new)]
        raise UsageError(
            f"Version {older} is in {languages[0]}, {newer} in {languages[1]}: only texts in one language are compared."
        )
    if max(old["units"], new["units"]) > _UNITS and not history.is_compared(connection, older, newer):
        raise UsageError("These texts are too long to compare here.")
    found = history.changes(connection, older, newer)
    shown = [_change(change) for change in found if cosmetic or change.kind != "cosmetic"]
    return Comparison(old, new, shown, len(found) - len(shown))


def _change(change: history.Change) -> Change:
    return Change(
        kind=change.kind,
        citation=change.citation,
        words=words(change.before, change.after, change.kind),
        tag_changes=change.tag_changes,
        old_provision=f"{change.from_version}/{change.old_path}" if change.old_path else "",
        new_provision=f"{change.to_version}/{change.new_path}" if change.new_path else "",
    )


_TYPOGRAPHY = str.maketrans("‘’“”«»–—‑\u00a0\u202f", '\'\'""""---  ')


def words(before: str, after: str, kind: str = "amended") -> _Diff:
    """The words taken out and put in; of very long texts the whole.

    Other quotation marks, dashes and spaces are shown only where nothing else changed: a French text consolidated with
    another apostrophe had two marks in every line, and the words that changed between them.
    """
    if len(before) + len(after) > _LETTERS:
        return [("delete", before), ("insert", after)]
    found = word_diff(before, after)
    return found if kind == "cosmetic" else _without_typography(found)


def _without_typography(found: _Diff) -> _Diff:
    """Replacements that differ in typography alone are equal, as they are now."""
    kept: list[tuple[Operation, str]] = []
    for operation, text in found:
        gone = kept[-1] if kept else ("equal", "")
        if operation == "insert" and gone[0] == "delete" and _plain(gone[1]) == _plain(text):
            kept[-1] = ("equal", text)
        else:
            kept.append((operation, text))
    return kept


def _plain(text: str) -> str:
    return text.translate(_TYPOGRAPHY)


@dataclass(frozen=True, slots=True)
class Recent:
    """A change on the list of recent ones."""

    row: sqlite3.Row
    words: _Diff
    tag_changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class RecentPage:
    """One page of what changed lately."""

    changes: Sequence[Recent]
    jurisdiction: str
    touching: bool
    number: int
    more: bool

    def query(self, **changes: str) -> dict[str, str]:
        """The parameters of this list's address with some of them changed; back on its first page."""
        return {"jurisdiction": self.jurisdiction, "open_source": "1" if self.touching else "", **changes}


_RECENT = """
SELECT * FROM recent_changes
WHERE kind <> 'cosmetic' AND (:jurisdiction = '' OR jurisdiction = :jurisdiction)
  AND (:touching = 0 OR tags_before <> '[]' OR tags_after <> '[]')
  AND language = (SELECT v.language FROM versions v WHERE v.document_id = recent_changes.document_id AND v.shown = 1)
LIMIT :limit OFFSET :offset
"""


def recent(
    connection: sqlite3.Connection, jurisdiction: str = "", *, touching: bool = False, number: int = 1
) -> RecentPage:
    """What publishers changed, newest first, of documents in several languages in the one that is shown.

    `touching`: only where a provision touches or touched open source.
    """
    limits = {"limit": PAGE + 1, "offset": PAGE * (number - 1)}
    given = {"jurisdiction": jurisdiction, "touching": int(touching)}
    rows = connection.execute(_RECENT, given | limits).fetchall()
    found = [
        Recent(row, words(row["before"], row["after"], row["kind"]), json.loads(row["tag_changes"]))
        for row in rows[:PAGE]
    ]
    return RecentPage(found, jurisdiction, touching, number, len(rows) > PAGE)
