"""Spiders see an answer as the pipeline reads it: unpacked, a page in its encoding. A title then has the letters of the
text below it."""

from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.responsetypes import responsetypes

from pipeline.errors import DocumentError
from pipeline.extract import without_undeclared_gzip
from pipeline.extract.content import Content
from pipeline.extract.html_bytes import encoding_of
from spiders.network.headers import header


class EncodingMiddleware:
    """Web archives hand out gzip as text/html without saying so. Of letters Scrapy believes the header before the page,
    and guesses where neither states an encoding: it took “café” in Windows-1252 for “cafķ” in that of DOS in the Baltic
    states."""

    def process_response(self, request: Request, response: Response) -> Response:
        del request  # Scrapy's signature
        response = _unpacked(response)
        if not isinstance(response, HtmlResponse):
            return response
        encoding, _ = encoding_of(_content(response))
        return response.replace(encoding=encoding)


def _unpacked(response: Response) -> Response:
    """A broken gzip stays as it came: the pipeline says what is wrong with it."""
    try:
        body = without_undeclared_gzip(_content(response)).body
    except DocumentError:
        return response
    if body is response.body:
        return response
    kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
    return response.replace(cls=kind, body=body)


def _content(response: Response) -> Content:
    return Content(response.body, header(response, "Content-Type"), response.url)
