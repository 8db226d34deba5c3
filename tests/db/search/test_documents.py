"""Documents found by title, name and number."""

from contextlib import closing
from dataclasses import replace

import pytest

from db.connection import open_for_reading
from db.lookup import resolve
from db.search.documents import find_documents
from pipeline.errors import UsageError
from pipeline.model import Capture, Identifier


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
    assert [each.document_id for each in find_documents(connection, text)] == found


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
    listed = find_documents(library, text)
    assert [each.document_id for each in listed] == found
    assert not any(each.has_text for each in listed)


def test_documents_are_filtered_as_provisions_are(connection):
    assert find_documents(connection, "notice", jurisdiction="EU") == []
    assert find_documents(connection, "notice", jurisdiction="us", source="gazette")[0].has_text
    with pytest.raises(UsageError, match="no source"):
        find_documents(connection, "notice", source="nosuch")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("E.O. 99,001", "fr:2031-00010"),
        ("Exec. Order No. 99,001", "fr:2031-00010"),
        ("188 Fed. Reg. 75,191", "fr:2031-00010"),
        ("FR Doc. 2031-00012", "fr:2031-00012"),
        ("NIST AI 900-1", "nist:NIST.AI.900-1"),
    ],
)
def test_a_document_is_shown_by_the_number_that_people_write(library, name, found):
    assert resolve(library, name) == found


@pytest.mark.parametrize("name", ["Safe Artificial Intelligence", "Lettre sur", "...", "", "99"])
def test_words_of_a_title_and_parts_of_a_number_are_no_name(library, name):
    with pytest.raises(UsageError, match="is held"):
        resolve(library, name)


def test_an_act_is_shown_by_the_number_with_which_its_title_begins(store, world, db_path):
    for number, kind, title in (
        ("32031R0007", "regulation", "Regulation (EU) 2031/7 of the Council of 1 May 2031 on engines"),
        ("32031R0070", "regulation", "Regulation (EU) 2031/70 of the Council of 1 May 2031 on looms"),
        ("02031R0007-20320101", "consolidated", "Regulation (EU) 2031/7 of the Council of 1 May 2031 on engines"),
        ("32031R0007R(01)", "corrigendum", "Corrigendum to Regulation (EU) 2031/7 of the Council"),
    ):
        act = replace(named(world, f"celex:{number}", title, "2031-05-01"), kind=kind)
        store.see_again(Capture(act, "en", ()), "", world.seen)
    with closing(open_for_reading(db_path)) as held:
        assert resolve(held, "regulation (eu) 2031/7") == "celex:32031R0007"
        with pytest.raises(UsageError, match="is held"):
            resolve(held, "Regulation (EU) 2031")
