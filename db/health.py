"""Whether the sources keep their promises. Read-only; connections come from `db.connection.open_for_reading`."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from textwrap import shorten
from typing import Literal

from db.reports import not_seen
from pipeline.model import SUSPICIOUS_DROP, ProblemKind
from pipeline.wording import number_of

Severity = Literal["failure", "warning"]

ONLY_WARN: frozenset[ProblemKind] = frozenset(
    {
        "refused",
        "robots_denied",
        "challenge_page",
        "removed",
        "missing_text",
        "missing_rendition",
        "wrong_language",
        "needs_ocr",
        "unreadable_attachment",
        "empty_list",
        "expectation",
        "torn_archive",
    }
)
"""Kinds of problems that are facts about a publisher, and stay so until it changes its mind; the one which says that a
crawl brought more than declared; and what the tracker has mended itself."""

OFTEN_PASSES: frozenset[ProblemKind] = frozenset(
    {
        "network",
        "http_error",
        "robots_unreachable",
        "empty_body",
        "missing_document",
        "missing_part",
    }
)
"""Kinds of problems that a later crawl often does not meet any more: failures only if they last."""
LASTING = 3
"""Crawls in a row that report the same of the same address and document, from which on a problem lasts."""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source, what is held of it and how its crawls go: what is asked of a row of the view `source_health`."""

    source: str
    title: str
    publisher: str
    jurisdiction: str
    cadence: str
    last_good_crawl: str | None
    max_age_days: int | None
    last_started: str | None
    last_outcome: str | None
    """None of a crawl without an end: it is at work, or was killed."""
    last_reason: str | None
    documents: int
    min_documents: int | None
    max_documents: int | None
    documents_with_provisions: int
    min_share_with_provisions: float | None
    documents_with_open_source: int
    open_problems: int
    last_scope: str | None
    last_documents: int | None
    usual_documents: int | None
    """Median of the last ten good full crawls before the newest one."""
    last_with_text: int | None
    usual_share_with_text: float | None
    """Of the documents of the same crawls."""
    last_requests: int | None
    last_failed_requests: int | None
    usual_share_failed: float | None
    """Of the requests of the same crawls."""
    missing_documents: str
    """JSON list of the documents that it must deliver and of which no text is held."""

    def age_days(self, now: datetime) -> float | None:
        """Days since the last good crawl, None if there was none."""
        if self.last_good_crawl is None:
            return None
        return (now - datetime.fromisoformat(self.last_good_crawl)) / timedelta(days=1)

    def is_stale(self, now: datetime) -> bool:
        """Whether the last good crawl is longer ago than the source promises."""
        age = self.age_days(now)
        return age is not None and self.max_age_days is not None and age > self.max_age_days


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as the source's file promises. A warning is not a failure yet."""

    source: str
    severity: Severity
    message: str


_OPEN_PROBLEMS = """
WITH recent AS (
    SELECT run_id, row_number() OVER (PARTITION BY source ORDER BY run_id DESC) AS age
    FROM crawl_runs WHERE outcome IS NOT NULL AND scope <> 'only'
), reported AS (
    SELECT p.source, p.kind, p.url, p.document_id, count(DISTINCT p.run_id) AS crawls
    FROM recent r JOIN problems p ON p.run_id = r.run_id
    WHERE r.age <= ? GROUP BY p.source, p.kind, p.url, p.document_id
)
SELECT o.source, o.kind, o.message, coalesce(r.crawls, 1)
FROM open_problems o
LEFT JOIN reported r ON r.source = o.source AND r.kind = o.kind AND r.url = o.url AND r.document_id IS o.document_id
ORDER BY o.source, o.kind, o.message
"""
_TWO_GOOD_CRAWLS = """
SELECT run_id, started_at FROM crawl_runs WHERE source = ? AND scope = 'full' AND outcome = 'ok'
ORDER BY run_id DESC LIMIT 2
"""
_ONLY_BY_NAME = "SELECT source FROM crawl_runs GROUP BY source HAVING min(scope = 'only')"
_NEVER_IN_FULL = "SELECT source FROM crawl_runs GROUP BY source HAVING max(scope = 'full') = 0"


def source_health(connection: sqlite3.Connection) -> list[SourceHealth]:
    """All sources, by name."""
    names = [field.name for field in fields(SourceHealth)]  # the view has more columns
    found = connection.execute("SELECT * FROM source_health")
    return [SourceHealth(**{name: row[name] for name in names}) for row in found]


def breaches(
    connection: sqlite3.Connection,
    now: datetime | None = None,
    *,
    declared: Collection[str] | None = None,
    not_asked: Collection[str] = (),
    at_work: Callable[[], bool] = lambda: True,
) -> list[Breach]:
    """Everything a person should look at, source by source: stale, failed, too few, too many, open problems.

    `declared`: the sources that have a file, all if None. `not_asked`: those that cannot be asked from here. No promise
    is broken by a source without a file, by one that cannot be asked and never was with success, and by one that was
    only ever asked for documents by name. `at_work`: whether some crawl is; asked where one has no end yet.
    """
    at = now or datetime.now(UTC)
    healths = source_health(connection)
    if not healths:  # the first crawl died before it began
        return [Breach("all sources", "failure", "never crawled")]
    excused = {each.source for each in healths if each.last_good_crawl is None and each.source in not_asked}
    excused |= {row["source"] for row in connection.execute(_ONLY_BY_NAME)}
    excused |= {each.source for each in healths if declared is not None and each.source not in declared}
    asked = [health for health in healths if health.source not in excused]
    in_part = {row["source"] for row in connection.execute(_NEVER_IN_FULL)}
    found = [breach for health in asked for breach in _breaches(health, at, in_part)]
    cut_off = [health for health in asked if health.last_started and health.last_outcome is None]
    if cut_off and not at_work():
        found += map(_cut_off, cut_off)
    found += [breach for breach in _problems(connection) if breach.source not in excused]
    found += [breach for health in asked for breach in _dropped(connection, health)]
    return sorted(found, key=lambda breach: (breach.source, breach.severity))


