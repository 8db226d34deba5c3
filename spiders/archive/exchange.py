"""One HTTP exchange in plain types: what the archive keeps."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order of the wire; a name may come more than once."""


def first_value(headers: Iterable[tuple[str, str]], name: str) -> str:
    """The value of the first header of that name, in any case; "" if there is none."""
    return next((value for key, value in headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the answer to it."""

    url: str
    method: str
    request_headers: Headers
    request_body: bytes = field(repr=False)
    status: int
    response_headers: Headers
    body: bytes = field(repr=False)
    """As sent: with its Content-Encoding, without its Transfer-Encoding."""
    fetched_at: str
    """UTC with microseconds: "2026-11-20T21:45:00.123456Z"."""
    ip_address: str = ""
