"""One wait for the disk (fsync) that several documents share."""

import asyncio
from collections.abc import Awaitable, Callable


class Syncing:
    """One sync serves all records that were written before it began: a disk takes as long for one as for ten."""

    def __init__(self, sync: Callable[[], Awaitable[None]]) -> None:
        self._sync = sync
        self._turn = asyncio.Lock()
        self._written = 0
        self._synced = 0

    def written(self) -> int:
        """The number of the record that has just been written."""
        self._written += 1
        return self._written

    async def wait(self, record: int) -> None:
        """Return once that record is on the disk. Raises what `sync` raises."""
        async with self._turn:
            if self._synced < record:
                written = self._written
                await self._sync()
                self._synced = written
