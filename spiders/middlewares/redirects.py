"""Redirects: followed as Scrapy does, but never lost and never from https to plain http."""

from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from spiders.network.failures import FetchFailed
from spiders.network.headers import header

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class SafeRedirectMiddleware:
    """Scrapy's middleware with three differences. The hosts are checked when the new request starts."""

    def __init__(self, crawler: Crawler) -> None:
        self._scrapys = RedirectMiddleware.from_crawler(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Raises `FetchFailed` for a redirect to something that is not http(s) or no address, or for too many of
        them."""
        longest = self._scrapys.max_redirect_times
        location = header(response, "Location")
        target = _target(response.url, location)
        if response.status in _REDIRECTS and urlsplit(target).scheme not in {"http", "https"}:
            where = target or repr(location)
            raise FetchFailed("foreign_host", f"{response.url} redirects to {where}: only http and https are fetched")
        if request.meta.get("redirect_times", 0) >= longest and response.status in _REDIRECTS:
            first = request.meta["redirect_urls"][0]
            raise FetchFailed("redirect_loop", f"{first}: more than {longest} redirects, the last to {target}")
        result = self._scrapys.process_response(request, response)
        if not isinstance(result, Request):
            return result
        # Two addresses may lead to the same page: Scrapy would drop the second as a duplicate, and its document
        # with it.
        result = result.replace(dont_filter=True)
        # Cellar answers https with 303 to http://publications.europa.eu/…, which serves the same over https.
        onward = urlsplit(result.url)
        if urlsplit(request.url).scheme == "https" and onward.scheme == "http":
            # Servers behind a proxy that speaks TLS for them name their own port, where nobody speaks it.
            result = result.replace(
                url=onward._replace(scheme="https", netloc=onward.netloc.removesuffix(":80")).geturl()
            )
        return result


def _target(url: str, location: str) -> str:
    """Where a Location leads, "" where that is no address: "http://[", "https://x.gov:abc/"."""
    try:
        target = urljoin(url, location)
        _ = urlsplit(target).port
    except ValueError:
        return ""
    return target
