"""API keys never reach the archive, the database or a log: they are replaced before anything is written."""

import logging
import re
import traceback
from typing import Any

REDACTED = "REDACTED"

# api.data.gov (regulations.gov, govinfo, congress.gov) takes its key as `X-Api-Key` or `?api_key=`.
_KEY_IN_QUERY = re.compile(r"(?i)([?&;](?:api_?key|api-key|access_token)=)[^&;#\s\"'<>]*")
_PASSWORD_IN_URL = re.compile(r"(?i)(\bhttps?://)[^/@\s?#]*@")
_SECRET_HEADERS = frozenset({"x-api-key", "authorization", "proxy-authorization", "cookie"})


def redact(text: str) -> str:
    """The text with the values of key parameters and passwords in addresses replaced by "REDACTED"."""
    return _PASSWORD_IN_URL.sub(r"\1", _KEY_IN_QUERY.sub(rf"\g<1>{REDACTED}", text))


def is_secret_header(name: str) -> bool:
    """Whether a request header of this name holds a credential."""
    return name.lower() in _SECRET_HEADERS


def keys_in(url: str, headers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The credentials that a request carries: an answer that echoes one must be redacted too."""
    in_headers = [value for name, value in headers if name.lower() == "x-api-key"]
    in_query = [match.group().partition("=")[2] for match in _KEY_IN_QUERY.finditer(url)]
    return tuple(key for key in {*in_headers, *in_query} if key)


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
