"""Pages in the encoding in which the pipeline reads them: a title has the same letters as the text below it."""

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from pipeline.extract.content import Content
from pipeline.extract.html_bytes import encoding_of
from spiders.network.headers import header


class PageEncodingMiddleware:
    """Scrapy believes the header before the page, and guesses where neither states an encoding: it took “café” in
    Windows-1252 for “cafķ” in that of DOS in the Baltic states."""

    def process_response(self, request: Request, response: Response) -> Response:
        del request  # Scrapy's signature
        if not isinstance(response, HtmlResponse):
            return response
        encoding, _ = encoding_of(Content(response.body, header(response, "Content-Type"), response.url))
        return response.replace(encoding=encoding)
