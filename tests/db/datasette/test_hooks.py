"""Datasette's own pages, as our hooks change them."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlencode

from datasette.app import Datasette
from pages import get

from db.metadata import tables_metadata
from db.store import Store
from pipeline.model import Problem

TABLES = tables_metadata()


def test_tables_show_long_titles_short_and_addresses_by_their_host(world, tmp_path, get):
    long = replace(
        world.document,
        title="Regulation on " + "very " * 60 + "intelligent machines (Machine Act)",
        url="https://gazette.example/a/b?c=1",
    )
    hostile = replace(world.document, document_id="url:1", url='https://[x"><script>/')
    with Store(tmp_path / "policy.db") as store:
        store.sync_sources([world.source])
        store.start_run(world.run)
        for document_ in (long, hostile):
            store.save(
                world.capture(document_.url, document_),
                world.reading("Text.", document=document_),
                world.run.run_id,
                world.seen,
            )
    datasette = Datasette([str(tmp_path / "policy.db")])
    page = get(datasette, "/policy/documents").text
    short = r'<span title="Regulation on [^"]*">Regulation on (very )+very… \(Machine Act\)</span>'
    assert re.search(short, page)
    assert re.search(short, get(datasette, "/policy?sql=SELECT+title+AS+target_title+FROM+documents").text)
    assert 'title="https://gazette.example/a/b?c=1">gazette.example</a>' in page
    assert "<script>/" not in page


def test_the_tables_are_listed_where_sqlite_takes_no_text_in_double_quotes(site, strict_sqlite, get):
    assert get(Datasette([str(site.path)]), "/policy").status_code == 200


def test_our_licence_is_said_of_our_database_alone(site, tmp_path, get):
    other = tmp_path / "birds.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    both = Datasette([str(site.path), str(other)])
    for page in ("/policy", "/policy/documents"):
        assert "Tags and structure Apache-2.0" in get(both, page).text
        assert "official publications" in get(both, page).text
    for page in ("/birds", "/birds/birds"):
        assert "Apache-2.0" not in get(both, page).text
        assert "official publications" not in get(both, page).text


def test_ids_in_tables_lead_to_our_pages(site):
    assert 'href="/document/celex:32031R0003"' in site.get("/policy/silent_documents").text
    assert f'href="/provision/{site.second}/art_1"' in site.get("/policy/open_source_provisions").text
    changes = site.get("/policy/recent_changes?_col=old_provision_id").text
    assert f'href="/provision/{site.first}/art_1"' in changes


def test_a_problem_leads_to_no_page_of_a_document_that_was_never_read(store, world, db_path, get):
    unread = Problem(world.run.run_id, "gazette", "network", "No.", "", "url:1", seen_at=world.seen)
    store.add_problem(unread)
    store.finish_run(replace(world.run, finished_at=world.seen, outcome="ok"))
    for table in ("problems", "open_problems"):
        page = get(Datasette([str(db_path)]), f"/policy/{table}").text
        assert "url:1" in page
        assert "/document/url:1" not in page


def test_sql_makes_no_value_that_exhausts_the_server(served):
    answer = get(served, "/policy.json?" + urlencode({"sql": "SELECT length(randomblob(1000000000))"}))
    assert answer.status_code == 400
    assert answer.json()["error"] == "string or blob too big"


def test_what_is_internal_is_hidden(served):
    tables = get(served, "/policy.json").json()["tables"]
    hidden = {table["name"] for table in tables if table["hidden"]}
    assert hidden == {"tagged_units", "_sqlite_migrations"}
    assert TABLES.keys() >= hidden


def test_the_full_text_index_has_no_pages_but_answers_sql(served):
    for name in ("provisions_fts", "provisions_fts_data"):
        assert get(served, f"/policy/{name}").status_code == 403
        assert name not in get(served, "/policy").text
    sql = urlencode({"sql": "SELECT rowid FROM provisions_fts WHERE provisions_fts MATCH 'weights'"})
    assert len(get(served, f"/policy.json?_shape=array&{sql}").json()) == 1


def test_snippets_let_no_markup_through(site):
    page = get(site.datasette, "/policy/search_provisions?q=script").text
    assert "Exempt are &lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;" in page
