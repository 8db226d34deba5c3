"""One source that is down does not stop the others; faults of the stand-in web, where it is there."""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import forked_crawl
import pytest

ROOT = Path(__file__).resolve().parents[2]


def crawl(folder: Path, *words: str, **environment: str) -> tuple[int, dict[str, str]]:
    """Exit code, and the outcome of each source."""
    places = ["--db", str(folder / "policy.db"), "--archive", str(folder / "archive"), "--json"]
    command = [sys.executable, "-m", "cli", "crawl", *words, *places, "-s", "DOWNLOAD_DELAY=0"]
    code, stdout, _ = forked_crawl.run(command, ROOT, os.environ | environment)
    runs = [json.loads(line) for line in stdout.splitlines()]
    return code, {run["source"]: run["outcome"] for run in runs}


def test_a_source_that_answers_nothing_does_not_stop_the_others(demo_db: Path, tmp_path: Path) -> None:
    code, outcomes = crawl(tmp_path, "nist", "ntia", "--replay", str(demo_db.parent / "web"))
    assert (code, outcomes) == (1, {"nist": "failed", "ntia": "ok"})


@pytest.fixture(scope="session")
def with_fakeweb(shared_corpus: Path) -> Path:
    """The command that starts the stand-in web.

    Its first use on a machine installs what it needs, which takes most of a minute; two at once would break each other.
    """
    command = shared_corpus / "fakeweb" / "with-fakeweb"
    if not command.is_file():
        pytest.skip(f"no stand-in web at {command}")
    with (Path(tempfile.gettempdir()) / f"fakeweb-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([command, "true"], check=True, timeout=600)
    return command


@contextmanager
def stand_in(with_fakeweb: Path, faults: list[dict[str, object]]) -> Iterator[dict[str, str]]:
    """The environment of a program whose requests go to the stand-in web."""
    until_told = "import json, os, sys; print(json.dumps(dict(os.environ)), flush=True); sys.stdin.read()"
    environment = os.environ | {"FAKEWEB_FAULTS": json.dumps(faults)}
    words = [with_fakeweb, sys.executable, "-c", until_told]
    with subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the stand-in web did not start within ten seconds"
        yield json.loads(line)


DOWN: dict[str, object] = {"drop": True}
FORBIDDEN: dict[str, object] = {"status": 403}
CHANGED_MARKUP: dict[str, object] = {"status": 200, "body": "<html><body></body></html>"}
BUSY_ONCE: dict[str, object] = {"status": 503, "headers": {"Retry-After": "1"}, "times": 1}
BROKEN_ONCE: dict[str, object] = {"drop": True, "times": 1}


@pytest.mark.parametrize(
    ("failing", "lasting", "other", "passing"),
    [
        ("nist", DOWN, "ntia", BUSY_ONCE),
        ("ntia", FORBIDDEN, "nist", BROKEN_ONCE),
        ("nist", CHANGED_MARKUP, "ntia", BUSY_ONCE),
    ],
    ids=["down", "forbidden", "changed markup"],
)
def test_a_publisher_that_fails_takes_no_other_along_that_stumbles_once(
    with_fakeweb: Path, tmp_path: Path, failing: str, lasting: dict[str, object], other: str, passing: dict[str, object]
) -> None:
    faults = [{"match": f"{failing}.gov", **lasting}, {"match": f"{other}.gov", **passing}]
    with stand_in(with_fakeweb, faults) as environment:
        code, outcomes = crawl(tmp_path, "nist", "ntia", **environment)
    assert (code, outcomes) == (1, {failing: "failed", other: "ok"})
