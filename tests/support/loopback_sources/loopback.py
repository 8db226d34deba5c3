"""A source on this machine for the tests: an index names the pages, each page is one document."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from pipeline.model import Capture, Document, Expectations, Source
from spiders.sources.base import SourceSpider, Yield


class Loopback(SourceSpider):
    source = Source(
        name="loopback",
        title="A source on this machine",
        publisher="Ministry of Tests",
        jurisdiction="US",
        homepage="http://127.0.0.1/",
        licence="",
        attribution="",
        cadence="daily",
        expectations=Expectations(min_documents=1, max_documents=5),
    )
    hosts = ("127.0.0.1",)

    async def start(self) -> AsyncIterator[Yield]:
        site = self.settings["LOOPBACK_SITE"]
        if self.settings.getbool("LOOPBACK_FAILS"):
            raise RuntimeError("start() is broken")
        yield Request(f"{site}/index.json", headers={"Accept": "application/json"})

    def parse(self, response: Response, **_: Any) -> Iterator[Yield]:
        for page in json.loads(response.body):
            yield Request(response.urljoin(page["url"]), callback=self.parse_page, cb_kwargs={"page": page})

    def parse_page(self, response: Response, page: dict[str, Any]) -> Iterator[Yield]:
        if page.get("crash"):
            raise RuntimeError("the callback is broken")
        document = Document(
            document_id=page["id"],
            source=self.name,
            title="A notice",
            kind="notice",
            jurisdiction="US",
            publisher="Ministry of Tests",
            url=response.url,
        )
        yield Capture(document, "en", (self.part(response),))
