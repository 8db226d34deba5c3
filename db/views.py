"""The headline questions as SQL views. They hold no data: each opening for writing brings them up to date."""

import sqlite3

from sqlite_utils import Database

from db import history_views

# Measured on a million provisions: the order of the loops must be from the few versions shown inwards, and
# rows come in the order of their keys; an ORDER BY of its own would make every count and facet sort all texts first.
# The columns of a provision are looked up one by one so that counts and facets, which need none of them, skip all five.
# The order is kept by "+" and not by CROSS JOIN as elsewhere: Datasette counts lists by putting json_each before the
# view, and SQLite 3.40 then finds no rows at all.
_OPEN_SOURCE_PROVISIONS = """
SELECT v.document_id, d.identifier, d.jurisdiction, d.source, d.kind, d.title,
       (SELECT citation FROM provisions p WHERE p.provision_id = u.provision_id) AS citation,
       (SELECT heading FROM provisions p WHERE p.provision_id = u.provision_id) AS heading,
       (SELECT text FROM provisions p WHERE p.provision_id = u.provision_id) AS text,
       u.artefacts, u.effects, u.arguments, u.quotes,
       (SELECT url FROM provisions p WHERE p.provision_id = u.provision_id) AS url,
       coalesce(v.legal_date, substr(v.captured_at, 1, 10)) AS version_date, d.status,
       v.language, u.provision_id,
       (SELECT kind FROM provisions p WHERE p.provision_id = u.provision_id) AS provision_kind,
       d.published
FROM versions v
JOIN documents d ON d.document_id = +v.document_id
JOIN tagged_units u ON u.version_id = +v.version_id
WHERE v.shown = 1
"""

_CURRENT_PROVISIONS = """
SELECT v.document_id, d.identifier, d.jurisdiction, d.source, d.title, p.kind, p.citation, p.heading, p.text,
       p.unit, p.url,
       coalesce(v.legal_date, substr(v.captured_at, 1, 10)) AS version_date, d.status,
       v.language, p.provision_id, p.parent_id, p.position
FROM versions v
CROSS JOIN documents d ON d.document_id = v.document_id
CROSS JOIN provisions p ON p.version_id = v.version_id
WHERE v.shown = 1
"""

_SILENT_DOCUMENTS = """
SELECT d.document_id, d.identifier, d.jurisdiction, d.source, d.kind, d.title, d.published,
       coalesce(v.legal_date, substr(v.captured_at, 1, 10)) AS version_date, d.status, d.url, v.language, v.units
FROM versions v
JOIN documents d ON d.document_id = v.document_id
WHERE v.shown = 1 AND v.units > 0 AND v.open_source_units = 0
ORDER BY v.document_id
"""

# A later state of the law, in whichever language it is held, takes the place of the act and of the states before.
# Consolidated texts have no recitals, so those of the act as published still stand.
_COUNTED_TEXTS = """
WITH states AS (
    SELECT state_id, act, row_number() OVER (PARTITION BY act ORDER BY legal_from DESC, state_id DESC) > 1 AS replaced
    FROM (
        SELECT state_id, min(document_id) AS act, max(legal_from) AS legal_from
        FROM legal_states WHERE state_id <> document_id GROUP BY state_id
    )
), texts AS (
    SELECT v.document_id, v.version_id, v.units, coalesce(s.act, v.document_id) AS counted_as,
           coalesce(s.replaced, v.document_id IN (
               SELECT document_id FROM legal_states WHERE state_id <> document_id
           )) AS replaced
    FROM versions v LEFT JOIN states s ON s.state_id = v.document_id
    WHERE v.shown = 1
)
SELECT t.document_id, t.counted_as, d.jurisdiction,
       coalesce((SELECT w.published FROM documents w WHERE w.document_id = t.counted_as), d.published) AS published,
       t.version_id, t.replaced,
       CASE WHEN t.replaced THEN (
           SELECT count(*) FROM provisions p WHERE p.version_id = t.version_id AND p.unit = 1 AND p.kind = 'recital'
       ) ELSE t.units END AS units, d.kind
FROM texts t
JOIN documents d ON d.document_id = t.document_id
"""

