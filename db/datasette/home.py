"""The front page: what is here, how much of it, how fresh, how good."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from db.datasette.plots import Plot, Row, bars, columns
from db.health import SourceHealth, source_health
from pipeline.yaml_files import load_yaml

_MEASURED = Path(__file__).with_name("measured.yml")
_SERIES = 4
"""Jurisdictions that have a colour; the smallest of more are "other"."""
_YEARS = 16
"""Columns of the timeline; what is older is one column."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What is held, each law once."""

    documents: int
    documents_with_open_source: int
    units: int
    open_source_units: int
    in_comments: int
    """Of these, those in comments that others sent to an agency."""
    textless: int
    """Documents of which only a description is known; they are in no other figure."""
    newest_capture: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """All that the front page says."""

    totals: Totals
    effects: Plot
    arguments: Plot
    years: Plot
    undated: int
    """Open-source provisions of documents without a date of publication; they are in no column of `years`."""
    health: Sequence[SourceHealth]
    states: Mapping[str, str]
    """Of each source: "good", "stale", how its last crawl ended where that was not well, "" before the first one."""
    newest: Sequence[sqlite3.Row]
    changes: Sequence[sqlite3.Row]
    measured: dict[str, Any]

    @property
    def collected(self) -> str | None:
        """When the last good crawl of any source ended, None before the first."""
        return max((source.last_good_crawl for source in self.health if source.last_good_crawl), default=None)

    @property
    def troubled(self) -> int:
        """Sources whose last crawl failed or is too long ago."""
        return sum(state not in {"", "good"} for state in self.states.values())


_TOTALS = """
WITH touching AS (SELECT document_id, kind, count(*) AS provisions FROM counted_provisions GROUP BY document_id)
SELECT count(DISTINCT t.counted_as), count(DISTINCT iif(c.provisions, t.counted_as, NULL)), coalesce(sum(t.units), 0),
       coalesce(sum(c.provisions), 0), coalesce(sum(iif(c.kind = 'comment', c.provisions, 0)), 0),
       (SELECT count(*) FROM textless_documents),
       (SELECT max(captured_at) FROM versions WHERE shown = 1)
FROM counted_texts t LEFT JOIN touching c ON c.document_id = t.document_id
"""
_TALLY = """
SELECT jurisdiction, substr(published, 1, 4) AS year, effects, arguments, count(*) AS provisions
FROM counted_provisions GROUP BY 1, 2, 3, 4
"""
_NEWEST = """
SELECT d.document_id, d.title, d.jurisdiction, d.kind, d.published, v.open_source_units
FROM versions v JOIN documents d ON d.document_id = v.document_id
WHERE v.shown = 1 AND v.open_source_units > 0
ORDER BY d.published IS NULL, d.published DESC, d.document_id LIMIT 5
"""
_CHANGES = """
SELECT changed_at, legal_date, document_id, title, kind, citation, from_version, to_version, tag_changes
FROM recent_changes c WHERE tags_before || tags_after <> '[][]' AND kind <> 'cosmetic'
  AND language = (SELECT v.language FROM versions v WHERE v.document_id = c.document_id AND v.shown = 1) LIMIT 5
"""
_LABELS = "SELECT tag, label FROM tags WHERE facet = ? ORDER BY position"


def home(connection: sqlite3.Connection) -> Home:
    """The front page of a database, also of an empty one."""
    health, now = source_health(connection), datetime.now(UTC)
    tally = [tuple(row) for row in connection.execute(_TALLY)]
    series = _series(tally)
    labels = {facet: connection.execute(_LABELS, [facet]).fetchall() for facet in ("effect", "argument")}
    return Home(
        totals=Totals(*connection.execute(_TOTALS).fetchone()),
        effects=bars(_by_tag(((row[0], row[2], row[4]) for row in tally), labels["effect"], series), series),
        arguments=bars(_by_tag(((row[0], row[3], row[4]) for row in tally), labels["argument"], series), series),
        years=columns(_by_year(tally, series), series),
        undated=sum(row[4] for row in tally if not row[1]),
        health=health,
        states={each.source: _state(each, now) for each in health},
        newest=connection.execute(_NEWEST).fetchall(),
        changes=connection.execute(_CHANGES).fetchall(),
        measured=measured(),
    )


def _state(health: SourceHealth, now: datetime) -> str:
    if health.last_outcome not in {None, "ok"}:
        return str(health.last_outcome)
    if health.is_stale(now):
        return "stale"
    return "good" if health.last_good_crawl else ""


@cache
def measured() -> dict[str, Any]:
    """What measured.yml says about the quality of the tags; {} where nothing was measured."""
    return cast(dict[str, Any], load_yaml(_MEASURED) or {})


def _series(tally: Iterable[tuple[Any, ...]]) -> list[str]:
    """Jurisdictions by name, so that each keeps its colour; of many, those with most provisions."""
    counts: Counter[str] = Counter()
    for jurisdiction, *_, provisions in tally:
        counts[jurisdiction] += provisions
    names = [name for name, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))]
    return sorted(names) if len(names) <= _SERIES else [*sorted(names[: _SERIES - 1]), "other"]


def _by_tag(tally: Iterable[tuple[str, str, int]], labels: Sequence[sqlite3.Row], series: Sequence[str]) -> list[Row]:
    """One row for each tag that occurs, in the order of the taxonomy."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for jurisdiction, tags, provisions in tally:
        for tag in json.loads(tags):
            counts[tag][_name(jurisdiction, series)] += provisions
    return [Row(tag, label, counts[tag]) for tag, label in map(tuple, labels) if tag in counts]


def _by_year(tally: Iterable[tuple[Any, ...]], series: Sequence[str]) -> list[Row]:
    """One row for each year from the first to the last; long pasts in one row."""
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for jurisdiction, year, _effects, _arguments, provisions in tally:
        if year and year.isdecimal():
            counts[int(year)][_name(jurisdiction, series)] += provisions
    if not counts:
        return []
    last = max(counts)
    first = max(min(counts), last - _YEARS + 1)
    past: Counter[str] = sum((values for year, values in counts.items() if year < first), Counter())
    rows = [Row(str(year), str(year), counts[year]) for year in range(first, last + 1)]
    return [Row("", f"to {first - 1}", past), *rows] if past else rows


def _name(jurisdiction: str, series: Sequence[str]) -> str:
    return jurisdiction if jurisdiction in series else "other"
