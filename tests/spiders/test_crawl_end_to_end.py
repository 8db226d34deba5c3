"""`python -m scrapy crawl` alone: from a web site on loopback to tagged rows, and what goes wrong on the way."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from loopback_site import Crawl, Page, Site, content, crawler, notice

from spiders.runs.rebuild import rebuild
from spiders.workers.reading import Limits


def test_a_crawl_by_the_command_of_scrapy_ends_with_tagged_rows(site: Site, tmp_path: Path) -> None:
    site.documents(d_1=notice(), d_2=notice("Nothing to see."))
    crawled = crawler(site, tmp_path)()
    assert crawled.code == 0, crawled.stderr
    found = crawled.rows("SELECT document_id, tag, quote FROM annotations JOIN provisions USING (provision_id)")
    assert {row["document_id"] for row in found} == {"fr:d-1"}
    assert any(row["tag"] == "weights" and "widely available weights" in row["quote"] for row in found)
    run = crawled.run
    assert (run["outcome"], run["documents"], run["new_versions"], run["requests"]) == ("ok", 2, 2, 4)


def test_a_setting_that_cannot_be_used_is_named_before_anything_is_touched(site: Site, crawl: Crawl) -> None:
    crawled = crawl(DOWNLOAD_DELAY="nan")
    assert crawled.code == 1
    assert "DOWNLOAD_DELAY 'nan' is not a number of seconds, 0 or more" in crawled.stderr
    assert not crawled.archive.exists()
    assert not site.seen


def test_the_archive_passes_warcio_check(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/d_1.xml"].gzipped = True
    crawled = crawl()
    crawl()
    assert len(crawled.warcs) == 2
    check = [sys.executable, "-m", "warcio.cli", "check", *map(str, crawled.warcs)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_second_crawl_asks_conditionally_and_adds_no_version(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    crawl()
    site.seen.clear()
    crawled = crawl()
    assert [request.headers.get("if-none-match") for request in site.asked("/d_1.xml")] == [site.pages["/d_1.xml"].etag]
    run = crawled.run
    assert (run["outcome"], run["new_versions"], run["unchanged"], run["not_modified"]) == ("ok", 0, 2, 2)
    assert crawled.one("SELECT count(*) FROM versions") == 2


def test_a_changed_text_is_a_new_version(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    crawl()
    site.documents(d_1=notice("The Ministry no longer asks."))
    crawled = crawl()
    assert crawled.run["new_versions"] == 1
    assert [row["origin"] for row in crawled.rows("SELECT origin FROM versions ORDER BY number")] == [
        "first_record",
        "source_update",
    ]


def test_a_gzipped_body_is_archived_as_sent_and_read_as_meant(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/d_1.xml"].gzipped = True
    crawled = crawl()
    assert crawled.one("SELECT length FROM snapshots WHERE url LIKE '%d_1.xml'") == len(notice())
    assert crawled.one("SELECT bytes FROM fetches WHERE url LIKE '%d_1.xml'") < len(notice())
    assert crawled.run["new_versions"] == 1


@pytest.mark.usefixtures("read_here")
def test_a_body_that_is_packed_without_a_word_is_kept_as_it_came_and_read_as_meant(site: Site, crawl: Crawl) -> None:
    packed = gzip.compress(notice(), mtime=0)
    site.documents(d_1=packed)
    crawled = crawl()
    assert crawled.one("SELECT length FROM snapshots WHERE url LIKE '%d_1.xml'") == len(packed)
    assert crawled.run["new_versions"] == 1
    before = content(crawled.folder / "policy.db")
    rebuild(crawled.folder / "policy.db", crawled.archive, 1, Limits(seconds=60, memory_bytes=2 << 30))
    assert content(crawled.folder / "policy.db") == before


def test_one_unreadable_document_does_not_stop_the_others(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=b"\x00\x01\x02 no known format", d_2=notice())
    crawled = crawl()
    assert [kind for kind, _ in crawled.problems()] == ["unknown_format"]
    assert crawled.one("SELECT document_id FROM problems") == "fr:d-1"
    assert crawled.one("SELECT document_id FROM versions") == "fr:d-2"
    assert crawled.run["outcome"] == "failed"  # half of the documents could not be read
    assert "only 1 of 2 documents" in crawled.run["reason"]


@pytest.mark.usefixtures("read_here")
def test_a_document_without_a_text_is_held_and_counted(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    rows = json.loads(site.pages["/index.json"].body)
    site.pages["/index.json"].body = json.dumps([rows[0], rows[1] | {"textless": True}]).encode()
    crawled = crawl(LOOPBACK_LAST_WORD=1)
    assert crawled.code == 0, crawled.stderr
    assert [row["document_id"] for row in crawled.rows("SELECT document_id FROM textless_documents")] == ["fr:d-2"]
    (health,) = crawled.rows("SELECT documents, documents_without_text, open_problem_hosts FROM source_health")
    assert health == {"documents": 1, "documents_without_text": 1, "open_problem_hosts": '{"missing_text":[""]}'}
    before = content(crawled.folder / "policy.db")
    rebuild(crawled.folder / "policy.db", crawled.archive, 1, Limits(seconds=60, memory_bytes=2 << 30))
    assert content(crawled.folder / "policy.db") == before


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize(("describes", "held"), [(1, ["fr:d-1"]), (0, [])])
def test_a_document_that_cannot_be_read_is_held_where_its_publisher_describes_it(
    site: Site, crawl: Crawl, describes: int, held: list[str]
) -> None:
    site.documents(d_1=b"<NOTICE><P>cut", d_2=notice("Other words."))
    crawled = crawl(LOOPBACK_DESCRIBES=describes)
    assert [kind for kind, _ in crawled.problems()] == ["malformed_document"]
    assert [row["document_id"] for row in crawled.rows("SELECT document_id FROM textless_documents")] == held
    assert crawled.run["unread"] == 1
    before = content(crawled.folder / "policy.db")
    rebuild(crawled.folder / "policy.db", crawled.archive, 1, Limits(seconds=60, memory_bytes=2 << 30))
    assert content(crawled.folder / "policy.db") == before


@pytest.mark.usefixtures("read_here")
def test_what_the_publisher_says_of_a_document_is_kept_where_its_text_can_no_longer_be_read(
    site: Site, crawl: Crawl
) -> None:
    site.documents(d_1=notice())
    crawl(LOOPBACK_DESCRIBES=1)
    site.documents(d_1=b"<NOTICE><P>cut")
    index = site.pages["/index.json"]
    index.body = index.body.replace(b'"id"', b'"title": "Withdrawn: a notice", "id"')
    crawled = crawl(LOOPBACK_DESCRIBES=1)
    assert crawled.one("SELECT title FROM documents") == "Withdrawn: a notice"
    assert crawled.one("SELECT count(*) FROM versions WHERE current") == 1


def test_a_missing_page_is_a_problem_that_names_address_and_status(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/d_1.xml"] = Page(b"gone", 410)
    crawled = crawl()
    assert crawled.problems() == [
        ("http_error", f"{site.url}/d_1.xml: answered 410 Gone; the next crawl will ask again")
    ]
    assert len(site.asked("/d_1.xml")) == 1  # 4xx is not asked again
    assert crawled.one("SELECT outcome FROM fetches WHERE url LIKE '%d_1.xml'") == "http_error"


def test_a_failing_callback_is_a_problem_and_the_crawl_goes_on(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    index = site.pages["/index.json"]
    index.body = index.body.replace(b'"id": "fr:d-1"', b'"crash": true, "id": "fr:d-1"')
    crawled = crawl()
    ((kind, message),) = crawled.problems()
    assert kind == "crash"
    assert "RuntimeError: the callback is broken" in message
    assert crawled.one("SELECT document_id FROM versions") == "fr:d-2"


def test_a_bug_met_while_a_document_is_kept_costs_that_document_and_is_named(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    index = site.pages["/index.json"]
    index.body = index.body.replace(b'"id": "fr:d-1"', b'"title": 5, "id": "fr:d-1"')
    crawled = crawl()
    ((kind, message),) = crawled.problems()
    assert kind == "crash"
    assert message.startswith("fr:d-1: a bug of the tracker, report it with the log: TypeError: ")
    assert "Traceback" in crawled.stderr
    assert crawled.one("SELECT document_id FROM versions") == "fr:d-2"
    assert (crawled.run["outcome"], crawled.run["unread"]) == ("failed", 1)


def test_a_broken_start_fails_the_source(crawl: Crawl) -> None:
    crawled = crawl(LOOPBACK_FAILS=True)
    assert crawled.run["outcome"] == "failed"
    assert "start() is broken" in crawled.run["reason"]


def test_nothing_found_fails_the_source_and_keeps_what_was_held(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    crawl()
    site.documents()
    crawled = crawl()
    assert crawled.run["outcome"] == "failed"
    assert "0 documents, at least 1 expected" in crawled.run["reason"]
    assert crawled.one("SELECT count(*) FROM versions") == 1


def test_too_many_documents_warn(site: Site, crawl: Crawl) -> None:
    site.documents(**{f"d_{number}": notice(f"Words {number}.") for number in range(6)})
    crawled = crawl()
    assert crawled.run["outcome"] == "ok"
    assert [kind for kind, _ in crawled.problems()] == ["expectation"]


def test_a_failing_server_is_asked_again(site: Site, crawl: Crawl) -> None:
    site.documents(d_500=notice(), d_503=notice("Other words."))
    for status in (500, 503):
        there = site.pages[f"/d_{status}.xml"]
        site.pages[f"/d_{status}.xml"] = Page(b"", status, times=2, then=there)
    crawled = crawl()
    assert crawled.run["outcome"] == "ok"
    for path in ("/d_500.xml", "/d_503.xml"):
        assert len(site.asked(path)) == 3
        rows = crawled.rows("SELECT outcome FROM fetches WHERE url LIKE '%' || ? ORDER BY rowid", path)
        assert [row["outcome"] for row in rows] == ["http_error", "http_error", "new"]
