"""AI strategy, compliance and policy pages of other agencies: the list is data, `spiders/publishers/agencies.yml`.

Some of these sites turn away every client that says who it is. We do say who we are: the refusal is recorded as a
problem, what was captured before stays, and the other pages go on.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from pipeline import identifiers
from pipeline.model import Capture, DocumentKind, Expectations, Source
from spiders.framework.source import SourceSpider, Yield, if_gone
from spiders.publishers import pages
from spiders.publishers.agencies import AgencyPage, agency_pages


class Agencies(SourceSpider):
    source = Source(
        name="agencies",
        title="AI pages of US agencies",
        publisher="US federal agencies",
        jurisdiction="US",
        homepage="https://www.whitehouse.gov/omb/information-resources/guidance/memoranda/",
        licence="Public domain in the United States (17 U.S.C. 105)",
        attribution="The agency named with each page",
        cadence="weekly",
        expectations=Expectations(
            min_documents=6, max_documents=500, min_share_with_provisions=0.5, min_share_with_date=0, max_age_days=14
        ),
    )
    hosts = tuple(sorted({urlsplit(page.url).hostname or "" for page in agency_pages()}))
    schemes = ("url",)

    async def start(self) -> AsyncIterator[Request]:
        self.asked = {page.url for page in agency_pages()}
        for page in agency_pages():
            if self.is_wanted(identifiers.url_id(page.url)):
                yield self.ask(page)

    def ask(self, page: AgencyPage) -> Request:
        if pages.is_pdf_address(page.url):
            return self.pdf(page.url, self.parse_pdf, cb_kwargs={"page": page})
        return self.page(page.url, self.parse_page, or_file=True, meta=if_gone(page.url), cb_kwargs={"page": page})

    def parse_page(self, response: Response, page: AgencyPage) -> Iterator[Yield]:
        if gone := self.removed(page.url, response):
            yield gone
            return
        yield self.capture(page, response)
        if not self.only:
            for paper in pages.papers(response):
                yield from self.paper(page, paper)

    def parse_pdf(self, response: Response, page: AgencyPage) -> Iterator[Capture]:
        yield self.capture(page, response)

    def paper(self, page: AgencyPage, paper: pages.Link) -> Iterator[Request]:
        """Pages under /ai often only link PDFs: those on AI, on one of these hosts, are documents of their own."""
        mine = urlsplit(paper.url).hostname in self.hosts
        if mine and paper.url not in self.asked and pages.about_ai(paper.text, paper.url):
            self.asked.add(paper.url)
            yield self.ask(AgencyPage(page.agency, paper.url, paper.text))

    def capture(self, page: AgencyPage, response: Response) -> Capture:
        name = urlsplit(page.url).path.rpartition("/")[2]
        title = page.title or pages.title(response) or name or page.agency
        kind: DocumentKind = "plan" if pages.is_pdf_address(page.url) else "page"
        found = self.web_document(identifiers.canonical_url(page.url), title, kind, pages.metadata_day(response))
        document = replace(found, publisher=page.agency, agencies=(page.agency,))
        return Capture(document, "en", (self.part(response, link=page.url, title=title),))
