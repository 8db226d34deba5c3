"""Crawling several sources in one process: different hosts in parallel, one host at a time."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from pipeline.errors import ArchiveError, UsageError
from pipeline.identifiers import parse_document_id
from pipeline.model import CrawlRun
from spiders import settings as project
from spiders.clock import utc_now
from spiders.framework.source import SourceSpider
from spiders.network import replay as replaying
from spiders.runs.beginning import keep_failed_start
from spiders.runs.log import log_as_json
from spiders.runs.session import Session
from spiders.runs.workplace import Workplace, places_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Crawled:
    """How a crawl of several sources went."""

    runs: tuple[CrawlRun, ...]
    missing: tuple[str, ...] = ()
    """Documents that were asked for by name and of which no source delivered a text."""
    described: tuple[str, ...] = ()
    """Of `missing`: those that a source describes."""
    failed: bool = False
    """Whether a person should look: a source failed; of documents asked for by name, one is missing."""


def crawl(
    sources: Sequence[str],
    *,
    db: Path,
    archive: Path,
    since: str = "",
    only: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    replay: Path | None = None,
    log_json: bool = False,
) -> Crawled:
    """Crawl the named sources and return how each went. Can be called once in a process.

    If none is named, all of them but those that lack something in the environment; these are named in the log. With
    `only`, of these sources those that can be asked for such a document, each for its own.

    `settings` are Scrapy settings by name; `replay` is an archive to answer from instead of the network.
    `log_json`: log JSON lines instead of text.

    Raises:
        UsageError: a setting that cannot be used; an unknown source, a bad date or document id; a document that no
            source can be asked for; a named source, or the only one for a document, lacks a key.
        AnotherCrawl: another crawl or rebuild works there now.
        ArchiveError, StoreError: one cannot work there at all.
    """
    configured = crawl_settings(db, archive, settings or {}, replay)
    project.check(configured)
    process = _process(configured, log_json)
    asked = _asked(only)
    crawlers, lacking = _chosen(process, sources, asked)
    # Raises UsageError before anything is touched.
    spiders = [_kind(crawler)(since=since, only=_only(crawler, asked)) for crawler in crawlers]
    try:
        workplace = Workplace.enter(configured)
    except ArchiveError as error:
        keep_failed_start(db, spiders, error)
        raise
    _warn(configured, lacking)
    try:
        for crawler in crawlers:
            process.crawl(crawler, since=since, only=_only(crawler, asked))
        process.start()
    finally:
        workplace.leave()
    return _crawled(crawlers, asked)


def crawl_settings(db: Path, archive: Path, own: Mapping[str, str], replay: Path | None) -> Settings:
    """The project's settings, with these on top.

    Raises `ArchiveError` if there is nothing to replay, `UsageError` if it is the archive that the crawl would write.
    """
    settings = Settings()
    settings.setmodule(project, priority="project")
    settings.setdict({"POLICY_DB": str(db), "POLICY_ARCHIVE": str(archive)}, priority="project")
    if replay is not None:
        replaying.replay_of(replay)  # before anything is touched
        settings.setdict({**replaying.SETTINGS, "POLICY_REPLAY": str(replay)}, priority="project")
    settings.setdict(dict(own), priority="cmdline")
    settings.set("USER_AGENT", project.user_agent(settings["POLICY_CONTACT"]), priority="project")
    if replay is not None and places_of(settings).archive == (replay if replay.is_dir() else replay.parent).resolve():
        raise UsageError(
            f"{replay} is the archive that this crawl writes: its answers would stand there again, as if they were of "
            "today; to read it again run `policy-tracker rebuild`, to crawl from it name another --db and --archive"
        )
    return settings


def _process(settings: Settings, log_json: bool) -> AsyncCrawlerProcess:
    """What runs the crawlers, with its log as it was asked for."""
    if log_json:
        log_as_json(settings["LOG_LEVEL"])
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    if settings["LOG_LEVEL"] == "INFO":
        # Scrapy would list its settings and components, 60 lines a source, in which ours drown; LOG_LEVEL=DEBUG shows
        # them. The process resets the levels when it is made.
        logging.getLogger("scrapy").setLevel(logging.WARNING)
    return process


def _warn(settings: Settings, lacking: Mapping[str, str]) -> None:
    """Say which sources are not crawled, and that publishers are not told whom to write to."""
    for lacks in lacking.values():
        logger.warning("left out: %s", lacks)
    if not settings["POLICY_CONTACT"] and not settings["POLICY_REPLAY"]:
        logger.warning(
            "no publisher can reach you: set POLICY_CONTACT to an address of a person, mailto:you@example.org"
        )


def _chosen(
    process: AsyncCrawlerProcess, sources: Sequence[str], asked: Mapping[str, str]
) -> tuple[list[Crawler], dict[str, str]]:
    """The sources to crawl; and what those lack that are left out, by their names."""
    names = dict.fromkeys(sources) or sorted(process.spider_loader.list())
    crawlers = [process.create_crawler(name) for name in names]
    if asked:
        none = f"none of {', '.join(sources)}" if sources else "no source"
        crawlers = [crawler for crawler in crawlers if _only(crawler, asked)]
        _check_schemes(
            crawlers,
            asked,
            f"{none} has documents of that scheme; "
            "of a document that is held, `policy-tracker show` names the id that its source has",
        )
    lacking = _lacking(crawlers)
    if lacking and (sources or len(lacking) == len(crawlers)):
        raise UsageError("; ".join(lacking.values()))
    crawlers = [crawler for crawler in crawlers if crawler.spidercls.name not in lacking]
    _check_schemes(crawlers, asked, "; ".join(lacking.values()))
    return crawlers, lacking


def _asked(only: Sequence[str]) -> dict[str, str]:
    """Scheme of each document that was named, by its id. Raises `UsageError` for what is no id, "" above all: an unset
    variable of a shell must not become a crawl of everything."""
    parsed = [parse_document_id(text) for each in only for text in each.split(",")]
    return {f"{scheme}:{value}": scheme for scheme, value in parsed}


def _only(crawler: Crawler, asked: Mapping[str, str]) -> str:
    """The argument `only` of its spider: the documents that this source can be asked for."""
    schemes = _kind(crawler).schemes
    return ",".join(document_id for document_id, scheme in asked.items() if scheme in schemes)


def _check_schemes(crawlers: Sequence[Crawler], asked: Mapping[str, str], why: str) -> None:
    """Raises `UsageError` that says why for documents that none of these sources can be asked for."""
    known = {scheme for crawler in crawlers for scheme in _kind(crawler).schemes}
    nowhere = [document_id for document_id, scheme in asked.items() if scheme not in known]
    if nowhere:
        raise UsageError(f"{', '.join(nowhere)}: {why}")


def _crawled(crawlers: Sequence[Crawler], asked: Mapping[str, str]) -> Crawled:
    runs = tuple(_run(crawler) for crawler in crawlers)
    if not asked:
        return Crawled(runs, failed=any(run.outcome != "ok" for run in runs))
    sessions = [session for crawler in crawlers if (session := _session(crawler))]
    found = {name for session in sessions for name in session.counts.names}
    missing = tuple(document_id for document_id in asked if document_id not in found)
    described = tuple(name for name in missing if any(name in session.counts.described for session in sessions))
    broken = len(sessions) < len(runs) or any(session.broken for session in sessions)
    interrupted = any(run.outcome == "interrupted" for run in runs)
    return Crawled(runs, missing, described, failed=bool(missing) or broken or interrupted)


def _lacking(crawlers: Sequence[Crawler]) -> dict[str, str]:
    """What is not set, by the source that needs it."""
    kinds = [_kind(crawler) for crawler in crawlers]
    return {kind.name: lacks for kind in kinds if (lacks := kind.lacks())}


def _kind(crawler: Crawler) -> type[SourceSpider]:
    """What its spider declares. There are no other spiders among the SPIDER_MODULES."""
    assert issubclass(crawler.spidercls, SourceSpider)
    return crawler.spidercls


def _run(crawler: Crawler) -> CrawlRun:
    """How it went; a crawler that never opened its session failed."""
    session = _session(crawler)
    run = session.run if session else CrawlRun("", "", utc_now())
    if run.outcome:
        return run
    reason = (session.broken if session else "") or "the crawl ended before it could finish; the log says why"
    return replace(run, source=crawler.spidercls.name, finished_at=utc_now(), outcome="failed", reason=reason)


def _session(crawler: Crawler) -> Session | None:
    try:
        return crawler.get_extension(Session)
    except RuntimeError:  # it failed before its extensions were made
        return None
