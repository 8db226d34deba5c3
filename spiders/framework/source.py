"""What every source declares, and the few steps that sources share.

A source is one file in this folder with one subclass of `SourceSpider`. A wrong declaration fails when the file is
imported, not at night.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar

import scrapy
from scrapy.http import HtmlResponse, Request, Response, TextResponse, XmlResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from pipeline.errors import MalformedDocument, UsageError
from pipeline.extract.html_bytes import is_cut_short
from pipeline.identifiers import canonical_url, is_date, parse_document_id, url_id
from pipeline.model import (
    Capture,
    Document,
    DocumentDate,
    DocumentKind,
    Identifier,
    Part,
    PartRole,
    Problem,
    ProblemKind,
    Source,
)
from spiders.framework.declaration import faults
from spiders.network.failures import INTERRUPTED, explain
from spiders.network.headers import header
from spiders.publishers import pages
from spiders.publishers.moves import is_other_page

_T = TypeVar("_T")
Yield = Capture | Problem | Request
"""What a callback may yield."""

ANY_STATUS = {"handle_httpstatus_list": [300, 404, 406, 410]}
"""Request meta: the callback itself reads the answers that say "not in this form" or "not any more"."""

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
IF_GONE = {"handle_httpstatus_list": [*GONE]}
"""Request meta: the callback itself sees that a page is gone, and asks `removed`."""


BLANK_FIELDS = "policy_blank_fields"
"""Request meta: names of JSON fields whose strings and numbers are blanked in the answer, at any depth, before it is
archived."""

SKIPPED = "policy/skipped/"
"""Statistics that count what a source met and left out on purpose (`SourceSpider.skip`)."""


class SourceSpider(scrapy.Spider):
    """One publisher's stream of documents."""

    source: ClassVar[Source]
    hosts: ClassVar[tuple[str, ...]]
    """The only hosts this source may be asked on, redirects included."""
    schemes: ClassVar[tuple[str, ...]]
    """The schemes of the document ids (`pipeline.identifiers`) by which this source is asked for a document."""
    needs: ClassVar[Mapping[str, str]] = {}
    """Variables of the environment without which it cannot be asked, and where to get what belongs in them."""
    describes: ClassVar[bool] = False
    """Whether the publisher describes documents apart from their texts, as an API does: such a document is held by its
    description where its text cannot be read. A page that cannot be read may have its title from what answered in its
    place."""
    run_id: str = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Check the declaration. Raises `TypeError` that names what is wrong."""
        super().__init_subclass__(**kwargs)
        if fault := next(faults(cls), ""):
            raise TypeError(f"{cls.__module__}.{cls.__name__}: {fault}")
        cls.name = cls.source.name

    @classmethod
    def lacks(cls) -> str:
        """What is not set, as a sentence that says where to get it; "" where nothing is missing."""
        unset = {name: told for name, told in cls.needs.items() if not os.environ.get(name, "").strip()}
        return "; ".join(f"{cls.name} needs {name} to be set: {told}" for name, told in unset.items())

    def __init__(self, since: str = "", only: str = "", **kwargs: Any) -> None:
        """`since`: ISO date; `only`: document ids, separated by commas. Raises `UsageError` if they are not."""
        super().__init__(**kwargs)
        if since and not is_date(since):
            raise UsageError(f"since {since!r} is not a date; write it like 2024-07-12")
        self.since = since
        self.only = tuple(parse_document_id(text) for text in only.split(",") if text.strip())
        """(scheme, value) of each document asked for; empty: the source's usual set."""
        self.textless: list[str] = []
        """Ids of the documents whose publisher has no text of them."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """`spiders.network.gate` keeps DOWNLOAD_DELAY for all sources together: Scrapy's queues need not again."""
        super().update_settings(settings)
        slots = {host: {"concurrency": 1, "delay": 0} for host in cls.hosts}
        settings.set("DOWNLOAD_SLOTS", slots, priority="spider")

    def wanted(self, scheme: str) -> tuple[str, ...]:
        """The values of `only` in one scheme."""
        return tuple(value for known, value in self.only if known == scheme)

    def is_wanted(self, document_id: str) -> bool:
        """Whether `only` leaves this document in. For sources that must look through a list to find it."""
        return not self.only or parse_document_id(document_id) in self.only

    def is_before(self, day: str) -> bool:
        """Whether `since` leaves out what is dated on this day, "" if no day is known."""
        return bool(day) and day < self.since

    def page(
        self, url: str, callback: Callable[..., Iterable[Yield]], *, or_file: bool = False, **more: Any
    ) -> Request:
        """Ask for a page that `callback` reads as HTML. Under another media type it is not what was asked for, and no
        selector could read it. `or_file`: or a PDF, which only the pipeline reads."""
        return Request(url, partial(self._if_page, callback, or_file), **more)

    def _if_page(
        self, callback: Callable[..., Iterable[Yield]], or_file: bool, response: Response, **about: Any
    ) -> Iterator[Yield]:
        wanted = _is_page(response) or (or_file and pages.is_pdf(response.body))
        if wanted or response.status >= HTTPStatus.MULTIPLE_CHOICES:
            yield from callback(response, **about)
        else:
            yield self.not_the_document(response, response.meta.get("document_id", ""))

    def pdf(self, url: str, callback: Callable[..., Iterable[Yield]], document_id: str = "", **more: Any) -> Request:
        """Ask for a PDF that is a document: `callback` sees only a PDF. That it was removed, or that something else
        answers in its place, is said here: a page there must not be read as the document's text."""
        meta = IF_GONE | {"document_id": document_id or url_id(url)}
        return Request(url, partial(self._if_pdf, callback, url), meta=meta, **more)

    def _if_pdf(
        self, callback: Callable[..., Iterable[Yield]], asked: str, response: Response, **about: Any
    ) -> Iterator[Yield]:
        document_id = response.meta["document_id"]
        if gone := self.removed(asked, response, document_id):
            yield gone
        elif pages.is_pdf(response.body):
            yield from callback(response, **about)
        else:
            yield self.not_the_document(response, document_id)

    def instead_of_pdfs(self, files: Iterable[Response], document_id: str) -> list[Problem]:
        """What is to be said of the files of a document that should be PDFs and are something else."""
        return [self.not_the_document(file, document_id) for file in files if not pages.is_pdf(file.body)]

    def part(self, response: Response, role: PartRole = "main", link: str = "", title: str = "") -> Part:
        """The archived answer as a part of a capture."""
        return Part(response.meta["snapshot"], response.body, role, link or response.url, title)

    def web_document(self, url: str, title: str, kind: DocumentKind, day: str = "") -> Document:
        """A page or file that has no other name than its address. `day`: ISO date of its publication, "" if it states
        none."""
        return Document(
            document_id=url_id(url),
            source=self.name,
            title=title,
            kind=kind,
            jurisdiction=self.source.jurisdiction,
            publisher=self.source.publisher,
            url=url,
            published=day,
            identifiers=(Identifier("url", canonical_url(url)),),
            dates=(DocumentDate("published", day),) if day else (),
        )

    def problem(self, kind: ProblemKind, message: str, url: str = "", document_id: str = "") -> Problem:
        """Something that a person should know. The message names the thing and says what to do."""
        return Problem(self.run_id, self.name, kind, message, url, document_id)

    def failed(self, failure: Failure) -> Problem | None:
        """That a request finally failed, of the document that its meta names (`document_id`), if it does. None if we
        stopped."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure it hands out
        assert failure.value is not None
        explained = explain(request.url, failure.value)
        if explained.kind == INTERRUPTED:
            return None
        return self.problem(explained.kind, str(explained), request.url, request.meta.get("document_id", ""))

    def without_text(self, document: Document) -> Capture:
        """A document that its publisher describes and has no text of: it is known by its description (the view
        `textless_documents`)."""
        self.textless.append(document.document_id)
        return Capture(document, "en", ())

    def missing_text(self, what: str, url: str) -> Iterator[Problem]:
        """The documents `without_text`, once for all. `what` they are, in the plural, and lack."""
        if self.textless:
            names = ", ".join(sorted(self.textless))
            message = f"{what}: {len(self.textless)} ({names}); the next crawl asks again"
            yield self.problem("missing_text", message, url)

    def removed(self, asked: str, response: Response, document_id: str = "") -> Problem | None:
        """That a page is gone or leads to another page, None if it is there. Of a document that is held this becomes
        its status, and its last good version stays; the answer must not be read as its text."""
        ends = [f"leads to {response.url}"] if response.url != asked else []
        if response.status in GONE:
            ends.append(f"answers {response.status}")
        elif not is_other_page(asked, response.url):
            return None
        message = f"{asked} {', which '.join(ends)}: removed or moved; any text held of it stays"
        return self.problem("removed", message, asked, document_id or url_id(asked))

    def sound(self, rows: Iterable[_T | MalformedDocument], url: str) -> tuple[list[_T], list[Problem]]:
        """The rows of a list that could be read, and a problem for each that could not."""
        good: list[_T] = []
        problems = []
        for row in rows:
            if isinstance(row, MalformedDocument):
                problems.append(self.problem(row.kind, str(row), url))
            else:
                good.append(row)
        return good, problems

    def following(
        self, page: Response, request: Request, found: Iterable[str], got: Iterable[str]
    ) -> Request | Problem:
        """The request for the page after this one of a list. `found` is what this page lists, `got` what the pages
        before it did: one that brings nothing new is not followed, or a list that repeats itself would never end."""
        if set(found) - set(got):
            # An address that was asked before must not be dropped without a word.
            return request.replace(dont_filter=True)
        message = (
            f"{page.url} names a next page but lists nothing that was not listed before; what follows is not known"
        )
        return self.problem("truncated", message, page.url)

    def stops_early(self, page: Response) -> Iterator[Problem]:
        """That a page which lists others stops before its end."""
        if is_cut_short(page.body):
            message = f"{page.url} stops before its end, so that not all it lists is known; crawl again later"
            yield self.problem("truncated", message, page.url)

    def not_the_document(self, response: Response, document_id: str) -> Problem:
        """That an address answers with something else, today: not that what was asked for does not exist."""
        kind = header(response, "Content-Type") or "nothing stated"
        message = f"{response.url} answered with something else ({kind}) than what is served there; look at the page"
        return self.problem("not_the_document", message, response.url, document_id)

    def skip(self, reason: str, number: int = 1) -> None:
        """Count what the source met and left out on purpose, so that the summary can say it."""
        if number:
            self.crawler.stats.inc_value(f"{SKIPPED}{reason}", number)

    def at_end(self) -> Iterable[Problem]:
        """What is to be said once, when everything was asked for."""
        return ()

    def in_order(
        self,
        requests: Sequence[Request],
        finish: Callable[[tuple[Response, ...]], Iterable[Yield]],
        document_id: str,
        got: tuple[Response, ...] = (),
        described: Document | None = None,
    ) -> Iterator[Yield]:
        """Fetch the pages of one document one after another and hand all of them to `finish`.

        If one fails, the document is not read at all: a text without one of its pages would look like a change of
        the law. Its description is kept then, if it is `described` apart from its pages.
        """
        if not requests:
            yield from finish(got)
            return

        def next_page(response: Response) -> Iterator[Yield]:
            yield from self.in_order(requests[1:], finish, document_id, (*got, response), described)

        def give_up(failure: Failure) -> Iterator[Yield]:
            for problem in self.incomplete(requests[0].url, document_id, failure):
                yield problem
                if described:
                    yield Capture(described, "en", ())

        yield requests[0].replace(callback=next_page, errback=give_up, dont_filter=True)

    def incomplete(self, url: str, document_id: str, failure: Failure) -> Iterator[Problem]:
        """A page of a document is missing, and so the whole document is left as it was. No problem if we stopped."""
        if getattr(failure.value, "kind", "") == INTERRUPTED:
            return
        reason = failure.getErrorMessage() or type(failure.value).__name__
        whole = document_id or "several documents"
        message = f"{url} is part of {whole} and could not be fetched ({reason}); what is held stays"
        yield self.problem("missing_part", message, url, document_id)


def _is_page(response: Response) -> bool:
    """Text that is not stated to be a page is one if it begins with a tag: proxies answer "no healthy upstream" as
    text/plain with status 200. Scrapy takes text of no stated type for JSON if it can be read as such."""
    if isinstance(response, HtmlResponse | XmlResponse):
        return True
    text = isinstance(response, TextResponse) and response.selector.type in {"html", "xml"}
    return text and response.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def if_gone(url: str) -> dict[str, Any]:
    """`IF_GONE` for the page of a document: whatever fails there is a problem of that document."""
    return IF_GONE | {"document_id": url_id(url)}


def counted(names: Sequence[str], malformed: Sequence[Problem], page: str) -> frozenset[str]:
    """A name for each row of a page, as the number that a list states counts them: that of its document, and one of its
    own where the row repeats a document of the page or could not be read."""
    nameless = len(names) - len(set(names)) + len(malformed)
    return frozenset((*names, *(f"{page} {at}" for at in range(nameless))))
