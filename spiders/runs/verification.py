"""Every link from a quote back to the publisher's bytes, tested: quote, provision, version, snapshot, WARC record."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from db import rows
from db.connection import check_full_text, explained, reading
from db.differences import Difference, differences, read_otherwise
from pipeline.errors import ArchiveError
from pipeline.extract import FORMATS
from pipeline.wording import number_of
from spiders.archive.check import damage
from spiders.archive.reader import read_body
from spiders.runs.lock import reading_lock
from spiders.runs.rebuild import make_anew
from spiders.runs.restoring import Restored
from spiders.workers.reading import Limits


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link of a chain."""

    link: str
    """What is broken: "archive", "snapshot", "quote", "search" (the full-text index), "program" (it reads otherwise
    than the one that made the database), or the table of the row."""
    name: str
    """The chain: file, address, document or provision."""
    message: str


@dataclass(slots=True)
class Verified:
    """What was looked at."""

    files: int = 0
    snapshots: int = 0
    quotes: int = 0
    versions: int = 0
    provisions: int = 0
    rows_compared: bool = False
    """False where archive or program do not allow to read every text again."""
    breaks: list[Break] = field(default_factory=list)


def verify(
    db: Path, archive: Path, workers: int, limits: Limits, progress: Callable[[str], None] = lambda _: None
) -> Verified:
    """Test every link. The archive is read again into a second database, and every row compared. No crawl can begin
    meanwhile: what it has written by halves would be taken for damage.

    Raises `StoreError`, `ArchiveError` or `AnotherCrawl` where nothing can be tested.
    """
    with TemporaryDirectory(prefix="policy-verify-") as folder:
        expected = Path(folder) / "policy.db"
        # The lock makes the folder of a mistyped name.
        with reading_lock(expected, archive) if archive.is_dir() else nullcontext():
            return _verified(db, archive, expected, workers, limits, progress)


def _verified(
    db: Path, archive: Path, expected: Path, workers: int, limits: Limits, progress: Callable[[str], None]
) -> Verified:
    found = Verified()
    with reading(db) as connection:
        progress("the files of the archive")
        found.breaks += _files(connection, archive, found)
        progress("snapshots")
        found.breaks += _snapshots(connection, archive, found)
        progress("quotes")
        found.breaks += _quotes(connection, found)
        progress("the full-text index")
        found.breaks += _index(connection)
        found.breaks += _other_extractors(connection, found)
    if not any(each.link in {"archive", "snapshot", "program"} for each in found.breaks):
        found.breaks += _rows(db, archive, expected, workers, limits, found, progress)
    return found


def _files(connection: sqlite3.Connection, archive: Path, found: Verified) -> Iterator[Break]:
    named = dict(connection.execute("SELECT warc_file, count(*) FROM snapshots GROUP BY warc_file").fetchall())
    present = {path.name for path in archive.glob("*.warc.gz")}
    for name in sorted(named.keys() | present):
        if name not in present:
            yield Break("archive", name, f"missing from {archive}; it held {number_of(named[name], 'snapshot')}")
            continue
        found.files += 1
        if wrong := damage(archive / name):
            yield Break("archive", name, wrong)


def _snapshots(connection: sqlite3.Connection, archive: Path, found: Verified) -> Iterator[Break]:
    for row in connection.execute("SELECT * FROM snapshots ORDER BY warc_file, warc_offset"):
        snapshot = rows.snapshot(row)
        if not (archive / snapshot.warc_file).is_file():
            continue
        found.snapshots += 1
        try:
            body = read_body(archive, snapshot)
        except ArchiveError as error:
            yield Break("snapshot", snapshot.url, str(error))
            continue
        if len(body) != snapshot.length:
            yield Break("snapshot", snapshot.url, f"has {len(body)} bytes, but the database says {snapshot.length}")


_MEND = "run `policy-tracker rebuild` to read everything again"

