"""`policy-tracker`: the group that holds every command and turns the tracker's errors into one line and an exit code.

Exit codes: 0 success; 1 a breach, a failed source or an unusable database; 2 something asked for does not exist.
"""

import errno
import os
import signal
import threading
from importlib import import_module
from typing import Any

import click

from pipeline.errors import TrackerError, UsageError


class Failure(click.ClickException):
    """A `TrackerError` on its way to the terminal."""


class Misuse(Failure):
    """A `UsageError` on its way to the terminal."""

    exit_code = 2


NAMES = (
    "sources",
    "crawl",
    "rebuild",
    "search",
    "show",
    "changes",
    "diff",
    "verify",
    "check",
    "runs",
    "publish",
    "serve",
    "tag-text",
    "evaluate",
)
"""The commands; each is a function in a module of the same name."""


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


class Tracker(click.Group):
    """Imports a command only when it is asked for, so that `search` need not wait for Scrapy. A `TrackerError`, what is
    not UTF-8, and a full disk end the program with a message on stderr instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Failure("interrupted") from error
        except UnicodeEncodeError as error:
            # What was typed in another encoding has halves of surrogate pairs for its bytes.
            if error.reason != "surrogates not allowed":
                raise
            raise Misuse(f"{error.object!r} is not UTF-8; set the terminal to UTF-8 and type it again") from error
        except OSError as error:
            # What is written to files has its own message; this is stdout, sent to a file.
            if error.errno != errno.ENOSPC:
                raise
            raise Failure("the disk is full: the output is not whole; free some space and run it again") from error
        except TrackerError as error:
            raise (Misuse if isinstance(error, UsageError) else Failure)(str(error)) from error

    def main(self, *arguments: Any, **named: Any) -> Any:
        """SIGTERM ends in a message and an exit code, like Ctrl-C, from the first import on. Scrapy and the web server
        have their own ways as soon as they run."""
        if threading.current_thread() is not threading.main_thread():
            return super().main(*arguments, **named)
        before = signal.signal(signal.SIGTERM, _interrupt)
        try:
            return super().main(*arguments, **named)
        finally:
            signal.signal(signal.SIGTERM, before)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*NAMES, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NAMES:
            return super().get_command(ctx, cmd_name)
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"cli.{name}"), name)
        return command


@click.group(cls=Tracker, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ai-policy-tracker")
@click.pass_context
def main(context: click.Context) -> None:
    """Provisions of AI law and policy that touch open source, with the exact words that show it.

    Results go to stdout (a table, or JSON lines with --json); logs and progress go to stderr.
    """
    # click knows terminals that want no colours, but not people who do (https://no-color.org).
    if os.environ.get("NO_COLOR"):
        context.color = False
