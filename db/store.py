"""The one writer of the database. Every method is one short transaction, and doing it twice changes nothing. Only
fetches, for which nobody waits, share the transaction of what is kept next.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from types import TracebackType
from typing import Any, Literal, Self

from db import held_back, history, notices, renditions, rows, versions, works
from db.connection import WAIT_SECONDS, explained, open_for_writing, transaction
from db.tables import Tables
from pipeline.model import (
    Capture,
    CrawlRun,
    Document,
    Fetch,
    Problem,
    ProblemKind,
    ProvisionChange,
    Reading,
    Snapshot,
    Source,
    Tag,
    TagRule,
    members,
)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a capture."""

    outcome: Literal["new", "unchanged", "held_back"]
    version_id: str
    """The version that is current now, "" for a document without a text."""
    problems: tuple[Problem, ...] = ()
    """What a person should know about it: why it is held back, that the clock went backwards, which pages are not in
    the text, that its end seems to be missing. Stored with it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the database knows. A crawl adds what it keeps, and does not ask about anything else."""

    addresses: set[str]
    """Of which there are snapshots."""
    texts: set[tuple[str, str]]
    """Id and language of the documents that have a version."""


# Only what a committed version was read from: a crawl that died between fetch and save asks again without validators.
_VALIDATORS = """
SELECT s.* FROM snapshots s
WHERE s.url = ? AND s.accept = ? AND s.accept_language = ?
  AND EXISTS (SELECT 1 FROM version_parts p WHERE p.snapshot_id = s.snapshot_id)
ORDER BY s.fetched_at DESC, s.snapshot_id DESC LIMIT 1
"""

FULL_TEXT = 0.5
"""Share of a document's main text that stands in provisions, from which on it counts as read with its text."""
_DELIVERED = """
SELECT count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM versions v WHERE v.document_id = d.document_id AND v.current = 1 AND v.covered_chars > 0
             AND v.covered_chars >= ? * v.body_chars)),
       count(*) FILTER (WHERE d.published IS NOT NULL)
FROM documents d WHERE d.document_id IN (SELECT value FROM json_each(?))
"""

# A crawl that was killed has no end; it saw nothing after its last request.
_STILL_AT_WORK = """
SELECT 1 FROM crawl_runs r
WHERE run_id < ? AND ? < coalesce(
    finished_at, (SELECT max(fetched_at) FROM fetches f WHERE f.run_id = r.run_id), started_at)
LIMIT 1
"""
_REFUSED = "SELECT 1 FROM problems WHERE run_id = ? AND document_id = ? AND snapshot_id = ?"

# A run that was killed cannot say so itself; the next one of its source does.
_CLOSE_KILLED = """
UPDATE crawl_runs SET outcome = 'interrupted', reason = 'it did not finish'
WHERE source = ? AND outcome IS NULL AND run_id < ?
"""


