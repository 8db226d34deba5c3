"""Which addresses a source may ask, and what is said of the others."""

from types import SimpleNamespace

import pytest
from loopback_sources.loopback import Loopback
from scrapy import Request

from spiders.middlewares.hosts import HostsMiddleware
from spiders.network.failures import FetchFailed

MIDDLEWARE = HostsMiddleware(SimpleNamespace(spider=Loopback()))  # type: ignore[arg-type]
PAGE = "http://localhost/a"


@pytest.mark.parametrize("url", [PAGE, "https://localhost/captcha/"])
def test_what_is_on_a_host_of_the_source_is_fetched(url: str) -> None:
    MIDDLEWARE.process_request(Request(url))


@pytest.mark.parametrize(
    ("url", "before", "kind", "words"),
    [
        ("https://verify.example.com/", [], "foreign_host", "verify.example.com is not a host of this source"),
        ("https://verify.example.com/", [PAGE], "challenge_page", f"{PAGE} redirects to https://verify.example.com/"),
        ("https://example.com/", [PAGE], "foreign_host", f"{PAGE} redirects to https://example.com/: example.com is"),
        ("https://example.com/captcha.html?to=/", [PAGE], "challenge_page", "a bot wall instead of the document"),
        ("https://example.com/2030/ai-challenge", [PAGE], "foreign_host", "example.com is not a host of this source"),
        ("https://example.com/robots.txt", [PAGE], "foreign_host", "example.com is not a host of this source"),
        ("http://127.0.0.1@evil.example/", [PAGE], "foreign_host", "evil.example is not a host of this source"),
        ("https://user:word@localhost/a", [PAGE], "foreign_host", "an address with a user's name is not fetched"),
        ("http://10.0.0.1/secret", [PAGE], "foreign_host", "10.0.0.1 is a private address, which no publisher uses"),
        ("http://224.0.0.1/", [PAGE], "foreign_host", "224.0.0.1 is a private address"),
        ("http://[::1]/secret", [PAGE], "foreign_host", "::1 is a private address"),
        ("http://2130706433/", [PAGE], "foreign_host", "2130706433 is not a host of this source"),
        ("http://0x7f.1/", [PAGE], "foreign_host", "0x7f.1 is not a host of this source"),
        ("ftp://localhost/a", [], "foreign_host", "ftp://localhost/a: only http and https are fetched"),
    ],
)
def test_nothing_else_is(url: str, before: list[str], kind: str, words: str) -> None:
    with pytest.raises(FetchFailed) as refused:
        MIDDLEWARE.process_request(Request(url, meta={"redirect_urls": before} if before else {}))
    assert refused.value.kind == kind
    assert words in str(refused.value)
