"""Steps of history, states by date, texts that are held back, references."""

import html
import re
from dataclasses import replace

import pages
import pytest
from datasette.app import Datasette

from db import history
from db.connection import open_for_reading
from db.datasette import provision
from pipeline.changes import compare
from pipeline.errors import UsageError
from pipeline.model import Capture, DocumentDate, Identifier, Provision, ProvisionChange, Reference, Relation
from spiders.runs.comparing import compare_new_texts

ACT = "celex:32031R0001"
CHANGE = ProvisionChange("amended", "Article 1", "art_1", "art_1", "One.", "Two.", ("weights",), ())


def at(day: int, hour: int = 0) -> str:
    return f"2031-01-{day:02d}T{hour:02d}:00:00Z"


def state_of(document, day: str):
    """A consolidated state of the act, as Cellar describes it: it consolidates the act and what amended it."""
    return replace(
        document,
        document_id=f"celex:0{document.document_id[7:]}-{day.replace('-', '')}",
        kind="consolidated",
        relations=(Relation("consolidates", "celex:32032R0009"), Relation("consolidates", document.document_id)),
    )


@pytest.fixture
def keep(store, world):
    """Saves a text; returns the id of its version."""

    def kept(*sentences: str, document=None, seen_at: str = world.seen, legal_date: str = "", **changes):
        document = document or world.document
        body = f"{document.document_id} {seen_at} {sentences}"
        capture = world.capture(body, document, legal_date=legal_date)
        reading = world.reading(*sentences, document=document, **changes)
        return store.save(capture, reading, world.run.run_id, seen_at)

    return kept


@pytest.fixture
def read(store, db_path):
    with open_for_reading(db_path) as connection:
        yield connection
    connection.close()


def test_consolidated_states_are_compared_with_the_state_before(store, world, keep):
    late = state_of(world.document, "2033-01-01")
    act = keep("One.").version_id
    assert store.uncompared() == ()
    newest = keep("Three.", document=late, legal_date="2033-01-01").version_id
    assert store.uncompared() == ((late.document_id, act, newest),)
    store.save_changes(late.document_id, act, newest, [CHANGE])
    assert store.uncompared() == ()


def test_a_state_that_comes_to_light_in_between_takes_its_place(store, world, keep, ask):
    early, late = state_of(world.document, "2032-01-01"), state_of(world.document, "2033-01-01")
    act = keep("One.").version_id
    newest = keep("Three.", document=late, legal_date="2033-01-01").version_id
    store.save_changes(late.document_id, act, newest, [CHANGE])
    middle = keep("Two.", document=early, legal_date="2032-01-01").version_id
    store.forget_past_steps_of_law()
    steps = store.uncompared()
    assert steps == ((early.document_id, act, middle), (late.document_id, middle, newest))
    for step in steps:
        store.save_changes(*step, [CHANGE])
    assert store.uncompared() == ()
    assert sorted(ask("SELECT from_version, to_version FROM comparisons")) == sorted([(act, middle), (middle, newest)])
    assert len(ask("SELECT 1 FROM provision_changes")) == 2


def test_a_step_of_law_that_has_its_changes_made_anew_may_be_none_any_more(store, world, keep, ask):
    """Other rules tagged a state anew in the crawl that brought the state before it: its old changes stayed."""
    early, late = state_of(world.document, "2032-01-01"), state_of(world.document, "2033-01-01")
    keep("One.")
    keep("Three software.", document=late, legal_date="2033-01-01")
    compare_new_texts(store)
    keep("Three software.", document=late, legal_date="2033-01-01", annotations=())
    keep("Two.", document=early, legal_date="2032-01-01")
    compare_new_texts(store)
    compared = ask("SELECT from_version, to_version FROM comparisons")
    assert len(compared) == 2
    assert set(ask("SELECT from_version, to_version FROM provision_changes")) == set(compared)


