"""Contact details of private persons are never kept: they are blanked before the archive sees an answer."""

import re
from functools import cache
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from pipeline.errors import DocumentError
from spiders.archive.encoding import decode, encodings
from spiders.framework.source import BLANK_FIELDS
from spiders.network.failures import FetchFailed
from spiders.network.headers import all_headers


class PersonalDetailsMiddleware:
    """Nearest to the wire, before the archive.

    The archived record then differs from what was served in these values, and only there; hashes are of what is kept.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises `FetchFailed` for an encoding that hides what should be blanked."""
        fields = request.meta.get(BLANK_FIELDS)
        if not fields:
            return response
        plain = self._unpacked(response)
        body = _value_of(fields).sub(rb'"\1"\2null', plain.body)
        return plain if body == plain.body else plain.replace(body=body)

    def _unpacked(self, response: Response) -> Response:
        """Asked for plain, some servers pack all the same."""
        applied = encodings(all_headers(response))
        if not applied:
            return response
        try:
            body = decode(response.body, applied, limit=self._max_bytes)
        except DocumentError as error:
            raise FetchFailed(error.kind, f"{response.url}: {error}") from error
        headers = Headers(response.headers)
        headers.pop("Content-Encoding", None)
        return response.replace(body=body, headers=headers)


@cache
def _value_of(fields: tuple[str, ...]) -> re.Pattern[bytes]:
    """Works on the text of the JSON, so that a broken answer gives nothing away either. A quotation mark inside a
    JSON string follows a backslash: names quoted in the text of a comment are not touched."""
    names = "|".join(map(re.escape, fields))
    return re.compile(rf'(?<!\\)"({names})"(\s*:\s*)(?:"(?:[^"\\]|\\.)*(?:"|\Z)|-?\d[\d.]*)'.encode(), re.DOTALL)
