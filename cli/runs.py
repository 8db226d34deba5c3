"""`policy-tracker runs`: what the crawls did, and the report of one of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import click

from cli.options import COUNT, existing_db_option, json_option
from cli.output import harmless, print_json, print_rows, wrap
from db.connection import reading
from db.reports import RunReport, report
from db.reports import runs as newest_runs
from pipeline.wording import number_of

_COLUMNS = ("run_id", "scope", "outcome", "documents", "new_versions", "unread", "skipped", "problems", "requests")
_SHOWN = 10
"""Entries of a list of the report; --json has all of them."""


@click.command()
@click.argument("run_id", required=False, default="")
@click.option("--source", default="", help="Only crawls of this source.")
@click.option("--limit", type=COUNT, default=20, show_default=True, help="How many crawls to list.")
@existing_db_option
@json_option
def runs(run_id: str, source: str, limit: int, db: Path, as_json: bool) -> None:
    """List the newest crawls, or report on one of them.

    The list ends with the reasons why crawls failed. The report says what was requested, what was new, what was left
    out and why, which documents of earlier crawls it did not deliver any more, and lists every problem.
    """
    with reading(db) as connection:
        if run_id:
            _print_report(report(connection, run_id), as_json)
        else:
            _print_list(newest_runs(connection, source, limit), as_json)


def _print_list(found: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    print_rows(found, _COLUMNS, as_json=as_json, none="no crawls yet")
    failed = [] if as_json else [run for run in found if run["reason"]]
    for run in failed:
        click.echo("\n" + wrap(f"{run['run_id']}: {run['reason']}"))


def _print_report(told: RunReport, as_json: bool) -> None:
    if as_json:
        print_json([asdict(told)])
    else:
        click.echo("\n".join(map(harmless, lines(told))))


def lines(told: RunReport) -> Iterator[str]:
    """The report for people."""
    run = told.run
    yield f"{run['run_id']}: {run['outcome'] or 'not finished'}" + (f", {run['reason']}" if run["reason"] else "")
    yield f"from {run['started_at']} to {run['finished_at'] or '…'}, scope: {run['scope']}"
    yield (
        f"{number_of(run['documents'], 'document')}: "
        f"{number_of(run['new_versions'], 'new version')}, {run['unchanged']} unchanged; "
        f"{run['with_text']} with text, {run['with_date']} with date; {run['unread']} could not be read"
    )
    yield f"requests: {_counts(told.requests)}"
    yield f"left out: {_counts(told.skipped)}"
    texts = [
        f"{text['document_id']} ({text['language']}, {text['origin']}): {text['title']}" for text in told.new_texts
    ]
    yield from _list("new texts", texts)
    gone = [f"{seen['document_id']} ({seen['last_seen_at'][:10]}): {seen['title']}" for seen in told.not_seen]
    yield from _list("not delivered any more, last seen", gone)
    for kind, problems in groupby(told.problems, key=lambda problem: problem["kind"]):
        yield from _list(f"problems, {kind}", [problem["message"] for problem in problems])


def _counts(counts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items()) or "none"


def _list(title: str, entries: list[str]) -> Iterator[str]:
    """What is said several times, as of each page of a host that cannot be asked, is one line: it hides no other."""
    if not entries:
        return
    yield f"{title}: {len(entries)}"
    times = Counter(" ".join(entry.split()) for entry in entries)
    for entry, number in islice(times.items(), _SHOWN):
        yield f"  {entry}" + (f" ({number} times)" if number > 1 else "")
    if len(times) > _SHOWN:
        yield f"  … and {sum(islice(times.values(), _SHOWN, None))} more; --json lists all"
