"""What a crawl makes of texts that changed: changes, or a text that is held back. A rebuild finds the same."""

import json

import pytest
from loopback_site import Crawl, Crawled, Page, Site, content, notice

from spiders.runs.rebuild import rebuild
from spiders.workers.reading import Limits

pytestmark = pytest.mark.usefixtures("read_here")
LIMITS = Limits(seconds=60, memory_bytes=2 << 30)
LONG = "The Ministry asks about models with widely available weights. " * 20


def rebuilt_the_same(crawled: Crawled) -> bool:
    database = crawled.folder / "policy.db"
    before = content(database)
    rebuild(database, crawled.archive, 1, LIMITS)
    return content(database) == before


def test_the_change_of_a_text_is_kept_with_the_crawl_that_saw_it(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    assert crawl().rows("SELECT * FROM recent_changes") == []
    site.documents(d_1=notice("The Ministry no longer asks."), d_2=notice("Other words."))
    second = crawl()
    (change,) = second.rows("SELECT kind, document_id, before, after, tags_before, tag_changes FROM recent_changes")
    assert (change["kind"], change["document_id"]) == ("amended", "fr:d-1")
    assert "widely available weights" in change["before"]
    assert "no longer asks" in change["after"]
    assert "weights" in change["tags_before"]
    assert "weights vanished" in change["tag_changes"]
    assert len(crawl().rows("SELECT * FROM recent_changes")) == 1
    assert rebuilt_the_same(second)


def test_a_text_that_lost_most_of_itself_is_held_back_and_reported(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(LONG))
    crawl()
    site.documents(d_1=notice("The Ministry asks."))
    second = crawl()
    assert second.one("SELECT count(*) FROM versions") == 1
    assert second.rows("SELECT * FROM recent_changes") == []
    ((kind, message),) = second.problems()
    assert kind == "suspicious_shrink"
    assert "fr:d-1 (en)" in message
    assert "held back" in message
    assert second.run["problems"] == 1
    assert rebuilt_the_same(second)


def raw_text(words: str) -> Page:
    """The same notice as the Federal Register's text rendition, whose lines are broken otherwise."""
    head = "[Federal Register Volume 95, Number 1]\n[Notices]\n\nA notice\n\n"
    broken = words.replace(" with ", " with\n")
    return Page(
        f"<html><body><pre>\n{head}{broken}\n</pre></body></html>".encode(), headers={"Content-Type": "text/plain"}
    )


def test_an_hour_without_the_better_rendition_changes_no_text(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(LONG))
    first = crawl()
    xml = site.pages["/d_1.xml"]
    site.pages["/d_1.xml"] = raw_text(LONG)
    second = crawl()
    assert second.rows("SELECT number, extractor FROM versions") == first.rows("SELECT number, extractor FROM versions")
    ((kind, message),) = second.problems()
    assert kind == "missing_rendition"
    assert "fr:d-1 (en)" in message
    site.pages["/d_1.xml"] = xml
    third = crawl()
    assert third.one("SELECT count(*) FROM versions") == 1
    assert third.rows("SELECT * FROM recent_changes") == []
    assert third.rows("SELECT kind FROM open_problems") == []
    assert rebuilt_the_same(third)


FAILURES = {
    "error": (Page(b"busy", 500), "http_error"),
    "empty": (Page(b""), "empty_body"),
    "cut": (Page(notice(LONG), headers={"Content-Type": "text/xml"}, cut=40), "network"),
    "dropped": (Page(wire=lambda _: None), "network"),
}


def in_two_renditions(site: Site) -> None:
    """One document, as XML and as raw text; only the XML answers."""
    site.documents(d_1=notice(LONG))
    forms = {"/d_1.xml": "federal_register_xml", "/d_1.txt": "federal_register_text"}
    rows = [{"id": "fr:d-1", "title": "A notice", "renditions": forms}]
    site.pages["/index.json"] = Page(json.dumps(rows).encode(), headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("failure", FAILURES)
def test_the_next_rendition_is_read_where_the_request_for_one_failed(site: Site, crawl: Crawl, failure: str) -> None:
    in_two_renditions(site)
    site.pages["/d_1.xml"], kind = FAILURES[failure]
    site.pages["/d_1.txt"] = raw_text(LONG)
    crawled = crawl()
    assert [kind for kind, _ in crawled.problems()] == [kind]
    assert crawled.one("SELECT extractor FROM versions").startswith("federal_register_text/")
    assert rebuilt_the_same(crawled)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_document_is_held_by_its_description_where_every_request_for_its_text_failed(
    site: Site, crawl: Crawl, failure: str
) -> None:
    in_two_renditions(site)
    site.pages["/d_1.xml"], kind = FAILURES[failure]
    site.pages["/d_1.txt"] = site.pages["/d_1.xml"]
    crawled = crawl()
    assert [kind for kind, _ in crawled.problems()] == [kind, kind]
    assert crawled.one("SELECT document_id FROM textless_documents") == "fr:d-1"
    assert rebuilt_the_same(crawled)


def test_a_text_stays_where_the_request_for_its_better_rendition_failed(site: Site, crawl: Crawl) -> None:
    in_two_renditions(site)
    first = crawl()
    held = "SELECT number, extractor, current FROM versions"
    site.pages["/d_1.xml"] = Page(b"busy", 500)
    site.pages["/d_1.txt"] = raw_text(LONG)
    second = crawl()
    assert [kind for kind, _ in second.problems()] == ["http_error", "missing_rendition"]
    assert second.rows(held) == first.rows(held)
    site.pages["/d_1.txt"] = Page(b"busy", 500)
    site.pages["/index.json"].body = site.pages["/index.json"].body.replace(b"A notice", b"Withdrawn: a notice")
    third = crawl()
    assert third.rows(held) == first.rows(held)
    assert third.one("SELECT title FROM documents") == "Withdrawn: a notice"
    assert third.rows("SELECT * FROM textless_documents") == []
    assert rebuilt_the_same(third)


def test_the_better_rendition_after_the_weaker_one_is_no_change(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(LONG))
    xml = site.pages["/d_1.xml"]
    site.pages["/d_1.xml"] = raw_text(LONG)
    assert crawl().one("SELECT extractor FROM versions").startswith("federal_register_text/")
    site.pages["/d_1.xml"] = xml
    second = crawl()
    assert second.rows("SELECT number, origin, current FROM versions") == [
        {"number": 1, "origin": "first_record", "current": 0},
        {"number": 2, "origin": "technical_upgrade", "current": 1},
    ]
    assert second.rows("SELECT * FROM recent_changes") == []
    assert second.problems() == []
    assert rebuilt_the_same(second)


def test_the_whole_text_again_ends_the_doubt(site: Site, crawl: Crawl) -> None:
    for words in (LONG, "The Ministry asks.", LONG):
        site.documents(d_1=notice(words))
        crawled = crawl()
    assert crawled.one("SELECT count(*) FROM versions") == 1
    assert crawled.one("SELECT count(*) FROM held_back") == 0
