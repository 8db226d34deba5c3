"""The last step before the network."""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.network.certificates import certificate_fault
from spiders.network.failures import FetchFailed, is_certificate_error
from spiders.network.gate import BUSY, GATE, NAMED_WAIT, retry_after
from spiders.network.headers import header
from spiders.network.resolver import REFUSED


class GatedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler behind the gate: one request at a time to each host, with its delay."""

    async def download_request(self, request: Request) -> Response:
        host = urlparse_cached(request).hostname or ""
        delay = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        async with GATE.turn(host, delay, stopping=lambda: not self._crawler.engine.running):
            try:
                response = await super().download_request(request)
            except Exception as error:
                _name_private_address(request, error)
                await _name_certificate_fault(request, error)
                raise
            if response.status in BUSY:
                # Before the turn ends: the next request to this host may be waiting for it.
                request.meta[NAMED_WAIT] = self._hold(host, response)
            return response

    def _hold(self, host: str, response: Response) -> float | None:
        """Leave the host alone, all sources together, for as long as it asks. Returns the seconds."""
        wait = retry_after(header(response, "Retry-After"))
        if wait is None:
            return None
        if wait <= self._crawler.settings.getfloat("POLICY_RETRY_AFTER_MAX"):
            GATE.hold(host, wait)
        else:
            GATE.close(host, wait)
        return wait


def _name_private_address(request: Request, error: Exception) -> None:
    """Raises `FetchFailed` if the name was refused for where it leads."""
    host = urlparse_cached(request).hostname or ""
    if not isinstance(error, CannotResolveHostError) or host not in REFUSED:
        return
    message = (
        f"{request.url}: {host} leads to {REFUSED[host]}, which is not a public address, so no request is sent; "
        "check this machine's DNS, or crawl with -s POLICY_PRIVATE_ADDRESSES=1 if it is intended"
    )
    raise FetchFailed("foreign_host", message) from error


async def _name_certificate_fault(request: Request, error: Exception) -> None:
    """Raises `FetchFailed` if the error is a refused certificate and its fault can be named."""
    address = urlparse_cached(request)
    if not is_certificate_error(error) or request.meta.get("proxy") or not address.hostname:
        return
    fault = await certificate_fault(address.hostname, address.port or 443)
    if fault:
        message = f"could not reach {address.hostname}: its TLS certificate {fault} ({request.url})"
        raise FetchFailed("network", message) from error
