"""The schema, as numbered steps. Append only: a step that has been released is never edited, a change is a new step.

Views are not here: they hold no data and are brought up to date on every opening (`db.views`).

Conventions: STRICT tables; ids are text and say what they identify; times are UTC "2026-11-20T21:45:00Z", dates
"2026-11-20"; lists are JSON arrays; a date or reference that is unknown is NULL, a text that is absent is ''.
"""

import sqlite3

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("policy_tracker")

# English and French in one index: the Porter stemmer leaves French words nearly alone, accents are folded away.
_TOKENIZER = "porter unicode61 remove_diacritics 2"

_SOURCES = """
CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL DEFAULT '',
    jurisdiction TEXT NOT NULL DEFAULT '',
    homepage TEXT NOT NULL DEFAULT '',
    licence TEXT NOT NULL DEFAULT '',
    attribution TEXT NOT NULL DEFAULT '',
    cadence TEXT NOT NULL DEFAULT '',
    min_documents INTEGER,
    max_documents INTEGER,
    min_share_with_provisions REAL,
    max_age_days INTEGER
) STRICT;
"""

_DOCUMENTS = """
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY,
    identifier TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES sources (name),
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    publisher TEXT NOT NULL,
    url TEXT NOT NULL,
    published TEXT,
    status TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX documents_by_source ON documents (source);
CREATE INDEX documents_by_identifier ON documents (identifier COLLATE NOCASE);

-- What each source said of a document when it saw it last, as JSON of `pipeline.model.Document`. The row in documents
-- and the rows of the tables below follow from all of it (`db.works`).
CREATE TABLE document_sources (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    source TEXT NOT NULL REFERENCES sources (name),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    removed_at TEXT,
    stated TEXT NOT NULL,
    PRIMARY KEY (document_id, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_sources_by_source ON document_sources (source, document_id);

CREATE TABLE document_statuses (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    seen_at TEXT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (document_id, seen_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_identifiers (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (document_id, scheme, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_identifiers_by_value ON document_identifiers (value COLLATE NOCASE);

CREATE TABLE document_dates (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (document_id, kind, date, note)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_dates_by_date ON document_dates (kind, date);

-- target may name a document that is not held: it is not a foreign key.
CREATE TABLE document_relations (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    type TEXT NOT NULL,
    target TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (document_id, type, target, note)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_relations_by_target ON document_relations (target);

CREATE TABLE document_agencies (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    agency TEXT NOT NULL,
    PRIMARY KEY (document_id, agency)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_agencies_by_agency ON document_agencies (agency);

CREATE TABLE document_subjects (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    subject TEXT NOT NULL,
    PRIMARY KEY (document_id, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_subjects_by_subject ON document_subjects (subject);
"""

_CRAWLS = """
CREATE TABLE crawl_runs (
    run_id TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES sources (name),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT CHECK (outcome IN ('ok', 'failed', 'interrupted')),
    reason TEXT NOT NULL DEFAULT '',
    documents INTEGER NOT NULL DEFAULT 0,
    new_versions INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    problems INTEGER NOT NULL DEFAULT 0,
    requests INTEGER NOT NULL DEFAULT 0,
    not_modified INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX crawl_runs_by_source ON crawl_runs (source, run_id);

CREATE TABLE snapshots (
    snapshot_id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    length INTEGER NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    accept TEXT NOT NULL DEFAULT '',
    accept_language TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX snapshots_by_request ON snapshots (url, accept, accept_language, fetched_at);

CREATE TABLE fetches (
    fetch_id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES crawl_runs (run_id),
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    seconds REAL NOT NULL,
    snapshot_id TEXT REFERENCES snapshots (snapshot_id),
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX fetches_by_run ON fetches (run_id);
CREATE INDEX fetches_by_snapshot ON fetches (snapshot_id);

-- A problem may be about a document or snapshot that never reached the database: neither is a foreign key.
CREATE TABLE problems (
    problem_id TEXT PRIMARY KEY,
    run_id TEXT REFERENCES crawl_runs (run_id),
    source TEXT NOT NULL REFERENCES sources (name),
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    url TEXT NOT NULL DEFAULT '',
    document_id TEXT,
    snapshot_id TEXT,
    seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX problems_by_run ON problems (run_id);
CREATE INDEX problems_by_source ON problems (source, seen_at);
"""