@pytest.mark.parametrize("changed", ["the act", "its state"])
def test_a_state_of_law_with_a_new_text_is_compared_anew(store, world, keep, ask, changed):
    """As a rebuild does, which meets the newest texts only."""
    late = state_of(world.document, "2033-01-01")
    act = keep("One.").version_id
    state = keep("Three.", document=late, legal_date="2033-01-01").version_id
    store.save_changes(late.document_id, act, state, [CHANGE])
    if changed == "the act":
        old, new = act, keep("One, corrected.", seen_at=at(6)).version_id
        step = new, state
    else:
        old, new = state, keep("Four.", document=late, legal_date="2033-01-01", seen_at=at(6)).version_id
        step = act, new
    compare_new_texts(store)
    assert set(ask("SELECT from_version, to_version FROM comparisons")) == {step, (old, new)}
    assert set(ask("SELECT from_version, to_version FROM provision_changes")) == {step, (old, new)}
    assert store.uncompared() == ()


def test_a_state_of_another_language_is_not_compared(store, world):
    late = state_of(world.document, "2033-01-01")
    capture = world.capture("fr", late, "fr", legal_date="2033-01-01")
    store.save(capture, world.reading("Trois.", document=late, language="fr"), world.run.run_id, world.seen)
    store.save(world.capture("en"), world.reading("One."), world.run.run_id, world.seen)
    assert store.uncompared() == ()


def test_a_better_extractor_is_no_change_of_law(store, world, ask):
    capture = world.capture("<p>")
    old = store.save(capture, world.reading("One."), world.run.run_id, at(5)).version_id
    new = store.save(capture, world.reading("One", "two."), world.run.run_id, at(6)).version_id
    store.save_changes(ACT, old, new, [CHANGE])
    assert ask("SELECT reason FROM comparisons") == [("technical_upgrade",)]
    assert ask("SELECT * FROM recent_changes") == []
    assert len(ask("SELECT * FROM provision_changes")) == 1


def test_recent_changes_tell_what_became_of_the_tags(store, keep, ask):
    old, new = keep("One.", seen_at=at(5)).version_id, keep("Two.", seen_at=at(6)).version_id
    store.save_changes(ACT, old, new, [replace(CHANGE, tag_changes=("weights vanished",))])
    assert ask("SELECT changed_at, kind, reason, tags_before, tag_changes, provision_id FROM recent_changes") == [
        (at(6), "amended", "source_update", '["weights"]', '["weights vanished"]', f"{new}/art_1")
    ]


def test_other_tags_have_the_changes_made_anew(store, world):
    capture = world.capture("<p>")
    old = store.save(capture, world.reading("One.", "Two software."), world.run.run_id, at(5)).version_id
    later = world.capture("<q>")
    text = world.reading("One.", "Three software.")
    new = store.save(later, text, world.run.run_id, at(6)).version_id
    store.save_changes(ACT, old, new, [CHANGE])
    store.save(later, replace(text, annotations=()), world.run.run_id, at(7))
    assert store.uncompared() == ((ACT, old, new),)


def test_a_finer_split_has_the_changes_made_anew(store, world):
    old = store.save(world.capture("<p>"), world.reading("One."), world.run.run_id, at(5)).version_id
    later, text = world.capture("<q>"), world.reading("One and two.")
    new = store.save(later, text, world.run.run_id, at(6)).version_id
    store.save_changes(ACT, old, new, [CHANGE])
    point = Provision("art_1/pt_a", "point", "Article 1(a)", "two.", parent="art_1")
    store.save(later, replace(text, provisions=(*text.provisions, point)), world.run.run_id, at(7))
    assert store.uncompared() == ((ACT, old, new),)


def test_a_text_is_read_back_as_it_was_written(store, world, keep):
    version = keep("Models with open weights are exempt.", "Two.").version_id
    text = store.text(version)
    expected = world.reading("Models with open weights are exempt.", "Two.").provisions
    assert tuple(replace(each, anchor="") for each in expected) == text.provisions
    assert text.tags == {"art_1": ("exemption", "weights")}
    assert compare(text.provisions, expected, text.tags, text.tags) == ()


