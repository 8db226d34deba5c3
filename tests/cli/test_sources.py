"""`sources`: what is declared, and how it went."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from spiders.sources import source_classes


def test_every_source_is_listed_before_the_first_crawl(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["sources", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 0
    assert all(name in result.stdout for name in source_classes())
    assert result.stdout.count("never") == len(source_classes())
    assert not (tmp_path / "none.db").exists()


def test_what_a_source_needs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["sources", "--db", str(tmp_path / "none.db")]
    monkeypatch.delenv("REGULATIONS_GOV_API_KEY", raising=False)
    assert "regulations_gov needs REGULATIONS_GOV_API_KEY to be set" in CliRunner().invoke(main, words).stdout
    rows = {
        row["source"]: row for row in map(json.loads, CliRunner().invoke(main, [*words, "--json"]).stdout.splitlines())
    }
    assert (rows["regulations_gov"]["needs"], rows["ntia"]["needs"]) == (["REGULATIONS_GOV_API_KEY"], [])
    monkeypatch.setenv("REGULATIONS_GOV_API_KEY", "toy-key")
    assert "REGULATIONS_GOV_API_KEY" not in CliRunner().invoke(main, words).stdout


def test_help_says_that_the_database_is_read() -> None:
    told = CliRunner().invoke(main, ["sources", "--help"]).stdout
    assert "The database to read" in told
    assert "to write" not in told


def test_the_last_good_crawl_is_told(demo_db: Path) -> None:
    result = CliRunner().invoke(main, ["sources", "--db", str(demo_db), "--json"])
    rows = {row["source"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert rows["federal_register"]["last_good_crawl"].endswith("Z")
    assert rows["federal_register"]["documents"] == 4
    assert rows["regulations_gov"]["last_good_crawl"] == "never"
    assert rows["eu_ai_act"]["publisher"] == "Publications Office of the European Union"
    assert all(row["licence"] and row["cadence"] for row in rows.values())