_COUNTED_PROVISIONS = """
SELECT t.document_id, t.jurisdiction, d.title,
       (SELECT citation FROM provisions p WHERE p.provision_id = u.provision_id) AS citation,
       (SELECT text FROM provisions p WHERE p.provision_id = u.provision_id) AS text,
       u.artefacts, u.effects, u.arguments, u.quotes,
       (SELECT url FROM provisions p WHERE p.provision_id = u.provision_id) AS url,
       d.status, d.kind, t.published, d.identifier, d.source, t.counted_as, u.provision_id
FROM counted_texts t
JOIN documents d ON d.document_id = +t.document_id
JOIN tagged_units u ON u.version_id = +t.version_id
WHERE t.replaced = 0 OR (SELECT kind FROM provisions p WHERE p.provision_id = u.provision_id) = 'recital'
"""

# Asked for one document: the condition on `document_id` reaches the index below the window.
_DOCUMENT_LANGUAGES = """
SELECT document_id, language, row_number() OVER (
    PARTITION BY document_id ORDER BY language <> 'en', captured_at, language
) AS place
FROM versions WHERE number = 1
"""

_TEXTLESS_DOCUMENTS = """
SELECT d.document_id, d.identifier, d.jurisdiction, d.source, d.kind, d.title, d.published, d.status, d.url
FROM documents d
WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.document_id = d.document_id)
ORDER BY d.document_id
"""

# Names of runs begin with their time and grow even when the clock was set back: they, not the times, show the newest.
# A problem is open while the newest finished run of its source still reports it. One with --since asks for a part: what
# the full one before it reported stays open, except of documents that were seen since.
_OPEN_PROBLEMS = """
WITH newest AS (
    SELECT source, max(run_id) AS run_id, max(run_id) FILTER (WHERE scope = 'full') AS full_run_id
    FROM crawl_runs WHERE outcome IS NOT NULL AND scope <> 'only' GROUP BY source
)
SELECT p.problem_id, p.source, p.kind, p.message, p.url, p.document_id, p.snapshot_id, p.seen_at, p.run_id
FROM newest n
JOIN crawl_runs last ON last.run_id = n.run_id
JOIN problems p ON p.run_id IN (n.run_id, n.full_run_id)
WHERE p.run_id = n.run_id OR NOT EXISTS (
    SELECT 1 FROM problems again
    WHERE again.run_id = n.run_id AND again.kind = p.kind AND again.url = p.url AND again.document_id IS p.document_id
    UNION ALL
    SELECT 1 FROM document_sources said
    WHERE said.document_id = p.document_id AND said.source = p.source AND said.last_seen_at >= last.started_at
)
ORDER BY p.source, p.seen_at DESC, p.problem_id
"""

