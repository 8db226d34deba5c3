"""metadata.yml describes everything there is and nothing else, and Datasette answers on all of it."""

import asyncio
import re
import sqlite3
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import get_args
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
import pytest
from datasette.app import Datasette
from datasette.database import QueryInterrupted

from db.connection import open_for_reading, open_for_writing
from db.datasette import facets
from db.datasette.facets import TagsFacet
from db.dictionary import DICTIONARY, described, dictionary
from db.history import as_of
from db.lookup import own_text
from db.metadata import metadata, metadata_file, tables_metadata
from db.store import Store
from pipeline.errors import TrackerError
from pipeline.model import FetchOutcome, ProvisionChange, RunOutcome
from spiders.runs.comparing import compare_new_texts

pytestmark = pytest.mark.xdist_group("metadata")  # one test process: what they share is made once

TABLES = tables_metadata()
CHANGE = ProvisionChange("amended", "Article 1", "art_1", "art_1", "Old text.", "New.", (), ("weights",))
QUERIES = metadata()["databases"]["policy"]["queries"]


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


@pytest.mark.parametrize(("table", "outcomes"), [("fetches", FetchOutcome), ("crawl_runs", RunOutcome)])
def test_every_outcome_is_named(table: str, outcomes: object) -> None:
    named = re.findall(r"\w+", TABLES[table]["columns"]["outcome"].partition(";")[0])
    assert set(named) - {"or"} == set(get_args(outcomes)) - {""}


@pytest.fixture(scope="module")
def served(tmp_path_factory, world) -> Datasette:
    """A small database with a bit of everything, as `policy-tracker serve` shows it."""
    path: Path = tmp_path_factory.mktemp("served") / "policy.db"
    with Store(path) as store:
        store.sync_sources([world.source])
        store.sync_vocabulary(world.tags, world.rules)
        store.start_run(world.run)
        for body, text in (("<p>", "Old text."), ("<q>", "Models with open weights are exempt.")):
            store.save(world.capture(body), world.reading(text), world.run.run_id, world.seen)
        for step in store.uncompared():
            store.save_changes(*step, [CHANGE])
    return Datasette([str(path)], metadata=deepcopy(metadata()), memory=False)


@pytest.fixture(scope="module")
def demo(demo_db: Path) -> Datasette:
    """The demo, as it is served."""
    return Datasette([str(demo_db)], metadata=deepcopy(metadata()))


def get(datasette: Datasette, path: str) -> httpx.Response:
    async def answer() -> httpx.Response:
        return await datasette.client.get(path, follow_redirects=True)

    return asyncio.run(answer())


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_view_is_shown(served, name):
    assert get(served, f"/policy/{name}").status_code == 200
    assert get(served, f"/policy/{name}.json?_shape=array").status_code == 200


VALUES = {
    "q": "open-source OR weights*",
    "jurisdiction": "",
    "source": "gazette",
    "tag": "exemption",
    "since": "2030-01-01",
    "provision_id": "x",
    "document": "celex:32031R0001",
    "date": "2031-01-06",
    "by": "law",
    "language": "en",
    "from_version": "x",
    "to_version": "y",
    "facet": "effect",
}


@pytest.mark.parametrize("name", QUERIES)
def test_every_canned_query_answers(served, name):
    parameters = {name: VALUES[name] for name in QUERIES[name].get("params", [])}
    answer = get(served, f"/policy/{name}.json?_shape=array&{urlencode(parameters)}")
    assert answer.status_code == 200
    assert isinstance(answer.json(), list)
    # Without its parameters, as when it is opened from the list of queries.
    assert get(served, f"/policy/{name}").status_code == 200


# In the demo nothing has changed yet, and every document that deals with models mentions open source.
@pytest.mark.parametrize("name", sorted(QUERIES.keys() - {"compare_versions", "models_without_open_source"}))
def test_a_question_without_values_has_an_answer(demo, name):
    assert get(demo, f"/policy/{name}.json?_shape=array").json()


