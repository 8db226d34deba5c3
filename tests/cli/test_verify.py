"""`verify`: every altered byte and row is found and named."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import archived
import forked_crawl
import pytest
from click.testing import CliRunner, Result

from cli.main import main
from db.store import Store
from pipeline.model import Capture, Reading
from spiders.runs.lock import crawl_lock


class ReadOnce(forked_crawl.ReadersHere):
    """Every test has the archive of the demo: what is in it is read once."""

    readings: ClassVar[dict[Capture, Reading]] = {}

    def read(self, capture: Capture) -> Reading:
        if capture not in self.readings:
            self.readings[capture] = super().read(capture)
        return self.readings[capture]


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.runs.restoring.Readers", ReadOnce)


@pytest.fixture
def crawled(demo_db: Path, tmp_path: Path) -> Path:
    """A copy of the demo's database and archive, to damage."""
    shutil.copytree(demo_db.parent / "archive", tmp_path / "archive")
    with closing(sqlite3.connect(demo_db)) as source, closing(sqlite3.connect(tmp_path / "policy.db")) as copy:
        source.backup(copy)
    return tmp_path


def places(folder: Path) -> list[str]:
    return ["--db", str(folder / "policy.db"), "--archive", str(folder / "archive"), "--workers", "1"]


def verify(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", *places(folder), *arguments])


def breaks(folder: Path) -> list[dict[str, str]]:
    result = verify(folder, "--json")
    assert result.exit_code == 1
    return [json.loads(line) for line in result.stdout.splitlines()]


def change(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / "policy.db")) as connection, connection:
        assert connection.execute(sql).rowcount == 1


def asked(folder: Path, sql: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(folder / "policy.db")) as connection:
        return connection.execute(sql).fetchall()


def archive_file(folder: Path) -> Path:
    return sorted((folder / "archive").glob("*.warc.gz"))[0]


def test_what_was_crawled_is_what_is_held(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr("cli.verify.show_progress", steps.append)
    result = verify(crawled)
    assert result.output.endswith("all good\n")
    assert result.exit_code == 0
    assert steps[0] == "the files of the archive …"
    assert "every text, read again: 12 captures …" in steps
    assert steps[-1] == "", "the result takes the line of the progress"


def test_what_a_running_crawl_has_written_by_halves_is_no_damage(crawled: Path) -> None:
    path = archive_file(crawled)
    path.write_bytes(path.read_bytes()[:-10])
    with crawl_lock(crawled / "other.db", crawled / "archive"):
        result = verify(crawled)
    assert result.exit_code == 1
    assert (result.stdout, "another crawl or rebuild is already running" in result.stderr) == ("", True)


def test_a_mistyped_archive_is_not_made(crawled: Path) -> None:
    (crawled / "archive").rename(crawled / "archives")
    assert {found["link"] for found in breaks(crawled)} == {"archive"}
    assert not (crawled / "archive").exists()


@pytest.mark.usefixtures("read_here")
def test_a_length_that_is_not_that_of_the_bytes(crawled: Path) -> None:
    change(crawled, "UPDATE snapshots SET length = 7 WHERE snapshot_id = (SELECT max(snapshot_id) FROM snapshots)")
    (found,) = breaks(crawled)
    assert (found["link"], "but the database says 7" in found["message"]) == ("snapshot", True)


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("place", [0.0, 0.3, 0.99999])
def test_one_altered_byte_of_the_archive(crawled: Path, place: float) -> None:
    path = archive_file(crawled)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1
    path.write_bytes(data)
    found = breaks(crawled)
    assert (found[0]["link"], found[0]["name"]) == ("archive", path.name)


@pytest.mark.usefixtures("read_here")
def test_an_altered_record_with_a_valid_checksum(crawled: Path) -> None:
    """Whoever compresses the record anew still has to forge the digest of its content."""
    import zlib

    path = archive_file(crawled)
    data = path.read_bytes()
    with closing(sqlite3.connect(crawled / "policy.db")) as connection:
        sql = "SELECT min(warc_offset) FROM snapshots WHERE warc_file = ?"
        offset = connection.execute(sql, [path.name]).fetchone()[0]
    member = zlib.decompressobj(31)
    record = bytearray(member.decompress(data[offset:]))
    record[-10] ^= 1
    again = zlib.compressobj(6, zlib.DEFLATED, 31)
    path.write_bytes(data[:offset] + again.compress(bytes(record)) + again.flush() + member.unused_data)
    assert "digest" in breaks(crawled)[0]["message"].lower()


@pytest.mark.usefixtures("read_here")
def test_a_missing_file_of_the_archive(crawled: Path) -> None:
    path = archive_file(crawled)
    path.unlink()
    (found,) = breaks(crawled)
    assert (found["link"], found["name"]) == ("archive", path.name)
    assert "missing" in found["message"]


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("words", ["quote", "because"])
def test_one_letter_of_the_evidence(crawled: Path, words: str) -> None:
    change(
        crawled,
        f"UPDATE annotations SET {words} = 'X' || substr({words}, 2) WHERE (provision_id, tag, rule, start) ="
        f" (SELECT provision_id, tag, rule, start FROM annotations WHERE {words} IS NOT NULL LIMIT 1)",
    )
    found = breaks(crawled)[0]
    assert found["link"] == "quote"
    assert "'X" in found["message"]


@pytest.mark.usefixtures("read_here")
def test_a_provision_whose_quotes_are_all_wrong_is_named_once(crawled: Path) -> None:
    [(provision,)] = asked(crawled, "SELECT provision_id FROM annotations GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    change(crawled, f"UPDATE provisions SET text = 'X' || text WHERE provision_id = '{provision}'")
    assert [found["link"] for found in breaks(crawled)].count("quote") == 1


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO provisions_fts (provisions_fts) VALUES ('delete-all')",
        "INSERT INTO provisions_fts (rowid, text) VALUES (1, 'xylophone')",
        "DROP TABLE provisions_fts_idx",
    ],
)
def test_a_search_that_finds_other_words_than_the_texts_have(crawled: Path, sql: str) -> None:
    with closing(sqlite3.connect(crawled / "policy.db")) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(sql)
    (found,) = breaks(crawled)
    assert (found["link"], found["name"]) == ("search", "provisions_fts")
    assert "run `policy-tracker rebuild`" in found["message"]


