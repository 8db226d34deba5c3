"""`policy-tracker crawl`: fetch, archive, extract, tag, store."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from cli.options import archive_option, db_option, json_option
from cli.output import harmless, print_json
from pipeline.errors import AnotherCrawl, UsageError
from pipeline.model import CrawlRun
from pipeline.wording import number_of
from spiders.runs.runner import crawl as run_crawl
from spiders.settings import own_names
from spiders.sources import source_classes


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@click.option(
    "--since",
    default="",
    metavar="DATE",
    help="Only documents dated on or after this day (2024-07-12), and those without a date.",
)
@click.option(
    "--only", multiple=True, metavar="DOCUMENT_ID", help="Only this document (celex:32024R1689); can be repeated."
)
@db_option
@archive_option
@click.option(
    "--replay",
    type=click.Path(exists=True, path_type=Path),
    help="Take answers from this archive (a folder or one WARC file) instead of the network.",
)
@click.option(
    "-s",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of Scrapy or of the tracker (POLICY_…); can be repeated.",
)
@click.option("--log-json", is_flag=True, help="Log JSON lines on stderr instead of text.")
@json_option
@click.pass_context
def crawl(
    context: click.Context,
    sources: Sequence[str],
    since: str,
    only: Sequence[str],
    db: Path,
    archive: Path,
    replay: Path | None,
    settings: Sequence[str],
    log_json: bool,
    as_json: bool,
) -> None:
    """Crawl the named SOURCEs, or all of them.

    Exits with 1 if a source failed or delivered less than it declares. With --only, asks the sources that can have such
    a document and exits with 1 if none of them delivered one; `check` ignores such a crawl. If another crawl is already
    working on the same data, says so and exits with 0 without doing anything: overlapping cron jobs are not an error.
    """
    _check_names(sources)
    try:
        crawled = run_crawl(
            sources,
            db=db,
            archive=archive,
            since=since,
            only=only,
            settings=_parsed(settings),
            replay=replay,
            log_json=log_json,
        )
    except AnotherCrawl as error:
        click.echo(str(error), err=True)
        return
    if as_json:
        print_json(asdict(run) for run in crawled.runs)
    else:
        for run in crawled.runs:
            click.echo(summary(run))
    for document_id in crawled.missing:
        click.echo(missing(document_id, described=document_id in crawled.described), err=True)
    if crawled.failed:
        context.exit(1)


def missing(document_id: str, *, described: bool) -> str:
    """What to do about a document that was asked for by name and came without a text, or not at all."""
    if described:
        return f"{document_id}: its publisher describes it, but no text came; `policy-tracker runs` says why"
    return f"no source has delivered {document_id}; check the number, or what `policy-tracker runs` says of the crawl"


def summary(run: CrawlRun) -> str:
    """One line that tells people how it went."""
    counts = (
        f"{number_of(run.documents, 'document')} "
        f"({number_of(run.new_versions, 'new version')}, {run.unchanged} unchanged), "
        f"{number_of(run.requests, 'request')} ({run.not_modified} not modified), {number_of(run.problems, 'problem')}"
    )
    if run.skipped:
        counts += f", {sum(number for _, number in run.skipped)} left out on purpose"
    return harmless(f"{run.source}: {run.outcome}, {counts}" + (f": {run.reason}" if run.reason else ""))


def _check_names(sources: Sequence[str]) -> None:
    known = source_classes()
    unknown = [name for name in sources if name not in known]
    if unknown:
        raise UsageError(f"no source {', '.join(map(repr, unknown))}; the sources are {', '.join(known)}")


def _parsed(settings: Sequence[str]) -> dict[str, str]:
    pairs = [setting.partition("=") for setting in settings]
    wrong = [name for name, equals, _ in pairs if not equals or not name]
    if wrong:
        raise UsageError(f"-s {wrong[0]!r} is not NAME=VALUE; write it like DOWNLOAD_DELAY=5")
    known = own_names()
    unknown = [name for name, _, _ in pairs if name.startswith("POLICY_") and name not in known]
    if unknown:
        raise UsageError(f"no setting {', '.join(map(repr, unknown))}; the settings are {', '.join(known)}")
    return {name: value for name, _, value in pairs}
