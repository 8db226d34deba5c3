"""Repeats requests: only where it helps, after a pause, and when the host says so.

Scrapy's middleware repeats at once and does not read Retry-After.
"""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object

from spiders.network.failures import FetchFailed, is_certificate_error
from spiders.network.gate import BUSY, GATE, NAMED_WAIT, patience
from spiders.network.headers import header

MAY_BE_EMPTY = "policy_may_be_empty"
"""Request meta: an empty body says something. An empty robots.txt allows everything (RFC 9309, 2.2)."""
_TOO_MANY, _ACCEPTED, _PARTIAL = 429, 202, 206
_GROWTH = 3
"""Each pause is three times the previous one: 0.5 s, 1.5 s, what others found enough for Cellar's transient answers."""
_FACTOR_TOO_MANY = 10
"""A 429 without Retry-After: 5 s, 15 s."""
_MOST_TIMES = 8
"""However short the pauses are set."""


class RetryMiddleware:
    """Retries network errors, 5xx, 408, 429, two answers of Cellar, 202 ("still being made") and an empty 200, and what
    else is good by its status and holds no document: nothing at all (204), or a part (206)."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._statuses = {int(status) for status in settings.getlist("RETRY_HTTP_CODES")}
        self._errors = tuple(load_object(error) for error in settings.getlist("RETRY_EXCEPTIONS"))
        self._times = settings.getint("RETRY_TIMES")
        self._pause = settings.getfloat("POLICY_RETRY_PAUSE")
        self._longest = settings.getfloat("POLICY_RETRY_AFTER_MAX")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Raises `FetchFailed` for an answer that cannot be used: a bot wall, a broken encoding, still empty."""
        fault = request.meta.pop("fault", None) or _fault(request, response)
        if fault is None and response.status not in self._statuses:
            return response
        if fault is not None and not fault.helps_to_retry:
            raise fault
        wait, times = self._wait(request, response), self._times_for(request, response)
        again = await self._again(request, wait, str(fault or response.status), times)
        if again is not None:
            return again
        if fault is not None:
            raise fault
        return response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, self._errors) or is_certificate_error(exception):
            return None
        return await self._again(request, self._pause_before(request), str(exception), self._times)

    async def _again(self, request: Request, wait: float, reason: str, times: int) -> Request | None:
        spider = self._crawler.spider
        assert spider is not None
        GATE.check(_host(request))
        again = get_retry_request(
            request, spider=spider, reason=reason, max_retry_times=times, give_up_log_level="INFO"
        )
        if again is not None:
            await patience(wait, lambda: not self._crawler.engine.running)
        return again

    def _wait(self, request: Request, response: Response) -> float:
        """Seconds before asking again; a host that is too busy is left alone until then, by every source. Where a quota
        is used up and the pause would be longer than a host may ask for, it is left until the next crawl."""
        if response.status not in BUSY:
            return self._pause_before(request)
        named: float | None = request.meta.get(NAMED_WAIT)
        if named is not None:
            return named
        wait = self._pause_before(request) * (_FACTOR_TOO_MANY if response.status == _TOO_MANY else 1)
        if wait > self._longest and _is_used_up(request, response):
            GATE.close(_host(request), wait)
        GATE.hold(_host(request), wait)
        return wait

    def _times_for(self, request: Request, response: Response) -> int:
        """How often to ask again at most. A quota that is used up comes back within the hour or the day: until then
        the pauses, each three times the previous one, are the limit."""
        return _MOST_TIMES if _is_used_up(request, response) else self._times

    def _pause_before(self, request: Request) -> float:
        return self._pause * float(_GROWTH ** request.meta.get("retry_times", 0))


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""


def _is_used_up(request: Request, response: Response) -> bool:
    """Whether no request is left, and the host does not say until when: api.data.gov sends no Retry-After."""
    unnamed = request.meta.get(NAMED_WAIT) is None
    return response.status == _TOO_MANY and unnamed and header(response, "X-RateLimit-Remaining").strip() == "0"


def _fault(request: Request, response: Response) -> FetchFailed | None:
    if response.status == _ACCEPTED:
        message = f"{response.url}: answered 202: the document is still being prepared; crawl again later"
        return FetchFailed("empty_body", message, helps_to_retry=True)
    if response.status == _PARTIAL:
        message = f"{response.url}: answered 206, a part of what is there, which nobody asked for; crawl again later"
        return FetchFailed("http_error", message, helps_to_retry=True)
    if 200 <= response.status < 300 and not response.body and not request.meta.get(MAY_BE_EMPTY):
        message = f"{response.url}: answered {response.status} with an empty body; crawl again later"
        return FetchFailed("empty_body", message, helps_to_retry=True)
    return None
