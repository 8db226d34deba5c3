"""Pages of provisions, documents, comparisons, changes and search."""

import asyncio
import html
import json
import re
from copy import deepcopy
from dataclasses import replace
from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette

from db.datasette import comparison, outline
from db.metadata import metadata
from db.store import Store
from pipeline.model import Provision
from spiders.runs.comparing import compare_new_texts


def words(page) -> str:
    """What a reader sees, without markup."""
    body = page.text[page.text.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_provision_shows_its_words_with_the_evidence_marked(site):
    page = site.get(f"/provision/{site.second}/art_1")
    assert page.status_code == 200
    assert re.search(r'Models with <mark title="A label">open weights</mark>', page.text)
    assert "What it means." in page.text
    assert "rule.weights" in page.text


def test_an_effect_is_marked_where_it_is_told(demo_db):
    async def page() -> str:
        datasette = Datasette([str(demo_db)], metadata=deepcopy(metadata()))
        found = await datasette.client.get("/document/celex:32024R1689/Article 2(3)", follow_redirects=True)
        return found.text

    text = asyncio.run(page())
    assert '<q lang="en"><bdi>open-weight model’ means</bdi></q>, said of <q lang="en"><bdi>open-weight model' in text
    assert '<mark title="Definition">’ means</mark>' in text


def test_hostile_words_are_shown_as_text(site):
    page = site.get(f"/provision/{site.order}/art_1")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "Order &lt;b&gt;on&lt;/b&gt; software" in page.text
    assert "\x07" not in page.text
    assert 'dir="auto"' in page.text


@pytest.mark.parametrize("path", ["/", "/search", "/search?q=script", "/document/fr:2031-00002", "/changes"])
def test_no_page_lets_markup_through(site, path):
    text = site.get(path).text
    assert "<script>" not in text
    assert "<b>on" not in text


def test_a_provision_leads_to_its_neighbours_and_its_document(site):
    page = site.get(f"/provision/{site.second}/art_2").text
    assert f'rel="prev" href="/provision/{site.second}/art_1"' in page
    assert f'rel="next" href="/provision/{site.second}/art_3"' in page
    assert 'href="/document/celex:32031R0001"' in page


def test_a_provision_tells_its_history(site):
    page = site.get(f"/provision/{site.second}/art_1")
    assert f"/compare?from={site.first}&amp;to={site.second}" in page.text
    assert "different words" in words(page)
    old = site.get(f"/provision/{site.first}/art_1")
    assert "This is an older text" in words(old)
    assert 'href="/document/celex:32031R0001/art_1"' in old.text


def test_a_provision_leads_to_the_bytes(site, world):
    page = words(site.get(f"/provision/{site.second}/art_1"))
    snapshot = world.capture("2").parts[0].snapshot
    assert snapshot.sha256 in page
    assert "a.warc.gz, offset 0" in page


@pytest.mark.parametrize("place", ["art_1", "Article 1", "art. 1", "Artikel 1"])
def test_the_newest_text_has_an_address(site, place):
    answer = site.get(f"/document/32031R0001/{quote(place)}", follow=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/provision/{site.second}/art_1"


@pytest.mark.parametrize(("style", "start"), [("bibtex", "@misc{"), ("csl", "["), ("ris", "TY  - ")])
def test_citations_can_be_downloaded(site, style, start):
    answer = site.get(f"/cite/{style}/{site.second}/art_1")
    assert answer.text.startswith(start)
    assert "attachment" in answer.headers["content-disposition"]
    assert site.second in answer.text
    if style == "csl":
        assert json.loads(answer.text)[0]["section"] == "Article 1"


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
        ("/cite/chicago/0000000000000000/art_1", "There is no citation style 'chicago'"),
        ("/compare?from=x&to=y", "No version x is held"),
        ("/compare", "Name two versions in the address"),
        ("/compare?to=0000000000000000", "Name two versions in the address"),
    ],
)
def test_what_is_not_held_is_a_helpful_404(site, path, message):
    page = site.get(path)
    assert page.status_code == 404
    assert message in words(page)
    assert 'role="search"' in page.text
    assert "policy-tracker" not in words(page)


def test_a_version_of_another_document_is_refused(site):
    assert site.get(f"/document/celex:32031R0001?version={site.order}").status_code == 404


