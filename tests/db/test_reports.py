"""What a crawl did, asked afterwards; and what is usual for a source."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db import reports
from db.connection import open_for_reading
from db.health import breaches, source_health
from pipeline.errors import UsageError
from pipeline.model import Capture, CrawlRun, Fetch, Problem, Relation


@pytest.fixture
def connection(store, db_path) -> Iterator[sqlite3.Connection]:
    with closing(open_for_reading(db_path)) as opened:
        yield opened


def crawled(store, day: int, documents: int, **changes: object) -> CrawlRun:
    """A crawl of the gazette on that day of January."""
    at = f"2031-01-{day:02d}T00:00:00Z"
    run = CrawlRun(f"203101{day:02d}T000000Z-gazette", "gazette", at)
    store.start_run(run)
    store.finish_run(replace(run, **{"finished_at": at, "outcome": "ok", "documents": documents, **changes}))
    return run


def test_a_report_tells_what_was_asked_new_left_out_and_wrong(store, connection, world):
    store.save(world.capture("<p>"), world.reading("Open weights."), world.run.run_id, world.seen)
    for url in ("https://a.example/", "https://b.example/"):
        store.add_fetch(Fetch(world.run.run_id, url, world.seen, "network_error"))
    store.add_problem(Problem(world.run.run_id, "gazette", "network", "no answer", seen_at=world.seen))
    store.finish_run(replace(world.run, outcome="ok", skipped=(("not_about_ai", 12),)))
    told = reports.report(connection, world.run.run_id)
    assert told.requests == {"network_error": 2}
    assert told.skipped == {"not_about_ai": 12}
    assert [text["document_id"] for text in told.new_texts] == ["celex:32031R0001"]
    assert [(each["kind"], each["message"]) for each in told.problems] == [("network", "no answer")]
    assert [row["skipped"] for row in reports.runs(connection)] == [12]


@pytest.mark.parametrize(
    ("crawl", "not_seen"),
    [
        ({}, ["celex:32031R0002", "celex:32031R0005"]),
        ({"scope": "since"}, []),
        ({"outcome": "failed"}, []),
    ],
)
def test_documents_that_dropped_out_of_the_lists_are_told(store, connection, world, crawl, not_seen):
    """Not those that the crawl met, or could not have, or that were found removed before."""
    documents = [replace(world.document, document_id=f"celex:32031R000{number}") for number in range(1, 6)]
    for each in documents:
        store.see_again(Capture(each, "en", ()), "", world.seen)
    before, run = crawled(store, 8, 1), crawled(store, 9, 1, **crawl)
    met, _, failed, removed, failed_before = documents
    store.see_again(Capture(met, "en", ()), "", "2031-01-09T00:00:01Z")
    for by, each, kind in (
        (run, failed, "http_error"),
        (before, removed, "removed"),
        (before, failed_before, "http_error"),
    ):
        store.add_problem(Problem(by.run_id, "gazette", kind, "gone", "", each.document_id, seen_at=by.started_at))
    assert [each["document_id"] for each in reports.report(connection, run.run_id).not_seen] == not_seen


def test_a_page_that_is_delivered_with_its_work_has_not_dropped_out_of_the_lists(store, connection, world):
    """An order stands on a page of its own until it is in the Federal Register."""
    page = replace(world.document, document_id="url:page")
    order = replace(world.document, relations=(Relation("same_work", page.document_id, "by title"),))
    store.see_again(Capture(page, "en", ()), "", world.seen)
    first, second = crawled(store, 8, 1), crawled(store, 9, 1)
    store.see_again(Capture(order, "en", ()), "", first.started_at)
    not_seen = {run: reports.report(connection, run.run_id).not_seen for run in (first, second)}
    assert not_seen[first] == []
    assert [each["document_id"] for each in not_seen[second]] == ["url:page", "celex:32031R0001"]
    store.see_again(Capture(page, "en", ()), "", second.started_at)  # where the Federal Register cannot be asked
    assert reports.report(connection, second.run_id).not_seen == []


def test_what_dropped_out_of_the_lists_is_found_without_reading_all_relations(store, ask):
    """A docket has thousands of comments, and `check` asks for every source."""
    steps = [row[3] for row in ask(f"EXPLAIN QUERY PLAN {reports._NOT_SEEN}", "run")]
    assert [step for step in steps if step.startswith("SCAN")] == []


def test_a_document_that_is_not_delivered_any_more_is_a_warning_once(store, connection, world):
    withdrawn, other, kept = (
        replace(world.document, document_id=f"celex:32031R000{number}", title=f"Act {number}") for number in (1, 2, 3)
    )
    told = {}
    for day, delivered in ((7, (withdrawn, other, kept)), (8, (kept,)), (9, (kept,)), (10, (kept, other))):
        run = crawled(store, day, len(delivered))
        for each in delivered:
            store.see_again(Capture(each, "en", ()), "", run.started_at)
        found = breaches(connection, datetime(2031, 1, day, tzinfo=UTC))
        told[day] = [each.message for each in found if each.severity == "warning" and "any more" in each.message]
    crawled(store, 11, 1, outcome="failed")
    assert not any("any more" in each.message for each in breaches(connection, datetime(2031, 1, 11, tzinfo=UTC)))
    assert told == {
        7: [],
        8: [
            "not delivered any more: celex:32031R0001 (Act 1) (and 1 more); withdrawn? "
            "`policy-tracker runs 20310108T000000Z-gazette` lists them"
        ],
        9: [],
        10: [],
    }


def test_a_crawl_that_never_was_is_named(connection):
    with pytest.raises(UsageError, match="no crawl 'x'"):
        reports.report(connection, "x")


def test_runs_are_listed_newest_first_and_by_source(store, connection):
    for day in (7, 8, 9):
        crawled(store, day, 1)
    assert [row["started_at"][:10] for row in reports.runs(connection, limit=2)] == ["2031-01-09", "2031-01-08"]
    with pytest.raises(UsageError, match="no source 'other' in this database; it has gazette"):
        reports.runs(connection, source="other")


def test_what_is_usual_is_the_median_of_good_full_crawls_before_the_newest(store, connection):
    for day, documents in enumerate([100, 102, 90, 101], start=6):
        crawled(store, day, documents)
    crawled(store, 10, 1, scope="only")
    crawled(store, 11, 0, outcome="failed")
    crawled(store, 12, 3)
    [health] = source_health(connection)
    assert (health.last_documents, health.usual_documents) == (3, 100)
    assert store.usual_documents("gazette") == 100


def test_a_crawl_of_named_documents_says_nothing_of_its_source(store, connection):
    crawled(store, 6, 100)
    named = crawled(store, 9, 0, scope="only", outcome="failed", reason="no server could answer")
    store.add_problem(Problem(named.run_id, "gazette", "network", "no answer", seen_at=named.started_at))
    asked = "SELECT last_run, last_outcome, open_problems FROM source_health"
    assert tuple(connection.execute(asked).fetchone()) == ("20310106T000000Z-gazette", "ok", 0)
    crawled(store, 10, 1, scope="only")
    [health] = source_health(connection)
    assert health.last_good_crawl == "2031-01-06T00:00:00Z"


def test_a_source_asked_only_for_named_documents_breaks_no_promise(store, connection, world):
    store.sync_sources([replace(world.source, name="register")])
    run = CrawlRun("20310107T000000Z-register", "register", "2031-01-07T00:00:00Z", scope="only")
    store.start_run(run)
    store.finish_run(replace(run, finished_at=run.started_at, outcome="ok"))
    assert "register" not in {each.source for each in breaches(connection)}


def test_a_source_of_which_no_crawl_began_was_not_cut_off(store, connection, world):
    store.sync_sources([replace(world.source, name="register")])
    found = breaches(connection, at_work=lambda: False)
    assert [each.message for each in found if each.source == "register"][:1] == ["never crawled successfully"]
    assert not [each for each in found if each.source == "register" and "did not finish" in each.message]


def test_a_crawl_that_falls_off_against_the_ones_before_is_a_warning(store, connection, world):
    store.sync_sources([replace(world.source, expectations=replace(world.source.expectations, min_documents=1))])
    usual = {"with_text": 95, "requests": 200, "failed_requests": 4}
    for day in (6, 7, 8):
        crawled(store, day, 100, **usual)

    def warnings() -> list[str]:
        found = breaches(connection, datetime(2031, 1, 10, tzinfo=UTC))
        return [each.message for each in found if each.severity == "warning"]

    crawled(store, 9, 80, with_text=75, requests=200, failed_requests=20)
    assert warnings() == []
    crawled(store, 10, 70, with_text=40, requests=200, failed_requests=60)
    [health] = source_health(connection)
    assert (health.usual_share_with_text, health.usual_share_failed) == (0.947, 0.04)
    documents, text, failed = warnings()
    assert documents == "the last crawl delivered 70 documents, earlier ones 100"
    assert text == "57% of the documents have most of their text in provisions, in earlier crawls 95%"
    assert failed.startswith("30% of the requests failed, in earlier crawls 4%")
    crawled(store, 11, 49, with_text=46)
    assert warnings() == []
    crawled(store, 12, 70, scope="since")
    assert warnings() == []


def test_what_must_be_delivered_and_is_not_held_is_a_failure(store, connection, world):
    must = ("celex:32031R0001", "fr:2031-00002")
    store.sync_sources([replace(world.source, expectations=replace(world.source.expectations, must_deliver=must))])
    store.save(world.capture("<p>"), world.reading("Open."), world.run.run_id, world.seen)
    [health] = source_health(connection)
    assert health.missing_documents == '["fr:2031-00002"]'
    messages = [each.message for each in breaches(connection) if each.severity == "failure"]
    assert "no text is held for fr:2031-00002, which the source must deliver" in messages
    assert store.named(must)[0] == f"celex:32031R0001 ({world.document.title})"
    assert store.named(must)[1:] == ["fr:2031-00002"]


def test_nothing_is_usual_before_there_was_a_crawl(store):
    assert store.usual_documents("gazette") == 0
    assert store.usual_documents("unknown") == 0


def test_documents_count_as_delivered_with_their_text_and_date(store, world):
    undated = replace(world.document, document_id="fr:2031-00001", published="")
    documents = {"celex:32031R0001": (world.document, 90), "fr:2031-00001": (undated, 40)}
    for document, chars in documents.values():
        reading = replace(world.reading("Open.", document=document), covered_chars=chars)
        store.save(world.capture(document.document_id, document), reading, world.run.run_id, world.seen)
    assert store.delivered(documents) == (1, 1)
    assert store.delivered(["fr:2031-00001"]) == (0, 0)
    assert store.delivered([]) == (0, 0)
    shorter = replace(world.reading("Less."), covered_chars=48)
    store.save(world.capture("less"), shorter, world.run.run_id, "2031-01-06T00:00:00Z")
    assert store.delivered(documents) == (0, 1)


def test_the_day_of_the_last_reading(store, world):
    assert store.last_read("celex:32031R0001", "en") == ""
    store.save(world.capture("<p>"), world.reading("Open."), world.run.run_id, world.seen)
    assert store.last_read("celex:32031R0001", "en") == "2031-01-05"
