"""When a crawl counts as failed."""

from typing import Any

import pytest

from pipeline.model import Expectations, RunOutcome
from spiders.runs.expectations import Tally, Verdict, judge, outcome

EXPECTED = Expectations(min_documents=10, max_documents=20, min_share_with_provisions=0.9)
STOPPED = "stopped before the end; the next crawl fetches the rest"


def tally(documents: int = 15, unread: int = 0, answers: int = 30, **more: Any) -> Tally:
    complete = {"with_text": documents, "with_date": documents}
    return Tally(documents=documents, unread=unread, requests=30, answers=answers, **(complete | more))


@pytest.mark.parametrize(
    ("counted", "failure"),
    [
        (tally(), ""),
        (tally(documents=9), "9 documents, at least 10 expected"),
        (tally(documents=10), ""),
        (tally(documents=20), ""),
        (tally(documents=9, scope="since"), ""),
        (tally(documents=21, scope="since"), ""),
        (tally(documents=0, scope="since"), ""),
        (tally(documents=0, answers=0, scope="since"), "no request brought what was asked for"),
        (tally(documents=15, unread=1), ""),
        (tally(documents=15, unread=2), "only 15 of 17 documents could be read, at least 90% expected"),
        (tally(with_text=12), ""),
        (tally(with_text=11), "only 11 of 15 documents have most of their text in provisions, at least 80% expected"),
        (tally(with_date=8), ""),
        (tally(with_date=7), "only 7 of 15 documents have a date of publication, at least 50% expected"),
        (tally(with_date=0, scope="since"), ""),
        (tally(missing=("fr:1", "fr:2")), "fr:1, fr:2 must be delivered but was not; what is held stays"),
        (tally(missing=("fr:1",), scope="since"), ""),
        (tally(documents=1, scope="only", missing=("fr:1",)), ""),
        (tally(documents=9, missing=("fr:1",)), "9 documents, at least 10 expected"),
        (tally(documents=0, scope="only"), ""),
        (tally(documents=0, answers=0, scope="only"), "no request brought what was asked for"),
        (tally(silent="toys.gov"), "no request to toys.gov brought what was asked for"),
        (tally(silent="toys.gov", scope="since"), "no request to toys.gov brought what was asked for"),
        (tally(silent="toys.gov", scope="only"), ""),
    ],
)
def test_a_breached_minimum_is_a_failure_with_its_numbers(counted: Tally, failure: str) -> None:
    assert judge(counted, EXPECTED) == Verdict(failure)


def test_a_crawl_that_had_nothing_to_ask_for_did_not_fail_for_want_of_answers() -> None:
    assert judge(Tally(documents=0, unread=0, requests=0, answers=0, scope="since"), EXPECTED) == Verdict()


@pytest.mark.parametrize(
    ("ended", "verdict", "broken", "problem", "told"),
    [
        ("finished", Verdict(), "", "no answer", ("ok", "")),
        ("finished", Verdict(warning="21 documents"), "", "", ("ok", "21 documents")),
        ("finished", Verdict("9 documents"), "", "", ("failed", "9 documents")),
        ("finished", Verdict("9 documents"), "", "no answer", ("failed", "9 documents; no answer")),
        ("finished", Verdict("9 documents"), "the disk is full", "", ("failed", "the disk is full")),
        ("memusage", Verdict("9 documents"), "", "", ("failed", "the spider ended early (memusage)")),
        ("shutdown", Verdict("9 documents"), "", "", ("interrupted", STOPPED)),
        ("shutdown", Verdict(), "the disk is full", "", ("failed", "the disk is full")),
    ],
)
def test_how_a_crawl_ended(
    ended: str, verdict: Verdict, broken: str, problem: str, told: tuple[RunOutcome, str]
) -> None:
    assert outcome(ended, verdict, broken, problem) == told


def test_too_many_documents_only_warn() -> None:
    verdict = judge(tally(documents=21), EXPECTED)
    assert verdict.failure == ""
    assert "21 documents, at most 20 expected" in verdict.warning


@pytest.mark.parametrize(
    ("counted", "suspicious"),
    [
        (tally(documents=15, usual=0), False),
        (tally(documents=15, usual=30), False),
        (tally(documents=14, usual=30), True),
        (tally(documents=14, usual=30, scope="since"), False),
    ],
)
def test_half_of_the_usual_documents_is_suspicious_and_no_failure_yet(counted: Tally, suspicious: bool) -> None:
    verdict = judge(counted, EXPECTED)
    assert verdict.failure == ""
    assert ("while the last good crawls had 30" in verdict.drop) == suspicious
