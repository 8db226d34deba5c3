"""When two requests count as the same."""

from scrapy import Request
from scrapy.utils.request import fingerprint


class NegotiatedFingerprinter:
    """Scrapy's fingerprint with Accept and Accept-Language: with content negotiation they are part of the question."""

    def fingerprint(self, request: Request) -> bytes:
        return fingerprint(request, include_headers=["Accept", "Accept-Language"])
