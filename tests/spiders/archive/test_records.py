"""WARC files record by record, with what is broken in them."""

import gzip
import random
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from archived import EXCHANGE, writer

from pipeline.errors import ArchiveError
from spiders.archive.records import records, warc_files
from spiders.archive.writer import OPEN


def test_an_empty_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no WARC file"):
        warc_files(tmp_path)


@pytest.fixture
def three(tmp_path: Path) -> tuple[Path, list[int]]:
    """A file of three answers with their requests, each answer of 60 KB that cannot be compressed."""
    archive, chance = writer(tmp_path), random.Random(3)
    offsets = [archive.exchange(replace(EXCHANGE, body=chance.randbytes(60_000))).warc_offset for _ in range(3)]
    archive.close()
    return warc_files(tmp_path)[0], offsets


def read(path: Path) -> tuple[list[int], list[str]]:
    """Offsets of the answers that are whole, and what was said to be broken."""
    broken: list[str] = []
    whole = [
        offset
        for record, offset in records(path, broken.append)
        if record.rec_type == "response" and len(record.raw_stream.read()) == 60_000
    ]
    return whole, broken


@pytest.mark.parametrize("within", [200, 20_000, 50_000])
def test_a_damaged_record_is_reported_wherever_it_is_damaged_and_what_follows_is_read(
    three: tuple[Path, list[int]], within: int
) -> None:
    """warcio takes damage after the first 16 KB of a record for the end of the file."""
    path, (first, second, third) = three
    body = bytearray(path.read_bytes())
    body[second + within] ^= 0xFF
    path.write_bytes(body)
    whole, broken = read(path)
    assert whole == [first, third]
    assert len(broken) == 1
    assert f"{path} at byte {second}: a record cannot be read" in broken[0]


@pytest.mark.parametrize("open_", [False, True])
def test_a_record_that_is_cut_off_is_reported_unless_a_crawl_was_writing_it(
    three: tuple[Path, list[int]], open_: bool
) -> None:
    """The next crawl moves aside what was being written, and fetches it again."""
    path, (first, second, third) = three
    path.write_bytes(path.read_bytes()[: third + 50_000])
    if open_:
        path.with_name(path.name + OPEN).touch()
    whole, broken = read(path)
    assert whole == [first, second]
    assert [f"at byte {third}: a record cannot be read" in told for told in broken] == [True] * (not open_)


def test_of_damaged_records_that_follow_each_other_each_is_reported(three: tuple[Path, list[int]]) -> None:
    path, (first, second, third) = three
    body = bytearray(path.read_bytes())
    for damaged in (first, second):
        body[damaged + 200] ^= 0xFF
    path.write_bytes(body)
    whole, broken = read(path)
    assert (whole, len(broken)) == ([third], 2)


def test_bytes_that_only_look_like_a_record_do_not_end_the_search_for_the_next(three: tuple[Path, list[int]]) -> None:
    path, (first, second, third) = three
    body = bytearray(path.read_bytes())
    body[second + 200] ^= 0xFF
    body[second + 30_000 : second + 30_004] = b"\x1f\x8b\x08\xff"
    path.write_bytes(body)
    assert read(path)[0] == [first, third]


LENGTH = b"Content-Length: "


@pytest.mark.parametrize(
    ("line", "instead"), [(b"WARC-Target-URI: ", b"X-URI: "), (LENGTH, LENGTH + b"x"), (LENGTH, LENGTH + b"-")]
)
def test_a_record_whose_header_says_nothing_or_nonsense_costs_itself(
    three: tuple[Path, list[int]], line: bytes, instead: bytes
) -> None:
    """warcio ends with an AttributeError, or is before the beginning of the file: the search went on from there, in a
    file of small records for ever."""
    path, (first, second, third) = three
    whole = path.read_bytes()
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    record = gzip.compress(reader.decompress(whole[first:]).replace(line, instead, 1))
    path.write_bytes(whole[:first] + record + reader.unused_data)
    moved = path.stat().st_size - len(whole)
    found, broken = read(path)
    assert found == [second + moved, third + moved]
    assert [f"{path} at byte" in told for told in broken] == [True]
