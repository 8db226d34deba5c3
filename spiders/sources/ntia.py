"""NTIA on AI: releases, blog, speeches and notices that are about AI, and its reports, each as one document.

Articles come from the feed, the four listings and the AI hub. What a listing shows must speak of AI, and then the
article itself (`pipeline.about_ai`); the rest is counted. What the hub lists is about AI by NTIA's own word. A report
is everything below one address of the AI section: its pages in reading order, its PDF as another rendition.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import partial

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from pipeline import identifiers
from pipeline.about_ai import is_about_ai
from pipeline.model import Capture, Document, DocumentKind, Expectations, Part, Problem, Relation, Source
from spiders.framework.source import GONE, IF_GONE, SourceSpider, Yield, if_gone
from spiders.publishers import ntia, ntia_reports, pages
from spiders.publishers.ntia import Listed
from spiders.publishers.ntia_reports import Report, ReportPage

WEIGHTS_REPORT = f"{ntia.HOME}{ntia.AI_SECTION}/open-model-weights-report"
MOST_PAGES = 100
"""More pages than this are not a report: the menu leads in circles."""


class Ntia(SourceSpider):
    source = Source(
        name="ntia",
        title="NTIA on artificial intelligence",
        publisher="National Telecommunications and Information Administration",
        jurisdiction="US",
        homepage=ntia.HOME + ntia.AI_SECTION,
        licence="Public domain in the United States (17 U.S.C. 105)",
        attribution="National Telecommunications and Information Administration, U.S. Department of Commerce",
        cadence="daily",
        expectations=Expectations(
            min_documents=3, max_documents=2000, max_age_days=4, must_deliver=(identifiers.url_id(WEIGHTS_REPORT),)
        ),
    )
    hosts = ("www.ntia.gov", "ntia.gov", "www.ntia.doc.gov")
    schemes = ("url",)

    async def start(self) -> AsyncIterator[Request]:
        self.seen: set[str] = set()
        yield self.page(self.source.homepage, self.parse_hub)
        yield Request(ntia.HOME + "/rss.xml", self.parse_feed)
        for section in ntia.KINDS:
            yield self.page(f"{ntia.HOME}/{section}", self.parse_listing)

    def parse_hub(self, response: Response) -> Iterator[Yield]:
        yield from self.stops_early(response)
        roots, found = ntia_reports.report_links(response), ntia.listing(response)
        if not roots and not found:
            yield self.lists_nothing(response)
        for root in roots:
            yield from self.report(root)
        for listed in found:
            yield from self.article(listed, by_ntia=True)

    def parse_feed(self, response: Response) -> Iterator[Yield]:
        items, malformed = self.sound(ntia.feed(response.body, response.url), response.url)
        yield from malformed
        if not items and not malformed:
            yield self.lists_nothing(response)
        for listed in items:
            yield from self.article(listed)

    def parse_listing(self, response: Response, got: frozenset[str] = frozenset()) -> Iterator[Yield]:
        yield from self.stops_early(response)
        found = ntia.listing(response)
        if not found:
            yield self.lists_nothing(response)
            return
        for listed in found:
            yield from self.article(listed)
        older = all(self.is_before(listed.published) for listed in found)
        if not older and (url := ntia.next_page(response)):
            here = frozenset(listed.url for listed in found)
            onward = self.page(url, self.parse_listing, cb_kwargs={"got": got | here})
            yield self.following(response, onward, here, got)

    def lists_nothing(self, response: Response) -> Problem:
        message = f"{response.url} lists no article; if you can see some there, its markup has changed"
        return self.problem("changed_markup", message, response.url)

    def article(self, listed: Listed, *, by_ntia: bool = False) -> Iterator[Request]:
        """Ask for an article that is listed as being about AI, once."""
        if listed.url in self.seen or not self.is_wanted(identifiers.url_id(listed.url)):
            return
        if self.is_before(listed.published):
            self.skip("before_since")
        elif not by_ntia and not pages.about_ai(f"{listed.title} {listed.teaser}", ""):
            self.skip("not_about_ai")
        elif not ntia.article_kind(listed.url):  # the feed names files and pages of other sections, too
            self.skip("other_section")
        else:
            self.seen.add(listed.url)
            about = {"listed": listed, "by_ntia": by_ntia}
            yield self.page(listed.url, self.parse_article, meta=if_gone(listed.url), cb_kwargs=about)

    def parse_article(self, response: Response, listed: Listed, by_ntia: bool) -> Iterator[Yield]:
        if gone := self.removed(listed.url, response):
            yield gone
            return
        page = ntia.page(response)
        if by_ntia or self.only or is_about_ai(page.title, listed.teaser, page.text):
            kind = ntia.article_kind(listed.url) or "page"
            notices = identifiers.fr_mentions(response.text)[:1] if kind == "notice" else ()
            # Speeches state their day in their first words and nowhere else.
            published = page.published or listed.published or pages.stated_day(page.text[:1500])
            document = self.document(listed.url, page.title or listed.title, kind, published, notices)
            part = self.part(response, link=document.url, title=document.title)
            yield from self.dated(Capture(document, "en", (part,)))
        else:
            self.skip("not_about_ai")

    def report(self, root: str) -> Iterator[Request]:
        if root not in self.seen and self.is_wanted(identifiers.url_id(root)):
            self.seen.add(root)
            yield self.report_page(Report(root, (root,)))

    def report_page(self, report: Report) -> Request:
        about = {"report": report, "asked": report.unread}
        return self.page(
            report.unread,
            self.parse_report,
            errback=partial(self.incomplete, report.unread, report.document_id),
            meta=IF_GONE | {"document_id": report.document_id},
            cb_kwargs=about,
            dont_filter=True,
        )

    def parse_report(self, response: Response, report: Report, asked: str) -> Iterator[Yield]:
        if response.status in GONE or ntia_reports.report_root(response.url) != report.root:
            yield self.lost(asked, response, report)
            return
        answered = report.known_as(identifiers.canonical_url(response.url))
        if answered in set(report.order) - {asked}:
            report = report.without(asked, answered)
        else:
            page = ntia.page(response)
            part = self.part(response, "page", asked, page.title)
            report = report.with_page(ReportPage(asked, part, page.published), response)
        if len(report.order) > MOST_PAGES:
            message = f"{report.root} names more than {MOST_PAGES} pages; look at its menu"
            yield self.problem("hostile_document", message, report.root, report.document_id)
        elif report.unread:
            yield self.report_page(report)
        elif report.pdfs:
            without = partial(self.lost_pdf, report)
            about = {"report": report}
            yield Request(report.pdfs[0], self.parse_pdf, errback=without, cb_kwargs=about, dont_filter=True)
        else:
            yield from self.whole(report)

    def parse_pdf(self, response: Response, report: Report) -> Iterator[Yield]:
        if pages.is_pdf(response.body):
            yield from self.whole(report, self.part(response, "rendition"))
        else:
            yield self.no_pdf(report, "it is not a PDF")
            yield from self.whole(report)

    def lost_pdf(self, report: Report, failure: Failure) -> Iterator[Yield]:
        """The text is there without it."""
        yield self.no_pdf(report, failure.getErrorMessage())
        yield from self.whole(report)

    def whole(self, report: Report, *renditions: Part) -> Iterator[Capture]:
        read = report.pages
        published = next((page.published for page in read if page.published), "")
        kind: DocumentKind = "report" if len(read) > 1 else "page"
        document = self.document(report.root, read[0].part.title, kind, published)
        yield from self.dated(Capture(document, "en", (*(page.part for page in read), *renditions)))

    def dated(self, capture: Capture) -> Iterator[Capture]:
        """A document whose day is known only once it is read, unless that is before `since`."""
        if self.is_before(capture.document.published):
            self.skip("before_since")
        else:
            yield capture

    def document(
        self, url: str, title: str, kind: DocumentKind, published: str, notices: Sequence[str] = ()
    ) -> Document:
        return replace(
            self.web_document(url, title, kind, published),
            agencies=(self.source.publisher,),
            relations=tuple(Relation("same_work", f"fr:{number}", "named on the page") for number in notices),
        )

    def lost(self, asked: str, response: Response, report: Report) -> Problem:
        """A report is gone with its first page; without another of its pages it is not gone, but cannot be read."""
        gone = self.removed(asked, response, report.document_id)
        if gone and asked == report.root:
            return gone
        message = (
            f"{asked} is part of {report.root} but leads to {response.url} ({response.status}); what is held stays"
        )
        return self.problem("missing_part", message, asked, report.document_id)

    def no_pdf(self, report: Report, reason: str) -> Problem:
        message = f"{report.pdfs[0]}, the PDF of {report.root}, could not be fetched ({reason}); its pages were read"
        return self.problem("missing_rendition", message, report.pdfs[0], report.document_id)
