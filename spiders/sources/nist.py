"""NIST on AI: its AI pages and the publications (AI RMF, generative AI profile, dual-use guidance) that they link.

nvlpubs.nist.gov stamps its PDFs anew now and then: same text, other bytes. Versions are known by their text, so that
is no change.
"""

from collections.abc import AsyncIterator, Iterator
from functools import partial

from scrapy.http import Request, Response

from pipeline import identifiers
from pipeline.model import Capture, Document, Expectations, Identifier, Source
from spiders import nist
from spiders.sources.base import SourceSpider, Yield
from spiders.whitehouse import page_title

PAGES = (
    "https://www.nist.gov/itl/ai-risk-management-framework",
    "https://www.nist.gov/artificial-intelligence",
    "https://www.nist.gov/caisi",
)
"""The Center for AI Standards and Innovation was the AI Safety Institute (/aisi) until June 2025."""


class Nist(SourceSpider):
    source = Source(
        name="nist",
        title="NIST publications and pages on AI",
        publisher="National Institute of Standards and Technology",
        jurisdiction="US",
        homepage=PAGES[0],
        licence="Public domain in the United States (17 U.S.C. 105)",
        attribution="National Institute of Standards and Technology",
        cadence="weekly",
        expectations=Expectations(min_documents=1, max_documents=500, min_share_with_date=0, max_age_days=14),
    )
    hosts = ("www.nist.gov", "nvlpubs.nist.gov")

    async def start(self) -> AsyncIterator[Yield]:
        self.asked: set[str] = set()
        for number in self.wanted("nist"):
            yield self.ask(nist.Publication(number, number))
        for url in () if self.only else PAGES:
            yield Request(url, callback=self.parse_page)

    def parse_page(self, response: Response) -> Iterator[Yield]:
        for publication in nist.publications(response):
            if publication.number not in self.asked:
                yield self.ask(publication)
        yield Capture(self.page(response.url, page_title(response)), "en", (self.part(response),))

    def ask(self, publication: nist.Publication) -> Request:
        self.asked.add(publication.number)
        return Request(publication.pdf, callback=partial(self.parse_publication, publication))

    def parse_publication(self, publication: nist.Publication, response: Response) -> Iterator[Yield]:
        number = Identifier("nist", publication.number)
        document = self.document(f"nist:{number.value}", publication.title, "report", publication.pdf, number)
        yield Capture(document, "en", (self.part(response, link=publication.pdf),))

    def page(self, url: str, title: str) -> Document:
        link = identifiers.canonical_url(url)
        return self.document(identifiers.url_id(url), title, "page", link, Identifier("url", link))

    def document(self, document_id: str, title: str, kind: str, url: str, identifier: Identifier) -> Document:
        return Document(
            document_id=document_id,
            source=self.name,
            title=title,
            kind=kind,
            jurisdiction="US",
            publisher=self.source.publisher,
            url=url,
            agencies=("NIST",),
            identifiers=(identifier,),
        )
