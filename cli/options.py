"""The options that several commands share, and the check that there is a database to read."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.errors import StoreError, UsageError
from pipeline.identifiers import is_date

DB = Path("data/policy.db")
ARCHIVE = Path("data/archive")


def _existing(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    """Raises `StoreError` if no database is there: opening it would silently make an empty one."""
    if not path.is_file():
        raise StoreError(
            f"{path}: there is no database here. Make one with `policy-tracker crawl`, or in data/demo without network "
            "with `make demo`; or name another with --db or POLICY_DB."
        )
    return path


def iso_date(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Callback for options that take a date. Raises `UsageError` for anything else."""
    if value and not is_date(value):
        raise UsageError(f"{value!r} is not a date; write it like 2026-07-27")
    return value


COUNT = click.IntRange(min=1, max=1_000_000)
"""How many rows to show. SQLite takes no number of more than 64 bits."""

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def _db(told: str, callback: Callable[[click.Context, click.Parameter, Path], Path] | None = None) -> _Option:
    return click.option(
        "--db",
        type=_FILE,
        default=DB,
        show_default=True,
        envvar="POLICY_DB",
        show_envvar=True,
        callback=callback,
        help=told,
    )


db_option = _db("The database to write.")
existing_db_option = _db("The database to read.", _existing)
possible_db_option = _db("The database to read, if there is one.")
archive_option = click.option(
    "--archive",
    type=_FOLDER,
    default=ARCHIVE,
    show_default=True,
    envvar="POLICY_ARCHIVE",
    show_envvar=True,
    help="The folder of WARC files.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="one for each processor",
    help="How many processes read documents.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON lines instead of text.")