_WRONG_QUOTES = """
SELECT v.document_id, v.language, p.citation, q.quote, q.kind
FROM (SELECT provision_id, start, "end", quote, 'annotation' AS kind FROM annotations
      UNION ALL SELECT provision_id, because_start, because_end, because, 'annotation' FROM annotations
      UNION ALL SELECT provision_id, start, "end", quote, 'reference' FROM provision_references) q
JOIN provisions p ON p.provision_id = q.provision_id
JOIN versions v ON v.version_id = p.version_id
WHERE substr(p.text, q.start + 1, q."end" - q.start) <> q.quote
ORDER BY v.document_id, v.language, p.position, q.start
"""


def _quotes(connection: sqlite3.Connection, found: Verified) -> Iterator[Break]:
    counts = "SELECT (SELECT count(*) FROM annotations) + (SELECT count(*) FROM provision_references)"
    found.quotes = connection.execute(counts).fetchone()[0]
    seen = set()
    for document, language, citation, quote, kind in connection.execute(_WRONG_QUOTES):
        name = f"{document} ({language}), {citation}"
        if name in seen:
            continue
        seen.add(name)
        message = f"the quote of its {kind} is not in its text at that place: {quote[:60]!r}"
        yield Break("quote", name, message)


def _index(connection: sqlite3.Connection) -> Iterator[Break]:
    """The full-text index finds what the provisions say. SQLite takes the question for a change: a copy is asked."""
    with TemporaryDirectory(prefix="policy-verify-") as folder:
        path = Path(folder) / "policy.db"
        with explained(path), closing(sqlite3.connect(path)) as copy:
            connection.backup(copy)
            try:
                check_full_text(copy)
            except sqlite3.DatabaseError as error:
                yield Break("search", "provisions_fts", f"searches do not find what provisions say ({error}); {_MEND}")


def _other_extractors(connection: sqlite3.Connection, found: Verified) -> Iterator[Break]:
    """What was read by other extractors does not come out again the same."""
    found.versions = connection.execute("SELECT count(*) FROM versions").fetchone()[0]
    found.provisions = connection.execute("SELECT count(*) FROM provisions").fetchone()[0]
    known = {each.extractor for each in FORMATS}
    for name, count in connection.execute("SELECT extractor, count(*) FROM versions GROUP BY 1"):
        if not known.issuperset(name.split("+")):
            yield Break(
                "program", name, f"{number_of(count, 'version')} read by extractors that this program lacks; {_MEND}"
            )


def _rows(
    db: Path,
    archive: Path,
    expected: Path,
    workers: int,
    limits: Limits,
    found: Verified,
    progress: Callable[[str], None],
) -> Iterator[Break]:
    """Rows that are not what the archive says. Of each version, and of all else that has a name, the first."""

    def read_again(restored: Restored) -> None:
        progress(f"every text, read again: {number_of(restored.captures, 'capture')}")

    try:
        restored = make_anew(expected, archive, workers, limits, read_again)
    except ArchiveError as error:
        yield Break("archive", str(archive), str(error))
        return
    if not restored.runs:
        yield Break("archive", str(archive), "it records no crawl by this program")
        return
    found.rows_compared = True
    different = list(differences(db, expected))
    others = read_otherwise(db, expected) if different else 0
    if others:
        message = f"{number_of(others, 'version')} read by another version of this program, or by other rules; {_MEND}"
        yield Break("program", "policy-tracker", message)
        different = list(differences(db, expected, tags=False))
    chains = {each.name for each in found.breaks}
    with reading(db) as connection:
        for difference in different:
            name = _name(connection, difference)
            chain = difference.version_id or name
            if chain not in chains and name not in chains:
                chains.add(chain)
                yield Break(difference.table, name, difference.what)


def _name(connection: sqlite3.Connection, difference: Difference) -> str:
    """The provision as a lawyer cites it, where the row is part of one."""
    provision = difference.key.get("provision_id", "")
    row = connection.execute(
        "SELECT p.citation, v.language FROM provisions p JOIN versions v ON v.version_id = p.version_id"
        " WHERE p.provision_id = ?",
        [provision],
    ).fetchone()
    if row:
        return f"{difference.document_id} ({row[1]}), {row[0]}"
    keys = ", ".join(f"{name} {value}" for name, value in difference.key.items() if value != difference.document_id)
    return f"{difference.document_id}, {keys}" if difference.document_id and keys else difference.document_id or keys