def test_references_are_rows_that_lead_to_held_provisions(store, world, ask):
    cites = Reference("art_2", 0, 3, "See", ACT, "art_1/par_9", "cites")
    reading = replace(world.reading("One.", "See Article 1."), references=(cites,))
    sql = "SELECT citation, sort, quote, target_path, target_citation FROM cross_references"
    for _ in range(2):
        store.save(world.capture("<p>"), reading, world.run.run_id, world.seen)
        assert ask(sql) == [("Article 2", "cites", "See", "art_1/par_9", "Article 1")]
    for found in ((), (cites,)):
        store.save(world.capture("<p>"), replace(reading, references=found), world.run.run_id, world.seen)
        assert len(ask("SELECT * FROM provision_references")) == len(found)


@pytest.mark.parametrize("name", ["eo:19999", "fr_citation:96 FR 1", "fr:2031-00001"])
def test_references_to_a_document_have_its_id_whatever_name_the_text_uses(store, world, ask, name):
    names = (Identifier("eo", "19999"), Identifier("fr_citation", "96 FR 1"))
    order = replace(world.document, document_id="fr:2031-00001", kind="executive_order", identifiers=names)
    correction = replace(order, document_id="fr:C1-2031-00001", kind="correction", identifiers=names[:1])
    text = replace(world.reading("See it."), references=(Reference("art_1", 0, 3, "See", name, "", "cites"),))
    store.save(world.capture("<p>"), text, world.run.run_id, world.seen)
    sql = "SELECT target_document, target_title FROM cross_references"
    assert ask(sql) == [(name, None)]
    for held in (correction, order):
        store.save(world.capture("<q>", held), world.reading("Lamps.", document=held), world.run.run_id, world.seen)
    assert ask(sql) == [(order.document_id, order.title)]


def test_a_page_that_two_documents_begin_on_names_neither(store, world, ask):
    text = replace(
        world.reading("See it."), references=(Reference("art_1", 0, 3, "See", "fr_citation:96 FR 1", "", "cites"),)
    )
    store.save(world.capture("<p>"), text, world.run.run_id, world.seen)
    for number in (1, 2):
        notice = replace(
            world.document, document_id=f"fr:2031-0000{number}", identifiers=(Identifier("fr_citation", "96 FR 1"),)
        )
        store.save(world.capture("<q>", notice), world.reading("Lamps.", document=notice), world.run.run_id, world.seen)
    assert ask("SELECT target_document, target_title FROM cross_references") == [("fr_citation:96 FR 1", None)]


def test_a_page_says_that_it_does_not_list_all_references(store, world, db_path, get, monkeypatch):
    monkeypatch.setattr(provision, "MENTIONS", 1)
    cites = [Reference("art_2", at, at + 3, "See", ACT, f"art_{at}", "cites") for at in (1, 3)]
    cites.append(Reference("art_3", 0, 3, "See", ACT, "art_1", "cites"))
    text = replace(world.reading("One.", "See Articles 1 and 3.", "See Article 1."), references=tuple(cites))
    version = store.save(world.capture("<p>"), text, world.run.run_id, world.seen).version_id
    datasette = Datasette([str(db_path)])
    told = {
        number: re.findall(r'More are in <a href="([^"]+)"', get(datasette, f"/provision/{version}/art_{number}").text)
        for number in (1, 2, 3)
    }
    assert told[3] == []
    for number, citations in ((1, ["Article 2", "Article 3"]), (2, ["Article 2", "Article 2"])):
        [address] = map(html.unescape, told[number])
        listed = get(datasette, address.replace("?", ".json?_shape=array&")).json()
        assert [row["citation"] for row in listed] == citations


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [("anx_III", "Annex III"), ("anx_III/pt_1", "Annex III, point 1"), ("anx_III/pt_9", "Annex III"), ("anx_IV", None)],
)
def test_references_lead_to_an_annex_in_a_file_of_its_own(store, world, ask, db_path, get, target, leads_to):
    annexes = (
        Provision("part_02", "part", "Annexes (part 2)", "", heading="Annexes"),
        Provision("part_02/anx_III", "annex", "Annex III", "", parent="part_02"),
        Provision("part_02/anx_III/pt_1", "point", "Annex III, point 1", "One.", parent="part_02/anx_III", unit=True),
    )
    cites = Reference("art_1", 0, 3, "See", ACT, target, "cites")
    text = world.reading("See Annex III.")
    text = replace(text, provisions=(*text.provisions, *annexes), references=(cites,))
    version = store.save(world.capture("<p>"), text, world.run.run_id, world.seen).version_id
    assert ask("SELECT target_citation FROM cross_references") == [(leads_to,)]
    annex = pages.words(get(Datasette([str(db_path)]), f"/provision/{version}/part_02/anx_III"))
    assert ("Referred to by Article 1" in annex) == (target == "anx_III")


