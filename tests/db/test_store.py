"""The store keeps each text once, whole or not at all, and knows why a version exists."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.store import Held, Store
from pipeline.errors import StoreError
from pipeline.model import (
    CrawlRun,
    DocumentDate,
    Fetch,
    Identifier,
    Part,
    Problem,
    Provision,
    ProvisionChange,
    Relation,
    Words,
)

LATER = "2031-02-05T00:01:00Z"
OPEN = "Models with open weights are exempt."


def test_first_text_of_a_document_is_a_first_record(store, world, ask):
    saved = store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen)
    assert saved.outcome == "new"
    assert ask("SELECT version_id, number, origin, current, shown, units, open_source_units FROM versions") == [
        (saved.version_id, 1, "first_record", 1, 1, 1, 1)
    ]
    assert ask("SELECT provision_id, citation, url FROM provisions") == [
        (f"{saved.version_id}/art_1", "Article 1", "https://gazette.example/1#art_1")
    ]
    assert ask("SELECT tag, start, end, quote FROM annotations ORDER BY start") == [
        ("weights", 12, 24, "open weights"),
        ("exemption", 29, 35, "exempt"),
    ]


def test_the_words_that_told_an_effect_are_kept(store, world, ask):
    reading = world.reading(OPEN)
    weights, exemption = reading.annotations
    told = replace(exemption, because=Words(25, 35, "are exempt"))
    store.save(world.capture("<p>"), replace(reading, annotations=(weights, told)), world.run.run_id, world.seen)
    assert ask("SELECT tag, because, because_start, because_end FROM annotations ORDER BY start") == [
        ("weights", None, None, None),
        ("exemption", "are exempt", 25, 35),
    ]


def test_same_text_again_changes_nothing_but_when_it_was_seen(store, world, db_path, ask):
    first = store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen)
    before = dump(db_path)
    again = store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, LATER)
    assert again.outcome == "unchanged"
    assert again.version_id == first.version_id
    assert [line.replace(LATER, world.seen) for line in dump(db_path)] == before
    assert ask("SELECT captured_at, last_seen_at FROM versions") == [(world.seen, LATER)]


def test_a_clock_that_goes_back_does_not_unsee_a_version(store, world, ask):
    store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, LATER)
    store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen)
    assert ask("SELECT last_seen_at FROM versions") == [(LATER,)]


def test_new_text_from_new_bytes_is_a_source_update(store, world, ask):
    old = store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen)
    new = store.save(world.capture("<q>"), world.reading("Software."), world.run.run_id, LATER)
    assert ask(
        "SELECT version_id, number, origin, previous_version_id, current, shown FROM versions ORDER BY number"
    ) == [
        (old.version_id, 1, "first_record", None, 0, 0),
        (new.version_id, 2, "source_update", old.version_id, 1, 1),
    ]


def test_a_text_that_comes_back_is_a_version_of_its_own(store, world, ask):
    ids = [
        store.save(world.capture(body), world.reading(text), world.run.run_id, world.seen).version_id
        for body, text in (("<p>", "One."), ("<q>", "Two."), ("<p>", "One."))
    ]
    assert len(set(ids)) == 3
    assert ask("SELECT version_id FROM versions WHERE current = 1") == [(ids[2],)]


def test_new_text_from_the_same_bytes_is_our_upgrade(store, world, ask):
    store.save(world.capture("<p>"), world.reading("One two."), world.run.run_id, world.seen)
    # The publisher served other bytes with the same text in between: those were read as this version as well.
    store.save(world.capture("<P>"), world.reading("One two."), world.run.run_id, world.seen)
    better = world.reading("One", "two.", extractor="toy/2")
    store.save(world.capture("<p>"), better, world.run.run_id, LATER)
    assert ask("SELECT origin FROM versions WHERE number = 2") == [("technical_upgrade",)]


@pytest.mark.parametrize(
    ("bodies", "origin"),
    [(("<p>", "<q>"), "technical_upgrade"), (("<p>", "<r>"), "source_update"), (("<p>",), "source_update")],
)
def test_a_text_in_parts_is_our_upgrade_only_if_all_of_them_stayed(store, world, ask, bodies, origin):
    first = world.capture("<p>")
    for names, text in ((("<p>", "<q>"), "One two."), (bodies, "One")):
        parts = tuple(world.capture(name).parts[0] for name in names)
        store.save(replace(first, parts=parts), world.reading(text, "two."), world.run.run_id, LATER)
    assert ask("SELECT origin FROM versions WHERE number = 2") == [(origin,)]


def test_a_rendition_does_not_decide_why_a_version_exists(store, world, ask):
    page = world.capture("<p>")
    pdf = replace(world.capture("%PDF").parts[0], role="rendition")
    store.save(replace(page, parts=(*page.parts, pdf)), world.reading("One two."), world.run.run_id, world.seen)
    store.save(page, world.reading("One", "two."), world.run.run_id, LATER)
    assert ask("SELECT origin FROM versions WHERE number = 2") == [("technical_upgrade",)]


def test_other_rules_retag_the_version_that_is_held(store, world, ask):
    old = store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen)
    reading = world.reading(OPEN)
    fewer = replace(reading, annotations=reading.annotations[:1])
    new = store.save(world.capture("<p>"), fewer, world.run.run_id, LATER)
    assert (new.outcome, new.version_id) == ("unchanged", old.version_id)
    assert ask("SELECT tag FROM annotations") == [("weights",)]
    assert ask("SELECT artefacts, effects, quotes FROM tagged_units") == [('["weights"]', "[]", '["open weights"]')]
    store.save(world.capture("<p>"), replace(reading, annotations=()), world.run.run_id, LATER)
    assert ask("SELECT * FROM tagged_units") == []
    assert ask("SELECT open_source_units FROM versions") == [(0,)]


def test_another_rule_for_the_same_tag_is_named_by_the_annotation(store, world, ask):
    reading = world.reading("Models with open weights.")
    store.save(world.capture("<p>"), reading, world.run.run_id, world.seen)
    other = replace(reading.annotations[0], rule="rule.software")
    store.save(world.capture("<p>"), replace(reading, annotations=(other,)), world.run.run_id, LATER)
    assert ask("SELECT rule FROM annotations") == [("rule.software",)]


def test_a_tag_that_moves_to_another_facet_is_shown_there(store, world, ask):
    reading = world.reading("Models with open weights.")
    store.save(world.capture("<p>"), reading, world.run.run_id, world.seen)
    store.sync_vocabulary([replace(tag, facet="argument") for tag in world.tags], world.rules)
    store.save(world.capture("<p>"), reading, world.run.run_id, LATER)
    assert ask("SELECT artefacts, arguments FROM tagged_units") == [("[]", '["weights"]')]


def test_what_another_extractor_leaves_out_is_counted_anew(store, world, ask):
    reading = world.reading(OPEN)
    store.save(world.capture("<p>"), reading, world.run.run_id, world.seen)
    other = replace(reading, dropped=(("menu", 10), ("advertisement", 5)))
    store.save(world.capture("<p>"), other, world.run.run_id, LATER)
    assert ask("SELECT reason, chars FROM version_dropped ORDER BY position") == [("menu", 10), ("advertisement", 5)]


def test_a_finer_split_of_the_same_words_replaces_the_provisions(store, world, ask):
    reading = world.reading("(a) one; (b) two")
    store.save(world.capture("<p>"), reading, world.run.run_id, world.seen)
    points = tuple(
        Provision(f"art_1/pt_{letter}", "point", f"Article 1({letter})", text, parent="art_1")
        for letter, text in (("a", "(a) one;"), ("b", "(b) two"))
    )
    finer = replace(reading, provisions=(*reading.provisions, *points), extractor="toy/2")
    assert store.save(world.capture("<p>"), finer, world.run.run_id, LATER).outcome == "unchanged"
    assert ask("SELECT path FROM provisions ORDER BY position") == [("art_1",), ("art_1/pt_a",), ("art_1/pt_b",)]
    assert ask("SELECT extractor FROM versions") == [("toy/2",)]
    assert ask(
        "SELECT citation FROM provisions WHERE rowid IN (SELECT rowid FROM provisions_fts('two')) AND unit = 0"
    ) == [("Article 1(b)",)]


def test_a_text_of_hundreds_of_provisions_is_kept_in_order_and_found(store, world, ask):
    texts = [f"Sentence word{number}." for number in range(450)]
    store.save(world.capture("<p>"), world.reading(*texts), world.run.run_id, world.seen)
    assert ask("SELECT text FROM provisions ORDER BY rowid") == [(text,) for text in texts]
    assert ask("SELECT text FROM provisions ORDER BY position") == [(text,) for text in texts]
    for number in (0, 99, 100, 399, 449):
        found = ask(f"SELECT rowid FROM provisions_fts('word{number}')")
        assert found == ask(f"SELECT rowid FROM provisions WHERE text = '{texts[number]}'")


def test_the_full_text_index_is_written_once_per_text(store, world, ask):
    store.save(world.capture("<p>"), world.reading("One.", "Two.", "Three."), world.run.run_id, world.seen)
    assert ask("SELECT count(DISTINCT segid) FROM provisions_fts_idx") == [(1,)]


def test_all_bytes_that_said_the_same_words_are_kept(store, world, ask):
    for body in ("<p>", "<P>", "<p>"):
        store.save(world.capture(body), world.reading(OPEN), world.run.run_id, world.seen)
    first, second = (world.capture(body).parts[0].snapshot.snapshot_id for body in ("<p>", "<P>"))
    rows = ask("SELECT snapshot_id, newest FROM version_parts ORDER BY newest DESC")
    assert rows == [(first, 1), (second, 0)]


def test_english_is_shown_where_there_is_one_else_what_came_first(store, world, ask):
    def shown() -> list[tuple[object, ...]]:
        return ask("SELECT language FROM versions WHERE shown = 1")

    for language, expected in (("fr", "fr"), ("de", "fr"), ("en", "en")):
        seen = {"fr": "2031-01-05T00:00:00Z"}.get(language, LATER)
        capture = world.capture(language, language=language)
        store.save(capture, world.reading(f"Text {language}.", language=language), world.run.run_id, seen)
        assert shown() == [(expected,)]
    assert ask("SELECT count(*) FROM versions WHERE current = 1") == [(3,)]


def test_a_translation_does_not_rename_a_document(store, world, ask):
    french = replace(world.document, title="Règlement sur les machines pensantes")
    for document, language in ((french, "fr"), (world.document, "en"), (french, "fr")):
        capture = world.capture(language, document, language)
        store.save(capture, world.reading(language, language=language), world.run.run_id, world.seen)
    assert ask("SELECT title FROM documents") == [("Regulation on thinking machines",)]


def test_facts_of_a_document_are_the_newest_and_its_statuses_a_history(store, world, ask):
    document = replace(
        world.document,
        identifiers=(Identifier("eli", "http://example/eli/1"),),
        dates=(DocumentDate("application", "2031-08-02"), DocumentDate("application", "2032-08-02", "Chapter II")),
        relations=(Relation("amends", "celex:32030R0009"),),
        agencies=("Ministry of Works", "Ministry of Works"),
        subjects=("machines",),
    )
    store.save(world.capture("<p>", document), world.reading(OPEN), world.run.run_id, world.seen)
    assert ask("SELECT date, note FROM document_dates") == [("2031-08-02", ""), ("2032-08-02", "Chapter II")]
    assert ask("SELECT agency FROM document_agencies") == [("Ministry of Works",)]
    revoked = replace(document, status="revoked", relations=(Relation("revoked_by", "celex:32033R0001"),))
    store.save(world.capture("<p>", revoked), world.reading(OPEN), world.run.run_id, LATER)
    assert ask("SELECT type, target FROM document_relations") == [("revoked_by", "celex:32033R0001")]
    assert ask("SELECT seen_at, status FROM document_statuses") == [(world.seen, "in_force"), (LATER, "revoked")]


def test_the_newest_status_stays_the_last_where_the_clock_was_set_back(store, world, ask):
    in_force, revoked = world.document, replace(world.document, status="revoked")
    store.see_again(replace(world.capture("<p>", in_force), parts=()), "", "2031-01-05T10:00:00Z")
    for hour in (5, 6, 7):
        store.see_again(replace(world.capture("<p>", revoked), parts=()), "", f"2031-01-05T0{hour}:00:00Z")
    assert ask("SELECT seen_at, status FROM document_statuses") == [("2031-01-05T10:00:00Z", "revoked")]


def test_removal_is_a_status_from_the_day_it_was_seen(store, world, ask):
    store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen)
    gone = Problem("", "gazette", "removed", "gone", document_id=world.document.document_id, seen_at=LATER)
    store.add_problem(gone)
    store.add_problem(replace(gone, seen_at="2031-05-01T00:00:00Z"))
    store.add_problem(replace(gone, document_id="celex:32099R9999"))
    assert ask("SELECT status FROM documents") == [("removed_from_site",)]
    history = ask("SELECT seen_at, status FROM document_statuses")
    assert history == [(world.seen, "in_force"), (LATER, "removed_from_site")]
    assert ask("SELECT count(*) FROM versions") == [(1,)]
    store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, "2031-06-01T00:00:00Z")
    assert ask("SELECT status FROM documents") == [("in_force",)]


def test_a_failed_start_is_noted_of_a_known_source_and_replaces_no_crawl(store, world, ask):
    held = ask("SELECT * FROM crawl_runs")
    for run_id, source in ((world.run.run_id, world.run.source), ("20310205T000000Z-other", "other")):
        store.add_failed_start(CrawlRun(run_id, source, LATER, LATER, "failed", "cannot write"))
    assert ask("SELECT * FROM crawl_runs") == held
    store.add_failed_start(CrawlRun("20310205T000000Z-gazette", world.run.source, LATER, LATER, "failed", "no space"))
    assert ask("SELECT run_id, reason FROM crawl_runs WHERE outcome = 'failed'") == [
        ("20310205T000000Z-gazette", "no space")
    ]


def test_a_failing_save_leaves_nothing_behind(store, world, db_path):
    before = dump(db_path)
    twice = (Provision("art_1", "article", "Article 1", "One.", unit=True),) * 2
    with pytest.raises(StoreError, match="UNIQUE"):
        store.save(world.capture("<p>"), replace(world.reading(OPEN), provisions=twice), world.run.run_id, world.seen)
    assert dump(db_path) == before
    assert store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen).outcome == "new"


def test_unknown_tags_runs_and_parents_are_refused(store, world):
    reading = world.reading(OPEN)
    wrong_tag = replace(reading, annotations=(replace(reading.annotations[0], tag="openness"),))
    wrong_parent = replace(reading, provisions=(replace(reading.provisions[0], parent="cpt_I"),))
    for bad, run_id in ((wrong_tag, world.run.run_id), (wrong_parent, world.run.run_id), (reading, "no-run")):
        with pytest.raises(StoreError, match="names a run, snapshot, tag, rule or parent that is not there"):
            store.save(world.capture("<p>"), bad, run_id, world.seen)


def test_text_that_is_no_unicode_is_an_error_of_that_document(store, world):
    with pytest.raises(StoreError, match="surrogates"):
        store.save(world.capture("<p>"), world.reading(OPEN, title="\ud800"), world.run.run_id, world.seen)


def test_what_is_held_are_addresses_with_a_snapshot_and_documents_with_a_version(store, world):
    assert store.held() == Held(set(), set())
    for body, language in (("<p>", "en"), ("<p lang=fr>", "fr"), ("<q>", "en")):
        capture = world.capture(body, language=language)
        store.save(capture, world.reading(body, language=language), world.run.run_id, world.seen)
    name, url = world.document.document_id, world.document.url
    assert store.held() == Held({f"{url}/en", f"{url}/fr"}, {(name, "en"), (name, "fr")})


@pytest.mark.parametrize(("first", "second"), [("<p>", "<q>"), ("<q>", "<p>")])
def test_validators_come_from_what_a_version_was_read_from(store, world, first, second):
    capture = world.capture(first, fetched_at="2031-01-01T00:00:00Z")
    snapshot = capture.parts[0].snapshot
    store.add_fetch(Fetch(world.run.run_id, snapshot.url, world.seen, "new", 200), snapshot)
    request = (snapshot.url, snapshot.accept, snapshot.accept_language)
    assert store.validators(*request) is None
    store.save(capture, world.reading(OPEN), world.run.run_id, world.seen)
    assert store.validators(*request) == snapshot
    newer = world.capture(second, fetched_at="2031-01-02T00:00:00Z")
    store.save(newer, world.reading("Two."), world.run.run_id, LATER)
    assert store.validators(*request) == newer.parts[0].snapshot
    assert store.validators(snapshot.url, "application/pdf", snapshot.accept_language) is None


def test_fetches_are_kept_with_what_is_kept_next_also_after_a_failure(store, world, ask):
    snapshot = world.capture("<p>").parts[0].snapshot
    store.add_fetch(
        Fetch(world.run.run_id, snapshot.url, world.seen, "new", 200, 3, 0.5, snapshot.snapshot_id), snapshot
    )
    with pytest.raises(StoreError, match="surrogates"):
        store.save(world.capture("<p>"), world.reading(OPEN, title="\ud800"), world.run.run_id, world.seen)
    assert ask("SELECT count(*) FROM fetches") == [(0,)]
    for _ in range(2):
        store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen)
        assert ask("SELECT url, snapshot_id FROM fetches") == [(snapshot.url, snapshot.snapshot_id)]


def test_the_last_fetches_are_kept_when_the_store_is_closed(world, db_path, ask):
    with world.begun(db_path) as store:
        store.add_fetch(Fetch(world.run.run_id, "https://gazette.example/", world.seen, "network_error"))
    assert ask("SELECT outcome FROM fetches") == [("network_error",)]


def test_runs_fetches_and_problems_are_kept_once(store, world, ask):
    snapshot = world.capture("<p>").parts[0].snapshot
    finished = replace(world.run, finished_at=LATER, outcome="ok", documents=1)
    fetch = Fetch(world.run.run_id, snapshot.url, world.seen, "new", 200, 3, 0.5, snapshot.snapshot_id)
    problem = Problem(world.run.run_id, "gazette", "network", "gazette.example does not answer", seen_at=world.seen)
    for _ in range(2):
        store.start_run(world.run)
        store.add_fetch(fetch, snapshot)
        store.add_fetch(replace(fetch, outcome="http_error", status=503, snapshot_id=""))
        store.add_problem(problem)
        store.add_problem(replace(problem, seen_at=LATER))
        store.finish_run(finished)
    assert ask("SELECT outcome, documents FROM crawl_runs") == [("ok", 1)]
    assert ask("SELECT outcome, snapshot_id FROM fetches ORDER BY status") == [
        ("new", snapshot.snapshot_id),
        ("http_error", None),
    ]
    assert ask("SELECT kind, document_id, seen_at FROM problems") == [("network", None, world.seen)]


def test_of_a_run_that_is_started_again_no_end_is_known(store, world, ask):
    before = ask("SELECT * FROM crawl_runs")
    store.finish_run(replace(world.run, finished_at=LATER, outcome="failed", skipped=(("not_about_ai", 2),)))
    store.start_run(world.run)
    assert ask("SELECT * FROM crawl_runs") == before
    assert ask("SELECT * FROM run_skipped") == []


def test_a_killed_run_is_closed_by_the_next_one_of_its_source(store, world, ask):
    store.start_run(CrawlRun("20310105T000000Z-other", "other", world.run.started_at))
    store.start_run(CrawlRun("20310106T000000Z-gazette", "gazette", "2031-01-06T00:00:00Z"))
    assert ask("SELECT run_id, outcome FROM crawl_runs ORDER BY run_id") == [
        ("20310105T000000Z-gazette", "interrupted"),
        ("20310105T000000Z-other", None),
        ("20310106T000000Z-gazette", None),
    ]


def test_documents_of_a_source_that_is_declared_no_more_are_kept(store, world, ask):
    document = replace(world.document, source="closed_gazette")
    store.save(world.capture("<p>", document), world.reading(OPEN), world.run.run_id, world.seen)
    store.sync_sources([world.source])
    assert ask("SELECT name, title FROM sources ORDER BY name") == [
        ("closed_gazette", "closed_gazette"),
        ("gazette", "Gazette of Arcadia"),
    ]


def test_a_rule_that_is_gone_stays_for_its_annotations(store, world, ask):
    store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen)
    store.sync_vocabulary([], [])
    assert ask("SELECT DISTINCT active FROM rules") == [(0,)]
    assert ask("SELECT count(*) FROM annotations") == [(2,)]


def test_steps_of_a_history_wait_until_their_changes_are_kept(store, world, ask):
    document_id = world.document.document_id
    old = store.save(world.capture("<p>"), world.reading("One."), world.run.run_id, world.seen).version_id
    assert store.uncompared() == ()
    new = store.save(world.capture("<q>"), world.reading("Two."), world.run.run_id, LATER).version_id
    assert store.uncompared() == ((document_id, old, new),)
    change = ProvisionChange("amended", "Article 1", "art_1", "art_1", "One.", "Two.", (), ("weights",))
    for _ in range(2):
        store.save_changes(document_id, old, new, [change])
    assert store.uncompared() == ()
    assert ask("SELECT kind, before, after, tags_before, tags_after FROM provision_changes") == [
        ("amended", "One.", "Two.", "[]", '["weights"]')
    ]


sentences = st.lists(
    st.lists(st.sampled_from(["open weights", "software", "exempt", "misuse", "model"]), min_size=1).map(" ".join),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(sentences, min_size=1, max_size=4))
def test_the_same_history_gives_the_same_database(history, world, tmp_path_factory):
    def built(repeats: int) -> list[str]:
        path: Path = tmp_path_factory.mktemp("history") / "policy.db"
        with Store(path) as store:
            store.sync_vocabulary(world.tags, world.rules)
            store.start_run(world.run)
            for texts in history:
                for _ in range(repeats):
                    reading = world.reading(*texts)
                    store.save(world.capture(" ".join(texts)), reading, world.run.run_id, world.seen)
        return dump(path)

    assert built(1) == built(2)


def dump(path: Path) -> list[str]:
    """Every row of every table of ours but the log of migrations, as SQL."""
    connection = sqlite3.connect(path)
    try:
        lines = list(connection.iterdump())
    finally:
        connection.close()
    return [line for line in lines if "_sqlite_migrations" not in line]


def test_parts_after_the_first_lend_their_own_address(store, world, ask):
    capture = world.capture("<p>")
    second = Part(world.capture("<q>").parts[0].snapshot, b"<q>", role="page", link="https://gazette.example/1/annex")
    reading = world.reading("One.", "Two.")
    paged = replace(reading, provisions=(reading.provisions[0], replace(reading.provisions[1], part=1, anchor="")))
    store.save(replace(capture, parts=(*capture.parts, second)), paged, world.run.run_id, world.seen)
    assert ask("SELECT url FROM provisions ORDER BY position") == [
        ("https://gazette.example/1#art_1",),
        ("https://gazette.example/1/annex",),
    ]


def test_what_would_be_read_the_same_is_seen_again_unread(store, world, ask):
    first = store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen, "key")
    again = store.see_again(world.capture("<p>"), "key", LATER)
    assert (again.outcome, again.version_id) == ("unchanged", first.version_id)
    assert ask("SELECT captured_at, last_seen_at FROM versions") == [(world.seen, LATER)]


def test_what_is_seen_again_by_a_clock_that_goes_back_stays_seen(store, world, ask):
    store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, LATER, "key")
    store.see_again(world.capture("<p>"), "key", world.seen)
    assert ask("SELECT last_seen_at FROM versions") == [(LATER,)]


@pytest.mark.parametrize(("held", "key"), [("key", "other"), ("key", ""), ("", "")])
def test_what_might_be_read_otherwise_is_not_taken_as_seen(store, world, ask, held, key):
    store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, world.seen, held)
    assert store.see_again(world.capture("<p>"), key, LATER) is None
    assert ask("SELECT last_seen_at FROM versions") == [(world.seen,)]


def test_a_capture_was_seen_if_all_of_it_was_kept_in_its_language_since(store, world):
    capture = world.capture("<p>")
    store.save(capture, world.reading(OPEN), world.run.run_id, world.seen)
    more = (*capture.parts, world.capture("<q>").parts[0])
    other = replace(world.document, document_id="celex:32031R0002")
    assert store.has_seen(capture, world.seen)
    assert not store.has_seen(capture, LATER)
    for changed in ({"language": "fr"}, {"document": other}, {"parts": more}):
        assert not store.has_seen(replace(capture, **changed), world.seen)


def test_a_crawl_that_began_before_an_older_one_ended_began_early(store, world):
    run = replace(world.run, finished_at=LATER, outcome="ok")
    store.finish_run(run)
    assert not store.began_early(run)
    stamp, _, source = run.run_id.partition("-")
    same, next_one = f"{stamp}-other", f"{stamp}1-{source}"
    assert not store.began_early(replace(run, run_id=same))
    assert not store.began_early(replace(run, run_id=next_one, started_at=LATER))
    assert store.began_early(replace(run, run_id=next_one, started_at=run.started_at))


def test_a_crawl_that_was_killed_ended_with_its_last_request(store, world):
    store.start_run(world.run)
    store.add_fetch(Fetch(world.run.run_id, "https://x.gov/", LATER, "http_error", 404), None)
    store.start_run(replace(world.run, outcome="interrupted"))
    stamp, _, source = world.run.run_id.partition("-")
    next_one = replace(world.run, run_id=f"{stamp}1-{source}", started_at=world.seen)
    assert not store.began_early(replace(next_one, started_at=LATER))
    assert store.began_early(next_one)


def test_a_capture_of_a_source_that_said_nothing_yet_was_not_seen(store, world):
    """Two sources find a text, in the same second and not for the first time; the crawl is killed between them."""
    capture = world.capture("<p>")
    store.save(capture, world.reading(OPEN), world.run.run_id, world.seen)
    assert not store.has_seen(replace(capture, document=replace(world.document, source="other")), world.seen)


def test_a_description_was_seen_if_its_source_said_as_much_of_the_document_since(store, world):
    described = replace(world.capture("<p>"), parts=())
    assert not store.has_seen(described, world.seen)
    store.see_again(described, "", world.seen)
    assert store.has_seen(described, world.seen)
    assert not store.has_seen(described, LATER)
    assert not store.has_seen(replace(described, document=replace(world.document, source="other")), world.seen)
    store.save(world.capture("<p>"), world.reading(OPEN), world.run.run_id, LATER)
    assert store.has_seen(described, LATER)


def test_a_run_refused_the_captures_of_which_a_problem_says_so(store, world):
    capture, other = world.capture("<p>"), world.capture("<q>")
    told = {"document_id": world.document.document_id, "snapshot_id": capture.parts[0].snapshot.snapshot_id}
    store.add_problem(Problem(world.run.run_id, "gazette", "needs_ocr", "No letters.", seen_at=world.seen, **told))
    assert store.has_refused(capture, world.run.run_id)
    assert not store.has_refused(capture, "20310205T000000Z-gazette")
    assert not store.has_refused(other, world.run.run_id)
    assert not store.has_refused(replace(capture, parts=()), world.run.run_id)
