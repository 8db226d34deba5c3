"""Did a crawl deliver what its source promises? Counts in, verdict out."""

from dataclasses import dataclass

from pipeline.model import SUSPICIOUS_DROP, Expectations, RunOutcome, RunScope
from pipeline.wording import number_of


@dataclass(frozen=True, slots=True)
class Tally:
    """What one crawl counted."""

    documents: int
    """Distinct documents that are in the database after it, new or unchanged."""
    unread: int
    """Distinct documents that were fetched and could not be read."""
    requests: int
    answers: int
    """Requests that brought a page, a redirect, or the word that the page is unchanged; without robots.txt."""
    with_text: int = 0
    """Of `documents`: those of whose main text at least half stands in provisions."""
    with_date: int = 0
    """Of `documents`: those whose date of publication is known."""
    usual: int = 0
    """Documents of the last good full crawls (their median), 0 if there was none."""
    missing: tuple[str, ...] = ()
    """Documents that the source must deliver and that were not read, or not in every language, or held back."""
    scope: RunScope = "full"
    silent: str = ""
    """The host of the source's homepage, if it was asked and no request there brought what was asked for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why the crawl failed ("" if it did not), and what is merely odd."""

    failure: str = ""
    warning: str = ""
    drop: str = ""
    """Far fewer documents than the last crawls had, though not fewer than the source declares."""


def judge(tally: Tally, expected: Expectations) -> Verdict:
    """A breached minimum fails the crawl, a breached maximum warns.

    What a crawl with --since delivers is not counted against the usual set, and one with --only is no measure of its
    source: `spiders.runs.runner` says whether the documents that were named came from any source.
    """
    if tally.requests and not tally.answers:
        return Verdict("no request brought what was asked for")
    if tally.scope == "only":
        return Verdict()
    if tally.silent:
        return Verdict(f"no request to {tally.silent} brought what was asked for", drop=_drop(tally))
    if tally.scope == "since":
        return Verdict(_too_poor(tally, expected))
    failure = _too_few(tally, expected) or _missing(tally) or _too_poor(tally, expected)
    return Verdict(failure, _too_many(tally, expected), _drop(tally))


def outcome(ended: str, verdict: Verdict, broken: str, problem: str) -> tuple[RunOutcome, str]:
    """How a crawl ended, and why.

    `ended` is Scrapy's word for it, "finished" or "shutdown" above all; `broken` says why nothing could be kept any
    more, `problem` what may explain a failure.
    """
    if broken:
        return "failed", broken
    if ended == "shutdown":
        return "interrupted", "stopped before the end; the next crawl fetches the rest"
    failure = verdict.failure if ended == "finished" else f"the spider ended early ({ended})"
    if failure:
        return "failed", f"{failure}; {problem}" if problem else failure
    return "ok", verdict.warning


def _too_few(tally: Tally, expected: Expectations) -> str:
    if tally.documents >= expected.min_documents:
        return ""
    return f"{number_of(tally.documents, 'document')}, at least {expected.min_documents} expected"


def _missing(tally: Tally) -> str:
    """A source without its main document has failed, however many others it delivers."""
    if not tally.missing:
        return ""
    return f"{', '.join(tally.missing)} must be delivered but was not; what is held stays"


def _too_poor(tally: Tally, expected: Expectations) -> str:
    read = tally.documents
    dated = read if tally.scope == "full" else 0  # --since leaves out old ones, and none that has no date
    shares = (
        (read, read + tally.unread, expected.min_share_with_provisions, "could be read"),
        (tally.with_text, read, expected.min_share_with_text, "have most of their text in provisions"),
        (tally.with_date, dated, expected.min_share_with_date, "have a date of publication"),
    )
    for count, of, least, what in shares:
        if of and count / of < least:
            return f"only {count} of {of} documents {what}, at least {least:.0%} expected"
    return ""


def _too_many(tally: Tally, expected: Expectations) -> str:
    if tally.documents <= expected.max_documents:
        return ""
    delivered = number_of(tally.documents, "document")
    return f"{delivered}, at most {expected.max_documents} expected; check whether the source changed"


def _drop(tally: Tally) -> str:
    if tally.documents >= SUSPICIOUS_DROP * tally.usual:
        return ""
    return (
        f"{number_of(tally.documents, 'document')}, while the last good crawls had {tally.usual}; "
        "check whether the publisher changed the lists that the source reads"
    )
