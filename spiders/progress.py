"""One line on the terminal that says how far the crawl has got.

Silent where stderr is no terminal: cron mails must stay short.
"""

import asyncio
import sys
from typing import ClassVar, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from pipeline.wording import number_of
from spiders.runs.session import Session, session_of

_SECONDS = 0.5
_CLEAR = "\r\x1b[K"


class Progress:
    """Shared by all sources of the process: each contributes its part of the line."""

    _sources: ClassVar[dict[str, Session]] = {}

    def __init__(self, crawler: Crawler) -> None:
        if not sys.stderr.isatty():
            raise NotConfigured
        self._crawler = crawler
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        progress = cls(crawler)
        crawler.signals.connect(progress.opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.closed, signal=signals.spider_closed)
        return progress

    def opened(self, spider: Spider) -> None:
        if not self._sources:
            self._task = asyncio.create_task(self._draw())
        self._sources[spider.name] = session_of(self._crawler)

    def closed(self, spider: Spider) -> None:
        self._sources.pop(spider.name, None)
        sys.stderr.write(_CLEAR)

    async def _draw(self) -> None:
        while self._sources:
            line = " · ".join(f"{name}: {_counts(session)}" for name, session in self._sources.items())
            sys.stderr.write(_CLEAR + line)
            sys.stderr.flush()
            await asyncio.sleep(_SECONDS)


def _counts(session: Session) -> str:
    counts = session.counts
    done = counts.new_versions + counts.unchanged
    of_each = ((counts.requests, "request"), (done, "document"), (counts.problems, "problem"))
    return ", ".join(number_of(*each) for each in of_each)
