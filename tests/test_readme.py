"""README tells the truth: its commands are run by .ci/run or parsed here, its SQL is run, its links lead somewhere."""

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import pytest

from cli.main import NAMES, main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "demo").rglob("*.md"),
        *(ROOT / "benchmarks").glob("*.md"),
    ]
)
NEEDS_NETWORK = {"make crawl"}
VARIANTS = {"make demo": "make demo SERVE=0"}
"""What .ci/run runs instead of a command that does not end by itself; README names it as well."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    return [line.strip() for block in blocks("sh") for line in block.splitlines() if line.strip()]


def test_what_readme_tells_a_newcomer_is_run_from_the_clean_checkout() -> None:
    run = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    told = [command for command in commands() if command.startswith("make ") and command not in NEEDS_NETWORK]
    assert told == ["make demo", "make test"]
    for command in told:
        assert VARIANTS.get(command, command) in run
        assert VARIANTS.get(command, command) in README


@pytest.mark.parametrize("command", [command for command in commands() if not command.startswith("make ")])
def test_the_other_commands_exist_with_their_options(command: str) -> None:
    program, name, *arguments = shlex.split(command)
    assert program == ".venv/bin/policy-tracker"
    subcommand = main.get_command(click.Context(main), name)
    assert subcommand is not None
    context = click.Context(subcommand, info_name=name)
    subcommand.make_parser(context).parse_args(list(arguments))


def test_every_command_is_named() -> None:
    shown = {shlex.split(command)[1] for command in commands() if "policy-tracker" in command}
    assert {name for name in NAMES if name not in shown and f"`{name}`" not in README} == set()


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"({page})" not in index} == set()


@pytest.mark.parametrize("sql", blocks("sql"))
def test_the_queries_answer_on_the_demo(demo_db: Path, sql: str) -> None:
    with closing(sqlite3.connect(demo_db)) as connection:
        assert connection.execute(sql).fetchall()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing
