import json

import pytest
from scrapy.http import Response
from spider_steps import html

from pipeline.errors import MalformedDocument
from spiders.publishers import cellar
from spiders.publishers.cellar import Row
from spiders.publishers.sparql import DETAILS, RELATIONS

CDM = "http://publications.europa.eu/ontology/cdm#"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
ACT, AMENDING, PROPOSAL = "32030R0001", "32031R0002", "52029PC0003"


def sparql(*found: Row, kind: str = "typed-literal") -> bytes:
    bindings = [{name: {"type": kind, "value": value} for name, value in row.items()} for row in found]
    return json.dumps({"head": {"vars": []}, "results": {"bindings": bindings}}).encode()


def fact(celex: str, predicate: str, value: str) -> Row:
    return {"celex": celex, "predicate": CDM + predicate, "value": value}


FORCE = "resource_legal_date_entry-into-force"
ANSWERS: list[list[Row]] = [
    [
        fact(ACT, "work_has_resource-type", "http://publications.europa.eu/resource/authority/resource-type/REG"),
        fact(ACT, "work_date_document", "2030-01-02"),
        fact(ACT, "official-journal-act_date_publication", "2030-02-03"),
        fact(ACT, FORCE, "2031-03-04"),
        fact(ACT, FORCE, "2030-03-04"),
        fact(ACT, "resource_legal_in-force", "1"),
        fact(ACT, "resource_legal_date_end-of-validity", "9999-12-31"),
        fact(ACT, "resource_legal_eli", "http://data.europa.eu/eli/reg/2030/1/oj"),
        fact(AMENDING, "resource_legal_in-force", "false"),
        fact(AMENDING, "resource_legal_date_end-of-validity", "2033-01-01"),
        fact(PROPOSAL, "resource_legal_id_celex", PROPOSAL),
    ],
    [
        {"celex": ACT, "date": "2030-03-04T00:00:00", "meaning": "{EV|http://publications.europa.eu/…/fd_335/EV}"},
        {"celex": ACT, "date": "2031-03-04", "meaning": "{MA/PART|http://publications.europa.eu/…/fd_335/MA%2FPART}"},
        {"celex": ACT, "date": "2039-03-04", "meaning": "{MA|http://publications.europa.eu/…/fd_335/MA}"},
        {"celex": AMENDING},
        {"celex": PROPOSAL},
    ],
    [
        {"celex": ACT, "language": LANGUAGE + "ENG", "title": "Regulation on\u00a0 toys"},
        {"celex": ACT, "language": LANGUAGE + "FRA"},
        {"celex": ACT, "language": LANGUAGE + "XYZ", "title": "?"},
        {"celex": AMENDING, "language": LANGUAGE + "ENG", "title": "Regulation on dolls"},
        {"celex": PROPOSAL},
    ],
    [{"celex": ACT, "label": "toy industry"}, {"celex": AMENDING, "label": "dolls"}, {"celex": PROPOSAL}],
    [
        {"subject": ACT},
        {"subject": AMENDING},
        {"subject": PROPOSAL},
        {"subject": ACT, "predicate": CDM + "resource_legal_unheard_of", "object": PROPOSAL},
        {"subject": AMENDING, "predicate": CDM + "resource_legal_based_on_resource_legal", "object": ACT},
        {"subject": AMENDING, "predicate": CDM + "resource_legal_amends_resource_legal", "object": ACT},
        {"subject": ACT, "predicate": CDM + "resource_legal_adopts_resource_legal", "object": PROPOSAL},
        {"subject": ACT, "predicate": CDM + "resource_legal_based_on_resource_legal", "object": "12016E114"},
    ],
]


