"""Sources and publishers without a crawl: a page, what a source asks first, and what an answer leads to."""

import asyncio
from collections.abc import Callable
from typing import Any

from scrapy.http import HtmlResponse, Request, Response
from twisted.python.failure import Failure

Answer = Callable[..., Response]
"""The fixture `answer` of tests/spiders/sources/conftest.py."""
Build = Callable[..., Any]
"""The fixture `build`."""


def html(text: str, url: str = "https://www.toys.gov/ai") -> HtmlResponse:
    """A page as it comes from an address."""
    return HtmlResponse(url, body=text.encode(), encoding="utf-8")


def begun(spider: Any) -> list[Any]:
    """What a spider yields when its crawl begins."""

    async def run() -> list[Any]:
        return [each async for each in spider.start()]

    return asyncio.run(run())


def follow(request: Request, response: Response) -> list[Any]:
    """What the callback of a request makes of an answer."""
    return list(request.callback(response, **request.cb_kwargs))  # type: ignore[misc]


def fail(request: Request, error: Exception) -> list[Any]:
    """What the errback of a request makes of its failure."""
    failure = Failure(error)  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined]  # as Scrapy does
    return list(request.errback(failure))  # type: ignore[misc]
