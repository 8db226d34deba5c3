"""Answers of any web archive: whole, or not at all."""

import gzip
import zlib
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from archived import EXCHANGE, snapshot, writer

from pipeline.errors import ArchiveError
from spiders.archive.answers import Answer, answers, load_answer

TOYS = b"<html>Toys</html>" * 20
PACKED = gzip.compress(TOYS)


def record(body: bytes, *http: str, kind: str = "response", name: str = "1", warc: str = "") -> bytes:
    """As other tools write one. `warc`: further lines of its header."""
    block = "\r\n".join(["HTTP/1.1 200 OK", *http, "", ""]).encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: http://example.gov/{name}\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"{warc}Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def archived(folder: Path, *members: bytes) -> list[Answer]:
    (folder / "other.warc.gz").write_bytes(b"".join(gzip.compress(member, mtime=0) for member in members))
    return list(answers(folder))


def chunks(body: bytes, size: int = 7) -> bytes:
    return b"".join(
        b"%x\r\n%b\r\n" % (len(body[at : at + size]), body[at : at + size]) for at in range(0, len(body), size)
    )


def test_archives_of_other_tools_answer_too(tmp_path: Path) -> None:
    body = chunks(TOYS) + b"0\r\n\r\n"
    headers = ["Transfer-Encoding: chunked", "Content-Type: text/html", "Content-Length: 1"]
    (tmp_path / "wget.warc").write_bytes(record(body, *headers))
    (answer,) = answers(tmp_path)
    assert (answer.url, answer.method, answer.fetched_at) == ("http://example.gov/1", "GET", "2020-01-01T00:00:00Z")
    assert (answer.accept, answer.accept_language) == ("", "")
    assert load_answer(answer) == (200, (("Content-Type", "text/html"),), TOYS)


CHUNKED = "Transfer-Encoding: Chunked"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (["Content-Encoding: br"], brotli.compress(TOYS)),
        (["Content-Encoding: br", CHUNKED], chunks(brotli.compress(TOYS)) + b"0\r\n\r\n"),
        (["Content-Encoding: gzip", CHUNKED], chunks(PACKED, 100) + b"0; the=end\r\nTrailer: x\r\n\r\n"),
        (["Content-Encoding: X-GZIP"], PACKED),
        (["Content-Encoding: gzip, gzip"], gzip.compress(PACKED)),
        (["Content-Encoding: gzip"], gzip.compress(TOYS[:50]) + gzip.compress(TOYS[50:])),
        (["Content-Encoding: deflate"], zlib.compress(TOYS)),
        (["Content-Encoding: gzip", CHUNKED], TOYS),  # some tools keep the headers and what they no longer say
        (["Content-Encoding: gzip", CHUNKED], PACKED),
        (["Content-Encoding: gzip"], TOYS),
        (["Content-Encoding: x-gzip"], TOYS),
    ],
)
def test_an_answer_is_replayed_as_it_was_before_it_was_packed(tmp_path: Path, headers: list[str], body: bytes) -> None:
    (answer,) = archived(tmp_path, record(body, *headers))
    assert load_answer(answer) == (200, (), TOYS)


@pytest.mark.parametrize(
    ("headers", "body", "why"),
    [
        (["Content-Encoding: gzip"], PACKED[:-10], "truncated gzip"),
        (["Content-Encoding: gzip"], PACKED[:-8] + bytes(8), "broken gzip"),
        (["Content-Encoding: br"], brotli.compress(TOYS)[:15], "truncated br"),
        (["Content-Encoding: zstd"], b"\x28\xb5\x2f\xfd", "sent as 'zstd'"),
        ([CHUNKED], chunks(TOYS), "its last chunk is missing"),
        ([CHUNKED], chunks(TOYS)[:-5], "its last chunk is missing"),
    ],
)
def test_half_an_answer_is_none(tmp_path: Path, headers: list[str], body: bytes, why: str) -> None:
    """warcio hands out what there is of it, which a spider would read as the whole law."""
    (answer,) = archived(tmp_path, record(body, *headers))
    with pytest.raises(ArchiveError, match=f"cannot read the answer of http://example.gov/1: {why}"):
        load_answer(answer)