def test_without_versions_those_that_changed_last_are_compared(site):
    [amended, added] = get(site.datasette, "/policy/compare_versions.json?_shape=array").json()
    assert (amended["provision_id"], added["provision_id"]) == (f"{site.second}/art_1", f"{site.second}/art_4")


@pytest.mark.parametrize(("held", "shown"), [(("fr", "en"), "en"), (("fr", "de"), "fr")])
def test_a_document_is_in_the_same_language_whoever_asks(world, tmp_path, held, shown):
    db = tmp_path / "policy.db"
    with Store(db) as store:
        store.sync_sources([world.source])
        store.start_run(world.run)
        for day, language in enumerate(held, start=10):
            reading = world.reading(f"Text {language}.", language=language)
            seen_at = f"2031-01-{day}T00:00:00Z"
            store.save(world.capture(language, language=language), reading, world.run.run_id, seen_at)
    served = Datasette([str(db)], metadata=deepcopy(metadata()))

    def texts(query: str) -> list[str]:
        asked = f"/policy/as_of.json?_shape=array&document=celex:32031R0001&date=2031-02-01{query}"
        return [row["text"] for row in get(served, asked).json()]

    assert texts("") == texts("&by=crawl") == [f"Text {shown}."]
    assert texts("&language=fr") == ["Text fr."]
    with closing(open_for_reading(db)) as connection:
        asked = [as_of(connection, "celex:32031R0001", "2031-02-01", by) for by in ("law", "crawl")]
        assert set(asked) == {own_text(connection, "celex:32031R0001")}
        (told,) = connection.execute("SELECT version_id FROM versions WHERE shown = 1").fetchall()
        assert told[0] == asked[0]


@pytest.mark.parametrize("name", ["exemptions", "definitions", "carve_backs", "duties", "weights_restrictions"])
def test_rows_of_an_act_and_its_consolidated_texts_can_be_told_apart(demo, name):
    row = get(demo, f"/policy/{name}.json?_shape=array").json()[0]
    assert {"identifier", "kind", "status", "language", "title", "citation"} <= row.keys()


def test_exemptions_are_listed_with_the_words_that_say_so(demo):
    rows = get(demo, "/policy/exemptions.json?_shape=array&jurisdiction=EU").json()
    told = [row["because"] for row in rows if row["because"]]
    assert told
    assert all(words in row["text"] for row in rows for words in (row["because"] or "").split(" · "))


@pytest.mark.parametrize(("since", "documents"), [("2031-01-05", 1), ("2031-01-06", 0)])
def test_a_document_in_two_languages_is_new_once_and_changes_once(world, tmp_path, since, documents):
    db = tmp_path / "policy.db"
    days = {
        ("fr", "Vieux."): "2031-01-05",
        ("en", "Old."): "2031-01-06",
        ("fr", "Neuf."): "2031-01-07",
        ("en", "New."): "2031-01-08",
    }
    with Store(db) as store:
        store.sync_sources([world.source])
        store.start_run(world.run)
        for (language, text), day in days.items():
            seen = f"{day}T00:00:00Z"
            capture = world.capture(text, language=language, fetched_at=seen)
            store.save(capture, world.reading(text, language=language), world.run.run_id, seen)
        compare_new_texts(store)
    datasette = Datasette([str(db)], metadata=deepcopy(metadata()))
    new = get(datasette, f"/policy/new_documents.json?_shape=array&since={since}").json()
    assert [row["captured_at"] for row in new] == ["2031-01-05T00:00:00Z"][:documents]
    seen_since = get(datasette, f"/policy/changed_since.json?_shape=array&since={since}").json()
    assert [row["what"] for row in seen_since] == ["amended", "new document"][: documents + 1]


