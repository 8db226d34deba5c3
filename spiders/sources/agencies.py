"""AI strategy, compliance and policy pages of other agencies: the list is data, `spiders/agencies.yml`.

Some of these sites turn away every client that says who it is (commerce, dhs, dol, usda, cisa). We do say who we are:
the refusal is recorded as a problem with its reason, what was captured before stays, and the other pages go on.
"""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from importlib.resources import files
from urllib.parse import urlsplit

import yaml
from scrapy.http import Request, Response, TextResponse

from pipeline import identifiers
from pipeline.model import Capture, Document, Expectations, Identifier, Source
from spiders.sources.base import SourceSpider, Yield
from spiders.whitehouse import about_ai, page_title, papers

_LIST = files("spiders").joinpath("agencies.yml").read_text(encoding="utf-8")
PAGES: dict[str, str] = {page["url"]: page["agency"] for page in yaml.safe_load(_LIST)}
"""Address -> agency."""


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
    hosts = tuple(sorted({urlsplit(url).hostname or "" for url in PAGES}))

    async def start(self) -> AsyncIterator[Request]:
        self.asked = set(PAGES)
        wanted = {f"url:{value}" for value in self.wanted("url")}
        for url, agency in PAGES.items():
            if not self.only or identifiers.url_id(url) in wanted:
                yield Request(url, callback=partial(self.parse_page, agency, url))

    def parse_page(self, agency: str, url: str, response: Response) -> Iterator[Yield]:
        title = page_title(response) if isinstance(response, TextResponse) else ""
        yield self.capture(agency, url, title, response)
        if isinstance(response, TextResponse) and not self.only:
            yield from self.linked(agency, response)

    def linked(self, agency: str, response: TextResponse) -> Iterator[Request]:
        """Pages under /ai often only link PDFs: those on AI, on the same host, are documents of their own."""
        for paper in papers(response):
            if paper.url in self.asked or urlsplit(paper.url).hostname not in self.hosts:
                continue
            if about_ai(paper.title, paper.url):
                self.asked.add(paper.url)
                yield Request(paper.url, callback=partial(self.parse_paper, agency, paper.title))

    def parse_paper(self, agency: str, title: str, response: Response) -> Iterator[Yield]:
        yield self.capture(agency, response.url, title, response)

    def capture(self, agency: str, url: str, title: str, response: Response) -> Capture:
        link = identifiers.canonical_url(url)
        name = urlsplit(url).path.rpartition("/")[2]
        document = Document(
            document_id=identifiers.url_id(url),
            source=self.name,
            title=title or name or agency,
            kind="plan" if name.lower().endswith(".pdf") else "page",
            jurisdiction="US",
            publisher=agency,
            url=link,
            agencies=(agency,),
            identifiers=(Identifier("url", link),),
        )
        return Capture(document, "en", (self.part(response, link=url),))
