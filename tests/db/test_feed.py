"""The feed of changes, a canned query that datasette-atom writes."""

from copy import deepcopy
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from pages import get, serve

from db.metadata import metadata
from db.store import Store
from spiders.runs.comparing import compare_new_texts

ATOM = "{http://www.w3.org/2005/Atom}"


def test_hostile_characters_break_no_feed_and_no_table(world, tmp_path):
    with world.begun(tmp_path / "policy.db") as store:
        for number, words in enumerate(("Old \x07 \x1b text.", "New \x08 \ufffe text. " + "long " * 1000)):
            store.save(world.capture(str(number)), world.reading(words), world.run.run_id, world.seen)
        compare_new_texts(store)
    hostile = serve(tmp_path / "policy.db")
    [entry] = feed(hostile)
    assert "Before: Old \ufffd \ufffd text." in entry.findtext(f"{ATOM}content")
    table = get(hostile, "/policy/provisions").text
    assert "Old \ufffd \ufffd text." in table
    assert "long…" in table.replace("long …", "long…")
    assert not set("\x07\x08\x1b\ufffe") & set(table)


def feed(datasette: Datasette, query: str = "") -> list[ElementTree.Element]:
    """Its entries; the feed and each of them have what RFC 4287 demands."""
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
    datasette = serve(db_path)
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


def test_an_empty_feed_leads_to_the_changes_whatever_the_database_is_called(tmp_path):
    Store(tmp_path / "other.db").close()
    told = {"databases": {"other": deepcopy(metadata()["databases"]["policy"])}}
    datasette = Datasette([str(tmp_path / "other.db")], metadata=told)
    root = ElementTree.fromstring(get(datasette, "/other/changes_feed.atom").content)
    [link] = root.findall(f"{ATOM}entry/{ATOM}link")
    answer = get(datasette, urljoin("/other/changes_feed.atom", link.get("href")))
    assert answer.status_code == 200
    assert "Recent changes" in answer.text
