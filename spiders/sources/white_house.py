"""The White House on AI: presidential actions, the Action Plan, OMB memoranda, and the last administration's archive.

An order is published here first and days later in the Federal Register. Once its text is there, that document is the
one we keep (`fr:…`), and the page here is linked as another publication of the same work. Until then, and where the
Federal Register cannot be asked, the page stands for itself.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from pipeline import identifiers
from pipeline.errors import MalformedDocument
from pipeline.model import (
    Capture,
    Document,
    DocumentDate,
    DocumentKind,
    Expectations,
    Identifier,
    Problem,
    Relation,
    Source,
)
from spiders.framework.register_text import register_text
from spiders.framework.source import GONE, IF_GONE, SourceSpider, Yield, if_gone
from spiders.publishers import fr_api, fr_documents, fr_texts, pages, same_action, white_house
from spiders.publishers.fr_documents import Row
from spiders.publishers.legal_status import with_status
from spiders.publishers.white_house import Action, Paper

SITE = "https://www.whitehouse.gov"
ARCHIVE = "https://bidenwhitehouse.archives.gov"
LISTING = f"{SITE}/presidential-actions/"
FEEDS = (f"{LISTING}feed/", f"{LISTING}executive-orders/feed/")
"""Of 30 orders in the second feed 24 were not in the first (August 2026)."""
PAPERS = (
    f"{SITE}/articles/2025/07/white-house-unveils-americas-ai-action-plan/",
    f"{SITE}/omb/information-resources/guidance/memoranda/",
    f"{ARCHIVE}/omb/information-for-agencies/memoranda/",
)
"""Pages that link PDFs: the AI Action Plan, the memoranda of OMB then and now."""


class WhiteHouse(SourceSpider):
    source = Source(
        name="white_house",
        title="White House: presidential actions, plans and OMB memoranda on AI",
        publisher="The White House",
        jurisdiction="US",
        homepage=LISTING,
        licence="Not copyright protected (whitehouse.gov/copyright)",
        attribution="The White House",
        cadence="daily",
        expectations=Expectations(min_documents=3, max_documents=2000, max_age_days=4),
    )
    hosts = ("www.whitehouse.gov", "whitehouse.gov", "bidenwhitehouse.archives.gov", fr_api.HOST, "www.govinfo.gov")
    schemes = ("url", "omb")
    """By its number in the Federal Register a document is asked for there, where one request finds it."""

    async def start(self) -> AsyncIterator[Request]:
        self.listed: set[str] = set()
        self.asked: set[str] = set()
        for url in FEEDS:
            yield self.feed_page(url, 1)
        yield self.page(LISTING, self.parse_listing)
        for url in PAPERS:
            yield self.page(url, self.parse_papers)
        yield Request(f"{ARCHIVE}/sitemap_index.xml", self.parse_sitemap)

    def feed_page(self, url: str, number: int, got: frozenset[str] = frozenset()) -> Request:
        address = url if number == 1 else f"{url}?paged={number}"
        return Request(address, self.parse_feed, meta=IF_GONE, cb_kwargs={"url": url, "number": number, "got": got})

    def parse_feed(self, response: Response, url: str, number: int, got: frozenset[str]) -> Iterator[Yield]:
        """Page after page until the 404 behind the last one."""
        listed = () if response.status in GONE else white_house.feed(response.body, response.url)
        actions, malformed = self.sound(listed, response.url)
        yield from malformed
        yield from self.actions(actions)
        if actions and not self.is_before(actions[-1].day):
            here = frozenset(action.url for action in actions)
            yield self.following(response, self.feed_page(url, number + 1, got | here), here, got)
        elif number == 1 and not listed:
            yield self.problem("changed_markup", f"{url} contains no action; look at the feed", url)

    def parse_listing(self, response: Response, got: frozenset[str] = frozenset()) -> Iterator[Yield]:
        yield from self.stops_early(response)
        listed = white_house.listing(response)
        actions, malformed = self.sound(listed, response.url)
        yield from malformed
        if not actions:
            yield self.problem("changed_markup", f"{response.url} lists no action; look at its markup", response.url)
            return
        yield from self.actions(actions)
        following = white_house.next_listing(response)
        if following and not self.is_before(actions[-1].day):
            here = frozenset(action.url for action in actions)
            onward = self.page(following, self.parse_listing, cb_kwargs={"got": got | here})
            yield self.following(response, onward, here, got)

    def actions(self, actions: Sequence[Action]) -> Iterator[Request]:
        """Ask for the pages of the actions on AI, each once: a listing shows titles only, a feed some of the text."""
        for action in actions:
            if not self.is_before(action.day):
                self.listed.add(action.url)
                if pages.about_ai(action.title, action.url, action.text):
                    yield from self.action(action.url)

    def action(self, url: str) -> Iterator[Request]:
        if url not in self.asked and self.is_wanted(identifiers.url_id(url)):
            self.asked.add(url)
            yield self.page(url, self.parse_action, meta=if_gone(url), cb_kwargs={"asked": url})

    def at_end(self) -> Iterable[Problem]:
        self.skip("not_about_ai", len(self.listed - self.asked))
        return ()

    def parse_sitemap(self, response: Response, *, in_index: bool = False) -> Iterator[Yield]:
        """The archive is frozen: its sitemap names all its pages. It is an index of sitemaps, which name no others."""
        urls, malformed = self.sound(white_house.sitemap(response.body, response.url), response.url)
        yield from malformed
        for url in urls:
            if url.endswith(".xml") and not in_index:
                yield Request(url, self.parse_sitemap, cb_kwargs={"in_index": True})
        for url in white_house.archived(urls):
            yield from self.action(url)

    def parse_action(self, response: Response, asked: str) -> Iterator[Yield]:
        if gone := self.removed(asked, response):
            yield gone
            return
        action = Action(asked, pages.title(response), pages.day(response))
        if not action.title or not action.day:
            message = f"{asked}: no title or date where they used to be; look at its markup"
            yield self.problem("changed_markup", message, asked)
            return
        if self.is_before(action.day):  # the archive's sitemap gives no days
            self.skip("before_since")
            return
        url = fr_api.signed_url(*same_action.signing_window(action.day))
        about = {"action": action, "page": response}
        without = partial(self.without_register, action, response)
        # Orders of one day have one question, and each needs the answer.
        yield Request(url, self.parse_register, errback=without, dont_filter=True, cb_kwargs=about)

    def without_register(self, action: Action, page: Response, failure: Failure) -> Iterator[Yield]:
        """Where the Federal Register cannot tell whether it has an action, the page stands for itself, as before it is
        there."""
        if problem := self.failed(failure):
            yield problem
            yield self.own_page(action, page)

    def parse_register(self, response: Response, action: Action, page: Response) -> Iterator[Yield]:
        try:
            listed = fr_documents.rows(fr_api.load(response.body, response.url), response.url, self.name)
        except MalformedDocument as fault:
            yield self.problem(fault.kind, str(fault), response.url)
            yield self.own_page(action, page)
            return
        rows, malformed = self.sound(listed, response.url)
        yield from malformed
        if row := same_action.match(action, rows):
            yield from register_text(self, row, partial(self.in_register, action, page, row, "title"))
        elif row := same_action.retitled(action, rows):
            yield from register_text(self, row, partial(self.if_same_text, action, page, row))
        else:
            yield self.own_page(action, page)

    def if_same_text(self, action: Action, page: Response, row: Row, text: Response | None) -> Iterator[Capture]:
        if text is not None and same_action.is_same_text(page, fr_texts.plain_text(text.body)):
            yield from self.in_register(action, page, row, "text", text)
        else:
            yield self.own_page(action, page)

    def in_register(
        self, action: Action, page: Response, row: Row, known_by: str, text: Response | None
    ) -> Iterator[Capture]:
        """The Federal Register's document, with the page here as its earlier publication; without its text the page
        stands for the work."""
        same_work = f"by {known_by} and day of signature"
        if text is None:
            yield self.own_page(action, page, Relation("same_work", row.document_id, same_work))
            return
        page_id = identifiers.url_id(action.url)
        document = replace(
            row.document,
            identifiers=(*row.document.identifiers, Identifier("url", identifiers.canonical_url(action.url))),
            dates=(*row.document.dates, DocumentDate("published", action.day, "whitehouse.gov")),
            relations=(*row.document.relations, Relation("same_work", page_id, same_work)),
        )
        parts = (
            self.part(text, link=document.url, title=document.title),
            self.part(page, "rendition", action.url, action.title),
        )
        yield Capture(document, "en", parts)

    def own_page(self, action: Action, page: Response, *relations: Relation) -> Capture:
        found = self.document(action.url, action.title, "presidential_action", action.day)
        document = with_status(replace(found, relations=relations))
        return Capture(document, "en", (self.part(page, link=document.url, title=document.title),))

    def parse_papers(self, response: Response) -> Iterator[Yield]:
        yield from self.stops_early(response)
        linked, found = pages.papers(response), white_house.papers(response)
        if not linked:
            message = f"{response.url} links to no PDF; if you can see some there, its markup has changed"
            yield self.problem("empty_list", message, response.url)
        self.skip("not_about_ai", len(linked) - len(found))
        for paper in found:
            document = self.paper(paper)
            if self.is_before(document.published):
                self.skip("before_since")
            elif self.is_wanted(document.document_id):
                yield self.pdf(paper.url, self.parse_paper, document.document_id, cb_kwargs={"document": document})

    def parse_paper(self, response: Response, document: Document) -> Iterator[Capture]:
        yield Capture(document, "en", (self.part(response, link=document.url, title=document.title),))

    def paper(self, paper: Paper) -> Document:
        if not paper.memo:
            return self.document(paper.url, paper.title, "plan", paper.day)
        document = self.document(paper.url, paper.title, "memorandum", paper.day)
        number = Identifier("omb", paper.memo)
        names = (number, *document.identifiers)
        return with_status(
            replace(document, document_id=f"omb:{paper.memo}", identifiers=names, agencies=("OMB",)),
        )

    def document(self, url: str, title: str, kind: DocumentKind, day: str) -> Document:
        return replace(self.web_document(url, title, kind, day), agencies=("Executive Office of the President",))
