"""Questions of the command line: search, show, what is healthy; and the headline views they rest on."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import queries
from db.connection import open_for_reading
from pipeline.errors import UsageError
from pipeline.model import Identifier, Problem, Provision

LATER = "2031-02-05T00:01:00Z"


@pytest.fixture
def connection(store, world, db_path):
    """One regulation in two languages and two states, one notice that is silent about open source."""
    document = replace(world.document, identifiers=(Identifier("eli", "http://example/eli/1"),))
    exempt = "Models with open weights are exempt, whatever the misuse."
    for texts, language in (
        (["Everything is free.", "Old text about software."], "en"),
        (["Tout est libre.", "Les machines: open weights."], "fr"),
        (["Everything is free.", exempt], "en"),
    ):
        reading = world.reading(*texts, document=document, language=language)
        store.save(world.capture("".join(texts), document, language), reading, world.run.run_id, world.seen)
    notice = replace(
        world.document, document_id="fr:E8-00001@2008-10-02", title="Notice", jurisdiction="US", published=""
    )
    reading = world.reading("The café meets on Monday.", document=notice)
    store.save(world.capture("notice", notice), reading, world.run.run_id, world.seen)
    store.finish_run(replace(world.run, finished_at="2031-01-05T01:00:00Z", outcome="ok", documents=2))
    with closing(open_for_reading(db_path)) as opened:
        yield opened


def test_open_source_provisions_has_the_columns_and_rows_others_rely_on(connection):
    [row] = connection.execute("SELECT * FROM open_source_provisions").fetchall()
    assert ", ".join(row.keys()).startswith(
        "document_id, identifier, jurisdiction, source, kind, title, citation, heading, text, artefacts, effects, "
        "arguments, quotes, url, version_date, status"
    )
    assert row["identifier"] == "32031R0001"
    assert row["kind"] == "regulation"
    assert row["citation"] == "Article 2"
    assert row["artefacts"] == '["weights"]'
    assert row["effects"] == '["exemption"]'
    assert row["arguments"] == '["misuse"]'
    assert row["quotes"] == '["open weights", "exempt", "misuse"]'
    assert row["url"] == "https://gazette.example/1#art_2"
    assert row["version_date"] == "2031-01-05"
    assert row["language"] == "en"


def test_tagged_units_say_what_the_annotations_say(connection):
    derived = connection.execute("""
        SELECT a.provision_id, json_group_array(DISTINCT a.quote)
        FROM (SELECT * FROM annotations ORDER BY provision_id, start, end) a GROUP BY a.provision_id
    """).fetchall()
    kept = connection.execute("SELECT provision_id, quotes FROM tagged_units ORDER BY provision_id").fetchall()
    assert [(each[0], each[1].replace('","', '", "')) for each in derived] == [tuple(each) for each in kept]


def test_current_provisions_are_those_of_the_newest_state_in_each_language(connection):
    rows = connection.execute("SELECT language, text FROM current_provisions WHERE jurisdiction = 'EU'").fetchall()
    assert [tuple(row) for row in rows] == [
        ("en", "Everything is free."),
        ("en", "Models with open weights are exempt, whatever the misuse."),
        ("fr", "Tout est libre."),
        ("fr", "Les machines: open weights."),
    ]


def test_silent_documents_are_those_with_text_and_nothing_about_open_source(connection):
    rows = connection.execute("SELECT document_id, identifier, units FROM silent_documents").fetchall()
    assert [tuple(row) for row in rows] == [("fr:E8-00001@2008-10-02", "E8-00001", 1)]


def test_search_finds_units_of_current_versions(connection):
    [hit] = queries.search(connection, "exempt weights")
    assert (hit.document_id, hit.citation) == ("celex:32031R0001", "Article 2")
    assert hit.snippet == "Models with open [weights] are [exempt], whatever the misuse."
    assert queries.search(connection, "old text") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [("cafe", 1), ("meeting", 1), ('"open weights"', 2), ('"weights open"', 0), ("open-weights", 2), ("Article 2", 2)],
)
def test_search_folds_accents_stems_words_and_keeps_phrases(connection, words, found):
    assert len(queries.search(connection, words)) == found


def test_search_filters(connection):
    assert len(queries.search(connection, "weights", tag="exemption")) == 1
    assert len(queries.search(connection, "weights", jurisdiction="eu")) == 2
    assert len(queries.search(connection, "weights", source="gazette", limit=1)) == 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(), st.text(alphabet='"*():^-+ ANDORNEAR{}\0', min_size=1).map(lambda each: each + " a")))
def test_no_input_is_taken_for_query_syntax(connection, words):
    words = words.encode(errors="ignore").decode()
    if any(map(str.isalnum, words)):
        queries.search(connection, words)
    else:
        with pytest.raises(UsageError, match="no word"):
            queries.search(connection, words)


@pytest.mark.parametrize(
    "name", ["celex:32031R0001", "CELEX:32031r0001", "32031R0001", " 32031R0001 ", "eli:http://example/eli/1"]
)
def test_a_document_goes_by_several_names(connection, name):
    assert queries.resolve(connection, name) == "celex:32031R0001"


def test_a_name_that_nobody_or_several_have_is_an_error(connection):
    with pytest.raises(UsageError, match="'32031R0002' is held"):
        queries.resolve(connection, "32031R0002")
    with pytest.raises(UsageError, match=r"could be celex:32031R0001, fr:E8-00001@2008-10-02"):
        queries.resolve(connection, "https://gazette.example/1")


@pytest.mark.parametrize("citation", ["Article 2", "article 2", "Art. 2", "ART 2", "art_2"])
def test_a_provision_is_shown_with_its_evidence(connection, citation):
    shown = queries.show(connection, "32031R0001", citation)
    assert (shown.language, shown.number) == ("en", 2)
    [provision] = shown.provisions
    assert provision.citation == "Article 2"
    assert [(each.tag, provision.text[each.start : each.end]) for each in provision.evidence] == [
        ("weights", "open weights"),
        ("exemption", "exempt"),
        ("misuse", "misuse"),
    ]


def test_a_whole_document_is_shown_in_order(connection):
    assert [each.citation for each in queries.show(connection, "32031R0001").provisions] == ["Article 1", "Article 2"]


def test_a_citation_that_is_not_there_is_an_error(connection):
    with pytest.raises(UsageError, match="has no 'Article 22'"):
        queries.show(connection, "32031R0001", "Article 22")


@pytest.mark.parametrize(
    ("held", "asked", "same"),
    [
        ("Article 53(2)(a)", "art. 53 (2) (a)", True),
        ("Article 53(2)(a)", "Article 532(a)", False),
        ("Sec. 4.6(b)", "section 4.6(b)", True),
        ("Sec. 4.6(b)", "Sec. 46(b)", False),
        ("Annex III, point 1(a)", "annex iii point 1(a)", True),
        ("p. 12, para. 3", "p 12 paragraph 3", True),
        ("§ 4", "Section 4", True),
    ],
)
def test_citations_are_compared_as_lawyers_read_them(store, world, db_path, held, asked, same):
    unit = Provision("u", "section", held, "Text.", unit=True)
    reading = replace(world.reading("Text."), provisions=(unit,))
    store.save(world.capture("<p>"), reading, world.run.run_id, world.seen)
    with closing(open_for_reading(db_path)) as connection:
        if same:
            assert queries.show(connection, "32031R0001", asked).provisions[0].citation == held
        else:
            with pytest.raises(UsageError):
                queries.show(connection, "32031R0001", asked)


def test_a_healthy_source_has_no_breach(connection):
    [health] = queries.source_health(connection)
    assert (health.documents, health.documents_with_open_source, health.open_problems) == (2, 1, 0)
    assert queries.breaches(connection, datetime(2031, 1, 12, tzinfo=UTC)) == []


def messages(connection) -> list[tuple[str, str]]:
    found = queries.breaches(connection, datetime(2031, 1, 20, tzinfo=UTC))
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
        ("failure", "last good crawl 14 days ago, at most 7 expected"),
        ("failure", "last crawl failed: no answer"),
        ("failure", "2 documents held, at least 3 expected"),
        ("failure", "network: host 1 does not answer (and 1 more of this kind)"),
        ("warning", "2 documents held, at most 1 expected"),
    ]


def test_problems_close_when_a_later_crawl_does_not_meet_them(store, connection, world):
    store.add_problem(Problem(world.run.run_id, "gazette", "network", "no answer", seen_at=LATER))
    assert ("failure", "network: no answer") in messages(connection)
    good = replace(world.run, run_id="20310118T000000Z-gazette", started_at="2031-01-18T00:00:00Z")
    store.finish_run(replace(good, finished_at="2031-01-18T00:10:00Z", outcome="ok"))
    assert messages(connection) == []


def test_a_source_that_was_never_crawled_says_so(store, connection, world):
    store.sync_sources([replace(world.source, name="new_one")])
    assert ("failure", "never crawled successfully") in messages(connection)


@pytest.mark.parametrize(
    ("kind", "severity"),
    [("refused", "warning"), ("removed", "warning"), ("expectation", "warning"), ("network", "failure")],
)
def test_what_the_publisher_decided_is_a_warning(store, world, db_path, kind, severity):
    store.add_problem(
        Problem(world.run.run_id, "gazette", kind, "No.", "https://gazette.example/1", seen_at=world.seen)
    )
    store.finish_run(replace(world.run, outcome="ok", finished_at=world.seen))
    with closing(open_for_reading(db_path)) as connection:
        [health] = queries.source_health(connection)
        found = [
            breach
            for breach in queries.breaches(connection, datetime(2031, 1, 6, tzinfo=UTC))
            if kind in breach.message
        ]
    assert health.open_problem_hosts == f'{{"{kind}":["gazette.example"]}}'
    assert [breach.severity for breach in found] == [severity]


def test_problems_are_told_by_kind_and_host(store, world, db_path):
    for host in ("b.example", "a.example", "b.example"):
        url = f"https://{host}/{len(host)}"
        store.add_problem(Problem(world.run.run_id, "gazette", "refused", "No.", url, seen_at=world.seen))
    store.add_problem(Problem(world.run.run_id, "gazette", "missing_text", "One.", seen_at=world.seen))
    store.finish_run(replace(world.run, outcome="ok", finished_at=world.seen))
    with closing(open_for_reading(db_path)) as connection:
        [health] = queries.source_health(connection)
    assert health.open_problem_hosts == '{"missing_text":[""],"refused":["a.example","b.example"]}'
    assert health.open_problems == 3
