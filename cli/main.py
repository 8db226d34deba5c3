"""`policy-tracker`: the group that holds every command and turns the tracker's errors into one line and an exit code.

Exit codes: 0 good; 1 a breach, a failed source or an unusable database; 2 what was asked for does not exist.
"""

from typing import Any

import click

from cli.changes import changes
from cli.check import check
from cli.crawl import crawl
from cli.diff import diff
from cli.evaluate import evaluate
from cli.publish import publish
from cli.rebuild import rebuild
from cli.runs import runs
from cli.search import search
from cli.serve import serve
from cli.show import show
from cli.sources import sources
from cli.tag_text import tag_text
from cli.verify import verify
from pipeline.errors import TrackerError, UsageError


class Failure(click.ClickException):
    """A `TrackerError` on its way to the terminal."""


class Misuse(Failure):
    """A `UsageError` on its way to the terminal."""

    exit_code = 2


class Commands(click.Group):
    """A click group in which a `TrackerError` ends the program with its message on stderr instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TrackerError as error:
            raise (Misuse if isinstance(error, UsageError) else Failure)(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ai-policy-tracker")
def main() -> None:
    """Every provision of AI law and policy that touches open source, with the exact words that show it.

    Results go to stdout (a table, or JSON lines with --json); log and progress go to stderr.
    """


for command in (
    sources,
    crawl,
    rebuild,
    search,
    show,
    changes,
    diff,
    verify,
    check,
    runs,
    publish,
    serve,
    tag_text,
    evaluate,
):
    main.add_command(command)
