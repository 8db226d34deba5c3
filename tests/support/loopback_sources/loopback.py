"""A source on this machine for the tests: an index names the pages, each page is one document."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from pipeline.model import Capture, Document, Expectations, Problem, Source
from spiders.framework.register_text import register_text
from spiders.framework.source import IF_GONE, SourceSpider, Yield
from spiders.publishers.fr_documents import Rendition, Row


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
    hosts = ("127.0.0.1", "localhost", "no-such-host.invalid")
    schemes = ("fr", "celex")

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        cls.describes = settings.getbool("LOOPBACK_DESCRIBES")
        must = settings.getlist("LOOPBACK_MUST_DELIVER")
        cls.source = replace(cls.source, expectations=replace(cls.source.expectations, must_deliver=tuple(must)))

    async def start(self) -> AsyncIterator[Yield]:
        site = self.settings["LOOPBACK_SITE"]
        if self.settings.getbool("LOOPBACK_FAILS"):
            raise RuntimeError("start() is broken")
        yield Request(f"{site}/index.json", headers={"Accept": "application/json"})

    def parse(self, response: Response, **_: Any) -> Iterator[Yield]:
        for page in json.loads(response.body):
            if "renditions" in page:
                yield from self.rendered(page, response)
                continue
            meta = IF_GONE if page.get("watched") else {}
            yield Request(response.urljoin(page["url"]), self.parse_page, meta=meta, cb_kwargs={"page": page})

    def parse_page(self, response: Response, page: dict[str, Any]) -> Iterator[Yield]:
        if page.get("crash"):
            raise RuntimeError("the callback is broken")
        gone = self.removed(response.urljoin(page["url"]), response, page["id"])
        if gone and page.get("watched"):
            yield gone
            return
        document = self.document(page, response.url)
        yield Capture(document, "en", () if page.get("textless") else (self.part(response),))

    def rendered(self, page: dict[str, Any], response: Response) -> Iterator[Yield]:
        """A document whose text has several renditions, as those of the Federal Register have: format by address."""
        document = self.document(page, response.urljoin(f"/{page['id']}"))
        forms = tuple(Rendition(response.urljoin(url), format) for url, format in page["renditions"].items())

        def finish(text: Response | None) -> Iterator[Yield]:
            yield Capture(document, "en", (self.part(text),)) if text else self.without_text(document)

        yield from register_text(self, Row(document, "", "", forms, ""), finish)

    def document(self, page: dict[str, Any], url: str) -> Document:
        return Document(
            document_id=page["id"],
            source=self.name,
            title=page.get("title", "A notice"),
            kind="notice",
            published="2030-01-02",
            jurisdiction="US",
            publisher="Ministry of Tests",
            url=url,
        )

    def at_end(self) -> Iterator[Problem]:
        if self.settings.getbool("LOOPBACK_LAST_WORD"):
            yield self.problem("missing_text", "one document has no text")