@pytest.mark.parametrize(
    ("language", "text", "mentioned"),
    [
        ("en", "Exempt unless a high-risk system with a systemic risk.", ["systemic_risk", "high_risk"]),
        ("fr", "Exempt sauf à haut risque ou présentant des risques systémiques.", ["systemic_risk", "high_risk"]),
        ("fr", "Exempt sauf vente à un prix ou au-delà du seuil.", ["money", "scale"]),
        ("fr", "Exempt.", []),
    ],
)
def test_what_a_carve_back_mentions_is_found_in_both_languages(world, tmp_path, language, text, mentioned):
    db = tmp_path / "policy.db"
    with Store(db) as store:
        store.sync_sources([world.source])
        store.sync_vocabulary(world.tags, world.rules)
        store.start_run(world.run)
        reading = world.reading(text.replace("Exempt", "What is exempt"), language=language)
        store.save(world.capture(text, language=language), reading, world.run.run_id, world.seen)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("""UPDATE tagged_units SET effects = '["carve_back"]'""")
    datasette = Datasette([str(db)], metadata=deepcopy(metadata()))
    [row] = get(datasette, "/policy/carve_backs.json?_shape=array").json()
    assert [name for name in ("systemic_risk", "high_risk", "money", "scale") if row[name]] == mentioned


@pytest.mark.parametrize("by", ["law", "crawl"])
@pytest.mark.parametrize(("date", "answered"), [("2031-02-01", True), ("banana", False), ("2031-02-30", False)])
def test_what_is_no_date_has_no_answer(site, by, date, answered):
    asked = f"/policy/as_of.json?_shape=array&document=celex:32031R0001&date={date}&by={by}"
    assert bool(get(site.datasette, asked).json()) is answered


def test_sql_makes_no_value_that_exhausts_the_server(served):
    answer = get(served, "/policy.json?" + urlencode({"sql": "SELECT length(randomblob(1000000000))"}))
    assert answer.status_code == 400
    assert answer.json()["error"] == "string or blob too big"


@pytest.mark.parametrize("name", ["new_documents", "changed_since"])
@pytest.mark.parametrize(
    ("since", "answered"),
    [("2031-01-05", True), ("2031-01", True), ("2031", True), ("2031-01-05T00:00:30Z", True), ("2032", False),
     ("2031-1-5", False), ("1/5/2031", False), ("2031-02-30", False), ("January", False)],
)  # fmt: skip
def test_what_is_new_since_a_date_or_the_beginning_of_one(site, name, since, answered):
    """Of dates without zeros some came too early and some too late: a part was missing, and nothing told."""
    asked = f"/policy/{name}.json?" + urlencode({"_shape": "array", "since": since})
    assert bool(get(site.datasette, asked).json()) is answered


def test_what_is_neither_law_nor_crawl_has_no_answer(site):
    asked = "/policy/as_of.json?_shape=array&document=celex:32031R0001&date=2031-02-01&by="
    assert [bool(get(site.datasette, asked + by).json()) for by in ("", "law", "Crawl", "lore")] == [True] * 3 + [False]


@pytest.mark.parametrize("words", ["", " ", '"', "NOT", "café*", "a:b", "("])
def test_no_search_is_an_error(served, words):
    assert get(served, f"/policy/search_provisions?{urlencode({'q': words})}").status_code == 200


@pytest.mark.parametrize("name", [name for name, entry in TABLES.items() if entry.get("facets")])
def test_facets_are_counted(served, name):
    found = get(served, f"/policy/{name}.json").json()["facet_results"]
    assert len(found) == len(TABLES[name]["facets"])


def test_lists_are_counted_by_their_members(served):
    found = get(served, "/policy/open_source_provisions.json").json()["facet_results"]
    assert [each["value"] for each in found["effects"]["results"]] == ["exemption"]
    assert [each["value"] for each in found["artefacts"]["results"]] == ["weights"]