_VERSIONS = """
CREATE TABLE versions (
    version_id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    language TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('first_record', 'source_update', 'technical_upgrade')),
    previous_version_id TEXT REFERENCES versions (version_id),
    extractor TEXT NOT NULL,
    reading_key TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    legal_date TEXT,
    run_id TEXT NOT NULL REFERENCES crawl_runs (run_id),
    body_chars INTEGER NOT NULL,
    covered_chars INTEGER NOT NULL,
    units INTEGER NOT NULL,
    open_source_units INTEGER NOT NULL,
    current INTEGER NOT NULL DEFAULT 0 CHECK (current IN (0, 1)),
    shown INTEGER NOT NULL DEFAULT 0 CHECK (shown IN (0, 1)),
    compared INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1)),
    UNIQUE (document_id, language, number)
) STRICT;
CREATE UNIQUE INDEX versions_current ON versions (document_id, language) WHERE current = 1;
CREATE UNIQUE INDEX versions_shown ON versions (document_id) WHERE shown = 1;
CREATE INDEX versions_by_capture ON versions (captured_at);
CREATE INDEX versions_by_run ON versions (run_id);
CREATE INDEX versions_by_previous ON versions (previous_version_id);

CREATE TABLE version_parts (
    version_id TEXT NOT NULL REFERENCES versions (version_id),
    position INTEGER NOT NULL,
    snapshot_id TEXT NOT NULL REFERENCES snapshots (snapshot_id),
    role TEXT NOT NULL CHECK (role IN ('main', 'annex', 'page', 'rendition')),
    link TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    seen_at TEXT NOT NULL,
    newest INTEGER NOT NULL CHECK (newest IN (0, 1)),
    PRIMARY KEY (version_id, position, snapshot_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_parts_by_snapshot ON version_parts (snapshot_id);

CREATE TABLE version_dropped (
    version_id TEXT NOT NULL REFERENCES versions (version_id),
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    chars INTEGER NOT NULL,
    PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;
"""

_PROVISIONS = """
CREATE TABLE provisions (
    provision_id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES versions (version_id),
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    citation TEXT NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    parent_id TEXT REFERENCES provisions (provision_id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    unit INTEGER NOT NULL CHECK (unit IN (0, 1)),
    part INTEGER NOT NULL,
    CHECK (provision_id = version_id || '/' || path)
) STRICT;
CREATE UNIQUE INDEX provisions_in_order ON provisions (version_id, position);
CREATE INDEX provisions_by_document ON provisions (document_id);
CREATE INDEX provisions_by_parent ON provisions (parent_id);
"""

_TAGS = """
CREATE TABLE tags (
    tag TEXT PRIMARY KEY,
    facet TEXT NOT NULL CHECK (facet IN ('artefact', 'effect', 'argument')),
    label TEXT NOT NULL,
    definition TEXT NOT NULL,
    examples TEXT NOT NULL,
    part_of TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

-- A rule that is no longer in the rule files stays as long as annotations name it, with active = 0.
CREATE TABLE rules (
    rule TEXT PRIMARY KEY,
    rule_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    tag TEXT REFERENCES tags (tag),
    language TEXT NOT NULL,
    file TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX rules_by_tag ON rules (tag);

CREATE TABLE annotations (
    provision_id TEXT NOT NULL REFERENCES provisions (provision_id) ON DELETE CASCADE,
    tag TEXT NOT NULL REFERENCES tags (tag),
    rule TEXT NOT NULL REFERENCES rules (rule),
    rule_hash TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (provision_id, tag, rule, start, "end"),
    CHECK ("end" > start)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotations_by_tag ON annotations (tag, provision_id);
CREATE INDEX annotations_by_rule ON annotations (rule);

-- One row per tagging unit that touches open source, kept by the store beside the annotations: the headline view
-- starts here instead of grouping all annotations on every page.
CREATE TABLE tagged_units (
    version_id TEXT NOT NULL REFERENCES versions (version_id),
    position INTEGER NOT NULL,
    provision_id TEXT NOT NULL UNIQUE REFERENCES provisions (provision_id) ON DELETE CASCADE,
    artefacts TEXT NOT NULL,
    effects TEXT NOT NULL,
    arguments TEXT NOT NULL,
    quotes TEXT NOT NULL,
    PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;
"""

_CHANGES = """
CREATE TABLE provision_changes (
    from_version TEXT NOT NULL REFERENCES versions (version_id),
    to_version TEXT NOT NULL REFERENCES versions (version_id),
    position INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    kind TEXT NOT NULL CHECK (kind IN ('added', 'removed', 'amended', 'renumbered', 'moved', 'cosmetic')),
    citation TEXT NOT NULL,
    old_path TEXT,
    new_path TEXT,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    tags_before TEXT NOT NULL,
    tags_after TEXT NOT NULL,
    PRIMARY KEY (to_version, from_version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX provision_changes_by_document ON provision_changes (document_id);
CREATE INDEX provision_changes_by_origin ON provision_changes (from_version);
"""

