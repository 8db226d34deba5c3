import json
from typing import Any

import pytest
from scrapy.http import Request, Response
from spider_steps import Answer, Build, begun, fail, follow

from pipeline.errors import MalformedDocument
from pipeline.model import Capture, Problem
from spiders.network.failures import FetchFailed, interrupted
from spiders.publishers import fr_api, fr_documents
from spiders.publishers.fr_api import Slice
from spiders.publishers.fr_documents import Row
from spiders.sources.federal_register import AGENCIES, SEARCHES

SPAN = Slice("2030-01-01", "2030-01-31", 2)
HEARD = "Documents matching 'x' and published from 01/01/2030 to 01/31/2030"
SITE = "https://www.federalregister.gov"


def row(number: str = "2030-00001", title: str = "Artificial Intelligence in Toys", **changes: Any) -> dict[str, Any]:
    return dict.fromkeys(fr_api.FIELDS) | {
        "document_number": number,
        "publication_date": "2030-01-02",
        "title": title,
        "type": "Notice",
        "html_url": f"{SITE}/documents/2030/01/02/{number}/toys",
        "full_text_xml_url": f"{SITE}/documents/full_text/xml/2030/01/02/{number}.xml",
        "raw_text_url": f"{SITE}/documents/full_text/text/2030/01/02/{number}.txt",
        **changes,
    }


def read(**changes: Any) -> Row:
    return fr_documents.row(row(**changes), SITE, "federal_register")


def page(answer: Answer, rows: list[dict[str, Any]], **more: Any) -> Response:
    body = {"description": HEARD, "count": 2, "results": rows, **more}
    return answer(f"{SITE}/api/v1/documents.json?x=1", json.dumps(body), kind="application/json")


def texts(steps: list[Any]) -> list[str]:
    return [step.url.rpartition("/")[2] for step in steps if isinstance(step, Request)]


def test_every_search_is_planned_by_its_daily_counts(build: Build) -> None:
    requests = begun(build("federal_register"))
    assert len(requests) == len(SEARCHES) == 3
    assert all("facets/daily.json" in request.url and "2019-01-01" in request.url for request in requests)
    assert all("2024-05-06" in request.url for request in begun(build("federal_register", since="2024-05-06")))
    assert all("2019-01-01" in request.url for request in begun(build("federal_register", since="1999-01-01")))
    assert len(SEARCHES[2].conditions) == len(AGENCIES) + 1


def test_counts_become_pages(spider: Any, answer: Answer) -> None:
    counts = {"2030-01-02": {"count": 15}, "2030-01-03": {"count": 4}, "2030-01-04": {"count": 30}}
    response = answer(f"{SITE}/api/v1/documents/facets/daily.json", json.dumps(counts), kind="application/json")
    first, second = spider.parse_counts(response, SEARCHES[0])
    assert first.cb_kwargs["span"] == Slice("2030-01-02", "2030-01-03", 19)
    assert second.cb_kwargs["span"] == Slice("2030-01-04", "2030-01-04", 30)


def test_a_search_that_finds_nothing_in_all_years_is_said(build: Build, answer: Answer) -> None:
    response = answer(f"{SITE}/api/v1/documents/facets/daily.json", "{}", kind="application/json")
    (problem,) = build("federal_register").parse_counts(response, SEARCHES[0])
    assert (problem.kind, problem.url) == ("empty_list", response.url)
    assert list(build("federal_register", since="2030-01-01").parse_counts(response, SEARCHES[0])) == []


def test_page_leads_to_texts_and_the_next_page(spider: Any, answer: Answer) -> None:
    onward = f"{SITE}/api/v1/documents?format=json&page=2"
    steps = list(spider.parse_page(page(answer, [row()], next_page_url=onward), SEARCHES[0], SPAN, frozenset()))
    assert texts(steps[:1]) == ["2030-00001.xml"]
    assert steps[1].url == onward
    assert steps[1].cb_kwargs["got"] == {"fr:2030-00001"}
    last = page(answer, [row("2030-00002")])
    assert texts(list(spider.parse_page(last, SEARCHES[0], SPAN, steps[1].cb_kwargs["got"]))) == ["2030-00002.xml"]