def test_a_document_shows_its_outline_and_versions(site):
    page = site.get("/document/celex:32031R0001")
    seen = words(page)
    assert "Regulation on thinking machines" in seen
    assert "of 4 provisions touch open source 3" in seen
    assert page.text.count('class="depth-0 touches"') == 3
    assert seen.count("Article 1 exemption") == 1
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
    assert "Comments close: 4 March 2031 Relations Amends Regulation on thinking machines" in seen
    assert 'href="https://gazette.example/1" rel="external"' in page.text
    assert '<link rel="canonical" href="/document/fr:2031-00004">' in page.text
    assert not re.search("None|Outline|Versions|older text|open source", seen)
    assert "No text of this document" not in words(site.get("/document/celex:32031R0001"))


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


def test_changes_of_a_document_in_two_languages_are_listed_in_one(world, tmp_path, get):
    with Store(tmp_path / "policy.db") as store:
        store.sync_sources([world.source])
        store.sync_vocabulary(world.tags, world.rules)
        store.start_run(world.run)
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
    assert "No change that is held here is of this kind. All changes" in words(site.get("/changes?jurisdiction=US"))
    Store(tmp_path / "policy.db").close()
    nothing = get(Datasette([str(tmp_path / "policy.db")]), "/changes")
    assert "No publisher has changed a text that is held here." in words(nothing)


def hits(page) -> list[str]:
    return re.findall(r'<h2><a href="/provision/([^"]+)"', page.text)


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_long_passage_is_found_by_its_beginning(site, between):
    """Of 1,722 letters of a recital the first 1,000 were looked for, "amen" of "amendment" among them."""
    passage = f"weights{between}exempt{between}" * 200
    assert f"{site.second}/art_1" in hits(site.get("/search?" + urlencode({"q": passage})))
    assert site.get("/search?q=" + "w" * 5000).status_code == 200


def test_search_marks_the_words_that_were_found(site):
    page = site.get("/search?q=open-weights")
    assert set(hits(page)) == {f"{site.second}/art_1", f"{site.order}/art_1"}
    assert "<mark>open</mark>" in page.text or "<mark>open weights</mark>" in page.text


def test_search_puts_what_is_cited_before_what_has_the_words(site):
    assert hits(site.get("/search?q=Artikel+2")) == [f"{site.second}/art_2", f"{site.order}/art_2"]
    assert hits(site.get("/search?q=art.+2+order")) == [f"{site.order}/art_2"]
    assert hits(site.get("/search?q=art.+2&jurisdiction=US")) == [f"{site.order}/art_2"]


def test_a_provision_that_is_cited_is_found_though_it_is_no_unit(world, tmp_path, get):
    article = Provision("art_1", "article", "Article 1", "Of long lamps " * 30)
    units = [
        Provision(f"art_1/par_{number}", "paragraph", f"Article 1({number})", "Lamps.", parent="art_1", unit=True)
        for number in (1, 2)
    ]
    with Store(tmp_path / "policy.db") as store:
        store.sync_sources([world.source])
        store.start_run(world.run)
        for language in ("fr", "en"):
            reading = replace(world.reading("Text.", language=language), provisions=(article, *units), annotations=())
            store.save(world.capture(language, language=language), reading, world.run.run_id, world.seen)
    page = get(Datasette([str(tmp_path / "policy.db")]), "/search?q=art.+1")
    cited = re.findall(r"<h2><a href[^>]*><bdi>([^<]*)</bdi>", page.text)
    assert cited == ["Article 1", "Article 1", "Article 1(1)", "Article 1(2)", "Article 1(1)", "Article 1(2)"]
    assert page.text.count(" …</p>") == 2
    assert re.findall(r'snippet" lang="(\w+)"', page.text) == ["en", "fr", "en", "en", "fr", "fr"]


@pytest.mark.parametrize(
    ("q", "said"), [("open OR zebra", True), ("zebra models", True), ("zebra", False), ("open models", False)]
)
def test_where_nothing_has_all_words_the_page_says_that_all_must_occur(site, q, said):
    page = words(site.get(f"/search?{urlencode({'q': q})}"))
    assert ("Every word must occur" in page) is said


def documents(page) -> list[str]:
    return re.findall(r'<h2><a href="/document/([^"]+)"', page.text)


def test_search_lists_documents_by_title_or_number_above_the_provisions(site):
    page = site.get("/search?q=order+software")
    assert documents(page) == ["fr:2031-00002"]
    assert hits(page) == []
    assert "1 document by title or number · 0 provisions" in words(page)
    assert "Order &lt;b&gt;on&lt;/b&gt; software" in page.text
    described = site.get("/search?q=LAMP-2031")
    assert documents(described) == ["fr:2031-00004"]
    assert "no text held" in words(described)


