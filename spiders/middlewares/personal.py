"""Contact details of private persons are never kept: they are blanked before the archive sees an answer."""

import json
from typing import Any

from scrapy import Request
from scrapy.http import Response

from pipeline.errors import DocumentError
from spiders.archive.encoding import decode, listed

BLANK_FIELDS = "policy_blank_fields"
"""Request meta: names of JSON fields to blank in the answer."""
_MOST_BYTES = 100 << 20
"""What an answer may unpack to; answers of the API are small."""


class PersonalDetailsMiddleware:
    """Nearest to the wire, before the archive.

    The archived record then differs from what was served in these fields, and only there.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        fields = request.meta.get(BLANK_FIELDS)
        if not fields:
            return response
        encodings = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
        try:
            answer = json.loads(decode(response.body, listed(encodings), limit=_MOST_BYTES))
        except (ValueError, DocumentError):  # a broken answer is kept as it came; the spider will report it
            return response
        if not _blank(answer, frozenset(fields)):
            return response
        headers = response.headers.copy()
        for name in ("Content-Encoding", "Content-Length"):
            headers.pop(name, None)
        return response.replace(body=json.dumps(answer, ensure_ascii=False, indent=1).encode(), headers=headers)


def _blank(value: Any, fields: frozenset[str]) -> bool:
    """Set every such field to null, at any depth; whether there was any to set."""
    blanked = False
    if isinstance(value, list):
        for each in value:
            blanked |= _blank(each, fields)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in fields and inner is not None:
                value[name] = None
                blanked = True
            else:
                blanked |= _blank(inner, fields)
    return blanked