# Texts that lost more than half of the one before


def test_a_text_that_lost_more_than_half_is_held_back(keep, ask):
    whole = keep("One.", "Two.", "Three.", seen_at=at(5), covered_chars=900)
    half = keep("One.", seen_at=at(6), covered_chars=400)
    assert (half.outcome, half.version_id) == ("held_back", whole.version_id)
    assert half.problems[0].kind == "suspicious_shrink"
    assert "lacks 56 %" in half.problems[0].message
    of_no_version = (
        "SELECT snapshot_id, url FROM snapshots WHERE snapshot_id NOT IN (SELECT snapshot_id FROM version_parts)"
    )
    assert ask(of_no_version) == [(half.problems[0].snapshot_id, half.problems[0].url)]
    assert (half.problems[0].document_id, half.problems[0].seen_at) == (ACT, at(6))
    assert ask("SELECT kind, snapshot_id FROM problems") == [("suspicious_shrink", half.problems[0].snapshot_id)]
    assert ask("SELECT count(*) FROM versions") == [(1,)]
    assert ask("SELECT first_seen_at FROM held_back") == [(at(6),)]


def test_a_page_whose_text_is_held_back_does_not_rename_the_document(keep, world, ask):
    keep("One.", "Two.", "Three.", seen_at=at(5), covered_chars=900)
    queue = replace(world.document, title="You are now in line", published="")
    keep("One.", document=queue, seen_at=at(6), covered_chars=90)
    kept = ask("SELECT title, published FROM documents")
    assert kept == [(world.document.title, world.document.published)]
    keep("One.", document=queue, seen_at=at(13), covered_chars=90)
    assert ask("SELECT title FROM documents") == [("You are now in line",)]


def test_what_a_publisher_says_apart_from_a_text_that_is_held_back_is_kept(store, keep, world, ask):
    keep("One.", "Two.", "Three.", seen_at=at(5), covered_chars=900)
    withdrawn = replace(world.document, status="withdrawn")
    capture, reading = world.capture("half", withdrawn), world.reading("One.", covered_chars=90)
    assert store.save(capture, reading, world.run.run_id, at(6), described=True).outcome == "held_back"
    assert ask("SELECT status FROM documents") == [("withdrawn",)]


def test_a_text_of_half_the_length_is_believed(keep):
    keep("One.", "Two.", covered_chars=900)
    assert keep("One.", covered_chars=450).outcome == "new"


def test_a_short_text_that_is_served_for_a_week_is_believed(keep, ask):
    keep("One.", "Two.", "Three.", seen_at=at(5), covered_chars=900)
    assert keep("One.", seen_at=at(6), covered_chars=90).outcome == "held_back"
    assert keep("One.", seen_at=at(12, 23), covered_chars=90).outcome == "held_back"
    assert ask("SELECT first_seen_at, last_seen_at FROM held_back") == [(at(6), at(12, 23))]
    assert keep("One.", seen_at=at(13), covered_chars=90).outcome == "new"
    assert ask("SELECT * FROM held_back") == []


def test_a_short_text_whose_words_are_others_every_day_is_believed_after_a_week(keep):
    keep("One.", "Two.", "Three.", seen_at=at(5), covered_chars=900)
    for day in range(6, 13):
        saved = keep(f"One, of day {day}.", seen_at=at(day), covered_chars=90)
        assert saved.outcome == "held_back"
        assert "as since 2031-01-06" in saved.problems[0].message
    assert keep("One, of day 13.", seen_at=at(13), covered_chars=90).outcome == "new"


