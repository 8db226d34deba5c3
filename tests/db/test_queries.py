"""The canned queries of metadata.yml, as Datasette answers them."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from pages import get, serve

from db.connection import open_for_reading
from db.history import as_of
from db.lookup import own_text
from db.metadata import metadata
from db.store import Store
from spiders.runs.comparing import compare_new_texts

QUERIES = metadata()["databases"]["policy"]["queries"]


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
    served = serve(db)

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
    datasette = serve(db)
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
    with world.begun(db) as store:
        reading = world.reading(text.replace("Exempt", "What is exempt"), language=language)
        store.save(world.capture(text, language=language), reading, world.run.run_id, world.seen)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("""UPDATE tagged_units SET effects = '["carve_back"]'""")
    datasette = serve(db)
    [row] = get(datasette, "/policy/carve_backs.json?_shape=array").json()
    assert [name for name in ("systemic_risk", "high_risk", "money", "scale") if row[name]] == mentioned


@pytest.mark.parametrize("by", ["law", "crawl"])
@pytest.mark.parametrize(("date", "answered"), [("2031-02-01", True), ("banana", False), ("2031-02-30", False)])
def test_what_is_no_date_has_no_answer(site, by, date, answered):
    asked = f"/policy/as_of.json?_shape=array&document=celex:32031R0001&date={date}&by={by}"
    assert bool(get(site.datasette, asked).json()) is answered


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


def test_search_takes_words_as_words(served):
    found = get(served, "/policy/search_provisions.json?_shape=array&q=open-weights").json()
    assert [row["words"] for row in found] == ["Models with **open weights** are exempt."]
    assert (
        "Models with <mark>open weights</mark> are exempt."
        in get(served, "/policy/search_provisions?q=open-weights").text
    )


def test_tags_are_counted_beside_the_units_that_were_read(served):
    found = get(served, "/policy/tags_by_jurisdiction.json?_shape=array").json()
    assert [(row["facet"], row["provisions"], row["units_read"]) for row in found] == [
        ("artefact", 1, 1),
        ("effect", 1, 1),
    ]


@pytest.mark.parametrize("query", ["tags_by_jurisdiction", "tags_by_year"])
def test_questions_that_count_count_each_law_once(consolidated_db, query):
    found = get(serve(consolidated_db), f"/policy/{query}.json?_shape=array")
    rows = [(row["facet"], row["provisions"], row["units_read"]) for row in found.json()]
    assert rows == [("artefact", 2, 4), ("artefact", 1, 4), ("effect", 1, 4)]


@pytest.mark.parametrize("query", ["tags_by_jurisdiction", "tags_by_year", "tags_together"])
def test_questions_that_count_say_how_many_are_in_comments(store, world, db_path, query):
    for number, kind in enumerate(("report", "comment", "comment")):
        document = replace(world.document, document_id=f"regs:TOY-1-{number}", kind=kind)
        reading = world.reading("Models with open weights are exempt.", document=document)
        store.save(world.capture(document.document_id, document), reading, world.run.run_id, world.seen)
    found = get(serve(db_path), f"/policy/{query}.json?_shape=array").json()
    assert {(row["provisions"], row["in_comments"]) for row in found} == {(3, 2)}
    with closing(sqlite3.connect(db_path)) as connection:
        assert connection.execute("SELECT count(*) FROM counted_texts WHERE kind <> 'comment'").fetchone() == (1,)


def test_tags_that_stand_together_count_each_law_once(consolidated_db):
    datasette = serve(consolidated_db)
    [beside] = get(datasette, "/policy/tags_together.json?_shape=array&tag=exemption").json()
    assert (beside["facet"], beside["provisions"], beside["of_provisions"]) == ("artefact", 1, 1)


def test_agencies_count_each_law_once(consolidated_db):
    with closing(sqlite3.connect(consolidated_db)) as connection, connection:
        connection.execute("""UPDATE tagged_units SET effects = '["promotion"]'""")
    datasette = serve(consolidated_db)
    [row] = get(datasette, "/policy/promotion_by_agency.json?_shape=array").json()
    assert (row["year"], row["promote"], row["documents"]) == ("2031", 3, 1)


def test_what_a_comment_asks_an_agency_to_promote_is_not_counted_as_its_promotion(store, world, db_path):
    comment = replace(world.document, document_id="regs:TOY-1-0002", kind="comment", publisher="Toy Makers")
    store.save(
        world.capture("1", comment), world.reading("Our software.", document=comment), world.run.run_id, world.seen
    )
    with closing(sqlite3.connect(db_path)) as connection, connection:
        connection.execute("""UPDATE tagged_units SET effects = '["promotion"]'""")
    assert get(serve(db_path), "/policy/promotion_by_agency.json?_shape=array").json() == []


def test_provenance_leads_to_the_archived_bytes(served, world):
    [provision] = get(served, "/policy/open_source_provisions.json?_shape=array&_col=provision_id").json()
    [link] = get(served, f"/policy/provenance.json?_shape=array&provision_id={provision['provision_id']}").json()
    assert link["sha256"] == world.capture("<q>").parts[0].snapshot.sha256


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