def test_hidden_results_are_a_problem(spider: Any, answer: Answer) -> None:
    repeated = page(answer, [row()])
    *_, problem = spider.parse_page(repeated, SEARCHES[0], SPAN, frozenset({"fr:2030-00001"}))
    assert isinstance(problem, Problem)
    assert problem.kind == "truncated"
    assert "1 of 2" in problem.message


def test_a_document_that_a_page_lists_twice_counts_twice_and_is_fetched_once(spider: Any, answer: Answer) -> None:
    (text,) = spider.parse_page(page(answer, [row(), row()]), SEARCHES[0], SPAN, frozenset())
    assert text.url.endswith("2030-00001.xml")


@pytest.mark.parametrize("onward", [f"{SITE}/api/v1/documents.json?x=1", f"{SITE}/api/v1/documents?page=3"])
def test_a_page_that_brings_nothing_new_ends_the_list_with_a_problem(spider: Any, answer: Answer, onward: str) -> None:
    first = page(answer, [row()], next_page_url=onward)
    _, again = spider.parse_page(first, SEARCHES[0], SPAN, frozenset())
    # The same address, too: were it filtered as a duplicate, nobody would notice that documents are missing.
    assert again.dont_filter
    (problem,) = spider.parse_page(first, **again.cb_kwargs)
    assert (problem.kind, problem.url) == ("truncated", first.url)


@pytest.mark.parametrize(
    "bad",
    [None, 5, "x", [], {}, row(None), row("x"), row(publication_date=20300102), row(agencies="NTIA"),
     row(full_text_xml_url="javascript:alert(1)"), row(title=5), row(abstract=["x"]), row(signing_date="soon")],
)  # fmt: skip
def test_a_row_that_cannot_be_read_costs_no_other(spider: Any, answer: Answer, bad: Any) -> None:
    problem, *steps = spider.parse_page(page(answer, [bad, row()]), SEARCHES[0], SPAN, frozenset())
    assert (problem.kind, "row 1 is not as expected" in problem.message) == ("malformed_document", True)
    (text,) = steps
    assert text.url.endswith("2030-00001.xml")


@pytest.mark.parametrize("results", [{"a": 1}, "x", 5, None])
def test_a_page_of_another_shape_is_one_malformed_document(spider: Any, answer: Answer, results: Any) -> None:
    with pytest.raises(MalformedDocument, match="`results` is not a list"):
        list(spider.parse_page(page(answer, results), SEARCHES[0], SPAN, frozenset()))


@pytest.mark.parametrize("counts", [{"2030-01-02": None}, {"2030-01-02": {"count": "x"}}, {"message": "busy"}])
def test_counts_of_another_shape_are_a_malformed_document(spider: Any, answer: Answer, counts: Any) -> None:
    with pytest.raises(MalformedDocument):
        list(
            spider.parse_counts(answer(f"{SITE}/daily.json", json.dumps(counts), kind="application/json"), SEARCHES[0])
        )


def test_a_page_elsewhere_is_said_and_not_kept(spider: Any, answer: Answer) -> None:
    problem, request = spider.text(read(html_url="javascript:alert(1)"))
    assert (problem.kind, problem.document_id) == ("malformed_document", "fr:2030-00001")
    (capture,) = follow(request, answer(request, "<NOTICE><P>Toys.</P></NOTICE>"))
    assert capture.document.url == f"{SITE}/d/2030-00001"