def test_answers_become_works() -> None:
    found = cellar.works([ACT, AMENDING, PROPOSAL, "32099R9999"], ANSWERS)
    act = found[ACT]
    assert (act.resource_type, act.date, act.published) == ("REG", "2030-01-02", "2030-02-03")
    assert act.force == (("2030-03-04", "EV"), ("2031-03-04", "MA/PART"))
    assert act.eli == "http://data.europa.eu/eli/reg/2030/1/oj"
    assert act.end_of_validity == ""
    assert act.titles == {"en": "Regulation on toys", "fr": ""}
    assert act.subjects == ("toy industry",)
    assert [relation[:2] for relation in act.relations] == [
        ("adopts", PROPOSAL),
        ("amended_by", AMENDING),
        ("based_on", "12016E114"),
    ]
    assert found[AMENDING].end_of_validity == "2033-01-01"
    assert found[AMENDING].relations[0][:2] == ("amends", ACT)
    assert found[PROPOSAL].relations[0][:2] == ("proposes", ACT)
    assert "32099R9999" not in found


def test_a_day_has_all_its_meanings_and_applies_in_part_where_its_comment_says_so() -> None:
    part = "{MA/PART|http://publications.europa.eu/…/fd_335/MA%2FPART} {V|…} {ART|…} 14.4"
    rows = [
        {"celex": ACT, "date": "2030-03-04", "meaning": "{MA|…}", "comment": part},
        {"celex": ACT, "date": "2031-03-04", "meaning": "{MA|…}", "comment": "{V|…} {ART|…} 14.2"},
    ]
    for order in (rows, rows[::-1]):
        answers = [ANSWERS[0], [*ANSWERS[1], *order], *ANSWERS[2:]]
        assert cellar.works([ACT], answers)[ACT].force == (
            ("2030-03-04", "EV"),
            ("2030-03-04", "MA/PART"),
            ("2031-03-04", "MA"),
            ("2031-03-04", "MA/PART"),
        )


@pytest.mark.parametrize(
    ("written", "in_force"), [("1", True), ("true", True), ("0", False), ("false", False), ("", None)]
)
def test_a_truth_is_written_in_two_ways(written: str, in_force: bool | None) -> None:
    facts = [fact(PROPOSAL, "resource_legal_in-force", written)]
    assert cellar.works([PROPOSAL], [[*ANSWERS[0], *facts], *ANSWERS[1:]])[PROPOSAL].in_force is in_force


@pytest.mark.parametrize(
    ("said", "withdrawn"), [((), False), (("0",), False), (("0", "1"), True), (("true", "false"), True)]
)
def test_a_proposal_is_withdrawn_if_any_dossier_says_so(said: tuple[str, ...], withdrawn: bool) -> None:
    facts = [fact(PROPOSAL, "dossier_withdrawn-proposal", value) for value in said]
    assert cellar.works([PROPOSAL], [[*ANSWERS[0], *facts], *ANSWERS[1:]])[PROPOSAL].withdrawn is withdrawn


@pytest.mark.parametrize("titles", [("On boats", "On toys", ""), ("", "On toys", "On boats")])
def test_of_several_titles_the_first_in_order_counts_however_the_rows_come(titles: tuple[str, ...]) -> None:
    rows = [{"celex": PROPOSAL, "language": LANGUAGE + "ENG", "title": title} for title in titles]
    work = cellar.works([PROPOSAL], [*ANSWERS[:2], [*ANSWERS[2], *rows], *ANSWERS[3:]])[PROPOSAL]
    assert work.titles == {"en": "On boats"}


def test_of_several_values_the_first_in_order_counts() -> None:
    types = (fact(PROPOSAL, "work_has_resource-type", f"http://x.eu/{name}") for name in ("PROP_REG", "PROP_DEC"))
    days = (fact(PROPOSAL, "work_date_document", day) for day in ("2029-03-04", "2029-01-02"))
    work = cellar.works([PROPOSAL], [[*ANSWERS[0], *types, *days], *ANSWERS[1:]])[PROPOSAL]
    assert (work.resource_type, work.date) == ("PROP_DEC", "2029-01-02")


