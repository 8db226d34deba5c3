"""`policy-tracker rebuild`; what it rebuilds is tested in tests/spiders/test_replay_and_rebuild.py."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from pipeline.model import CrawlRun, Expectations, Source
from spiders.archive.journal import RunFinished, RunStarted, to_line
from spiders.archive.writer import ArchiveWriter
from spiders.runs.restoring import Restored

RUN = CrawlRun("20261120T214500Z-tests", "tests", "2026-11-20T21:45:00Z")
SOURCE = Source("tests", "Tests", "p", "US", "https://x.gov/", "", "", "daily", Expectations(1, 2))


def archive(folder: Path) -> Path:
    writer = ArchiveWriter(folder / "archive", RUN.run_id, {"software": "tests"})
    writer.note(to_line(RunStarted(RUN, SOURCE), "20261120T214500Z/000000001"))
    writer.note(to_line(RunFinished(RUN), "20261120T214500Z/000000002"))
    writer.close()
    return folder / "archive"


def test_it_says_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr("cli.rebuild.show_progress", steps.append)
    words = ["rebuild", "--db", str(tmp_path / "x.db"), "--archive", str(archive(tmp_path)), "--workers", "1"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.stderr
    assert "1 crawl, 0 captures read into 0 versions" in done.stdout
    said = "0 captures, 0 versions"
    assert steps == [said, said, ""], "for each entry; the result takes the line of the progress"
    done = CliRunner().invoke(main, [*words, "--json"])
    nothing = {"captures": 0, "new_versions": 0, "unread": 0, "lost": [], "unusable": 0}
    assert json.loads(done.stdout) == {"runs": 1} | nothing
    assert "warning" not in done.stderr


def test_it_warns_of_texts_that_this_version_cannot_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = {f"fr:d-{number}" for number in range(1, 8)}
    monkeypatch.setattr("cli.rebuild.run_rebuild", lambda *_: Restored(unread=7, lost=lost))
    done = CliRunner().invoke(main, ["rebuild", "--db", str(tmp_path / "x.db"), "--archive", str(tmp_path)])
    assert done.exit_code == 0
    assert "warning: not in the database" in done.stderr
    assert "can no longer read" in done.stderr
    assert "fr:d-1, fr:d-2, fr:d-3, fr:d-4, fr:d-5 and 2 more. " in done.stderr
    done = CliRunner().invoke(main, ["rebuild", "--db", str(tmp_path / "x.db"), "--archive", str(tmp_path), "--json"])
    assert json.loads(done.stdout)["lost"] == sorted(lost)


def test_it_fails_if_the_archive_no_longer_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.rebuild.run_rebuild", lambda *_: Restored(unusable=2))
    done = CliRunner().invoke(main, ["rebuild", "--db", str(tmp_path / "x.db"), "--archive", str(tmp_path)])
    assert done.exit_code == 1
    assert "lost in the archive: 2 entries" in done.stdout


def test_without_an_archive_it_says_where_it_looked(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["rebuild", "--db", str(tmp_path / "x.db"), "--archive", str(tmp_path / "none")])
    assert done.exit_code == 1
    assert f"{tmp_path / 'none'}: no WARC file" in done.stderr
    assert not (tmp_path / "x.db").exists()
