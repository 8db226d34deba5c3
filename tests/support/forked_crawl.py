"""Crawls in processes of their own that start at once: forked from one that has imported everything.

`python -m scrapy crawl` spends a second of processor time on imports and rules, and another half on the start of a
reading process; a hundred tests crawl. What differs here: captures are read in the crawl's own process. Tests of
starting, stopping, killing and reading run the real command (`loopback_site.command`).
"""

import multiprocessing
import os
import sys
from multiprocessing import forkserver
from pathlib import Path

import pytest
import scrapy.cmdline
from loopback_site import CRAWL_SECONDS, environment

import spiders.workplace
from pipeline.model import Capture, Reading
from pipeline.tagging import Rules, load_rules
from spiders.reading_process import answer

_FORKS = multiprocessing.get_context("forkserver")
_PRELOADED = [
    "forked_crawl",
    "loopback_sources.loopback",
    "scrapy.commands.crawl",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "spiders.handlers",
    "spiders.session",
    "spiders.settings",
]


class _ReadersHere:
    """In place of `spiders.reading.Readers`."""

    def __init__(self, count: int, rules: Rules, limits: object) -> None:
        self._rules = rules

    def read(self, capture: Capture) -> Reading:
        answered = answer(capture, self._rules)
        if isinstance(answered, Reading):
            return answered
        raise answered

    def close(self) -> None:
        pass


def run(words: list[str], folder: Path) -> tuple[int, str, str]:
    """Run a command of `loopback_site.command` in this folder: exit code, stdout, stderr."""
    _start_forks()
    process = _FORKS.Process(target=_scrapy, args=(words[words.index("scrapy") :], folder, environment()))
    process.start()
    process.join(CRAWL_SECONDS)
    stdout, stderr = ((folder / name).read_text() for name in ("stdout", "stderr"))
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"{words} took more than {CRAWL_SECONDS} s:\n{stderr[-2000:]}")
    return process.exitcode, stdout, stderr


def _start_forks() -> None:
    """Until Python 3.13 the forking process does not get our `sys.path`, and says nothing about modules it lacks."""
    _FORKS.set_forkserver_preload(_PRELOADED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()


def _scrapy(words: list[str], folder: Path, environ: dict[str, str]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    for stream, name in ((sys.stdout, "stdout"), (sys.stderr, "stderr")):
        written = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(written, stream.fileno())
        os.close(written)
    spiders.workplace.Readers = _ReadersHere  # type: ignore[assignment,misc]
    scrapy.cmdline.execute(words)


load_rules()
