"""The frame around the commands: help, errors, exit codes."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.main import NAMES, Tracker, main
from cli.options import existing_db_option
from pipeline.errors import StoreError, TrackerError, UsageError
from spiders import settings

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ROOT / "cli"


def failing(error: TrackerError) -> click.Group:
    @click.command()
    def fail() -> None:
        raise error

    return Tracker(commands={"fail": fail})


@pytest.mark.parametrize(("error", "code"), [(StoreError("it is locked"), 1), (UsageError("no source x"), 2)])
def test_an_error_of_the_tracker_is_one_line_and_an_exit_code(error: TrackerError, code: int) -> None:
    result = CliRunner().invoke(failing(error), ["fail"])
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"Error: {error}\n")


def test_a_missing_database_is_named_with_the_command_that_makes_one(tmp_path: Path) -> None:
    @click.command()
    @existing_db_option
    def read(db: Path) -> None:
        raise AssertionError(db)

    result = CliRunner().invoke(Tracker(commands={"read": read}), ["read", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 1
    assert "none.db" in result.stderr
    assert "policy-tracker crawl" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_every_command_has_help_and_every_option_too() -> None:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.help, name
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, f"{name} {parameter.name}"


def test_every_module_with_a_command_is_among_them() -> None:
    modules = {path.stem.replace("_", "-") for path in COMMANDS.glob("*.py") if "@click.command" in path.read_text()}
    assert modules == set(NAMES)


def test_asking_the_database_does_not_wait_for_scrapy() -> None:
    loaded = (
        "import sys; from cli.main import main; main(['search', '--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert not {"scrapy", "twisted", "datasette"} & set(done.stdout.split())


def test_python_dash_m_cli_is_the_same_program() -> None:
    # Of one command: the help of all imports them all, for most of a second.
    done = subprocess.run([sys.executable, "-m", "cli", "search", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: policy-tracker search")


def test_sigterm_while_a_command_is_imported_is_told_and_exits_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(name: str) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("cli.main.import_module", slow)
    before = signal.getsignal(signal.SIGTERM)
    result = CliRunner().invoke(main, ["crawl", "ntia"])
    assert (result.exit_code, result.stderr) == (1, "Error: interrupted\n")
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_environment_limits_the_readers_of_a_crawl(tmp_path: Path) -> None:
    places = ["--db", str(tmp_path / "policy.db"), "--archive", str(tmp_path / "archive")]
    environment = os.environ | {"POLICY_READ_SECONDS": "soon"}
    words = [sys.executable, "-m", "cli", "crawl", "ntia", *places]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 2, done.stderr
    assert "POLICY_READ_SECONDS 'soon' is not a number above 0" in done.stderr


@pytest.mark.parametrize("command", ["rebuild", "verify"])
def test_the_settings_of_a_crawl_limit_the_readers_of_other_commands(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    db = demo_db if command == "verify" else tmp_path / "policy.db"
    monkeypatch.setattr(settings, "POLICY_READ_SECONDS", "soon")
    result = CliRunner().invoke(main, [command, "--db", str(db), "--archive", str(tmp_path / "archive")])
    assert result.exit_code == 2, result.stderr
    assert "POLICY_READ_SECONDS 'soon' is not a number above 0" in result.stderr


@pytest.fixture(scope="module")
def damaged_db(demo_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with everything destroyed but what tells whose database it is: it opens like a whole one."""
    path = tmp_path_factory.mktemp("damaged") / "policy.db"
    shutil.copy(demo_db, path)
    with closing(sqlite3.connect(path)) as connection:
        [(size,)] = connection.execute("PRAGMA page_size")
        roots = "SELECT rootpage FROM sqlite_master WHERE rootpage AND name NOT LIKE '%migrations%'"
        pages = [page for (page,) in connection.execute(roots)]
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
    return path


READING = [("search", "open"), ("show", "EO 14999"), ("diff", "EO 14999"), ("changes",), ("check",), ("runs",),
           ("sources",), ("verify",), ("publish",)]  # fmt: skip


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_damage_that_shows_after_opening_is_named_with_the_way_out(
    damaged_db: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    others = {"verify": ["--archive", str(tmp_path)], "publish": [str(tmp_path / "public")]}
    words = [*command, "--db", str(damaged_db), *others.get(command[0], [])]
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"Error: {damaged_db}: corrupt or not a database (database disk image is malformed)" in result.stderr
    assert "policy-tracker rebuild" in result.stderr


def test_a_full_disk_below_the_output_is_named_without_a_traceback(demo_db: Path) -> None:
    words = [sys.executable, "-m", "cli", "runs", "--db", str(demo_db)]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Error: the disk is full")


@pytest.mark.parametrize("command", [("search", "caf\udce9"), ("show", "caf\udce9"), ("runs", "\udcff")])
def test_words_that_are_not_utf_8_are_named(demo_db: Path, command: tuple[str, ...]) -> None:
    """A terminal that types Latin-1 sends an accent as a byte that no database can be asked for."""
    result = CliRunner().invoke(main, [*command, "--db", str(demo_db)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert ascii(command[1]).strip("'") in result.stderr
    assert "UTF-8" in result.stderr


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_who_wants_no_colours_gets_none_on_a_terminal(demo_db: Path, no_color: str, coloured: bool) -> None:
    words = [sys.executable, "-m", "cli", "runs", "--db", str(demo_db)]
    ours, terminal = os.openpty()
    subprocess.run(words, stdout=terminal, env=os.environ | {"NO_COLOR": no_color}, cwd=ROOT, check=True)
    os.close(terminal)
    shown = os.read(ours, 100_000)
    os.close(ours)
    assert shown.startswith(b"\x1b[1mrun id" if coloured else b"run id")
