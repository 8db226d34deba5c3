"""Nearest to the wire: archives every answer before anything else sees it, then removes its Content-Encoding."""

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes

from spiders.archive.exchange import Exchange
from spiders.clock import utc_micros
from spiders.network.failures import explain
from spiders.network.headers import all_headers
from spiders.runs.session import InSession


class ArchivingMiddleware(InSession):
    """Writes request and response as they were on the wire, and a row of `fetches` for each attempt."""

    async def process_response(self, request: Request, response: Response) -> Response:
        """Sets `meta["snapshot"]`, and `meta["fault"]` where the answer cannot be used.

        Raises `ArchiveError` if it cannot be kept.
        """
        archived = await self._session.archive(
            _exchange(request, response), request.meta.get("validated"), request.meta.get("download_latency", 0.0)
        )
        request.meta["snapshot"] = archived.snapshot
        request.meta["fault"] = archived.fault
        if archived.body == response.body:
            return response
        headers = Headers(response.headers)
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=archived.body)
        return response.replace(cls=kind, headers=headers, body=archived.body)

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """An attempt that brought no answer. A request refused before the wire (`IgnoreRequest`) is not one."""
        if not isinstance(exception, IgnoreRequest):
            await self._session.no_answer(request.url, explain(request.url, exception))


def _exchange(request: Request, response: Response) -> Exchange:
    address = "" if request.meta.get("proxy") or response.ip_address is None else str(response.ip_address)
    return Exchange(
        url=response.url,
        method=request.method,
        request_headers=all_headers(request),
        request_body=request.body,
        status=response.status,
        response_headers=all_headers(response),
        body=response.body,
        fetched_at=utc_micros(),
        ip_address=address,
    )
