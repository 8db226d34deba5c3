"""Faults below HTTP, on real sockets: names, connections, certificates, bytes that come wrong or never end."""

import itertools
import json
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path

import forked_crawl
import pytest
from certificates import Authority, server, trust
from loopback_site import Crawl, Crawled, Page, Site, crawler, notice


def head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/xml", *lines, "", ""]).encode()


def reset(connection: socket.socket) -> None:
    """Close so that the other side gets a reset instead of an end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def hang_up(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def drip(connection: socket.socket) -> None:
    """A byte at a time: no pause is long, the whole never comes."""
    connection.sendall(head("Content-Length: 1000"))
    for _ in range(1000):
        connection.sendall(b" ")
        time.sleep(0.05)


def endless(connection: socket.socket) -> None:
    connection.sendall(head("Connection: close"))
    for _ in itertools.count():
        connection.sendall(b"<P>more</P>" * 10_000)


def endless_header(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        connection.sendall(b"X-%d: %s\r\n" % (number, b"x" * 1000))


def nonsense(connection: socket.socket) -> None:
    connection.sendall(b"\x00\x01 this is no HTTP \r\n\r\n" * 50)


def says_more(connection: socket.socket) -> None:
    connection.sendall(head(f"Content-Length: {len(notice()) + 100}") + notice())


def says_less(connection: socket.socket) -> None:
    connection.sendall(head(f"Content-Length: {len(notice()) - 20}") + notice())


def broken_chunks(connection: socket.socket) -> None:
    connection.sendall(head("Transfer-Encoding: chunked") + b"10\r\nonly a few")


BROKEN: dict[Callable[[socket.socket], None], tuple[str, str]] = {
    hang_up: ("network", "the connection broke"),
    reset: ("network", "the connection broke"),
    drip: ("network", "no complete answer in time"),
    endless: ("hostile_document", "larger than DOWNLOAD_MAXSIZE allows"),
    endless_header: ("network", "127.0.0.1"),
    nonsense: ("network", "127.0.0.1"),
    says_more: ("network", "cut short"),
    says_less: ("malformed_document", "broken or truncated XML"),
    broken_chunks: ("network", "cut short"),
}
"""Answers, with the kind of the problem and words of its message."""


def test_a_broken_answer_costs_its_document_and_says_so(site: Site, crawl: Crawl) -> None:
    site.documents(**{wire.__name__: notice() for wire in BROKEN}, whole=notice("Other words."))
    for wire in BROKEN:
        site.pages[f"/{wire.__name__}.xml"] = Page(wire=wire)
    crawled = crawl(DOWNLOAD_TIMEOUT=1.5, RETRY_TIMES=0, DOWNLOAD_MAXSIZE=1_000_000)
    for wire, (kind, words) in BROKEN.items():
        (problem,) = (each for each in crawled.problems() if f"/{wire.__name__}.xml" in each[1])
        assert (problem[0], words in problem[1]) == (kind, True), problem
    assert crawled.rows("SELECT DISTINCT document_id FROM versions") == [{"document_id": "fr:whole"}]


def test_a_connection_that_breaks_once_is_asked_again(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/d_1.xml"] = Page(wire=reset, times=1, then=site.pages["/d_1.xml"])
    crawled = crawl()
    assert (crawled.run["outcome"], crawled.problems()) == ("ok", [])


def test_a_name_that_does_not_resolve_is_named(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RES_OPTIONS", "timeout:1 attempts:1")
    crawled = crawl(LOOPBACK_SITE="http://no-such-host.invalid", RETRY_TIMES=0, DNS_TIMEOUT=5)
    kind, message = crawled.problems()[0]
    assert kind == "network"
    assert "could not reach no-such-host.invalid: DNS lookup failed" in message
    assert crawled.run["outcome"] == "failed"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_name_that_leads_into_our_own_network_is_not_asked(site: Site, crawl: Crawl, name: str) -> None:
    site.documents(d_1=notice())
    crawled = crawl(LOOPBACK_SITE=site.url.replace("127.0.0.1", name), POLICY_PRIVATE_ADDRESSES=0)
    assert site.seen == []
    (problem,) = crawled.problems()
    assert problem[0] == "foreign_host"
    assert f"{name} leads to 127.0.0.1, which is not a public address, so no request is sent" in problem[1]
    assert crawled.run["outcome"] == "failed"
    assert {row["outcome"] for row in crawled.rows("SELECT outcome FROM fetches")} <= {"refused", "robots_denied"}


def test_a_robots_txt_behind_a_broken_connection_closes_the_host(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/robots.txt"] = Page(wire=reset)
    crawled = crawl(RETRY_TIMES=0)
    assert set(site.paths()) == {"/robots.txt"}
    assert "nothing is fetched there now" in crawled.problems()[0][1]


# --- certificates ---


@pytest.fixture
def root() -> Authority:
    return Authority("Root of Tests")


@pytest.fixture
def middle(root: Authority) -> Authority:
    return Authority("Intermediate of Tests", root)


Shown = Callable[..., Crawled]


@pytest.fixture
def over_tls(site: Site, tmp_path: Path, root: Authority, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Crawl a site that shows these certificates."""
    monkeypatch.setenv("SSL_CERT_FILE", str(trust(tmp_path, root)))

    def crawl(signer: Authority, *chain: Authority, **certificate: object) -> Crawled:
        site.speak_tls(server(tmp_path, signer, *chain, **certificate))  # type: ignore[arg-type]
        site.documents(d_1=notice())
        return crawler(site, tmp_path, forked_crawl.run)(LOOPBACK_SITE=site.url.replace("127.0.0.1", "localhost"))

    return crawl


