"""The EU AI Act and its family, from Cellar.

SPARQL finds and describes the documents; each text is asked for by CELEX in every language of POLICY_LANGUAGES (a
setting): XHTML or HTML first, then Formex, then PDF. EUR-Lex is never asked: it answers programs with a challenge. The
acts that the AI Act itself amends (aviation, vehicles, …) are relations of it, not documents of this source.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from scrapy.http import FormRequest, Request, Response
from scrapy.settings import BaseSettings

from pipeline import identifiers
from pipeline.errors import UsageError
from pipeline.extract.html_bytes import is_cut_short
from pipeline.model import Capture, Expectations, Problem, ProblemKind, Source
from pipeline.wording import number_of
from spiders.framework.source import ANY_STATUS, SourceSpider, Yield
from spiders.publishers import cellar, eu_acts, pages, sparql
from spiders.publishers.cellar import Work

AI_ACT = "32024R1689"
AT_ONCE = 40
"""Documents per SPARQL query: 40 with 24 titles each stay far below the rows at which Cellar cuts a result."""


class EuAiAct(SourceSpider):
    source = Source(
        name="eu_ai_act",
        title="EU AI Act and its family",
        publisher=eu_acts.PUBLISHER,
        jurisdiction="EU",
        homepage="https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
        licence="Commission Decision 2011/833/EU; consolidated texts CC BY 4.0",
        attribution="© European Union, 1998-2026. Only the Official Journal is authentic.",
        cadence="daily",
        expectations=Expectations(
            min_documents=3, max_documents=3000, max_age_days=3, must_deliver=(f"celex:{AI_ACT}",)
        ),
    )
    hosts = ("publications.europa.eu",)
    schemes = ("celex",)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Scrapy calls this before a crawl begins. Raises `UsageError` for a setting that names no language."""
        super().update_settings(settings)
        languages(settings)

    async def start(self) -> AsyncIterator[Yield]:
        self.languages = languages(self.settings)
        self.seen: set[str] = set()
        self.hits: Counter[str] = Counter()
        if self.only:
            for request in self.details(self.wanted("celex")):
                yield request
            return
        self.seen.add(AI_ACT)
        yield self.search("relations", sparql.query(sparql.FAMILY, [AI_ACT]), self.parse_family)
        yield self.search("subject", sparql.query(sparql.SUBJECT, concept=sparql.EUROVOC_AI), self.parse_found)
        for query in sparql.title_searches("artificial intelligence"):
            yield self.search("title", query, self.parse_found)

    def post(self, query: str, **more: Any) -> Request:
        headers = {"Accept": sparql.RESULTS_JSON}
        return FormRequest(sparql.ENDPOINT, formdata={"query": query}, headers=headers, dont_filter=True, **more)

    def search(self, by: str, query: str, callback: Callable[..., Iterable[Yield]]) -> Request:
        return self.post(query, callback=callback, cb_kwargs={"by": by})

    def parse_family(self, response: Response, by: str) -> Iterator[Yield]:
        yield from self.details([AI_ACT])
        yield from self.parse_found(response, by)

    def parse_found(self, response: Response, by: str) -> Iterator[Yield]:
        rows, malformed = self.sound(cellar.rows(response.body), response.url)
        yield from malformed
        found = [row["celex"] for row in rows]
        self.hits[by] += len(rows) + len(malformed)
        if len(found) >= sparql.ROW_LIMIT:
            yield self.problem("truncated", f"Cellar cut a search at {len(found)} documents; narrow it", response.url)
        if cellar.is_incomplete(response):
            yield self.out_of_time(f"a search, which found {number_of(len(found), 'document')} by then")
        kept = [celex for celex in found if celex not in self.seen and eu_acts.is_policy(celex)]
        self.skip("not_policy", sum(not eu_acts.is_policy(celex) for celex in found))
        self.seen.update(kept)
        yield from self.details(kept)

    def details(self, celexes: Sequence[str]) -> Iterator[Yield]:
        """Ask what Cellar knows of these documents, then for their texts."""
        for at in range(0, len(celexes), AT_ONCE):
            chunk = celexes[at : at + AT_ONCE]
            queries = [self.post(sparql.query(template, chunk)) for template in sparql.DETAILS]
            document_id = f"celex:{chunk[0]}" if len(chunk) == 1 else ""
            yield from self.in_order(queries, partial(self.parse_details, chunk), document_id)

    def parse_details(self, celexes: Sequence[str], responses: tuple[Response, ...]) -> Iterator[Yield]:
        if any(map(cellar.is_incomplete, responses)):
            yield self.out_of_time(f"what it knows of {', '.join(celexes)}; what is held stays")
            return
        answers = []
        for needed, response in zip(sparql.DETAILS.values(), responses, strict=True):
            rows, malformed = self.sound(cellar.rows(response.body, needed), response.url)
            yield from malformed
            answers.append(rows)
        works = cellar.works(celexes, answers)
        yield from self.unanswered([celex for celex in celexes if celex not in works])
        for work in works.values():
            if self.is_before(work.date):
                self.skip("before_since")
            else:
                # What Cellar knows of a document holds whether or not its text can be had and read: that it is not in
                # force any more, above all.
                yield Capture(eu_acts.document(work, self.name), "en", ())
                yield from self.texts(work)

    def out_of_time(self, what: str) -> Problem:
        message = f"Cellar ran out of time while it answered {what}; crawl again later"
        return self.problem("truncated", message, sparql.ENDPOINT)

    def unanswered(self, celexes: Sequence[str]) -> Iterator[Problem]:
        """A document of which one of the answers says nothing at all stays as it is held: its text alone, or a part of
        what Cellar knows of it, would look like a change of the law."""
        if celexes:
            names = ", ".join(celexes)
            missing = f"Cellar has no {names}, or left it out of an answer"
            message = f"{missing}; check the number, or crawl again; what is held stays"
            document_id = f"celex:{celexes[0]}" if len(celexes) == 1 else ""
            yield self.problem("missing_document", message, sparql.ENDPOINT, document_id)

    def texts(self, work: Work) -> Iterator[Yield]:
        """Ask for the text in each language it is listed in; one that is not listed at all is tried once. That Cellar
        lists none of these languages is its decision, and the description is held."""
        listed = [language for language in self.languages if language in work.titles]
        self.skip("not_in_language", len(self.languages) - len(listed))
        if work.titles and not listed:
            self.textless.append(f"celex:{work.celex}")
        for language in listed if work.titles else self.languages[:1]:
            yield self.ask(work, language)

    def ask(self, work: Work, language: str, rung: int = 0) -> Request:
        return Request(
            identifiers.cellar_url(work.celex),
            callback=self.parse_text,
            headers={"Accept": cellar.RENDITIONS[rung], "Accept-Language": language},
            cb_kwargs={"work": work, "language": language, "rung": rung},
            meta=ANY_STATUS | {"document_id": f"celex:{work.celex}"},
            priority=-self.languages.index(language),
            dont_filter=True,
        )

    def parse_text(self, response: Response, work: Work, language: str, rung: int) -> Iterator[Yield]:
        if response.status == HTTPStatus.OK:
            yield self.capture(work, language, (response,))
        elif response.status == HTTPStatus.MULTIPLE_CHOICES and is_cut_short(response.body):
            # An annex that it does not name any more would look repealed.
            message = f"{response.url}: the list of the files of {work.celex} stops before its end; what is held stays"
            yield self.problem("missing_part", message, response.url, f"celex:{work.celex}")
        elif response.status == HTTPStatus.MULTIPLE_CHOICES:
            headers = {"Accept": cellar.RENDITIONS[rung], "Accept-Language": language}
            items = [Request(url, headers=headers) for url in cellar.listed_items(response)]
            yield from self.in_order(items, partial(self.parse_items, work, language), f"celex:{work.celex}")
        elif rung + 1 < len(cellar.RENDITIONS):
            yield self.ask(work, language, rung + 1)
        elif work.titles:
            # Of one consolidated text in fifteen, for good: nobody could end a failure of `check`.
            yield self.missing("missing_text", work, f"no text in {language}, though it is listed")
        else:
            self.textless.append(f"celex:{work.celex}")

    def parse_items(self, work: Work, language: str, responses: tuple[Response, ...]) -> Iterator[Yield]:
        texts = tuple(response for response in responses if not cellar.is_figure(response))
        self.skip("figure", len(responses) - len(texts))
        if texts:
            yield self.capture(work, language, texts)
        else:
            yield self.missing("missing_document", work, "a list of renditions that names no text")

    def capture(self, work: Work, language: str, responses: tuple[Response, ...]) -> Capture:
        """Several items are the text and its annexes. Anchors lead into EUR-Lex's page of the act; the pages of a PDF
        are Cellar's own file."""
        page, title = identifiers.eurlex_text_url(work.celex, language), work.titles.get(language, "")
        # What has no number of its own in a further file is cited by the file, not by the title of the whole act.
        parts = [
            self.part(
                r,
                "annex" if at > 1 else "main",
                r.url if pages.is_pdf(r.body) else page,
                f"File {at}" if at > 1 else title,
            )
            for at, r in enumerate(responses, start=1)
        ]
        legal_date = identifiers.parse_celex(work.celex).day
        return Capture(eu_acts.document(work, self.name), language, tuple(parts), legal_date)

    def missing(self, kind: ProblemKind, work: Work, reason: str) -> Problem:
        message = f"Cellar has no text of {work.celex}: {reason}; the next crawl asks again, and what is held stays"
        return self.problem(kind, message, identifiers.cellar_url(work.celex), f"celex:{work.celex}")

    def at_end(self) -> Iterator[Problem]:
        for by, hits in self.hits.items():
            if not hits:
                message = f"the search at Cellar by {by} found no document; look at the query"
                yield self.problem("empty_list", message, sparql.ENDPOINT)
        wanted = ", ".join(self.languages)
        yield from self.missing_text(f"documents without a text in {wanted} at Cellar", sparql.ENDPOINT)


def languages(settings: BaseSettings) -> tuple[str, ...]:
    """The languages to crawl, best first. Raises `UsageError` for one that Cellar does not have."""
    setting = settings["POLICY_LANGUAGES"]
    asked = tuple(code.strip().lower() for code in setting.split(",") if code.strip())
    if not asked or not set(asked) <= set(cellar.LANGUAGES):
        raise UsageError(f"POLICY_LANGUAGES {setting!r}: name some of {', '.join(cellar.LANGUAGES)}")
    return asked
