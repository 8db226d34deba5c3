"""What publishers and networks do to a crawl, on real sockets: each fault is survived, named and recorded."""

import gzip
import itertools
import json
import time
from email.utils import formatdate
from typing import Any

import pytest
from loopback_site import Crawl, Crawled, Page, Site, notice


def only_problem(crawled: Crawled) -> tuple[str, str]:
    (problem,) = crawled.problems()
    return problem


# --- robots.txt ---


def test_what_robots_txt_forbids_is_not_fetched(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /d_1.xml\n")
    crawled = crawl()
    assert site.asked("/d_1.xml") == []
    kind, message = only_problem(crawled)
    assert kind == "robots_denied"
    assert "/d_1.xml: not fetched, because the robots.txt of 127.0.0.1 forbids it" in message
    assert crawled.one("SELECT outcome FROM fetches WHERE url LIKE '%d_1.xml'") == "robots_denied"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_cannot_be_had_closes_the_host(site: Site, crawl: Crawl, status: int) -> None:
    site.documents(d_1=notice())
    site.pages["/robots.txt"] = Page(b"", status, headers={"Retry-After": "0"})
    crawled = crawl()
    assert set(site.paths()) == {"/robots.txt"}
    kind, message = only_problem(crawled)
    assert kind == "robots_unreachable"
    assert (
        f"the robots.txt of 127.0.0.1 cannot be read, so nothing is fetched there now (RFC 9309): it answered {status}"
        in message
    )
    assert crawled.run["outcome"] == "failed"


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_host_without_robots_txt_allows_everything(site: Site, crawl: Crawl, status: int) -> None:
    site.documents(d_1=notice())
    site.pages["/robots.txt"] = Page(b"no robots here", status)
    assert crawl().run["outcome"] == "ok"


def test_an_empty_robots_txt_allows_everything(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/robots.txt"] = Page(b"")
    crawled = crawl()
    assert (crawled.run["outcome"], len(site.asked("/robots.txt")), crawled.problems()) == ("ok", 1, [])


@pytest.mark.parametrize(
    ("body", "forbidden"),
    [
        (b"<html><body>Disallow: / everything</body></html>", False),
        (b"\x00\xff\xfe" * 1000, False),
        (b"# rules\n" * 10_000 + b"User-agent: *\nDisallow: /\n", True),
        (b"# rules\n" * 100_000 + b"User-agent: *\nDisallow: /\n", False),  # after the 500 KiB that are read
    ],
    ids=["a page", "binary", "long", "huge"],
)
def test_a_robots_txt_of_any_kind_is_read_as_rules(site: Site, crawl: Crawl, body: bytes, forbidden: bool) -> None:
    site.documents(d_1=notice())
    site.pages["/robots.txt"] = Page(body)
    assert {kind for kind, _ in crawl().problems()} == ({"robots_denied"} if forbidden else set())


def test_crawl_delay_is_kept(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 0.6\n")
    crawl()
    times = [request.at for request in site.seen]
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(pauses) == 3
    # On a busy machine the site sees a request late, and the next one sooner after it.
    assert min(pauses) >= 0.3
    assert sum(pauses) >= 3 * 0.55


@pytest.mark.parametrize("seconds", ["61", "86400"])
def test_a_host_with_a_crawl_delay_that_no_crawl_can_keep_is_not_fetched(
    site: Site, crawl: Crawl, seconds: str
) -> None:
    site.documents(d_1=notice())
    site.pages["/robots.txt"] = Page(f"User-agent: *\nCrawl-delay: {seconds}\n".encode())
    crawled = crawl()
    assert site.paths() == ["/robots.txt"]
    kind, message = only_problem(crawled)
    assert kind == "robots_denied"
    assert f"the robots.txt of 127.0.0.1 asks for {seconds} s between two requests" in message
    assert "POLICY_CRAWL_DELAY_MAX" in message
    assert crawled.run["outcome"] == "failed"


def test_the_delay_is_kept_between_all_requests_to_a_host(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    crawl(DOWNLOAD_DELAY=0.4)
    times = [request.at for request in site.seen]
    # Without the delay there are hundredths of a second between them; a busy machine takes some of the pause away.
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.25


# --- busy servers ---


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_holds_every_request_to_the_host(site: Site, crawl: Crawl, status: int) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."), d_3=notice("More words."))
    for path in ("/d_1.xml", "/d_2.xml", "/d_3.xml"):
        site.pages[path] = Page(b"", status, headers={"Retry-After": "1"}, times=0, then=site.pages[path])
    busy = site.pages["/d_2.xml"]
    busy.times = 1
    crawled = crawl()
    assert crawled.run["outcome"] == "ok"
    refused = next(at for at, request in enumerate(site.seen) if request.path == "/d_2.xml")
    assert site.seen[refused + 1].at - site.seen[refused].at >= 0.95


def test_retry_after_as_a_date_is_understood(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    later = {"Retry-After": lambda: formatdate(time.time() + 2, usegmt=True)}
    site.pages["/d_1.xml"] = Page(b"", 503, headers=later, times=1, then=site.pages["/d_1.xml"])
    assert crawl().run["outcome"] == "ok"
    first, second = site.asked("/d_1.xml")
    assert second.at - first.at >= 0.8


def test_a_429_that_names_no_time_is_asked_again_after_a_longer_pause(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/d_1.xml"] = Page(b"", 429, times=1, then=site.pages["/d_1.xml"])
    crawled = crawl(POLICY_RETRY_PAUSE=0.05)
    first, second = site.asked("/d_1.xml")
    assert second.at - first.at >= 0.5
    assert crawled.run["new_versions"] == 1


def test_a_question_that_the_server_does_not_understand_is_asked_once(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/d_1.xml"] = Page(b'{"errors": {}}', 400)
    kind, message = only_problem(crawl())
    assert kind == "http_error"
    assert "400 Bad Request" in message
    assert len(site.asked("/d_1.xml")) == 1


@pytest.mark.parametrize("seconds", ["3600", "8640000", "9" * 400])
def test_a_host_that_asks_for_too_long_a_wait_is_left_until_the_next_crawl(
    site: Site, crawl: Crawl, seconds: str
) -> None:
    site.documents(**{f"d_{number}": notice(f"Notice {number}.") for number in range(4)})
    for number in range(4):
        site.pages[f"/d_{number}.xml"] = Page(b"", 429, headers={"Retry-After": seconds})
    crawled = crawl()
    assert site.paths()[:2] == ["/robots.txt", "/index.json"]
    assert len(site.paths()) == 3  # the first document: after its answer nobody is asked
    assert {kind for kind, _ in crawled.problems()} == {"http_error"}
    messages = [message for _, message in crawled.problems()]
    assert len(messages) == 4
    assert all("127.0.0.1 asked to be left alone for" in message for message in messages)


def test_a_retry_after_that_names_no_time_to_come_is_none(site: Site, crawl: Crawl) -> None:
    values = {"d_1": "-5", "d_2": "soon", "d_3": "Wed, 21 Oct 2015 07:28:00 GMT", "d_4": ""}
    site.documents(**{name: notice(f"Of {name}.") for name in values})
    for name, value in values.items():
        there = site.pages[f"/{name}.xml"]
        site.pages[f"/{name}.xml"] = Page(b"", 503, headers={"Retry-After": value}, times=1, then=there)
    crawled = crawl()
    assert crawled.run["outcome"] == "ok"
    assert [len(site.asked(f"/{name}.xml")) for name in values] == [2, 2, 2, 2]


# --- answers that are no documents ---


def watch(site: Site) -> None:
    """Five documents, of which the source asks whether their pages are gone: without two, three are no sudden drop."""
    site.documents(**{f"d_{number}": notice(f"Notice {number}.") for number in range(1, 6)})
    rows = [row | {"watched": True} for row in json.loads(site.pages["/index.json"].body)]
    site.pages["/index.json"].body = json.dumps(rows).encode()


def test_cellars_202_is_asked_again(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/d_1.xml"] = Page(b"", 202, times=2, then=site.pages["/d_1.xml"])
    assert crawl().run["new_versions"] == 1


def test_an_empty_body_is_asked_again_and_then_a_problem(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/d_1.xml"] = Page(b"")
    crawled = crawl()
    assert len(site.asked("/d_1.xml")) == 3
    kind, message = only_problem(crawled)
    assert kind == "empty_body"
    assert "/d_1.xml" in message
    assert crawled.rows("SELECT * FROM versions") == []


def test_a_good_status_without_a_whole_document_changes_nothing(site: Site, crawl: Crawl) -> None:
    watch(site)
    there = dict(site.pages)
    answers = {"/d_1.xml": (b"", 204), "/d_2.xml": (notice(), 206)}
    crawl()
    site.pages |= {path: Page(*answer) for path, answer in answers.items()}
    crawled = crawl()
    assert sorted(kind for kind, _ in crawled.problems()) == ["empty_body", "http_error"]
    assert {row["status"] for row in crawled.rows("SELECT status FROM documents")} == {""}
    assert crawled.one("SELECT count(*) FROM versions") == 5
    site.pages |= {path: Page(*answer, times=1, then=there[path]) for path, answer in answers.items()}
    crawl()
    assert [len(site.asked(path)) for path in answers] == [6, 6]


def test_a_bot_wall_is_a_problem_and_not_asked_again(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/d_1.xml"] = Page(b"<html></html>", 202, headers={"x-amzn-waf-action": "challenge"})
    crawled = crawl()
    assert len(site.asked("/d_1.xml")) == 1
    kind, message = only_problem(crawled)
    assert kind == "challenge_page"
    assert "AWS WAF" in message
    assert crawled.one("SELECT outcome FROM fetches WHERE url LIKE '%d_1.xml'") == "challenge_page"


def test_a_captcha_with_status_200_never_reaches_the_spider(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    captcha = b"<html><title>Request Access</title><div class='g-recaptcha'></div></html>"
    site.pages["/index.json"] = Page(captcha, headers={"Content-Type": "text/html"})
    assert only_problem(crawl())[0] == "challenge_page"


# --- redirects ---


def redirected(site: Site, crawl: Crawl, target: str) -> Crawled:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/d_1.xml"] = Page(b"", 302, headers={"Location": target})
    return crawl()


def test_a_page_that_is_gone_is_a_status_until_it_comes_back(site: Site, crawl: Crawl) -> None:
    watch(site)
    site.pages["/section.xml"] = Page(notice("About us."), headers={"Content-Type": "text/xml"})
    there = dict(site.pages)
    crawl()
    site.pages["/d_1.xml"] = Page(b"gone", 410)
    site.pages["/d_2.xml"] = Page(b"", 302, headers={"Location": "/section.xml"})
    time.sleep(1)  # a status is kept with the second in which it was seen
    crawled = crawl()
    assert [kind for kind, _ in crawled.problems()] == ["removed", "removed"]
    statuses = "SELECT status FROM documents WHERE document_id IN ('fr:d-1', 'fr:d-2')"
    assert [row["status"] for row in crawled.rows(statuses)] == ["removed_from_site", "removed_from_site"]
    assert crawled.one("SELECT count(*) FROM versions") == 5
    site.pages |= there
    time.sleep(1)
    crawled = crawl()
    assert [row["status"] for row in crawled.rows(statuses)] == ["", ""]
    assert crawled.one("SELECT count(*) FROM versions") == 5
    kept = "SELECT count(*) FROM document_statuses WHERE document_id = ?"
    assert [crawled.one(kept, name) for name in ("fr:d-1", "fr:d-2")] == [3, 3]


def test_a_site_that_admits_no_programs_is_named_and_the_others_go_on(site: Site, crawl: Crawl) -> None:
    statuses = (401, 403, 451)
    site.documents(d_0=notice("Other words."), **{f"d_{status}": notice() for status in statuses})
    for status in statuses:
        site.pages[f"/d_{status}.xml"] = Page(b"Forbidden", status)
    crawled = crawl()
    assert [kind for kind, _ in crawled.problems()] == ["refused"] * len(statuses)
    assert all("turns programs away" in message for _, message in crawled.problems())
    assert crawled.run["outcome"] == "ok"
    hosts = json.loads(crawled.one("SELECT open_problem_hosts FROM source_health"))
    assert hosts == {"refused": [site.url.removeprefix("http://")]}


def test_a_redirect_on_the_same_host_is_followed(site: Site, crawl: Crawl) -> None:
    site.pages["/moved.xml"] = Page(notice())
    crawled = redirected(site, crawl, "/moved.xml")
    assert crawled.problems() == []
    assert crawled.one("SELECT outcome FROM fetches WHERE url LIKE '%d_1.xml'") == "redirect"
    assert crawled.run["new_versions"] == 2


def test_two_addresses_that_lead_to_one_page_are_both_answered(site: Site, crawl: Crawl) -> None:
    site.pages["/moved.xml"] = Page(notice())
    site.documents(d_1=notice(), d_2=notice())
    for path in ("/d_1.xml", "/d_2.xml"):
        site.pages[path] = Page(b"", 303, headers={"Location": "/moved.xml"})
    assert crawl().run["documents"] == 2


def test_a_redirect_elsewhere_is_refused(site: Site, crawl: Crawl) -> None:
    refused = {
        "d_1": ("http://unblock.example.gov/", "challenge_page", "a bot wall instead of the document"),
        "d_2": ("http://www.example.com/", "foreign_host", "www.example.com is not a host of this source"),
        "d_3": ("http://127.0.0.1@evil.example/", "foreign_host", "evil.example is not a host of this source"),
        "d_4": ("file:///etc/passwd", "foreign_host", "only http and https are fetched"),
        "d_5": ("http://127.0.0.1:toys/", "foreign_host", "redirects to 'http://127.0.0.1:toys/'"),
    }
    own = f"{site.url}/d_6.xml".replace("//", "//user:word@", 1)
    refused["d_7"] = (own, "foreign_host", "an address with a user's name is not fetched")
    site.documents(**{name: notice() for name in refused}, d_6=notice("Other words."))
    for name, (target, _, _) in refused.items():
        site.pages[f"/{name}.xml"] = Page(b"", 302, headers={"Location": target})
    crawled = crawl()
    for name, (_, kind, words) in refused.items():
        ((found, message),) = (each for each in crawled.problems() if f"/{name}.xml" in each[1])
        assert (found, words in message) == (kind, True), message
    assert crawled.one("SELECT document_id FROM versions") == "fr:d-6"


def test_a_redirect_loop_ends(site: Site, crawl: Crawl) -> None:
    kind, message = only_problem(redirected(site, crawl, "/d_1.xml"))
    assert kind == "redirect_loop"
    assert "more than 8 redirects" in message


def test_a_link_that_no_server_takes_is_a_problem(site: Site, crawl: Crawl) -> None:
    """Scrapy drops requests with long addresses, and says nothing."""
    long = f"/d_1.xml?{'x' * 70_000}"
    rows = [{"id": "fr:d-1", "url": long}, {"id": "fr:d-2", "url": "/d_2.xml"}]
    site.pages = {"/index.json": Page(json.dumps(rows).encode()), "/d_2.xml": Page(notice())}
    kind, message = only_problem(crawl())
    assert (kind, "answered 414" in message) == ("http_error", True), message[-200:]


def test_a_link_to_another_host_is_refused(site: Site, crawl: Crawl) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "fr:d-1", "url": "http://192.168.0.1/?api_key=s3cret"},
        {"id": "fr:d-2", "url": "file:///etc/passwd"},
    ]
    site.pages["/index.json"] = Page(json.dumps(rows).encode())
    crawled = crawl()
    assert [kind for kind, _ in crawled.problems()] == ["foreign_host", "foreign_host"]
    refused = [row["url"] for row in crawled.rows("SELECT url FROM fetches WHERE outcome = 'refused'")]
    assert len(refused) == 2
    assert "s3cret" not in f"{refused} {crawled.rows('SELECT * FROM problems')}"


# --- sizes, cuts and drips ---


def test_a_body_that_is_cut_short_is_a_problem_and_nothing_is_stored(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/d_1.xml"].cut = 40
    crawled = crawl()
    kind, message = only_problem(crawled)
    assert (kind, "cut short" in message) == ("network", True), message
    assert crawled.one("SELECT document_id FROM versions") == "fr:d-2"


def test_a_truncated_gzip_body_is_asked_again(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    broken = Page(
        gzip.compress(notice())[:60], headers={"Content-Encoding": "gzip"}, times=1, then=site.pages["/d_1.xml"]
    )
    site.pages["/d_1.xml"] = broken
    crawled = crawl()
    assert crawled.run["outcome"] == "ok"
    assert "truncated gzip" in crawled.one("SELECT reason FROM fetches WHERE reason <> ''")


def test_a_gzip_bomb_is_not_unpacked(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/d_1.xml"] = Page(gzip.compress(b" " * 5_000_000), headers={"Content-Encoding": "gzip"})
    crawled = crawl(DOWNLOAD_MAXSIZE=1_000_000)
    kind, message = only_problem(crawled)
    assert (kind, "unpacks to more than 1000000 bytes" in message) == ("hostile_document", True), message
    assert len(site.asked("/d_1.xml")) == 1


def test_a_body_that_is_too_large_is_refused(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=b" " * 2_000_000, d_2=notice("Other words."))
    kind, message = only_problem(crawl(DOWNLOAD_MAXSIZE=1_000_000))
    assert (kind, "DOWNLOAD_MAXSIZE" in message) == ("hostile_document", True), message


def test_an_answer_that_does_not_come_in_time_is_given_up(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    site.pages["/d_1.xml"].delay = 1.2
    crawled = crawl(DOWNLOAD_TIMEOUT=0.5, RETRY_TIMES=0)
    kind, message = only_problem(crawled)
    assert (kind, "could not reach 127.0.0.1: no complete answer in time" in message) == ("network", True), message


# --- hosts that are not there ---


def test_a_host_that_refuses_is_named(crawl: Crawl) -> None:
    crawled = crawl(LOOPBACK_SITE="http://127.0.0.1:1")
    kind, message = only_problem(crawled)
    assert kind == "network"
    assert "could not reach 127.0.0.1: connection refused" in message
    assert crawled.run["outcome"] == "failed"
    assert "no request brought what was asked for" in crawled.run["reason"]
    assert {row["outcome"] for row in crawled.rows("SELECT outcome FROM fetches")} == {"network_error"}


def test_a_header_that_is_not_ascii_is_archived(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/d_1.xml"].headers["X-Odd"] = "caf\xe9"
    crawled = crawl()
    assert crawled.run["outcome"] == "ok"
    assert "X-Odd: caf\xe9" in gzip.decompress(crawled.warcs[0].read_bytes()).decode("latin-1")


def test_a_link_that_is_not_ascii_costs_no_document(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/d_1.xml"].headers["Link"] = "</caf\xe9>; rel=canonical"
    crawled = crawl()
    assert (crawled.run["outcome"], crawled.problems()) == ("ok", [])