class Store:
    """The database open for writing. Use as a context manager, from one thread.

    Every method raises `StoreError` if the database is locked, full, read-only or corrupt, or if the rows contradict
    each other; then nothing of that call is kept.
    """

    def __init__(self, path: Path | str, wait_seconds: float = WAIT_SECONDS) -> None:
        self.path = Path(path)
        self._db = Tables(open_for_writing(self.path, wait_seconds).conn)
        self._fetched: list[tuple[Fetch, Snapshot | None]] = []
        """Not kept yet."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Keep the last fetches, and close the file. Everything else is committed."""
        try:
            if self._fetched:
                with self._transaction():
                    pass
        finally:
            self._db.close()

    def sync_sources(self, sources: Iterable[Source]) -> None:
        """Bring the declared sources up to date. Sources that are declared no more stay: documents came from them."""
        with self._transaction():
            self._db.upsert("sources", map(rows.source_row, sources))

    def sync_vocabulary(self, tags: Iterable[Tag], rules: Iterable[TagRule]) -> None:
        """Bring tags and rules up to date. Rules that are gone stay for the annotations that name them, inactive."""
        with self._transaction():
            self._db.upsert("tags", [rows.tag_row(tag, position) for position, tag in enumerate(tags)])
            self._db.execute("UPDATE rules SET active = 0 WHERE active = 1")
            self._db.upsert("rules", map(rows.rule_row, rules))

    def start_run(self, run: CrawlRun) -> None:
        """Note that a crawl of a source began; a run of that source that never finished becomes `interrupted`. Of this
        one no end is known: one that was noted before is in no archive."""
        with self._transaction():
            self._know_source(run.source)
            self._db.execute(_CLOSE_KILLED, [run.source, run.run_id])
            self._db.upsert("crawl_runs", [rows.run_row(run)])
            self._db.delete("run_skipped", "run_id = ?", [run.run_id])

    def finish_run(self, run: CrawlRun) -> None:
        """Note how a crawl ended and what it counted."""
        with self._transaction():
            self._know_source(run.source)
            self._db.upsert("crawl_runs", [rows.run_row(run)])
            self._db.upsert("run_skipped", rows.skipped_rows(run))

    def add_failed_start(self, run: CrawlRun) -> None:
        """Note a crawl that could not begin, of a source that is known: what its file declares now is in no archive."""
        with self._transaction():
            if next(self._db.where("sources", "name = ?", [run.source]), None):
                self._db.insert_missing("crawl_runs", [rows.run_row(run)])

    def runs(self) -> dict[str, bool]:
        """Every run that is known, and whether it ended."""
        return dict(self._ask("SELECT run_id, outcome IS NOT NULL FROM crawl_runs"))

    def began_early(self, run: CrawlRun) -> bool:
        """Whether a crawl began before one ended that is older: the clock was set back between them."""
        return bool(self._ask(_STILL_AT_WORK, [run.run_id.partition("-")[0], run.started_at]))

    def held(self) -> Held:
        """Of which addresses there are snapshots, of which documents versions."""
        addresses = {url for (url,) in self._ask("SELECT DISTINCT url FROM snapshots")}
        return Held(addresses, set(self._ask("SELECT DISTINCT document_id, language FROM versions")))

    def delivered(self, document_ids: Iterable[str]) -> tuple[int, int]:
        """How many of these documents have a text (see `FULL_TEXT`), and how many a date of publication."""
        [(with_text, with_date)] = self._ask(_DELIVERED, [FULL_TEXT, rows.json_list(document_ids)])
        return with_text, with_date

    def named(self, document_ids: Collection[str]) -> list[str]:
        """These documents as people know them: the id, and the title of those that are held."""
        sql = "SELECT document_id, title FROM documents WHERE document_id IN (SELECT value FROM json_each(?))"
        titles = dict(self._ask(sql, [rows.json_list(document_ids)]))
        return [f"{each} ({shorten(titles[each], 80)})" if each in titles else each for each in document_ids]

    def usual_documents(self, source: str) -> int:
        """How many documents a full crawl of the source usually delivers, before the newest one; 0 if unknown."""
        found = self._ask("SELECT usual_documents FROM source_health WHERE source = ?", [source])
        return found[0][0] or 0 if found else 0

    def last_read(self, document_id: str, language: str) -> str:
        """The day on which a document was last seen with the text that is held; "" if none is."""
        with explained(self.path):
            held = versions.newest(self._db, document_id, language)
        return str(held["last_seen_at"])[:10] if held else ""

    def add_fetch(self, fetch: Fetch, snapshot: Snapshot | None = None) -> None:
        """Note one request of a started run, and the answer that was archived if it brought a new one. A damaged
        archive may lack the answer to which a revisit refers: then none is named.

        It is kept with what is kept next, at the latest when the store is closed.
        """
        self._fetched.append((fetch, snapshot))

    def add_problem(self, problem: Problem) -> None:
        """Note what a person should know. That a held document's page is gone is also its status, from that day on."""
        with self._transaction():
            self._note(problem)
            if problem.kind == "removed":
                works.remove(self._db, problem.document_id, problem.source, problem.seen_at)

    def has_seen(self, capture: Capture, seen_at: str) -> bool:
        """Whether what its source says of the document was kept, as said then or later, and with it the text of this
        capture if it has one."""
        with explained(self.path):
            described = works.is_described(self._db, capture.document, seen_at)
            return described and (not capture.parts or versions.is_seen(self._db, capture, seen_at))

    def has_refused(self, capture: Capture, run_id: str) -> bool:
        """Whether a problem of that run says why the text of this capture was not kept: it cannot be read, or is held
        back."""
        if not capture.parts:
            return False
        snapshot_id = capture.parts[0].snapshot.snapshot_id
        return bool(self._ask(_REFUSED, [run_id, capture.document.document_id, snapshot_id]))

    def has_noticed(self, problem: Problem) -> bool:
        """Whether this problem is noted already."""
        named = rows.problem_row(problem)["problem_id"]
        with explained(self.path):
            return next(self._db.where("problems", "problem_id = ?", [named]), None) is not None

    def see_again(self, capture: Capture, reading_key: str, seen_at: str) -> Saved | None:
        """Keep that a document was seen again unread, if its newest version was read from what gives the same reading
        (`pipeline.reading_key`), or if there is no text to read. Returns None, and keeps nothing, if it must be read.
        """
        if not capture.parts:
            with self._transaction():
                self._write_document(capture.document, capture.language, seen_at)
            return Saved("unchanged", "")
        with explained(self.path):
            newest = versions.newest(self._db, capture.document.document_id, capture.language)
        if newest is None or not reading_key or newest["reading_key"] != reading_key:
            return None
        with self._transaction():
            held_back.forget(self._db, capture.document.document_id, capture.language)
            self._write_document(capture.document, capture.language, seen_at)
            for part in capture.parts:
                self._add_snapshot(part.snapshot)
            last_seen = max(newest["last_seen_at"], seen_at)
            self._db.update("versions", {"version_id": newest["version_id"]}, {"last_seen_at": last_seen})
            versions.write_parts(self._db, capture, newest["version_id"], seen_at)
        return Saved("unchanged", newest["version_id"])

    def save(
        self,
        capture: Capture,
        reading: Reading,
        run_id: str,
        seen_at: str,
        reading_key: str = "",
        *,
        described: bool = False,
    ) -> Saved:
        """Keep a document as it was seen at a time (UTC): whole or not at all.

        A text that the document's newest version in that language has as well makes no new version; then only what is
        derived from the text is brought up to date, annotations above all. A text that lost more than half of the one
        before is held back (`db.held_back`), and one from a weaker rendition never takes the place of a better one
        (`db.renditions`). Nor is then believed what the page says of the document, its title above all, unless the
        publisher described it apart from its text (`described`).
        """
        with self._transaction():
            for part in capture.parts:
                self._add_snapshot(part.snapshot)
            newest = versions.newest(self._db, reading.document_id, reading.language)
            doubt = self._doubt(capture, reading, newest, seen_at) if newest else None
            if described or not doubt:
                self._write_document(capture.document, capture.language, seen_at)
            if newest and doubt:
                saved = Saved("held_back", newest["version_id"], (notices.held_back(capture, *doubt, run_id, seen_at),))
            else:
                saved = self._keep(capture, reading, newest, run_id, seen_at)
                self._db.update("versions", {"version_id": saved.version_id}, {"reading_key": reading_key})
            # With the text: a crawl that was killed in between would never tell of it.
            for problem in saved.problems:
                self._note(problem)
        return saved

    def forget_past_steps_of_law(self) -> None:
        """Drop the changes between states of the law that are no longer next to each other."""
        with self._transaction():
            versions.forget_past_steps_of_law(self._db)

    def uncompared(self) -> tuple[tuple[str, str, str], ...]:
        """(document_id, older version, newer version) of each step of history without its changes yet: of a document's
        text, and of the law from the act as adopted through its consolidated states.

        Comparing may be slow, so it is not part of `save`; what a killed crawl left undone is found here again.
        """
        with explained(self.path):
            return tuple(history.uncompared(self._db.connection))

    def text(self, version_id: str) -> history.Text:
        """A version as a comparison reads it."""
        with explained(self.path):
            return history.text(self._db.connection, version_id)

    def save_changes(
        self, document_id: str, from_version: str, to_version: str, changes: Iterable[ProvisionChange]
    ) -> None:
        """Keep what happened to the provisions between two versions, in place of what was kept before."""
        found = rows.change_rows(document_id, from_version, to_version, changes)
        with self._transaction():
            newer = next(self._db.where("versions", "version_id = ?", [to_version]))
            update = newer["previous_version_id"] == from_version
            self._db.delete("provision_changes", "to_version = ? AND from_version = ?", [to_version, from_version])
            self._db.insert("provision_changes", found)
            compared = {
                "from_version": from_version,
                "to_version": to_version,
                "reason": newer["origin"] if update else "consolidation",
                "changed_at": newer["captured_at"],
                "legal_date": newer["legal_date"],
            }
            self._db.upsert("comparisons", [compared])

    def validators(self, url: str, accept: str, accept_language: str) -> Snapshot | None:
        """The newest snapshot of this request that a version was read from.

        With its ETag and Last-Modified the next request can be conditional.
        """
        with explained(self.path):
            found = next(self._db.query(_VALIDATORS, [url, accept, accept_language]), None)
        return rows.snapshot(found) if found else None

    def _ask(self, sql: str, values: Sequence[str | float] = ()) -> list[Any]:
        with explained(self.path):
            return self._db.execute(sql, values).fetchall()

    def _keep(
        self, capture: Capture, reading: Reading, newest: Mapping[str, Any] | None, run_id: str, seen_at: str
    ) -> Saved:
        problems = (
            *notices.of_scans(capture, reading, run_id, seen_at),
            *notices.of_missing_end(capture, reading, run_id, seen_at),
        )
        if newest and newest["text_hash"] == reading.text_hash:
            versions.refresh(self._db, capture, reading, newest["version_id"], seen_at)
            saved = Saved("unchanged", newest["version_id"], problems)
        else:
            version = versions.append(self._db, capture, reading, newest, run_id, seen_at)
            saved = Saved("new", version, (*notices.of_clock(capture, newest, run_id, seen_at), *problems))
        held_back.forget(self._db, reading.document_id, reading.language)
        versions.write_parts(self._db, capture, saved.version_id, seen_at)
        return saved

    def _doubt(
        self, capture: Capture, reading: Reading, newest: Mapping[str, Any], seen_at: str
    ) -> tuple[ProblemKind, str] | None:
        """Why the version held stays current, whatever was served now, as kind and message of a problem; None if the
        reading may follow it."""
        if worse := renditions.weaker(capture.document, reading, newest):
            return "missing_rendition", worse
        if newest["text_hash"] == reading.text_hash:
            return None
        if versions.origin(self._db, capture, reading, newest) != "source_update":
            return None
        return held_back.doubt(self._db, capture.document, reading, newest, seen_at)

    def _note(self, problem: Problem) -> None:
        self._know_source(problem.source)
        self._db.insert_missing("problems", [rows.problem_row(problem)])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with transaction(self._db, self.path):
            for fetch, snapshot in self._fetched:
                self._keep_fetch(fetch, snapshot)
            yield
        self._fetched.clear()

    def _keep_fetch(self, fetch: Fetch, snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            self._add_snapshot(snapshot)
        row = rows.fetch_row(fetch)
        known = next(self._db.where("snapshots", "snapshot_id = ?", [fetch.snapshot_id]), None)
        self._db.insert_missing("fetches", [row if known else row | {"snapshot_id": None}])

    def _know_source(self, name: str) -> None:
        """An archive may hold documents of a source whose file was deleted since: they are not lost."""
        self._db.insert_missing("sources", [{"name": name, "title": name}])

    def _add_snapshot(self, snapshot: Snapshot) -> None:
        self._db.insert_missing("snapshots", [members(snapshot)])

    def _write_document(self, document: Document, language: str, seen_at: str) -> None:
        """A translation does not rename a document that is held in English."""
        if language != "en" and versions.newest(self._db, document.document_id, "en"):
            held = next(self._db.where("documents", "document_id = ?", [document.document_id]))
            document = replace(document, title=held["title"])
        self._know_source(document.source)
        works.describe(self._db, document, seen_at)
