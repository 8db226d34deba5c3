"""Redirects are followed on the web, never from https to plain http, and not for ever."""

from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from spiders.middlewares.redirects import SafeRedirectMiddleware
from spiders.network.failures import FetchFailed

URL = "https://agency.example/a"
MIDDLEWARE = SafeRedirectMiddleware.from_crawler(get_crawler(settings_dict={"REDIRECT_MAX_TIMES": 2}))
STATUSES = [301, 302, 303, 307, 308]


def answered(status: int, location: str | None, url: str = URL, **meta: Any) -> Request | Response:
    headers = {} if location is None else {"Location": location}
    request = Request(url, meta=meta)
    return MIDDLEWARE.process_response(request, Response(url, status, headers=headers, request=request))


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        (URL, "/b", "https://agency.example/b"),
        (URL, "https://www.agency.example/b", "https://www.agency.example/b"),
        (URL, "http://agency.example/b", "https://agency.example/b"),
        (URL, "http://agency.example:80/b?c=d", "https://agency.example/b?c=d"),
        (URL, "http://agency.example:8080/b", "https://agency.example:8080/b"),
        ("http://agency.example/a", "http://agency.example:80/b", "http://agency.example:80/b"),
        ("http://agency.example/a", "http://agency.example/b", "http://agency.example/b"),
        ("http://agency.example/a", "https://agency.example/b", "https://agency.example/b"),
    ],
)
@pytest.mark.parametrize("status", STATUSES)
def test_a_redirect_is_followed_and_stays_on_https(status: int, url: str, location: str, target: str) -> None:
    onward = answered(status, location, url)
    assert isinstance(onward, Request)
    assert (onward.url, onward.dont_filter) == (target, True)
    assert onward.meta["redirect_urls"] == [url]


@pytest.mark.parametrize("location", ["ftp://agency.example/a", "file:///etc/passwd", "http://[toys", "http://x:toys/"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_redirect_out_of_the_web_is_refused(status: int, location: str) -> None:
    with pytest.raises(FetchFailed, match="only http and https are fetched") as refused:
        answered(status, location)
    assert refused.value.kind == "foreign_host"
    assert location in str(refused.value)


@pytest.mark.parametrize(
    ("status", "location"), [(200, "ftp://agency.example/a"), (201, "/b"), (300, "/b"), (304, "/b"), (301, None)]
)
def test_what_is_no_redirect_passes_even_after_the_last_one(status: int, location: str | None) -> None:
    before = {"redirect_times": 1 if status == 301 else 2, "redirect_urls": [URL]}
    assert isinstance(answered(status, location, **before), Response)


@pytest.mark.parametrize("times", [2, 3])
def test_redirects_end_with_the_address_that_was_asked_for(times: int) -> None:
    with pytest.raises(FetchFailed, match=f"^{URL}: more than 2 redirects, the last to .*/b$") as ended:
        answered(
            302, "/b", "https://agency.example/last", redirect_times=times, redirect_urls=[URL, "https://x.example"]
        )
    assert ended.value.kind == "redirect_loop"
