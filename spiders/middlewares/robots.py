"""robots.txt according to RFC 9309: absent means allowed, unreachable means closed. Crawl-delay is observed, or nothing
is fetched.

Scrapy's own middleware crawls on when robots.txt cannot be fetched, and does not enforce Crawl-delay.
"""

import asyncio
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from spiders.middlewares.retry import MAY_BE_EMPTY
from spiders.network.failures import FailureKind, FetchFailed
from spiders.network.gate import GATE

_PARSED_BYTES = 500 * 1024
"""RFC 9309, 2.5: a crawler must read at least 500 KiB and may ignore the rest."""
_ASKS_ROBOTS = "policy_robots"


class RobotsMiddleware:
    """Fetches the robots.txt of each host once per crawl, before the first request there."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        # Rules for "bot" are not for us because the contact is https://example.org/bot.
        self._agent = str(crawler.settings["USER_AGENT"]).partition("/")[0]
        self._longest_delay = crawler.settings.getfloat("POLICY_CRAWL_DELAY_MAX")
        self._robots: dict[str, asyncio.Task[ProtegoRobotParser]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises `FetchFailed` if the host forbids this address, its robots.txt cannot be fetched, or its delay is
        longer than a crawl can keep."""
        if request.meta.get(_ASKS_ROBOTS):
            return
        address = urlparse_cached(request)
        if address.netloc not in self._robots:
            robots_url = f"{address.scheme}://{address.netloc}/robots.txt"
            self._robots[address.netloc] = asyncio.create_task(self._fetch(robots_url, address.hostname or ""))
        robots = await self._robots[address.netloc]
        if not robots.allowed(request.url, self._agent):
            message = f"{request.url}: not fetched, because the robots.txt of {address.hostname} forbids it"
            raise FetchFailed("robots_denied", message)

    async def _fetch(self, robots_url: str, host: str) -> ProtegoRobotParser:
        meta = {_ASKS_ROBOTS: True, MAY_BE_EMPTY: True}
        request = Request(robots_url, callback=NO_CALLBACK, meta=meta)
        try:
            response = await self._crawler.engine.download_async(request)
        except FetchFailed as failure:
            raise _closed(host, str(failure), failure.kind) from failure
        robots = ProtegoRobotParser(_body(response, host), self._crawler.spider)
        delay = float(robots.rp.crawl_delay(self._agent) or 0)
        if delay > self._longest_delay:
            raise _too_slow(host, delay, self._longest_delay)
        GATE.slow_down(host, delay)
        return robots


def _body(response: Response, host: str) -> bytes:
    """What to parse: nothing where the host has no robots.txt.

    Raises `FetchFailed` for 5xx and 429: the host has rules but cannot state them now.
    """
    if response.status < 300:
        return response.body[:_PARSED_BYTES]
    if 400 <= response.status < 500 and response.status != 429:
        return b""
    raise _closed(host, f"it answered {response.status}; crawl again later", "robots_unreachable")


def _too_slow(host: str, delay: float, longest: float) -> FetchFailed:
    message = (
        f"the robots.txt of {host} asks for {delay:.0f} s between two requests (Crawl-delay), longer than the "
        f"{longest:.0f} s that POLICY_CRAWL_DELAY_MAX allows, so nothing is fetched there; raise the setting, or ask "
        "the publisher"
    )
    return FetchFailed("robots_denied", message)


def _closed(host: str, reason: str, kind: FailureKind) -> FetchFailed:
    message = f"the robots.txt of {host} cannot be read, so nothing is fetched there now (RFC 9309): {reason}"
    return FetchFailed(kind, message)
