"""One wait for the disk (fsync) that several documents share."""

import asyncio
from collections.abc import Awaitable, Callable


class Syncing:
    """Many wait, one sync serves all who came before it began: a disk takes as long for one record as for ten."""

    def __init__(self, sync: Callable[[], Awaitable[None]]) -> None:
        self._sync = sync
        self._turn = asyncio.Lock()
        self._asked = 0
        self._served = 0

    async def wait(self) -> None:
        """Return once everything that was written before this call is on the disk. Raises what `sync` raises."""
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if self._served >= mine:
                return
            asked = self._asked
            await self._sync()
            self._served = asked
