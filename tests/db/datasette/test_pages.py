"""The front page, and what holds for every page: escaping, headers, other Datasettes."""

import html
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import MagicMock
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from pages import words

from db.connection import open_for_reading
from db.datasette import home
from db.health import breaches
from db.store import Store


def test_the_front_page_says_how_much_there_is(site):
    page = site.get("/")
    assert re.search(r"documents on AI with a text</dt><dd>3</dd>", page.text)
    assert re.search(r'more without a text</dt><dd><a href="/policy/textless_documents">1</a>', page.text)
    assert re.search(r'touch open source</dt><dd><a href="/policy/counted_provisions">6</a>', page.text)
    assert "Gazette of Arcadia" in page.text
    assert "Last collected 5 January 2031 from 1 source." in page.text
    assert f"scores {home.measured()['scores'][0]['never_read']:.2f} out of 1" in page.text


def test_the_front_page_counts_each_law_once(consolidated_db, get):
    page = get(Datasette([str(consolidated_db)]), "/").text
    figures = re.findall(r"<div><dt>([^<]+)</dt><dd>(?:<a[^>]+>)?([\d,]+)", page)
    assert figures[:4] == [
        ("documents on AI with a text", "1"),
        ("provisions read", "4"),
        ("touch open source", "3"),
        ("never mention it", "0"),
    ]
    assert "by effect and jurisdiction, each law once. A label: EU 1." in page
    assert "each law once. 2031: EU 3." in page
    [plotted] = re.findall(r'<a href="(/policy/counted_provisions\?effects[^"]+)">1</a>', page)
    listed = get(Datasette([str(consolidated_db)]), plotted.replace("&amp;", "&").replace("?", ".json?_shape=array&"))
    assert [row["document_id"] for row in listed.json()] == ["celex:02031R0001-20330101"]


def test_the_front_page_says_how_much_of_it_others_wrote_to_an_agency(store, world, db_path, get):
    front = Datasette([str(db_path)])
    store.save(world.capture("1"), world.reading("On software."), world.run.run_id, world.seen)
    assert "sent to an agency" not in words(get(front, "/"))
    comment = replace(world.document, document_id="regs:TOY-1-0002", kind="comment")
    asked = world.reading("Our software.", "All software.", document=comment)
    store.save(world.capture("2", comment), asked, world.run.run_id, world.seen)
    assert "2 of the 3 provisions that touch open source are in comments that companies, groups" in words(
        get(front, "/")
    )
    assert get(front, "/policy/counted_provisions.json?kind=comment&_shape=array").json()[0]["kind"] == "comment"


def test_the_front_page_says_which_sources_are_in_trouble(site, tmp_path, get):
    failed = tmp_path / "policy.db"
    failed.write_bytes(site.path.read_bytes())
    with closing(sqlite3.connect(failed)) as connection:
        connection.executescript("UPDATE crawl_runs SET outcome = 'failed'")
    page = get(Datasette([str(failed)]), "/").text
    assert 'No successful crawl yet of 1 source, <a href="#fresh">1 of them in trouble</a>.' in page


@pytest.mark.parametrize(("days", "stale"), [(7.5, True), (6.5, False)])
def test_the_front_page_and_check_agree_on_what_is_stale(site, tmp_path, get, days, stale):
    old = tmp_path / "policy.db"
    old.write_bytes(site.path.read_bytes())
    finished = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE crawl_runs SET finished_at = ?", [finished])
    page = get(Datasette([str(old)]), "/").text
    assert ("1 of them in trouble" in page) is stale
    assert ("<strong>stale</strong>" in page) is stale
    with closing(open_for_reading(old)) as connection:
        assert any("last good crawl" in breach.message for breach in breaches(connection)) is stale


def test_plots_have_a_description_and_a_table(site):
    page = site.get("/").text
    assert page.count('role="img"') == 3
    described = re.findall(r'aria-describedby="([^"]+)"', page)
    assert all(f'<desc id="{name}">' in page for name in described)
    assert page.count("<summary>As a table</summary>") == 3
    assert '<th scope="row"><a href="/search?effect=exemption">A label</a></th>' in page
    assert '<th scope="row"><a href="/search?year=2031">2031</a></th>' in page
    assert re.search(r"by effect and jurisdiction, each law once\. A label: EU \d", page)


