"""Stopped, killed, started twice, out of space: nothing is lost, nothing is half."""

import os
import random
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import forked_crawl
import pytest
from forked_crawl import Started
from loopback_site import Crawl, Crawled, Page, Site, command, notice
from processes import told

from spiders.archive.journal import RunFinished, from_fields
from spiders.archive.reader import journal

Start = Callable[..., Started]
WORDS = ("first", "second", "third", "fourth", "fifth")


@pytest.fixture
def start_crawl(site: Site, tmp_path: Path) -> Start:
    """Begin to crawl the site, and leave it running. `file_size_limit`: bytes, what a full disk is like."""

    def start(file_size_limit: int = resource.RLIM_INFINITY, **settings: object) -> Started:
        limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (file_size_limit, resource.RLIM_INFINITY))
        return forked_crawl.start(command(tmp_path, site.url, **settings), tmp_path, tmp_path, limit)

    return start


def texts(crawled: Crawled) -> list[tuple[str, int, str]]:
    """What the database says, without the times at which it was said."""
    sql = "SELECT v.document_id, v.number, p.text FROM versions v JOIN provisions p USING (version_id) ORDER BY 1, 2, 3"
    return [(row["document_id"], row["number"], row["text"]) for row in crawled.rows(sql)]


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_cleanly_and_the_next_crawl_fetches_the_rest(
    site: Site, crawl: Crawl, start_crawl: Start, name: signal.Signals
) -> None:
    site.documents(**{f"d_{number}": notice(f"The {word} notice.") for number, word in enumerate(WORDS)})
    for page in list(site.pages.values())[1:]:
        page.delay = 0.3
    started = start_crawl(DOWNLOAD_DELAY=1, LOOPBACK_LAST_WORD=1)  # which a source has only at its own end
    site.wait_for("/index.json")
    started.signal(name)
    code, _, stderr = started.end()
    assert code == 0, stderr
    for page in site.pages.values():
        page.delay = 0
    crawled = crawl()
    first, second = crawled.rows("SELECT outcome, reason, documents FROM crawl_runs ORDER BY run_id")
    assert (first["outcome"], first["documents"] < 2) == ("interrupted", True)
    assert (second["outcome"], second["documents"]) == ("ok", 5)
    assert list(crawled.archive.glob("*.open")) == []
    assert crawled.problems() == []
    assert crawled.rows("SELECT * FROM fetches WHERE reason LIKE '%stopped%'") == [], "what was not sent is no request"


def writer_of(database: Path) -> int:
    """Process id of the process that writes this database."""
    (found,) = (
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if f"spiders.workers.storing_process\0{database}\0" in told(path)
    )
    return found


def test_a_crawl_whose_writer_is_killed_says_so_and_the_next_one_goes_on(
    site: Site, crawl: Crawl, start_crawl: Start, tmp_path: Path
) -> None:
    site.documents(d_1=notice(), d_2=notice("Another."))
    site.pages["/d_1.xml"].delay = 0.5
    started = start_crawl()
    site.wait_for("/d_1.xml")
    os.kill(writer_of(tmp_path / "policy.db"), signal.SIGKILL)
    _, _, stderr = started.end()
    assert "the process that writes it died (exit code -9); crawl again" in stderr
    assert "loopback: failed: " in stderr
    crawled = crawl()
    assert (crawled.run["outcome"], crawled.run["documents"]) == ("ok", 2)
    assert crawled.problems() == []


def test_the_torn_end_of_a_killed_crawls_file_is_kept_aside(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    (file,) = crawl().warcs
    whole = file.read_bytes()
    file.write_bytes(whole[:-30])
    file.with_name(file.name + ".open").touch()
    crawled = crawl()
    kind, message = crawled.problems()[0]
    assert kind == "torn_archive"
    assert file.name in message
    torn = file.with_name(file.name + ".torn")
    assert file.read_bytes() + torn.read_bytes() == whole[:-30]
    check = [sys.executable, "-m", "warcio.cli", "check", *map(str, crawled.warcs)]
    assert subprocess.run(check, check=False).returncode == 0
    assert crawled.run["outcome"] == "ok"


def test_a_lost_archive_body_is_fetched_again(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    (file,) = crawl().warcs
    file.unlink()
    site.seen.clear()
    crawled = crawl()
    assert ["if-none-match" in request.headers for request in site.asked("/d_1.xml")] == [True, False]
    assert (crawled.run["outcome"], crawled.run["unchanged"]) == ("ok", 1)


def test_a_server_that_is_down_is_not_papered_over_with_an_old_copy(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    crawl()
    site.pages["/d_1.xml"] = Page(b"", 500)
    crawled = crawl()
    assert crawled.run["outcome"] == "failed"
    assert (crawled.run["documents"], crawled.run["unchanged"]) == (0, 0)
    assert crawled.one("SELECT count(*) FROM versions") == 1


def test_a_second_crawl_at_the_same_time_ends_quietly(site: Site, crawl: Crawl, start_crawl: Start) -> None:
    site.documents(d_1=notice())
    ended = threading.Event()
    body = notice()

    def when_the_other_has_ended(connection: socket.socket) -> None:
        ended.wait(60)
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )

    site.pages["/d_1.xml"].wire = when_the_other_has_ended
    started = start_crawl()
    site.wait_for("/d_1.xml")
    other = crawl()
    ended.set()
    assert other.code == 0
    assert "another crawl or rebuild is already running" in other.stderr
    assert "Traceback" not in other.stderr
    code, _, stderr = started.end()
    assert code == 0, stderr
    assert other.one("SELECT count(*) FROM crawl_runs") == 1
    assert other.run["outcome"] == "ok"


def test_an_archive_that_cannot_grow_ends_the_crawl_with_the_reason_and_whole_records(
    site: Site, crawl: Crawl, start_crawl: Start, tmp_path: Path
) -> None:
    site.documents(d_1=random.Random(1).randbytes(3_000_000), d_2=notice("Other words."))
    site.pages["/d_2.xml"].delay = 0.3
    crawled = Crawled(tmp_path, *start_crawl(file_size_limit=2_000_000).end())
    assert crawled.run["outcome"] == "failed"
    assert "cannot write the archive" in crawled.run["reason"]
    check = [sys.executable, "-m", "warcio.cli", "check", *map(str, crawled.warcs)]
    assert subprocess.run(check, check=False).returncode == 0
    site.documents(d_1=notice(), d_2=notice("Other words."))
    crawled = crawl()
    assert (crawled.run["outcome"], crawled.run["documents"]) == ("ok", 2)


def test_every_run_in_the_archive_has_an_end(site: Site, crawl: Crawl) -> None:
    site.documents(d_1=notice())
    crawled = crawl()
    ends = [
        entry.run for line in journal(crawled.archive) if isinstance(entry := from_fields(line.fields), RunFinished)
    ]
    assert [(end.outcome, end.documents, end.requests) for end in ends] == [("ok", 1, 3)]
