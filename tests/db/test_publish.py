"""A release is whole, checked, searchable and the same each time."""

import csv
import hashlib
import importlib.util
import json
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from db.release import exports
from db.release.exports import EXPORTED
from db.release.publish import Release, publish
from pipeline.errors import StoreError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def held(store, world, db_path):
    """A database whose provisions were deleted and inserted again: VACUUM would renumber its rows."""
    for number in range(3):
        reading = world.reading(*[f"Sentence {number} about weights of kind {each}." for each in range(50)])
        store.save(world.capture(str(number)), reading, world.run.run_id, world.seen)
    with closing(sqlite3.connect(db_path)) as connection:
        connection.execute("DELETE FROM provisions WHERE position % 2 = 0 AND text LIKE 'Sentence 0%'")
        connection.commit()
    return db_path


def json_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def released(site, tmp_path_factory) -> Release:
    """A release of the small site; read it only."""
    return publish(site.path, tmp_path_factory.mktemp("released") / "public")


def contents(release: Release) -> dict[str, bytes]:
    folder = release.database.parent
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_is_searchable_and_needs_no_other_file(held, tmp_path):
    release = publish(held, tmp_path / "release").database
    assert not list(release.parent.glob("policy.db-*"))
    with closing(sqlite3.connect(f"file:{release}?immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        found = connection.execute(
            'SELECT text FROM provisions WHERE rowid IN (SELECT rowid FROM provisions_fts(\'"sentence 2" "kind 49"\'))'
        ).fetchall()
        assert found == [("Sentence 2 about weights of kind 49.",)]
    with closing(sqlite3.connect(release)) as connection:
        connection.execute("INSERT INTO provisions_fts (provisions_fts, rank) VALUES ('integrity-check', 1)")


def test_two_releases_of_one_database_are_the_same_bytes(held, tmp_path):
    first, second = (contents(publish(held, tmp_path / name)) for name in ("one", "two"))
    assert first == second
    assert {"policy.db", "datapackage.json", "README.md", "SHA256SUMS", "csv/documents.csv"} <= first.keys()


def test_a_release_replaces_the_one_before(held, store, world, tmp_path):
    folder = tmp_path / "public"
    publish(held, folder)
    (folder / "index.html").write_text("not of the release")
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  csv/of_old.csv\n{'0' * 64}  ../outside.txt\n")
    for name in ("public/csv/of_old.csv", "outside.txt"):
        (tmp_path / name).write_text("")
    store.save(world.capture("new"), world.reading("New."), world.run.run_id, world.seen)
    release = publish(held, folder).database
    assert (folder / "index.html").exists()
    assert (tmp_path / "outside.txt").exists()
    assert not (folder / "csv/of_old.csv").exists()
    with closing(sqlite3.connect(release)) as connection:
        assert connection.execute("SELECT text FROM current_provisions").fetchall() == [("New.",)]


def test_a_damaged_database_is_not_released(held, tmp_path):
    with closing(sqlite3.connect(held)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM sources")
        connection.commit()
    with pytest.raises(StoreError, match=r"a row of \w+ refers to a row of sources that does not exist.*rebuild"):
        publish(held, tmp_path / "release")
    assert list((tmp_path / "release").iterdir()) == []


def test_an_index_that_misses_a_provision_is_made_anew(held, tmp_path):
    with closing(sqlite3.connect(held)) as connection:
        connection.execute("INSERT INTO provisions_fts (provisions_fts) VALUES ('delete-all')")
        connection.commit()
    release = publish(held, tmp_path / "release").database
    with closing(sqlite3.connect(release)) as connection:
        assert connection.execute("SELECT count(*) FROM provisions_fts('weights')").fetchone()[0] > 0


def test_a_release_is_made_where_sqlite_takes_no_text_in_double_quotes(held, strict_sqlite, tmp_path):
    assert publish(held, tmp_path / "release").database.is_file()


def test_a_release_has_the_views_of_this_program(held, tmp_path):
    with closing(sqlite3.connect(held)) as connection:
        connection.executescript("DROP VIEW source_health; CREATE VIEW source_health AS SELECT 'older' AS source")
    with closing(sqlite3.connect(publish(held, tmp_path / "release").database)) as connection:
        assert connection.execute("SELECT source FROM source_health").fetchall() == [("gazette",)]


def test_there_must_be_a_database(tmp_path):
    with pytest.raises(StoreError, match="no database there yet"):
        publish(tmp_path / "none.db", tmp_path / "release")


def test_a_folder_that_cannot_be_made_is_named(held, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        publish(held, tmp_path / "file" / "release")


def test_the_database_is_not_released_over_itself(held):
    with pytest.raises(StoreError, match="choose another one"):
        publish(held, held.parent)


@pytest.mark.parametrize("name", ["README.md", "SHA256SUMS", "notes.txt"])
def test_a_folder_of_other_files_is_refused_by_name(held, tmp_path, name):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / name).write_text("mine\n")
    with pytest.raises(StoreError, match=rf"project: neither empty nor a release \(it has {name}\)"):
        publish(held, folder)
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_text() == "mine\n"


def test_a_release_of_which_one_file_is_in_place_can_be_made_again(held, tmp_path, monkeypatch):
    """The disk failed while a first release was moved: nothing but its first file tells what the folder is."""
    moved = []

    def fail_later(finished, place):
        if moved:
            raise OSError(5, "Input/output error", str(place))
        moved.append(finished.replace(place))

    with monkeypatch.context() as patched:
        patched.setattr("db.release.publish._move", fail_later)
        with pytest.raises(StoreError, match="Input/output error"):
            publish(held, tmp_path / "public")
    assert [path.name for path in (tmp_path / "public").rglob("*") if path.is_file()] == ["README.md"]
    assert "SHA256SUMS" in contents(publish(held, tmp_path / "public"))


def test_a_failed_release_leaves_the_one_before(held, tmp_path, monkeypatch):
    before = contents(publish(held, tmp_path / "public"))

    def fail(*_):
        raise OSError(28, "No space left on device", "x.csv")

    monkeypatch.setitem(exports.FORMATS, "csv", fail)
    with pytest.raises(StoreError, match="No space left"):
        publish(held, tmp_path / "public")
    folder = tmp_path / "public"
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == before.keys()
    assert (folder / "policy.db").read_bytes() == before["policy.db"]


@pytest.mark.parametrize("room", range(96, 448, 96))
def test_a_full_disk_is_told_in_a_line_that_names_the_folder_of_the_release(held, small_disk, room):
    """Wherever it happens: in the copy, in its full-text index, in a file of rows."""
    (small_disk / "other").write_bytes(bytes((1024 - room) << 10))
    folder = small_disk / "public"
    done = subprocess.run(
        [sys.executable, "-m", "cli", "publish", folder, "--db", held], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert re.match(rf"Error: {folder}\S*: (No space left on device|the disk is full)", line)
    assert list(folder.iterdir()) == []


def test_rows_may_be_left_unread_when_the_database_is_closed(held):
    """A full disk left them, and a traceback about the closed database followed the message."""
    with closing(sqlite3.connect(held)) as connection:
        table = next(each for each in exports.tables(connection) if each.name == "current_provisions")
        rows = table.rows(connection)
        next(rows)
    del rows


_KILLED = """
import os, sys
from pathlib import Path
from db.release import publish
kept, moves = publish._move, int(sys.argv[3])
def move(finished, place):
    global moves
    if not moves:
        os.kill(os.getpid(), 9)
    moves -= 1
    kept(finished, place)
publish._move = move
publish.publish(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("moves", [0, 1, 20])
def test_a_killed_release_is_known_by_its_missing_checksums_and_the_next_repairs_it(held, tmp_path, moves):
    folder = tmp_path / "public"
    whole = contents(publish(held, folder))
    with closing(sqlite3.connect(held)) as connection:
        connection.execute("UPDATE documents SET title = 'Another title'")
        connection.commit()
    killed = subprocess.run([sys.executable, "-c", _KILLED, held, folder, str(moves)], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert not (folder / "SHA256SUMS").exists()
    assert list(folder.glob(".release-*"))
    repaired = contents(publish(held, folder))
    assert repaired.keys() == whole.keys()
    assert repaired == contents(publish(held, tmp_path / "elsewhere"))
    assert not list(folder.glob(".release-*"))


def test_two_releases_do_not_write_into_one_folder_at_once(held, tmp_path, monkeypatch):
    def at_once(*_):
        publish(held, tmp_path / "public")

    monkeypatch.setitem(exports.FORMATS, "csv", at_once)
    with pytest.raises(StoreError, match="another release is being written"):
        publish(held, tmp_path / "public")


def test_checksums_cover_every_other_file(held, tmp_path):
    files = contents(publish(held, tmp_path / "public"))
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}


def test_csv_and_json_lines_hold_what_the_database_holds(released):
    folder = released.database.parent
    with closing(sqlite3.connect(released.database)) as connection:
        for name in EXPORTED:
            held = connection.execute(f"SELECT * FROM {name}").fetchall()
            with (folder / f"csv/{name}.csv").open(newline="", encoding="utf-8") as file:
                rows = list(csv.reader(file))[1:]
            lines = json_lines(folder / f"jsonl/{name}.jsonl")
            assert sorted(rows) == sorted(["" if value is None else str(value) for value in row] for row in held)
            assert len(lines) == len(held)
    provisions = json_lines(folder / "jsonl/open_source_provisions.jsonl")
    assert ["exemption"] in [row["effects"] for row in provisions]
    assert any("\u202e" in row["text"] for row in provisions)


def test_what_is_described_as_a_list_is_exported_as_one(released):
    with closing(sqlite3.connect(released.database)) as connection:
        columns = [(table.name, column) for table in exports.tables(connection) for column in table.columns]
    described = {(name, column.name) for name, column in columns if "JSON list" in column.description}
    assert described == {(name, column.name) for name, column in columns if column.type == "array"}
    assert ("sources", "must_deliver") in described


def test_parquet_is_skipped_with_a_word_where_it_cannot_be_written(held, tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "find_spec", lambda _: None)
    release = publish(held, tmp_path / "public")
    assert release.missing == ("parquet",)
    assert not (release.database.parent / "parquet").exists()


def test_parquet_holds_typed_columns(released):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    table = parquet.read_table(released.database.parent / "parquet/open_source_provisions.parquet")
    assert ["exemption"] in table.column("effects").to_pylist()
    assert table.num_rows == 6


def test_the_data_package_describes_every_file(released):
    folder = released.database.parent
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert [resource["path"] for resource in package["resources"]] == [f"csv/{name}.csv" for name in EXPORTED]
    for resource in package["resources"]:
        body = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        header = body.decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_frictionless_finds_no_fault(released):
    if importlib.util.find_spec("frictionless") is None:
        pytest.skip("frictionless is not installed: the dependency group `front` brings it")
    from frictionless import validate

    folder: Path = released.database.parent
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


def test_the_readme_counts_as_the_front_page_does(consolidated_db, tmp_path):
    folder = publish(consolidated_db, tmp_path / "public").database.parent
    page = (folder / "README.md").read_text("utf-8")
    assert "documents with a text: 1;" in page
    assert "provisions read: 4; touching open source: 3." in page


def test_the_readme_names_sources_and_their_terms(released):
    page = (released.database.parent / "README.md").read_text("utf-8")
    assert "documents with a text: 3; with only a description: 1 (`textless_documents`);" in page
    assert "provisions read: 8; touching open source: 6." in page
    assert "| Gazette of Arcadia | Public domain | Arcadian Printing Office |" in page
