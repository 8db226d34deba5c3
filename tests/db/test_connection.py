"""Opening a database: right schema or a clear refusal, patience with other processes, one kind of error."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import views
from db.connection import explained, open_for_reading, open_for_writing, reading, refuse_foreign
from db.migrations import MIGRATIONS, run_script
from db.store import Store
from pipeline.errors import StoreError


def schema(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name")]


def test_a_new_database_has_strict_tables_and_all_views(db_path):
    with closing(open_for_writing(db_path)) as db:
        ours = [table for table in db.tables if not table.name.startswith(("provisions_fts", "_sqlite"))]
        assert ours
        assert all(table.strict for table in ours)
        assert set(db.view_names()) == set(views.VIEWS)
        assert db.journal_mode == "wal"


@pytest.mark.parametrize(
    ("setting", "value"),
    [("foreign_keys", 1), ("synchronous", 1), ("wal_autocheckpoint", 4000), ("cache_size", -16_000), ("temp_store", 2)],
)
def test_a_writer_is_safe_and_seldom_waits_for_the_disk(db_path, setting, value):
    with closing(open_for_writing(db_path)) as db:
        assert db.execute(f"PRAGMA {setting}").fetchone() == (value,)


def test_every_reference_is_indexed(db_path):
    """Without an index each deletion in the referred table would read the whole referring one."""
    with closing(open_for_writing(db_path)) as db:
        for table in db.tables:
            leading = {index.columns[0] for index in table.indexes} | {table.pks[0]}
            unindexed = {key.column for key in table.foreign_keys} - leading
            assert not unindexed, f"{table.name}: {unindexed}"


def test_a_script_is_run_to_its_end_and_commits_nothing():
    script = """
-- A comment; with a semicolon.
CREATE TABLE a (text TEXT DEFAULT 'one; two');
CREATE TRIGGER t AFTER INSERT ON a BEGIN
    UPDATE a SET text = 'x';
    DELETE FROM a;
