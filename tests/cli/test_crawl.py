"""`policy-tracker crawl` as a person or cron calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import forked_crawl
import pytest

from cli.crawl import summary
from pipeline.model import CrawlRun
from spiders.lock import CrawlLock

ROOT = Path(__file__).resolve().parents[2]


def tracker(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    places = ["--db", str(folder / "policy.db"), "--archive", str(folder / "archive")]
    command = [sys.executable, "-m", "cli", *words, *places]
    return subprocess.CompletedProcess(command, *forked_crawl.run(command, ROOT, os.environ | environment))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("no_such_source",), "no source 'no_such_source'; the sources are"),
        (("ntia", "--since", "yesterday"), "'yesterday' is not a date; write it like 2024-07-12"),
        (("ntia", "--only", "nonsense"), "nonsense"),
        (("ntia", "-s", "DOWNLOAD_DELAY"), "-s 'DOWNLOAD_DELAY' is not NAME=VALUE"),
        (("ntia", "--replay", "/no/such/archive"), "/no/such/archive"),
    ],
)
def test_misuse_exits_2_and_touches_nothing(tmp_path: Path, words: tuple[str, ...], expected: str) -> None:
    done = tracker("crawl", *words, folder=tmp_path)
    assert done.returncode == 2, done.stderr
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_network_names_the_host_and_exits_1(tmp_path: Path) -> None:
    nowhere = {"http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1", "no_proxy": ""}
    settings = ("-s", "RETRY_TIMES=0", "-s", "DOWNLOAD_DELAY=0")
    done = tracker("crawl", "ntia", *settings, folder=tmp_path, **nowhere)
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("ntia: failed, 0 documents")
    assert "could not reach www.ntia.gov" in line
    assert "Traceback" not in done.stderr


def test_the_report_as_json(tmp_path: Path) -> None:
    nowhere = {"http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1", "no_proxy": ""}
    settings = ("-s", "RETRY_TIMES=0", "-s", "DOWNLOAD_DELAY=0", "--json")
    done = tracker("crawl", "ntia", *settings, folder=tmp_path, **nowhere)
    report = json.loads(done.stdout)
    assert (report["source"], report["outcome"], report["documents"]) == ("ntia", "failed", 0)


def test_an_unusable_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "policy.db").write_bytes(b"no database" * 1000)
    done = tracker("crawl", "ntia", folder=tmp_path)
    assert done.returncode == 1
    assert "corrupt or not a database" in done.stderr
    assert "policy-tracker rebuild" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_crawl_beside_another_one_says_so_and_exits_0(tmp_path: Path) -> None:
    with CrawlLock(tmp_path / "policy.db", tmp_path / "archive"):
        done = tracker("crawl", "ntia", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "another crawl or rebuild is already running" in done.stderr


def test_the_summary_line_tells_how_it_went() -> None:
    run = CrawlRun("r", "ntia", "", "", "ok", "", 11, 2, 9, 1, 44, 3)
    assert (
        summary(run) == "ntia: ok, 11 documents (2 new versions, 9 unchanged), 44 requests (3 not modified), 1 problems"
    )