@pytest.mark.parametrize(
    ("stated", "in_force", "end"),
    [
        (["2040-05-06"], "1", "2040-05-06"),
        (["2040-05-06", "2035-01-01"], "1", "2040-05-06"),
        (["2035-01-01", "9999-12-31"], "1", ""),
        (["2035-01-01", "9999-12-31"], "0", "2035-01-01"),
        (["9999-12-31"], "0", ""),
        ([], "1", ""),
    ],
)
def test_an_act_ends_with_its_last_provision(stated: list[str], in_force: str, end: str) -> None:
    facts = [
        fact(PROPOSAL, "resource_legal_in-force", in_force),
        *(fact(PROPOSAL, "resource_legal_date_end-of-validity", day) for day in stated),
    ]
    work = cellar.works([PROPOSAL], [[*ANSWERS[0], *facts], *ANSWERS[1:]])[PROPOSAL]
    assert work.end_of_validity == end


def test_what_is_no_date_is_none() -> None:
    facts = [
        *(fact(PROPOSAL, FORCE, day) for day in ("9999-12-31", "1001-01-01", "2031-02-30", "2031-03-04T00:00:00")),
        fact(PROPOSAL, "work_date_document", "unknown"),
        fact(PROPOSAL, "resource_legal_date_end-of-validity", "-1"),
    ]
    work = cellar.works([PROPOSAL], [[*ANSWERS[0], *facts], *ANSWERS[1:]])[PROPOSAL]
    assert work.force == (("2031-03-04", ""),)
    assert work.date == work.end_of_validity == ""


@pytest.mark.parametrize("silent", range(len(DETAILS)))
def test_a_document_that_one_answer_does_not_tell_of_is_left_out(silent: int) -> None:
    answers = [[] if at == silent else answer for at, answer in enumerate(ANSWERS)]
    assert cellar.works([ACT, AMENDING, PROPOSAL], answers) == {}


def test_a_relation_that_is_gone_is_gone() -> None:
    answers = [*ANSWERS[:-1], [{"subject": ACT}, {"subject": AMENDING}, {"subject": PROPOSAL}]]
    assert cellar.works([ACT], answers)[ACT].relations == ()


def test_one_relation_said_twice_is_one() -> None:
    links = [
        {"subject": "02030R0001-20310101", "predicate": CDM + name, "object": ACT}
        for name, kind in RELATIONS.items()
        if kind == "consolidates"
    ]
    others: list[list[Row]] = [[{"celex": "02030R0001-20310101"}]] * 4
    (work,) = cellar.works(["02030R0001-20310101"], [*others, links]).values()
    assert [relation[:2] for relation in work.relations] == [("consolidates", ACT)]


@pytest.mark.parametrize("kind", ["typed-literal", "literal"])
def test_both_forms_of_literals_are_read(kind: str) -> None:
    assert cellar.rows(sparql({"celex": ACT}, kind=kind)) == [{"celex": ACT}]


def test_a_row_that_cannot_be_read_costs_no_other() -> None:
    good = {"celex": {"value": ACT}}
    body = json.dumps({"results": {"bindings": [None, good, {"celex": "x"}, {"title": {"value": "x"}}]}}).encode()
    first, second, third, fourth = cellar.rows(body)
    assert second == {"celex": ACT}
    assert all(isinstance(each, MalformedDocument) for each in (first, third, fourth))
    assert "row 1" in str(first)


@pytest.mark.parametrize(
    ("answer", "lacking"),
    [(0, "predicate"), (0, "value"), (1, "date"), (1, "meaning"), (2, "language"), (4, "predicate"), (4, "object")],
)
def test_a_row_without_what_is_read_of_it_is_named_and_not_read(answer: int, lacking: str) -> None:
    whole = next(row for row in reversed(ANSWERS[answer]) if lacking in row and (answer != 2 or "title" in row))
    needed = list(DETAILS.values())[answer]
    (fault,) = cellar.rows(sparql({name: value for name, value in whole.items() if name != lacking}), needed)
    assert isinstance(fault, MalformedDocument)
    assert lacking in str(fault)