def test_an_empty_database_has_a_front_page(tmp_path, get):
    Store(tmp_path / "empty.db").close()
    page = get(Datasette([str(tmp_path / "empty.db")]), "/")
    assert page.status_code == 200
    assert "Nothing has been collected yet" in page.text


def test_a_datasette_without_our_database_keeps_its_own_front_page(get):
    page = get(Datasette([], memory=True), "/")
    assert page.status_code == 200
    assert "_memory" in page.text
    assert "masthead" not in page.text
    missing = get(Datasette([], memory=True), "/nowhere")
    assert missing.status_code == 404
    assert "Database not found" in missing.text


@pytest.mark.parametrize("path", ["/nowhere", "/policy/nowhere", "/policy/documents/nothing", "/a/b/c/d"])
def test_a_page_that_does_not_exist_leads_on_and_leaves_no_traceback(site, path, capsys):
    page = site.get(path)
    assert page.status_code == 404
    assert "There is no page at this address" in page.text
    assert 'action="/search"' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    logged = capsys.readouterr()
    assert not logged.out
    assert not logged.err


def test_a_missing_row_is_still_json_for_a_program(site):
    answer = site.get("/policy/documents/nothing.json")
    assert (answer.status_code, answer.json()["error"]) == (404, "Record not found")


def test_wrong_sql_is_still_explained_by_datasette(site):
    page = site.get("/policy?sql=select+absent")
    assert page.status_code == 400
    assert "no such column: absent" in page.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("_next=zzz", "There is no place &#39;zzz&#39; in this list"),
        ("_next=99999999999999999999", "There is no place"),
        ("_sort=nosuch", "Cannot sort table by nosuch"),
        ("_sort=title&_sort_desc=title", "Cannot use _sort and _sort_desc at the same time"),
    ],
)
def test_an_address_that_datasette_cannot_read_is_a_mistake_of_the_visitor(site, query, message, capsys):
    page = site.get(f"/policy/open_source_provisions?{query}")
    assert page.status_code == 400
    assert message in page.text
    answer = site.get(f"/policy/open_source_provisions.json?{query}")
    assert (answer.status_code, answer.json()["status"]) == (400, 400)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/nowhere", "/policy?sql=select+absent", "/policy/documents?_size=x"])
def test_no_error_is_printed_by_datasette_and_no_other_datasette_is_changed(site, get, path, monkeypatch):
    console = MagicMock()
    monkeypatch.setattr("datasette.handle_exception.rich", console)
    assert site.get(path).status_code in {400, 404}
    assert not console.mock_calls
    get(Datasette([], memory=True), path)
    assert console.mock_calls


def test_a_failure_is_logged_and_told_without_details(site, tmp_path, get, capsys):
    broken = tmp_path / "policy.db"
    broken.write_bytes(site.path.read_bytes())
    with closing(sqlite3.connect(broken)) as connection:
        connection.executescript("DROP VIEW open_source_provisions; DROP TABLE sources")
    page = get(Datasette([str(broken)]), "/search")
    assert page.status_code == 500
    assert "policy-tracker publish" in page.text
    assert "no such table" not in page.text
    logged = capsys.readouterr()
    assert logged.err.count("no such table: sources") == 1
    assert "Traceback" in logged.err
    assert not logged.out


def test_a_database_of_any_name_is_described_without_being_told_to(site, tmp_path, get):
    """`datasette -i x.db` led from its front page to two questions that were not there."""
    named = tmp_path / "my laws.2031.db"
    named.write_bytes(site.path.read_bytes())
    shown = Datasette([], immutables=[str(named)])
    for href in re.findall('href="(/[^"#]*)"', get(shown, "/").text):
        assert get(shown, html.unescape(href)).status_code == 200, href
    assert "Exemptions for open source, and where they end" in get(shown, "/questions").text
    assert "The exact words that show it" in get(shown, "/my+laws~2E2031/open_source_provisions").text
    assert 'href="my+laws~2E2031/exemptions?jurisdiction="' in get(shown, "/my+laws~2E2031").text


def test_what_a_datasette_was_told_comes_first(site, get):
    own = {"tables": {"tags": {"title": "Labels"}}, "queries": {"mine": "SELECT 1"}}
    shown = Datasette([str(site.path)], metadata={"databases": {"policy": own}})
    assert "Labels" in get(shown, "/policy/tags").text
    assert get(shown, "/policy/mine").status_code == 200
    assert get(shown, "/policy/exemptions").status_code == 200


