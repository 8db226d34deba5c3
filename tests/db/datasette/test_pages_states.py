"""Pages of an act in two languages and in two states of the law."""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from pages import words

from db.datasette import comparison
from pipeline.model import Provision, Relation


@dataclass(frozen=True)
class Law:
    """An act in English (two versions) and French, its consolidated text in both, a correction in French alone."""

    get: object
    old: str
    en: str
    fr: str
    later: str
    """The consolidated text in English."""
    correction: str


def chapters(*headings: str) -> list[Provision]:
    return [
        Provision(f"cpt_{number}", "chapter", f"Chapter {number}", "", heading)
        for number, heading in enumerate(headings, start=1)
    ]


@pytest.fixture(scope="module")
def law(world, tmp_path_factory, get) -> Law:
    path = tmp_path_factory.mktemp("law") / "policy.db"
    act = world.document
    state = replace(
        act,
        document_id="celex:02031R0001-20330102",
        title="Consolidated text",
        kind="consolidated",
        status="no_legal_effect",
        relations=(Relation("consolidates", act.document_id),),
    )
    correction = replace(act, document_id="celex:32031R0001R(01)", title="Rectificatif", kind="corrigendum", status="")
    with world.begun(path) as store:

        def held(document, language, *sentences, legal_date="", first=()):
            capture = world.capture(language.join(sentences), document, language, legal_date=legal_date)
            reading = world.reading(*sentences, document=document, language=language)
            reading = replace(reading, provisions=(*first, *reading.provisions))
            return store.save(capture, reading, world.run.run_id, world.seen).version_id

        old = held(act, "en", "Old.", "Two.", "Three.")
        recital = Provision("rct_1", "recital", "Recital 1", "Whereas.", unit=True)
        en = held(act, "en", "One.", "Two.", "Three.", first=[recital, *chapters("Lamps", "Software")])
        fr = held(act, "fr", "Un.", "Deux.")
        later = held(state, "en", "One is amended.", "Two.", legal_date="2033-01-02", first=chapters("Lamps", "Buoys"))
        held(state, "fr", "Un est modifié.", "Deux.", legal_date="2033-01-02")
        alone = held(correction, "fr", "Lire: un.")
    datasette = Datasette([str(path)])
    return Law(lambda place, follow=True: get(datasette, place, follow), old, en, fr, later, alone)


@pytest.mark.parametrize("place", ["art_1", "Article 1"])
def test_the_newest_text_of_a_language_has_an_address(law, place):
    def leads_to(query: str) -> str:
        answer = law.get(f"/document/celex:32031R0001/{quote(place)}{query}", follow=False)
        return answer.headers["location"].removeprefix("/provision/")

    assert leads_to("?language=fr") == f"{law.fr}/art_1"
    assert leads_to("?language=en") == leads_to("") == f"{law.en}/art_1"


@pytest.mark.parametrize("place", ["", "/art_1"])
def test_a_language_that_is_not_held_is_not_answered_in_another(law, place):
    page = law.get(f"/document/celex:32031R0001{place}?language=xx")
    assert page.status_code == 404
    assert "No text of celex:32031R0001 in the language 'xx' is held; it is held in en, fr." in words(page)


def test_a_document_says_in_which_language_its_text_is_and_leads_to_the_others(law):
    page = law.get("/document/celex:32031R0001")
    assert "Text in English; also in French" in words(page)
    assert '<a href="/document/celex:32031R0001?language=fr" hreflang="fr">French</a>' in page.text
    assert "Text in French; also in English" in words(law.get("/document/celex:32031R0001?language=fr"))
    assert "Text in French; no other language is held" in words(law.get("/document/celex:32031R0001R(01)"))


def test_a_provision_leads_to_the_same_place_in_the_other_language(law):
    page = law.get(f"/provision/{law.en}/art_1")
    assert "English; also in French" in words(page)
    assert f'<a href="/provision/{law.fr}/art_1" hreflang="fr">French</a>' in page.text
    french = law.get(f"/provision/{law.fr}/art_1").text
    assert f'<a href="/provision/{law.en}/art_1" hreflang="en">English</a>' in french
    assert "also in" not in words(law.get(f"/provision/{law.en}/art_3"))


def test_a_provision_in_another_language_keeps_to_it(law):
    page = law.get(f"/provision/{law.fr}/art_1").text
    assert 'href="/document/celex:32031R0001?language=fr"' in page
    assert 'href="/document/celex:32031R0001/art_1?language=fr"' in page
    assert 'href="/document/celex:32031R0001/art_1"' in law.get(f"/provision/{law.en}/art_1").text


def test_texts_in_two_languages_are_not_compared_however_long(law, monkeypatch):
    monkeypatch.setattr(comparison, "_UNITS", 1)
    page = law.get(f"/compare?from={law.en}&to={law.fr}")
    assert page.status_code == 404
    assert f"Version {law.en} is in English, {law.fr} in French: only texts in one language" in words(page)


LATER = "A later text of this law is held, consolidated as of 2 January 2033"
PLACES = {
    "art_1": "different words here",
    "art_2": "the same words here",
    "art_3": "this place is not in it",
}


@pytest.mark.parametrize(("path", "here"), PLACES.items())
def test_a_provision_says_first_that_a_later_text_of_the_law_is_held(law, path, here):
    for version in (law.en, law.old):
        page = law.get(f"/provision/{version}/{path}")
        assert f"{LATER} : {here} ( compare )." in words(page)
        assert words(page).index(LATER) < words(page).index("What it says about open source")
        assert f'href="/compare?from={version}&amp;to={law.later}"' in page.text


