"""Every byte of an archive file counts."""

from dataclasses import replace
from pathlib import Path

import pytest

from spiders.archive.check import damage
from spiders.archive.exchange import Exchange
from spiders.archive.writer import ArchiveWriter

EXCHANGE = Exchange(
    url="http://127.0.0.1/",
    method="GET",
    request_headers=(("Accept", "text/html"),),
    request_body=b"",
    status=200,
    response_headers=(("Content-Type", "text/html"),),
    body=b"<p>Models with open weights.</p>",
    fetched_at="2031-01-05T00:00:00.000000Z",
)


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    writer = ArchiveWriter(tmp_path, "20310105T000000Z-test", {"software": "test"})
    writer.exchange(EXCHANGE)
    writer.note(b'{"entry": 1}')
    writer.close()
    (path,) = tmp_path.glob("*.warc.gz")
    return path


def test_what_was_written_is_whole(warc: Path) -> None:
    assert damage(warc) == ""


@pytest.mark.parametrize("encoding", ["br", "gzip", "utf-8"])
def test_what_a_server_says_of_its_encoding_does_not_matter(tmp_path: Path, encoding: str) -> None:
    writer = ArchiveWriter(tmp_path, "20310105T000000Z-test", {"software": "test"})
    writer.exchange(replace(EXCHANGE, response_headers=(("Content-Encoding", encoding),)))
    writer.close()
    (path,) = tmp_path.glob("*.warc.gz")
    assert damage(path) == ""


def test_any_altered_byte_is_found(warc: Path) -> None:
    data = warc.read_bytes()
    unnoticed = []
    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 0xFF
        warc.write_bytes(altered)
        if not damage(warc):
            unnoticed.append(place)
    assert unnoticed == []


@pytest.mark.parametrize("cut", [1, 9, 100])
def test_a_cut_file_is_found(warc: Path, cut: int) -> None:
    warc.write_bytes(warc.read_bytes()[:-cut])
    assert damage(warc)


def test_appended_bytes_are_found(warc: Path) -> None:
    warc.write_bytes(warc.read_bytes() + b"more")
    assert damage(warc)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in damage(tmp_path / "absent.warc.gz")