def test_a_member_of_a_list_is_chosen_and_given_up(served):
    [choice] = get(served, "/policy/open_source_provisions.json").json()["facet_results"]["effects"]["results"]
    assert (choice["count"], choice["selected"]) == (1, False)
    chosen = get(served, choice["toggle_url"].removeprefix("http://localhost")).json()
    assert chosen["filtered_table_rows_count"] == 1
    [again] = chosen["facet_results"]["effects"]["results"]
    assert again["selected"]
    assert "contains" not in again["toggle_url"]
    none = get(served, "/policy/open_source_provisions.json?effects__contains=%22exempt%22").json()
    assert none["filtered_table_rows_count"] == 0


def test_a_facet_that_takes_too_long_is_named(served, monkeypatch):
    facet = TagsFacet(served, None, "policy", sql="SELECT '[]' AS effects")
    monkeypatch.setattr(facet, "get_configs", lambda: [{"config": {"simple": "effects"}, "source": "metadata"}])

    async def too_long(*_arguments):
        raise QueryInterrupted(None, "", ())

    monkeypatch.setattr(facet, "_result", too_long)
    assert asyncio.run(facet.facet_results()) == ([], ["effects"])


def test_a_common_word_finds_the_newest_provisions_that_have_it(served, monkeypatch):
    both = get(served, "/policy/provisions.json?_shape=array&_search=text+OR+models&_searchmode=raw").json()
    assert [row["text"] for row in both] == ["Models with open weights are exempt.", "Old text."]
    monkeypatch.setattr(facets, "FOUND", 1)
    page = get(served, "/policy/provisions.json?_search=article").json()
    assert [row[7] for row in page["rows"]] == ["Models with open weights are exempt."]
    assert "among the newest 1 found" in page["human_description_en"]


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


def test_search_takes_words_as_words(served):
    found = get(served, "/policy/search_provisions.json?_shape=array&q=open-weights").json()
    assert [row["words"] for row in found] == ["Models with **open weights** are exempt."]
    assert (
        "Models with <mark>open weights</mark> are exempt."
        in get(served, "/policy/search_provisions?q=open-weights").text
    )


def test_snippets_let_no_markup_through(site):
    page = get(site.datasette, "/policy/search_provisions?q=script").text
    assert "Exempt are &lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;" in page


def test_tags_are_counted_beside_the_units_that_were_read(served):
    found = get(served, "/policy/tags_by_jurisdiction.json?_shape=array").json()
    assert [(row["facet"], row["provisions"], row["units_read"]) for row in found] == [
        ("artefact", 1, 1),
        ("effect", 1, 1),
    ]


@pytest.mark.parametrize("query", ["tags_by_jurisdiction", "tags_by_year"])
def test_questions_that_count_count_each_law_once(consolidated_db, query):
    found = get(Datasette([str(consolidated_db)], metadata=deepcopy(metadata())), f"/policy/{query}.json?_shape=array")
    rows = [(row["facet"], row["provisions"], row["units_read"]) for row in found.json()]
    assert rows == [("artefact", 2, 4), ("artefact", 1, 4), ("effect", 1, 4)]


def test_tags_that_stand_together_count_each_law_once(consolidated_db):
    datasette = Datasette([str(consolidated_db)], metadata=deepcopy(metadata()))
    [beside] = get(datasette, "/policy/tags_together.json?_shape=array&tag=exemption").json()
    assert (beside["facet"], beside["provisions"], beside["of_provisions"]) == ("artefact", 1, 1)


def test_agencies_count_each_law_once(consolidated_db):
    with closing(sqlite3.connect(consolidated_db)) as connection, connection:
        connection.execute("""UPDATE tagged_units SET effects = '["promotion"]'""")
    datasette = Datasette([str(consolidated_db)], metadata=deepcopy(metadata()))
    [row] = get(datasette, "/policy/promotion_by_agency.json?_shape=array").json()
    assert (row["year"], row["promote"], row["documents"]) == ("2031", 3, 1)


