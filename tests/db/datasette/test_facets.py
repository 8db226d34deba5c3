import asyncio

import pytest
from datasette.database import QueryInterrupted
from pages import get

from db.datasette import facets
from db.datasette.facets import TagsFacet
from db.metadata import tables_metadata

TABLES = tables_metadata()


@pytest.mark.parametrize("name", [name for name, entry in TABLES.items() if entry.get("facets")])
def test_facets_are_counted(served, name):
    found = get(served, f"/policy/{name}.json").json()["facet_results"]
    assert len(found) == len(TABLES[name]["facets"])


def test_lists_are_counted_by_their_members(served):
    found = get(served, "/policy/open_source_provisions.json").json()["facet_results"]
    assert [each["value"] for each in found["effects"]["results"]] == ["exemption"]
    assert [each["value"] for each in found["artefacts"]["results"]] == ["weights"]


def test_a_member_of_a_list_is_chosen_and_given_up(served):
    [choice] = get(served, "/policy/open_source_provisions.json").json()["facet_results"]["effects"]["results"]
    assert (choice["count"], choice["selected"]) == (1, False)
    chosen = get(served, choice["toggle_url"].removeprefix("http://localhost")).json()
    assert chosen["filtered_table_rows_count"] == 1
    [again] = chosen["facet_results"]["effects"]["results"]
    assert again["selected"]
    assert "contains" not in again["toggle_url"]
    none = get(served, "/policy/open_source_provisions.json?effects__contains=%22exempt%22").json()
    assert none["filtered_table_rows_count"] == 0


def test_a_facet_that_takes_too_long_is_named(served, monkeypatch):
    facet = TagsFacet(served, None, "policy", sql="SELECT '[]' AS effects")
    monkeypatch.setattr(facet, "get_configs", lambda: [{"config": {"simple": "effects"}, "source": "metadata"}])

    async def too_long(*_arguments):
        raise QueryInterrupted(None, "", ())

    monkeypatch.setattr(facet, "_result", too_long)
    assert asyncio.run(facet.facet_results()) == ([], ["effects"])


def test_a_common_word_finds_the_newest_provisions_that_have_it(served, monkeypatch):
    both = get(served, "/policy/provisions.json?_shape=array&_search=text+OR+models&_searchmode=raw").json()
    assert [row["text"] for row in both] == ["Models with open weights are exempt.", "Old text."]
    monkeypatch.setattr(facets, "FOUND", 1)
    page = get(served, "/policy/provisions.json?_search=article").json()
    assert [row[7] for row in page["rows"]] == ["Models with open weights are exempt."]
    assert "among the newest 1 found" in page["human_description_en"]
