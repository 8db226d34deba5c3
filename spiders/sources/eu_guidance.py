"""Guidance of the European Commission on the AI Act: guidelines, codes of practice, questions and answers.

Guidelines and codes are files that a page offers; the questions and answers are the page itself. What is known of the
pages and what is not stands in `spiders.publishers.eu_guidance`. A page that is not as expected is a problem, and too
many of them fail the crawl: nobody has seen the markup of these pages yet.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from functools import partial

from scrapy.http import Request, Response

from pipeline import identifiers
from pipeline.extract.html_bytes import is_cut_short
from pipeline.model import Capture, Document, DocumentKind, Expectations, Relation, Source
from spiders.framework.source import SourceSpider, Yield, if_gone
from spiders.publishers import eu_guidance

SITE = "https://digital-strategy.ec.europa.eu/en/"


@dataclass(frozen=True, slots=True)
class Guidance:
    """One paper and where it stands."""

    path: str
    kind: DocumentKind
    in_files: bool = False
    """Whether the text is in the files that the page offers, or on the page."""


GUIDANCE = (
    Guidance(
        "library/guidelines-scope-obligations-providers-general-purpose-ai-models-under-ai-act",
        "guidelines",
        in_files=True,
    ),
    Guidance(
        "library/commission-publishes-guidelines-prohibited-artificial-intelligence-ai-practices-defined-ai-act",
        "guidelines",
        in_files=True,
    ),
    Guidance(
        "library/commission-publishes-guidelines-ai-system-definition-facilitate-first-ai-acts-rules-application",
        "guidelines",
        in_files=True,
    ),
    Guidance(
        "library/guidelines-transparency-obligations-providers-and-deployers-ai-systems", "guidelines", in_files=True
    ),
    Guidance(
        "library/explanatory-notice-and-template-public-summary-training-content-general-purpose-ai-models",
        "communication",
        in_files=True,
    ),
    Guidance("policies/contents-code-gpai", "code_of_practice", in_files=True),
    Guidance("policies/code-practice-ai-generated-content", "code_of_practice", in_files=True),
    Guidance("faqs/guidelines-obligations-general-purpose-ai-providers", "questions_and_answers"),
    Guidance("faqs/general-purpose-ai-models-ai-act-questions-answers", "questions_and_answers"),
    Guidance(
        "faqs/template-general-purpose-ai-model-providers-summarise-their-training-content", "questions_and_answers"
    ),
    Guidance("faqs/transparency-obligations-under-article-50-ai-act", "questions_and_answers"),
    Guidance("policies/regulatory-framework-ai", "page"),
)
"""Only what is adopted. The guidelines on high-risk systems are a draft since May 2026."""


class EuGuidance(SourceSpider):
    source = Source(
        name="eu_guidance",
        title="European Commission guidance on the AI Act",
        publisher="European Commission",
        jurisdiction="EU",
        homepage=SITE + "policies/regulatory-framework-ai",
        licence="CC BY 4.0 (Commission Decision 2011/833/EU)",
        attribution="© European Union",
        cadence="weekly",
        # Pages of policies, and questions and answers, state the day of their last update alone.
        expectations=Expectations(
            min_documents=len(GUIDANCE) - 2, max_documents=len(GUIDANCE), min_share_with_date=0.25, max_age_days=14
        ),
    )
    hosts = ("digital-strategy.ec.europa.eu", "ec.europa.eu")
    schemes = ("url",)

    async def start(self) -> AsyncIterator[Request]:
        for guidance in GUIDANCE:
            url = SITE + guidance.path
            if self.is_wanted(identifiers.url_id(url)):
                about = {"guidance": guidance, "asked": url}
                yield self.page(url, self.parse_page, meta=if_gone(url), cb_kwargs=about)

    def parse_page(self, response: Response, guidance: Guidance, asked: str) -> Iterator[Yield]:
        if gone := self.removed(asked, response):
            yield gone
        elif not eu_guidance.title(response):
            yield self.unexpected(asked, "it has no heading")
        elif guidance.in_files:
            yield from self.in_files(response, guidance, asked)
        elif eu_guidance.has_text(response):
            document = self.document(asked, guidance.kind, response)
            yield Capture(document, "en", (self.part(response, link=asked, title=document.title),))
        else:
            yield self.unexpected(asked, "it has hardly any text")

    def in_files(self, response: Response, guidance: Guidance, asked: str) -> Iterator[Yield]:
        document = self.document(asked, guidance.kind, response)
        files = [Request(url) for url in eu_guidance.files(response)]
        if is_cut_short(response.body):
            yield self.unexpected(asked, "it stops before its end, and may offer more files")
        elif files:
            yield from self.in_order(files, partial(self.parse_files, document), document.document_id)
        else:
            yield self.unexpected(asked, "it offers no file in English")

    def parse_files(self, document: Document, responses: tuple[Response, ...]) -> Iterator[Yield]:
        texts = [file for file in responses if not eu_guidance.is_zip(file)]
        if wrong := self.instead_of_pdfs(texts, document.document_id):
            yield from wrong
        elif texts:
            self.skip("form", len(responses) - len(texts))
            parts = (self.part(r, "annex" if at else "main", title=document.title) for at, r in enumerate(texts))
            yield Capture(document, "en", tuple(parts))
        else:
            yield self.unexpected(document.url, "it offers no file that is a text")

    def document(self, url: str, kind: DocumentKind, page: Response) -> Document:
        return replace(
            self.web_document(url, eu_guidance.title(page), kind, eu_guidance.published(page)),
            relations=(Relation("interprets", "celex:32024R1689", "Commission guidance on the AI Act"),),
        )

    def unexpected(self, url: str, fault: str) -> Yield:
        message = f"{url} is not as expected: {fault}; look at the page and at spiders/publishers/eu_guidance.py"
        return self.problem("not_the_document", message, url, identifiers.url_id(url))
