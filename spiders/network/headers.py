"""Headers as text: HTTP allows them any byte."""

from scrapy import Request
from scrapy.http import Response

from spiders.archive.exchange import Headers


def header(message: Request | Response, name: str) -> str:
    """The value of a header, "" if there is none."""
    return (message.headers.get(name) or b"").decode("latin-1")


def all_headers(message: Request | Response) -> Headers:
    """Every header; a name comes once with each of its values."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in message.headers
        for value in message.headers.getlist(name)
    )
