"""Provisions found by words and citations, documents by title and number."""

from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db import finding
from db.connection import open_for_reading
from pipeline.errors import UsageError
from pipeline.model import Capture, Identifier, Provision


def test_search_finds_units_of_current_versions(connection):
    [hit] = finding.search(connection, "exempt weights")
    assert (hit.document_id, hit.citation) == ("celex:32031R0001", "Article 2")
    assert hit.snippet == "Models with open [weights] are [exempt], whatever the misuse."
    assert finding.search(connection, "old text") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [("cafe", 1), ("meeting", 1), ('"open weights"', 2), ('"weights open"', 0), ("open-weights", 2), ("Article 2", 2)],
)
def test_search_folds_accents_stems_words_and_keeps_phrases(connection, words, found):
    assert len(finding.search(connection, words)) == found


def test_a_search_can_be_filtered_by_tag_jurisdiction_and_source(connection):
    assert len(finding.search(connection, "weights", tag="exemption")) == 1
    assert len(finding.search(connection, "weights", jurisdiction="eu")) == 2
    assert len(finding.search(connection, "weights", source="gazette", limit=1)) == 1


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
        finding.search(connection, words)
    else:
        with pytest.raises(UsageError, match="no word"):
            finding.search(connection, words)


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
    assert [hit.citation for hit in finding.search(act, text)] == found


def test_of_two_documents_that_have_what_is_cited_the_newer_comes_first(act):
    """A lawyer looks for the law of today; by their ids a text of 2024 came before that of 2026."""
    found = [hit.document_id for hit in finding.search(act, "art. 5 para 2")]
    assert found == ["fr:2031-00007", "celex:32031R0001"]


def test_of_what_is_cited_the_beginning_is_shown(act):
    assert finding.search(act, "Article 5(1)(a)")[0].snippet == "emotions"
    [long] = finding.search(act, "sec. 5.1")
    assert long.snippet == ("A section of some length. " * 20)[:300] + "…"


def test_a_search_for_a_citation_can_be_filtered(act):
    assert finding.search(act, "art. 5", tag="exemption") == []
    assert len(finding.search(act, "art. 5", limit=1)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("32031R0001", ["celex:32031R0001"]),
        ("celex 32031r0001", ["celex:32031R0001"]),
        ("http://example/eli/1", ["celex:32031R0001"]),
        ("Machines, thinking", ["celex:32031R0001"]),
        ("think", []),
        ("NOTICE", ["fr:E8-00001@2008-10-02"]),
        ("—", []),
    ],
)
def test_documents_are_found_by_name_or_by_all_words_of_the_title(connection, text, found):
    assert [each.document_id for each in finding.documents(connection, text)] == found


def named(world, document_id, title, published, *identifiers):
    return replace(
        world.document, document_id=document_id, title=title, published=published, identifiers=tuple(identifiers)
    )


@pytest.fixture
def library(store, world, db_path):
    """Descriptions of documents with numbers and long names, without texts."""
    for document in (
        named(
            world,
            "fr:2031-00010",
            "Safe Artificial Intelligence",
            "2031-01-10",
            Identifier("eo", "99001"),
            Identifier("fr_citation", "188 FR 75191"),
        ),
        named(world, "fr:2031-00011", "Amendment of Executive Order 99001", "2031-02-11"),
        named(world, "fr:2031-00012", "Lettre sur les modèles ouverts", "2031-02-12"),
        named(world, "nist:NIST.AI.900-1", "Framework for Engines (Artificial Intelligence Act)", "2031-03-12"),
    ):
        store.see_again(Capture(document, "en", ()), "", world.seen)
    with closing(open_for_reading(db_path)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("EO 99001", ["fr:2031-00010", "fr:2031-00011"]),
        ("E.O. 99,001", ["fr:2031-00010"]),
        ("executive order 99001", ["fr:2031-00010", "fr:2031-00011"]),
        ("Exec. Order No. 99,001", ["fr:2031-00010", "fr:2031-00011"]),
        ("188 Fed. Reg. 75,191", ["fr:2031-00010"]),
        ("188 Federal Register 75191", ["fr:2031-00010"]),
        ("FR Doc. 2031-00012", ["fr:2031-00012"]),
        ("NIST AI 900-1", ["nist:NIST.AI.900-1"]),
        ("AI", ["nist:NIST.AI.900-1", "fr:2031-00010"]),
        ("the AI Act", []),
        ("AI Act", ["nist:NIST.AI.900-1"]),
        ("intelligence act", ["nist:NIST.AI.900-1"]),
        ("modeles ouverts", ["fr:2031-00012"]),
    ],
)
def test_numbers_are_read_as_people_write_them_and_come_first(library, text, found):
    documents = finding.documents(library, text)
    assert [each.document_id for each in documents] == found
    assert not any(each.has_text for each in documents)


def test_documents_are_filtered_as_provisions_are(connection):
    assert finding.documents(connection, "notice", jurisdiction="EU") == []
    assert finding.documents(connection, "notice", jurisdiction="us", source="gazette")[0].has_text
    with pytest.raises(UsageError, match="no source"):
        finding.documents(connection, "notice", source="nosuch")
