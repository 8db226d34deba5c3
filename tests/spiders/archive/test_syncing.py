"""What is archived is on the disk before the database speaks of it; captures wait for the disk together."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings

from db.store import Saved
from pipeline.errors import NeedsOcr
from pipeline.model import Capture, Document, Part, Snapshot
from spiders.archive.syncing import Syncing
from spiders.archive.writer import ArchiveWriter
from spiders.runs.session import Session

PART = Part(
    Snapshot("urn:uuid:1", "https://x.gov/", "2030-01-02T03:04:05Z", 200, "text/xml", "", 0, "a.warc.gz", 0), b""
)


def test_a_sync_serves_all_that_was_written_before_it_began() -> None:
    syncs = 0

    async def sync() -> None:
        nonlocal syncs
        syncs += 1
        await asyncio.sleep(0.01)

    async def run() -> None:
        syncing = Syncing(sync)
        first = [syncing.written() for _ in range(3)]
        under_way = asyncio.create_task(syncing.wait(first[0]))
        await asyncio.sleep(0)
        # What is written now may come too late for it.
        later = [syncing.written() for _ in range(3)]
        await under_way
        await asyncio.gather(*map(syncing.wait, first))
        assert syncs == 1
        await asyncio.gather(*map(syncing.wait, later))
        assert syncs == 2
        await syncing.wait(later[-1])
        assert syncs == 2

    asyncio.run(run())


def test_a_disk_that_fails_fails_everyone_who_waits() -> None:
    async def sync() -> None:
        raise OSError

    async def run() -> None:
        syncing = Syncing(sync)
        records = [syncing.written() for _ in range(3)]
        failed = await asyncio.gather(*map(syncing.wait, records), return_exceptions=True)
        assert [type(error) for error in failed] == [OSError] * 3

    asyncio.run(run())


def test_one_thread_syncs_while_another_writes_and_begins_new_files(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, "20261120T214500Z-test", {}, size_limit=500)
    with ThreadPoolExecutor(1) as disk:
        writing = True

        def sync() -> int:
            syncs = 0
            while writing:
                writer.sync()
                syncs += 1
            return syncs

        synced = disk.submit(sync)
        for number in range(50):
            writer.note(b"{}" * number)
        writing = False
        assert synced.result() > 0
    writer.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) > 5
    assert not list(tmp_path.glob("*.open"))


def test_a_sync_takes_the_file_in_use_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = ArchiveWriter(tmp_path, "20261120T214500Z-test", {})
    writer.sync()
    place = writer.note(b"{}")
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    writer.sync()
    writer.close()
    assert synced[:1] == [(tmp_path / place.warc_file).stat().st_size]


class Workplace:
    """Notes in which order the session asks for things."""

    reader = ""
    stamp = "20261120T214500Z"

    def __init__(self, archive: Path) -> None:
        self.places = SimpleNamespace(archive=archive)
        self.recoveries: list[Any] = []
        self.held = SimpleNamespace(texts=set())
        self.done: list[str] = []
        self.unreadable = False

    def turn(self, *_: str) -> asyncio.Lock:
        return asyncio.Lock()

    async def archive(self, *_: Any) -> None:
        self.done.append("journal")

    async def wait_for_disk(self, _: Any) -> None:
        self.done.append("disk")

    async def read(self, _: Capture) -> bytes:
        self.done.append("reading")
        if self.unreadable:
            raise NeedsOcr("fr:1: a scan")
        return b""

    async def store(self, *_: Any, **__: Any) -> Saved:
        self.done.append("database")
        return Saved("unchanged", "")


@pytest.mark.parametrize(
    ("parts", "unreadable", "order"),
    [
        ((), False, ["journal", "disk", "database"]),
        ((PART,), False, ["journal", "reading", "disk", "database"]),
        ((PART,), True, ["journal", "reading", "disk", "database", "journal", "database"]),
    ],
)
def test_a_capture_is_on_the_disk_before_the_database_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: tuple[Part, ...], order: list[str], *, unreadable: bool
) -> None:
    """Also what only tells of it: that it cannot be read."""
    workplace = Workplace(tmp_path)
    workplace.unreadable = unreadable
    monkeypatch.setattr("spiders.runs.workplace.Workplace.enter", lambda _: workplace)

    async def run() -> None:
        session = Session(SimpleNamespace(settings=Settings()))
        await session.opened(SimpleNamespace(source=SimpleNamespace(name="s"), only=(), since="", describes=False))
        workplace.done.clear()
        await session.keep(Capture(Document("fr:1", "s", "t", "notice", "US", "p", "https://x.gov/"), "en", parts))

    asyncio.run(run())
    assert workplace.done == order