def _breaches(health: SourceHealth, now: datetime, in_part: Collection[str]) -> Iterator[Breach]:
    def breach(message: str, severity: Severity = "failure") -> Breach:
        return Breach(health.source, severity, message)

    if health.last_good_crawl is None:
        yield breach("never crawled successfully")
    elif health.is_stale(now):
        yield breach(f"last good crawl {health.age_days(now):.1f} days ago, at most {health.max_age_days} expected")
    if health.last_outcome in {"failed", "interrupted"}:
        yield breach(f"last crawl {health.last_outcome}: {health.last_reason}")
    yield from (breach(message, severity) for severity, message in _counts(health, in_part))
    if health.last_scope == "full" and health.last_outcome == "ok":
        yield from (breach(message, "warning") for message in _unusual(health))


def _cut_off(health: SourceHealth) -> Breach:
    message = (
        f"the crawl that began at {health.last_started} did not finish: it was killed, or could not write the database;"
        " its log says more, the next crawl goes on"
    )
    return Breach(health.source, "failure", message)


def _counts(health: SourceHealth, in_part: Collection[str]) -> Iterator[tuple[Severity, str]]:
    count, share = health.documents, health.min_share_with_provisions
    why = "; it was never crawled without --since" if health.source in in_part else ""
    if health.min_documents is not None and count < health.min_documents:
        yield "failure", f"{number_of(count, 'document')} held, at least {health.min_documents} expected{why}"
    if health.max_documents is not None and count > health.max_documents:
        yield "warning", f"{number_of(count, 'document')} held, at most {health.max_documents} expected"
    missing = json.loads(health.missing_documents)
    if missing:
        yield "failure", f"no text is held for {', '.join(missing)}, which the source must deliver{why}"
    if count and share is not None and health.documents_with_provisions < share * count:
        yield (
            "failure",
            f"{health.documents_with_provisions} of {count} documents have provisions, {share:.0%} expected",
        )


def _problems(connection: sqlite3.Connection) -> Iterator[Breach]:
    """The open problems: of each source one breach for each kind and severity."""
    alike: defaultdict[tuple[str, Severity, ProblemKind], list[str]] = defaultdict(list)
    for source, kind, message, crawls in connection.execute(_OPEN_PROBLEMS, [LASTING]):
        alike[source, _severity(kind, crawls), kind].append(message)
    for (source, severity, kind), messages in alike.items():
        more = f" (and {len(messages) - 1} more of this kind)" if len(messages) > 1 else ""
        yield Breach(source, severity, f"{kind}: {messages[0]}{more}")


def _severity(kind: ProblemKind, crawls: int) -> Severity:
    passing = kind in OFTEN_PASSES and crawls < LASTING
    return "warning" if passing or kind in ONLY_WARN else "failure"


_FEWER, _POORER = 0.75, 0.2
"""A crawl with less than this share of the usual documents, or a share so much worse than usual, is worth a look.
One below `SUSPICIOUS_DROP` has a problem that says so."""


def _unusual(health: SourceHealth) -> Iterator[str]:
    """How the newest crawl falls short of the previous ones, although it kept every promise."""
    delivered, usual = health.last_documents or 0, health.usual_documents or 0
    if SUSPICIOUS_DROP * usual <= delivered < _FEWER * usual:
        yield f"the last crawl delivered {number_of(delivered, 'document')}, earlier ones {usual}"
    text, failed = _share(health.last_with_text, delivered), _share(health.last_failed_requests, health.last_requests)
    before = health.usual_share_with_text
    if text is not None and before is not None and text < before - _POORER:
        yield f"{text:.0%} of the documents have most of their text in provisions, in earlier crawls {before:.0%}"
    before = health.usual_share_failed
    if failed is not None and before is not None and failed > before + _POORER:
        yield f"{failed:.0%} of the requests failed, in earlier crawls {before:.0%}; see `policy-tracker runs`"


def _dropped(connection: sqlite3.Connection, health: SourceHealth) -> Iterator[Breach]:
    """The documents that the newest crawl did not meet any more: a publisher that withdraws one takes it off its lists,
    so nobody asks for it and no status tells. Told once: later crawls do not meet it either."""
    if (health.last_scope, health.last_outcome) != ("full", "ok"):
        return
    good = connection.execute(_TWO_GOOD_CRAWLS, [health.source]).fetchall()
    if not good[1:]:
        return
    (run_id, _), (_, before) = good
    gone = [row for row in not_seen(connection, run_id) if row["last_seen_at"] >= before]
    if gone:
        first = f"{gone[0]['document_id']} ({shorten(gone[0]['title'], 80)})"
        more = f" (and {len(gone) - 1} more)" if len(gone) > 1 else ""
        message = f"not delivered any more: {first}{more}; withdrawn? `policy-tracker runs {run_id}` lists them"
        yield Breach(health.source, "warning", message)


def _share(part: int | None, whole: int | None) -> float | None:
    return (part or 0) / whole if whole else None
