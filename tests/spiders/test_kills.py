"""`kill -9` at any moment, then crawl again: the same database as if nobody had killed anything.

`pytest tests/spiders/test_kills.py --kill-rounds 200` tries more moments. Crawls are forked from a process that has
everything imported already, so that a round takes seconds; they are processes of their own all the same.
"""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import forked_crawl
import pytest
from loopback_site import Site, notice

from db.differences import differences
from spiders.runs.rebuild import rebuild
from spiders.workers.reading import Limits

LIMITS = Limits(seconds=60, memory_bytes=2 << 30)

ROWS = {
    "documents": "SELECT * FROM documents",
    "versions": (
        "SELECT version_id, document_id, language, number, title, text_hash, origin, previous_version_id, extractor, "
        "body_chars, covered_chars, units, open_source_units, current, shown FROM versions"
    ),
    "provisions": "SELECT * FROM provisions",
    "annotations": "SELECT * FROM annotations",
    "references": "SELECT * FROM provision_references",
    "tagged units": "SELECT * FROM tagged_units",
    "changes": "SELECT from_version, to_version, position, kind, citation, before, after FROM provision_changes",
    "full text": "SELECT rowid IS NOT NULL FROM provisions_fts WHERE provisions_fts MATCH 'ministry'",
}
"""What the database says, without the times and crawls at which it was said."""

OLD = {f"d_{number}": notice(f"The Ministry keeps rule {number} as it was.") for number in range(3)}
NEW = OLD | {"d_1": notice("The Ministry exempts models with open weights."), "d_3": notice("A fourth notice.")}


def crawl_here(site: str, folder: Path, alone: bool) -> None:
    """What `scrapy crawl loopback` does, in a process that was forked for it.

    `alone`: it reads and stores by itself.
    """
    import logging

    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from spiders import settings as project

    if alone:
        forked_crawl.all_here()
    settings = Settings()
    settings.setmodule(project, priority="project")
    own = {"SPIDER_MODULES": ["loopback_sources"], "LOOPBACK_SITE": site, "DOWNLOAD_DELAY": 0, "POLICY_READERS": 1}
    own["POLICY_PRIVATE_ADDRESSES"] = True
    places = {"POLICY_DB": str(folder / "policy.db"), "POLICY_ARCHIVE": str(folder / "archive")}
    settings.setdict(own | places, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    logging.getLogger().setLevel(logging.ERROR)
    process.crawl("loopback")
    process.start()


Crawling = Callable[..., float]


@pytest.fixture
def crawling(site: Site) -> Crawling:
    """Crawl into a folder, or begin to and be killed after so many seconds. Returns how long it took.

    `alone`: without reading and storing processes, which take most of a second to start.
    """

    def crawl(folder: Path, killed_after: float | None = None, *, alone: bool = False) -> float:
        began = time.monotonic()
        process = forked_crawl.forks().Process(target=crawl_here, args=(site.url, folder, alone))
        process.start()
        process.join(60 if killed_after is None else killed_after)
        if process.is_alive():
            process.kill()
            process.join()
        assert process.exitcode == (0 if killed_after is None else process.exitcode)
        return time.monotonic() - began

    return crawl


def content(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(folder / "policy.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return {name: sorted(connection.execute(sql), key=repr) for name, sql in ROWS.items()}


@pytest.mark.usefixtures("read_here")
def test_killed_at_any_moment_and_crawled_again_gives_the_same_database(
    site: Site, crawling: Crawling, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before, undisturbed = tmp_path / "before", tmp_path / "undisturbed"
    site.documents(**OLD)
    crawling(before, alone=True)
    shutil.copytree(before, undisturbed)
    time.sleep(1.1)  # names of crawls have whole seconds
    site.documents(**NEW)
    whole = crawling(undisturbed)
    expected = content(undisturbed)
    assert [len(expected[name]) for name in ("documents", "versions", "changes")] == [4, 5, 1]
    moments = random.Random(20261120)
    for number in range(request.config.getoption("--kill-rounds")):
        folder = tmp_path / f"round-{number}"
        shutil.copytree(before, folder)
        moment = moments.random() * whole
        crawling(folder, moment)
        crawling(folder, alone=True)
        assert content(folder) == expected, f"round {number}, killed after {moment:.3f} s"
        rebuild(folder / "rebuilt.db", folder / "archive", 1, LIMITS)
        assert list(differences(folder / "policy.db", folder / "rebuilt.db")) == [], f"killed after {moment:.3f} s"
        assert not list((folder / "archive").glob("*.open"))
        shutil.rmtree(folder)
