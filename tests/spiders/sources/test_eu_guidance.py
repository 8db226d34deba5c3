from typing import Any

import pytest
from scrapy.http import Request
from spider_steps import Answer, Build, begun

from pipeline.identifiers import url_id
from pipeline.model import Capture
from spiders.runs.expectations import Tally, Verdict, judge
from spiders.sources.eu_guidance import GUIDANCE, SITE

FILE = "https://ec.europa.eu/newsroom/dae/redirection/document/"


def request_of(spider: Any, path: str) -> Request:
    return next(request for request in begun(spider) if path in request.url)


def test_every_paper_is_asked_for_or_the_one_named(build: Build) -> None:
    assert len(begun(build("eu_guidance"))) == len(GUIDANCE)
    url = SITE + GUIDANCE[0].path
    assert [request.url for request in begun(build("eu_guidance", only=url_id(url)))] == [url]


def test_a_crawl_is_whole_when_only_the_library_dates_its_papers(build: Build) -> None:
    dated = sum(guidance.path.startswith("library/") for guidance in GUIDANCE)
    tally = Tally(len(GUIDANCE), unread=0, requests=20, answers=20, with_text=len(GUIDANCE), with_date=dated)
    assert judge(tally, build("eu_guidance").source.expectations) == Verdict()


def test_guidelines_are_the_files_of_a_page(build: Build, answer: Answer) -> None:
    spider = build("eu_guidance")
    request = request_of(spider, "library/guidelines-scope")
    files = "".join(f'<div>Part {n} (English) <a href="{FILE}{n}">Download</a></div>' for n in (1, 2))
    page = f"<main><h1>Guidelines</h1>Publication 3 February 2030 {files}</main>"
    (first,) = spider.parse_page(answer(request, page), **request.cb_kwargs)
    (second,) = first.callback(answer(first, b"%PDF-1", kind="application/pdf"))
    (capture,) = second.callback(answer(second, b"%PDF-2", kind="application/pdf"))
    assert isinstance(capture, Capture)
    assert [(part.role, part.body) for part in capture.parts] == [("main", b"%PDF-1"), ("annex", b"%PDF-2")]
    assert (capture.document.title, capture.document.published) == ("Guidelines", "2030-02-03")
    assert capture.document.document_id == url_id(request.url)


def test_a_page_in_place_of_a_file_is_not_read(build: Build, answer: Answer) -> None:
    spider = build("eu_guidance")
    request = request_of(spider, "library/guidelines-scope")
    page = f'<main><h1>Guidelines</h1>(English) <a href="{FILE}1">Download</a></main>'
    (file,) = spider.parse_page(answer(request, page), **request.cb_kwargs)
    (problem,) = file.callback(answer(file, "<h1>Service</h1><p>We are upgrading.</p>"))
    assert (problem.kind, problem.document_id) == ("not_the_document", url_id(request.url))


def test_forms_to_fill_in_are_left_out(build: Build, answer: Answer) -> None:
    spider = build("eu_guidance")
    request = request_of(spider, "policies/contents-code")
    offers = "".join(f'<div>Chapter {n} (English) <a href="{FILE}{n}">Download</a></div>' for n in (1, 2))
    (form,) = spider.parse_page(answer(request, f"<main><h1>Code</h1>{offers}</main>"), **request.cb_kwargs)
    # What https://ec.europa.eu/newsroom/ says of every file.
    (chapter,) = form.callback(answer(form, b"PK\x03\x04\x14\x00\x06\x00", kind="/"))
    (capture,) = chapter.callback(answer(chapter, b"%PDF-2", kind="/"))
    assert [(part.role, part.body) for part in capture.parts] == [("main", b"%PDF-2")]
    assert spider.crawler.stats["policy/skipped/form"] == 1
    (problem,) = chapter.callback(answer(chapter, b"PK\x03\x04\x14\x00\x06\x00", kind="/"))
    assert (problem.kind, "no file that is a text" in problem.message) == ("not_the_document", True)


def test_questions_and_answers_are_the_page(build: Build, answer: Answer) -> None:
    spider = build("eu_guidance")
    request = request_of(spider, "faqs/")
    page = f"<main><h1>Questions</h1><p>{'Is a toy a system? ' * 90}</p></main>"
    (capture,) = spider.parse_page(answer(request, page), **request.cb_kwargs)
    assert (capture.document.kind, len(capture.parts)) == ("questions_and_answers", 1)


def test_unexpected_pages_are_said(build: Build, answer: Answer) -> None:
    spider = build("eu_guidance")
    library, faq = request_of(spider, "library/guidelines-scope"), request_of(spider, "faqs/")
    for request, page, fault in (
        (library, "<main><p>No heading</p></main>", "no heading"),
        (library, "<main><h1>Guidelines</h1></main>", "no file"),
        (
            library,
            f'<html><body><main><h1>Guidelines</h1><div><a href="{FILE}1">English</a></div><a hr',
            "before its end",
        ),
        (faq, "<main><h1>Questions</h1></main>", "hardly any text"),
    ):
        (problem,) = spider.parse_page(answer(request, page), **request.cb_kwargs)
        assert problem.kind == "not_the_document"
        assert fault in problem.message
        assert problem.document_id == url_id(request.url)


@pytest.mark.parametrize("path", ["library/guidelines-scope", "faqs/"])
def test_a_page_that_is_gone_or_leads_to_another_one_is_removed_and_not_read(
    build: Build, answer: Answer, path: str
) -> None:
    spider = build("eu_guidance")
    request = request_of(spider, path)
    other = (
        f'<main><h1>All on AI</h1><p>{"Is a toy a system? " * 90}</p>(English) <a href="{FILE}1">Download</a></main>'
    )
    moved = answer(request, other).replace(url=SITE + "policies/artificial-intelligence")
    for response in (moved, answer(request, other, status=404)):
        (problem,) = spider.parse_page(response, **request.cb_kwargs)
        assert (problem.kind, problem.document_id) == ("removed", url_id(request.url))
    assert 404 in request.meta["handle_httpstatus_list"]
