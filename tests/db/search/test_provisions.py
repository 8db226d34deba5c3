"""Provisions found by words and citations."""

from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.connection import open_for_reading
from db.search.provisions import find_provisions
from pipeline.errors import UsageError
from pipeline.model import Provision


def test_search_finds_units_of_current_versions(connection):
    [hit] = find_provisions(connection, "exempt weights")
    assert (hit.document_id, hit.citation) == ("celex:32031R0001", "Article 2")
    assert hit.snippet == "Models with open [weights] are [exempt], whatever the misuse."
    assert find_provisions(connection, "old text") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [("cafe", 1), ("meeting", 1), ('"open weights"', 2), ('"weights open"', 0), ("open-weights", 2), ("Article 2", 2)],
)
def test_search_folds_accents_stems_words_and_keeps_phrases(connection, words, found):
    assert len(find_provisions(connection, words)) == found


def test_a_search_can_be_filtered_by_tag_jurisdiction_and_source(connection):
    assert len(find_provisions(connection, "weights", tag="exemption")) == 1
    assert len(find_provisions(connection, "weights", jurisdiction="eu")) == 2
    assert len(find_provisions(connection, "weights", source="gazette", limit=1)) == 1


def test_without_words_all_that_have_a_tag_are_found_with_the_words_that_show_it(connection):
    [hit] = find_provisions(connection, "", tag="Exemption", marks=("«", "»"))
    assert (hit.document_id, hit.citation, hit.snippet) == ("celex:32031R0001", "Article 2", "«exempt»")
    assert find_provisions(connection, "", tag="exemption", jurisdiction="US") == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.one_of(
        st.text(),
        st.text(alphabet='"*():^-+ ANDORNEAR{}\0', min_size=1).map(lambda each: each + " a"),
        st.text(alphabet='"*():^-+ ANDORNEAR{}\0§¶').map(lambda each: "art. 2 " + each),
    )
)
@example(words='weights"\n:')
def test_no_input_is_taken_for_query_syntax(connection, words):
    words = words.encode(errors="ignore").decode()
    if any(map(str.isalnum, words)):
        find_provisions(connection, words)
    else:
        with pytest.raises(UsageError, match="no word"):
            find_provisions(connection, words)


ACT = (
    Provision("art_5", "article", "Article 5", "Banned are emotions and lamps.", heading="Bans"),
    Provision("art_5/par_1", "paragraph", "Article 5(1)", "Banned are emotions.", parent="art_5", unit=True),
    Provision("art_5/par_1/pt_a", "point", "Article 5(1)(a)", "emotions", parent="art_5/par_1"),
    Provision("art_5/par_2", "paragraph", "Article 5(2)", "Banned are lamps.", parent="art_5", unit=True),
    Provision("art_51", "article", "Article 51", "See Article 5, paragraph 2, of this Act.", unit=True),
    Provision("sec_5", "section", "§ 5.1", "A section of some length. " * 20, unit=True),
)


@pytest.fixture
def act(store, world, db_path):
    """An act with a title, cited by paragraphs and points, and another document with an Article 5(2)."""
    document = replace(world.document, title="Lamp Act", published="2031-01-01")
    order = replace(world.document, document_id="fr:2031-00007", title="Order", published="2031-02-03")
    for each, provisions in ((document, ACT), (order, ACT[3:4])):
        flat = tuple(replace(one, parent="") for one in provisions) if each is order else provisions
        reading = replace(world.reading("Text.", document=each), provisions=flat, annotations=())
        store.save(world.capture(each.title, each), reading, world.run.run_id, world.seen)
    with closing(open_for_reading(db_path)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("article 5, paragraph 2", ["Article 5(2)", "Article 5(2)", "Article 51"]),
        ("art. 5 para 2", ["Article 5(2)", "Article 5(2)"]),
        ("Art. 5 Abs. 2 Lamp Act", ["Article 5(2)"]),
        ("Article 5 lamps", ["Article 5", "Article 5(2)", "Article 5(2)"]),
        ("Article 5(1)(a)", ["Article 5(1)(a)"]),
        ("art 5", ["Article 5", "Article 5(2)", "Article 5(1)", "Article 5(2)"]),
        ("Article 5 zebra", []),
        ("sec. 5.1", ["§ 5.1"]),
        ("Article 9", []),
        ("lamps", ["Article 5(2)", "Article 5(2)"]),
    ],
)
def test_what_a_search_cites_comes_first_then_what_is_within_it(act, text, found):
    assert [hit.citation for hit in find_provisions(act, text)] == found


def test_of_two_documents_that_have_what_is_cited_the_newer_comes_first(act):
    """A lawyer looks for the law of today; by their ids a text of 2024 came before that of 2026."""
    found = [hit.document_id for hit in find_provisions(act, "art. 5 para 2")]
    assert found == ["fr:2031-00007", "celex:32031R0001"]


def test_of_what_is_cited_the_beginning_is_shown(act):
    assert find_provisions(act, "Article 5(1)(a)")[0].snippet == "emotions"
    [long] = find_provisions(act, "sec. 5.1")
    assert long.snippet == ("A section of some length. " * 20)[:300] + "…"


def test_a_search_for_a_citation_can_be_filtered(act):
    assert find_provisions(act, "art. 5", tag="exemption") == []
    assert len(find_provisions(act, "art. 5", limit=1)) == 1
