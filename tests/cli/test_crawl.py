"""`policy-tracker crawl` as a person or cron calls it."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import forked_crawl
import pytest
from click.testing import CliRunner

from cli.crawl import summary
from cli.main import main
from db.store import Store
from pipeline.identifiers import url_id
from pipeline.model import CrawlRun
from spiders.runs.lock import crawl_lock
from spiders.sources import source_classes

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
        (("--only", ""), "'' is not a document id"),
        (("--only", "celex:32024R1689,"), "'' is not a document id"),
        (("--only", "bill:119-hr-1"), "bill:119-hr-1: no source has documents of that scheme"),
        (("--only", "eo:14110"), "`policy-tracker show` names the id that its source has"),
        (("ntia", "nist", "--only", "fr:2024-03763"), "fr:2024-03763: none of ntia, nist has documents of that scheme"),
        (("ntia", "-s", "DOWNLOAD_DELAY"), "-s 'DOWNLOAD_DELAY' is not NAME=VALUE; write it like DOWNLOAD_DELAY=5"),
        (("ntia", "-s", "POLICY_READERZ=2"), "no setting 'POLICY_READERZ'; the settings are POLICY_ARCHIVE,"),
        (("ntia", "-s", "POLICY_RETRY_AFTER_MAX=nan"), "POLICY_RETRY_AFTER_MAX 'nan' is not a number of seconds, 0 or"),
        (("ntia", "--replay", "/no/such/archive"), "/no/such/archive"),
    ],
)
def test_misuse_exits_2_and_touches_nothing(tmp_path: Path, words: tuple[str, ...], expected: str) -> None:
    done = tracker("crawl", *words, folder=tmp_path)
    assert done.returncode == 2, done.stderr
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_replay_of_what_holds_no_answer_exits_1_and_touches_nothing(tmp_path: Path) -> None:
    done = tracker("crawl", "ntia", "--replay", str(ROOT / "README.md"), folder=tmp_path)
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (1, "", [])
    assert "README.md: no answer of a server can be read there" in done.stderr


def test_a_crawl_without_its_archive_is_a_failed_crawl_of_each_source_that_the_database_knows(tmp_path: Path) -> None:
    (tmp_path / "archive" / ".lock").mkdir(parents=True)
    done = tracker("crawl", "ntia", "nist", "--since", "2026-01-01", folder=tmp_path)
    assert (done.returncode, (tmp_path / "policy.db").exists()) == (1, False)
    with Store(tmp_path / "policy.db") as store:
        store.sync_sources([source_classes()["ntia"].source])
    done = tracker("crawl", "ntia", "nist", "--since", "2026-01-01", folder=tmp_path)
    assert f"cannot write in {tmp_path / 'archive'}" in done.stderr
    with closing(sqlite3.connect(tmp_path / "policy.db")) as connection:
        found = connection.execute("SELECT source, outcome, scope FROM crawl_runs").fetchall()
    assert found == [("ntia", "failed", "since")]


def test_a_wrong_setting_of_the_environment_exits_2_and_touches_nothing(tmp_path: Path) -> None:
    places = ["--db", str(tmp_path / "policy.db"), "--archive", str(tmp_path / "archive")]
    command = [sys.executable, "-m", "cli", "crawl", "ntia", *places]
    # A program of its own: the environment is read when the settings are imported.
    environment = os.environ | {"POLICY_READERS": "two"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "POLICY_READERS 'two' is not a whole number, 0 or more" in done.stderr


def test_no_network_names_the_host_and_exits_1(tmp_path: Path) -> None:
    nowhere = {"http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1", "no_proxy": ""}
    settings = ("-s", "RETRY_TIMES=0", "-s", "DOWNLOAD_DELAY=0")
    done = tracker("crawl", "ntia", *settings, folder=tmp_path, **nowhere)
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("ntia: failed, 0 documents")
    assert "could not reach www.ntia.gov" in line
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("contact", "warnings"), [("", 1), ("mailto:a@example.org", 0)])
def test_who_cannot_be_written_to_is_told_once(tmp_path: Path, contact: str, warnings: int) -> None:
    nowhere = {"http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1", "no_proxy": ""}
    settings = ("-s", "RETRY_TIMES=0", "-s", "DOWNLOAD_DELAY=0", "-s", f"POLICY_CONTACT={contact}")
    done = tracker("crawl", "ntia", "nist", *settings, folder=tmp_path, **nowhere)
    assert done.stderr.count("set POLICY_CONTACT to an address") == warnings


def test_a_source_without_its_key_is_left_out_by_name_and_fails_nothing(tmp_path: Path, demo_db: Path) -> None:
    words = ("--since", "2024-01-01", "--replay", str(demo_db.parent / "web"))
    done = tracker("crawl", *words, folder=tmp_path, REGULATIONS_GOV_API_KEY="")
    assert done.stderr.count("left out: regulations_gov needs REGULATIONS_GOV_API_KEY") == 1
    crawled = {line.partition(":")[0] for line in done.stdout.splitlines()}
    assert crawled == set(source_classes()) - {"regulations_gov"}
    with closing(sqlite3.connect(tmp_path / "policy.db")) as connection:
        assert connection.execute("SELECT count(*) FROM sources WHERE name = 'regulations_gov'").fetchone() == (0,)


def test_a_source_asked_for_by_name_needs_its_key(tmp_path: Path) -> None:
    done = tracker("crawl", "ntia", "regulations_gov", folder=tmp_path, REGULATIONS_GOV_API_KEY="")
    assert done.returncode == 2
    assert "regulations_gov needs REGULATIONS_GOV_API_KEY to be set: a key, free at https://" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_document_is_asked_only_of_sources_that_can_have_it(tmp_path: Path, demo_db: Path) -> None:
    web = ("--replay", str(demo_db.parent / "web"))
    done = tracker("crawl", "--only", "celex:32024R1689", *web, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("eu_ai_act: ok, 1 document (")
    with closing(sqlite3.connect(tmp_path / "policy.db")) as connection:
        assert connection.execute("SELECT source, scope FROM crawl_runs").fetchall() == [("eu_ai_act", "only")]
    assert CliRunner().invoke(main, ["check", "--db", str(tmp_path / "policy.db")]).stdout == ""


def test_a_document_of_several_sources_need_come_from_one_only(tmp_path: Path, demo_db: Path) -> None:
    report = url_id("https://www.ntia.gov/programs-and-initiatives/artificial-intelligence/open-model-weights-report")
    done = tracker("crawl", "--only", report, "--replay", str(demo_db.parent / "web"), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {line.partition(":")[0] for line in done.stdout.splitlines()} > {"ntia", "white_house"}


def test_a_document_from_nowhere_exits_1_by_name(tmp_path: Path, demo_db: Path) -> None:
    words = ("--only", "celex:39999R9999", "--replay", str(demo_db.parent / "web"))
    done = tracker("crawl", *words, folder=tmp_path)
    assert done.returncode == 1
    assert "no source has delivered celex:39999R9999; check the number, or what `policy-tracker runs`" in done.stderr


def test_a_document_that_is_only_described_is_not_said_to_be_unknown(tmp_path: Path, demo_db: Path) -> None:
    words = ("--only", "celex:32024R1689", "-s", "POLICY_LANGUAGES=mt", "--replay", str(demo_db.parent / "web"))
    done = tracker("crawl", *words, folder=tmp_path)
    assert done.returncode == 1
    assert "celex:32024R1689: its publisher describes it, but no text came" in done.stderr
    assert "check the number" not in done.stderr


def test_the_only_source_of_a_document_needs_its_key(tmp_path: Path) -> None:
    done = tracker("crawl", "--only", "regs:NTIA-2023-0009-0223", folder=tmp_path, REGULATIONS_GOV_API_KEY="")
    assert done.returncode == 2
    assert "regulations_gov needs REGULATIONS_GOV_API_KEY" in done.stderr


def test_a_name_that_stands_twice_is_crawled_once(tmp_path: Path, demo_db: Path) -> None:
    words = ("ntia", "ntia", "--since", "2024-01-01", "--replay", str(demo_db.parent / "web"))
    done = tracker("crawl", *words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("ntia: ok")


def test_a_replay_bothers_nobody(tmp_path: Path, demo_db: Path) -> None:
    done = tracker("crawl", "ntia", "--replay", str(demo_db.parent / "web"), folder=tmp_path, POLICY_CONTACT="")
    assert "POLICY_CONTACT" not in done.stderr


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
    with crawl_lock(tmp_path / "policy.db", tmp_path / "archive"):
        done = tracker("crawl", "ntia", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "another crawl or rebuild is already running" in done.stderr


def test_the_summary_line_tells_how_it_went() -> None:
    run = CrawlRun("r", "ntia", "", "", "ok", "", 11, 2, 9, 1, 44, 3)
    assert (
        summary(run) == "ntia: ok, 11 documents (2 new versions, 9 unchanged), 44 requests (3 not modified), 1 problem"
    )
