"""One crawl from its beginning to its verdict, with an archive and a reader that do as they are told."""

import asyncio
import pickle
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import archived
import pytest
from loopback_site import notice
from loopback_sources.loopback import Loopback
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.settings import Settings

from db.store import Store
from pipeline.errors import AnotherCrawl, ArchiveError, NeedsOcr, StoreError
from pipeline.model import Capture, Document, Part, Problem, Snapshot
from pipeline.process import read
from pipeline.tagging import load_rules
from spiders import settings as project
from spiders.archive.exchange import Exchange
from spiders.archive.journal import Captured, Entry, Fetched, Noticed, RunFinished
from spiders.archive.recovery import Recovery
from spiders.network.failures import FetchFailed, interrupted
from spiders.runs import session as module
from spiders.runs.intake import Intake, understand
from spiders.runs.session import Session
from spiders.runs.workplace import Places, Workplace

STAMP = "20300101T000000Z"
RUN = f"{STAMP}-loopback"
SNAPSHOT = archived.snapshot(archived.EXCHANGE, archived.Place("urn:uuid:1", "a.warc.gz", 0))
DOCUMENT = Document(
    "fr:2030-1",
    "loopback",
    "A notice",
    "notice",
    "US",
    "A ministry",
    "https://www.example.gov/",
    published="2030-01-02",
)
CAPTURE = Capture(DOCUMENT, "en", (Part(SNAPSHOT, notice("Nothing to see.")),))


