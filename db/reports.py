"""What a crawl did: the report of one run. Read-only; connections come from `db.connection.open_for_reading`."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from db.search.filters import known
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class RunReport:
    """One crawl of one source."""

    run: dict[str, Any]
    """Its row of `crawl_runs`."""
    requests: dict[str, int]
    """Outcome -> how many, as in `fetches`."""
    skipped: dict[str, int]
    """Reason -> how many were left out on purpose."""
    new_texts: list[dict[str, Any]]
    """document_id, title, language, version_id and origin of each version that it brought."""
    not_seen: list[dict[str, Any]]
    """document_id, title and last_seen_at of each document of the source that neither this good full crawl nor a later
    one delivered, alone or as another publication of a work, while no problem says why: it is not in the lists that
    were read, or is left out now."""
    problems: list[dict[str, Any]]
    """Rows of `problems`, by kind."""


_RUNS = """
SELECT r.*, coalesce((SELECT sum(number) FROM run_skipped WHERE run_id = r.run_id), 0) AS skipped
FROM crawl_runs r WHERE ? IN ('', r.source) ORDER BY r.run_id DESC LIMIT ?
"""
_REQUESTS = "SELECT outcome, count(*) FROM fetches WHERE run_id = ? GROUP BY outcome ORDER BY outcome"
_SKIPPED = "SELECT reason, number FROM run_skipped WHERE run_id = ? ORDER BY reason"
_NEW_TEXTS = """
SELECT document_id, title, language, version_id, origin FROM versions WHERE run_id = ? ORDER BY document_id, language
"""
_NOT_SEEN = """
SELECT said.document_id, d.title, said.last_seen_at
FROM crawl_runs r JOIN document_sources said ON said.source = r.source JOIN documents d USING (document_id)
WHERE r.run_id = ? AND r.scope = 'full' AND r.outcome = 'ok'
  AND said.last_seen_at < r.started_at AND said.removed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM problems p WHERE p.run_id = r.run_id AND p.document_id = said.document_id)
  AND NOT EXISTS (
      SELECT 1 FROM document_sources other
      WHERE other.source = r.source AND other.last_seen_at >= r.started_at AND other.document_id IN (
          SELECT target FROM document_relations WHERE document_id = said.document_id AND type = 'same_work'
          UNION ALL SELECT document_id FROM document_relations WHERE target = said.document_id AND type = 'same_work'
      )
  )
ORDER BY said.last_seen_at, said.document_id
"""
_PROBLEMS = """
SELECT kind, message, url, document_id, snapshot_id, seen_at FROM problems WHERE run_id = ?
ORDER BY kind, seen_at, problem_id
"""


def runs(connection: sqlite3.Connection, source: str = "", limit: int = 20) -> list[dict[str, Any]]:
    """The newest crawls, newest first: rows of `crawl_runs`, with the number of what was skipped.

    Raises:
        UsageError: there is no such source.
    """
    return [dict(row) for row in connection.execute(_RUNS, [known(connection, "source", source), limit])]


def report(connection: sqlite3.Connection, run_id: str) -> RunReport:
    """Everything that is known of one crawl.

    Raises:
        UsageError: there was no such crawl.
    """
    run = connection.execute("SELECT * FROM crawl_runs WHERE run_id = ?", [run_id]).fetchone()
    if run is None:
        raise UsageError(f"no crawl {run_id!r}; `policy-tracker runs` lists all crawls")
    return RunReport(
        run=dict(run),
        requests=dict(tuple(row) for row in connection.execute(_REQUESTS, [run_id])),
        skipped=dict(tuple(row) for row in connection.execute(_SKIPPED, [run_id])),
        new_texts=[dict(row) for row in connection.execute(_NEW_TEXTS, [run_id])],
        not_seen=not_seen(connection, run_id),
        problems=[dict(row) for row in connection.execute(_PROBLEMS, [run_id])],
    )


def not_seen(connection: sqlite3.Connection, run_id: str) -> list[dict[str, Any]]:
    """See `RunReport.not_seen`."""
    return [dict(row) for row in connection.execute(_NOT_SEEN, [run_id])]
