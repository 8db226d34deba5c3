"""AI documents of the Federal Register, by its API.

Three searches: phrases in all documents; looser words in presidential documents and in those of the agencies that make
AI policy. What only mentions AI (`pipeline.about_ai`) is dropped and counted. Searches go back to 2019, the year of the
first executive order on AI (13859); `since` narrows that. The site's HTML pages are never asked for: they lead programs
to a bot wall.
"""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from http import HTTPStatus

from scrapy.http import Request, Response

from pipeline.about_ai import is_about_ai
from pipeline.model import Capture, Expectations, Problem, Source
from spiders.framework.register_text import register_text
from spiders.framework.source import ANY_STATUS, SourceSpider, Yield, counted
from spiders.publishers import fr_api, fr_documents, fr_texts
from spiders.publishers.fr_api import Search, Slice
from spiders.publishers.fr_documents import Row

EARLIEST = "2019-01-01"

PHRASES = (
    '"artificial intelligence" | "machine learning" | "generative AI" | "language model" | "language models"'
    ' | "AI model" | "AI models" | "AI system" | "AI systems" | "foundation model" | "foundation models"'
    ' | "model weights" | "open weight" | "open weights" | "super intelligence" | "superintelligence"'
)
"""Agencies write "Super Intelligence" in place of "artificial intelligence" since Executive Order 14434 of 29 September
2026. Phrases need their quotation marks: without them the API looks for both words anywhere, and their stems."""

AGENCIES = {
    "national-telecommunications-and-information-administration": "National Telecommunications",
    "national-institute-of-standards-and-technology": "National Institute of Standards",
    "industry-and-security-bureau": "Industry and Security Bureau",
    "science-and-technology-policy-office": "Science and Technology Policy Office",
}
"""Slug -> what the answer's description must hold if the filter was understood."""

SEARCHES = (
    Search((("conditions[term]", PHRASES),), ("matching",)),
    Search((("conditions[term]", "AI"), ("conditions[type][]", "PRESDOCU")), ("matching", "of type")),
    Search(
        (("conditions[term]", 'AI | "open source"'), *(("conditions[agencies][]", slug) for slug in AGENCIES)),
        ("matching", *AGENCIES.values()),
    ),
)


class FederalRegister(SourceSpider):
    source = Source(
        name="federal_register",
        title="Federal Register: documents on artificial intelligence",
        publisher="Office of the Federal Register",
        jurisdiction="US",
        homepage="https://www.federalregister.gov/",
        licence="Public domain (1 CFR 2.6)",
        attribution="Federal Register; the official text is the PDF of the Government Publishing Office.",
        cadence="daily",
        expectations=Expectations(min_documents=10, max_documents=10000, min_share_with_date=0.9, max_age_days=4),
    )
    hosts = (fr_api.HOST, "www.govinfo.gov")
    schemes = ("fr",)
    describes = True

    async def start(self) -> AsyncIterator[Request]:
        self.seen: set[str] = set()
        for key in self.wanted("fr"):
            yield Request(fr_api.document_url(key), self.parse_document, meta=ANY_STATUS, cb_kwargs={"key": key})
        if self.only:
            return
        for search in SEARCHES:
            url = fr_api.counts_url(search, max(self.since, EARLIEST))
            yield Request(url, self.parse_counts, cb_kwargs={"search": search})

    def parse_counts(self, response: Response, search: Search) -> Iterator[Yield]:
        spans = fr_api.slices(fr_api.load(response.body, response.url))
        if not spans and not self.since:
            message = f"{response.url}: counts no document; if the site's own search finds some, the API has changed"
            yield self.problem("empty_list", message, response.url)
        for span in spans:
            about = {"search": search, "span": span, "got": frozenset()}
            yield Request(fr_api.page_url(search, span), self.parse_page, cb_kwargs=about)

    def parse_page(self, response: Response, search: Search, span: Slice, got: frozenset[str]) -> Iterator[Yield]:
        answer = fr_api.load(response.body, response.url)
        if words := fr_api.unheard(answer, search, span):
            message = f"the answer does not repeat {words!r}: the filter was ignored; see the API's documentation"
            yield self.problem("filter_ignored", message, response.url)
            return
        rows, malformed = self.sound(fr_documents.rows(answer, response.url, self.name), response.url)
        yield from malformed
        found = [row.document_id for row in rows]
        came = got | counted(found, malformed, response.url)
        for row in rows:
            yield from self.first_time(row)
        if url := fr_api.next_page(answer):
            about = {"search": search, "span": span, "got": came}
            yield self.following(response, Request(url, self.parse_page, cb_kwargs=about), found, got)
        elif len(came) < span.expected:
            dates = f"from {span.first} to {span.last}"
            message = f"{len(came)} of {span.expected} documents {dates} came; crawl again later"
            yield self.problem("truncated", message, response.url)

    def first_time(self, row: Row) -> Iterator[Yield]:
        """Several searches find the same document."""
        if row.document_id not in self.seen:
            self.seen.add(row.document_id)
            yield from self.text(row)

    def parse_document(self, response: Response, key: str) -> Iterator[Yield]:
        if response.status == HTTPStatus.OK:
            answer = fr_api.load(response.body, response.url)
            yield from self.text(fr_documents.row(answer, response.url, self.name))
        else:
            message = f"the Federal Register has no document {key}; check the number"
            yield self.problem("missing_document", message, response.url, f"fr:{key}")

    def text(self, row: Row) -> Iterator[Yield]:
        return register_text(self, row, partial(self.capture, row))

    def capture(self, row: Row, text: Response | None) -> Iterator[Capture]:
        """Keep what is about AI, or was asked for by name."""
        words = fr_texts.plain_text(text.body) if text is not None else ""
        if not self.only and not is_about_ai(row.document.title, row.abstract, words):
            self.skip("not_about_ai" if text is not None else "not_about_ai_by_title")
        elif text is None:
            yield self.without_text(row.document)
        else:
            part = self.part(text, link=row.document.url, title=row.document.title)
            yield Capture(row.document, "en", (part,))

    def at_end(self) -> Iterator[Problem]:
        return self.missing_text("documents on AI without XML, text or PDF that can be read", fr_api.API)
