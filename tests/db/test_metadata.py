"""metadata.yml describes everything there is and nothing else, and Datasette answers on all of it."""

import re
from contextlib import closing
from typing import get_args

import pytest
from pages import get

from db.connection import open_for_writing
from db.dictionary import DICTIONARY, described, dictionary
from db.metadata import metadata_file, tables_metadata
from pipeline.errors import TrackerError
from pipeline.model import FetchOutcome, LegalStatus, RunOutcome

TABLES = tables_metadata()


def test_an_installed_package_reads_its_own_file(tmp_path, monkeypatch):
    monkeypatch.setattr("db.metadata._HERE", tmp_path / "db")
    (tmp_path / "db").mkdir()
    with pytest.raises(TrackerError, match="reinstall"):
        metadata_file()
    for place in (tmp_path, tmp_path / "db"):
        (place / "metadata.yml").write_text("title: x")
        assert metadata_file() == place / "metadata.yml"


def test_every_table_view_and_column_is_described(db_path):
    with closing(open_for_writing(db_path)) as db:
        held = {name: [column.name for column in table.columns] for name, table in described(db).items()}
    assert {name: sorted(entry["columns"]) for name, entry in TABLES.items()} == {
        name: sorted(columns) for name, columns in held.items()
    }
    assert all(entry["title"] and entry["description"] for entry in TABLES.values())


def test_the_data_dictionary_is_current():
    assert DICTIONARY.read_text(encoding="utf-8") == dictionary(), "run `python -m db.dictionary`"


def test_every_legal_status_is_named():
    assert set(re.findall(r'"(\w+)"', TABLES["documents"]["columns"]["status"])) == set(get_args(LegalStatus)) - {""}


@pytest.mark.parametrize(("table", "outcomes"), [("fetches", FetchOutcome), ("crawl_runs", RunOutcome)])
def test_every_outcome_is_named(table: str, outcomes: object) -> None:
    named = re.findall(r"\w+", TABLES[table]["columns"]["outcome"].partition(";")[0])
    assert set(named) - {"or"} == set(get_args(outcomes)) - {""}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_view_is_shown(served, name):
    assert get(served, f"/policy/{name}").status_code == 200
    assert get(served, f"/policy/{name}.json?_shape=array").status_code == 200
