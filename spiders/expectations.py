"""Did a crawl deliver what its source promises? Pure: counts in, verdict out."""

from dataclasses import dataclass

from pipeline.model import Expectations


@dataclass(frozen=True, slots=True)
class Tally:
    """What one crawl counted."""

    documents: int
    """Distinct documents that are in the database after it, new or unchanged."""
    unread: int
    """Distinct documents that were fetched and could not be read."""
    requests: int
    answers: int
    """Requests that a server answered at all, whatever it said."""
    asked_for: int = 0
    """Documents named with --only; 0: the source's usual set."""
    since: bool = False
    """Whether --since cut the usual set."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why the crawl failed ("" if it did not), and what is merely odd."""

    failure: str = ""
    warning: str = ""


def judge(tally: Tally, expected: Expectations) -> Verdict:
    """A breached minimum fails the crawl, a breached maximum warns. --only and --since set their own measure."""
    read = tally.documents
    fetched = read + tally.unread
    if tally.requests and not tally.answers:
        return Verdict("no server answered")
    if tally.asked_for:
        missing = tally.asked_for - read
        return (
            Verdict(f"{missing} of the {tally.asked_for} documents asked for could not be had")
            if missing > 0
            else Verdict()
        )
    if not tally.since and read < expected.min_documents:
        return Verdict(f"{read} documents, at least {expected.min_documents} expected")
    if fetched and read / fetched < expected.min_share_with_provisions:
        return Verdict(
            f"only {read} of {fetched} documents could be read, "
            f"at least {expected.min_share_with_provisions:.0%} expected"
        )
    if not tally.since and read > expected.max_documents:
        return Verdict(
            warning=f"{read} documents, at most {expected.max_documents} expected; look whether the source changed"
        )
    return Verdict()