def test_a_row_has_all_that_is_needed_or_the_number_alone() -> None:
    number, value = {"celex": ACT}, {"celex": ACT, "predicate": "x", "value": "y"}
    *whole, partial = cellar.rows(sparql(number, value, {"celex": ACT, "value": "y"}), tuple(value))
    assert whole == [number, value]
    assert isinstance(partial, MalformedDocument)


@pytest.mark.parametrize(
    "body",
    [b'{"results": {"bindings": {}}}', b"", b"<html>Virtuoso 37000 Error</html>", b"[]", b'{"boolean": true}', b"null"],
)
def test_what_is_no_result_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match=r"not (?:JSON|a SPARQL JSON result)"):
        cellar.rows(body)


CHOICE = "https://publications.europa.eu/resource/celex/32030R0001"
ITEM = "https://publications.europa.eu/resource/cellar/u.1.2/DOC_"


def test_items_of_a_choice() -> None:
    page = (
        '<h1>Multiple Choices</h1><a href="http://publications.europa.eu/resource/cellar/u.1.2/DOC_1">1</a>'
        "<a href='https://publications.europa.eu/resource/cellar/u.1.2/DOC_2'>2</a><a href='/help'>?</a>"
    )
    choice = html(page, CHOICE)
    assert cellar.listed_items(choice) == (f"{ITEM}1", f"{ITEM}2")
    assert cellar.listed_items(choice.replace(body=b"\x96" + choice.body)) == (f"{ITEM}1", f"{ITEM}2")


@pytest.mark.parametrize(
    "link",
    [
        'href="/resource/cellar/u.1.2/DOC_1"',
        "HREF='http://publications.europa.eu/resource/cellar/u.1.2/DOC_1'",
        "href = ../cellar/u.1.2/DOC_1",
    ],
)
def test_items_of_a_choice_are_known_however_they_are_written(link: str) -> None:
    assert cellar.listed_items(html(f"<ul><li><a {link}>1</a></ul>", CHOICE)) == (f"{ITEM}1",)


def linking(*urls: str) -> Response:
    return html("".join(f'<a href="{url}">x</a>' for url in urls), CHOICE)


def test_items_are_in_the_order_of_their_numbers_however_the_page_sorts_them() -> None:
    listed = (f"{ITEM}1", f"{ITEM}10", f"{ITEM}2", f"{ITEM}notes")
    assert cellar.listed_items(linking(*listed)) == (f"{ITEM}notes", f"{ITEM}1", f"{ITEM}2", f"{ITEM}10")


def test_another_manifestation_is_the_same_text_once_more() -> None:
    other = ITEM.replace("u.1.2", "u.1.1")
    listed = (f"{ITEM}1", f"{other}1", f"{ITEM}2", f"{other}2")
    assert cellar.listed_items(linking(*listed)) == (f"{ITEM}1", f"{ITEM}2")


@pytest.mark.parametrize(
    ("headers", "figure"), [({"Content-Type": " Image/PNG"}, True), ({"Content-Type": "text/html"}, False), ({}, False)]
)
def test_a_figure_is_known_by_its_media_type(headers: dict[str, str], figure: bool) -> None:
    assert cellar.is_figure(Response(f"{ITEM}1", headers=headers)) is figure


@pytest.mark.parametrize("link", ["u.1.2?notice=branch", "u", "u.1.2/DOC_2?notice=object", "http://[toys"])
def test_what_is_no_file_of_a_text_is_no_item(link: str) -> None:
    page = f'<a href="/resource/cellar/{link}">x</a><a href="{link}">y</a><a href="{ITEM}1">1</a>'
    assert cellar.listed_items(html(page, CHOICE)) == (f"{ITEM}1",)
