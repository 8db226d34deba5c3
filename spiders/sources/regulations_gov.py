"""Public comments on the dockets of POLICY_DOCKETS (a setting), from the regulations.gov API.

Needs a key of api.data.gov in REGULATIONS_GOV_API_KEY; it is sent as a header and reaches neither archive nor log. The
commenter is a field; contact details are blanked before anything is kept.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from pipeline.model import Capture, Document, Expectations, Problem, Source
from spiders.framework.source import BLANK_FIELDS, SourceSpider, Yield, counted
from spiders.network.gate import GATE
from spiders.publishers import pages, regulations_gov
from spiders.publishers.regulations_gov import Page, Row

KEY = "REGULATIONS_GOV_API_KEY"
_ANSWERED = {"handle_httpstatus_list": [400, 403, 404, 410]}


class RegulationsGov(SourceSpider):
    source = Source(
        name="regulations_gov",
        title="Comments on AI dockets",
        publisher="regulations.gov (eRulemaking Program, GSA)",
        jurisdiction="US",
        homepage="https://www.regulations.gov/docket/NTIA-2023-0009",
        licence="Public record; comments remain their authors'",
        attribution="regulations.gov and the commenter",
        cadence="weekly",
        expectations=Expectations(min_documents=1, max_documents=20_000, max_age_days=14),
    )
    hosts = ("api.regulations.gov", "downloads.regulations.gov")
    schemes = ("regs",)
    describes = True
    needs: ClassVar = {KEY: "a key, free at https://api.data.gov/signup/"}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """A key has 1,000 requests an hour: an answer may ask to wait for the rest of it, and a docket is worth it."""
        super().update_settings(settings)
        settings.set("POLICY_RETRY_AFTER_MAX", 3600.0, priority="spider")

    async def start(self) -> AsyncIterator[Yield]:
        self.key = os.environ.get(KEY, "").strip()
        self.seen: set[str] = set()
        self.documents: dict[str, Row] = {}
        if not self.key:
            yield self.problem("missing_key", self.lacks(), regulations_gov.API)
            return
        for number in self.wanted("regs"):
            yield self.ask_detail(number)
        if not self.only:
            for docket in self.settings.getlist("POLICY_DOCKETS"):
                yield self.ask_documents(docket.strip())

    def ask(self, url: str, callback: Callable[[Response], Iterator[Yield]], document_id: str = "") -> Request:
        # Personal fields are blanked in the JSON text: it should come unpacked.
        headers = {"Accept": regulations_gov.JSON_API, "Accept-Encoding": "identity", "X-Api-Key": self.key}
        meta = {BLANK_FIELDS: regulations_gov.PERSONAL_FIELDS, "document_id": document_id} | _ANSWERED
        return Request(url, partial(self.answered, callback), headers=headers, meta=meta, dont_filter=True)

    def answered(self, callback: Callable[[Response], Iterator[Yield]], response: Response) -> Iterator[Yield]:
        """Keep to the limit that every answer states, and say what the API says where it refuses."""
        pause = regulations_gov.pause(response.headers.get("X-RateLimit-Remaining") or b"")
        if pause:
            GATE.hold(urlsplit(response.url).hostname or "", pause)
        if response.status == HTTPStatus.OK:
            yield from callback(response)
            return
        kind, reason = regulations_gov.refusal(response.status, response.body)
        message = f"{response.url}: answered {response.status}: {reason}"
        yield self.problem(kind, message, response.url, response.meta["document_id"])

    def ask_documents(self, docket: str, page: int = 1, got: frozenset[str] = frozenset()) -> Request:
        return self.ask(regulations_gov.documents_url(docket, page), partial(self.parse_documents, docket, page, got))

    def ask_detail(self, number: str) -> Request:
        return self.ask(regulations_gov.comment_url(number), partial(self.parse_comment, number), f"regs:{number}")

    def parse_documents(self, docket: str, page: int, got: frozenset[str], response: Response) -> Iterator[Yield]:
        found = regulations_gov.page(response.body, response.url)
        rows, malformed = self.sound(found.rows, response.url)
        yield from malformed
        self.documents |= {row.number: row for row in rows}
        here = [row.number for row in rows]
        came = got | counted(here, malformed, response.url)
        if not found.rows and page == 1:
            message = f"docket {docket} has no documents on regulations.gov; check POLICY_DOCKETS"
            yield self.problem("missing_document", message, response.url, f"docket:{docket}")
        for row in rows:
            if row.object_id:
                yield self.next_page(row.object_id, 1, "")
        if found.has_next and page < regulations_gov.LAST_PAGE:
            yield self.following(response, self.ask_documents(docket, page + 1, came), here, got)
        elif found.has_next:
            yield self.truncated(f"docket {docket} has more than 5,000 documents; the API lists no more", response.url)
        else:
            yield from self.cut_short(found, len(came), response.url)

    def parse_comments(
        self, object_id: str, number: int, since: str, got: frozenset[str], response: Response
    ) -> Iterator[Yield]:
        found = regulations_gov.page(response.body, response.url)
        rows, malformed = self.sound(found.rows, response.url)
        yield from malformed
        here = [row.number for row in rows]
        came = got | counted(here, malformed, response.url)
        for row in rows:
            yield from self.new_comment(row)
        if found.has_next and number < regulations_gov.LAST_PAGE:
            yield self.following(response, self.next_page(object_id, number + 1, since, came), here, got)
        elif number >= regulations_gov.LAST_PAGE and len(found.rows) == regulations_gov.PAGE_SIZE:
            newest = rows[-1].changed if rows else ""
            yield from self.next_window(object_id, since, newest, response.url)
        else:
            yield from self.cut_short(found, len(came), response.url)

    def new_comment(self, row: Row) -> Iterator[Request]:
        if row.number in self.seen:
            return
        self.seen.add(row.number)
        if self.is_before(row.changed[:10]):
            self.skip("before_since")
        else:
            yield self.ask_detail(row.number)

    def next_page(self, object_id: str, number: int, since: str, got: frozenset[str] = frozenset()) -> Request:
        callback = partial(self.parse_comments, object_id, number, since, got)
        return self.ask(regulations_gov.comments_url(object_id, number, since), callback)

    def next_window(self, object_id: str, since: str, newest: str, url: str) -> Iterator[Yield]:
        """The list ends after 5,000 rows: go on from the last change seen."""
        if newest in {since, ""}:
            when = newest or "no stated time"
            yield self.truncated(f"more than 5,000 comments changed at {when}; the API lists no more", url)
        else:
            yield self.next_page(object_id, 1, newest)

    def cut_short(self, last: Page, came: int, url: str) -> Iterator[Problem]:
        """That a list ended before the number of rows it states, or states none: what is missing is not known then."""
        if last.total is None:
            yield self.truncated(f"{url}: the list does not state its length; {came} came; look at the answer", url)
        elif came < last.total:
            yield self.truncated(f"{url}: {came} of {last.total} rows came; crawl again later", url)

    def truncated(self, message: str, url: str) -> Problem:
        return self.problem("truncated", message, url)

    def parse_comment(self, number: str, response: Response) -> Iterator[Yield]:
        comment = regulations_gov.comment(response.body, response.url, self.name, self.documents)
        document = comment.document
        if document.document_id != f"regs:{number}":  # its words would become another's
            yield self.not_the_document(response, f"regs:{number}")
            return
        for kind in comment.unreadable:
            message = (
                f"{document.document_id}: an attachment ({kind}) is in a format that cannot be read; see {document.url}"
            )
            yield self.problem("unreadable_attachment", message, document.url, document.document_id)
        requests = [Request(url, meta={"link": url}) for url in comment.files]
        finish = partial(self.capture, document, response)
        yield from self.in_order(requests, finish, document.document_id, described=document)

    def capture(self, document: Document, detail: Response, files: tuple[Response, ...]) -> Iterator[Yield]:
        if wrong := [file for file in files if not pages.is_as_named(file, file.meta["link"])]:
            yield from (self.not_the_document(file, document.document_id) for file in wrong)
            yield Capture(document, "en", ())
            return
        if not files and regulations_gov.is_wordless(detail.body, detail.url):
            yield self.without_text(document)
            return
        parts = [self.part(detail, "main", document.url)]
        parts += (self.part(file, "annex", title=f"Attachment {at}") for at, file in enumerate(files, start=1))
        yield Capture(document, "en", tuple(parts))

    def at_end(self) -> Iterator[Problem]:
        return self.missing_text("comments without words or an attachment that can be read", regulations_gov.API)
