import gzip
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from archived import EXCHANGE, snapshot, writer
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArchiveError
from spiders.archive.reader import read_body, series_stamp


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


def test_the_stamp_of_a_series() -> None:
    assert series_stamp(Path("20261120T214500Z-ntia-00001.warc.gz")) == "20261120T214500Z"
    assert series_stamp(Path("other.warc.gz")) == ""