def test_ignored_filter_is_a_problem_and_nothing_is_used(spider: Any, answer: Answer) -> None:
    everything = page(answer, [row()], description="All Documents")
    (problem,) = spider.parse_page(everything, SEARCHES[0], SPAN, frozenset())
    assert problem.kind == "filter_ignored"
    (problem,) = spider.parse_page(page(answer, [row()], description=None), SEARCHES[0], SPAN, frozenset())
    assert problem.kind == "filter_ignored"
    with pytest.raises(MalformedDocument, match="description is list, not text"):
        list(spider.parse_page(page(answer, [row()], description=[HEARD]), SEARCHES[0], SPAN, frozenset()))


def test_no_hits_have_no_results(spider: Any, answer: Answer) -> None:
    body = json.dumps({"description": HEARD, "count": 0})
    response = answer(f"{SITE}/api/v1/documents.json", body, kind="application/json")
    assert list(spider.parse_page(response, SEARCHES[0], Slice(SPAN.first, SPAN.last, 0), frozenset())) == []


def test_document_found_twice_is_fetched_once(spider: Any, answer: Answer) -> None:
    assert len(list(spider.first_time(read()))) == 1
    assert list(spider.first_time(read())) == []


def test_text_becomes_a_capture(spider: Any, answer: Answer) -> None:
    (request,) = spider.text(read())
    response = answer(request, "<NOTICE><P>Toys.</P></NOTICE>", kind="text/xml")
    (capture,) = follow(request, response)
    assert isinstance(capture, Capture)
    assert (capture.document.document_id, capture.language) == ("fr:2030-00001", "en")
    assert capture.parts[0].link == capture.document.url


def test_next_rendition_where_one_is_missing(spider: Any, answer: Answer) -> None:
    (xml,) = spider.text(read())
    (text,) = follow(xml, answer(xml, "<!DOCTYPE html><html>404</html>", 404))
    assert text.url.endswith(".txt")
    (capture,) = follow(text, answer(text, "Not Found", 404))
    assert (capture.document.document_id, capture.parts) == ("fr:2030-00001", ())


def test_a_page_in_place_of_the_text_is_a_problem_and_not_its_absence(spider: Any, answer: Answer) -> None:
    (xml,) = spider.text(read())
    page = "<html><body><h1>Maintenance</h1><p>We will be back soon.</p></body></html>"
    problem, text = follow(xml, answer(xml, page))
    assert (problem.kind, problem.document_id, problem.url) == ("not_the_document", "fr:2030-00001", xml.url)
    assert text.url.endswith(".txt")
    problem, _ = follow(text, answer(text, page))
    assert problem.kind == "not_the_document"


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        ("<NOTICE><P>AT&T on AI</P></NOTICE>", "malformed_document"),
        ("<SUNSHINE><P>AI meeting.</P></SUNSHINE>", "unknown_format"),
        ("<NOTICE><PREAMB><SUBJECT>AI</SUBJECT></PREAMB></NOTICE>", "not_the_document"),
        ("<NOTICE><P>AI in dolls.</P><FRDOC>[FR Doc. 2030-00002 Filed</FRDOC></NOTICE>", "not_the_document"),
    ],
)
def test_next_rendition_where_one_cannot_be_read(spider: Any, answer: Answer, xml: str, kind: str) -> None:
    (request,) = spider.text(read())
    problem, text = follow(request, answer(request, xml, kind="text/xml"))
    assert (problem.kind, problem.document_id, problem.url) == (kind, "fr:2030-00001", request.url)
    response = answer(text, "[Federal Register Volume 95, Number 1]\n\nToys.", kind="text/plain")
    (capture,) = follow(text, response)
    assert [part.body for part in capture.parts] == [response.body]


def test_a_document_of_which_nothing_can_be_read_is_held_by_its_description(spider: Any, answer: Answer) -> None:
    (xml,) = spider.text(read())
    _, text = follow(xml, answer(xml, "<NOTICE><P>Toys", kind="text/xml"))
    _, capture = follow(text, answer(text, "Busy", kind="text/plain"))
    assert (capture.document.document_id, capture.parts) == ("fr:2030-00001", ())
    (said,) = spider.at_end()
    assert said.kind == "missing_text"