def test_a_fault_that_passes_is_forgotten(keep, ask):
    keep("One.", "Two.", "Three.", seen_at=at(5), covered_chars=900)
    keep("One.", seen_at=at(6), covered_chars=90)
    assert keep("One.", "Two.", "Three.", seen_at=at(7), covered_chars=900).outcome == "unchanged"
    assert ask("SELECT * FROM held_back") == []
    assert keep("One.", seen_at=at(20), covered_chars=90).outcome == "held_back"


def sentences(subject):
    return [f"{subject} number {n} is checked by the {n}th pilot of the harbor." for n in range(9)]


def renamed(world, title):
    return replace(world.document, title=title)


def test_another_page_under_the_same_address_is_held_back(keep, world, ask):
    keep(*sentences("The open model"), seen_at=at(5))
    words = [f"Visitors find {place} behind the {place} gate." for place in ("north", "south", "west", "east", "old")]
    other = keep(*words, document=renamed(world, "How to Find Us"), seen_at=at(6), covered_chars=900)
    assert (other.outcome, other.problems[0].kind) == ("held_back", "not_the_document")
    assert "'How to Find Us' has another title and few phrases of the previous text" in other.problems[0].message
    assert ask("SELECT title FROM documents") == [(world.document.title,)]
    again = keep(*words, document=renamed(world, "How to Find Us"), seen_at=at(13), covered_chars=900)
    assert again.outcome == "new", "nothing better was served for a week"


def test_a_page_that_was_renamed_or_written_anew_is_believed(keep, world):
    keep(*sentences("The open model"), seen_at=at(5))
    assert keep(*sentences("The weight"), document=renamed(world, "On Weights"), seen_at=at(6)).outcome == "new"
    words = [f"Visitors find {place} behind the {place} gate." for place in ("north", "south", "west", "east", "old")]
    assert keep(*words, document=renamed(world, "On Weights"), seen_at=at(7), covered_chars=900).outcome == "new"
    short = renamed(world, "Nine Words")
    assert keep("Charts of the harbor are open.", document=short, seen_at=at(8), covered_chars=900).outcome == "new"


def test_a_better_extractor_may_leave_out_more(store, world):
    capture = world.capture("<p>")
    store.save(capture, world.reading("One.", "Menu.", covered_chars=900), world.run.run_id, at(5))
    saved = store.save(capture, world.reading("One.", covered_chars=90), world.run.run_id, at(6))
    assert saved.outcome == "new"


# Dates


@pytest.mark.parametrize(
    ("pages", "named"), [((4,), "page 4 as"), ((2, 3, 4, 7), "pages 2-4, 7 as"), ((1, 3), "pages 1, 3 as")]
)
def test_pages_that_cannot_be_read_are_a_problem_of_the_text_that_is_kept(keep, ask, pages, named):
    saved = keep("One.", seen_at=at(5), scans=((0, pages),))
    (problem,) = saved.problems
    assert (saved.outcome, problem.kind, problem.seen_at) == ("new", "needs_ocr", at(5))
    assert problem.message.startswith(f"{ACT}: needs OCR: the PDF has {named} pictures without text.")
    assert ask("SELECT document_id, url FROM versions, snapshots") == [(problem.document_id, problem.url)]
    # Not as a capture that was refused.
    assert problem.snapshot_id == ""


@pytest.mark.parametrize(
    ("document_id", "kinds", "told"),
    [
        (ACT, ("recital", "article", "signature"), []),
        (
            ACT,
            ("recital", "article", "annex"),
            [("missing_part", f"{ACT}: the text has recitals and articles, but no")],
        ),
        (ACT, ("article", "annex"), []),
        ("celex:52031PC0001", ("recital", "article"), []),
    ],
)
def test_an_act_without_signatures_is_kept_and_told(document_id, kinds, told, store, world):
    """A page that stops before its end may have whole markup all the same."""
    document = replace(world.document, document_id=document_id)
    reading = world.reading(*kinds, document=document)
    named = tuple(replace(each, kind=kind) for each, kind in zip(reading.provisions, kinds, strict=True))
    saved = store.save(
        world.capture("<p>", document), replace(reading, provisions=named, annotations=()), world.run.run_id, at(5)
    )
    assert saved.outcome == "new"
    assert [
        (each.kind, each.message[: len(start)]) for each, (_, start) in zip(saved.problems, told, strict=True)
    ] == told


