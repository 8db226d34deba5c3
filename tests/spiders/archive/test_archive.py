"""The archive on disk: what is written can be read, by us and by others, whatever the publisher sent."""

import gzip
import io
import logging
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipeline.errors import ArchiveError, HostileDocument, MalformedDocument
from pipeline.model import Snapshot
from spiders.archive import secrets
from spiders.archive.encoding import decode, listed
from spiders.archive.exchange import Exchange
from spiders.archive.reader import answers, load_answer, read_body, series_stamp, warc_files
from spiders.archive.recovery import recover, settle, whole_length
from spiders.archive.writer import ArchiveWriter, Place
from spiders.runs.intake import understand

SERIES = "20261120T214500Z-test"
EXCHANGE = Exchange(
    url="https://www.example.gov/a?b=c",
    method="GET",
    request_headers=(("Accept", "text/xml"), ("Accept-Language", "en")),
    request_body=b"",
    status=200,
    response_headers=(("Content-Type", "text/xml"), ("ETag", '"1"')),
    body=b"<a/>",
    fetched_at="2026-11-20T21:45:00.123456Z",
    ip_address="192.0.2.1",
)


def writer(folder: Path, **more: Any) -> ArchiveWriter:
    return ArchiveWriter(folder, SERIES, {"software": "tests"}, **more)


def snapshot(exchange: Exchange, place: Place) -> Snapshot:
    found = understand(exchange, place, "run", 0.1, 1 << 20, None).snapshot
    assert found is not None
    return found


