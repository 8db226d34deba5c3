"""Headers as text: HTTP allows them any byte."""

from scrapy import Request
from scrapy.http import Response


def header(message: Request | Response, name: str) -> str:
    """The value of a header, "" if there is none."""
    return (message.headers.get(name) or b"").decode("latin-1")
