"""Keeps what spiders yield."""

from typing import Self

from scrapy.crawler import Crawler

from pipeline.errors import TrackerError
from pipeline.model import Capture, Problem
from spiders.runs.session import Session, session_of


class KeepPipeline:
    """Captures are journalled, read, tagged and stored; problems are recorded."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    async def process_item(self, item: Capture | Problem) -> Capture | Problem:
        try:
            if isinstance(item, Capture):
                await self._session.keep(item)
            else:
                await self._session.notice(item)
        except TrackerError:
            # Nothing can be kept any more; the log says why once. Scrapy would add a traceback for each document.
            if not self._session.broken:
                raise
        return item
