"""The row of a crawl that begins, also of one that cannot."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from db.store import Store
from pipeline.errors import ArchiveError, StoreError, readable
from pipeline.model import CrawlRun, RunScope
from spiders.clock import utc_compact, utc_now
from spiders.framework.source import SourceSpider


def begun(spider: SourceSpider, stamp: str) -> CrawlRun:
    """A crawl that begins now. `stamp`: what it is named by beside its source, "20261120T214500Z"."""
    return CrawlRun(f"{stamp}-{spider.source.name}", spider.source.name, utc_now(), scope=_scope(spider))


def keep_failed_start(db: Path, spiders: Iterable[SourceSpider], error: ArchiveError) -> None:
    """Tell the database of crawls that could not begin because of their archive: else `check` would find nothing wrong
    until the sources are stale. No archive records them: a rebuild forgets them, and `verify` does not miss them.

    A database that does not exist is not begun here: the next crawl makes it from its archive.
    """
    if not db.exists():
        return
    with suppress(StoreError), Store(db) as store:
        for spider in spiders:
            run = begun(spider, utc_compact())
            failed = replace(run, finished_at=run.started_at, outcome="failed", reason=readable(str(error)))
            store.add_failed_start(failed)


def _scope(spider: SourceSpider) -> RunScope:
    return "only" if spider.only else "since" if spider.since else "full"