def test_a_good_chain_is_trusted(over_tls: Shown, middle: Authority) -> None:
    crawled = over_tls(middle, middle)
    assert crawled.run["outcome"] == "ok", crawled.stderr


def test_an_incomplete_chain_is_named_as_such(over_tls: Shown, middle: Authority) -> None:
    crawled = over_tls(middle)
    _, message = crawled.problems()[0]
    assert "could not reach localhost: its TLS certificate is not trusted: the server omits a certificate" in message
    assert crawled.run["requests"] == 1 + len(crawled.problems())  # not asked again: it would not help


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ({"days": (-10, -5)}, "its TLS certificate has expired"),
        ({"host": "other.example"}, "its TLS certificate is for another host"),
    ],
)
def test_a_wrong_certificate_is_named(
    over_tls: Shown, middle: Authority, certificate: dict[str, object], words: str
) -> None:
    crawled = over_tls(middle, middle, **certificate)
    assert words in crawled.problems()[0][1]
    assert crawled.run["outcome"] == "failed"


def test_plain_http_where_tls_is_expected_is_named(site: Site, crawl: Crawl) -> None:
    crawled = crawl(LOOPBACK_SITE=site.url.replace("http://", "https://"), RETRY_TIMES=0)
    assert "could not reach 127.0.0.1: TLS failed" in crawled.problems()[0][1]


# --- what a page is made of ---


@pytest.mark.parametrize("stated", ["utf-16", "nonsense", "iso-8859-1"])
def test_a_wrong_charset_in_the_header_does_not_garble_a_text_that_states_its_own(
    site: Site, crawl: Crawl, stated: str
) -> None:
    site.documents(d_1=notice("Le café étudie les modèles — ouverts."))
    site.pages["/d_1.xml"].headers["Content-Type"] = f"text/xml; charset={stated}"
    crawled = crawl()
    assert crawled.one("SELECT count(*) FROM provisions WHERE text LIKE '%Le café étudie les modèles — ouverts.%'")


