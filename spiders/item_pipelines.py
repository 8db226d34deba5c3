"""Keeps what spiders yield."""

from pipeline.errors import TrackerError
from pipeline.model import Capture, Problem
from spiders.runs.session import InSession


class KeepPipeline(InSession):
    """Captures are journalled, read, tagged and stored; problems are recorded."""

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
