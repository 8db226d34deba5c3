"""Crawling several sources in one process: different hosts in parallel, one host at a time."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from pipeline.errors import UsageError
from pipeline.model import CrawlRun
from spiders import replay as replaying
from spiders import settings as project
from spiders.clock import utc_now
from spiders.log import log_as_json
from spiders.session import Session
from spiders.workplace import Workplace

logger = logging.getLogger(__name__)


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
) -> list[CrawlRun]:
    """Crawl the named sources and return how each went. Can be called once in a process.

    If none is named, all of them but those that lack something in the environment; these are named in the log.

    `settings` are Scrapy settings by name; `replay` is an archive to answer from instead of the network.
    `log_json`: log JSON lines instead of text.

    Raises:
        UsageError: an unknown source, a bad date or document id; a named source lacks a key.
        AnotherCrawlError: another crawl or rebuild works there now.
        ArchiveError, StoreError: one cannot work there at all.
    """
    configured = _settings(db, archive, settings or {}, replay)
    if log_json:
        log_as_json(configured["LOG_LEVEL"])
        configured.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    process = AsyncCrawlerProcess(configured)
    _quieten_scrapy(configured)
    names = dict.fromkeys(sources) or sorted(process.spider_loader.list())
    crawlers = [process.create_crawler(name) for name in names]
    lacking = _lacking(crawlers)
    if sources and lacking:
        raise UsageError("; ".join(lacking.values()))
    crawlers = [crawler for crawler in crawlers if crawler.spidercls.name not in lacking]
    for crawler in crawlers:
        crawler.spidercls(since=since, only=",".join(only))  # raises UsageError before anything is touched
    workplace = Workplace.enter(configured)
    for lacks in lacking.values():
        logger.warning("left out: %s", lacks)
    if not configured["POLICY_CONTACT"] and replay is None:
        logger.warning(
            "no publisher can reach you: set POLICY_CONTACT to an address of a person, mailto:you@example.org"
        )
    try:
        for crawler in crawlers:
            process.crawl(crawler, since=since, only=",".join(only))
        process.start()
    finally:
        workplace.leave()
    return [_run(crawler) for crawler in crawlers]


def _lacking(crawlers: Sequence[Crawler]) -> dict[str, str]:
    """What is not set, by the source that needs it."""
    kinds: list[Any] = [crawler.spidercls for crawler in crawlers]
    return {kind.name: lacks for kind in kinds if (lacks := kind.lacks())}


def _settings(db: Path, archive: Path, own: Mapping[str, str], replay: Path | None) -> Settings:
    settings = Settings()
    settings.setmodule(project, priority="project")
    settings.setdict({"POLICY_DB": str(db), "POLICY_ARCHIVE": str(archive)}, priority="project")
    if replay is not None:
        replaying.replay_of(replay)  # raises ArchiveError before anything is touched
        settings.setdict({**replaying.SETTINGS, "POLICY_REPLAY": str(replay)}, priority="project")
    settings.setdict(dict(own), priority="cmdline")
    settings.set("USER_AGENT", project.user_agent(settings["POLICY_CONTACT"]), priority="project")
    return settings


def _quieten_scrapy(settings: Settings) -> None:
    """At INFO Scrapy lists its settings and components, 60 lines a source, in which ours drown.

    `-s LOG_LEVEL=DEBUG` shows them. Call after the process was made, which resets the levels.
    """
    if settings["LOG_LEVEL"] == "INFO":
        logging.getLogger("scrapy").setLevel(logging.WARNING)


def _run(crawler: Crawler) -> CrawlRun:
    """How it went; a crawler that never opened its session failed."""
    try:
        session = crawler.get_extension(Session)
    except RuntimeError:  # it failed before its extensions were made
        session = None
    run = session.run if session else CrawlRun("", "", utc_now())
    if run.outcome:
        return run
    reason = (session.broken if session else "") or "the crawl ended before it could finish; the log says why"
    return replace(run, source=crawler.spidercls.name, finished_at=utc_now(), outcome="failed", reason=reason)
