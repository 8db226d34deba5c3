"""Ends a crawl whose archive or database fails: what cannot be kept is not fetched."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from pipeline.errors import TrackerError

logger = logging.getLogger(__name__)

_T = TypeVar("_T")


class Breaker:
    """Ends the crawl at the first failure, and only then."""

    def __init__(self, end: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._end = end
        self._ending: asyncio.Task[None] | None = None
        self.reason = ""
        """Why nothing can be kept any more: a full disk, a corrupt database."""

    async def guard(self, work: Awaitable[_T]) -> _T:
        """Work on archive or database, which raises `TrackerError` if it fails."""
        try:
            return await work
        except TrackerError as error:
            self._trip(error)
            raise

    def _trip(self, error: BaseException) -> None:
        if self.reason:
            return
        self.reason = str(error)
        logger.critical("%s", error)
        self._ending = asyncio.create_task(self._end())
