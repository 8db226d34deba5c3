"""Public comments on the dockets of POLICY_DOCKETS (a setting), from the regulations.gov API.

Needs a key of api.data.gov in REGULATIONS_GOV_API_KEY; it is sent as a header and reaches neither archive nor log.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial

from scrapy.http import Request, Response

from pipeline.model import Capture, Document, Expectations, Source
from spiders import regulations
from spiders.middlewares.personal import BLANK_FIELDS
from spiders.sources.base import SourceSpider, Yield

DEFAULT_DOCKETS = "NTIA-2023-0009"
"""NTIA's request for comment on dual-use foundation models with widely available weights."""


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

    async def start(self) -> AsyncIterator[Yield]:
        self.key = os.environ.get("REGULATIONS_GOV_API_KEY", "")
        self.seen: set[str] = set()
        if not self.key:
            message = (
                "regulations.gov needs a key: get one at https://api.data.gov/signup/ and set REGULATIONS_GOV_API_KEY"
            )
            yield self.problem("missing_key", message, regulations.API)
            return
        for number in self.wanted("regs"):
            yield self.ask_detail(number)
        for docket in () if self.only else self.settings.get("POLICY_DOCKETS", DEFAULT_DOCKETS).split(","):
            yield self.ask(
                regulations.documents_url(docket.strip()), callback=partial(self.parse_documents, docket.strip())
            )

    def ask(self, url: str, callback: Callable[[Response], Iterator[Yield]]) -> Request:
        # Personal fields are blanked in the JSON text: it must come uncompressed.
        headers = {"Accept": regulations.JSON_API, "Accept-Encoding": "identity", "X-Api-Key": self.key}
        meta = {BLANK_FIELDS: regulations.PERSONAL_FIELDS}
        return Request(url, callback=callback, headers=headers, meta=meta, dont_filter=True)

    def ask_detail(self, number: str) -> Request:
        return self.ask(regulations.comment_url(number), self.parse_comment)

    def parse_documents(self, docket: str, response: Response) -> Iterator[Yield]:
        found = regulations.page(response.body)
        if not found.rows:
            message = f"docket {docket} has no documents on regulations.gov; check POLICY_DOCKETS"
            yield self.problem("missing_document", message, response.url, f"docket:{docket}")
        for row in found.rows:
            object_id = row["attributes"]["objectId"]
            yield self.next_page(object_id, 1, "")

    def parse_comments(self, object_id: str, number: int, since: str, response: Response) -> Iterator[Yield]:
        found = regulations.page(response.body)
        for row in found.rows:
            yield from self.new_comment(row["id"], row["attributes"])
        if found.has_next and number < regulations.LAST_PAGE:
            yield self.next_page(object_id, number + 1, since)
        elif number >= regulations.LAST_PAGE and len(found.rows) == regulations.PAGE_SIZE:
            yield from self.next_window(object_id, since, found.newest_change, response.url)

    def new_comment(self, number: str, attributes: dict[str, str]) -> Iterator[Request]:
        if number in self.seen:
            return
        self.seen.add(number)
        if self.since and attributes["lastModifiedDate"][:10] < self.since:
            self.skip("before_since")
        else:
            yield self.ask_detail(number)

    def next_page(self, object_id: str, number: int, since: str) -> Request:
        callback = partial(self.parse_comments, object_id, number, since)
        return self.ask(regulations.comments_url(object_id, number, since), callback)

    def next_window(self, object_id: str, since: str, newest: str, url: str) -> Iterator[Yield]:
        """The list ends after 5,000 rows: go on from the last change seen."""
        if newest == since:
            yield self.problem(
                "truncated", f"more than 5,000 comments changed at {newest}; the rest cannot be listed", url
            )
        else:
            yield self.next_page(object_id, 1, newest)

    def parse_comment(self, response: Response) -> Iterator[Yield]:
        comment = regulations.detail(response.body)
        document = regulations.document(comment, self.name)
        files = regulations.attachments(comment)
        for kind in files.unreadable:
            message = (
                f"{document.document_id}: an attachment ({kind}) is in no format that can be read; see {document.url}"
            )
            yield self.problem("unreadable_attachment", message, document.url, document.document_id)
        requests = [Request(url) for url in files.urls]
        finish = partial(self.capture, document, response)
        yield from self.in_order(requests, finish, document.document_id)

    def capture(self, document: Document, detail: Response, files: tuple[Response, ...]) -> Iterator[Yield]:
        parts = [self.part(detail, "main", document.url)]
        parts += (self.part(file, "annex", title=f"Attachment {at}") for at, file in enumerate(files, start=1))
        yield Capture(document, "en", tuple(parts))
