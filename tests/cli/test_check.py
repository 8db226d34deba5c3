"""`check`: one line per breach, and the exit code for cron."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from db.store import Store
from spiders.runs.lock import crawl_lock


def check(db: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--db", str(db), *arguments])


def changed(demo_db: Path, folder: Path, *statements: str) -> Path:
    """A copy of the demo database after some SQL."""
    copy = folder / "policy.db"
    shutil.copy(demo_db, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return copy


GOOD = "UPDATE sources SET min_documents = 1"


def test_a_healthy_database_prints_nothing_on_stdout(demo_db: Path, tmp_path: Path) -> None:
    result = check(changed(demo_db, tmp_path, GOOD))
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_database_without_a_crawl_is_not_as_it_should_be(tmp_path: Path) -> None:
    Store(tmp_path / "policy.db").close()
    result = check(tmp_path / "policy.db")
    assert (result.exit_code, result.stdout) == (1, "failure: all sources: never crawled\n")


def test_a_stale_source_fails_with_one_line(demo_db: Path, tmp_path: Path) -> None:
    old = "UPDATE crawl_runs SET finished_at = '2020-01-01T00:00:00Z' WHERE source = 'ntia'"
    result = check(changed(demo_db, tmp_path, GOOD, old))
    assert result.exit_code == 1
    [line] = result.stdout.splitlines()
    assert line.startswith("failure: ntia: last good crawl")


def test_a_crawl_that_was_killed_fails_while_none_is_at_work(demo_db: Path, tmp_path: Path) -> None:
    """Where that happened every night, nobody heard of it until the sources were stale."""
    begun = "INSERT INTO crawl_runs (run_id, source, started_at) VALUES ('20990101T000000Z-ntia', 'ntia', '2099-01-01')"
    database = changed(demo_db, tmp_path, GOOD, begun)
    result = check(database)
    assert result.exit_code == 1
    assert result.stdout.startswith("failure: ntia: the crawl that began at 2099-01-01 did not finish: it was killed")
    with crawl_lock(database, tmp_path / "archive"):
        assert (check(database).exit_code, check(database).stdout) == (0, "")
    assert check(database).exit_code == 1


def test_a_source_whose_file_is_gone_breaks_no_promise(demo_db: Path, tmp_path: Path) -> None:
    """No crawl could ever keep it: `check` failed for ever."""
    gone = (
        "INSERT INTO sources (name, title, max_age_days) VALUES ('gone', 'Gone', 7)",
        "INSERT INTO crawl_runs (run_id, source, started_at, finished_at, outcome, reason)"
        " VALUES ('20200101T000000Z-gone', 'gone', '2020-01-01', '2020-01-01', 'failed', 'no server could answer')",
    )
    result = check(changed(demo_db, tmp_path, GOOD, *gone))
    assert (result.exit_code, result.stdout) == (0, "")


def test_too_few_documents_fail(demo_db: Path, tmp_path: Path) -> None:
    result = check(changed(demo_db, tmp_path, GOOD, "UPDATE sources SET min_documents = 99 WHERE name = 'eu_ai_act'"))
    assert result.exit_code == 1
    assert "at least 99 expected" in result.stdout


def test_too_many_documents_only_warn(demo_db: Path, tmp_path: Path) -> None:
    result = check(changed(demo_db, tmp_path, GOOD, "UPDATE sources SET max_documents = 1 WHERE name = 'eu_ai_act'"))
    assert result.exit_code == 0
    assert result.stdout.startswith("warning: eu_ai_act")


_ASKED_WITHOUT_KEY = (
    GOOD,
    "INSERT INTO sources SELECT 'regulations_gov', title, publisher, jurisdiction, homepage, licence, attribution,"
    " cadence, 1, max_documents, min_share_with_provisions, max_age_days, min_share_with_text, min_share_with_date,"
    " '[]' FROM sources WHERE name = 'ntia'",
    "INSERT INTO crawl_runs (run_id, source, started_at, finished_at, outcome, reason)"
    " VALUES ('20300101T000000Z-regulations_gov', 'regulations_gov', '2030-01-01', '2030-01-01', 'failed', 'no key')",
    "INSERT INTO problems (problem_id, run_id, source, kind, message, seen_at)"
    " VALUES ('p', '20300101T000000Z-regulations_gov', 'regulations_gov', 'missing_key', 'no key', '2030-01-01')",
)


def test_a_source_that_never_was_crawled_for_want_of_a_key_breaks_no_promise(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = changed(demo_db, tmp_path, *_ASKED_WITHOUT_KEY)
    monkeypatch.delenv("REGULATIONS_GOV_API_KEY", raising=False)
    assert check(asked).exit_code == 0
    monkeypatch.setenv("REGULATIONS_GOV_API_KEY", "toy-key")
    assert "missing_key" in check(asked).stdout


def test_json_lines_say_the_same(demo_db: Path, tmp_path: Path) -> None:
    result = check(changed(demo_db, tmp_path, "UPDATE sources SET min_documents = 99"), "--json")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert '"severity": "failure"' in result.stdout


def test_a_line_names_no_hundred_documents(demo_db: Path, tmp_path: Path) -> None:
    named = ", ".join(f"fr:2031-{number:05}" for number in range(100))
    failed = f"UPDATE crawl_runs SET outcome = 'failed', reason = '{named}' WHERE source = 'ntia'"
    db = changed(demo_db, tmp_path, GOOD, failed)
    [line] = [line for line in check(db).stdout.splitlines() if "last crawl failed" in line]
    assert line.startswith("failure: ntia: last crawl failed: fr:2031-00000, fr:2031-00001, ")
    assert line.endswith(" … (`--json` shows all of it)")
    assert len(line) < 550
    assert f"last crawl failed: {named}" in [
        breach["message"] for breach in map(json.loads, check(db, "--json").stdout.splitlines())
    ]