def test_markup_that_changed_is_an_alarm_and_the_old_text_stays(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    crawl()
    site.documents(d_1=b"<html><body><div id='app'></div><script src='/bundle.js'></script></body></html>")
    crawled = crawl()
    _, message = crawled.problems()[0]
    assert "that text stays; check whether the page has changed" in message
    assert (crawled.run["outcome"], crawled.run["unread"]) == ("failed", 1)
    assert crawled.one("SELECT count(*) FROM current_provisions WHERE text LIKE 'The Ministry asks about models%'") == 1


def test_a_list_that_lost_most_of_its_entries_is_an_alarm(site: Site, crawl: Crawl) -> None:
    site.documents(**{f"d_{number}": notice(f"Notice {number}.") for number in range(4)})
    crawl()
    site.documents(d_1=notice("Notice 1."))
    crawled = crawl()
    assert crawled.run["outcome"] == "ok"
    [(kind, message)] = crawled.problems()
    assert kind == "suspicious_drop"
    assert message.startswith("1 document, while the last good crawls had 4; ")
    assert crawled.one("SELECT count(*) FROM versions") == 4


def test_a_source_without_its_main_document_has_failed(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice(), d_2=notice("Other words."))
    crawl(LOOPBACK_MUST_DELIVER="fr:d-1")
    crawled = crawl(LOOPBACK_MUST_DELIVER="fr:d-1")
    assert (crawled.run["outcome"], crawled.run["not_modified"]) == ("ok", 2)  # unchanged is delivered
    site.pages["/d_1.xml"] = Page(b"", 500)
    crawled = crawl(LOOPBACK_MUST_DELIVER="fr:d-1")
    assert (crawled.run["outcome"], crawled.run["documents"]) == ("failed", 1)
    assert crawled.run["reason"].startswith("fr:d-1 (A notice) must be delivered but was not; what is held stays")
    assert "/d_1.xml: answered 500 Internal Server Error; the next crawl will ask again" in crawled.run["reason"]
    assert crawled.one("SELECT count(*) FROM current_provisions WHERE document_id = 'fr:d-1'") > 0
    assert crawled.one("SELECT must_deliver || missing_documents FROM sources, source_health") == '["fr:d-1"][]'
    assert crawled.run["failed_requests"] == 4  # there is no robots.txt, and d_1 was asked for three times


def test_a_main_document_in_doubt_is_not_delivered(site: Site, crawl: Crawl) -> None:
    words = [f"The Ministry asks {number} times about models." for number in range(60)]
    site.documents(d_1=notice("</P><P>".join(words)))
    crawl(LOOPBACK_MUST_DELIVER="fr:d-1")
    site.documents(d_1=notice(words[0]))
    crawled = crawl(LOOPBACK_MUST_DELIVER="fr:d-1")
    assert [kind for kind, _ in crawled.problems()] == ["suspicious_shrink"]
    assert (crawled.run["outcome"], crawled.one("SELECT count(*) FROM versions")) == ("failed", 1)


def test_a_title_that_no_database_can_keep_is_kept_readable(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    site.pages["/index.json"] = Page(json.dumps([{"id": "fr:d-1", "url": "/d_1.xml", "title": "a\ud83d\0b"}]).encode())
    crawled = crawl()
    assert (crawled.run["outcome"], crawled.problems()) == ("ok", [])
    assert crawled.one("SELECT title FROM documents") == "a\ufffd\ufffdb"


def test_lines_that_would_split_an_archived_header_do_not(site: Site, crawl: Crawl) -> None:
    """HTTP parsers refuse a bare LF, but a CR or a NUL inside a value comes through."""
    site.documents(d_1=notice())

    def injected(connection: socket.socket) -> None:
        body = notice()
        extra = b"X-Odd: a\rWARC-Type: warcinfo\x00\x85b\r\n"
        answer = head(f"Content-Length: {len(body)}").removesuffix(b"\r\n") + extra + b"\r\n"
        connection.sendall(answer + body)

    site.pages["/d_1.xml"] = Page(wire=injected)
    crawled = crawl()
    assert crawled.run["outcome"] == "ok", crawled.problems()
    assert crawled.one("SELECT count(*) FROM versions") == 1
