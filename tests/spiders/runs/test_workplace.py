"""What the crawls of one process share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import reading_processes
from scrapy.settings import Settings

from db.store import Store
from pipeline.errors import StoreError
from pipeline.model import CrawlRun
from spiders import settings as project
from spiders.runs.workplace import Workplace, _later, readers_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings()
    settings.setmodule(project)
    settings.setdict({"POLICY_DB": str(tmp_path / "policy.db"), "POLICY_ARCHIVE": str(tmp_path / "archive")})
    return settings


@pytest.fixture
def workplace(settings: Settings) -> Iterator[Workplace]:
    gc.unfreeze()
    threshold = gc.get_threshold()
    entered = Workplace.enter(settings)
    yield entered
    entered.leave()
    gc.unfreeze()
    gc.set_threshold(*threshold)


def test_the_collector_leaves_alone_what_stays_to_the_end(workplace: Workplace) -> None:
    assert gc.get_freeze_count() > 50_000
    assert gc.get_threshold()[0] == 10_000


def test_a_first_crawl_starts_a_reading_process_while_the_rules_load(settings: Settings) -> None:
    before = len(reading_processes())
    for started in (1, 0):
        entered = Workplace.enter(settings)
        assert len(reading_processes()) == before + started
        entered.leave()
        assert len(reading_processes()) == before


@pytest.mark.parametrize(
    ("given", "processors", "readers"), [("0", 8, 7), ("0", 2, 1), ("0", 1, 1), ("0", None, 1), ("3", 2, 3)]
)
def test_a_processor_is_left_to_the_rest_of_the_crawl(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, given: str, processors: int | None, readers: int
) -> None:
    """On two processors a second reading process cost its start, and waited for the crawl."""
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    settings.set("POLICY_READERS", given)
    assert readers_of(settings) == readers


def test_all_languages_of_a_document_are_kept_in_one_order(workplace: Workplace) -> None:
    """The French text that overtook the English one said of the document that it was first seen a second later."""
    assert workplace.turn("celex:32031R0001") is workplace.turn("celex:32031R0001")
    assert workplace.turn("celex:32031R0001") is not workplace.turn("celex:32031R0002")


@pytest.mark.parametrize(
    ("held", "later"),
    [
        ({"20310102T000000Z-s": True}, {"20310103T000000Z"}),
        ({"20310102T000000Z-s": True, "20310103T000000Z-s": False}, {"20310103T000000Z"}),
        ({"20310102T000000Z-s": True, "20310103T000000Z-s": True, "20310103T000000Z-r": False}, {"20310103T000000Z"}),
        ({"20310103T000000Z-s": True, "20310103T000000Z-r": True}, set()),
        ({"20310105T000000Z-s": True}, set()),
        ({"20310101T000000Z-s": False}, set()),
    ],
)
def test_later_are_the_crawls_from_the_newest_known_one_on(held: dict[str, bool], later: set[str]) -> None:
    """Not of an archive of which the database knows none, nor one that was crawled into another database before."""
    runs = ("20310101T000000Z-s", "20310102T000000Z-s", "20310103T000000Z-r", "20310103T000000Z-s")
    assert _later({run: run[:16] for run in runs}, held) == later


@pytest.mark.parametrize(("written", "cut_off"), [("20310105T000000Z-s-00001.warc.gz", True), ("", False)])
def test_a_crawl_was_cut_off_if_it_wrote_anything_be_it_before_the_file_that_was_left_open(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, cut_off: bool
) -> None:
    """Between two files of a series, the mark of the next one is all that a crash leaves."""
    asked: list[set[str]] = []

    def catch_up(_db: Path, _archive: Path, crawls: set[str], *_: object) -> None:
        asked.append(crawls)
        raise StoreError("that is all")

    monkeypatch.setattr("spiders.runs.workplace.catch_up", catch_up)
    (tmp_path / "archive").mkdir()
    for name in filter(None, (written, "20310104T000000Z-s-00001.warc.gz", "20310105T000000Z-s-00002.warc.gz.open")):
        (tmp_path / "archive" / name).touch()
    with Store(tmp_path / "policy.db") as store:
        store.finish_run(CrawlRun("20310104T000000Z-s", "s", "2031-01-04T00:00:00Z", outcome="ok"))
    with pytest.raises(StoreError, match="that is all"):
        Workplace.enter(settings)
    assert asked == [{"20310105T000000Z"} if cut_off else set()]
