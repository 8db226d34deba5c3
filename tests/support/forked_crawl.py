"""Crawls in processes of their own that start at once: forked from one that has imported everything.

`python -m scrapy crawl` spends a second of processor time on imports and rules, and another half on the start of a
reading process; a hundred tests crawl. `preloaded_crawl` says what is imported before. What differs in `run`: captures
are read and stored in the crawl's own process. `start` leaves it its processes, for tests of stopping, killing and full
disks. The test of starting runs the real command (`loopback_site.command`).
"""

import asyncio
import multiprocessing
import os
import pickle
import runpy
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryDirectory
from typing import Any

import new_database
import pytest
from loopback_site import CRAWL_SECONDS, environment

import spiders.runs.restoring
import spiders.runs.workplace
from db.store import Store
from pipeline.model import Capture, Reading
from pipeline.tagging import load_rules
from spiders.workers.reading_process import answer

_FORKS = multiprocessing.get_context("forkserver")


class ReadersHere:
    """In place of `spiders.workers.reading.Readers`: reads in this process."""

    def __init__(self, count: int, limits: object) -> None:
        """The rules are those of `load_rules`."""

    def start(self) -> None:
        pass

    def read(self, capture: Capture) -> Reading:
        answered = answer(capture, load_rules())
        if isinstance(answered, Reading):
            return answered
        raise answered

    def read_packed(self, capture: Capture) -> bytes:
        return pickle.dumps(self.read(capture))

    def close(self) -> None:
        pass


class StoringHere:
    """In place of `spiders.workers.storing.Storing`: stores in this process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store: Store | None = None

    def open(self, work: Callable[..., Any], *arguments: Any) -> Any:
        new_database.put(self._path)
        self._store = Store(self._path)
        return work(self._store, *arguments)

    def ask(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> asyncio.Future[Any]:
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        try:
            answer.set_result(work(self._store, *arguments, **named))
        except Exception as error:
            answer.set_exception(error)
        return answer

    def tell(self, work: Callable[..., None], *arguments: Any) -> None:
        work(self._store, *arguments)

    def close(self) -> None:
        if self._store:
            self._store.close()


def run(
    words: list[str],
    folder: Path,
    environ: Mapping[str, str] | None = None,
    prepare: Callable[[], object] = int,
) -> tuple[int, str, str]:
    """Run `python -m MODULE …` in this folder: exit code, stdout, stderr.

    `environ`: by default that of a crawl. `prepare` is called in the process before the module runs.
    """
    with TemporaryDirectory() as name:
        return _start(words, folder, Path(name), environ, all_here, prepare).end()


def start(words: list[str], folder: Path, output: Path, prepare: Callable[[], object] = int) -> "Started":
    """Begin the same with reading and storing processes, and leave it running. It prints into files in `output`."""
    return _start(words, folder, output, None, prepare)


@dataclass(frozen=True)
class Started:
    """A process that runs a module."""

    words: list[str]
    process: ForkServerProcess
    output: Path

    def signal(self, number: int) -> None:
        """As systemd and a terminal send it."""
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.join()

    def end(self) -> tuple[int, str, str]:
        """Wait for its end: exit code, stdout, stderr."""
        self.process.join(CRAWL_SECONDS)
        if self.process.exitcode is None:
            self.kill()
        stdout, stderr = (_text(self.output / each) for each in ("stdout", "stderr"))
        assert self.process.exitcode != -SIGKILL, f"{self.words} took more than {CRAWL_SECONDS} s:\n{stderr[-2000:]}"
        assert self.process.exitcode is not None
        return self.process.exitcode, stdout, stderr


def _start(
    words: list[str],
    folder: Path,
    output: Path,
    environ: Mapping[str, str] | None,
    *prepare: Callable[[], object],
) -> Started:
    environ = environment() if environ is None else environ
    process = forks().Process(target=_run_module, args=(words[2:], folder, dict(environ), output, prepare))
    process.start()
    return Started(words, process, output)


def forks() -> ForkServerContext:
    """Processes of this context are forked from the one that has everything imported.

    Until Python 3.13 it does not get our `sys.path`, and says nothing about modules that it lacks.
    """
    _FORKS.set_forkserver_preload(["preloaded_crawl"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
    return _FORKS


def all_here() -> None:
    """In the process of a crawl: it reads and stores by itself."""
    for module in (spiders.runs.workplace, spiders.runs.restoring):
        module.Readers = ReadersHere  # type: ignore[assignment,misc]
    spiders.runs.workplace.Storing = StoringHere  # type: ignore[assignment,misc]


def _run_module(
    words: list[str], folder: Path, environ: dict[str, str], output: Path, prepare: Iterable[Callable[[], object]]
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    for stream, name in ((sys.stdout, "stdout"), (sys.stderr, "stderr")):
        with (output / name).open("wb") as written:
            os.dup2(written.fileno(), stream.fileno())
    for each in prepare:
        each()
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""