def test_an_answer_that_the_archive_has_in_part_is_none(tmp_path: Path) -> None:
    (answer,) = archived(tmp_path, record(TOYS, warc="WARC-Truncated: disconnect\r\n"))
    with pytest.raises(ArchiveError, match=r"the archive holds only a part of it \(disconnect\)"):
        load_answer(answer)
    (tmp_path / "killed.warc").write_bytes(record(TOYS)[:-50])
    (answer,) = answers(tmp_path / "killed.warc")
    with pytest.raises(ArchiveError, match=r"the archive holds 294 of its 340 bytes"):
        load_answer(answer)


def test_a_body_that_begins_like_a_chunk_is_none_unless_its_header_says_so(tmp_path: Path) -> None:
    (answer,) = archived(tmp_path, record(b"3\r\nrules\r\n"))
    assert load_answer(answer)[2] == b"3\r\nrules\r\n"


def test_records_without_what_a_replay_needs_are_passed_over(tmp_path: Path) -> None:
    """A look-up of a name, a request that was not kept, a record without its date."""
    undated = record(TOYS, name="2").replace(b"WARC-Date: 2020-01-01T00:00:00Z\r\n", b"")
    asked = record(b"", kind="request", warc="WARC-Concurrent-To: <urn:uuid:2>\r\n")
    unkept = asked[: asked.index(b"Content-Length")] + b"Content-Length: 0\r\n\r\n\r\n\r\n"
    name = record(TOYS).replace(b"http://example.gov/1", b"dns:example.gov")
    (answer,) = archived(tmp_path, name, undated, unkept)
    assert (answer.url, answer.method, answer.fetched_at) == ("http://example.gov/2", "GET", "")


def refers(original: str, date: str = "2020-01-01T00:00:00Z") -> str:
    return f"WARC-Refers-To-Target-URI: http://example.gov/{original}\r\nWARC-Refers-To-Date: {date}\r\n"


@pytest.mark.parametrize(
    ("warc", "found"),
    [
        ("WARC-Refers-To: <urn:uuid:1>\r\n", ["1", "2"]),
        (refers("1"), ["1", "2"]),
        (refers("1", "2019-01-01T00:00:00Z"), ["1"]),
        ("", ["1"]),
    ],
)
def test_a_revisit_is_the_answer_that_it_refers_to(tmp_path: Path, warc: str, found: list[str]) -> None:
    there = archived(tmp_path, record(TOYS), record(b"", kind="revisit", name="2", warc=warc))
    assert [answer.url.rpartition("/")[2] for answer in there] == found
    assert [load_answer(answer)[2] for answer in there] == [TOYS] * len(found)


def test_a_revisit_of_a_redirect_is_no_answer(tmp_path: Path) -> None:
    """All empty bodies are the same, and each redirect leads elsewhere."""
    moved = record(b"", kind="revisit", name="2", warc=refers("1")).replace(b"200 OK", b"301 No")
    assert len(archived(tmp_path, record(TOYS), moved)) == 1


def test_not_modified_is_the_answer_before_with_the_question_of_today(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    original = snapshot(EXCHANGE, archive.exchange(EXCHANGE))
    asked = replace(EXCHANGE, request_headers=(("Accept", "*/*"),), fetched_at="2026-11-21T21:45:00.123456Z")
    archive.revisit(replace(asked, status=304, body=b""), original)
    archive.exchange(replace(asked, status=304, body=b""))
    archive.close()
    first, second = answers(tmp_path)
    assert (second.accept, second.fetched_at) == ("*/*", asked.fetched_at)
    assert (second.path, second.offset) == (first.path, first.offset)
    assert load_answer(second)[::2] == (200, EXCHANGE.body)
