"""When a crawl counts as failed."""

import pytest

from pipeline.model import Expectations
from spiders.expectations import Tally, Verdict, judge

EXPECTED = Expectations(min_documents=10, max_documents=20, min_share_with_provisions=0.9)


def tally(documents: int = 15, unread: int = 0, answers: int = 30, **more: object) -> Tally:
    return Tally(documents=documents, unread=unread, requests=30, answers=answers, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counted", "failure"),
    [
        (tally(), ""),
        (tally(documents=9), "9 documents, at least 10 expected"),
        (tally(documents=9, since=True), ""),
        (tally(documents=0, since=True), ""),
        (tally(documents=0, answers=0, since=True), "no server answered"),
        (tally(documents=15, unread=1), ""),
        (tally(documents=15, unread=2), "only 15 of 17 documents could be read, at least 90% expected"),
        (tally(documents=1, asked_for=1), ""),
        (tally(documents=1, asked_for=3), "2 of the 3 documents asked for could not be had"),
    ],
)
def test_failures(counted: Tally, failure: str) -> None:
    assert judge(counted, EXPECTED) == Verdict(failure)


def test_too_many_documents_only_warn() -> None:
    verdict = judge(tally(documents=21), EXPECTED)
    assert verdict.failure == ""
    assert "21 documents, at most 20 expected" in verdict.warning
