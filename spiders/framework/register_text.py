"""Requests for texts of the Federal Register, for all sources that have such documents."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from pipeline.extract.content import Content
from pipeline.model import Problem
from spiders.framework.source import ANY_STATUS, SourceSpider, Yield
from spiders.publishers import fr_texts
from spiders.publishers.fr_documents import Rendition, Row

Finish = Callable[[Response | None], Iterable[Yield]]
"""Is handed the text; None if there is none."""


def register_text(spider: SourceSpider, row: Row, finish: Finish) -> Iterator[Yield]:
    """Ask for the best rendition first, and hand the first that can be fetched and read to `finish`."""
    if row.foreign_address:
        yield _foreign_address(spider, row)
    yield from _first_of(spider, row, row.renditions, finish)


def _first_of(spider: SourceSpider, row: Row, renditions: Sequence[Rendition], finish: Finish) -> Iterator[Yield]:
    if not renditions:
        yield from finish(None)
        return
    rendition, *others = renditions

    def read(response: Response) -> Iterator[Yield]:
        if not fr_texts.is_absent(rendition, response.status, response.body):
            content = Content(response.body, response.meta["snapshot"].media_type, response.url)
            fault = fr_texts.fault(row, rendition, response.status, content)
            if fault is None:
                yield from finish(response)
                return
            yield spider.problem(fault.kind, str(fault), response.url, row.document_id)
        yield from _first_of(spider, row, others, finish)

    def next_one(failure: Failure) -> Iterator[Yield]:
        if problem := spider.failed(failure):
            yield problem
            yield from _first_of(spider, row, others, finish)

    meta = ANY_STATUS | {"document_id": row.document_id}
    yield Request(rendition.url, read, errback=next_one, meta=meta, dont_filter=True)


def _foreign_address(spider: SourceSpider, row: Row) -> Problem:
    """That a document's page for people is not the publisher's own. Its canonical address takes that place."""
    message = (
        f"{row.document_id}: the publisher states {row.foreign_address!r} as its page, which is not on its site; "
        "it is not kept"
    )
    return spider.problem("malformed_document", message, "", row.document_id)
