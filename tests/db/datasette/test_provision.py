"""The page of a provision."""

import asyncio
import re
from urllib.parse import quote

import pytest
from pages import get, serve, words


def test_a_provision_shows_its_words_with_the_evidence_marked(site):
    page = site.get(f"/provision/{site.second}/art_1")
    assert page.status_code == 200
    assert re.search(r'Models with <mark title="A label">open weights</mark>', page.text)
    assert "What it means." in page.text
    assert "rule.weights" in page.text


def test_an_effect_is_marked_where_it_is_told(demo_db):
    async def page() -> str:
        datasette = serve(demo_db)
        found = await datasette.client.get("/document/celex:32024R1689/Article 2(3)", follow_redirects=True)
        return found.text

    text = asyncio.run(page())
    assert '<q lang="en"><bdi>open-weight model’ means</bdi></q>, about <q lang="en"><bdi>open-weight model' in text
    assert '<mark title="Definition">’ means</mark>' in text


def test_evidence_in_the_same_words_is_told_once(store, world, db_path):
    text = "Software is free: any software, all software."
    version = store.save(world.capture("1"), world.reading(text), world.run.run_id, world.seen).version_id
    page = get(serve(db_path), f"/provision/{version}/art_1").text
    assert page.count("<bdi>software</bdi></q>") == 1
    assert page.count('<mark title="A label">software</mark>') == 2


def test_hostile_words_are_shown_as_text(site):
    page = site.get(f"/provision/{site.order}/art_1")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "Order &lt;b&gt;on&lt;/b&gt; software" in page.text
    assert "\x07" not in page.text
    assert 'dir="auto"' in page.text


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