def test_documents_are_listed_once_and_not_where_provisions_were_narrowed_down(site):
    assert documents(site.get("/search?q=software")) == ["fr:2031-00002"]
    assert documents(site.get("/search?q=software&jurisdiction=US")) == ["fr:2031-00002"]
    for narrowed in ("jurisdiction=EU", "page=2", "effect=exemption", "document=fr:2031-00002"):
        assert documents(site.get(f"/search?q=software&{narrowed}")) == []
    assert documents(site.get("/search")) == []


def test_of_many_documents_a_few_are_listed(site, monkeypatch):
    monkeypatch.setattr("db.datasette.search.DOCUMENTS", 1)
    page = site.get("/search?q=regulation+on")
    assert len(documents(page)) == 1
    assert "2 documents by title or number" in words(page)
    assert "And 1 more with these words in the title" in words(page)


@pytest.mark.parametrize(
    "q", ["", " ", '"', "NOT", "a:b", "(", "NEAR(", "*", "-", "café", "x" * 5_000, "\x00", "\u202e"]
)
def test_no_words_break_the_search(site, q):
    assert site.get(f"/search?{urlencode({'q': q})}").status_code == 200


def test_without_words_everything_that_touches_open_source_is_listed(site):
    assert len(hits(site.get("/search"))) == 6


def test_choices_narrow_the_list(site):
    assert hits(site.get("/search?jurisdiction=us")) == hits(site.get("/search?jurisdiction=US"))
    assert set(hits(site.get("/search?jurisdiction=US"))) == {f"{site.order}/art_{number}" for number in (1, 2, 3)}
    assert hits(site.get("/search?effect=exemption&jurisdiction=EU")) == [f"{site.second}/art_1"]
    assert hits(site.get("/search?argument=misuse")) == [f"{site.second}/art_4"]
    assert hits(site.get("/search?document=fr:2031-00002&effect=exemption")) == []
    assert "Nothing matches all of this. Start again" in words(site.get("/search?effect=nothing"))


@pytest.mark.parametrize(
    ("query", "fewer", "link"),
    [
        ("q=zebra", False, ""),
        ("q=zebra+quagga", True, ""),
        ("q=zebra&jurisdiction=EU", False, "The same words without the filters"),
        ("q=zebra+quagga&jurisdiction=US", True, "The same words without the filters"),
        ("q=weights&page=9", False, "The list ends before this page. Its first page"),
    ],
)
def test_a_search_that_shows_nothing_says_what_would_help(site, query, fewer, link):
    found = words(site.get(f"/search?{query}"))
    assert ("try fewer words" in found) is fewer
    assert ("without the filters" in found) is ("without" in link)
    assert link in found
    assert ("Nothing matches" in found) is ("page=9" not in query)


def test_a_language_can_be_chosen(world, tmp_path, get):
    versions = {}
    with Store(tmp_path / "policy.db") as store:
        store.sync_sources([world.source])
        store.start_run(world.run)
        for language in ("en", "fr"):
            reading = replace(world.reading("Lamps.", language=language), annotations=())
            saved = store.save(world.capture(language, language=language), reading, world.run.run_id, world.seen)
            versions[language] = saved.version_id
    datasette = Datasette([str(tmp_path / "policy.db")])
    both = get(datasette, "/search?q=art.+1")
    assert hits(both) == [f"{versions['en']}/art_1", f"{versions['fr']}/art_1"]
    assert 'href="/search?q=art.+1&amp;language=fr">fr</a> <span class="count">1<' in both.text
    assert hits(get(datasette, "/search?q=lamps&language=fr")) == [f"{versions['fr']}/art_1"]
    assert documents(get(datasette, "/search?q=machines&language=fr")) == []
    assert hits(get(datasette, "/search?q=lamps&language=de")) == []


def test_counts_of_choices_say_what_choosing_them_gives(site):
    page = site.get("/search?jurisdiction=EU")
    counted = re.findall(r'href="(/search\?[^"]+)">A label</a> <span class="count">(\d+)<', page.text)
    assert counted
    for link, count in counted:
        assert len(hits(site.get(html.unescape(link)))) == int(count)


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
    page = get(Datasette([str(tmp_path / "policy.db")]), "/policy/documents").text
    assert re.search(r'<span title="Regulation on [^"]*">Regulation on (very )+very… \(Machine Act\)</span>', page)
    assert 'title="https://gazette.example/a/b?c=1">gazette.example</a>' in page
    assert "<script>/" not in page


def test_ids_in_tables_lead_to_our_pages(site):
    assert 'href="/document/celex:32031R0003"' in site.get("/policy/silent_documents").text
    assert f'href="/provision/{site.second}/art_1"' in site.get("/policy/open_source_provisions").text
