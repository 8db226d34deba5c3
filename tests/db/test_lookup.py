"""Search, names of documents, and what is shown of them."""

from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import lookup
from db.connection import open_for_reading
from pipeline.errors import UsageError
from pipeline.model import Capture, Identifier, Provision


def test_search_finds_units_of_current_versions(connection):
    [hit] = lookup.search(connection, "exempt weights")
    assert (hit.document_id, hit.citation) == ("celex:32031R0001", "Article 2")
    assert hit.snippet == "Models with open [weights] are [exempt], whatever the misuse."
    assert lookup.search(connection, "old text") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [("cafe", 1), ("meeting", 1), ('"open weights"', 2), ('"weights open"', 0), ("open-weights", 2), ("Article 2", 2)],
)
def test_search_folds_accents_stems_words_and_keeps_phrases(connection, words, found):
    assert len(lookup.search(connection, words)) == found


def test_search_filters(connection):
    assert len(lookup.search(connection, "weights", tag="exemption")) == 1
    assert len(lookup.search(connection, "weights", jurisdiction="eu")) == 2
    assert len(lookup.search(connection, "weights", source="gazette", limit=1)) == 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.one_of(
        st.text(),
        st.text(alphabet='"*():^-+ ANDORNEAR{}\0', min_size=1).map(lambda each: each + " a"),
        st.text(alphabet='"*():^-+ ANDORNEAR{}\0§¶').map(lambda each: "art. 2 " + each),
    )
)
def test_no_input_is_taken_for_query_syntax(connection, words):
    words = words.encode(errors="ignore").decode()
    if any(map(str.isalnum, words)):
        lookup.search(connection, words)
    else:
        with pytest.raises(UsageError, match="no word"):
            lookup.search(connection, words)


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
    document = replace(world.document, title="Lamp Act", published="2031-02-03")
    order = replace(world.document, document_id="fr:2031-00007", title="Order", published="2031-01-01")
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
        ("art 5", ["Article 5", "Article 5(1)", "Article 5(2)", "Article 5(2)"]),
        ("Article 5 zebra", []),
        ("sec. 5.1", ["§ 5.1"]),
        ("Article 9", []),
        ("lamps", ["Article 5(2)", "Article 5(2)"]),
    ],
)
def test_what_a_search_cites_comes_first_then_what_is_within_it(act, text, found):
    assert [hit.citation for hit in lookup.search(act, text)] == found


def test_of_what_is_cited_the_beginning_is_shown(act):
    assert lookup.search(act, "Article 5(1)(a)")[0].snippet == "emotions"
    [long] = lookup.search(act, "sec. 5.1")
    assert long.snippet == ("A section of some length. " * 20)[:300] + "…"


def test_a_search_for_a_citation_can_be_filtered(act):
    assert lookup.search(act, "art. 5", tag="exemption") == []
    assert len(lookup.search(act, "art. 5", limit=1)) == 1


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
    assert [each.document_id for each in lookup.documents(connection, text)] == found


def named(world, document_id, title, published, *identifiers):
    return replace(
        world.document, document_id=document_id, title=title, published=published, identifiers=tuple(identifiers)
    )


@pytest.fixture
def library(store, world, db_path):
    """Descriptions of documents with numbers and long names, without texts."""
    for document in (
        named(world, "fr:2031-00010", "Safe Artificial Intelligence", "2031-01-10", Identifier("eo", "99001")),
        named(world, "fr:2031-00011", "Amendment of Executive Order 99001", "2031-02-11"),
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
        ("NIST AI 900-1", ["nist:NIST.AI.900-1"]),
        ("AI", ["nist:NIST.AI.900-1", "fr:2031-00010"]),
        ("the AI Act", []),
        ("AI Act", ["nist:NIST.AI.900-1"]),
    ],
)
def test_numbers_are_read_as_people_write_them_and_come_first(library, text, found):
    documents = lookup.documents(library, text)
    assert [each.document_id for each in documents] == found
    assert not any(each.has_text for each in documents)


def test_documents_are_filtered_as_provisions_are(connection):
    assert lookup.documents(connection, "notice", jurisdiction="EU") == []
    assert lookup.documents(connection, "notice", jurisdiction="us", source="gazette")[0].has_text
    with pytest.raises(UsageError, match="no source"):
        lookup.documents(connection, "notice", source="nosuch")


@pytest.mark.parametrize(
    "name", ["celex:32031R0001", "CELEX:32031r0001", "32031R0001", " 32031R0001 ", "eli:http://example/eli/1"]
)
def test_a_document_goes_by_several_names(connection, name):
    assert lookup.resolve(connection, name) == "celex:32031R0001"


def test_a_name_that_nobody_or_several_have_is_an_error(connection):
    with pytest.raises(UsageError, match="'32031R0002' is held"):
        lookup.resolve(connection, "32031R0002")
    with pytest.raises(UsageError, match=r"could be celex:32031R0001, fr:E8-00001@2008-10-02"):
        lookup.resolve(connection, "https://gazette.example/1")


@pytest.mark.parametrize("citation", ["Article 2", "article 2", "Art. 2", "ART 2", "art_2"])
def test_a_provision_is_shown_with_its_evidence(connection, citation):
    shown = lookup.show(connection, "32031R0001", citation)
    assert (shown.language, shown.number) == ("en", 2)
    [provision] = shown.provisions
    assert provision.citation == "Article 2"
    assert [(each.tag, provision.text[each.start : each.end]) for each in provision.evidence] == [
        ("weights", "open weights"),
        ("exemption", "exempt"),
        ("misuse", "misuse"),
    ]


def test_a_whole_document_is_shown_in_order(connection):
    assert [each.citation for each in lookup.show(connection, "32031R0001").provisions] == ["Article 1", "Article 2"]


def test_a_citation_that_is_not_there_is_an_error(connection):
    with pytest.raises(UsageError, match="has no 'Article 22'"):
        lookup.show(connection, "32031R0001", "Article 22")


def test_a_version_that_is_not_held_has_no_header(connection):
    version = lookup.show(connection, "32031R0001").version_id
    assert lookup.version_header(connection, version).document_id == "celex:32031R0001"
    with pytest.raises(UsageError, match="no version 'x'"):
        lookup.version_header(connection, "x")


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
        ("Article 53(2)", "art. 53 para 2", True),
        ("Article 53(2)(a)", "Art. 53 Abs. 2 Buchst. a", True),
        ("Article 53(2)", "Article 53(21)", False),
        ("Article 53(2)", "Article 53(2) AI Act", False),
        ("Preamble, para. 2", "preamble paragraph 2", True),
        ("Article 1(3), quoted paragraph 13", "art. 1(3), quoted para. 13", True),
    ],
)
def test_citations_are_compared_as_lawyers_read_them(store, world, db_path, held, asked, same):
    unit = Provision("u", "section", held, "Text.", unit=True)
    reading = replace(world.reading("Text."), provisions=(unit,))
    store.save(world.capture("<p>"), reading, world.run.run_id, world.seen)
    with closing(open_for_reading(db_path)) as connection:
        if same:
            assert lookup.show(connection, "32031R0001", asked).provisions[0].citation == held
        else:
            with pytest.raises(UsageError):
                lookup.show(connection, "32031R0001", asked)
