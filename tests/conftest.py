"""What every test may use: the real corpus where it is there, and the versions that decide how the tests behave."""

import fcntl
import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Generator, Iterator
from importlib.metadata import version
from pathlib import Path

import hypothesis
import pytest

# Machines that test are busy: how long one example took says nothing. `--hypothesis-profile thorough` looks further.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=25)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=400)
hypothesis.settings.load_profile("quick")


def pytest_report_header() -> str:
    libraries = ("scrapy", "sqlite-utils", "datasette", "warcio", "lxml", "pypdfium2")
    return ", ".join([f"sqlite {sqlite3.sqlite_version}", *(f"{name} {version(name)}" for name in libraries)])


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: gzip holds the time, and each process of pytest-xdist must find the same names."""
    return argname if isinstance(val, bytes) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kill-rounds", type=int, default=3, help="rounds of tests/spiders/test_kills.py")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing of what is collected goes before the end: going through it took the collector of garbage a tenth of the
    time, while collecting and again while testing."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000)  # as a crawl sets it: tests make much that ends with them
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Crawls first: they wait most, so that no process of pytest-xdist is left with one when the others have ended."""
    items.sort(key=lambda item: item.path.relative_to(Path(__file__).parent).parts[0] != "spiders")


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    """The folder of real documents, labels and source facts that is kept beside the checkout and never committed."""
    folder = Path(os.environ.get("POLICY_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip(f"no corpus of real documents at {folder} (POLICY_SHARED names another place)")
    return folder


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuild in this process reads here, too: a reading process takes most of a second to start."""
    import forked_crawl  # brings Scrapy, which the process of pytest-xdist that hands out the tests never needs

    monkeypatch.setattr("spiders.runs.restoring.Readers", forked_crawl.ReadersHere)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system needs root")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A database made as `make demo` makes it: the fictional sample web, crawled by the real spiders.

    Beside it lie `web` (the archive that was replayed) and `archive` (the one that the crawl wrote). Read it only: all
    processes of pytest-xdist share it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demo"
    folder.mkdir(exist_ok=True)
    made = folder / "made"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make_demo(folder)
            made.touch()
    return folder / "policy.db"


def _make_demo(folder: Path) -> None:
    import forked_crawl

    root = Path(__file__).resolve().parents[1]
    crawl = ["-m", "cli", "crawl", "eu_ai_act", "federal_register", "ntia", "--since", "2024-01-01"]
    places = ["--replay", folder / "web", "--db", folder / "policy.db", "--archive", folder / "archive"]
    for words in (["-m", "demo.build_archive", folder / "web"], [*crawl, *places]):
        code, _, stderr = forked_crawl.run([sys.executable, *map(str, words)], root)
        assert code == 0, stderr