def test_what_is_to_be_told_of_a_text_is_stored_with_it(store, keep, ask):
    """A crawl that was killed between the two never told it: the next one finds the text unchanged."""
    keep("One.", seen_at=at(6))
    saved = keep("Two.", seen_at=at(5), scans=((0, (1,)),))
    assert [each.kind for each in saved.problems] == ["clock", "needs_ocr"]
    stored = "SELECT kind, message, url, seen_at FROM problems ORDER BY kind"
    told = [(each.kind, each.message, each.url, each.seen_at) for each in saved.problems]
    assert ask(stored) == told
    for each in saved.problems:
        store.add_problem(each)
    assert ask(stored) == told, "the crawl that goes on tells nothing twice"


def test_a_clock_that_went_backwards_is_reported(keep, ask):
    assert keep("One.", seen_at=at(6)).problems == ()
    saved = keep("Two.", seen_at=at(5))
    (problem,) = saved.problems
    assert (saved.outcome, problem.kind) == ("new", "clock")
    told = (problem.document_id, problem.seen_at, problem.source)
    assert told == (ACT, at(5), "gazette")
    assert ask("SELECT number, known_from, known_until FROM version_periods") == [(1, at(6), at(6)), (2, at(6), None)]


@pytest.mark.parametrize("later", [at(6), at(7)])
def test_a_clock_that_stands_or_goes_on_is_no_problem(keep, later):
    keep("One.", seen_at=at(6))
    saved = keep("Two.", seen_at=later)
    assert (saved.outcome, saved.problems) == ("new", ())


def test_a_text_as_of_a_day_of_capture(keep, read):
    first, second = keep("One.", seen_at=at(5, 9)).version_id, keep("Two.", seen_at=at(8, 9)).version_id
    third = keep("Three.", seen_at=at(8, 15)).version_id
    answers = {day: history.as_of(read, ACT, f"2031-01-{day:02d}") for day in (5, 7, 8, 30)}
    assert answers == {5: first, 7: first, 8: third, 30: third}
    assert history.as_of(read, ACT, at(8, 10)) == second
    with pytest.raises(UsageError, match="captured on 2031-01-05"):
        history.as_of(read, ACT, "2031-01-04")


def test_a_text_as_of_a_legal_date(world, keep, read):
    act = keep("One.").version_id
    early, late = state_of(world.document, "2032-01-01"), state_of(world.document, "2033-01-01")
    newest = keep("Three.", document=late, legal_date="2033-01-01").version_id
    middle = keep("Two.", document=early, legal_date="2032-01-01").version_id
    days = ("2031-01-02", "2031-12-31", "2032-01-01", "2032-12-31", "2033-01-01", "2040-01-01")
    assert [history.as_of(read, ACT, day) for day in days] == [act, act, middle, middle, newest, newest]
    assert history.as_of(read, ACT, "2031-01-05", "crawl") == act
    with pytest.raises(UsageError, match="published on 2031-01-02"):
        history.as_of(read, ACT, "2031-01-01")


def test_an_eu_act_ends_after_the_last_day_of_its_validity(world, keep, read):
    ended = replace(world.document, dates=(DocumentDate("end_of_validity", "2032-06-30"),))
    version = keep("One.", document=ended).version_id
    assert history.as_of(read, ACT, "2032-06-30", "law") == version
    with pytest.raises(UsageError, match="not in force from 2032-07-01 on, so not on 2032-07-01"):
        history.as_of(read, ACT, "2032-07-01", "law")
    with pytest.raises(UsageError, match="the oldest one held was published on 2031-01-02"):
        history.as_of(read, ACT, "2030-06-30", "law")


