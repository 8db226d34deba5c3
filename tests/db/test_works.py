"""Several sources tell of one document, several documents are one work: the outcome never depends on who came first."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from urllib.parse import urlencode

import pages
import pytest
from datasette.app import Datasette
from pages import serve

from db.agency_names import agency_name
from db.connection import open_for_reading
from db.lookup import resolve, show, shown_instead
from db.works import Statement, merged
from pipeline.identifiers import url_id
from pipeline.model import Document, DocumentDate, Identifier, Problem, Relation
from spiders.publishers.agencies import agency_pages

PAGE = "https://palace.example/orders/toys"
ORDER = Document(
    document_id="fr:2031-00001",
    source="register",
    title="Toys",
    kind="executive_order",
    jurisdiction="US",
    publisher="Office of the Register",
    url="https://register.example/1",
    published="2031-01-09",
    agencies=("Palace",),
    identifiers=(Identifier("fr", "2031-00001"),),
    dates=(DocumentDate("published", "2031-01-09"),),
)
AS_SEEN_BY_PALACE = replace(
    ORDER,
    source="palace",
    title="TOYS",
    published="2031-01-02",
    identifiers=(*ORDER.identifiers, Identifier("url", PAGE)),
    dates=(*ORDER.dates, DocumentDate("published", "2031-01-02", "palace.example")),
    relations=(Relation("same_work", url_id(PAGE), "palace.example"),),
)
ON_ITS_PAGE = replace(
    ORDER,
    document_id=url_id(PAGE),
    source="palace",
    publisher="The Palace",
    url=PAGE,
    published="2031-01-02",
    identifiers=(Identifier("url", PAGE),),
)
LATER, LAST = "2031-02-01T00:00:00Z", "2031-03-01T00:00:00Z"
SHOWN = "SELECT document_id FROM versions WHERE shown = 1"


@pytest.fixture
def keep(store, world):
    """Saves a document; several documents of one text are told apart by their ids."""
    declared = {"register": "Office of the Register", "palace": "The Palace"}
    store.sync_sources([replace(world.source, name=name, publisher=who) for name, who in declared.items()])

    def kept(document, seen=world.seen, text="Models with open weights are toys."):
        reading = world.reading(text, document=document)
        return store.save(world.capture(text, document), reading, world.run.run_id, seen)

    return kept


@pytest.mark.parametrize("documents", [(ORDER, AS_SEEN_BY_PALACE), (AS_SEEN_BY_PALACE, ORDER)])
def test_an_order_seen_by_two_sources_is_the_same_in_any_order_of_crawls(documents, keep, ask):
    for document in documents * 2:
        keep(document)
    assert ask("SELECT source, title, published FROM documents") == [("register", "Toys", "2031-01-09")]
    assert ask("SELECT scheme FROM document_identifiers ORDER BY 1") == [("fr",), ("url",)]
    published = ask("SELECT date, note FROM document_dates WHERE kind = 'published' ORDER BY 1")
    assert published == [("2031-01-02", "palace.example"), ("2031-01-09", "")]
    assert ask("SELECT count(*) FROM versions") == [(1,)]


NUMBERED = replace(ORDER, identifiers=(*ORDER.identifiers, Identifier("eo", "19999")))


def test_an_order_is_called_by_its_own_number_and_its_correction_is_not(keep, ask):
    keep(NUMBERED)
    keep(replace(NUMBERED, document_id="fr:C1-2031-00001", kind="correction"), text="Toys are models.")
    assert ask("SELECT document_id, identifier FROM documents ORDER BY identifier") == [
        ("fr:C1-2031-00001", "C1-2031-00001"),
        (ORDER.document_id, "EO 19999"),
    ]


REVOKED = replace(
    ORDER, document_id="fr:2029-00007", title="Dolls", relations=(Relation("revoked_by", "eo:19999", "register"),)
)
CORRECTION = replace(NUMBERED, document_id="fr:C1-2031-00001", kind="correction")


@pytest.mark.parametrize("documents", tuple(permutations((NUMBERED, REVOKED, CORRECTION))))
def test_an_order_that_is_held_is_related_by_its_id_whichever_came_first(documents, keep, ask, db_path, get):
    for document in documents:
        keep(document)
    for _ in range(2):
        assert ask("SELECT target FROM document_relations") == [(ORDER.document_id,)]
        keep(REVOKED)
    page = pages.words(get(Datasette([str(db_path)]), f"/document/{ORDER.document_id}"))
    assert "Dolls ( fr:2029-00007 ) is revoked by this" in page


def test_an_order_named_in_two_ways_is_one_relation(keep, ask):
    twice = (*REVOKED.relations, Relation("revoked_by", ORDER.document_id, "register"))
    for document in (replace(REVOKED, relations=twice), NUMBERED):
        keep(document)
    assert ask("SELECT target FROM document_relations") == [(ORDER.document_id,)]


@pytest.mark.parametrize("name", ["eo 19999", "eo:19999", "19999", "2031-00001", ORDER.document_id])
def test_every_name_of_an_order_leads_to_it(name, keep, db_path):
    keep(NUMBERED)
    with closing(open_for_reading(db_path)) as connection:
        assert resolve(connection, name) == ORDER.document_id


def test_a_source_replaces_only_what_it_said_itself(keep, ask):
    keep(AS_SEEN_BY_PALACE)
    keep(replace(ORDER, agencies=("Mint",), identifiers=()), LATER)
    assert ask("SELECT agency FROM document_agencies ORDER BY 1") == [("Mint",), ("Palace",)]
    keep(replace(AS_SEEN_BY_PALACE, agencies=(), identifiers=()), LAST)
    assert ask("SELECT agency FROM document_agencies") == [("Mint",)]
    assert ask("SELECT count(*) FROM document_identifiers") == [(0,)]
    seen = ask("SELECT source, first_seen_at, last_seen_at FROM document_sources ORDER BY source")
    assert seen == [("palace", "2031-01-05T00:01:00Z", LAST), ("register", LATER, LATER)]


def test_an_agency_has_the_register_s_name_whatever_a_source_calls_it(keep, ask):
    keep(replace(AS_SEEN_BY_PALACE, agencies=("NIST", "Palace")))
    keep(replace(ORDER, agencies=("National Institute of Standards and Technology",)))
    named = [("National Institute of Standards and Technology",), ("Palace",)]
    assert ask("SELECT agency FROM document_agencies ORDER BY 1") == named
    assert ask("SELECT json_extract(stated, '$.agencies') FROM document_sources ORDER BY source LIMIT 1") == [
        ('["NIST","Palace"]',)
    ]


@pytest.mark.parametrize("stated", sorted({"NIST", "OMB", "NTIA", *(page.agency for page in agency_pages())}))
def test_no_source_names_an_agency_otherwise_than_the_register(stated):
    """The Federal Register shortens nothing, and writes "Commerce Department", "Personnel Management Office"."""
    name = agency_name(stated)
    assert agency_name(name) == name
    assert not name.isupper()
    assert not name.startswith(("Department of", "Office of"))


def test_what_another_program_stated_is_read(keep, ask, db_path):
    keep(AS_SEEN_BY_PALACE)
    with closing(sqlite3.connect(db_path)) as connection, connection:
        connection.execute("UPDATE document_sources SET stated = json_set(json_remove(stated, '$.subjects'), '$.a', 1)")
    keep(ORDER, LATER)
    assert ask("SELECT scheme FROM document_identifiers ORDER BY 1") == [("fr",), ("url",)]


def test_a_document_is_removed_when_all_its_pages_are(keep, store, ask):
    keep(AS_SEEN_BY_PALACE)
    keep(ORDER)
    gone = Problem("", "palace", "removed", "gone", document_id=ORDER.document_id, seen_at=LATER)
    store.add_problem(gone)
    assert ask("SELECT status FROM documents") == [("",)]
    store.add_problem(replace(gone, source="register", seen_at=LAST))
    assert ask("SELECT status FROM documents") == [("removed_from_site",)]
    assert ask("SELECT removed_at FROM document_sources ORDER BY source") == [(LATER,), (LAST,)]
    keep(ORDER, "2031-04-01T00:00:00Z")
    assert ask("SELECT status FROM documents") == [("",)]
    assert ask("SELECT status FROM document_statuses ORDER BY seen_at") == [("",), ("removed_from_site",), ("",)]


def test_a_page_that_is_there_again_as_another_publication_is_not_removed_any_more(keep, store, ask):
    keep(ON_ITS_PAGE)
    keep(AS_SEEN_BY_PALACE)
    store.add_problem(
        Problem("", "palace", "removed", "gone", document_id=ON_ITS_PAGE.document_id, seen_at=LATER),
    )
    assert ask("SELECT status FROM documents ORDER BY document_id") == [("",), ("removed_from_site",)]
    keep(ORDER, LAST)
    assert ask("SELECT status FROM documents ORDER BY document_id") == [("",), ("removed_from_site",)]
    keep(AS_SEEN_BY_PALACE, LAST)
    assert ask("SELECT status FROM documents ORDER BY document_id") == [("",), ("",)]


def test_a_document_that_is_only_described_keeps_its_text(keep, store, world, ask):
    keep(ORDER)
    ended = replace(ORDER, status="not_in_force")
    store.see_again(replace(world.capture("", ended), parts=()), "", LATER)
    assert ask("SELECT status FROM documents") == [("not_in_force",)]
    assert ask(SHOWN) == [(ORDER.document_id,)]


@pytest.mark.parametrize("documents", tuple(permutations((ON_ITS_PAGE, ORDER, AS_SEEN_BY_PALACE))))
def test_a_page_is_shown_only_until_the_order_itself_is_held(documents, keep, ask):
    for document in documents:
        keep(document)
    assert ask(SHOWN) == [(ORDER.document_id,)]
    assert ask("SELECT count(*) FROM documents") == [(2,)]
    assert ask("SELECT DISTINCT document_id FROM open_source_provisions") == [(ORDER.document_id,)]


def test_a_page_stands_for_the_work_while_the_order_has_no_text(keep, ask):
    keep(replace(ON_ITS_PAGE, relations=(Relation("same_work", ORDER.document_id),)))
    assert ask(SHOWN) == [(ON_ITS_PAGE.document_id,)]
    keep(ORDER)
    assert ask(SHOWN) == [(ORDER.document_id,)]


def test_a_page_that_lists_do_not_show_is_a_page_with_its_own_text(keep, store, db_path, get):
    for document in (ON_ITS_PAGE, AS_SEEN_BY_PALACE):
        keep(document, text=f"Models with open weights are toys: {document.document_id}.")
    with closing(open_for_reading(db_path)) as connection:
        assert shown_instead(connection, ORDER.document_id) is None
        assert shown_instead(connection, ON_ITS_PAGE.document_id)["document_id"] == ORDER.document_id
        held = show(connection, ON_ITS_PAGE.document_id)
    assert held.shown_instead == ORDER.document_id
    assert ON_ITS_PAGE.document_id in held.provisions[0].text
    datasette = serve(db_path)
    page = get(datasette, f"/document/{ON_ITS_PAGE.document_id}")
    assert page.status_code == 200
    assert f'Lists show another publication of the same work instead: <a href="/document/{ORDER.document_id}"' in (
        page.text
    )
    assert f"/provision/{held.version_id}/art_1" in page.text
    assert "another publication" in get(datasette, f"/provision/{held.version_id}/art_1").text
    assert "another publication" not in get(datasette, f"/document/{ORDER.document_id}").text
    asked = urlencode({"_shape": "array", "document": ON_ITS_PAGE.document_id})
    for by in ("", "crawl"):
        rows = get(datasette, f"/policy/as_of.json?{asked}&date=2031-02-01&by={by}").json()
        assert [row["provision_id"] for row in rows] == [f"{held.version_id}/art_1"]


def test_a_publication_that_is_not_held_is_shown_by_its_address(keep, db_path, get):
    keep(replace(AS_SEEN_BY_PALACE, relations=(*AS_SEEN_BY_PALACE.relations, Relation("revoked_by", "eo:7"))))
    page = get(Datasette([str(db_path)]), f"/document/{ORDER.document_id}").text
    assert f'This is the same work as <a class="hash" href="{PAGE}" rel="external">{PAGE}</a>' in page
    assert 'This is revoked by <span class="hash">eo:7</span>' in page
    assert url_id(PAGE) not in page


def test_the_end_of_a_chain_of_publications_is_shown_instead_of_all_before_it(keep, db_path):
    third = replace(ON_ITS_PAGE, document_id=url_id(PAGE + "-copy"), published="2031-01-03")
    for document in (replace(third, relations=(Relation("same_work", ON_ITS_PAGE.document_id),)), ON_ITS_PAGE):
        keep(document)
    keep(AS_SEEN_BY_PALACE)
    with closing(open_for_reading(db_path)) as connection:
        assert shown_instead(connection, third.document_id)["document_id"] == ORDER.document_id


@pytest.mark.parametrize("published", ["2031-01-03", ""])
def test_of_two_pages_the_first_published_is_shown(published, keep, ask):
    copy = replace(ON_ITS_PAGE, document_id=url_id(PAGE + "-copy"), published=published)
    for document in (replace(copy, relations=(Relation("same_work", ON_ITS_PAGE.document_id),)), ON_ITS_PAGE):
        keep(document)
    assert ask(SHOWN) == [(ON_ITS_PAGE.document_id,)]


def test_a_page_that_is_a_work_of_its_own_again_is_shown_again(keep, ask):
    for document in (ON_ITS_PAGE, AS_SEEN_BY_PALACE):
        keep(document)
    keep(replace(AS_SEEN_BY_PALACE, relations=()), LATER)
    assert len(ask(SHOWN)) == 2


@pytest.mark.parametrize("dates", tuple(permutations(("2031-01-02", "2031-01-09", ""))))
def test_without_its_publisher_s_date_a_document_has_the_earliest_that_is_stated(dates):
    seen = (LATER, LAST, "2031-04-01T00:00:00Z")
    said = [Statement(replace(ORDER, published=day), False, since) for day, since in zip(dates, seen, strict=True)]
    assert merged(said).published == "2031-01-02"
    assert merged([Statement(replace(ORDER, published=""), True, LATER), *said]).published == "2031-01-02"


def test_statuses_stated_by_anyone_count():
    revoked = replace(AS_SEEN_BY_PALACE, status="revoked")
    said = [Statement(ORDER, True, LATER), Statement(revoked, False, LATER)]
    assert merged(said).status == "revoked"


@pytest.mark.parametrize("stated", ["", "in_force", "proposed", "no_legal_effect"])
def test_a_page_that_is_gone_everywhere_is_the_status(stated):
    said = [Statement(replace(ORDER, status=stated), own, LATER, removed=True) for own in (True, False)]
    assert merged(said).status == "removed_from_site"
    assert merged([said[0], replace(said[1], removed=False)]).status == stated


@pytest.mark.parametrize("ended", ["not_in_force", "withdrawn", "revoked", "rescinded", "superseded"])
def test_a_page_that_is_gone_does_not_hide_that_the_document_ended(ended):
    assert merged([Statement(replace(ORDER, status=ended), True, LATER, removed=True)]).status == ended