END;
CREATE INDEX i ON a (text)
"""
    with closing(Database(memory=True)) as db:
        db.execute("BEGIN")
        run_script(db, script)
        assert [name for (name,) in db.execute("SELECT name FROM sqlite_schema")] == ["a", "t", "i"]
        db.rollback()
        assert db.table_names() == []


with closing(Database(memory=True)) as new:
    STEPS = [step.name for step in MIGRATIONS.pending(new)]


@pytest.mark.parametrize("step", STEPS)
def test_every_earlier_schema_grows_into_the_newest(step, tmp_path):
    fresh, old = tmp_path / "fresh.db", tmp_path / "old.db"
    open_for_writing(fresh).close()
    with closing(Database(old)) as db:
        MIGRATIONS.apply(db, stop_before=step)
        # A schema that never was released has no steps at all; it is then like an empty file.
        if step == STEPS[0]:
            db["_sqlite_migrations"].drop()
    open_for_writing(old).close()
    assert schema(old) == schema(fresh)


def test_opening_again_changes_nothing(db_path):
    open_for_writing(db_path).close()
    before = db_path.read_bytes()
    open_for_writing(db_path).close()
    assert db_path.read_bytes() == before


def released(path: Path, step: str | None = None) -> bytes:
    """A file as `publish` leaves one, made before a step of the schema and with other views; its bytes."""
    with closing(Database(path)) as db:
        MIGRATIONS.apply(db, stop_before=step)
        for name, sql in views.VIEWS.items():
            db.create_view(name, "SELECT 'older' AS source" if name == "source_health" else sql)
        db.create_view("retired", "SELECT 1 AS one")
        db.view("silent_documents").drop()
    return path.read_bytes()


def test_views_follow_their_definitions(db_path):
    released(db_path)
    open_for_writing(db_path).close()
    with closing(Database(db_path)) as db:
        assert set(db.view_names()) == set(views.VIEWS)
        assert not views.stale(db)


@pytest.mark.parametrize("immutable", [False, True])
def test_reading_sees_the_views_of_this_program_and_leaves_those_of_the_file(db_path, immutable):
    before = released(db_path)
    db_path.chmod(0o400)
    with closing(open_for_reading(db_path, immutable=immutable)) as connection:
        assert connection.execute("SELECT * FROM source_health").fetchall() == []
        assert connection.execute("SELECT * FROM silent_documents").fetchall() == []
    assert db_path.read_bytes() == before
    assert list(db_path.parent.iterdir()) == [db_path]


@pytest.mark.parametrize("step", STEPS[1:])
def test_reading_a_file_of_an_older_schema_says_what_to_do_and_leaves_it(db_path, step):
    before = released(db_path, step)
    message = rf"policy\.db: made by an older policy-tracker \(without schema step {step}\).*rebuild.*publish"
    with pytest.raises(StoreError, match=message):
        open_for_reading(db_path)
    assert db_path.read_bytes() == before


def test_reading_an_empty_file_leaves_it_empty(db_path):
    db_path.touch()
    with pytest.raises(StoreError, match="no database there yet"):
        open_for_reading(db_path)
    assert not db_path.read_bytes()


def test_a_newer_schema_is_left_alone(db_path):
    with closing(open_for_writing(db_path)) as db:
        db["_sqlite_migrations"].insert({"migration_set": "policy_tracker", "name": "m999_later", "applied_at": ""})
    for opened in (open_for_writing, open_for_reading):
        with pytest.raises(StoreError, match=r"policy\.db: made by a newer policy-tracker \(schema step m999_later\)"):
            opened(db_path)


def test_the_database_of_another_program_is_left_alone(db_path):
    with closing(Database(db_path)) as db:
        db["recipes"].insert({"dish": "soup"})
    before = db_path.read_bytes()
    with pytest.raises(StoreError, match="not one of policy-tracker"):
        Store(db_path)
    assert db_path.read_bytes() == before


@pytest.mark.parametrize("opened", [open_for_writing, open_for_reading])
def test_what_is_no_database_is_named_with_the_way_out(opened, db_path):
    db_path.write_bytes(b"<html>" * 1000)
    with pytest.raises(StoreError, match=r"policy\.db: corrupt or not a database .*policy-tracker rebuild"):
        opened(db_path)


def test_a_damaged_page_is_named_with_the_way_out(store, world, db_path):
    store.save(world.capture("<p>"), world.reading(*["Open weights."] * 500), world.run.run_id, world.seen)
    store.close()
    body = bytearray(db_path.read_bytes())
    body[4096:] = b"\xff" * (len(body) - 4096)
    db_path.write_bytes(bytes(body))
    with pytest.raises(StoreError, match="policy-tracker rebuild"), Store(db_path) as damaged:
        damaged.save(world.capture("<q>"), world.reading("Two."), world.run.run_id, world.seen)


def test_a_damaged_letter_is_named_with_the_way_out_and_without_the_whole_text(store, world, db_path):
    """SQLite gives a text whatever its bytes are; Python refuses those that are not UTF-8."""
    store.save(world.capture("<p>"), world.reading("Open weights."), world.run.run_id, world.seen)
    store.close()
    db_path.write_bytes(db_path.read_bytes().replace(b"Open weights.", b"Open w\xffights."))
    told = r"corrupt or not a database \(Could not decode to UTF-8 column 'text'\)\. .*policy-tracker rebuild"
    with pytest.raises(StoreError, match=told), reading(db_path) as connection:
        connection.execute("SELECT text FROM provisions").fetchall()


def test_an_error_of_the_disk_says_what_to_look_at(db_path):
    """What `check` was told on a full disk, where SQLite could not make the file that readers and writers share."""
    with pytest.raises(StoreError, match=r"policy\.db: .*is it full, or failing\?"), explained(db_path):
        raise sqlite3.OperationalError("disk I/O error")


def test_reading_needs_a_database(db_path):
    with pytest.raises(StoreError, match="no database there yet"):
        open_for_reading(db_path)
    assert not db_path.exists()


def test_what_stands_in_the_log_is_not_left_out_without_a_word(store, db_path):
    with pytest.raises(StoreError, match=r"newest rows are still in policy\.db-wal"):
        open_for_reading(db_path, immutable=True)
    open_for_reading(db_path).close()
    store.close()
    open_for_reading(db_path, immutable=True).close()


def test_a_database_in_a_folder_that_may_not_be_written_can_be_read(db_path, monkeypatch):
    """SQLite makes a file beside a database that may be written meanwhile, and refused to read without."""
    Store(db_path).close()
    monkeypatch.setattr("db.connection.os.access", lambda folder, _: folder != db_path.parent)
    with closing(open_for_reading(db_path)) as connection:
        assert connection.execute("SELECT * FROM documents").fetchall() == []
        assert list(db_path.parent.iterdir()) == [db_path]


def test_a_link_is_read_as_what_it_leads_to(store, db_path, tmp_path_factory, monkeypatch):
    """SQLite keeps its files beside the database. In the folder of the link there is no log, and the file alone lacked
    what stood in it."""
    link = tmp_path_factory.mktemp("links") / "policy.db"
    link.symlink_to(db_path)
    monkeypatch.setattr("db.connection.os.access", lambda folder, _: folder != link.parent)
    with closing(open_for_reading(link)) as connection:
        assert connection.execute("SELECT * FROM documents").fetchall() == []
    with pytest.raises(StoreError, match="newest rows"):
        open_for_reading(link, immutable=True)


def test_a_database_that_is_written_meanwhile_is_not_read_as_one_that_is_not(store, db_path, monkeypatch):
    monkeypatch.setattr("db.connection.os.access", lambda *_: False)
    with closing(open_for_reading(db_path)) as connection:
        assert connection.execute("SELECT * FROM documents").fetchall() == []


def test_reading_cannot_write(store, db_path):
    with closing(open_for_reading(db_path)) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM sources")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        Store(tmp_path / "file" / "policy.db")


def test_a_reader_does_not_wait_for_a_writer(store, world, db_path):
    store.save(world.capture("<p>"), world.reading("Open weights."), world.run.run_id, world.seen)
    with closing(sqlite3.connect(db_path)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE documents SET title = 'half done'")
        with closing(open_for_reading(db_path)) as reader:
            assert reader.execute("SELECT title FROM documents").fetchone()[0] == "Regulation on thinking machines"
        writer.rollback()


def test_a_second_writer_waits_for_the_first(store, world, db_path):
    with closing(sqlite3.connect(db_path, check_same_thread=False)) as first:
        first.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, first.rollback)
        release.start()
        saved = store.save(world.capture("<p>"), world.reading("Open weights."), world.run.run_id, world.seen)
        release.join()
    assert saved.outcome == "new"


def test_a_writer_does_not_wait_for_ever(store, world, db_path):
    with Store(db_path, wait_seconds=0.05) as second, closing(sqlite3.connect(db_path)) as first:
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process is writing"):
            second.save(world.capture("<p>"), world.reading("Open weights."), world.run.run_id, world.seen)
        first.rollback()
        assert second.save(world.capture("<p>"), world.reading("A."), world.run.run_id, world.seen).outcome == "new"


def test_several_may_open_a_new_database_at_once(db_path):
    failures: list[Exception] = []

    def opened() -> None:
        try:
            Store(db_path).close()
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=opened) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_a_file_that_may_not_be_read_is_not_replaced(db_path, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "Permission denied")

    db_path.write_bytes(b"notes")
    monkeypatch.setattr("pathlib.Path.open", refused)
    with pytest.raises(StoreError, match="Permission denied; choose another place"):
        refuse_foreign(db_path)
