import gzip
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from archived import EXCHANGE, snapshot, writer
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArchiveError
from spiders.archive.reader import journal, read_body, series_stamp
from spiders.archive.writer import ArchiveWriter


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


@pytest.mark.parametrize(("kept", "then"), [(60, b""), (0, b"no record"), (0, b"")])
def test_a_body_of_a_damaged_file_is_refused(tmp_path: Path, kept: int, then: bytes) -> None:
    archive = writer(tmp_path)
    found = snapshot(EXCHANGE, archive.exchange(EXCHANGE))
    archive.close()
    path = tmp_path / found.warc_file
    path.write_bytes(path.read_bytes()[: found.warc_offset + kept] + then)
    with pytest.raises(ArchiveError, match="cannot read the record"):
        read_body(tmp_path, found)


def test_a_body_whose_record_lost_its_address_is_refused(tmp_path: Path) -> None:
    """One flipped bit in 200 of a header made warcio fail with an AttributeError."""
    archive = writer(tmp_path)
    found = snapshot(EXCHANGE, archive.exchange(EXCHANGE))
    archive.close()
    path = tmp_path / found.warc_file
    record = gzip.decompress(path.read_bytes()[found.warc_offset :]).replace(b"WARC-Target-URI", b"WARC-Target-URJ")
    path.write_bytes(path.read_bytes()[: found.warc_offset] + gzip.compress(record))
    with pytest.raises(ArchiveError, match="cannot read the record"):
        read_body(tmp_path, found)


def test_the_stamp_of_a_series() -> None:
    assert series_stamp(Path("20261120T214500Z-ntia-00001.warc.gz")) == "20261120T214500Z"
    assert series_stamp(Path("20261120T214500Z-ntia-00001.warc")) == "20261120T214500Z"
    assert series_stamp(Path("20261120T214500Z-ntia-00001.warc.gz.torn")) == ""
    assert series_stamp(Path("other.warc.gz")) == ""


def test_the_journal_is_read_in_the_order_of_its_entries_and_tells_what_it_cannot_read(tmp_path: Path) -> None:
    early, late = "20261120T214500Z", "20261121T214500Z"
    written = {f"{early}-ntia": (b'{"order": "1"}', b'{"order": "3"}'), f"{early}-nist": (b'{"order": "2"}', b"{torn")}
    written |= {f"{late}-ntia": (b'{"order": "0"}', b"[]", b"{}")}
    for series, lines in written.items():
        archive = ArchiveWriter(tmp_path, series, {})
        archive.exchange(EXCHANGE)
        for line in lines:
            archive.note(line)
        archive.close()
    (tmp_path / "other.warc.gz").write_bytes(next(tmp_path.glob("*nist*.warc.gz")).read_bytes())
    broken: list[str] = []
    assert [line.order for line in journal(tmp_path, broken.append)] == ["1", "2", "3", "0"]
    assert len(broken) == 3
    assert all("a journal entry cannot be read" in message for message in broken)
    assert [line.order for line in journal(tmp_path, broken.append, {late})] == ["0"]
