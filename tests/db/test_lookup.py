"""Names of documents, and what is shown of them."""

from contextlib import closing
from dataclasses import replace

import pytest

from db import lookup
from db.connection import open_for_reading
from pipeline.errors import UsageError
from pipeline.model import Provision


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


def test_a_dated_state_that_lacks_a_provision_is_named_and_not_its_act(consolidated_db):
    act, state = "celex:32031R0001", "celex:02031R0001-20330101"
    with closing(open_for_reading(consolidated_db)) as held, pytest.raises(UsageError, match=f"{state} has no 'rct_9'"):
        lookup.show(held, act, "rct_9", lookup.own_text(held, state))


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
        ("Article 53(2)", "53(2)", True),
        ("Sec. 4.6(b)", "4.6(b)", True),
        ("Recital 53", "53", False),
        ("1. How buoys float", "1. how buoys float", True),
        ("Article 53(2)", " 53(2)", True),
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
