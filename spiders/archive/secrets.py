"""API keys never reach the archive, the database or a log: they are replaced before anything is written."""

import logging
import re
import traceback
from dataclasses import replace
from typing import Any

from pipeline.errors import DocumentError
from spiders.archive.encoding import decode, encodings
from spiders.archive.exchange import Exchange

REDACTED = "REDACTED"

# api.data.gov (regulations.gov, govinfo, congress.gov) takes its key as `X-Api-Key` or `?api_key=`.
_KEY_IN_QUERY = re.compile(r"(?i)([?&;](?:api_?key|api-key|access_token)=)[^&;#\s\"'<>]*")
_PASSWORD_IN_URL = re.compile(r"(?i)(\bhttps?://)[^/@\s?#]*@")
_SECRET_HEADERS = frozenset({"x-api-key", "authorization", "proxy-authorization", "cookie"})

_START = 32
"""A page of this many bytes begins in ASCII; gzip and zstd begin otherwise, and a packed body is binary by then."""
_STUB = 2
"""Bytes that stay of a body which cannot be unpacked: enough for gzip's mark, so that readers take it for cut short."""


def redact(text: str) -> str:
    """The text with the values of key parameters and passwords in addresses replaced by "REDACTED"."""
    return _PASSWORD_IN_URL.sub(r"\1", _KEY_IN_QUERY.sub(rf"\g<1>{REDACTED}", text))


def without_keys(exchange: Exchange, max_bytes: int) -> Exchange:
    """The exchange without the credentials that its request carries; an answer that echoes one loses it too.

    Only then do the archived bytes differ from what was sent, and they lose their Content-Encoding. Of an answer that
    cannot be unpacked, and may hide a key for that reason, only the first bytes stay, under the headers that it came
    with. `max_bytes` is what a body may unpack to.
    """
    keys = [key.encode() for key in _keys(exchange) if key]
    request_headers = tuple(
        (name, REDACTED if name.lower() in _SECRET_HEADERS else value) for name, value in exchange.request_headers
    )
    response_headers = tuple((name, redact(value)) for name, value in exchange.response_headers)
    clean = replace(
        exchange, url=redact(exchange.url), request_headers=request_headers, response_headers=response_headers
    )
    if not keys:
        return clean
    try:
        body = decode(exchange.body, encodings(exchange.response_headers), limit=max_bytes)
    except DocumentError:
        body = exchange.body  # the page of a proxy says gzip and is plain
        if not body[:_START].isascii():
            return replace(clean, body=body[:_STUB])
    if not any(key in body for key in keys):
        return clean
    for key in keys:
        body = body.replace(key, REDACTED.encode())
    headers = tuple(pair for pair in response_headers if pair[0].lower() not in {"content-encoding", "content-length"})
    return replace(clean, response_headers=headers, body=body)


def _keys(exchange: Exchange) -> set[str]:
    in_headers = {value for name, value in exchange.request_headers if name.lower() == "x-api-key"}
    return in_headers | {match.group().partition("=")[2] for match in _KEY_IN_QUERY.finditer(exchange.url)}


def redact_logs() -> None:
    """Redact every log line of this process from now on.

    Scrapy itself logs the addresses of requests, key parameters included.
    """
    make = logging.getLogRecordFactory()
    if getattr(make, "redacts", False):
        return

    def make_redacted(*arguments: Any, **named: Any) -> logging.LogRecord:
        line = make(*arguments, **named)
        message = line.getMessage()
        if (harmless := redact(message)) != message:
            line.msg, line.args = harmless, None
        if line.exc_info:
            line.exc_text = redact("".join(traceback.format_exception(*line.exc_info)).rstrip())
        return line

    make_redacted.redacts = True  # type: ignore[attr-defined]  # a mark for the next call, functions may carry any
    logging.setLogRecordFactory(make_redacted)
