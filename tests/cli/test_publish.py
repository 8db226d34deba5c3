"""`publish`: a copy that others can rely on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main


def test_the_release_holds_what_the_database_holds(demo_db: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["publish", str(tmp_path / "public"), "--db", str(demo_db)])
    assert result.exit_code == 0, result.output
    release = Path(result.stdout.strip())
    assert release.parent == tmp_path / "public"
    counts = []
    for path in (demo_db, release):
        with closing(sqlite3.connect(path)) as connection:
            counts.append(connection.execute("SELECT count(*) FROM open_source_provisions").fetchone())
    assert counts[0] == counts[1] != (0,)


def test_what_writes_parquet_is_named_as_it_can_be_had(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The project is in no package index."""
    monkeypatch.setattr("db.release.exports.missing_formats", lambda: ["parquet"])
    result = CliRunner().invoke(main, ["publish", str(tmp_path / "public"), "--db", str(demo_db)])
    assert result.exit_code == 0, result.output
    assert "pip install '.[parquet]' in the checkout" in result.stderr


def test_a_folder_may_be_named_from_here(demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["publish", "public", "--db", str(demo_db)])
    assert result.exit_code == 0, result.exception
    assert (tmp_path / "public" / "policy.db").is_file()


def test_a_folder_that_cannot_be_made_is_named(demo_db: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = CliRunner().invoke(main, ["publish", str(tmp_path / "file" / "public"), "--db", str(demo_db)])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
