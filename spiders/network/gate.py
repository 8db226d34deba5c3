"""One request at a time to each host, and the pause that it asks for: across all sources of this process.

Scrapy's own delay holds within one crawler. Two sources may ask the same host (www.federalregister.gov serves several),
and Retry-After must also hold requests that already wait in a queue: so the gate stands directly before the network. It
also drops waiting requests when the crawl is stopped; Scrapy would work off its queues, one delay after another.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime

from spiders.network.failures import FetchFailed, interrupted

BUSY = frozenset({429, 503})
"""Statuses with which a host may name a time to come back."""
NAMED_WAIT = "policy_named_wait"
"""Request meta: the seconds that the host named with such an answer, None if it named none."""
_GLANCE_SECONDS = 0.5
"""How often a waiting request looks whether the crawl is being stopped."""


class _Host:
    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.delay = 0.0
        self.next_at = 0.0
        """Monotonic time before which nothing is sent."""
        self.closed = ""
        """Why nothing is sent any more in this process."""


class Gate:
    """Who may send to which host, and when."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float, stopping: Callable[[], bool]) -> AsyncIterator[None]:
        """Wait for this host's turn and keep it during the block; the next one starts `delay` seconds after this one
        started.

        Raises `FetchFailed` if the crawl is stopped while waiting, or if the host is closed.
        """
        state = self._state(host)
        async with state.turn:
            await patience(0, stopping)
            self.check(host)
            while (left := state.next_at - time.monotonic()) > 0:
                await patience(min(left, _GLANCE_SECONDS), stopping)
                self.check(host)
            state.next_at = time.monotonic() + max(delay, state.delay)
            yield

    def slow_down(self, host: str, delay: float) -> None:
        """Keep at least `delay` seconds between requests to this host, the one just made included (Crawl-delay)."""
        state = self._state(host)
        state.delay = max(state.delay, delay)
        self.hold(host, delay)

    def hold(self, host: str, seconds: float) -> None:
        """Send nothing to this host for so long (Retry-After)."""
        state = self._state(host)
        state.next_at = max(state.next_at, time.monotonic() + seconds)

    def close(self, host: str, seconds: float) -> None:
        """Send nothing to this host any more: it asked for a longer pause than a crawl can make (Retry-After)."""
        self._state(host).closed = (
            f"{host} asked to be left alone for {seconds:.0f} s, longer than POLICY_RETRY_AFTER_MAX allows; "
            "crawl again after that"
        )

    def check(self, host: str) -> None:
        """Raises `FetchFailed` if the host is closed."""
        if closed := self._state(host).closed:
            raise FetchFailed("http_error", closed)

    def _state(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())


GATE = Gate()
"""The gate of this process: hosts do not care which of our sources asks."""


async def patience(seconds: float, stopping: Callable[[], bool]) -> None:
    """Sleep without holding up a stop: raises `FetchFailed` as soon as the crawl is being stopped."""
    until = time.monotonic() + seconds
    while True:
        if stopping():
            raise interrupted()
        left = until - time.monotonic()
        if left <= 0:
            return
        await asyncio.sleep(min(left, _GLANCE_SECONDS))


def retry_after(value: str) -> float | None:
    """Seconds to wait from a Retry-After header.

    A number of seconds or an HTTP date. None if it is neither.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        date = parsedate_to_datetime(value)
        if date.tzinfo is None:  # as C writes a date: it means UTC (RFC 9110, 5.6.7), not where we are
            date = date.replace(tzinfo=UTC)
        return max(0.0, date.timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
