"""The page of a document."""

import html
import re
from dataclasses import replace

import pytest
from datasette.app import Datasette
from pages import words

from db.datasette import outline
from db.metadata import metadata
from pipeline.model import Identifier, Provision, Relation


def test_a_version_of_another_document_is_refused(site):
    assert site.get(f"/document/celex:32031R0001?version={site.order}").status_code == 404


def test_a_document_shows_its_outline_and_versions(site):
    page = site.get("/document/celex:32031R0001")
    seen = words(page)
    assert "Regulation on thinking machines" in seen
    assert "of 4 provisions touch open source 3" in seen
    assert page.text.count('class="depth-0 touches"') == 3
    assert len(re.findall("Article 1 [^.]*[.…] exemption", seen)) == 1
    assert page.text.count(f'href="/provision/{site.second}/art_1"') == 1
    assert f"/compare?from={site.first}&amp;to={site.second}" in page.text
    older = site.get(f"/document/celex:32031R0001?version={site.first}")
    assert "This is an older text: version 1" in words(older)


def test_a_document_without_a_text_has_a_page_with_what_is_known_of_it(site):
    assert 'href="/document/fr:2031-00004"' in site.get("/policy/textless_documents").text
    page = site.get("/document/fr:2031-00004")
    assert page.status_code == 200
    seen = words(page)
    assert "US · Notice · Gazette of Arcadia Notice <b>on</b> lamps No text of this document is held" in seen
    assert "status Revoked published 6 May 2029 Official publication Facts" in seen
    assert "Also known as docket:LAMP-2031 Publisher Arcadian Printing Office" in seen
    assert "Comments close: 4 March 2031 Relations This amends Regulation on thinking machines" in seen
    assert 'href="https://gazette.example/1" rel="external"' in page.text
    assert '<link rel="canonical" href="/document/fr:2031-00004">' in page.text
    assert not re.search("None|Outline|Versions|older text|open source", seen)
    assert "No text of this document" not in words(site.get("/document/celex:32031R0001"))


def test_a_document_is_also_known_as_what_its_identifier_does_not_say(store, world, db_path, get):
    named = replace(world.document, identifiers=(Identifier("celex", "32031R0001"), Identifier("eli", "reg/2031/1")))
    store.save(world.capture("1", named), world.reading("Text."), world.run.run_id, world.seen)
    seen = words(get(Datasette([str(db_path)]), "/document/celex:32031R0001"))
    assert "Identifier celex:32031R0001 Also known as eli:reg/2031/1 Publisher" in seen


@pytest.mark.parametrize(
    ("relation", "says"),
    [
        ("amended_by", "is amended by"),
        ("based_on", "is based on"),
        ("same_work", "is the same work as"),
    ],
)
def test_a_relation_is_a_sentence_on_the_pages_of_both_documents(store, world, db_path, get, relation, says):
    other = replace(world.document, document_id="celex:32031R0002", title="Lamps")
    mine = replace(world.document, relations=(Relation(relation, other.document_id),))
    store.save(world.capture("1", mine), world.reading("Text."), world.run.run_id, world.seen)
    store.save(world.capture("2", other), world.reading("Light.", document=other), world.run.run_id, world.seen)
    datasette = Datasette([str(db_path)])
    assert f"Relations This {says} Lamps ( celex:32031R0002 )" in words(get(datasette, "/document/celex:32031R0001"))
    seen = words(get(datasette, "/document/celex:32031R0002"))
    assert f"Relations Regulation on thinking machines ( celex:32031R0001 ) {says} this" in seen


@pytest.mark.parametrize(
    ("mine", "theirs", "says"), [("amended_by", "amends", "is amended by"), ("adopts", "proposes", "adopts")]
)
def test_what_two_documents_say_of_each_other_is_said_once(store, world, db_path, get, mine, theirs, says):
    number, on = "celex:32031R0002", world.document.document_id
    other = (Relation(theirs, on), Relation("based_on", on))
    documents = (
        replace(world.document, relations=(Relation(mine, number),)),
        replace(world.document, document_id=number, title="Lamps", relations=other),
    )
    for each in documents:
        store.save(world.capture(each.title, each), world.reading("Text.", document=each), world.run.run_id, world.seen)
    page = words(get(Datasette([str(db_path)]), f"/document/{on}"))
    assert f"Relations This {says} Lamps ( {number} ) Lamps ( {number} ) is based on this" in page
    assert f"{theirs} this" not in page


def test_a_docket_may_have_thousands_of_comments_which_are_counted(store, world, db_path, get):
    for number in (2, 3):
        on = (Relation("comments_on", "celex:32031R0001"),)
        letter = replace(world.document, document_id=f"regs:TOY-{number}", kind="comment", relations=on)
        reading = world.reading("Keep them open.", document=letter)
        store.save(world.capture(str(number), letter), reading, world.run.run_id, world.seen)
    store.save(world.capture("1"), world.reading("Text."), world.run.run_id, world.seen)
    datasette = Datasette([str(db_path)])
    page = get(datasette, "/document/celex:32031R0001")
    assert "Comments 2 on this are held" in words(page)
    [address] = re.findall(r'href="([^"]+)">2 on this', page.text)
    listed = get(datasette, html.unescape(address).replace("?", ".json?_shape=array&")).json()
    assert [row["document_id"] for row in listed] == ["regs:TOY-2", "regs:TOY-3"]
    assert "Relations This comments on Regulation on thinking machines" in words(get(datasette, "/document/regs:TOY-2"))


def test_one_provision_is_told_as_one(store, world, db_path, get):
    store.save(world.capture("1"), world.reading("On software."), world.run.run_id, world.seen)
    assert "of 1 provision touches open source 1" in words(get(Datasette([str(db_path)]), "/document/celex:32031R0001"))


@pytest.fixture
def report(store, world, db_path) -> tuple[str, Datasette]:
    """The version of a report whose section is cited by its heading, and the Datasette that shows it."""
    units = (
        Provision("h_1", "section", "Floating buoys", "", heading="Floating buoys"),
        Provision("h_1/p_1", "paragraph", "¶ 1", "Software floats.", "Floating buoys", parent="h_1", unit=True),
    )
    reading = world.reading(provisions=units, annotations=tuple(world.annotations(units[1])))
    version = store.save(world.capture("1"), reading, world.run.run_id, world.seen).version_id
    return version, Datasette([str(db_path)], metadata=metadata())


def test_a_section_that_is_cited_by_its_heading_has_it_once_on_every_page(report, get):
    version, datasette = report
    for path in (f"/provision/{version}/h_1", f"/provision/{version}/h_1/p_1", "/document/celex:32031R0001"):
        found = words(get(datasette, path))
        assert "Floating buoys" in found
        assert not re.search(r"Floating buoys:? Floating buoys", found), path


def test_the_page_says_what_its_outline_leaves_out(site, monkeypatch):
    assert "A long text" not in words(site.get("/document/celex:32031R0001"))
    monkeypatch.setattr(outline, "LINES", 1)
    assert "A long text: 1 more provisions" in words(site.get("/document/celex:32031R0001"))