def test_provenance_leads_to_the_archived_bytes(served, world):
    [provision] = get(served, "/policy/open_source_provisions.json?_shape=array&_col=provision_id").json()
    [link] = get(served, f"/policy/provenance.json?_shape=array&provision_id={provision['provision_id']}").json()
    assert link["sha256"] == world.capture("<q>").parts[0].snapshot.sha256


ATOM = "{http://www.w3.org/2005/Atom}"


def test_hostile_characters_break_no_feed_and_no_table(world, tmp_path):
    with Store(tmp_path / "policy.db") as store:
        store.sync_sources([world.source])
        store.sync_vocabulary(world.tags, world.rules)
        store.start_run(world.run)
        for number, words in enumerate(("Old \x07 \x1b text.", "New \x08 \ufffe text. " + "long " * 1000)):
            store.save(world.capture(str(number)), world.reading(words), world.run.run_id, world.seen)
        compare_new_texts(store)
    hostile = Datasette([str(tmp_path / "policy.db")], metadata=deepcopy(metadata()))
    [entry] = feed(hostile)
    assert "Before: Old \ufffd \ufffd text." in entry.findtext(f"{ATOM}content")
    table = get(hostile, "/policy/provisions").text
    assert "Old \ufffd \ufffd text." in table
    assert "long…" in table.replace("long …", "long…")
    assert not set("\x07\x08\x1b\ufffe") & set(table)


def feed(datasette: Datasette, query: str = "") -> list[ElementTree.Element]:
    """Its entries; the feed and each of them have what RFC 4287 demands."""
    pytest.importorskip("datasette_atom", reason="the extra `publish` is not installed")
    root = ElementTree.fromstring(get(datasette, f"/policy/changes_feed.atom{query}").content)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    entries = list(root.iter(f"{ATOM}entry"))
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)
    return entries


def test_changes_are_a_valid_feed(served):
    [entry] = feed(served)
    assert entry.findtext(f"{ATOM}title") == "Article 1 amended: Regulation on thinking machines"
    assert entry.findtext(f"{ATOM}id").endswith("/art_1")
    assert "Before: Old text." in entry.findtext(f"{ATOM}content")


def test_a_feed_has_every_change_that_a_new_text_brings(store, world, db_path):
    """A consolidated text of the AI Act brought 116 at once; who followed a feed of 100 never saw the others."""
    for body in ("Old", "New"):
        reading = world.reading(*[f"{body} text of article {number}." for number in range(150)])
        store.save(world.capture(body), reading, world.run.run_id, world.seen)
    compare_new_texts(store)
    datasette = Datasette([str(db_path)], metadata=deepcopy(metadata()))
    assert len({entry.findtext(f"{ATOM}id") for entry in feed(datasette)}) == 150


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("?jurisdiction=EU&source=gazette&tag=", "Article 1 amended: Regulation on thinking machines"),
        ("?jurisdiction=eu", "Article 1 amended: Regulation on thinking machines"),
        ("?jurisdiction=US", "No changes yet"),
        ("?source=other", "No such tag or source"),
        ("?tag=weights", "Article 1 amended: Regulation on thinking machines"),
        ("?tag=software", "No changes yet"),
        ("?tag=weight", "No such tag or source"),
    ],
)
def test_feeds_by_jurisdiction_source_and_tag(served, query, title):
    # A feed without entries would not be valid for every reader.
    assert [entry.findtext(f"{ATOM}title") for entry in feed(served, query)] == [title]


CAPITALS = {"jurisdiction": "EU", "source": "ntia", "tag": "exemption", "facet": "effect", "by": "crawl"}


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(name, each) for name, query in QUERIES.items() for each in query.get("params", ()) if each in CAPITALS],
)
def test_a_name_may_be_typed_with_other_capitals(demo, name, parameter):
    """No rows would say that the EU has no exemptions; "Crawl" was taken for the law."""
    value = CAPITALS[parameter]
    asked = f"/policy/{name}.json?_shape=array&{parameter}="
    answer = get(demo, asked + value).json()
    assert answer
    assert get(demo, asked + value.swapcase()).json() == answer