# A crawl of documents by name (--only) says nothing about its source.
# What is usual is the median of the last ten good full crawls before the newest one.
_SOURCE_HEALTH = """
WITH texts AS (
    SELECT document_id, max(units) AS units, max(open_source_units) AS open_source_units
    FROM versions WHERE current = 1 GROUP BY document_id
), held AS (
    SELECT said.source, count(t.document_id) AS documents, count(*) - count(t.document_id) AS without_text,
           sum(t.units > 0) AS with_provisions, sum(t.open_source_units > 0) AS with_open_source
    FROM document_sources said LEFT JOIN texts t ON t.document_id = said.document_id GROUP BY said.source
), at_hosts AS (
    SELECT source, kind, count(*) AS problems, CASE WHEN instr(url, '//') THEN
               substr(url, instr(url, '//') + 2, instr(substr(url, instr(url, '//') + 2) || '/', '/') - 1)
           ELSE '' END AS host
    FROM open_problems GROUP BY source, kind, host ORDER BY source, kind, host
), hosts AS (
    SELECT source, kind, sum(problems) AS problems, json_group_array(host) AS hosts FROM at_hosts GROUP BY source, kind
), newest AS (
    SELECT source, max(run_id) AS run_id FROM crawl_runs WHERE scope <> 'only' GROUP BY source
), good_ones AS (
    SELECT r.source, r.documents, r.with_text, r.requests, r.failed_requests,
           row_number() OVER (PARTITION BY r.source ORDER BY r.run_id DESC) AS age
    FROM crawl_runs r JOIN newest n ON n.source = r.source AND r.run_id < n.run_id
    WHERE r.outcome = 'ok' AND r.scope = 'full'
), ranked AS (
    SELECT source, documents, row_number() OVER (PARTITION BY source ORDER BY documents) AS place,
           count(*) OVER (PARTITION BY source) AS runs
    FROM good_ones WHERE age <= 10
), shares AS (
    SELECT source, round(1.0 * sum(with_text) / nullif(sum(documents), 0), 3) AS with_text,
           round(1.0 * sum(failed_requests) / nullif(sum(requests), 0), 3) AS failed
    FROM good_ones WHERE age <= 10 GROUP BY source
), missing AS (
    SELECT s.name AS source, json_group_array(must.value) AS documents
    FROM sources s JOIN json_each(s.must_deliver) must
    WHERE NOT EXISTS (SELECT 1 FROM texts t WHERE t.document_id = must.value)
    GROUP BY s.name
), open_ones AS (
    SELECT source, sum(problems) AS problems, json_group_object(kind, json(hosts)) AS reasons
    FROM hosts GROUP BY source
)
SELECT s.name AS source, s.title, s.publisher, s.jurisdiction, s.cadence, s.licence,
       good.finished_at AS last_good_crawl,
       round(julianday('now') - julianday(good.finished_at), 1) AS age_days, s.max_age_days,
       last.run_id AS last_run, last.started_at AS last_started, last.outcome AS last_outcome,
       last.reason AS last_reason, last.scope AS last_scope, last.documents AS last_documents,
       ranked.documents AS usual_documents, ranked.runs AS usual_runs,
       last.with_text AS last_with_text, shares.with_text AS usual_share_with_text, s.min_share_with_text,
       last.with_date AS last_with_date, s.min_share_with_date,
       last.requests AS last_requests, last.failed_requests AS last_failed_requests,
       shares.failed AS usual_share_failed,
       coalesce(held.documents, 0) AS documents, s.min_documents, s.max_documents,
       coalesce(held.with_provisions, 0) AS documents_with_provisions, s.min_share_with_provisions,
       coalesce(held.with_open_source, 0) AS documents_with_open_source,
       coalesce(held.without_text, 0) AS documents_without_text,
       coalesce(missing.documents, '[]') AS missing_documents,
       coalesce(open_ones.problems, 0) AS open_problems, coalesce(open_ones.reasons, '{}') AS open_problem_hosts
FROM sources s
LEFT JOIN crawl_runs last ON last.run_id = (
    SELECT run_id FROM crawl_runs WHERE source = s.name AND scope <> 'only' ORDER BY run_id DESC LIMIT 1
)
LEFT JOIN crawl_runs good ON good.run_id = (
    SELECT run_id FROM crawl_runs WHERE source = s.name AND outcome = 'ok' AND scope <> 'only'
    ORDER BY run_id DESC LIMIT 1
)
LEFT JOIN ranked ON ranked.source = s.name AND ranked.place = (ranked.runs + 1) / 2
LEFT JOIN shares ON shares.source = s.name
LEFT JOIN missing ON missing.source = s.name
LEFT JOIN held ON held.source = s.name
LEFT JOIN open_ones ON open_ones.source = s.name
ORDER BY s.name
"""

VIEWS = {
    "open_source_provisions": _OPEN_SOURCE_PROVISIONS,
    "current_provisions": _CURRENT_PROVISIONS,
    "silent_documents": _SILENT_DOCUMENTS,
    "counted_texts": _COUNTED_TEXTS,
    "counted_provisions": _COUNTED_PROVISIONS,
    "document_languages": _DOCUMENT_LANGUAGES,
    "textless_documents": _TEXTLESS_DOCUMENTS,
    "open_problems": _OPEN_PROBLEMS,
    "source_health": _SOURCE_HEALTH,
    **history_views.VIEWS,
}


def stale(db: Database) -> bool:
    """Whether some view is missing, differs from its definition here, or has none here any more."""
    held = {view.name: view.schema for view in db.views}
    # SQLite keeps the text of a definition without the white space at its end.
    return held != {name: f'CREATE VIEW "{name}" AS {sql}'.rstrip() for name, sql in VIEWS.items()}


def shadow(connection: sqlite3.Connection) -> None:
    """Let a connection that only reads see the views as they are here, whatever the file holds.

    Temporary views come before those of the file, and are gone with the connection. All of them where one differs: a
    view of the file never looks at a temporary one.
    """
    if stale(Database(connection, recursive_triggers=False)):
        for name, sql in VIEWS.items():
            connection.execute(f'CREATE TEMP VIEW IF NOT EXISTS "{name}" AS {sql}')


def create(db: Database) -> None:
    """Make the views of the database exactly those of `VIEWS`. Call inside a transaction."""
    for view in db.views:
        view.drop()
    for name, sql in VIEWS.items():
        db.create_view(name, sql)
