import gzip
import zlib

import brotli
import pytest

from pipeline.errors import HostileDocument, MalformedDocument
from spiders.archive.encoding import decode, encodings


def test_encodings_are_undone_last_first() -> None:
    body = gzip.compress(zlib.compress(b"text"))
    assert decode(body, encodings([("content-encoding", "deflate, GZIP")]), limit=100) == b"text"


def test_deflate_without_its_wrapper_is_understood() -> None:
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert decode(raw.compress(b"text") + raw.flush(), ("deflate",), limit=100) == b"text"


def test_several_gzip_members_are_one_body_and_padding_is_ignored() -> None:
    assert decode(gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0", ("gzip",), limit=10) == b"ab"


@pytest.mark.parametrize("body", [gzip.compress(b"text")[:-9], b"no gzip"])
def test_broken_gzip_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedDocument):
        decode(body, ("gzip",), limit=100)


def test_what_is_empty_or_of_no_encoding_is_as_it_is() -> None:
    """A 304 may name the encoding that its body would have."""
    assert decode(b"", ("gzip",), limit=100) == b""
    assert decode(gzip.compress(b"text"), ("identity", "gzip"), limit=100) == b"text"
    assert decode(b"text", ("utf-8",), limit=100) == b"text", "a charset in the wrong header"


def test_an_encoding_nobody_asked_for_is_named() -> None:
    with pytest.raises(MalformedDocument, match="'zstd'"):
        decode(b"x", ("zstd",), limit=100)


def test_brotli_is_understood_though_nobody_asks_for_it() -> None:
    body = brotli.compress(b"text" * 10)
    assert decode(body, ("br",), limit=40) == b"text" * 10
    for broken in (body[:-3], b"no brotli", body + b"more"):
        with pytest.raises(MalformedDocument):
            decode(broken, ("br",), limit=40)
    for bomb in (body, brotli.compress(bytes(10_000_000))):
        with pytest.raises(HostileDocument, match="more than 39 bytes"):
            decode(bomb, ("br",), limit=39)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(HostileDocument, match="more than 1000 bytes"):
        decode(gzip.compress(bytes(10_000_000)), ("gzip",), limit=1000)
