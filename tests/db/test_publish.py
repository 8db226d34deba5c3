"""A release is whole, checked, searchable and the same each time."""

import sqlite3
from contextlib import closing

import pytest

from db.publish import publish
from pipeline.errors import StoreError


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


def test_a_release_is_searchable_and_needs_no_other_file(held, tmp_path):
    release = publish(held, tmp_path / "release")
    assert [path.name for path in release.parent.iterdir()] == ["policy.db"]
    with closing(sqlite3.connect(f"file:{release}?immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        found = connection.execute(
            'SELECT text FROM provisions WHERE rowid IN (SELECT rowid FROM provisions_fts(\'"sentence 2" "kind 49"\'))'
        ).fetchall()
        assert found == [("Sentence 2 about weights of kind 49.",)]
    with closing(sqlite3.connect(release)) as connection:
        connection.execute("INSERT INTO provisions_fts (provisions_fts, rank) VALUES ('integrity-check', 1)")


def test_two_releases_of_one_database_are_the_same_bytes(held, tmp_path):
    first, second = (publish(held, tmp_path / name).read_bytes() for name in ("one", "two"))
    assert first == second


def test_a_release_replaces_the_one_before(held, store, world, tmp_path):
    publish(held, tmp_path)
    store.save(world.capture("new"), world.reading("New."), world.run.run_id, world.seen)
    release = publish(held, tmp_path)
    with closing(sqlite3.connect(release)) as connection:
        assert connection.execute("SELECT text FROM current_provisions").fetchall() == [("New.",)]


def test_a_damaged_database_is_not_released(held, tmp_path):
    with closing(sqlite3.connect(held)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM sources")
        connection.commit()
    with pytest.raises(StoreError, match=r"a row of \w+ refers to a row of sources that is not there.*rebuild"):
        publish(held, tmp_path / "release")
    assert list((tmp_path / "release").iterdir()) == []


def test_an_index_that_misses_a_provision_is_made_anew(held, tmp_path):
    with closing(sqlite3.connect(held)) as connection:
        connection.execute("INSERT INTO provisions_fts (provisions_fts) VALUES ('delete-all')")
        connection.commit()
    release = publish(held, tmp_path / "release")
    with closing(sqlite3.connect(release)) as connection:
        assert connection.execute("SELECT count(*) FROM provisions_fts('weights')").fetchone()[0] > 0


def test_there_must_be_a_database(tmp_path):
    with pytest.raises(StoreError, match="no database there yet"):
        publish(tmp_path / "none.db", tmp_path / "release")


def test_a_folder_that_cannot_be_made_is_named(held, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        publish(held, tmp_path / "file" / "release")
