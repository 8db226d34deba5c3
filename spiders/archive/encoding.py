"""Content-Encoding, removed: from the bytes on the wire to the bytes that extractors read.

Used while crawling and while reading the archive, so that both see the same bytes. Scrapy's own decoder is not used
because it passes a truncated gzip body on as if it were whole.
"""

import zlib
from collections.abc import Iterable, Sequence

import brotli

from pipeline.errors import HostileDocument, MalformedDocument
from pipeline.inflate import GZIP, inflate

ACCEPT_ENCODING = "gzip, deflate"
"""What requests ask for: the encodings that every reader of WARC files understands (br and zstd are not among them).
Some servers send br all the same, and the archives of browsers are full of it."""

MOST_BYTES = 100 << 20
"""What a body may unpack to: DOWNLOAD_MAXSIZE, unless someone sets another."""

_NONE = frozenset(("identity", "none", "utf-8", "utf8", "iso-8859-1"))
"""Servers that confuse encoding and charset name the letters of a page here; browsers pass over it."""
_WINDOW_BITS = {"gzip": GZIP, "x-gzip": GZIP, "deflate": zlib.MAX_WBITS}


def decode(body: bytes, applied: Sequence[str], *, limit: int) -> bytes:
    """Undo these encodings, the one applied last first; never unpack to more than `limit` bytes.

    Raises `MalformedDocument` for a broken, truncated or unknown encoding, `HostileDocument` where the limit is passed.
    """
    for encoding in reversed(applied):
        if encoding in _NONE or not body:
            continue
        if encoding == "br":
            body = _unbrotli(body, limit)
        elif encoding in _WINDOW_BITS:
            body = _inflate(body, encoding, limit)
        else:
            raise MalformedDocument(
                f"sent as {encoding!r}, which was not requested; Accept-Encoding was {ACCEPT_ENCODING!r}"
            )
    return body


def encodings(headers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What the Content-Encoding headers name, in the order in which it was applied, in lower case."""
    values = (value for name, value in headers if name.lower() == "content-encoding")
    return tuple(filter(None, (name.strip().lower() for value in values for name in value.split(","))))


def _unbrotli(body: bytes, limit: int) -> bytes:
    reader = brotli.Decompressor()
    try:
        plain: bytes = reader.process(body, output_buffer_limit=limit + 1)
    except brotli.error as error:
        raise MalformedDocument(f"broken br encoding: {error}") from error
    if len(plain) > limit or not reader.can_accept_more_data():
        raise HostileDocument(f"the br body unpacks to more than {limit} bytes")
    if not reader.is_finished():
        raise MalformedDocument("truncated br encoding: the answer ends too early")
    return plain


def _inflate(body: bytes, encoding: str, limit: int) -> bytes:
    window = _WINDOW_BITS[encoding]
    if encoding == "deflate" and not _has_zlib_header(body):
        window = -zlib.MAX_WBITS  # "deflate" without the zlib wrapper: what several servers send
    return inflate(body, window, encoding, limit)


def _has_zlib_header(body: bytes) -> bool:
    return len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
