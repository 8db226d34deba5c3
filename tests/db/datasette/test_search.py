"""The page that searches."""

import html
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette
from pages import words

from db.datasette import search
from db.datasette.search import found_words
from db.store import Store
from pipeline.model import Provision


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


def test_law_is_told_from_what_others_wrote_about_it(store, world, db_path, get):
    held = {}
    for number, kind in enumerate(("executive_order", "comment")):
        document = replace(world.document, document_id=f"fr:{number}", kind=kind, title="Software")
        capture, reading = world.capture(kind, document), world.reading("Our software.", document=document)
        held[kind] = store.save(capture, reading, world.run.run_id, world.seen).version_id
    datasette = Datasette([str(db_path)])
    for query in ("", "q=software&"):
        page = get(datasette, f"/search?{query}kind=executive_order")
        assert hits(page) == [f"{held['executive_order']}/art_1"]
        assert "Kind of document Comment 1 Executive order (chosen; remove) × 1" in words(page)
        assert hits(get(datasette, f"/search?{query}kind=comment")) == [f"{held['comment']}/art_1"]
    assert "1 document by title or number" in words(get(datasette, "/search?q=software&kind=comment"))


@pytest.fixture
def lamps(world, tmp_path) -> Datasette:
    """One article of two paragraphs, in French and in English; only the paragraphs are units."""
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
    return Datasette([str(tmp_path / "policy.db")])


def test_a_provision_that_is_cited_is_found_though_it_is_no_unit(lamps, get):
    page = get(lamps, "/search?q=art.+1")
    cited = re.findall(r"<h2><a href[^>]*><bdi>([^<]*)</bdi>", page.text)
    assert cited == ["Article 1", "Article 1", "Article 1(1)", "Article 1(2)", "Article 1(1)", "Article 1(2)"]
    assert page.text.count(" …</p>") == 2
    assert re.findall(r'snippet" lang="(\w+)"', page.text) == ["en", "fr", "en", "en", "fr", "fr"]


@pytest.mark.parametrize(("ranked", "said"), [(3, "More than 3 provisions; only"), (5, "4 provisions · best")])
def test_what_a_common_word_is_cut_at_counts_only_what_can_be_listed_and_is_said(lamps, get, ranked, said, monkeypatch):
    """The article has the word as well."""
    monkeypatch.setattr(search, "_RANKED", ranked)
    assert said in words(get(lamps, "/search?q=lamps"))


def test_a_common_word_is_found_in_the_document_that_was_chosen_however_old(site, monkeypatch):
    monkeypatch.setattr(search, "_RANKED", 1)
    assert hits(site.get("/search?q=open-weights")) == [f"{site.order}/art_1"]
    assert hits(site.get("/search?q=open-weights&document=celex:32031R0001")) == [f"{site.second}/art_1"]
    assert hits(site.get("/search?q=open-weights&document=celex:1")) == []


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


def test_a_year_of_publication_can_be_chosen(site):
    assert set(hits(site.get("/search?year=2029"))) == {f"{site.order}/art_{number}" for number in (1, 2, 3)}
    assert len(hits(site.get("/search?q=buoys&year=undated"))) == 1
    assert re.findall(r"year=(\w+)", site.get("/search?q=article").text) == ["undated", "2031", "2029"]
    assert documents(site.get("/search?q=regulation+on&year=2031")) == ["celex:32031R0001"]
    assert documents(site.get("/search?q=regulation+on&year=undated")) == ["celex:32031R0003"]


@pytest.mark.parametrize(
    "chosen",
    [
        "",
        "?effect=exemption&jurisdiction=EU",
        "?artefact=software",
        "?document=fr:2031-00002",
        "?year=2029",
        "?year=undated",
    ],
)
def test_what_is_listed_without_words_is_also_a_table(site, chosen):
    page = site.get(f"/search{chosen}")
    links = re.findall(r'href="([^"]+)">as a table', page.text)
    if not hits(page):
        assert links == []
        return
    address, _, filters = html.unescape(links[0]).partition("?")
    rows = site.get(f"{address}.json?_shape=array&{filters}").json()
    assert sorted(row["provision_id"] for row in rows) == sorted(hits(page))


def test_counts_of_choices_say_what_choosing_them_gives(site):
    page = site.get("/search?jurisdiction=EU")
    counted = re.findall(r'href="(/search\?[^"]+)">A label</a> <span class="count">(\d+)<', page.text)
    assert counted
    for link, count in counted:
        assert len(hits(site.get(html.unescape(link)))) == int(count)


def test_words_found_are_marked_in_a_snippet():
    cut = found_words("before \ue000open\ue001-\ue000source\ue001 after")
    assert [(piece.text, piece.marked) for piece in cut] == [
        ("before ", False),
        ("open", True),
        ("-", False),
        ("source", True),
        (" after", False),
    ]
