"""The last step before the network."""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.gate import GATE


class GatedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler behind the gate: one request at a time to each host, with its delay."""

    async def download_request(self, request: Request) -> Response:
        host = urlparse_cached(request).hostname or ""
        delay = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        async with GATE.turn(host, delay, stopping=lambda: not self._crawler.engine.running):
            return await super().download_request(request)
