"""Two texts side by side, and the list of changes."""

import html
import re

from datasette.app import Datasette
from pages import words

from db.datasette import comparison
from db.store import Store
from spiders.runs.comparing import compare_new_texts


def test_a_comparison_shows_words_put_in(site):
    page = site.get(f"/compare?from={site.first}&to={site.second}")
    assert "are exempt<ins> unless sold</ins>." in page.text
    assert "2 provisions changed" in words(page)


def test_other_quotation_marks_are_shown_only_where_nothing_else_changed():
    before, after = "l'acte dit « non »", "l’acte dit « oui »"
    found = comparison.words(before, after)
    assert [piece for piece in found if piece[0] != "equal"] == [("delete", "non"), ("insert", "oui")]
    assert "".join(text for operation, text in found if operation != "delete") == after
    assert ("delete", "'") in comparison.words("l'acte", "l’acte", "cosmetic")


def test_very_long_texts_are_shown_whole():
    before, after = "a " * 15_000, "a " * 15_000 + "b"
    assert comparison.words(before, after) == [("delete", before), ("insert", after)]


def test_changes_of_a_document_in_two_languages_are_listed_in_one(world, tmp_path, get):
    with world.begun(tmp_path / "policy.db") as store:
        for language in ("fr", "en"):
            for words_ in ("Exempt.", "Exempt no more."):
                reading = world.reading(f"{words_} {language}", language=language)
                store.save(world.capture(words_ + language, language=language), reading, world.run.run_id, world.seen)
        assert compare_new_texts(store) == 2
    page = get(Datasette([str(tmp_path / "policy.db")]), "/changes")
    assert page.text.count('<article class="change">') == 1
    assert 'lang="en" dir="auto">Exempt' in page.text


def test_any_two_texts_of_a_language_can_be_compared(site):
    page = site.get(f"/compare?from={site.second}&to={site.first}")
    assert "are exempt<del> unless sold</del>." in page.text


def test_long_texts_are_compared_only_if_they_were_before(site, monkeypatch):
    monkeypatch.setattr(comparison, "_UNITS", 1)
    assert site.get(f"/compare?from={site.first}&to={site.second}").status_code == 200
    page = words(site.get(f"/compare?from={site.second}&to={site.first}"))
    assert "too long to compare here" in page
    assert "policy-tracker" not in page


def test_changes_are_listed_newest_first(site):
    page = site.get("/changes")
    assert "are exempt<ins> unless sold</ins>." in page.text
    assert site.get("/changes?jurisdiction=US").text.count('class="change"') == 0
    european = site.get("/changes?jurisdiction=eu").text
    assert european.count('class="change"') == page.text.count('class="change"')
    assert "<strong>EU</strong>" in european
    assert "changes_feed.atom?jurisdiction=EU" in european
    assert "recent_changes.csv?_stream=on&amp;jurisdiction=EU" in european
    assert site.get("/changes?open_source=1").text.count('class="change"') == 2
    assert site.get("/changes?page=nonsense").status_code == 200


def test_a_list_without_changes_says_of_what_there_are_none(site, get, tmp_path):
    assert "The list ends before this page. Its newest changes" in words(site.get("/changes?page=9"))
    assert "No recorded change is of this kind. All changes" in words(site.get("/changes?jurisdiction=US"))
    Store(tmp_path / "policy.db").close()
    nothing = get(Datasette([str(tmp_path / "policy.db")]), "/changes")
    assert "No publisher has changed a text that is held here." in words(nothing)


def test_the_language_of_a_text_is_named(world, tmp_path, get):
    with Store(tmp_path / "policy.db") as store:
        store.sync_sources([world.source])
        store.start_run(world.run)
        for text in ("Exempt.", "Exempt no more."):
            reading = world.reading(text, language="fr")
            store.save(world.capture(text, language="fr"), reading, world.run.run_id, world.seen)
        compare_new_texts(store)
    served = Datasette([str(tmp_path / "policy.db")])
    changes = get(served, "/changes")
    assert "· in French" in words(changes)
    [address] = set(re.findall(r'href="(/compare[^"]*)"', changes.text))
    assert "celex:32031R0001, French, version 2" in words(get(served, html.unescape(address)))
