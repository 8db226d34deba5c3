"""`runs`: the crawls, and the report of one."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main


def runs(db: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["runs", "--db", str(db), *arguments])


def test_the_crawls_are_listed(demo_db: Path) -> None:
    listed = [json.loads(line) for line in runs(demo_db, "--json").stdout.splitlines()]
    assert sorted(run["source"] for run in listed) == ["eu_ai_act", "federal_register", "ntia"]
    assert {run["scope"] for run in listed} == {"since"}
    table = runs(demo_db, "--source", "ntia").stdout.splitlines()
    run_id = next(run["run_id"] for run in listed if run["source"] == "ntia")
    assert table[1].split()[:4] == [run_id, "since", "ok", "5"]


def test_why_a_crawl_failed_is_told_below_the_list(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a column of its own a reason was cut into pieces of twelve letters, on thirty lines, beside the screen."""
    monkeypatch.setenv("COLUMNS", "80")
    db = shutil.copy(demo_db, tmp_path / "policy.db")
    address = f"https://www.example.org/{'long/' * 20}"
    with closing(sqlite3.connect(db)) as connection:
        failed = "UPDATE crawl_runs SET outcome = 'failed', reason = ? WHERE source = 'ntia' RETURNING run_id"
        [(run_id,)] = connection.execute(failed, [f"{address} answered 502"])
        connection.commit()
    table, told = runs(db).stdout.split("\n\n")
    assert len(table.splitlines()) == 4
    assert f"{run_id}:" in told
    assert address in told.split()
    assert json.loads(runs(db, "--source", "ntia", "--json").stdout)["reason"] == f"{address} answered 502"


def test_a_report_is_for_people_or_for_programs(demo_db: Path) -> None:
    run_id = json.loads(runs(demo_db, "--source", "ntia", "--json").stdout)["run_id"]
    text = runs(demo_db, run_id).stdout
    assert f"{run_id}: ok" in text
    assert "left out: not_about_ai 4" in text
    report = json.loads(runs(demo_db, run_id, "--json").stdout)
    assert report["skipped"] == {"not_about_ai": 4}
    assert len(report["new_texts"]) == report["run"]["new_versions"] == 5


def test_what_dropped_out_of_the_lists_is_told_with_its_last_day(demo_db: Path, tmp_path: Path) -> None:
    db = shutil.copy(demo_db, tmp_path / "policy.db")
    run_id = json.loads(runs(db, "--source", "ntia", "--json").stdout)["run_id"]
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE crawl_runs SET scope = 'full'")
        seen = "SELECT document_id FROM document_sources WHERE source = 'ntia' ORDER BY 1 LIMIT 1"
        (document_id,) = connection.execute(seen).fetchone()
        old = "UPDATE document_sources SET last_seen_at = '2020-01-02T00:00:00Z' WHERE document_id = ?"
        connection.execute(old, [document_id])
    told = runs(db, run_id).stdout
    assert f"not delivered any more, last seen: 1\n  {document_id} (2020-01-02): " in told


def test_what_is_said_of_many_pages_is_one_line_and_hides_no_other(demo_db: Path, tmp_path: Path) -> None:
    db = shutil.copy(demo_db, tmp_path / "policy.db")
    run_id = json.loads(runs(db, "--source", "ntia", "--json").stdout)["run_id"]
    told = [*["a.example cannot be asked"] * 12, *(f"{letter}.example answered 502" for letter in "bcdefghijklm")]
    with closing(sqlite3.connect(db)) as connection:
        connection.executemany(
            "INSERT INTO problems (problem_id, run_id, source, kind, message, url, seen_at) "
            "VALUES (?, ?, 'ntia', 'network', ?, '', '2031-01-05T00:00:00Z')",
            [(f"p{number:02}", run_id, message) for number, message in enumerate(told)],
        )
        connection.commit()
    shown = runs(db, run_id).stdout.splitlines()
    shown = shown[shown.index("problems, network: 24") + 1 :]
    assert shown[0] == "  a.example cannot be asked (12 times)"
    assert shown[1:10] == [f"  {letter}.example answered 502" for letter in "bcdefghij"]
    assert shown[10:] == ["  … and 3 more; --json lists all"]


def test_an_unknown_source_is_a_misuse(demo_db: Path) -> None:
    result = runs(demo_db, "--source", "nosuch")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no source 'nosuch' in this database; it has eu_ai_act, federal_register, ntia" in result.stderr


def test_an_unknown_crawl_is_a_misuse(demo_db: Path) -> None:
    result = runs(demo_db, "nothing")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no crawl 'nothing'" in result.stderr