def test_a_file_with_the_views_of_an_older_program_is_shown_as_it_is(site, tmp_path, get):
    older = tmp_path / "policy.db"
    older.write_bytes(site.path.read_bytes())
    with closing(sqlite3.connect(older)) as connection:
        connection.executescript(
            "DROP VIEW source_health; DROP VIEW recent_changes; CREATE VIEW source_health AS SELECT 'old' AS source"
        )
    before = older.read_bytes()
    shown = Datasette([str(older)], metadata={})
    assert "Gazette of Arcadia" in get(shown, "/").text
    assert get(shown, "/changes").status_code == 200
    assert get(shown, "/policy/source_health.json?_shape=array").json()[0]["source"] == "gazette"
    assert older.read_bytes() == before


@pytest.mark.parametrize("path", ["/policy/recent_changes", "/policy/recent_changes.json"])
def test_a_view_that_an_older_program_did_not_make_is_named_with_what_makes_it(site, tmp_path, get, path):
    older = tmp_path / "policy.db"
    older.write_bytes(site.path.read_bytes())
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("DROP VIEW recent_changes")
    page = get(Datasette([str(older)]), path)
    assert page.status_code == 404
    assert "There is no view recent_changes in this file" in page.text
    assert "policy-tracker publish makes a new release" in page.text


@pytest.mark.parametrize("path", ["/", "/policy", "/policy/documents", "/policy/documents.json", "/nowhere", "/search"])
def test_every_answer_carries_security_headers(site, path):
    headers = site.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]