def test_an_order_ends_on_the_day_of_its_revocation(world, keep, read):
    revoked = replace(world.document, jurisdiction="US", dates=(DocumentDate("end_of_validity", "2032-06-30"),))
    version = keep("One.", document=revoked).version_id
    assert history.as_of(read, ACT, "2032-06-29", "law") == version
    with pytest.raises(UsageError, match="not in force from 2032-06-30 on, so not on 2032-06-30"):
        history.as_of(read, ACT, "2032-06-30", "law")


@pytest.mark.parametrize("kind", ["end_of_validity", "comments_close"])
def test_a_document_without_a_date_of_its_own_is_law_from_its_first_capture_on(world, keep, ask, kind):
    """M-24-10 began on the day of its rescission."""
    keep("One.", document=replace(world.document, published="", dates=(DocumentDate(kind, "2032-06-30"),)))
    assert ask("SELECT legal_from FROM legal_states") == [(world.seen[:10],)]


@pytest.mark.parametrize(
    ("status", "last_day", "until"),
    [
        ("in_force", "2031-01-03", None),
        ("not_in_force", "2031-01-03", "2031-01-04"),
        ("in_force", "2031-01-04", "2031-01-05"),
    ],
)
def test_an_end_that_had_passed_does_not_end_an_act_in_force(world, keep, read, status, last_day, until):
    """On its last day an act is in force, and ends all the same."""
    stated = replace(world.document, status=status, dates=(DocumentDate("end_of_validity", last_day),))
    version = keep("One.", document=stated, seen_at="2031-01-04T06:00:00Z").version_id
    found = read.execute("SELECT legal_until FROM legal_states WHERE version_id = ?", [version]).fetchone()
    assert found["legal_until"] == until


@pytest.mark.parametrize("by", [None, "law", "crawl"])
def test_a_document_without_a_text_has_none_as_of_any_day(world, store, read, by):
    store.see_again(Capture(world.document, "en", ()), "", world.seen)
    with pytest.raises(UsageError, match=f"^{ACT}: no text is held"):
        history.as_of(read, ACT, "2040-01-01", by)


def test_a_dated_state_leads_to_its_act(world, keep, read):
    state = state_of(world.document, "2033-01-01")
    keep("Three.", document=state, legal_date="2033-01-01")
    with pytest.raises(UsageError, match="a dated state of an act; ask for that act"):
        history.as_of(read, state.document_id, "2040-01-01", "law")


def test_the_same_text_under_a_new_name_is_named(world, keep, ask):
    keep("One.")
    keep("One.", document=replace(world.document, document_id="celex:32031R0002"))
    assert ask("SELECT document_id, same_as FROM same_texts") == [
        (ACT, "celex:32031R0002"),
        ("celex:32031R0002", ACT),
    ]


def test_the_steps_that_a_diff_is_about(world, keep, read):
    first, second = keep("One.", seen_at=at(5)).version_id, keep("Two.", seen_at=at(6)).version_id
    assert history.step(read, ACT) == (first, second)
    assert history.step(read, "32031R0001", "1", "2") == (first, second)
    assert history.step(read, ACT, second[:6], first) == (second, first)
    state = state_of(world.document, "2031-01-02")
    newest = keep("Three.", document=state, legal_date="2031-01-02").version_id
    assert history.step(read, ACT) == (second, newest)
    assert history.step(read, ACT, "1", state.document_id) == (first, newest)
    with pytest.raises(UsageError, match="no such version"):
        history.step(read, ACT, "1", "9")
    with pytest.raises(UsageError, match="no document '²'"):
        history.step(read, ACT, "1", "²")


def test_changes_are_the_same_stored_or_compared_now(store, world, keep, read):
    act, state = keep("One.", "Two.", seen_at=at(5)).version_id, state_of(world.document, "2033-01-01")
    newest = keep("One, more.", "Two.", "Three.", seen_at=at(6)).version_id
    consolidated = keep("One.", "Four.", document=state, seen_at=at(7), legal_date="2033-01-01").version_id
    for older, newer in ((act, newest), (newest, consolidated)):
        now = history.changes(read, older, newer)
        assert now
        store.save_changes(now[0].document_id, older, newer, history.compared(store.text(older), store.text(newer)))
        assert history.is_compared(read, older, newer)
        assert history.changes(read, older, newer) == now


