import json
from dataclasses import replace
from typing import get_args

import pytest
from cited import ACT, COMMENT, ISSUE, NOTICE, ORDER, UNDATED

from db.datasette import reference_managers
from db.datasette.reference_managers import bibtex, csl_json, ris
from pipeline.model import DocumentKind


def test_a_comment_is_cited_by_its_number():
    assert "number = {HARBOUR-2031-0009-0264}" in bibtex(COMMENT)
    assert json.loads(csl_json(COMMENT))[0]["number"] == "HARBOUR-2031-0009-0264"
    assert "M1  - HARBOUR-2031-0009-0264\r\n" in ris(COMMENT)


def test_bibtex_escapes_what_tex_reads():
    entry = bibtex(ACT)
    assert entry.startswith("@misc{celex-32031R0001-Article-53-2-01234567,\n")
    assert r"100 \% thinking\_machines \& more" in entry
    assert r"howpublished = {\url{https://gazette.example/1#art_53}}" in entry
    assert entry.count("{") == entry.count("}")
    assert "author" not in entry
    assert "author = {{Harbour Agency and Bureau of Buoys}}" in bibtex(NOTICE)
    assert "note = {89 FR 14059; US; text captured" in bibtex(NOTICE)


def test_each_format_says_in_its_own_way_when_the_text_was_published_and_seen():
    assert "  year = {2031},\n" in bibtex(ACT)
    assert "  urldate = {2031-01-05}\n" in bibtex(ACT)
    [entry] = json.loads(csl_json(ACT))
    assert (entry["issued"], entry["accessed"]) == ({"date-parts": [[2031, 1, 2]]}, {"date-parts": [[2031, 1, 5]]})
    assert {"PY  - 2031", "DA  - 2031/01/02", "Y2  - 2031/01/05"} <= set(ris(ACT).split("\r\n"))


def test_bibtex_keys_of_two_provisions_of_one_text_differ():
    """A reference manager takes a second entry with the key of the first for a mistake."""
    keys = {bibtex(replace(ACT, place=place)).partition(",")[0] for place in ("Article 11", "Article 1(1)")}
    assert len(keys) == 2


def test_csl_json_says_what_zotero_and_pandoc_print():
    [entry] = json.loads(csl_json(ACT))
    assert entry["type"] == "legislation"
    assert entry["section"] == "Article 53(2)"
    assert "issued" not in json.loads(csl_json(UNDATED))[0]
    assert "author" not in entry
    [notice] = json.loads(csl_json(NOTICE))
    assert (notice["type"], notice["author"]) == ("regulation", [{"literal": "Harbour Agency and Bureau of Buoys"}])
    assert (notice["container-title"], notice["volume"], notice["page"]) == ("Federal Register", "89", "14059")
    assert json.loads(csl_json(ISSUE))[0]["container-title"] == "OJ L, 2031/1"


def test_ris_has_a_line_for_each_fact_and_ends_as_endnote_wants():
    lines = ris(ORDER).split("\r\n")
    assert lines[0] == "TY  - STAT"
    assert lines[-2:] == ["ER  - ", ""]
    assert "SE  - Sec. 4.6(b)" in lines
    assert "N1  - text captured 5 January 2031, version fedcba9876543210" in lines
    assert {"T2  - Federal Register", "VL  - 88", "SP  - 75191"} <= set(lines)
    assert "AU  - Harbour Agency and Bureau of Buoys" in ris(NOTICE).split("\r\n")


@pytest.mark.parametrize(
    ("kind", "type"),
    [
        ("page", "ELEC"),
        ("report", "RPRT"),
        ("speech", "GOVDOC"),
        ("proposal", "BILL"),
        ("blog_post", "BLOG"),
        ("guidelines", "RPRT"),
        ("delegated_decision", "STAT"),
        ("of an older database", "GOVDOC"),
    ],
)
def test_ris_calls_a_document_by_its_kind(kind, type):
    assert ris(replace(ACT, kind=kind)).startswith(f"TY  - {type}\r\n")


def test_every_kind_of_document_is_mapped():
    assert set(reference_managers._CSL_TYPES) == set(get_args(DocumentKind))