class Here:
    """In place of the workplace: the store of this process."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder / "policy.db", folder / "archive")
        self.stamp, self.reader = STAMP, "reader"
        self.recoveries: list[Recovery] = []
        self.left = 0
        self.unreadable: Exception | None = None
        self.broken = ""
        """Name of the method of the store that fails."""
        self._store = Store(self.places.db)
        self.held = self._store.held()
        self._turns: dict[str, asyncio.Lock] = {}

    def store(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> asyncio.Future[Any]:
        done = asyncio.get_running_loop().create_future()
        try:
            if work.__name__ == self.broken:
                raise StoreError("the disk is full")
            done.set_result(work(self._store, *arguments, **named))
        except Exception as error:
            done.set_exception(error)
        return done

    def tell_store(self, work: Callable[..., None], *arguments: Any) -> None:
        work(self._store, *arguments)

    async def read(self, capture: Capture) -> bytes:
        if self.unreadable:
            raise self.unreadable
        return pickle.dumps(read(capture, load_rules()))

    async def archive(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return work(*arguments)

    def turn(self, document_id: str) -> asyncio.Lock:
        return self._turns.setdefault(document_id, asyncio.Lock())

    def leave(self) -> None:
        self.left += 1
        self._store.close()


class Records:
    """In place of the recorder."""

    def __init__(self, *_: object) -> None:
        self.entries: list[Entry] = []
        self.closed: list[bool] = []
        self.synced = 0
        self.full = False

    async def note(self, entry: Entry) -> int:
        if self.full:
            raise ArchiveError("the archive is full")
        self.entries.append(entry)
        return len(self.entries)

    async def on_disk(self, entry: int) -> None:
        self.synced = entry

    async def answer(self, exchange: Exchange, original: Snapshot | None, seconds: float) -> Intake:
        assert original is None
        return understand(exchange, archived.Place("urn:uuid:1", "a.warc.gz", 0), RUN, seconds, 1 << 20, None)

    async def close(self, *, stored: bool) -> None:
        self.closed.append(stored)

    @property
    def kinds(self) -> list[str]:
        """What is in the archive, in its order; of problems and runs with what they say."""
        return [_told(entry) for entry in self.entries]


def _told(entry: Entry) -> str:
    match entry:
        case Noticed(problem):
            return problem.kind
        case RunFinished(run):
            return f"{run.outcome}: {run.reason}"
        case Captured(capture):
            return "Captured" if capture.parts else "Described"
    return type(entry).__name__


class Crawl:
    """A session, and all that it has to do with."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, **source: Any) -> None:
        self.here, self.records, self.ends = Here(folder), Records(), list[str]()
        self.spider = Loopback(**source)
        places = {"POLICY_DB": str(self.here.places.db), "POLICY_ARCHIVE": str(self.here.places.archive)}
        settings = Settings(places)
        settings.setmodule(project)
        settings.setdict(places)
        self.spider.settings = settings
        engine = SimpleNamespace(close_spider_async=self._end)
        stats = SimpleNamespace(get_stats=lambda: {"policy/skipped/b": 2, "policy/skipped/a": 1, "other": 3})
        crawler = SimpleNamespace(settings=settings, engine=engine, stats=stats)
        self.session = Session(crawler)  # type: ignore[arg-type]
        monkeypatch.setattr(Workplace, "enter", lambda _: self.here)
        monkeypatch.setattr(module, "Recorder", self._recorder)

    def _recorder(self, *_: object, obeys_robots: bool) -> Records:
        self.obeys_robots = obeys_robots
        return self.records

    async def _end(self, reason: str) -> None:
        self.ends.append(reason)

    def run(self, work: Callable[[Session], Coroutine[Any, Any, object]], reason: str = "finished") -> None:
        """Open, work, close; the database stays open to be looked at."""

        async def main() -> None:
            await self.session.opened(self.spider)
            await work(self.session)
            await asyncio.sleep(0)
            await self.session.closed(self.spider, reason)

        asyncio.run(main())

    def rows(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(self.here.places.db)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crawl:
    return Crawl(tmp_path, monkeypatch)


async def nothing(_: Session) -> None:
    """What a crawl does that finds nothing."""


async def keeps_one(session: Session) -> None:
    await session.archive(archived.EXCHANGE, None, 0.5)
    await session.keep(CAPTURE)


def test_a_crawl_is_recorded_from_its_beginning_to_its_verdict(crawl: Crawl) -> None:
    crawl.run(keeps_one)
    assert crawl.records.kinds == ["RunStarted", "Captured", "ok: "]
    assert (crawl.records.synced, crawl.records.closed, crawl.here.left, crawl.ends) == (2, [True], 1, [])
    run = crawl.session.run
    assert (run.run_id, run.source, run.documents, run.requests, run.with_date) == (RUN, "loopback", 1, 1, 1)
    assert run.skipped == (("a", 1), ("b", 2))
    assert (crawl.spider.run_id, crawl.obeys_robots) == (RUN, True)
    assert crawl.rows("SELECT run_id, outcome, new_versions FROM crawl_runs") == [(RUN, "ok", 1)]
    assert crawl.rows("SELECT url FROM fetches") == [(archived.EXCHANGE.url,)]
    assert crawl.rows("SELECT name, title FROM sources") == [("loopback", "A source on this machine")]


def test_a_crawl_that_delivers_too_little_has_failed_for_its_first_problem(crawl: Crawl) -> None:
    async def work(session: Session) -> None:
        await session.notice(Problem(RUN, "loopback", "network", "no answer"))

    crawl.run(work)
    assert crawl.records.kinds == ["RunStarted", "network", "failed: 0 documents, at least 1 expected; no answer"]


@pytest.mark.parametrize(("torn", "kinds"), [(7, ["RunStarted", "torn_archive"]), (0, ["RunStarted"])])
def test_what_a_crash_tore_is_said_once(crawl: Crawl, torn: int, kinds: list[str]) -> None:
    crawl.here.recoveries = [Recovery("a.warc.gz", torn)]
    crawl.run(nothing)
    assert crawl.records.kinds[:-1] == kinds
    assert crawl.here.recoveries == []


@pytest.mark.parametrize(
    ("error", "reason", "broken", "kept"),
    [
        (AnotherCrawl("another"), "another_crawl", "", 0),
        (StoreError("it is corrupt"), "storage", "it is corrupt", 0),
        (ArchiveError("it is closed"), "storage", "it is closed", 1),
        (KeyError("bug"), "no_session", "the crawl cannot start: KeyError('bug')", 0),
    ],
)
def test_a_crawl_that_cannot_begin_says_why_and_is_none(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str, broken: str, kept: int
) -> None:
    crawl.here._store.sync_sources([crawl.spider.source])

    def enter(_: object) -> None:
        raise error

    monkeypatch.setattr(Workplace, "enter", enter)
    with pytest.raises(CloseSpider) as closed:
        asyncio.run(crawl.session.opened(crawl.spider))
    assert (closed.value.reason, crawl.session.broken) == (reason, broken)
    assert len(crawl.rows("SELECT * FROM crawl_runs WHERE outcome = 'failed'")) == kept
    asyncio.run(crawl.session.closed(crawl.spider, reason))
    assert (crawl.here.left, crawl.records.entries) == (0, [])
    crawl.here.leave()


def test_a_crawl_whose_beginning_cannot_be_stored_leaves_no_verdict(
    crawl: Crawl, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    crawl.here.broken = "start_run"

    async def main() -> None:
        with pytest.raises(CloseSpider):
            await crawl.session.opened(crawl.spider)
        await crawl.session.closed(crawl.spider, "storage")

    asyncio.run(main())
    assert (crawl.records.kinds, crawl.records.closed, crawl.here.left) == (["RunStarted"], [], 1)
    assert caplog.messages == ["the disk is full"]


def test_what_fails_at_the_end_is_left_to_the_next_crawl(crawl: Crawl) -> None:
    crawl.here.broken = "finish_run"
    crawl.run(keeps_one)
    assert crawl.records.kinds[-2:] == ["ok: ", "failed: the disk is full"]
    assert (crawl.records.closed, crawl.here.left) == ([False], 1)
    assert (crawl.session.run.outcome, crawl.session.run.reason) == ("failed", "the disk is full")
    assert crawl.session.run.finished_at


def test_a_verdict_that_the_archive_cannot_take_is_a_failure_in_the_database(crawl: Crawl) -> None:
    """`check` said that all was well, though the crawl itself had ended with "failed"."""

    async def work(session: Session) -> None:
        await keeps_one(session)
        crawl.records.full = True

    crawl.run(work)
    assert crawl.rows("SELECT outcome, reason FROM crawl_runs") == [("failed", "the archive is full")]
    assert (crawl.session.run.outcome, crawl.session.run.reason) == ("failed", "the archive is full")
    assert crawl.records.closed == []


def test_the_crawl_ends_with_the_first_thing_that_cannot_be_kept(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "compare_new_texts", lambda _: pytest.fail("a broken database is asked for more"))

    async def work(session: Session) -> None:
        crawl.here.broken = "save"
        with pytest.raises(StoreError):
            await session.keep(CAPTURE)
        await session.notice(Problem(RUN, "loopback", "network", "no answer"))
        await session.no_answer("https://www.example.gov/", FetchFailed("network", "no answer"))

    crawl.run(work, "storage")
    assert crawl.ends == ["storage"]
    assert crawl.records.kinds == ["RunStarted", "Captured", "failed: the disk is full"]
    assert crawl.records.closed == [False]


def test_a_question_that_the_database_cannot_answer_ends_it_too(crawl: Crawl) -> None:
    async def work(session: Session) -> None:
        crawl.here.broken = "validators"
        await session.archive(archived.EXCHANGE, None, 0.5)
        with suppress(StoreError):
            await session.validators(Request(archived.EXCHANGE.url))

    crawl.run(work, "storage")
    assert crawl.ends == ["storage"]


@pytest.mark.parametrize("describes", [False, True])
@pytest.mark.parametrize(("error", "kind"), [(NeedsOcr("fr:2030-1: a scan"), "needs_ocr"), (KeyError("bug"), "crash")])
def test_what_cannot_be_read_is_a_problem_and_a_description(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: str, *, describes: bool
) -> None:
    monkeypatch.setattr(Loopback, "describes", describes)

    async def work(session: Session) -> None:
        await keeps_one(session)
        crawl.here.unreadable = error
        await session.keep(replace(CAPTURE, language="fr"))

    crawl.run(work)
    assert crawl.records.kinds[1:-1] == ["Captured", "Captured", kind] + ["Described"] * describes
    assert crawl.rows("SELECT kind, document_id FROM problems") == [(kind, "fr:2030-1")]
    assert crawl.session.counts.missing(["fr:2030-1"]) == ["fr:2030-1"]
    assert crawl.session.counts.described == ({"fr:2030-1"} if describes else set())


def test_pages_that_cannot_be_read_are_told_once_and_the_text_is_kept(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = replace(read(CAPTURE, load_rules()), scans=((0, (2, 3)),))
    monkeypatch.setitem(globals(), "read", lambda *_: reading)

    async def work(session: Session) -> None:
        await session.keep(CAPTURE)
        await session.keep(CAPTURE)

    crawl.run(work)
    assert crawl.records.kinds[1:-1] == ["Captured", "needs_ocr", "Captured"]
    assert crawl.rows("SELECT kind, url FROM problems") == [("needs_ocr", SNAPSHOT.url)]
    assert crawl.rows("SELECT count(*) FROM versions") == [(1,)]


def test_a_request_that_we_gave_up_is_none(crawl: Crawl) -> None:
    async def work(session: Session) -> None:
        await session.no_answer("https://www.example.gov/", interrupted())
        await session.no_answer("https://www.example.gov/?api_key=secret", FetchFailed("network", "no answer"))

    crawl.run(work)
    (fetched,) = (entry.fetch for entry in crawl.records.entries if isinstance(entry, Fetched))
    assert (fetched.run_id, fetched.outcome, fetched.reason) == (RUN, "network_error", "no answer")
    assert fetched.url == "https://www.example.gov/?api_key=REDACTED"
    assert crawl.rows("SELECT outcome FROM fetches") == [("network_error",)]
    assert crawl.session.run.requests == 1


@pytest.mark.parametrize(("reason", "last"), [("finished", ["empty_list"]), ("shutdown", [])])
def test_a_source_has_the_last_word_only_where_it_came_to_its_end(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, reason: str, last: list[str]
) -> None:
    monkeypatch.setattr(Loopback, "at_end", lambda self: [self.problem("empty_list", "the list is empty")])
    crawl.run(keeps_one, reason)
    assert crawl.records.kinds[2:-1] == last


@pytest.mark.parametrize(("reason", "kinds"), [("finished", ["expectation"]), ("shutdown", [])])
def test_what_is_odd_is_a_problem_where_the_crawl_came_to_its_end(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, reason: str, kinds: list[str]
) -> None:
    few = replace(Loopback.source, expectations=replace(Loopback.source.expectations, max_documents=0))
    monkeypatch.setattr(Loopback, "source", few)
    crawl.run(keeps_one, reason)
    assert crawl.records.kinds[2:-1] == kinds


def test_texts_that_cannot_be_compared_for_want_of_a_database_fail_the_crawl(crawl: Crawl) -> None:
    crawl.here.broken = "compare_new_texts"
    crawl.run(keeps_one)
    assert crawl.records.kinds[2:] == ["failed: the disk is full"]
    assert (crawl.records.closed, crawl.ends) == ([False], ["storage"])


def test_a_bug_in_the_comparison_costs_the_comparison(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    def compare_new_texts(_: Store) -> int:
        raise KeyError("bug")

    monkeypatch.setattr(module, "compare_new_texts", compare_new_texts)
    crawl.run(keeps_one)
    assert crawl.records.kinds[2:] == ["crash", "ok: "]


def test_an_address_that_is_none_of_the_web_is_said_and_not_kept(crawl: Crawl) -> None:
    async def work(session: Session) -> None:
        await session.archive(archived.EXCHANGE, None, 0.5)
        await session.keep(replace(CAPTURE, document=replace(DOCUMENT, url="javascript:alert(1)")))

    crawl.run(work)
    assert crawl.records.kinds[1:3] == ["malformed_document", "Captured"]
    assert crawl.rows("SELECT document_id FROM problems") == [("fr:2030-1",)]


def test_the_question_of_the_validators_is_that_of_the_request(crawl: Crawl) -> None:
    async def work(session: Session) -> None:
        await keeps_one(session)
        asked = Request(archived.EXCHANGE.url, headers={"Accept": "text/xml", "Accept-Language": "en"})
        assert await session.validators(asked) == SNAPSHOT
        assert await session.validators(asked.replace(headers={"Accept": "text/xml"})) is None
        assert await session.validators(asked.replace(url="https://www.example.gov/")) is None

    crawl.run(work)


def test_the_database_is_not_asked_for_what_it_does_not_hold(crawl: Crawl) -> None:
    async def work(session: Session) -> None:
        crawl.here.broken = "validators"
        assert await session.validators(Request(archived.EXCHANGE.url)) is None
        crawl.here.broken = "see_again"
        await keeps_one(session)
        with pytest.raises(StoreError):
            await session.keep(CAPTURE)

    crawl.run(work, "storage")
    assert crawl.ends == ["storage"]


def test_outside_of_a_crawl_nothing_can_be_kept(crawl: Crawl) -> None:
    with pytest.raises(RuntimeError, match="the session is not open"):
        asyncio.run(crawl.session.keep(CAPTURE))
    with pytest.raises(RuntimeError, match="the session is not open"):
        asyncio.run(crawl.session.notice(Problem(RUN, "loopback", "network", "no answer")))
    crawl.here.leave()