def test_changes_against_several_texts_are_kept_apart_and_the_newest_stand_first(store, keep, read):
    first, second, third = (keep(text, seen_at=at(day)).version_id for text, day in (("1.", 5), ("2.", 6), ("3.", 7)))
    for older, newer, words in ((first, second, "a"), (first, third, "b"), (second, third, "c")):
        store.save_changes(ACT, older, newer, [replace(CHANGE, after=words)])
    assert [change.after for change in history.changes(read, first, third)] == ["b"]
    found = [(change.changed_at, change.after) for change in history.recent_changes(read)]
    assert [day for day, _ in found] == [at(7), at(7), at(6)]
    assert sorted(words for _, words in found) == ["a", "b", "c"]
    assert {change.after for change in history.recent_changes(read, at(7))} == {"b", "c"}


def test_of_changes_seen_on_one_day_the_newest_state_of_the_law_stands_first(store, world, keep, read, ask):
    """A first crawl may come by the older of two states last."""
    act = keep("One.", seen_at=at(5)).version_id
    early, late = (
        keep(day, document=state_of(world.document, day), seen_at=at(6, hour), legal_date=day).version_id
        for day, hour in (("2032-01-01", 9), ("2033-01-01", 8))
    )
    website = keep("Two.", seen_at=at(6, 1)).version_id
    for older, newer in ((act, early), (early, late), (act, website)):
        store.save_changes(ACT, older, newer, [CHANGE])
    assert [change.to_version for change in history.recent_changes(read)] == [late, early, website]
    plan = ask("EXPLAIN QUERY PLAN SELECT * FROM recent_changes")
    assert any("INDEX comparisons_of_law" in step[3] for step in plan)
    assert not any("B-TREE FOR ORDER BY" in step[3] for step in plan)


def test_a_change_between_texts_far_apart_says_why(store, world, keep, read):
    capture = world.capture("<p>")
    first, second = (
        store.save(capture, world.reading(text), world.run.run_id, at(5)).version_id for text in ("One.", "Two.")
    )
    third = keep("Three.", seen_at=at(6)).version_id
    reasons = {
        pair: history.changes(read, *pair)[0].reason for pair in ((first, second), (first, third), (third, first))
    }
    assert reasons == {
        (first, second): "technical_upgrade",
        (first, third): "source_update",
        (third, first): "source_update",
    }


def test_texts_in_different_languages_are_not_compared(store, world, keep, read):
    english = keep("One.").version_id
    french = store.save(
        world.capture("Un.", language="fr"), world.reading("Un.", language="fr"), world.run.run_id, world.seen
    ).version_id
    with pytest.raises(UsageError, match="name two versions in one language"):
        history.changes(read, english, french)


def test_two_states_are_compared_in_the_language_that_both_have(store, world, read):
    """Of the first consolidated text of an act a publisher may have no English."""
    early, late = state_of(world.document, "2032-01-01"), state_of(world.document, "2033-01-01")

    def kept(document, language):
        capture = world.capture(language + document.document_id, document, language)
        reading = world.reading(f"Text in {language}.", document=document, language=language)
        return store.save(capture, reading, world.run.run_id, world.seen).version_id

    store.save(world.capture("act"), world.reading("One."), world.run.run_id, world.seen)
    french, english, other = kept(early, "fr"), kept(late, "en"), kept(late, "fr")
    assert history.step(read, ACT, early.document_id, late.document_id) == (french, other)
    assert history.step(read, ACT, late.document_id, early.document_id) == (other, french)
    assert history.step(read, ACT, early.document_id, english) == (french, english)


def test_a_single_text_has_no_step(keep, read):
    keep("One.")
    with pytest.raises(UsageError, match="only one text"):
        history.step(read, ACT)


def test_a_document_without_a_text_has_no_step_and_is_not_said_to_have_one(store, world, read):
    store.see_again(replace(world.capture("", world.document), parts=()), "", world.seen)
    with pytest.raises(UsageError, match="no text is held"):
        history.step(read, ACT)