def test_a_recital_is_not_told_as_gone_because_consolidated_texts_have_none(law):
    page = words(law.get(f"/provision/{law.en}/rct_1"))
    assert f"{LATER} : consolidated texts leave the preamble out ( compare )." in page
    assert "Law as of 2 January 2033: the preamble is left out" in page
    assert "Law as of 2 January 2033: not there" in words(law.get(f"/provision/{law.en}/art_3"))
    assert "recitals are not compared" in words(law.get(f"/compare?from={law.en}&to={law.later}"))
    assert "recitals are not compared" not in words(law.get(f"/compare?from={law.old}&to={law.en}"))


def test_a_chapter_says_that_its_heading_alone_was_compared(law):
    for chapter, what in (("cpt_1", "the same heading"), ("cpt_2", "different heading")):
        page = words(law.get(f"/provision/{law.en}/{chapter}"))
        assert f"{LATER} : {what} here ( compare )." in page
        assert f"Law as of 2 January 2033: {what}" in page
        assert re.search(r"Words here 2 \(this one\) 5 January 2031 5 January 2031 the same heading 1 ", page)


def test_a_document_says_first_that_a_later_text_of_the_law_is_held(law):
    page = law.get("/document/celex:32031R0001")
    assert f"{LATER} ( compare )." in words(page)
    assert words(page).index(LATER) < words(page).index("Outline")
    french = law.get("/document/celex:32031R0001?language=fr").text
    assert 'href="/document/celex:02031R0001-20330102?language=fr">consolidated as of' in french
    assert "A later text" not in words(law.get("/document/celex:02031R0001-20330102"))


def test_a_provision_of_a_consolidated_text_says_what_that_is(law):
    page = words(law.get(f"/provision/{law.later}/art_1"))
    assert "A consolidated text that states the law as of 2 January 2033: made for reading" in page
    assert "A later text" not in page


def _nested(world, reading):
    """Chapters before an article in two paragraphs with a point each, and an annex; as in EU acts, no chapter encloses
    anything."""
    provisions = (
        Provision("cpt_I", "chapter", "Chapter I", "", "Lamps"),
        Provision("cpt_II", "chapter", "Chapter II", "", "Machines"),
        Provision("cpt_II/sct_1", "section", "Chapter II, Section 1", "", "Software"),
        Provision("art_1", "article", "Article 1", "All software is exempt. Buoys.", "Scope"),
        Provision("art_1/par_1", "paragraph", "Article 1(1)", "All software is exempt.", parent="art_1", unit=True),
        Provision("art_1/par_1/pt_a", "point", "Article 1(1)(a)", "software.", parent="art_1/par_1"),
        Provision("art_1/par_2", "paragraph", "Article 1(2)", "Buoys.", parent="art_1", unit=True),
        Provision("art_1/par_2/pt_a", "point", "Article 1(2)(a)", "Buoys.", parent="art_1/par_2"),
        Provision("cpt_III", "chapter", "Chapter III", "", "Buoys"),
        Provision("anx_I", "annex", "Annex I", "Weights, as software.", unit=True),
    )
    tagged = [annotation for each in provisions if each.unit for annotation in world.annotations(each)]
    return replace(reading, provisions=provisions, annotations=tuple(tagged))


@pytest.fixture(scope="module")
def nested(world, tmp_path_factory, get):
    """Pages of that text, which is in French, and its version."""
    path = tmp_path_factory.mktemp("nested") / "policy.db"
    with world.begun(path) as store:
        reading = _nested(world, world.reading("", language="fr"))
        saved = store.save(world.capture("1", language="fr"), reading, world.run.run_id, world.seen)
    datasette = Datasette([str(path)])
    return lambda place: get(datasette, place).text, saved.version_id


def test_a_provision_without_tags_leads_to_the_units_that_have_them(nested):
    read, version = nested

    def aside(path: str) -> str:
        page = read(f"/provision/{version}/{path}")
        return page[page.index("<aside") : page.index("</aside")]

    unit = f'<a href="/provision/{version}/art_1/par_1"><bdi>Article 1(1)</bdi></a> <span class="tags">exemption</span>'
    for path in ("cpt_II", "cpt_II/sct_1", "art_1"):
        assert "these touch open source" in aside(path)
        assert unit in aside(path)
        assert aside(path).count("<li>") == 1
    assert f"This is part of {unit}" in aside("art_1/par_1/pt_a")
    assert "A label" in aside("art_1/par_1")
    for path in ("art_1/par_2", "art_1/par_2/pt_a", "cpt_I", "cpt_III"):
        assert "No rule found any words about open source here." in aside(path)


def test_headings_and_quotes_say_in_which_language_they_are(nested):
    read, version = nested
    assert '<bdi lang="fr">Machines</bdi>' in read("/document/celex:32031R0001")
    assert '<p class="lead" lang="fr" dir="auto">Scope</p>' in read(f"/provision/{version}/art_1")
    paragraph = read(f"/provision/{version}/art_1/par_1")
    assert 'Article 1</bdi>: <bdi lang="fr">Scope</bdi>' in paragraph
    assert '<q lang="fr"><bdi>software</bdi></q>' in paragraph
