"""What a crawl counts, and what its verdict and its record are made of."""

from dataclasses import replace
from typing import Any

import pytest

from db.store import Saved
from pipeline.model import CrawlRun, Fetch, Problem, ProblemKind
from spiders.runs.counting import Counting
from spiders.runs.expectations import Tally

NEW, SAME, HELD_BACK = Saved("new", "v1"), Saved("unchanged", "v1"), Saved("held_back", "v1")


def fetch(outcome: str, status: int) -> Fetch:
    return Fetch("run", "https://toys.gov/", "2030-01-01T00:00:00Z", outcome, status)


def problem(message: str, document_id: str = "", kind: ProblemKind = "network") -> Problem:
    return Problem("run", "toys", kind, message, document_id=document_id)


@pytest.mark.parametrize(
    ("outcome", "status", "counts"),
    [
        ("new", 200, (1, 0, 0)),
        ("redirect", 301, (1, 0, 0)),
        ("not_modified", 304, (1, 1, 0)),
        ("http_error", 404, (0, 0, 1)),
        ("http_error", 500, (0, 0, 1)),
        ("network_error", 0, (0, 0, 1)),
    ],
)
def test_a_request_is_counted_by_what_became_of_it(outcome: str, status: int, counts: tuple[int, int, int]) -> None:
    counting = Counting()
    counting.fetched(fetch(outcome, status))
    assert counting.requests == 1
    assert (counting.tally().answers, counting.not_modified, counting.failed_requests) == counts


def test_a_robots_txt_is_no_answer_of_the_source() -> None:
    counting = Counting()
    counting.fetched(replace(fetch("new", 200), url="https://toys.gov/robots.txt"))
    assert (counting.requests, counting.tally().answers) == (1, 0)


def test_a_document_in_two_languages_counts_once() -> None:
    counting = Counting()
    counting.read("fr:2", NEW)
    counting.read("fr:1", SAME)
    counting.read("fr:1", NEW)
    counting.unread("fr:1")
    counting.unread("fr:3")
    assert counting.documents == ["fr:1", "fr:2"]
    assert (counting.new_versions, counting.unchanged) == (2, 1)
    assert (counting.tally().documents, counting.tally().unread) == (2, 1)


@pytest.mark.parametrize(
    ("saved", "unread", "missing"),
    [
        ([NEW], [], []),
        ([SAME], [], []),
        ([], [], ["fr:1"]),
        ([HELD_BACK], [], ["fr:1"]),
        ([HELD_BACK, NEW], [], ["fr:1"]),
        ([NEW], ["fr:1"], ["fr:1"]),
    ],
)
def test_what_must_be_delivered(saved: list[Saved], unread: list[str], missing: list[str]) -> None:
    counting = Counting()
    for each in saved:
        counting.read("fr:1", each)
    for document_id in unread:
        counting.unread(document_id)
    assert counting.missing(["fr:1"]) == missing


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("http_error", ["fr:1"]),
        ("missing_text", ["fr:1"]),
        ("missing_part", ["fr:1"]),
        ("needs_ocr", []),
        ("clock", []),
        ("missing_rendition", []),
    ],
)
def test_what_came_in_one_language_alone_is_not_delivered(kind: ProblemKind, missing: list[str]) -> None:
    """The crawl was good though the English text of the AI Act could not be had: the French one came."""
    counting = Counting()
    counting.noticed(problem("no answer", "fr:1", kind))
    counting.noticed(problem("no answer", "fr:2"))
    counting.read("fr:1", NEW)
    assert counting.missing(["fr:1"]) == missing


def test_the_problem_of_a_document_that_is_missing_tells_most() -> None:
    counting = Counting()
    assert counting.first_problem(["fr:1"]) == ""
    for each in (problem("a"), problem("b", "fr:1", "needs_ocr"), problem("c", "fr:1", "clock")):
        counting.noticed(each)
    assert counting.problems == 3
    assert counting.first_problem(["fr:1"]) == "b"
    assert counting.first_problem(["fr:2"]) == counting.first_problem([]) == "a"
    counting.read("fr:1", NEW)
    assert counting.first_problem(["fr:1"]) == "a"


def test_a_problem_that_is_met_twice_counts_once_as_it_is_kept() -> None:
    counting = Counting()
    for each in (problem("a", "fr:1"), replace(problem("a", "fr:1"), seen_at="2030-01-01T00:00:09Z"), problem("a")):
        counting.noticed(each)
    assert counting.problems == 2


@pytest.mark.parametrize(
    ("outcomes", "silent"),
    [([], ""), (["challenge_page"], "toys.gov"), (["challenge_page", "new", "network_error"], "")],
)
def test_a_site_that_turned_away_every_request_is_silent(outcomes: list[str], silent: str) -> None:
    """An archive that answers, and the robots.txt of the site, are no answers of it."""
    counting = Counting()
    counting.fetched(replace(fetch("new", 200), url="https://archive.gov/toys"))
    counting.fetched(replace(fetch("new", 200), url="https://toys.gov/robots.txt"))
    for outcome in outcomes:
        counting.fetched(replace(fetch(outcome, 0), url="https://toys.gov/"))
    assert counting.tally(homepage="https://toys.gov/toys").silent == silent


def test_the_report_has_every_figure() -> None:
    counting = Counting()
    for outcome, status in (("new", 200), ("not_modified", 304), ("not_modified", 304), ("network_error", 0)):
        counting.fetched(fetch(outcome, status))
    counting.read("fr:1", NEW)
    counting.read("fr:2", SAME)
    counting.unread("fr:3")
    counting.noticed(problem("a"))
    known: dict[str, Any] = {"with_text": 1, "with_date": 2, "usual": 7, "scope": "only"}
    tally = counting.tally(**known, missing=["fr:3"])
    assert tally == Tally(2, 1, 4, 3, **known, missing=("fr:3",))
    run = CrawlRun("run", "toys", "2030-01-01T00:00:00Z", scope="only")
    assert counting.report(run, tally) == replace(
        run, documents=2, unread=1, with_text=1, with_date=2, new_versions=1, unchanged=1, problems=1,
        requests=4, not_modified=2, failed_requests=1,
    )  # fmt: skip
