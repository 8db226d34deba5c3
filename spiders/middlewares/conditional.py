"""Conditional requests: ask whether what the archive holds is still current, and give the spider the archived bytes
if so.

Always revalidating: Scrapy's HTTP cache guesses freshness from Last-Modified and serves old copies when a server is
down; a tracker of law must do neither.
"""

import logging

from scrapy import Request
from scrapy.http import Response
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes

from pipeline.errors import ArchiveError
from pipeline.model import Snapshot
from spiders.runs.session import InSession

logger = logging.getLogger(__name__)

NOT_MODIFIED = "not_modified"
"""In `response.flags`: the publisher said that nothing changed, the bytes are the archived ones."""
_UNCONDITIONAL = "policy_unconditional"


class ConditionalMiddleware(InSession):
    """Sends If-None-Match and If-Modified-Since; turns a 304 into a 200 with the archived body."""

    async def process_request(self, request: Request) -> None:
        # A redirected or repeated request carries the headers of the previous one.
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        request.meta.pop("validated", None)
        if request.method != "GET" or request.meta.get(_UNCONDITIONAL):
            return
        known = await self._session.validators(request)
        if known is None:
            return
        if known.etag:
            request.headers["If-None-Match"] = known.etag
        if known.last_modified:
            request.headers["If-Modified-Since"] = known.last_modified
        request.meta["validated"] = known

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        known: Snapshot | None = request.meta.get("validated")
        if response.status != 304 or known is None:
            return response
        try:
            body = await self._session.archived_body(known)
        except ArchiveError as error:
            logger.warning("%s; requesting it again", error)
            return request.replace(dont_filter=True, meta=request.meta | {_UNCONDITIONAL: True})
        request.meta["snapshot"] = known
        headers = Headers(response.headers)
        headers["Content-Type"] = known.media_type
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return kind(
            response.url, status=200, headers=headers, body=body, flags=[*response.flags, NOT_MODIFIED], request=request
        )
