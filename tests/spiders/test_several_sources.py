"""One source that is down does not stop the others; faults of the stand-in web, where it is there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def crawl(folder: Path, *words: str, before: tuple[str, ...] = (), **environment: str) -> tuple[int, dict[str, str]]:
    """Exit code, and the outcome of each source."""
    places = ["--db", str(folder / "policy.db"), "--archive", str(folder / "archive"), "--json"]
    done = subprocess.run(
        [*before, sys.executable, "-m", "cli", "crawl", *words, *places, "-s", "DOWNLOAD_DELAY=0"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        timeout=120,
        check=False,
    )
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {run["source"]: run["outcome"] for run in runs}


def test_a_source_that_answers_nothing_does_not_stop_the_others(demo_db: Path, tmp_path: Path) -> None:
    code, outcomes = crawl(tmp_path, "nist", "ntia", "--replay", str(demo_db.parent / "web"))
    assert (code, outcomes) == (1, {"nist": "failed", "ntia": "ok"})


@pytest.mark.parametrize(
    ("fault", "nist"),
    [
        ({"match": "nist.gov", "drop": True}, "failed"),
        ({"match": "nist.gov", "status": 403}, "failed"),
        ({"match": "nist.gov", "status": 503, "headers": {"Retry-After": "1"}, "times": 1}, "ok"),
        ({"match": "nist.gov", "drop": True, "times": 1}, "ok"),
        ({"match": "nist.gov", "status": 200, "body": "<html><body></body></html>"}, "failed"),
    ],
    ids=["down", "forbidden", "busy once", "broken once", "changed markup"],
)
def test_a_fault_of_one_publisher(shared_corpus: Path, tmp_path: Path, fault: dict[str, object], nist: str) -> None:
    with_fakeweb = shared_corpus / "fakeweb" / "with-fakeweb"
    if not with_fakeweb.is_file():
        pytest.skip(f"no stand-in web at {with_fakeweb}")
    code, outcomes = crawl(tmp_path, "nist", "ntia", before=(str(with_fakeweb),), FAKEWEB_FAULTS=json.dumps([fault]))
    assert outcomes == {"nist": nist, "ntia": "ok"}
    assert code == (nist == "failed")