def test_the_next_rendition_is_asked_for_where_the_request_for_one_failed(spider: Any, answer: Answer) -> None:
    (xml,) = spider.text(read())
    problem, text = fail(xml, FetchFailed("empty_body", "an empty body"))
    assert (problem.kind, problem.message, problem.url) == ("empty_body", "an empty body", xml.url)
    assert problem.document_id == "fr:2030-00001"
    assert text.url.endswith(".txt")
    problem, capture = fail(text, ConnectionResetError("reset"))
    assert (problem.kind, problem.url) == ("network", text.url)
    assert (capture.document.document_id, capture.parts) == ("fr:2030-00001", ())


def test_a_document_whose_text_was_not_seen_is_not_counted_as_one_that_is_not_about_ai(spider: Any) -> None:
    (xml,) = spider.text(read(title="Air Plan Approval", raw_text_url=None, pdf_url=None))
    (problem,) = fail(xml, ConnectionResetError("reset"))
    assert problem.kind == "network"
    assert "policy/skipped/not_about_ai" not in spider.crawler.stats
    assert spider.crawler.stats["policy/skipped/not_about_ai_by_title"] == 1


def test_nothing_is_made_of_a_rendition_that_was_given_up_because_the_crawl_stops(spider: Any) -> None:
    (xml,) = spider.text(read())
    assert fail(xml, interrupted()) == []


def test_a_page_in_place_of_a_pdf_is_how_its_absence_is_said(spider: Any, answer: Answer) -> None:
    only_pdf = {"full_text_xml_url": None, "raw_text_url": None, "pdf_url": "https://www.govinfo.gov/toys.pdf"}
    (pdf,) = spider.text(read(**only_pdf))
    (capture,) = follow(pdf, answer(pdf, "<html><body>Error</body></html>"))
    assert capture.parts == ()


def test_documents_without_a_text_are_said_once(spider: Any) -> None:
    assert list(spider.at_end()) == []
    bare = dict.fromkeys(("full_text_xml_url", "raw_text_url", "pdf_url"))
    for number in ("2030-00002", "2030-00001"):
        (capture,) = spider.text(read(number=number, **bare))
        assert capture.parts == ()
    assert list(spider.text(read(title="Air Plan Approval", **bare))) == []
    (problem,) = spider.at_end()
    assert problem.kind == "missing_text"
    assert ": 2 (fr:2030-00001, fr:2030-00002); " in problem.message


def test_look_alike_is_dropped_and_counted(spider: Any, answer: Answer) -> None:
    (request,) = spider.text(read(title="Air Plan Approval"))
    response = answer(request, "<NOTICE><P>No artificial intelligence here.</P></NOTICE>", kind="text/xml")
    assert follow(request, response) == []
    assert spider.crawler.stats["policy/skipped/not_about_ai"] == 1


def test_only_fetches_that_document_whatever_it_is_about(build: Build, answer: Answer) -> None:
    spider = build("federal_register", only="fr:2030-00001,celex:32024R1689")
    (request,) = begun(spider)
    assert request.url.startswith(f"{SITE}/api/v1/documents/2030-00001.json?")
    body = json.dumps(row(title="Air Plan Approval"))
    (text,) = spider.parse_document(answer(request, body, kind="application/json"), **request.cb_kwargs)
    (capture,) = follow(text, answer(text, "<NOTICE><P>Air.</P></NOTICE>", kind="text/xml"))
    assert capture.document.title == "Air Plan Approval"


def test_unknown_number_is_said(build: Build, answer: Answer) -> None:
    spider = build("federal_register", only="fr:2030-99999")
    (request,) = begun(spider)
    (problem,) = spider.parse_document(answer(request, "<html>Page Not Found</html>", 404), **request.cb_kwargs)
    assert problem.kind == "missing_document"
    assert "2030-99999" in problem.message
