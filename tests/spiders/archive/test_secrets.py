import gzip
import io
import logging
import zlib
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from archived import EXCHANGE, writer

from pipeline.errors import MalformedDocument
from spiders.archive import secrets
from spiders.archive.encoding import decode, encodings
from spiders.runs.intake import understand

KEY = "s3cret-key-0123456789"
ECHO = b"key=" + KEY.encode() + b"; " + b"open models " * 50


def test_keys_never_reach_the_disk(tmp_path: Path) -> None:
    exchange = replace(
        EXCHANGE,
        url=f"https://api.example.gov/v4/comments?api_key={KEY}&page=2",
        request_headers=(("X-Api-Key", KEY), ("Authorization", f"Bearer {KEY}"), ("Cookie", KEY)),
        response_headers=(("Location", f"https://api.example.gov/next?api_key={KEY}"),),
        body=b'{"next": "https://api.example.gov/next?api_key=' + KEY.encode() + b'", "key": "' + KEY.encode() + b'"}',
    )
    archive = writer(tmp_path)
    place = archive.exchange(secrets.without_keys(exchange, 1 << 20))
    found = understand(secrets.without_keys(exchange, 1 << 20), place, "run", 0.1, 1 << 20, None)
    archive.close()
    assert KEY.encode() not in gzip.decompress((tmp_path / place.warc_file).read_bytes())
    assert KEY not in repr(found)
    assert "page=2" in found.fetch.url


def test_a_key_that_is_echoed_in_a_gzipped_body_is_removed_too() -> None:
    exchange = replace(
        EXCHANGE,
        request_headers=(("X-Api-Key", KEY),),
        response_headers=(("Content-Encoding", "gzip"),),
        body=gzip.compress(b"key=" + KEY.encode()),
    )
    cleaned = secrets.without_keys(exchange, 1 << 20)
    assert cleaned.body == b"key=REDACTED"
    assert cleaned.response_headers == ()


def test_a_key_that_is_echoed_in_a_plain_body_that_says_gzip_is_removed_too() -> None:
    exchange = replace(
        EXCHANGE,
        request_headers=(("X-Api-Key", KEY),),
        response_headers=(("Content-Encoding", "gzip"),),
        body=b"<h1>Bad Gateway</h1> key=" + KEY.encode(),
    )
    assert secrets.without_keys(exchange, 1 << 20).body == b"<h1>Bad Gateway</h1> key=REDACTED"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(ECHO)[:-9]),
        ("deflate", zlib.compress(ECHO)[:-5]),
        ("br", brotli.compress(ECHO)[:-3]),
        ("zstd", b"\x28\xb5\x2f\xfd" + zlib.compress(ECHO)),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_cut_short_because_a_key_may_be_in_it(encoding: str, body: bytes) -> None:
    packed = (("Content-Encoding", encoding), ("Content-Length", str(len(body))))
    exchange = replace(EXCHANGE, request_headers=(("X-Api-Key", KEY),), response_headers=packed, body=body)
    cleaned = secrets.without_keys(exchange, 1 << 20)
    assert cleaned == replace(exchange, request_headers=(("X-Api-Key", "REDACTED"),), body=body[:2])
    with pytest.raises(MalformedDocument):
        decode(cleaned.body, encodings(packed), limit=1 << 20)


def test_a_body_that_cannot_be_unpacked_is_kept_where_no_key_was_sent() -> None:
    exchange = replace(EXCHANGE, response_headers=(("Content-Encoding", "gzip"),), body=gzip.compress(ECHO)[:-9])
    assert secrets.without_keys(exchange, 1 << 20) == exchange


@pytest.mark.parametrize("name", ["X-Api-Key", "Authorization", "Proxy-Authorization", "Cookie"])
def test_no_header_that_holds_a_credential_is_kept(name: str) -> None:
    cleaned = secrets.without_keys(replace(EXCHANGE, request_headers=((name, KEY),)), 1 << 20)
    assert cleaned.request_headers == ((name, "REDACTED"),)


@pytest.mark.parametrize("name", ["api_key", "apikey", "api-key", "access_token", "API_KEY"])
def test_a_key_is_removed_by_the_name_of_its_parameter(name: str) -> None:
    assert secrets.redact(f"https://x.gov/a?page=2&{name}={KEY}#top") == f"https://x.gov/a?page=2&{name}=REDACTED#top"


def test_an_answer_that_echoes_a_key_in_a_header_alone_keeps_its_bytes() -> None:
    packed = gzip.compress(b"a comment")
    exchange = replace(
        EXCHANGE,
        request_headers=(("X-Api-Key", KEY),),
        response_headers=(("Link", f"<https://x.gov/?api_key={KEY}>"), ("Content-Encoding", "gzip")),
        body=packed,
    )
    cleaned = secrets.without_keys(exchange, 1 << 20)
    assert cleaned.response_headers == (("Link", "<https://x.gov/?api_key=REDACTED>"), ("Content-Encoding", "gzip"))
    assert cleaned.body == packed


def test_only_the_key_is_removed_from_an_answer() -> None:
    key = f"{KEY}=="
    exchange = replace(
        EXCHANGE,
        url=f"https://x.gov/?api_key={key}",
        request_headers=(("Accept", "text/html"),),
        response_headers=(),
        body=f"text/html for {key}".encode(),
    )
    assert secrets.without_keys(exchange, 1 << 20).body == b"text/html for REDACTED"


def test_keys_never_reach_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "_logRecordFactory", logging.LogRecord)
    secrets.redact_logs()
    stream = io.StringIO()
    logger = logging.Logger("test")
    logger.addHandler(logging.StreamHandler(stream))
    logger.warning("Crawled %s", f"<GET https://api.example.gov/?api_key={KEY}>")
    try:
        raise ValueError(f"no https://user:{KEY}@example.gov/")
    except ValueError:
        logger.exception("failed")
    assert KEY not in stream.getvalue()
    assert "Crawled <GET https://api.example.gov/?api_key=REDACTED>" in stream.getvalue()


@pytest.mark.parametrize("text", ["https://x.gov/a?keyword=1&token_count=2", "monkey=1", "https://x.gov/?q=api+key=1"])
def test_ordinary_addresses_are_left_alone(text: str) -> None:
    assert secrets.redact(text) == text
