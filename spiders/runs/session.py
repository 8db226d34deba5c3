"""One crawl of one source: what its middlewares and item pipelines share, and the record of how it went.

A Scrapy extension, so that `scrapy crawl SOURCE` alone archives, reads, stores and reports like `policy-tracker
crawl` does.
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from db.store import Saved, Store
from pipeline.errors import AnotherCrawl, ArchiveError, DocumentError, TrackerError, readable
from pipeline.model import Capture, CrawlRun, Document, Fetch, Problem, ProblemKind, Snapshot
from pipeline.reading_key import reading_key
from spiders.archive.exchange import Exchange
from spiders.archive.journal import Captured, Fetched, Noticed, RunFinished, RunStarted, without_bodies
from spiders.archive.reader import read_body
from spiders.archive.secrets import redact
from spiders.clock import utc_now
from spiders.framework.source import SKIPPED, SourceSpider
from spiders.network.failures import INTERRUPTED, FetchFailed
from spiders.network.headers import header
from spiders.runs.beginning import begun, keep_failed_start
from spiders.runs.breaker import Breaker
from spiders.runs.comparing import compare_new_texts
from spiders.runs.counting import Counting
from spiders.runs.expectations import Tally, judge, outcome
from spiders.runs.intake import Intake
from spiders.runs.log import ProblemLog
from spiders.runs.recorder import Recorder
from spiders.runs.refusals import description_of, problem_of, recordable
from spiders.runs.storable import storable_fields, with_web_addresses
from spiders.runs.workplace import Workplace, places_of
from spiders.settings import check
from spiders.workers.reading import Crash
from spiders.workers.storing import save

logger = logging.getLogger(__name__)


def session_of(crawler: Crawler) -> "Session":
    """The session of this crawler, for its other components."""
    session = crawler.get_extension(Session)
    if session is None:
        raise RuntimeError("spiders.runs.session.Session must be among the EXTENSIONS")
    return session


class Session:
    """Opened with the spider, closed with it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._workplace: Workplace | None = None
        self._open_recorder: Recorder | None = None
        self._breaker = Breaker(lambda: crawler.engine.close_spider_async(reason="storage"))
        self._problem_log = ProblemLog()
        self._describes = False
        """Of the source, see `SourceSpider.describes`."""
        self.counts = Counting()
        self.run = CrawlRun("", "", "")
        """Nameless until it has begun."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises `UsageError` for a setting that cannot be used: Scrapy makes its extensions first, and ends here."""
        check(crawler.settings)
        session = cls(crawler)
        crawler.signals.connect(session.opened, signal=signals.spider_opened)
        crawler.signals.connect(session.closed, signal=signals.spider_closed)
        return session

    @property
    def broken(self) -> str:
        """Why nothing can be kept any more, "" while it can."""
        return self._breaker.reason

    async def opened(self, spider: SourceSpider) -> None:
        """Begin the run. Raises `CloseSpider` where one cannot work."""
        try:
            self._workplace = Workplace.enter(self._crawler.settings)
            await self._begin(spider)
        except AnotherCrawl as error:
            logger.info("%s", error)
            raise CloseSpider("another_crawl") from error
        except TrackerError as error:
            logger.critical("%s", error)
            self._breaker.reason = str(error)
            if isinstance(error, ArchiveError):
                keep_failed_start(places_of(self._crawler.settings).db, [spider], error)
            raise CloseSpider("storage") from error
        except Exception as error:  # Scrapy would log it and crawl on without keeping anything
            logger.critical("the crawl cannot start", exc_info=error)
            self._breaker.reason = f"the crawl cannot start: {error!r}"
            raise CloseSpider("no_session") from error

    async def closed(self, spider: SourceSpider, reason: str) -> None:
        """End the run: its verdict is in the archive and in the database."""
        if self._workplace is None:
            return
        try:
            if self.run.run_id:
                await self._finish(spider, reason)
        except TrackerError as error:
            logger.critical("%s", error)
            self.run = replace(
                self.run, finished_at=utc_now(), outcome="failed", reason=self.broken or readable(str(error))
            )
            await self._leave_to_the_next()
        finally:
            workplace, self._workplace = self._workplace, None
            workplace.leave()
        if self.run.run_id:
            verdict = ": ".join(filter(None, (spider.name, self.run.outcome, self.run.reason)))
            logger.info("%s", verdict)

    async def archive(self, exchange: Exchange, original: Snapshot | None, seconds: float) -> Intake:
        """Keep an answer. Raises `ArchiveError` if it cannot be kept; the crawl then ends."""
        intake = await self._breaker.guard(self._recorder.answer(exchange, original, seconds))
        if intake.snapshot:
            self._at_work.held.addresses.add(intake.snapshot.url)
        self.counts.fetched(intake.fetch)
        self._at_work.tell_store(Store.add_fetch, intake.fetch, intake.snapshot)
        return intake

    async def no_answer(self, url: str, failure: FetchFailed) -> None:
        """Record a request that brought no answer, or that was refused before it was made."""
        if self.broken or failure.kind == INTERRUPTED:
            return
        fetch = Fetch(self.run.run_id, redact(url), utc_now(), failure.outcome, reason=str(failure))
        self.counts.fetched(fetch)
        await self._breaker.guard(self._recorder.note(Fetched(fetch)))
        self._at_work.tell_store(Store.add_fetch, fetch)

    async def validators(self, request: Request) -> Snapshot | None:
        """The newest archived answer to the same question, if a version rests on it."""
        url = redact(request.url)
        if url not in self._at_work.held.addresses:
            return None
        accept, language = header(request, "Accept"), header(request, "Accept-Language")
        return await self._breaker.guard(self._at_work.store(Store.validators, url, accept, language))

    async def archived_body(self, snapshot: Snapshot) -> bytes:
        """Raises `ArchiveError` if the archive does not hold it any more."""
        return await self._at_work.archive(read_body, self._at_work.places.archive, snapshot)

    async def keep(self, capture: Capture) -> None:
        """Journal, read and store one document; what goes wrong with it becomes a problem."""
        capture, foreign = with_web_addresses(storable_fields(capture))
        document_id = capture.document.document_id
        for address in foreign:
            message = f"{document_id}: {address!r} is not a web address and is not kept; look at the answer"
            await self.notice(self._problem("malformed_document", message, document_id))
        async with self._at_work.turn(document_id):
            try:
                await self._keep(capture)
            except (DocumentError, Crash) as error:
                await self._refuse(capture, error)
            except TrackerError:
                raise
            except Exception as error:  # Scrapy would log it, and the crawl would end as if nothing were missing
                await self._refuse(capture, Crash.of(document_id, error))

    async def notice(self, problem: Problem) -> None:
        """Record a problem."""
        if self.broken:
            return
        problem = recordable(problem, utc_now())
        self.counts.noticed(problem)
        self._problem_log.add(problem)
        await self._breaker.guard(self._recorder.note(Noticed(problem)))
        await self._breaker.guard(self._at_work.store(Store.add_problem, problem))

    @property
    def _at_work(self) -> Workplace:
        if self._workplace is None:
            raise RuntimeError("the session is not open")
        return self._workplace

    @property
    def _recorder(self) -> Recorder:
        if self._open_recorder is None:
            raise RuntimeError("the session is not open")
        return self._open_recorder

    async def _begin(self, spider: SourceSpider) -> None:
        workplace, source = self._at_work, spider.source
        self._describes = spider.describes
        run = begun(spider, workplace.stamp)
        obeys_robots = self._crawler.settings.getbool("ROBOTSTXT_OBEY")
        recorder = Recorder(workplace, run.run_id, self._max_bytes, obeys_robots=obeys_robots)
        self._open_recorder = recorder
        await recorder.note(RunStarted(run, source))
        await workplace.store(Store.sync_sources, [source])
        await workplace.store(Store.start_run, run)
        self.run = run
        spider.run_id = run.run_id
        recoveries, workplace.recoveries = workplace.recoveries, []
        for recovery in recoveries:
            if recovery.torn_bytes:
                await self.notice(self._problem("torn_archive", recovery.message))

    async def _finish(self, spider: SourceSpider, reason: str) -> None:
        for problem in spider.at_end() if reason == "finished" else ():
            await self.notice(problem)
        tally = await self._tally(spider)
        verdict = judge(tally, spider.source.expectations)
        odd: list[tuple[ProblemKind, str]] = [("expectation", verdict.warning), ("suspicious_drop", verdict.drop)]
        for kind, message in odd:
            if message and reason == "finished":
                await self.notice(self._problem(kind, message))
        await self._compare()
        first = self.counts.first_problem(spider.source.expectations.must_deliver)
        ended, why = outcome(reason, verdict, self.broken, first)
        self.run = replace(
            self.counts.report(self.run, tally),
            finished_at=utc_now(),
            outcome=ended,
            reason=why,
            skipped=tuple(self._skipped()),
        )
        await self._recorder.note(RunFinished(self.run))
        await self._at_work.store(Store.finish_run, self.run)
        await self._recorder.close(stored=not self.broken)

    async def _leave_to_the_next(self) -> None:
        """The other is told that the crawl failed, where archive or database fails; the next brings both together."""
        with suppress(TrackerError):
            await self._recorder.note(RunFinished(self.run))
            await self._recorder.close(stored=False)
        with suppress(TrackerError):
            await self._at_work.store(Store.finish_run, self.run)

    async def _compare(self) -> None:
        """What an interrupted crawl leaves undone here, the next one does."""
        if self.broken:
            return
        try:
            await self._breaker.guard(self._at_work.store(compare_new_texts))
        except TrackerError:
            raise
        except Exception as error:  # a bug of ours must not cost the record of the whole crawl
            logger.error("comparing new texts failed", exc_info=error)
            await self.notice(self._problem("crash", f"comparing new texts failed with {error!r}; report it"))

    async def _tally(self, spider: SourceSpider) -> Tally:
        store, counts = self._at_work.store, self.counts
        with_text, with_date = await store(Store.delivered, counts.documents)
        return counts.tally(
            with_text=with_text,
            with_date=with_date,
            usual=await store(Store.usual_documents, spider.name),
            missing=await store(Store.named, counts.missing(spider.source.expectations.must_deliver)),
            scope=self.run.scope,
            homepage=spider.source.homepage,
        )

    def _skipped(self) -> Iterator[tuple[str, int]]:
        for name, number in sorted(self._crawler.stats.get_stats().items()):
            if name.startswith(SKIPPED):
                yield name.removeprefix(SKIPPED), number

    async def _keep(self, capture: Capture) -> None:
        seen_at = utc_now()
        entry = await self._breaker.guard(self._recorder.note(Captured(capture, self.run.run_id, seen_at)))
        await self._store(capture, seen_at, entry)

    async def _refuse(self, capture: Capture, error: DocumentError | Crash) -> None:
        """Record why a capture could not be read or kept; keep what its publisher says of the document."""
        document_id = capture.document.document_id
        self.counts.unread(document_id)
        held = await self._at_work.store(Store.last_read, document_id, capture.language)
        if isinstance(error, Crash):
            logger.error("%s", error)
        await self.notice(problem_of(self.run.run_id, self.run.source, capture, error, held))
        if self._describes:
            await self._keep(description_of(capture))

    async def _store(self, capture: Capture, seen_at: str, entry: int) -> None:
        """`entry`: that of the capture in the journal."""
        key, bare = reading_key(capture, self._at_work.reader), without_bodies(capture)
        saved = await self._seen_again(bare, key, seen_at, entry)
        if saved is None:
            try:
                reading = await self._at_work.read(capture)
            finally:
                # Not before: by then the disk has often been waited for, for a document that was read earlier.
                await self._on_disk(entry)
            saving = self._at_work.store(save, bare, reading, self.run.run_id, seen_at, key, described=self._describes)
            saved = await self._breaker.guard(saving)
            self._at_work.held.texts.add((capture.document.document_id, capture.language))
        document_id, others = capture.document.document_id, _other_names(capture.document)
        if not capture.parts:
            self.counts.described.update((document_id, *others))
            return
        self.counts.read(document_id, saved, others)
        for problem in saved.problems:
            await self.notice(problem)

    async def _on_disk(self, entry: int) -> None:
        """A power cut must not leave the database with what the archive lost."""
        await self._breaker.guard(self._recorder.on_disk(entry))

    async def _seen_again(self, bare: Capture, key: str, seen_at: str, entry: int) -> Saved | None:
        if bare.parts and (bare.document.document_id, bare.language) not in self._at_work.held.texts:
            return None
        await self._on_disk(entry)
        return await self._breaker.guard(self._at_work.store(Store.see_again, bare, key, seen_at))

    def _problem(self, kind: ProblemKind, message: str, document_id: str = "") -> Problem:
        return Problem(self.run.run_id, self.run.source, kind, message, document_id=document_id)


class InSession:
    """A component of Scrapy that works with the session of its crawler."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))


def _other_names(document: Document) -> set[str]:
    """A Federal Register number without its day; the page of a work that is held as another publication of it."""
    same = {relation.target for relation in document.relations if relation.type == "same_work"}
    return same | {document.document_id.partition("@")[0]}
