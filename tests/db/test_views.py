"""The headline views: what they say, and that they stay fast on a large database because of how they are read."""

import sqlite3
from contextlib import closing

import pytest

from db.datasette import provision


@pytest.fixture
def plan(store, ask):
    """How SQLite would answer: one line per loop."""

    def planned(sql: str) -> list[str]:
        return [str(row[3]) for row in ask(f"EXPLAIN QUERY PLAN {sql}")]

    return planned


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("SELECT * FROM open_source_provisions LIMIT 51", "SCAN v USING INDEX versions_shown"),
        ("SELECT count(*) FROM open_source_provisions", "SCAN v USING INDEX versions_shown"),
        ("SELECT * FROM current_provisions LIMIT 51", "SCAN v USING INDEX versions_shown"),
        ("SELECT count(*) FROM current_provisions", "SCAN v USING INDEX versions_shown"),
        ("SELECT * FROM silent_documents LIMIT 51", "SCAN v USING INDEX versions_shown"),
    ],
)
def test_headline_views_start_from_the_few_versions_that_matter(plan, sql, first):
    steps = plan(sql)
    assert steps[0] == first or (steps[0].startswith("CO-ROUTINE") and steps[1] == first)
    assert not [step for step in steps[1:] if step.startswith("SCAN") and "versions" not in step]


@pytest.mark.parametrize("column", ["jurisdiction", "source", "effects"])
def test_counting_open_source_provisions_reads_no_text(plan, column):
    assert not any(
        step.startswith(("SCAN p", "SEARCH p"))
        for step in plan(f"SELECT {column}, count(*) FROM (SELECT * FROM open_source_provisions) GROUP BY {column}")
    )


def test_open_source_provisions_has_the_columns_and_rows_others_rely_on(connection):
    [row] = connection.execute("SELECT * FROM open_source_provisions").fetchall()
    assert ", ".join(row.keys()).startswith(
        "document_id, identifier, jurisdiction, source, kind, title, citation, heading, text, artefacts, effects, "
        "arguments, quotes, url, version_date, status"
    )
    assert row["identifier"] == "32031R0001"
    assert row["kind"] == "regulation"
    assert row["citation"] == "Article 2"
    assert row["artefacts"] == '["weights"]'
    assert row["effects"] == '["exemption"]'
    assert row["arguments"] == '["misuse"]'
    assert row["quotes"] == '["open weights", "exempt", "misuse"]'
    assert row["url"] == "https://gazette.example/1#art_2"
    assert row["version_date"] == "2031-01-05"
    assert row["language"] == "en"


ACT, NEWEST = "celex:32031R0001", "celex:02031R0001-20330101"


def test_of_an_act_with_consolidated_texts_the_newest_and_the_recitals_are_counted(consolidated_db, ask):
    counted = ask("SELECT document_id, counted_as, citation, substr(published, 1, 4) FROM counted_provisions")
    assert sorted(map(tuple, counted)) == [
        (NEWEST, ACT, "Article 1", "2031"),
        (NEWEST, ACT, "Article 3", "2031"),
        (ACT, ACT, "Article 1", "2031"),
    ]
    assert ask("SELECT count(*) FROM open_source_provisions") == [(6,)]


def test_what_is_counted_can_be_read(consolidated_db, ask):
    counted = ask("SELECT provision_id, text, url FROM counted_provisions")
    assert set(counted) < set(ask("SELECT provision_id, text, url FROM open_source_provisions"))


def test_units_are_counted_as_provisions_are(consolidated_db, ask):
    texts = ask("SELECT document_id, counted_as, replaced, units FROM counted_texts ORDER BY document_id")
    assert list(map(tuple, texts)) == [
        ("celex:02031R0001-20310601", ACT, 1, 0),
        (NEWEST, ACT, 0, 3),
        (ACT, ACT, 1, 1),
    ]


@pytest.mark.parametrize("missing", [[(NEWEST, "fr")], [(NEWEST, "en"), (ACT, "fr")]])
def test_a_law_is_counted_once_whatever_languages_its_states_are_held_in(consolidated_db, ask, missing):
    """The state of 2024 of the AI Act is held in French alone; a newer one may come in English first."""
    with closing(sqlite3.connect(consolidated_db)) as connection, connection:
        for text in missing:
            connection.execute("DELETE FROM versions WHERE document_id = ? AND language = ?", text)
            connection.execute("UPDATE versions SET shown = 1 WHERE document_id = ?", text[:1])
    assert ask("SELECT document_id FROM counted_texts WHERE NOT replaced") == [(NEWEST,)]


def test_where_no_law_is_consolidated_every_provision_is_counted(connection):
    [counted] = connection.execute("SELECT provision_id FROM counted_provisions").fetchall()
    [listed] = connection.execute("SELECT provision_id FROM open_source_provisions").fetchall()
    assert tuple(counted) == tuple(listed)
    assert connection.execute("SELECT sum(units), sum(replaced) FROM counted_texts").fetchone()[:] == (3, 0)


def test_tagged_units_say_what_the_annotations_say(connection):
    derived = connection.execute("""
        SELECT a.provision_id, json_group_array(DISTINCT a.quote)
        FROM (SELECT * FROM annotations ORDER BY provision_id, start, end) a GROUP BY a.provision_id
    """).fetchall()
    kept = connection.execute("SELECT provision_id, quotes FROM tagged_units ORDER BY provision_id").fetchall()
    assert [(each[0], each[1].replace('","', '", "')) for each in derived] == [tuple(each) for each in kept]


def test_current_provisions_are_those_of_the_newest_state_in_the_language_shown(connection):
    """In every language, the share of them that touch open source would be half as high for a law held in two."""
    rows = connection.execute("SELECT language, text FROM current_provisions WHERE jurisdiction = 'EU'").fetchall()
    assert [tuple(row) for row in rows] == [
        ("en", "Everything is free."),
        ("en", "Models with open weights are exempt, whatever the misuse."),
    ]


def test_silent_documents_are_those_with_text_and_nothing_about_open_source(connection):
    rows = connection.execute("SELECT document_id, identifier, units FROM silent_documents").fetchall()
    assert [tuple(row) for row in rows] == [("fr:E8-00001@2008-10-02", "E8-00001", 1)]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("target_document = 'celex:1' AND target_path = 'art_1'", "INDEX provision_references_by_target"),
        ("target_document = 'celex:1'", "INDEX provision_references_by_target"),
        ("document_id = 'celex:1'", "PRIMARY KEY"),
    ],
)
def test_the_references_to_a_document_and_in_one_are_found_without_resolving_all(plan, asked, key):
    steps = plan(f"SELECT * FROM cross_references WHERE {asked}")
    assert any(step.startswith(f"SEARCH r USING {key}") for step in steps)
    assert not any(step.startswith("SCAN r") for step in steps)


def test_a_page_looks_only_at_the_references_of_its_provision(plan):
    sql = provision._NAMES.replace(":provision", "'v/art_1'").replace(":limit", "50")
    steps = plan(sql)
    assert any(step.startswith("SEARCH r USING PRIMARY KEY") for step in steps)
    assert not any(step.startswith(("SCAN r", "SCAN provision_references")) for step in steps)