def records(path: Path) -> list[tuple[str, dict[str, str], dict[str, str], bytes]]:
    """(type, WARC headers, HTTP headers, body) of every record, digests checked by warcio."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests=True):
            http = dict(record.http_headers.headers) if record.http_headers else {}
            body = record.raw_stream.read()
            assert record.digest_checker.passed is not False
            found.append((record.rec_type, dict(record.rec_headers.headers), http, body))
    return found


def test_an_exchange_is_a_response_and_a_request(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    place = archive.exchange(EXCHANGE)
    archive.close()
    (path,) = tmp_path.iterdir()
    assert path.name == place.warc_file == f"{SERIES}-00001.warc.gz"
    info, response, request = records(path)
    assert (info[0], response[0], request[0]) == ("warcinfo", "response", "request")
    assert response[1]["WARC-Target-URI"] == EXCHANGE.url
    assert response[1]["WARC-Date"] == EXCHANGE.fetched_at
    assert response[1]["WARC-IP-Address"] == "192.0.2.1"
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"] == f"<{place.record_id}>"
    assert request[2]["Host"] == "www.example.gov"
    assert response[3] == b"<a/>"


def test_each_record_is_a_gzip_member_at_its_offset(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    archive.exchange(EXCHANGE)
    place = archive.exchange(replace(EXCHANGE, body=b"second"))
    archive.close()
    raw = (tmp_path / place.warc_file).read_bytes()
    member = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw[place.warc_offset :])
    assert member.startswith(b"WARC/1.1\r\n")
    assert member.rstrip().endswith(b"second")


@given(st.binary(max_size=300), st.sampled_from([(), ("gzip",), ("deflate",)]))
def test_a_body_is_read_back_as_it_was_meant(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, encodings: tuple[str, ...]
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    sent = {(): body, ("gzip",): gzip.compress(body), ("deflate",): zlib.compress(body)}[encodings]
    headers = (*EXCHANGE.response_headers, *(("Content-Encoding", name) for name in encodings))
    exchange = replace(EXCHANGE, body=sent, response_headers=headers)
    archive = writer(folder)
    found = snapshot(exchange, archive.exchange(exchange))
    archive.close()
    assert read_body(folder, found) == body
    assert found.length == len(body)


def test_a_body_that_changed_on_disk_is_refused(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    found = snapshot(EXCHANGE, archive.exchange(EXCHANGE))
    archive.close()
    with pytest.raises(ArchiveError, match="sha256 differs"):
        read_body(tmp_path, replace(found, sha256="0" * 64))
    with pytest.raises(ArchiveError, match="is there, not"):
        read_body(tmp_path, replace(found, snapshot_id="urn:uuid:other"))
    with pytest.raises(ArchiveError, match="cannot read the record"):
        read_body(tmp_path, replace(found, warc_offset=10**9))
    with pytest.raises(ArchiveError, match="cannot read the record"):
        read_body(tmp_path, replace(found, warc_file="none.warc.gz"))


def test_a_304_is_a_revisit_of_the_original(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    original = snapshot(EXCHANGE, archive.exchange(EXCHANGE))
    place = archive.revisit(replace(EXCHANGE, status=304, body=b""), original)
    archive.close()
    revisit = next(record for record in records(tmp_path / place.warc_file) if record[0] == "revisit")
    assert revisit[1]["WARC-Refers-To"] == f"<{original.snapshot_id}>"
    assert revisit[1]["WARC-Profile"].endswith("/server-not-modified")
    assert revisit[3] == b""


def test_files_rotate_by_size(tmp_path: Path) -> None:
    archive = writer(tmp_path, size_limit=1000)
    places = [archive.exchange(EXCHANGE) for _ in range(4)]
    archive.close()
    assert len({place.warc_file for place in places}) > 1
    for path in tmp_path.glob("*.warc.gz"):
        assert records(path)[0][0] == "warcinfo"


EVIL = "x\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\nforged"


@pytest.mark.parametrize(
    "exchange",
    [
        replace(EXCHANGE, url=f"https://www.example.gov/{EVIL}"),
        replace(EXCHANGE, ip_address=EVIL),
        replace(EXCHANGE, method=EVIL),
        replace(EXCHANGE, response_headers=(("X-Evil", EVIL), ("Content-Type", EVIL), (EVIL, "y"))),
        replace(EXCHANGE, request_headers=(("X-Evil", EVIL), (EVIL, "y"))),
        replace(EXCHANGE, response_headers=(("X-Bytes", "caf\xe9\x00\x0b\x85\u2028"),)),
    ],
)
def test_nothing_can_be_injected_into_the_records(tmp_path: Path, exchange: Exchange) -> None:
    archive = writer(tmp_path)
    place = archive.exchange(exchange)
    archive.close()
    found = records(tmp_path / place.warc_file)
    assert [record[0] for record in found] == ["warcinfo", "response", "request"]
    assert found[1][3] == b"<a/>"
    for kind, warc, http, _ in found[1:]:
        assert "forged" not in warc.keys() | http.keys()
        assert warc["WARC-Type"] == kind


KEY = "s3cret-key-0123456789"


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


def test_a_torn_end_is_moved_aside(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    archive.exchange(EXCHANGE)
    place = archive.exchange(replace(EXCHANGE, body=b"x" * 5000))
    path = tmp_path / place.warc_file
    archive.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: place.warc_offset + 50])
    path.with_name(path.name + ".open").touch()
    (done,) = recover(tmp_path)
    assert (done.warc_file, done.torn_bytes) == (path.name, 50)
    assert path.read_bytes() == whole[: place.warc_offset]
    assert path.with_name(path.name + ".torn").read_bytes() == whole[place.warc_offset :][:50]
    settle(tmp_path, [done])
    assert recover(tmp_path) == []


@given(st.integers(min_value=0, max_value=3000))
def test_any_cut_leaves_whole_records(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    folder = tmp_path_factory.mktemp("archive")
    archive = writer(folder)
    for _ in range(3):
        archive.exchange(EXCHANGE)
    archive.close()
    (path,) = folder.glob("*.warc.gz")
    raw = path.read_bytes()[:length]
    path.write_bytes(raw)
    good = whole_length(path)
    assert good <= len(raw)
    path.write_bytes(raw[:good])
    if good:
        assert records(path)


def test_a_file_in_use_is_marked_until_it_is_closed(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    archive.exchange(EXCHANGE)
    assert len(list(tmp_path.glob("*.open"))) == 1
    archive.close()
    assert list(tmp_path.glob("*.open")) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="cannot write the archive"):
        writer(tmp_path / "file" / "archive").exchange(EXCHANGE)


def test_archives_of_other_tools_answer_too(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n4\r\nWiki\r\n0\r\n\r\n"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        b"WARC-Target-URI: http://example.gov/\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"
    )
    (tmp_path / "wget.warc").write_bytes(record)
    (answer,) = answers(tmp_path)
    assert (answer.url, answer.method) == ("http://example.gov/", "GET")
    assert load_answer(answer) == (200, (("Content-Type", "text/html"),), b"Wiki")


@pytest.mark.parametrize("chunked", [False, True])
def test_an_answer_in_brotli_is_replayed(tmp_path: Path, chunked: bool) -> None:
    body = brotli.compress(b"Toys")
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n"
    if chunked:
        http = head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    else:
        http = head + b"\r\n" + body
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        b"WARC-Target-URI: http://example.gov/\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(http), http)
    )
    path = tmp_path / "browser.warc.gz"
    path.write_bytes(gzip.compress(record, mtime=0))
    (answer,) = answers(tmp_path)
    assert load_answer(answer)[2] == b"Toys"


def test_an_empty_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no WARC file"):
        warc_files(tmp_path)


def test_the_stamp_of_a_series() -> None:
    assert series_stamp(Path("20261120T214500Z-ntia-00001.warc.gz")) == "20261120T214500Z"
    assert series_stamp(Path("other.warc.gz")) == ""


# --- Content-Encoding ---


def test_encodings_are_undone_last_first() -> None:
    body = gzip.compress(zlib.compress(b"text"))
    assert decode(body, listed(["deflate, GZIP"]), limit=100) == b"text"


def test_deflate_without_its_wrapper_is_understood() -> None:
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert decode(raw.compress(b"text") + raw.flush(), ("deflate",), limit=100) == b"text"


def test_several_gzip_members_are_one_body_and_padding_is_ignored() -> None:
    assert decode(gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0", ("gzip",), limit=10) == b"ab"


@pytest.mark.parametrize("body", [gzip.compress(b"text")[:-9], b"no gzip"])
def test_broken_gzip_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedDocument):
        decode(body, ("gzip",), limit=100)


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
