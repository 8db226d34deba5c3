"""Only the hosts that a source declares are ever asked, redirects included."""

import re
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.httpobj import urlparse_cached

from spiders.framework.source import SourceSpider
from spiders.network.failures import FetchFailed
from spiders.network.resolver import is_public

# federalregister.gov sends suspected robots to unblock.federalregister.gov; other walls are named alike, in the host or
# a whole part of the path: "/2030/ai-grand-challenge" and "/robots.txt" are no walls.
_WORD = "(?:unblock|captcha|challenge|blocked|denied|verify|human|robot)"
_WALL_NAME = re.compile(rf"//[^/?#]*\b{_WORD}\b|/{_WORD}(?:\.\w+)?(?:[/?#]|\Z)", re.IGNORECASE)


class HostsMiddleware:
    """Refuses every address that is not http(s) on one of the spider's `hosts`, or holds a user's name: "user@host" is
    to Twisted the name of a host, which cannot be reached."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises `FetchFailed`."""
        address = urlparse_cached(request)
        host = address.hostname or ""
        on_site = address.scheme in {"http", "https"} and host in self._hosts()
        if on_site and "@" not in address.netloc:
            return
        before = request.meta.get("redirect_urls")
        came = f"{before[-1]} redirects to {request.url}" if before else request.url
        if before and _WALL_NAME.search(request.url):
            message = (
                f"{came}: a bot wall instead of the document; crawl again later, "
                "or ask the publisher to admit the tracker"
            )
            raise FetchFailed("challenge_page", message)
        if address.scheme not in {"http", "https"}:
            raise FetchFailed("foreign_host", f"{came}: only http and https are fetched")
        if on_site:
            message = f"{came}: an address with a user's name is not fetched; look at the page that leads there"
            raise FetchFailed("foreign_host", message)
        raise FetchFailed("foreign_host", f"{came}: {_refusal(host)}")

    def _hosts(self) -> tuple[str, ...]:
        spider = self._crawler.spider
        return spider.hosts if isinstance(spider, SourceSpider) else ()


def _refusal(host: str) -> str:
    if _is_private(host):
        return f"{host} is a private address, which no publisher uses; look at the page that leads there"
    return f"{host} is not a host of this source; if it is the publisher's, add it to `hosts` in the source's file"


def _is_private(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost"
