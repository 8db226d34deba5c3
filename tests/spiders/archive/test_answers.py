"""Answers of any web archive: whole, or not at all."""

import gzip
import zlib
from pathlib import Path

import brotli
import pytest

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
    (tmp_path / "wget.warc").write_bytes(record(body, "Transfer-Encoding: chunked", "Content-Type: text/html"))
    (answer,) = answers(tmp_path)
    assert (answer.url, answer.method) == ("http://example.gov/1", "GET")
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
