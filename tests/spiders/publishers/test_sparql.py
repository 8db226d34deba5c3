import pytest

from spiders.publishers.sparql import DETAILS, FACTS, FAMILY, LINKS, RELATIONS, query, title_searches

ACT = "32030R0001"


def test_queries_name_documents_by_encoded_iri() -> None:
    assert "<http://publications.europa.eu/resource/celex/32024R1689R%2801%29>" in query(FAMILY, ["32024R1689R(01)"])


def test_the_family_is_found_by_every_relation_that_is_kept_but_one() -> None:
    # The consolidated texts of the acts that an act amends "consolidate" it, too.
    by_its_amendments = "cdm:act_consolidated_consolidates_resource_legal"
    kept = {f"cdm:{name}" for name in RELATIONS}
    assert kept - set(query(FAMILY, [ACT]).split()) == {by_its_amendments}
    assert kept <= set(query(LINKS, [ACT]).split())


def test_the_papers_of_a_procedure_are_found_by_its_dossier_which_names_the_act_too() -> None:
    assert "?dossier cdm:dossier_contains_work ?act ; cdm:dossier_contains_work ?work" in query(FAMILY, [ACT])


def test_the_day_of_publication_is_that_of_the_issue_too() -> None:
    assert "cdm:resource_legal_published_in_official-journal ?journal" in query(FACTS, [ACT])


def test_what_a_dossier_says_of_its_proposal_is_asked_for() -> None:
    assert "VALUES ?predicate { cdm:dossier_withdrawn-proposal }" in query(FACTS, [ACT])


def test_titles_are_searched_for_the_words_year_by_year_and_those_of_days_to_come() -> None:
    *_, before, last = queries = title_searches("artificial intelligence")
    assert len(queries) == 2030 - 2016 + 1
    assert all('"artificial intelligence"' in text for text in queries)
    assert '?date >= "2029-01-01"^^xsd:date && ?date <= "2029-12-31"^^xsd:date' in before
    assert '?date >= "2030-01-01"^^xsd:date && ?date <= "9999-12-31"^^xsd:date' in last


@pytest.mark.parametrize("template", [FAMILY, *DETAILS])
def test_queries_are_whole_and_say_where_cellar_cuts_their_answers(template: str) -> None:
    text = query(template, [ACT])
    assert text.count("{") == text.count("}")
    assert text.endswith(" LIMIT 10000")