def test_our_pages_allow_no_script(site):
    page = site.get("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert set(re.findall(r"<script[^>]*>", page.text)) == {'<script type="application/ld+json">'}


@pytest.mark.parametrize("name", ["my laws", "policy.2031-01", "a+b~c"])
def test_the_database_may_have_any_name(site, tmp_path, get, name):
    other = tmp_path / f"{name}.db"
    other.write_bytes(site.path.read_bytes())
    datasette = Datasette([str(other)])
    page = get(datasette, "/").text
    [table] = set(re.findall(r'href="(/[^"/]+/open_source_provisions)"', page))
    [database] = set(re.findall(r'<a href="([^"]+)">Data</a>', page))
    assert [get(datasette, link).status_code for link in (table, database)] == [200, 200]


def test_pages_work_below_a_path(site, get):
    page = get(Datasette([str(site.path)], settings={"base_url": "/tracker/"}), "/")
    assert page.status_code == 200
    links = re.findall(r'(?:href|action)="(/[^"]*)"', page.text)
    assert links
    assert all(link.startswith("/tracker/") for link in links)


def test_every_question_is_listed_and_leads_somewhere(site):
    page = site.get("/questions")
    found = re.findall(r'<h2><a href="(/policy/\w+)">', page.text)
    assert len(found) >= 15
    assert re.findall(r'<a href="/policy/open_source_provisions">([^<]+)</a>', page.text) == ["Open-source provisions"]
    assert '<a href="/policy/textless_documents">' in page.text
    for link in found:
        assert site.get(link).status_code == 200


def test_the_page_of_questions_says_where_answers_end(site):
    asked = site.get("/questions")
    assert "An answer ends after 1,000 rows" in words(asked)
    assert '<a href="/policy/open_source_provisions.csv?_stream=on">whole table</a>' in asked.text


def test_a_question_is_called_what_it_asks_and_other_sql_what_it_is(site):
    asked = site.get("/policy/exemptions?jurisdiction=EU").text
    assert "<title>Exemptions for open source, and where they end · AI policy tracker</title>" in asked
    assert "<title>policy: select 1</title>" in site.get("/policy?sql=select+1").text


def test_crawlers_are_told_what_to_read(site):
    robots = site.get("/robots.txt")
    assert "Disallow: /policy\n" in robots.text
    assert "Sitemap: http://localhost/sitemap.xml" in robots.text
    sitemap = ElementTree.fromstring(site.get("/sitemap.xml").content)
    places = [each.text for each in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://localhost/document/celex:32031R0001" in places
    assert f"http://localhost/provision/{site.second}/art_1" in places
    for place in places:
        assert site.get(place.removeprefix("http://localhost")).status_code == 200


def json_ld(page) -> dict:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    return json.loads(block)


def test_the_front_page_describes_a_dataset(site):
    entry = json_ld(site.get("/"))
    assert entry["@type"] == "Dataset"
    assert "license" not in entry
    assert site.get(entry["usageInfo"].removeprefix("http://localhost")).status_code == 200


def test_the_data_is_given_whole(site, get):
    entry = json_ld(site.get("/"))
    [address] = [each["contentUrl"].removeprefix("http://localhost") for each in entry["distribution"]]
    pages_of_two = {"databases": {"policy": {"tables": {"open_source_provisions": {"size": 2}}}}}
    small = Datasette([str(site.path)], settings={"max_returned_rows": 2}, metadata=pages_of_two)
    assert len(get(small, address).text.splitlines()) == 1 + 6


def test_a_law_describes_itself(site):
    entry = json_ld(site.get("/document/celex:32031R0001"))
    assert (entry["@type"], entry["legislationLegalForce"]) == ("Legislation", "https://schema.org/InForce")
    order = json_ld(site.get("/document/fr:2031-00002"))
    assert order["name"] == "Order <b>on</b> software & machines"
    assert order["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert order["inLanguage"] == "en"


def test_a_document_without_a_text_describes_itself(site):
    entry = json_ld(site.get("/document/fr:2031-00004"))
    assert (entry["@type"], entry["datePublished"]) == ("CreativeWork", "2029-05-06")
    assert None not in entry.values()
    assert "inLanguage" not in entry


def test_quality_is_stated_as_the_page_on_method_has_it(site):
    page = site.get("/").text
    figures = home.measured()
    assert figures["how"] in page
    assert figures["limits"] in page
    method = (Path(__file__).resolve().parents[3] / "docs/method.md").read_text(encoding="utf-8")
    assert f"**{figures['unreliable']}**" in method
    assert page.count(figures["unreliable"]) == 3, "beside the questions, the plots and the figures"
    assert figures["why"] in page
    table = method[method.index("| F1 |") :].partition("\n\n")[0]
    rows = {row[0].strip("| "): row for row in (line.split(" | ") for line in table.splitlines())}
    for measure in figures["scores"]:
        column = rows["F1"].index(measure["name"])
        for given, name in FIGURES.items():
            told = rows[name][column].split()[0]
            assert float(told) == measure[given]
            assert f'<td class="number">{told}</td>' in page


FIGURES = {"never_read": "set A", "keyword": "keyword search on set A", "read": "gold, which rules were written from"}
"""Figures of the front page, and the rows of the table that have them."""


@pytest.mark.parametrize("path", ["/", "/search", "/search?q=script", "/document/fr:2031-00002", "/changes"])
def test_no_page_lets_markup_through(site, path):
    text = site.get(path).text
    assert "<script>" not in text
    assert "<b>on" not in text


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/document/celex:39999R0001", "no document 'celex:39999R0001' is held"),
        ("/document/%22%3E%3Cscript%3E", "no document '\"><script>' is held"),
        ("/document/celex:32031R0001?version=0000000000000000", "No version 0000000000000000 is held"),
        ("/document/celex:32031R0001?language=xx", "in the language 'xx' is held; it is held in en."),
        ("/document/fr:2031-00004?language=en", "in the language 'en' is held; no text of it is held at all."),
        ("/document/fr:2031-00004?version=0000000000000000", "No version 0000000000000000 is held"),
        ("/document/fr:2031-00004/Article%201", "fr:2031-00004: no text is held"),
        ("/document/celex:32031R0001/Article%2099", "has no 'Article 99'"),
        ("/provision/0000000000000000/art_1", "No version 0000000000000000 is held"),
        ("/provision/{order}/art_99", "has no 'art_99'. Its document's page lists what it has."),
        ("/cite/chicago/0000000000000000/art_1", "There is no citation style 'chicago'"),
        ("/compare?from=x&to=y", "No version x is held"),
        ("/compare", "Name two versions in the address"),
        ("/compare?to=0000000000000000", "Name two versions in the address"),
    ],
)
def test_what_is_not_held_is_a_helpful_404(site, path, message):
    page = site.get(path.format(order=site.order))
    assert page.status_code == 404
    assert message in words(page)
    assert 'role="search"' in page.text
    assert "policy-tracker" not in words(page)
