"""Which sources keep their promises."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db.connection import open_for_reading
from db.health import breaches, source_health
from pipeline.model import Capture, Problem

LATER = "2031-02-05T00:01:00Z"


def test_a_healthy_source_has_no_breach(connection):
    [health] = source_health(connection)
    assert (health.documents, health.documents_with_open_source, health.open_problems) == (2, 1, 0)
    assert breaches(connection, datetime(2031, 1, 12, tzinfo=UTC)) == []


def messages(connection) -> list[tuple[str, str]]:
    found = breaches(connection, datetime(2031, 1, 20, tzinfo=UTC))
    return [(breach.severity, breach.message) for breach in found]


def test_every_breach_is_one_line(store, connection, world):
    few = replace(world.source, expectations=replace(world.source.expectations, min_documents=3, max_documents=1))
    store.sync_sources([few])
    failed = replace(world.run, run_id="20310107T000000Z-gazette", started_at="2031-01-07T00:00:00Z")
    store.start_run(failed)
    for number in (1, 2):
        store.add_problem(Problem(failed.run_id, "gazette", "network", f"host {number} does not answer", seen_at=LATER))
    store.finish_run(replace(failed, finished_at=LATER, outcome="failed", reason="no answer"))
    assert messages(connection) == [
        ("failure", "last good crawl 15.0 days ago, at most 7 expected"),
        ("failure", "last crawl failed: no answer"),
        ("failure", "2 documents held, at least 3 expected"),
        ("warning", "2 documents held, at most 1 expected"),
        ("warning", "network: host 1 does not answer (and 1 more of this kind)"),
    ]


def test_a_source_that_was_never_crawled_in_full_holds_less_for_a_reason(store, connection, world):
    promised = replace(world.source.expectations, min_documents=3, max_documents=1, must_deliver=("celex:32031R0009",))
    store.sync_sources([replace(world.source, expectations=promised)])
    store.start_run(replace(world.run, scope="since"))
    assert [message for _, message in messages(connection) if "held" in message] == [
        "2 documents held, at least 3 expected; it was never crawled without --since",
        "no text is held for celex:32031R0009, which the source must deliver; it was never crawled without --since",
        "2 documents held, at most 1 expected",
    ]


def test_exactly_what_is_promised_breaks_no_promise(store, connection, world):
    promised = replace(world.source.expectations, min_documents=2, max_documents=2)
    store.sync_sources([replace(world.source, expectations=promised)])
    assert breaches(connection, datetime(2031, 1, 12, tzinfo=UTC)) == []


def test_a_crawl_that_was_interrupted_is_a_failure(store, connection, world):
    store.finish_run(replace(world.run, finished_at=LATER, outcome="interrupted", reason="stopped"))
    assert ("failure", "last crawl interrupted: stopped") in messages(connection)


def test_too_many_documents_without_provisions_are_a_failure(store, connection, world):
    picture = replace(world.document, document_id="celex:32031R0009")
    store.save(world.capture("<img>", picture), world.reading(document=picture), world.run.run_id, LATER)
    assert ("failure", "2 of 3 documents have provisions, 90% expected") in messages(connection)


def test_problems_close_when_a_later_crawl_does_not_meet_them(store, connection, world):
    store.add_problem(Problem(world.run.run_id, "gazette", "network", "no answer", seen_at=LATER))
    assert ("warning", "network: no answer") in messages(connection)
    good = replace(world.run, run_id="20310118T000000Z-gazette", started_at="2031-01-18T00:00:00Z")
    store.finish_run(replace(good, finished_at="2031-01-18T00:10:00Z", outcome="ok"))
    assert not any("network" in message for _, message in messages(connection))


@pytest.mark.parametrize(("hour", "stale"), [("00", []), ("12", ["last good crawl 7.5 days ago, at most 7 expected"])])
def test_a_source_is_stale_to_the_hour(store, connection, world, hour, stale):
    store.finish_run(replace(world.run, finished_at="2031-01-05T00:00:00Z", outcome="ok", documents=2))
    found = breaches(connection, datetime(2031, 1, 12, int(hour), tzinfo=UTC))
    assert [breach.message for breach in found] == stale


def test_a_source_that_was_never_crawled_says_so(store, connection, world):
    store.sync_sources([replace(world.source, name="new_one")])
    assert ("failure", "never crawled successfully") in messages(connection)


@pytest.mark.parametrize(
    ("kind", "severity"),
    [
        ("refused", "warning"),
        ("removed", "warning"),
        ("expectation", "warning"),
        ("robots_denied", "warning"),
        ("torn_archive", "warning"),
        ("network", "warning"),
        ("changed_markup", "failure"),
    ],
)
def test_what_needs_no_action_is_a_warning(store, world, db_path, kind, severity):
    store.add_problem(
        Problem(world.run.run_id, "gazette", kind, "No.", "https://gazette.example/1", seen_at=world.seen)
    )
    store.finish_run(replace(world.run, outcome="ok", finished_at=world.seen))
    with closing(open_for_reading(db_path)) as connection:
        [told] = connection.execute("SELECT open_problem_hosts FROM source_health").fetchone()
        found = [breach for breach in breaches(connection, datetime(2031, 1, 6, tzinfo=UTC)) if kind in breach.message]
    assert told == f'{{"{kind}":["gazette.example"]}}'
    assert [breach.severity for breach in found] == [severity]


def test_problems_are_told_by_kind_and_host(store, world, db_path):
    for host in ("b.example", "a.example", "b.example"):
        url = f"https://{host}/{len(host)}"
        store.add_problem(Problem(world.run.run_id, "gazette", "refused", "No.", url, seen_at=world.seen))
    store.add_problem(Problem(world.run.run_id, "gazette", "missing_text", "One.", seen_at=world.seen))
    store.finish_run(replace(world.run, outcome="ok", finished_at=world.seen))
    with closing(open_for_reading(db_path)) as connection:
        found = connection.execute("SELECT open_problem_hosts, open_problems FROM source_health").fetchone()
    assert tuple(found) == ('{"missing_text":[""],"refused":["a.example","b.example"]}', 3)


def test_a_crawl_of_a_part_ends_no_problem_of_what_it_leaves_out(store, connection, world):
    def crawl(day: int, scope: str, *problems: tuple[str, str], sees: str = "") -> list[str]:
        """A crawl on that day of January that meets these problems (kind, document); what is open then."""
        at = f"2031-01-{day:02d}T00:00:00Z"
        run = replace(world.run, run_id=f"203101{day:02d}T000000Z-gazette", started_at=at, scope=scope)
        store.start_run(run)
        for kind, document in problems:
            store.add_problem(
                Problem(run.run_id, "gazette", kind, f"{kind} {document}", document_id=document, seen_at=at)
            )
        if sees:
            store.see_again(Capture(replace(world.document, document_id=sees), "en", ()), "", at)
        store.finish_run(replace(run, finished_at=at, outcome="ok"))
        found = breaches(connection, datetime(2031, 1, day, tzinfo=UTC))
        return sorted(breach.message for breach in found if breach.severity == "failure")

    act, page = ("document", "celex:32031R0001"), ("changed_markup", "")
    of_act, of_page = "document: document celex:32031R0001", "changed_markup: changed_markup "
    assert crawl(6, "full", act, page) == [of_page, of_act]
    assert crawl(7, "since", page) == [of_page, of_act]
    for day in (8, 9, 10):
        assert crawl(day, "since") == [of_page, of_act]
    assert crawl(11, "since", sees=act[1]) == [of_page]
    assert crawl(12, "full") == []


def test_what_often_passes_fails_from_the_third_crawl_in_a_row_on(store, connection, world):
    def crawl(day: int, *urls: str, scope: str = "full") -> list[str]:
        """A crawl on that day of January with these addresses unreachable; what of that is a failure."""
        at = f"2031-01-{day:02d}T00:00:00Z"
        run = replace(world.run, run_id=f"203101{day:02d}T000000Z-gazette", started_at=at, scope=scope)
        store.start_run(run)
        for url in urls:
            store.add_problem(Problem(run.run_id, "gazette", "network", f"{url}: no answer", url, seen_at=at))
        store.finish_run(replace(run, finished_at=at, outcome="ok"))
        found = breaches(connection, datetime(2031, 1, day, tzinfo=UTC))
        return [breach.message for breach in found if breach.severity == "failure"]

    assert crawl(6, "a", "b") == []
    assert crawl(7, "a", "c") == []
    assert crawl(8, "a", scope="only") == []
    assert crawl(9, "a", "b") == ["network: a: no answer"]
    assert crawl(10, "b") == []
    assert crawl(11, "a", "b") == ["network: b: no answer"]


def test_a_rendition_that_is_gone_for_good_is_no_failure_that_nobody_could_end(store, connection, world):
    for day in range(6, 12):
        at = f"2031-01-{day:02d}T00:00:00Z"
        run = replace(world.run, run_id=f"203101{day:02d}T000000Z-gazette", started_at=at)
        store.start_run(run)
        store.add_problem(Problem(run.run_id, "gazette", "missing_rendition", "Only a PDF.", "a", seen_at=at))
        store.finish_run(replace(run, finished_at=at, outcome="ok"))
    found = breaches(connection, datetime(2031, 1, 11, tzinfo=UTC))
    assert [(breach.severity, breach.message) for breach in found] == [("warning", "missing_rendition: Only a PDF.")]
