"""The White House on AI: presidential actions, the Action Plan, OMB memoranda, and the last administration's archive.

An order is published here first and days later in the Federal Register. Where that document exists already it is the
one we keep (`fr:…`): its text is the Register's, the page here is linked as another publication of the same work.
Until then the page stands for itself.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from http import HTTPStatus

from scrapy.http import Request, Response

from pipeline import identifiers
from pipeline.model import Capture, Document, DocumentDate, Expectations, Identifier, Source
from spiders import fr_api, whitehouse
from spiders.fr_api import Row
from spiders.legal_status import with_status
from spiders.sources.base import ANY_STATUS, SourceSpider, Yield
from spiders.whitehouse import Action, Paper

SITE = "https://www.whitehouse.gov"
ARCHIVE = "https://bidenwhitehouse.archives.gov"
FEEDS = (f"{SITE}/presidential-actions/feed/", f"{SITE}/presidential-actions/executive-orders/feed/")
"""Of 30 orders in the second feed 24 were not in the first (August 2026)."""
LISTING = f"{SITE}/presidential-actions/"
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
    hosts = ("www.whitehouse.gov", "bidenwhitehouse.archives.gov", fr_api.HOST, "www.govinfo.gov")

    async def start(self) -> AsyncIterator[Request]:
        self.asked: set[str] = set()
        for url in FEEDS:
            yield self.feed_page(url, 1)
        for url in PAPERS:
            yield Request(url, callback=self.parse_papers)
        yield Request(f"{ARCHIVE}/sitemap_index.xml", callback=self.parse_sitemap)

    def feed_page(self, url: str, number: int) -> Request:
        address = url if number == 1 else f"{url}?paged={number}"
        return Request(address, callback=partial(self.parse_feed, url, number), meta=ANY_STATUS, dont_filter=True)

    def parse_feed(self, url: str, number: int, response: Response) -> Iterator[Yield]:
        """Page after page until the 404 behind the last one; then the listing, for what no feed holds."""
        actions = whitehouse.feed(response) if response.status == HTTPStatus.OK else ()
        yield from self.candidates(actions)
        if actions and not self.is_before(actions[-1]):
            yield self.feed_page(url, number + 1)
        elif number == 1 and not actions:
            yield self.problem("changed_markup", f"{url} holds no action; look at the feed", url)
        elif url == FEEDS[0]:
            yield Request(LISTING, callback=self.parse_listing)

    def parse_listing(self, response: Response) -> Iterator[Yield]:
        actions = whitehouse.listing(response)
        if not actions:
            yield self.problem("changed_markup", f"{response.url} lists no action; look at its markup", response.url)
            return
        yield from self.candidates(actions)
        following = whitehouse.next_listing(response)
        if following and not self.is_before(actions[-1]):
            yield Request(following, callback=self.parse_listing)

    def candidates(self, actions: tuple[Action, ...]) -> Iterator[Request]:
        """Ask for the pages of the actions on AI, each once. The feed's text decides; a listing only has the title."""
        for action in actions:
            if action.url in self.asked or self.is_before(action):
                continue
            self.asked.add(action.url)
            if whitehouse.about_ai(action.title, action.url, action.text):
                yield Request(action.url, callback=self.parse_action)
            else:
                self.skip("not_about_ai")

    def is_before(self, action: Action) -> bool:
        return bool(self.since and action.day and action.day < self.since)

    def parse_sitemap(self, response: Response) -> Iterator[Request]:
        """The archive is frozen: its sitemap names all its pages."""
        urls = whitehouse.sitemap(response)
        for url in urls:
            if url.endswith(".xml"):
                yield Request(url, callback=self.parse_sitemap)
        for url in whitehouse.archived(urls):
            yield Request(url, callback=self.parse_action)

    def parse_action(self, response: Response) -> Iterator[Yield]:
        action = Action(response.url, whitehouse.page_title(response), whitehouse.page_day(response))
        if not action.title or not action.day:
            message = f"{response.url}: no title or no date where they used to be; look at its markup"
            yield self.problem("changed_markup", message, response.url)
            return
        first, last = whitehouse.signing_window(action.day)
        url = fr_api.signed_url(first, last)
        yield Request(url, callback=partial(self.parse_register, action, response), dont_filter=True)

    def parse_register(self, action: Action, page: Response, response: Response) -> Iterator[Yield]:
        rows = fr_api.load(response.body, response.url).get("results") or []
        row = whitehouse.match(action, rows)
        held = row is not None and fr_api.renditions(row)
        if not self.is_wanted(fr_api.key(row) if row is not None and held else identifiers.url_id(action.url)):
            return
        if row is not None and held:
            url = fr_api.renditions(row)[0]
            finish = partial(self.capture_work, action, page, row)
            yield from self.in_order([Request(url)], finish, fr_api.key(row))
        else:
            document = self.document(action.url, action.title, "presidential_action", action.day)
            yield Capture(document, "en", (self.part(page, link=document.url),))

    def capture_work(self, action: Action, page: Response, row: Row, texts: tuple[Response, ...]) -> Iterator[Yield]:
        """The Federal Register's document, with the page here as its earlier publication."""
        document = fr_api.document(row, self.name)
        document = replace(
            document,
            published=min(document.published or action.day, action.day),
            identifiers=(*document.identifiers, Identifier("url", identifiers.canonical_url(action.url))),
            dates=(*document.dates, DocumentDate("published", action.day, "whitehouse.gov")),
        )
        parts = (self.part(texts[0], link=document.url), self.part(page, "rendition", action.url, action.title))
        yield Capture(document, "en", parts)

    def parse_papers(self, response: Response) -> Iterator[Yield]:
        found = whitehouse.papers(response)
        if not found:
            yield self.problem("changed_markup", f"{response.url} links no PDF; look at the page", response.url)
        for paper in found:
            if not whitehouse.about_ai(paper.title, paper.url):
                self.skip("not_about_ai")
                continue
            yield Request(paper.url, callback=partial(self.parse_paper, paper))

    def parse_paper(self, paper: Paper, response: Response) -> Iterator[Yield]:
        kind = "memorandum" if paper.memo else "plan"
        document = self.document(paper.url, paper.title or paper.memo, kind)
        if paper.memo:
            number = Identifier("omb", paper.memo)
            names = (number, *document.identifiers)
            document = replace(document, document_id=f"omb:{paper.memo}", identifiers=names, agencies=("OMB",))
            document = with_status(document)
        if self.is_wanted(document.document_id):
            yield Capture(document, "en", (self.part(response, link=paper.url),))

    def document(self, url: str, title: str, kind: str, day: str = "") -> Document:
        link = identifiers.canonical_url(url)
        return Document(
            document_id=identifiers.url_id(url),
            source=self.name,
            title=title,
            kind=kind,
            jurisdiction="US",
            publisher="The White House",
            url=url,
            published=day,
            agencies=("Executive Office of the President",),
            identifiers=(Identifier("url", link),),
            dates=(DocumentDate("published", day),) if day else (),
        )
