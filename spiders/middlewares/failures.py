"""Nothing a spider asks for is lost silently: what finally fails becomes a problem, in plain words."""

import logging
from collections.abc import AsyncIterator, Iterable
from http import HTTPStatus
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError, HttpErrorMiddleware
from twisted.python.failure import Failure

from pipeline.errors import DocumentError
from pipeline.model import Capture, Problem
from pipeline.normalise import tidy
from spiders.framework.source import SourceSpider
from spiders.network.failures import FetchFailed, explain
from spiders.network.headers import header
from spiders.runs.session import InSession

logger = logging.getLogger(__name__)

_MOST_WORDS = 200
"""Bytes of an answer that are repeated."""


class PlainFailuresMiddleware(InSession):
    """Outermost of the downloader middlewares.

    The failure that a spider's errback sees says what happened and to which host.
    """

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises `FetchFailed`, always."""
        failure = explain(request.url, exception)
        if isinstance(exception, FetchFailed):  # refused before the wire: nothing has recorded it yet
            await self._session.no_answer(request.url, failure)
        raise failure from exception


class PlainHttpErrorMiddleware:
    """Scrapy's middleware with a message that names address and status."""

    def __init__(self, crawler: Crawler) -> None:
        self._scrapys = HttpErrorMiddleware.from_crawler(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        """Raises `HttpError` for a status that the spider does not handle."""
        try:
            self._scrapys.process_spider_input(response)
        except HttpError as error:
            answered = f"{_status(response.status)}{_own_words(response)}"
            raise HttpError(response, f"{response.url}: answered {answered}") from error


class ProblemsMiddleware:
    """Spider middleware: a request without an errback of its own gets one that records a problem, of the document that
    its meta names (`document_id`), if it does.

    So does a failing callback, and what a spider yields that nobody can keep.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        try:
            async for each in start:
                yield self._watched(each, "")
        except Exception as error:
            yield self._crash("", error)
            raise

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for each in result:
            yield self._watched(each, response.url)

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Problem]:
        if not isinstance(exception, DocumentError):  # which says all there is to say
            logger.error("%s: the spider failed", response.url, exc_info=exception)
        return [self._crash(response.url, exception, response.meta.get("document_id", ""))]

    def failed(self, failure: Failure) -> Iterable[Problem]:
        """The errback of every request that has none."""
        problem = self._spider.failed(failure)
        return [problem] if problem else []

    def _watched(self, each: Any, url: str) -> Any:
        if not isinstance(each, Request | Capture | Problem):
            return self._crash(url, TypeError(f"it yields {type(each).__name__}, and not Capture, Problem or Request"))
        if isinstance(each, Request) and each.errback is None:
            each.errback = self.failed
        return each

    def _crash(self, url: str, error: Exception, document_id: str = "") -> Problem:
        if isinstance(error, DocumentError):
            return self._spider.problem(error.kind, str(error), url, document_id)
        message = f"{url or 'start()'}: the spider failed with {type(error).__name__}: {error}; fix the source's file"
        return self._spider.problem("crash", message, url, document_id)

    @property
    def _spider(self) -> SourceSpider:
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        return spider


def _own_words(response: Response) -> str:
    """What an API says is wrong, as it says it: the Federal Register names the field that it does not know, Cellar what
    is too expensive. Pages of errors say nothing that the status does not."""
    kind = header(response, "Content-Type")
    if "json" not in kind and "text/plain" not in kind:
        return ""
    words = tidy(response.body[:_MOST_WORDS].decode("utf-8", "replace"))
    return f": {words}" if words else ""


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