ONE = (
    "(SELECT min(provision_id) FROM provisions"
    " WHERE unit = 1 AND provision_id NOT IN (SELECT provision_id FROM annotations))"
)


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize(
    ("sql", "link"),
    [
        (f"UPDATE provisions SET text = text || '!' WHERE provision_id = {ONE}", "provisions"),
        (f"DELETE FROM provisions WHERE provision_id = {ONE}", "provisions"),
        ("UPDATE versions SET text_hash = 'f00' WHERE version_id = (SELECT min(version_id) FROM versions)", "versions"),
        ("UPDATE documents SET title = 'Other' WHERE document_id = 'fr:2025-99002'", "documents"),
        (
            "UPDATE snapshots SET sha256 = 'f00' WHERE snapshot_id = (SELECT min(snapshot_id) FROM snapshots)",
            "snapshot",
        ),
        ("DELETE FROM annotations WHERE rowid_of = 1", "annotations"),
    ],
)
def test_one_altered_row(crawled: Path, sql: str, link: str) -> None:
    change(
        crawled,
        sql.replace(
            "rowid_of = 1",
            "(provision_id, tag, rule, start) = (SELECT provision_id, tag, rule, start FROM annotations LIMIT 1)",
        ),
    )
    assert [found["link"] for found in breaks(crawled)] == [link]


@pytest.mark.usefixtures("read_here")
def test_a_database_that_is_not_what_its_archive_says_is_to_be_rebuilt(crawled: Path) -> None:
    """As after a crash between archive and database."""
    change(crawled, "UPDATE documents SET title = 'Other' WHERE document_id = 'fr:2025-99002'")
    result = verify(crawled)
    assert result.exit_code == 1
    assert "1 broken; the archive is sound, `policy-tracker rebuild`" in result.stderr


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE annotations SET rule_hash = 'f00'",
        "UPDATE versions SET open_source_units = 0",
        # A rule that was not there yet.
        "DELETE FROM annotations WHERE tag = 'mention'",
    ],
)
def test_a_database_that_another_program_tagged_says_so_once(crawled: Path, change: str) -> None:
    with closing(sqlite3.connect(crawled / "policy.db")) as connection, connection:
        connection.execute(change)
        connection.execute("UPDATE versions SET reading_key = 'f00'")
    (found,) = breaks(crawled)
    assert found["link"] == "program"
    assert "by other rules; run `policy-tracker rebuild`" in found["message"]


@pytest.mark.usefixtures("read_here")
def test_another_program_that_reads_the_same_is_no_fault(crawled: Path) -> None:
    with closing(sqlite3.connect(crawled / "policy.db")) as connection, connection:
        connection.execute("UPDATE versions SET reading_key = 'f00'")
    assert verify(crawled).exit_code == 0


def test_a_database_of_other_extractors_is_to_be_rebuilt(crawled: Path) -> None:
    with closing(sqlite3.connect(crawled / "policy.db")) as connection, connection:
        connection.execute("UPDATE versions SET extractor = 'older/0'")
    result = verify(crawled)
    assert result.exit_code == 1
    assert "not read again: run `policy-tracker rebuild` first" in result.stderr
    assert "repair the archive" not in result.stderr


def test_a_damaged_archive_is_to_be_mended(crawled: Path) -> None:
    archive_file(crawled).unlink()
    said = verify(crawled).stderr
    assert "not read again: repair the archive first" in said
    assert "sound" not in said


@pytest.mark.usefixtures("read_here")
def test_what_a_power_cut_took_from_the_archive_alone_is_to_be_rebuilt(crawled: Path) -> None:
    """The archive is on the disk before any text is in the database, but not before requests are: to repair it is no
    way out."""
    path = archive_file(crawled)
    with closing(sqlite3.connect(crawled / "policy.db")) as connection:
        sql = "SELECT max(warc_offset) FROM snapshots WHERE warc_file = ?"
        (last,) = connection.execute(sql, [path.name]).fetchone()
    path.write_bytes(path.read_bytes()[:last])
    said = verify(crawled).stderr
    assert "not read again: restore the archive first or, after a power cut, which lost them, run `policy-t" in said
    assert CliRunner().invoke(main, ["rebuild", *places(crawled)]).exit_code == 0
    assert verify(crawled).exit_code == 0


def test_an_archive_that_tells_of_no_crawl_is_not_called_sound(tmp_path: Path) -> None:
    Store(tmp_path / "policy.db").close()
    (tmp_path / "archive").mkdir()
    result = verify(tmp_path)
    assert result.exit_code == 1
    assert "no WARC file" in result.stdout
    assert "not read again: repair the archive first" in result.stderr
    writer = archived.writer(tmp_path / "archive")
    writer.exchange(archived.EXCHANGE)
    writer.close()
    archive_file(tmp_path).rename(tmp_path / "archive" / "other.warc.gz")
    assert [found["message"] for found in breaks(tmp_path)] == ["it records no crawl by this program"]
