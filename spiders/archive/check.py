"""Is every byte of an archive file what was written?"""

import zlib
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.inflate import GZIP

_CHUNK = 1 << 20
_HEADER = 10
"""Bytes of a gzip header without a file name, as the writer makes them. No checksum covers them."""


def damage(path: Path) -> str:
    """What is wrong with a WARC file, "" if nothing is.

    Looks at the frame of every gzip member (header, CRC-32, length) and at the digests of every record. Only the unused
    bits after the end of a compressed stream, at most seven, carry nothing and are not compared.
    """
    try:
        if len(set(_headers(path))) > 1:
            return "the gzip headers of its records differ, so at least one was altered"
        return _altered_record(path)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except (zlib.error, EOFError) as error:
        return f"not a sequence of whole gzip members: {error}"


def _headers(path: Path) -> Iterator[bytes]:
    """The header of each gzip member. zlib checks CRC and length at its end."""
    offset = 0
    with path.open("rb") as file:
        rest = file.read(_CHUNK)
        while rest:
            rest += file.read(_HEADER) if len(rest) < _HEADER else b""
            start, header = offset, rest[:_HEADER]
            if header[:8] != b"\x1f\x8b\x08\x00\x00\x00\x00\x00":
                raise zlib.error(f"no gzip header written by this program at byte {offset}")
            member = zlib.decompressobj(wbits=GZIP)
            while not member.eof:
                if not rest:
                    raise EOFError(f"the record at byte {start} is cut short")
                offset += len(rest)
                try:
                    member.decompress(rest)
                except zlib.error as error:
                    raise zlib.error(f"the record at byte {start}: {error}") from error
                offset -= len(member.unused_data)
                rest = member.unused_data if member.eof else file.read(_CHUNK)
            yield header
            rest = rest or file.read(_CHUNK)


def _altered_record(path: Path) -> str:
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        try:
            for record in records:
                while record.raw_stream.read(_CHUNK):
                    pass
        except (ArchiveLoadFailed, ValueError) as error:
            return f"the record at byte {records.offset}: {error}"
    return ""
