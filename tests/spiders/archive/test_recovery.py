from dataclasses import replace
from pathlib import Path

import pytest
from archived import EXCHANGE, records, writer
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArchiveError
from spiders.archive.recovery import recover, settle, whole_length


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


def test_a_file_without_a_whole_record_is_moved_aside_altogether(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz.open").touch()
    (tmp_path / "a.warc.gz").write_bytes(b"no record")
    assert [each.torn_bytes for each in recover(tmp_path)] == [9]
    assert not (tmp_path / "a.warc.gz").exists()
    assert (tmp_path / "a.warc.gz.torn").read_bytes() == b"no record"


def test_a_file_into_which_nothing_was_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz.open").touch()
    (tmp_path / "a.warc.gz").touch()
    (done,) = recover(tmp_path)
    settle(tmp_path, [done])
    assert (done.torn_bytes, list(tmp_path.iterdir())) == (0, [])


def test_an_archive_that_cannot_be_repaired_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz.open").touch()
    (tmp_path / "a.warc.gz").mkdir()
    with pytest.raises(ArchiveError, match=f"cannot repair the archive {tmp_path}: .*; make it writable"):
        recover(tmp_path)


def test_a_mark_that_cannot_be_taken_away_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz.open").mkdir()
    with pytest.raises(ArchiveError, match=f"cannot repair the archive {tmp_path}: .*; make it writable"):
        settle(tmp_path, recover(tmp_path))
