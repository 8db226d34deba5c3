"""NIST on AI: its AI pages and the publications (AI RMF, generative AI profile, dual-use guidance) that they link to.

nvlpubs.nist.gov restamps its PDFs now and then: same text, other bytes. Versions are recognised by their text, so that
is no change.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from scrapy.http import Request, Response

from pipeline import identifiers
from pipeline.model import Capture, Document, DocumentKind, Expectations, Identifier, Problem, Source
from spiders.framework.source import SourceSpider, Yield, if_gone
from spiders.publishers import nist, pages
from spiders.publishers.nist import Publication

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
    schemes = ("nist", "url")

    async def start(self) -> AsyncIterator[Yield]:
        self.asked: set[str] = set()
        self.looked_at: set[str] = set()
        for number in self.wanted("nist"):
            yield self.ask(Publication(number, number))
        for url in PAGES:
            if self.is_wanted(identifiers.url_id(url)):
                yield self.page(url, self.parse_page, meta=if_gone(url), cb_kwargs={"url": url})

    def parse_page(self, response: Response, url: str) -> Iterator[Yield]:
        if gone := self.removed(url, response):
            yield gone
            return
        self.looked_at.add(url)
        for publication in nist.publications(response):
            if publication.number not in self.asked and self.is_wanted(f"nist:{publication.number}"):
                yield self.ask(publication)
        address = identifiers.canonical_url(url)
        document = self.document(address, pages.title(response) or address, "page")
        yield Capture(document, "en", (self.part(response, link=url, title=document.title),))

    def at_end(self) -> Iterator[Problem]:
        if self.looked_at and not self.asked and not self.only:
            message = "no page links a publication on AI; if you can see some there, their addresses have changed"
            yield self.problem("empty_list", message, PAGES[0])

    def ask(self, publication: Publication) -> Request:
        self.asked.add(publication.number)
        document_id, about = f"nist:{publication.number}", {"publication": publication}
        return self.pdf(publication.pdf, self.parse_publication, document_id, cb_kwargs=about)

    def parse_publication(self, response: Response, publication: Publication) -> Iterator[Capture]:
        document = replace(
            self.document(publication.pdf, publication.title, "report"),
            document_id=f"nist:{publication.number}",
            identifiers=(Identifier("nist", publication.number),),
        )
        yield Capture(document, "en", (self.part(response, link=publication.pdf, title=document.title),))

    def document(self, url: str, title: str, kind: DocumentKind) -> Document:
        return replace(self.web_document(url, title, kind), agencies=("NIST",))
