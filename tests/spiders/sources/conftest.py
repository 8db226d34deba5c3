"""Spiders without a network: a spider with a crawler, and answers as the archive middleware leaves them."""

import hashlib
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import Settings
from spider_steps import begun

from pipeline.model import Snapshot
from spiders import settings as project
from spiders.framework.source import SourceSpider
from spiders.sources import source_classes


class Counts(Counter[str]):
    """The crawl's statistics, without a crawl."""

    def inc_value(self, key: str, number: int = 1) -> None:
        self[key] += number


@pytest.fixture
def build() -> Callable[..., SourceSpider]:
    """`build("ntia", only="…", POLICY_LANGUAGES="fr")`: capital names are settings, the others arguments."""

    def make(name: str, **options: Any) -> SourceSpider:
        settings = Settings()
        settings.setmodule(project, priority="project")
        settings.setdict({key: value for key, value in options.items() if key.isupper()}, priority="project")
        arguments = {key: value for key, value in options.items() if not key.isupper()}
        signals = SimpleNamespace(connect=lambda *_: None)
        crawler = SimpleNamespace(settings=settings, stats=Counts(), signals=signals)
        return source_classes()[name].from_crawler(crawler, **arguments)  # type: ignore[arg-type]

    return make


@pytest.fixture
def spider(request: pytest.FixtureRequest, build: Callable[..., SourceSpider]) -> SourceSpider:
    """The source that the file of the test is named after, after its first requests."""
    made = build(request.path.stem.removeprefix("test_"))
    begun(made)
    return made


@pytest.fixture
def answer() -> Callable[..., Response]:
    """The answer to a request, with its archived snapshot."""

    def make(request: Request | str, body: str | bytes = b"", status: int = 200, kind: str = "text/html") -> Response:
        asked = Request(request) if isinstance(request, str) else request
        content = body.encode() if isinstance(body, str) else body
        asked.meta["snapshot"] = Snapshot(
            snapshot_id=f"urn:uuid:{hashlib.sha256(content).hexdigest()[:32]}",
            url=asked.url,
            fetched_at="2026-11-20T12:00:00Z",
            status=status,
            media_type=kind,
            sha256=hashlib.sha256(content).hexdigest(),
            length=len(content),
            warc_file="fiction.warc.gz",
            warc_offset=0,
        )
        headers = {"Content-Type": kind}
        cls = HtmlResponse if kind.startswith("text/html") else Response
        more = {"encoding": "utf-8"} if cls is HtmlResponse else {}
        return cls(asked.url, status=status, headers=headers, body=content, request=asked, **more)

    return make
