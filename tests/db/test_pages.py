"""The front page, and what holds for every page: escaping, headers, other Datasettes."""

import re

import pytest
from datasette.app import Datasette

from db.store import Store


def test_the_front_page_says_how_much_there_is(site):
    page = site.get("/")
    assert re.search(r"documents on AI</dt><dd>3</dd>", page.text)
    assert re.search(r'touch open source</dt><dd><a href="/search">6</a>', page.text)
    assert "Gazette of Arcadia" in page.text


def test_plots_have_a_description_and_a_table(site):
    page = site.get("/").text
    assert page.count('role="img"') == 3
    described = re.findall(r'aria-describedby="([^"]+)"', page)
    assert all(f'<desc id="{name}">' in page for name in described)
    assert page.count("<summary>As a table</summary>") == 3
    assert re.search(r"by effect and jurisdiction\. A label: EU \d", page)


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


@pytest.mark.parametrize("path", ["/", "/policy", "/policy/documents", "/policy/documents.json", "/nowhere", "/search"])
def test_every_answer_carries_security_headers(site, path):
    headers = site.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]


def test_our_pages_allow_no_script(site):
    page = site.get("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text


def test_the_database_may_have_any_name(site, tmp_path, get):
    other = tmp_path / "my laws.db"
    other.write_bytes(site.path.read_bytes())
    page = get(Datasette([str(other)]), "/")
    assert 'href="/my%20laws/open_source_provisions"' in page.text
    assert get(Datasette([str(other)]), "/my%20laws/open_source_provisions").status_code == 200


def test_pages_work_below_a_path(site, get):
    page = get(Datasette([str(site.path)], settings={"base_url": "/tracker/"}), "/")
    assert page.status_code == 200
    links = re.findall(r'(?:href|action)="(/[^"]*)"', page.text)
    assert links
    assert all(link.startswith("/tracker/") for link in links)