_HISTORY = """
-- A pair of texts that was compared. 'consolidation' compares a consolidated state with the state before it, or with
-- the act as adopted: two documents.
CREATE TABLE comparisons (
    from_version TEXT NOT NULL REFERENCES versions (version_id),
    to_version TEXT NOT NULL REFERENCES versions (version_id),
    reason TEXT NOT NULL CHECK (reason IN ('source_update', 'technical_upgrade', 'consolidation')),
    changed_at TEXT NOT NULL,
    legal_date TEXT,
    PRIMARY KEY (to_version, from_version)
) STRICT, WITHOUT ROWID;
CREATE INDEX comparisons_by_origin ON comparisons (from_version);
CREATE INDEX comparisons_of_law ON comparisons (changed_at DESC, to_version, from_version)
    WHERE reason <> 'technical_upgrade';

ALTER TABLE provision_changes ADD COLUMN tag_changes TEXT NOT NULL DEFAULT '[]';

-- target_document and target_path are what the words say; neither need be held.
CREATE TABLE provision_references (
    provision_id TEXT NOT NULL REFERENCES provisions (provision_id) ON DELETE CASCADE,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    target_document TEXT NOT NULL,
    target_path TEXT NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('cites', 'amends', 'replaces', 'inserts', 'deletes', 'repeals')),
    quote TEXT NOT NULL,
    PRIMARY KEY (provision_id, start, "end", target_document, target_path, sort),
    CHECK ("end" > start)
) STRICT, WITHOUT ROWID;
CREATE INDEX provision_references_by_target ON provision_references (target_document, target_path);

-- A text that lost more than half of the one before waits here before it is believed.
CREATE TABLE held_back (
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    language TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (document_id, language, text_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX versions_by_text ON versions (text_hash);
"""

_SKIPPED = """
CREATE TABLE run_skipped (
    run_id TEXT NOT NULL REFERENCES crawl_runs (run_id),
    reason TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (run_id, reason)
) STRICT, WITHOUT ROWID;
"""


_ORDER_OF_CHANGES = """
DROP INDEX comparisons_of_law;
CREATE INDEX comparisons_of_law ON comparisons (
    substr(changed_at, 1, 10) DESC, coalesce(legal_date, changed_at) DESC, to_version, from_version
) WHERE reason <> 'technical_upgrade';
"""


def run_script(db: Database, script: str) -> None:
    """Run statements that end where lines end, within the transaction of the migration.

    `Database.executescript` looks for their ends at every letter: two thirds of the time that a new database took.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
    db.execute(statement)


@MIGRATIONS()
def m001_initial(db: Database) -> None:
    """Sources, documents, crawls, versions, provisions, annotations, changes, and the full-text index."""
    for script in (_SOURCES, _DOCUMENTS, _CRAWLS, _VERSIONS, _PROVISIONS, _TAGS, _CHANGES):
        run_script(db, script)
    db.table("provisions").enable_fts(["text", "heading", "citation"], create_triggers=True, tokenize=_TOKENIZER)


@MIGRATIONS()
def m002_history(db: Database) -> None:
    """Comparisons, also of consolidated states; references between provisions; texts that are held back."""
    run_script(db, _HISTORY)
    # What was compared has its rows in comparisons now; everything is compared again.
    db.execute("DELETE FROM provision_changes")
    db.execute("ALTER TABLE versions DROP COLUMN compared")


@MIGRATIONS()
def m003_run_report(db: Database) -> None:
    """What a crawl was asked for, how complete what it delivered was, and what it left out on purpose."""
    for column in ("min_share_with_text", "min_share_with_date"):
        db.execute(f"ALTER TABLE sources ADD COLUMN {column} REAL")
    db.execute("ALTER TABLE crawl_runs ADD COLUMN scope TEXT NOT NULL DEFAULT 'full'")
    for column in ("unread", "with_text", "with_date"):
        db.execute(f"ALTER TABLE crawl_runs ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
    run_script(db, _SKIPPED)


@MIGRATIONS()
def m004_what_is_promised(db: Database) -> None:
    """Documents that a source must deliver, and how many requests of a crawl failed."""
    db.execute("ALTER TABLE sources ADD COLUMN must_deliver TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE crawl_runs ADD COLUMN failed_requests INTEGER NOT NULL DEFAULT 0")


@MIGRATIONS()
def m005_because(db: Database) -> None:
    """The words that decided effects and arguments. `rebuild` fills them in for texts that are held."""
    for column in ("because TEXT", "because_start INTEGER", "because_end INTEGER"):
        db.execute(f"ALTER TABLE annotations ADD COLUMN {column}")


@MIGRATIONS()
def m006_order_of_changes(db: Database) -> None:
    """An index in the order of the view recent_changes."""
    run_script(db, _ORDER_OF_CHANGES)
