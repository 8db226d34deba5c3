"""The same text in a better or a weaker rendition: never a change that the publisher made."""

import pytest

from db import renditions
from pipeline.extract import FORMATS

XML, TEXT, PDF = "federal_register_xml/1", "federal_register_text/1", "pdf/1"
PAGES_OF_CELLAR = tuple(
    f"{name}/1"
    for name in ("oj_xhtml", "consolidated_xhtml", "consolidated_styles", "txt_te", "legiswrite", "ep_amendments")
)
LATER = "2031-02-01T00:00:00Z"


@pytest.fixture
def keep(store, world):
    def kept(body: str, sentence: str, extractor: str, seen_at: str = world.seen):
        reading = world.reading(sentence, extractor=extractor)
        return store.save(world.capture(body), reading, world.run.run_id, seen_at)

    return kept


def test_every_rung_is_an_extractor() -> None:
    rungs = {name for ladder in renditions.LADDERS for names in ladder for name in names}
    assert rungs <= {each.name for each in FORMATS}


@pytest.mark.parametrize(
    ("held", "now", "step"),
    [
        (XML, TEXT, 1),
        (TEXT, "federal_register_xml/9", -1),
        (XML, PDF, 2),
        ("formex/1", "oj_xhtml/1+pdf/1", -1),
        *((page, "formex/1", 1) for page in PAGES_OF_CELLAR),
        ("formex/1", PDF, 1),
        ("oj_xhtml/1", "consolidated_xhtml/1", 0),
        ("oj_xhtml/1", "oj_xhtml/2", 0),
        ("agency_html/1", PDF, 0),
        (XML, "white_house_html/1", 0),
    ],
)
def test_what_is_better(held: str, now: str, step: int) -> None:
    assert renditions.step(held, now) == step


def test_a_weaker_rendition_never_takes_the_place_of_a_better_one(keep, world, ask):
    held = keep("<p>", "Open weights.", XML)
    saved = keep("plain", "Open- weights.", TEXT, LATER)
    assert (saved.outcome, saved.version_id) == ("held_back", held.version_id)
    (problem,) = saved.problems
    assert problem.kind == "missing_rendition"
    assert "federal_register_text" in problem.message
    served = world.capture("plain").parts[0].snapshot
    told = (problem.url, problem.document_id, problem.snapshot_id, problem.seen_at)
    assert told == (served.url, world.document.document_id, served.snapshot_id, LATER)
    assert ask("SELECT count(*), max(extractor) FROM versions") == [(1, XML)]
    # Nothing of it is asked for conditionally: the next crawl asks for the better one again.
    assert ask("SELECT count(*) FROM version_parts") == [(1,)]


def test_a_weaker_rendition_of_the_same_words_does_not_take_the_provisions(keep, ask):
    keep("<p>", "Open weights.", XML)
    assert keep("plain", "Open weights.", TEXT, LATER).outcome == "held_back"
    assert ask("SELECT extractor FROM versions") == [(XML,)]


def test_a_better_rendition_is_our_reading_and_no_change_of_the_text(store, keep, ask):
    keep("plain", "Open- weights.", TEXT)
    assert keep("<p>", "Open weights.", XML, LATER).outcome == "new"
    assert ask("SELECT number, origin, extractor FROM versions ORDER BY number") == [
        (1, "first_record", TEXT),
        (2, "technical_upgrade", XML),
    ]
    for document_id, older, newer in store.uncompared():
        store.save_changes(document_id, older, newer, [])
    assert ask("SELECT * FROM recent_changes") == []


def test_where_only_the_weaker_rendition_is_known_its_change_is_the_publishers(keep, ask):
    keep("plain", "Open weights.", TEXT)
    keep("plainer", "Closed weights.", TEXT, LATER)
    assert ask("SELECT origin FROM versions WHERE number = 2") == [("source_update",)]
