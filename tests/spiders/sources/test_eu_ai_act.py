import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from scrapy.http import Request
from scrapy.settings import Settings
from spider_steps import Answer, Build, begun

from pipeline.errors import UsageError
from pipeline.model import Capture, Problem
from spiders.publishers.cellar import RENDITIONS, Work
from spiders.sources.eu_ai_act import EuAiAct

WORK = Work("32030R0001", titles={"en": "Regulation on toys", "fr": "Règlement sur les jouets"})
XHTML = "application/xhtml+xml;charset=UTF-8"


def result(*celexes: str) -> str:
    return json.dumps({"results": {"bindings": [{"celex": {"type": "literal", "value": c}} for c in celexes]}})


def asked(request: Request) -> str:
    return parse_qs(request.body.decode())["query"][0]


def test_discovery_starts_from_the_act_its_subject_and_its_words(build: Build) -> None:
    requests = begun(build("eu_ai_act"))
    assert {request.method for request in requests} == {"POST"}
    assert "celex/32024R1689>" in asked(requests[0])
    assert "eurovoc.europa.eu/3030" in asked(requests[1])
    assert all('"artificial intelligence"' in asked(request) for request in requests[2:])


def test_only_asks_about_that_document(build: Build) -> None:
    (request,) = begun(build("eu_ai_act", only="celex:32016R0679"))
    assert "celex/32016R0679>" in asked(request)
    assert "32024R1689" not in asked(request)
    assert begun(build("eu_ai_act", only="fr:2024-03763")) == []


