"""Bodies that are packed with zlib, unpacked within a limit."""

import zlib

from pipeline.errors import HostileDocument, MalformedDocument

GZIP = zlib.MAX_WBITS | 16
"""Window bits of zlib."""
GZIP_MAGIC = b"\x1f\x8b"
_STEP = 1024


def inflate(packed: bytes, window: int, encoding: str, limit: int) -> bytes:
    """Unpack all members of a body; anything else after the end of one is padding.

    Raises `MalformedDocument` where the body is broken or truncated, `HostileDocument` where it unpacks to more than
    `limit` bytes.
    """
    pieces: list[bytes] = []
    room, start = limit, 0
    while start < len(packed):
        reader = zlib.decompressobj(window)
        step = _STEP
        while not reader.eof and start < len(packed):
            given = packed[start : start + step]
            try:
                piece = reader.decompress(given, room + 1)
            except zlib.error as error:
                raise MalformedDocument(f"broken {encoding} encoding: {error}") from error
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                raise HostileDocument(f"the {encoding} body unpacks to more than {limit} bytes")
            start += len(given) - len(reader.unused_data)
            step *= 2  # of a member: zlib copies what is behind its end, and a hostile body has a million members
        if not reader.eof:
            raise MalformedDocument(f"truncated {encoding} encoding: the answer ends too early")
        if not packed.startswith(GZIP_MAGIC, start):
            break
    return b"".join(pieces)
