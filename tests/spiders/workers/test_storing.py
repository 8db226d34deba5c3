"""The process that writes the database: what is asked of it is done in order, and its death is told."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from db.store import Store
from pipeline.errors import StoreError
from pipeline.model import CrawlRun, Fetch, Problem
from spiders.workers.storing import Storing

ROOT = Path(__file__).resolve().parents[3]
RUN = CrawlRun("20300102T030405Z-test", "test", "2030-01-02T03:04:05Z")


@pytest.fixture
def storing(tmp_path: Path) -> Iterator[Storing]:
    with closing(Storing(tmp_path / "policy.db")) as opened:
        opened.open(Store.start_run, RUN)
        yield opened


def problem(number: int, size: int = 1) -> Problem:
    return Problem(RUN.run_id, "test", "test", f"{number} " + "x" * size, seen_at=RUN.started_at)


def messages(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [text for (text,) in connection.execute("SELECT message FROM problems ORDER BY rowid")]


def pid_of(store: Store) -> int:
    return os.getpid()


def stumble(store: Store) -> NoReturn:
    raise KeyError("a bug")


class Unreadable(Exception):
    """Cannot be made again from its message alone, like some exceptions of libraries."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def stumble_unreadably(store: Store) -> NoReturn:
    raise Unreadable("a", "bug")


def test_work_is_done_in_the_order_in_which_it_is_asked_for(storing: Storing, tmp_path: Path) -> None:
    async def ask() -> None:
        await asyncio.gather(*(storing.ask(Store.add_problem, problem(number)) for number in range(50)))

    asyncio.run(ask())
    assert [int(text.split()[0]) for text in messages(tmp_path / "policy.db")] == list(range(50))


def test_what_nobody_waits_for_goes_along_with_the_next_question(storing: Storing, tmp_path: Path) -> None:
    async def ask() -> None:
        for number in range(2):
            storing.tell(Store.add_problem, problem(number))
        assert await storing.ask(Store.runs) == {RUN.run_id: False}
        assert len(messages(tmp_path / "policy.db")) == 2
        await storing.ask(Store.add_problem, problem(2))

    asyncio.run(ask())
    assert [text.split()[0] for text in messages(tmp_path / "policy.db")] == ["0", "1", "2"]


def test_fetches_that_cannot_be_kept_at_the_end_are_left_to_the_next_crawl(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    storing = Storing(tmp_path / "policy.db")
    storing.open(Store.start_run, RUN)

    async def ask() -> None:
        await storing.ask(Store.add_fetch, Fetch("of no run", "https://a.example/", RUN.started_at, "new"))

    asyncio.run(ask())
    storing.close()
    assert capfd.readouterr().err == ""


def test_more_than_the_line_takes_at_once_arrives_and_nobody_waits(storing: Storing, tmp_path: Path) -> None:
    async def ask() -> float:
        began = time.monotonic()
        asked = [storing.ask(Store.add_problem, problem(number, 5_000_000)) for number in range(8)]
        waited = time.monotonic() - began
        await asyncio.gather(*asked)
        return waited / (time.monotonic() - began)

    assert asyncio.run(ask()) < 0.5
    assert [len(text) for text in messages(tmp_path / "policy.db")] == [5_000_002] * 8


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "policy.db").write_bytes(b"no database" * 1000)
    with closing(Storing(tmp_path / "policy.db")) as storing, pytest.raises(StoreError, match="not a database"):
        storing.open(Store.start_run, RUN)


def test_a_process_that_does_not_come_up_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with closing(Storing(tmp_path / "policy.db")) as storing, pytest.raises(StoreError, match=r"died \(exit code 1\)"):
        storing.open(Store.start_run, RUN)


def test_a_bug_comes_through_with_its_traceback_and_the_process_goes_on(storing: Storing, tmp_path: Path) -> None:
    async def ask() -> KeyError:
        with pytest.raises(KeyError, match="a bug") as caught:
            await storing.ask(stumble)
        await storing.ask(Store.add_problem, problem(1))
        return caught.value

    assert "in stumble" in "".join(asyncio.run(ask()).__notes__)
    assert len(messages(tmp_path / "policy.db")) == 1


def test_an_answer_that_cannot_be_read_is_an_answer(storing: Storing, tmp_path: Path) -> None:
    async def ask() -> None:
        with pytest.raises(StoreError, match=r"cannot be read \(TypeError.*second"):
            await asyncio.wait_for(storing.ask(stumble_unreadably), 20)
        await storing.ask(Store.add_problem, problem(1))

    asyncio.run(ask())
    assert len(messages(tmp_path / "policy.db")) == 1


def test_its_death_is_told_to_all_who_wait_and_to_all_who_ask_later(storing: Storing, tmp_path: Path) -> None:
    async def ask() -> None:
        os.kill(await storing.ask(pid_of), signal.SIGKILL)
        for answer in [storing.ask(Store.add_problem, problem(number)) for number in range(2)]:
            with pytest.raises(StoreError, match=r"policy\.db: the process that writes it died .*crawl again"):
                await answer
        with pytest.raises(StoreError, match="died"):
            await storing.ask(Store.add_problem, problem(3))

    asyncio.run(ask())


def take_a_while(store: Store) -> None:
    time.sleep(0.3)


def test_a_crawl_that_no_longer_waits_for_an_answer_ends_it_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C while the database is opened."""

    async def ask() -> None:
        storing.ask(take_a_while)

    with closing(Storing(tmp_path / "policy.db")) as storing:
        storing.open(Store.start_run, RUN)
        asyncio.run(ask())
    assert capfd.readouterr().err == ""


def test_a_stop_signal_to_the_whole_group_does_not_end_it(storing: Storing, tmp_path: Path) -> None:
    async def ask() -> None:
        pid = await storing.ask(pid_of)
        for name in (signal.SIGINT, signal.SIGTERM):
            os.kill(pid, name)
        await storing.ask(Store.add_problem, problem(1))

    asyncio.run(ask())
    assert len(messages(tmp_path / "policy.db")) == 1


BUSY = """
import asyncio, sys, time
from pathlib import Path
from db.store import Store
from spiders.workers.storing import Storing
from test_storing import RUN, hold, pid_of

storing = Storing(Path(sys.argv[1]))
storing.open(Store.start_run, RUN)

async def ask():
    print(await storing.ask(pid_of), flush=True)
    await storing.ask(hold)

asyncio.run(ask())
"""


def hold(store: Store) -> None:
    with store._transaction():
        store.path.with_suffix(".held").touch()
        time.sleep(60)


def test_a_crawl_that_is_killed_takes_its_writer_along(tmp_path: Path) -> None:
    path = tmp_path / "policy.db"
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent), *sys.path])}
    crawl = subprocess.Popen(
        [sys.executable, "-c", BUSY, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environ
    )
    assert crawl.stdout is not None
    writer = int(crawl.stdout.readline())
    until = time.monotonic() + 20
    while not path.with_suffix(".held").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    crawl.kill()
    crawl.communicate()
    while Path(f"/proc/{writer}").exists():
        assert time.monotonic() < until, "it goes on writing"
        time.sleep(0.01)
    with closing(Store(path, wait_seconds=0)) as store:
        store.add_problem(problem(1))