def test_each_document_is_asked_for_once(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    family, subject, *_ = begun(spider)
    act, amending = spider.parse_family(
        answer(family, result("32024R1689", "32026R1744", "52021AE2482")), **family.cb_kwargs
    )
    assert "celex/32024R1689>" in asked(act)
    assert "celex/32026R1744>" in asked(amending)
    assert "52021AE2482" not in asked(amending)
    (more,) = spider.parse_found(answer(subject, result("32026R1744", "52023AP0236")), **subject.cb_kwargs)
    assert "celex/52023AP0236>" in asked(more)
    assert "32026R1744" not in asked(more)
    assert spider.crawler.stats["policy/skipped/not_policy"] == 1


def test_a_cut_search_is_said(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    _, subject, *_ = begun(spider)
    everything = [f"32030R{n:04d}" for n in range(10_000)]
    problem = next(spider.parse_found(answer(subject, result(*everything)), **subject.cb_kwargs))
    assert isinstance(problem, Problem)
    assert problem.kind == "truncated"


def test_a_search_that_ran_out_of_time_is_said_and_gives_what_came(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    _, subject, *_ = begun(spider)
    response = answer(subject, result("32030R0001"))
    response.headers["X-SQL-State"] = "S1TAT"
    problem, found = spider.parse_found(response, **subject.cb_kwargs)
    assert (problem.kind, "1 document by" in problem.message) == ("truncated", True)
    assert "celex/32030R0001>" in asked(found)


def test_a_search_that_finds_nothing_is_said_and_a_year_without_a_title_is_not(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    family, subject, year, another, *_ = begun(spider)
    (act,) = spider.parse_family(answer(family, result()), **family.cb_kwargs)
    assert "celex/32024R1689>" in asked(act)
    for request, found in ((subject, result("32030R0001")), (year, result()), (another, result("32030R0001"))):
        list(spider.parse_found(answer(request, found), **request.cb_kwargs))
    (problem,) = spider.at_end()
    assert (problem.kind, "by relations found no document" in problem.message) == ("empty_list", True)


def test_text_is_asked_in_each_language(build: Build) -> None:
    spider = build("eu_ai_act", POLICY_LANGUAGES="en, fr")
    begun(spider)
    english, french = spider.texts(WORK)
    assert english.url == "https://publications.europa.eu/resource/celex/32030R0001"
    assert english.headers["Accept"] == b"application/xhtml+xml, text/html"
    assert [english.headers["Accept-Language"], french.headers["Accept-Language"]] == [b"en", b"fr"]
    assert english.dont_filter
    assert french.dont_filter


def test_language_that_does_not_exist_is_not_asked_for(build: Build) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    (request,) = spider.texts(Work("32030R0001", titles={"fr": "Règlement"}))
    assert request.headers["Accept-Language"] == b"fr"
    assert list(spider.texts(Work("32030R0001", titles={"de": "Verordnung"}))) == []
    (problem,) = spider.at_end()
    assert problem.kind == "missing_text"
    assert problem.message.startswith("documents without a text in ")
    assert problem.message.endswith(" at Cellar: 1 (celex:32030R0001); the next crawl asks again")


def details(
    spider: EuAiAct, answer: Answer, *facts: tuple[str, str], links: str = "", out_of_time: bool = False
) -> list[Any]:
    """What becomes of a document of which Cellar states these facts, and nothing else. `links`: the answer about
    relations. `out_of_time`: Cellar was, with the last answer."""
    rows = [
        {
            "celex": {"value": "32030R0001"},
            "predicate": {"value": "http://publications.europa.eu/ontology/cdm#" + name},
            "value": {"value": value},
        }
        for name, value in facts
    ]
    number = result("32030R0001")
    bodies = [json.dumps({"results": {"bindings": rows}}), *[number] * 3, links or number.replace("celex", "subject")]
    responses = tuple(answer("https://publications.europa.eu/webapi/rdf/sparql", body) for body in bodies)
    if out_of_time:
        responses[-1].headers["X-SQL-State"] = "S1TAT"
    return list(spider.parse_details(["32030R0001"], responses))


def test_a_document_of_which_an_answer_ran_out_of_time_stays_as_it_is_held(build: Build, answer: Answer) -> None:
    (problem,) = details(build("eu_ai_act"), answer, ("resource_legal_in-force", "1"), out_of_time=True)
    assert problem.kind == "truncated"
    assert "32030R0001" in problem.message


def test_older_documents_are_left_out_by_since(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act", since="2031-01-01")
    begun(spider)
    assert details(spider, answer, ("work_date_document", "2030-01-02")) == []


def test_what_is_known_of_a_document_is_held_whatever_becomes_of_its_text(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    description, request = details(spider, answer, ("resource_legal_in-force", "0"))
    assert (description.document.status, description.parts) == ("not_in_force", ())
    while request is not None:
        request = next(spider.parse_text(answer(request, "Not found", 404), **request.cb_kwargs), None)
    (problem,) = spider.at_end()
    assert problem.kind == "missing_text"
    assert problem.message.startswith("documents without a text in ")
    assert problem.message.endswith(" at Cellar: 1 (celex:32030R0001); the next crawl asks again")


def test_a_document_stays_as_it_is_held_where_one_answer_says_nothing_of_it(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    (problem,) = details(spider, answer, ("resource_legal_in-force", "0"), links=result())
    assert (problem.kind, problem.document_id) == ("missing_document", "celex:32030R0001")
    assert problem.message.startswith("Cellar has no 32030R0001, or left it out of an answer; check the number")


def test_answer_becomes_a_capture(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    _, request = spider.texts(WORK)
    (capture,) = spider.parse_text(answer(request, "<html/>", kind=XHTML), **request.cb_kwargs)
    assert isinstance(capture, Capture)
    assert (capture.language, capture.legal_date) == ("fr", "")
    (part,) = capture.parts
    assert (part.role, part.title, part.body) == ("main", "Règlement sur les jouets", b"<html/>")
    assert part.link == "https://eur-lex.europa.eu/legal-content/FR/TXT/HTML/?uri=CELEX:32030R0001"
    assert capture.document.title == "Regulation on toys"


def test_consolidated_text_states_its_date(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    request = spider.ask(Work("02030R0001-20310405"), "en")
    (capture,) = spider.parse_text(answer(request, "<html/>"), **request.cb_kwargs)
    assert capture.legal_date == "2031-04-05"


def test_next_rendition_is_asked_for_until_none_is_left(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    (step, _), tried = spider.texts(WORK), []
    for status in (404, 406, 406):
        tried.append(step.headers["Accept"].decode())
        (step,) = spider.parse_text(answer(step, "Not Acceptable", status), **step.cb_kwargs)
    assert tuple(tried) == RENDITIONS
    assert step.kind == "missing_text", "which only warns: `check` failed for ever from the third crawl on"
    assert step.document_id == "celex:32030R0001"


def test_choice_is_a_text_and_its_annexes(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    request = spider.ask(WORK, "en", rung=2)
    item = "http://publications.europa.eu/resource/cellar/u.1.2/DOC_"
    choice = answer(request, f'<a href="{item}1">1</a><a href="{item}2">2</a>', 300)
    (first,) = spider.parse_text(choice, **request.cb_kwargs)
    assert first.url == "https://publications.europa.eu/resource/cellar/u.1.2/DOC_1"
    assert first.headers["Accept"] == b"application/pdf"
    (second,) = first.callback(answer(first, b"%PDF-1", kind="application/pdf"))
    (capture,) = second.callback(answer(second, b"%PDF-2", kind="application/pdf"))
    assert [(part.role, part.body) for part in capture.parts] == [("main", b"%PDF-1"), ("annex", b"%PDF-2")]
    assert [part.link for part in capture.parts] == [first.url, second.url]
    assert [part.title for part in capture.parts] == [WORK.titles["en"], "File 2"], "by which its pages are cited"


def test_a_figure_beside_a_text_is_left_out(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    request = spider.ask(WORK, "en")
    item = "/resource/cellar/u.1.2/DOC_"
    choice = answer(request, f'<a href="{item}1">1</a><a href="{item}2">2</a>', 300)
    (text,) = spider.parse_text(choice, **request.cb_kwargs)
    (figure,) = text.callback(answer(text, "<html/>", kind=XHTML))
    (capture,) = figure.callback(answer(figure, b"\xff\xd8\xff", kind="image/jpeg"))
    assert [part.body for part in capture.parts] == [b"<html/>"]
    assert spider.crawler.stats["policy/skipped/figure"] == 1


def test_a_choice_that_stops_before_its_end_does_not_repeal_the_annexes(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    request = spider.ask(WORK, "en")
    page = '<html><body><ul><li><a href="/resource/cellar/u.1.2/DOC_1">1</a></li><li><a href="/reso'
    (problem,) = spider.parse_text(answer(request, page, 300), **request.cb_kwargs)
    assert (problem.kind, problem.document_id) == ("missing_part", "celex:32030R0001")
    assert "stops before its end" in problem.message


def test_choice_without_links_is_a_problem(build: Build, answer: Answer) -> None:
    spider = build("eu_ai_act")
    begun(spider)
    request = spider.ask(WORK, "en")
    (problem,) = spider.parse_text(answer(request, "<p>Multiple Choices</p>", 300), **request.cb_kwargs)
    assert problem.kind == "missing_document"


@pytest.mark.parametrize("setting", ["", "xx", "en;fr"])
def test_unknown_language_is_refused_before_the_crawl(setting: str) -> None:
    with pytest.raises(UsageError, match="POLICY_LANGUAGES"):
        EuAiAct.update_settings(Settings({"POLICY_LANGUAGES": setting}))
