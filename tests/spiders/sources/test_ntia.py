from dataclasses import replace
from typing import Any

import pytest
from scrapy.http import Request
from spider_steps import Answer, Build, begun, fail
from twisted.python.failure import Failure

from pipeline.identifiers import url_id
from pipeline.model import Capture, Problem, Relation
from spiders.network.failures import FetchFailed
from spiders.publishers.ntia import Listed

SITE = "https://www.ntia.gov"
SECTION = f"{SITE}/programs-and-initiatives/artificial-intelligence"
ROOT = f"{SECTION}/toy-report"
TOYS = Listed(f"{SITE}/press-release/2030/toys", "Toys and Artificial Intelligence", "2030-02-03", "")


def page(title: str, *links: str, words: str = "Toys.", rel: str = "") -> str:
    items = "".join(f'<li><a href="{link}" rel="{rel}">x</a></li>' for link in links)
    return f'<main><h1 class="page-title">{title}</h1><p>{words}</p><ul>{items}</ul></main>'


def test_feed_listings_and_hub_are_asked(build: Build) -> None:
    urls = [request.url for request in begun(build("ntia"))]
    assert urls[:2] == [SECTION, f"{SITE}/rss.xml"]
    assert f"{SITE}/speechtestimony" in urls


def test_listing_leads_to_articles_on_ai_and_to_the_next_page(spider: Any, answer: Answer) -> None:
    text = (
        '<main><div><a href="/blog/2030/ai-toys">AI Toys</a></div>'
        '<div><a href="/blog/2030/grants">Broadband Grants</a></div>'
        '<li class="pager__item--next"><a href="?page=1">Next</a></li></main>'
    )
    article, onward = spider.parse_listing(answer(f"{SITE}/blog", text))
    assert article.url == f"{SITE}/blog/2030/ai-toys"
    assert onward.url == f"{SITE}/blog?page=1"
    assert spider.crawler.stats["policy/skipped/not_about_ai"] == 1


def test_hub_leads_to_reports_and_to_all_its_articles(spider: Any, answer: Answer) -> None:
    text = f'<main><a href="{ROOT}/background">R</a><div><a href="/blog/2030/grants">Model Grants</a></div></main>'
    report, article = spider.parse_hub(answer(SECTION, text))
    assert report.url == ROOT
    assert article.url == f"{SITE}/blog/2030/grants"


def test_a_list_without_an_article_is_a_problem(spider: Any, answer: Answer) -> None:
    text = '<div id="content"><a href="/blog/2030/ai-toys">AI Toys</a><a rel="next" href="?page=1">Next</a></div>'
    for lists_nothing in (spider.parse_listing, spider.parse_hub):
        (problem,) = lists_nothing(answer(f"{SITE}/blog", text))
        assert (problem.kind, problem.url) == ("changed_markup", f"{SITE}/blog")
    (problem,) = spider.parse_feed(answer(f"{SITE}/rss.xml", "<rss><channel/></rss>", kind="application/rss+xml"))
    assert (problem.kind, problem.url) == ("changed_markup", f"{SITE}/rss.xml")


def test_what_the_feed_names_on_ai_besides_articles_is_counted(spider: Any, answer: Answer) -> None:
    links = ("/report/2030/ai-toys", "/sites/default/files/ai-toys.pdf", "/blog/2030/ai-toys")
    items = "".join(f"<item><title>AI Toys</title><link>{SITE}{link}</link></item>" for link in links)
    feed = answer(f"{SITE}/rss.xml", f"<rss><channel>{items}</channel></rss>", kind="application/rss+xml")
    (article,) = spider.parse_feed(feed)
    assert article.url == f"{SITE}/blog/2030/ai-toys"
    assert spider.crawler.stats["policy/skipped/other_section"] == 2


def test_since_leaves_older_articles_and_pages(build: Build, answer: Answer) -> None:
    spider = build("ntia", since="2031-01-01")
    begun(spider)
    text = (
        '<main><div><a href="/blog/2030/ai-toys">AI Toys</a><time datetime="2030-02-03T00:00:00Z"></time></div>'
        '<li class="pager__item--next"><a href="?page=1">Next</a></li></main>'
    )
    assert list(spider.parse_listing(answer(f"{SITE}/blog", text))) == []


def test_since_leaves_what_turns_out_to_be_older(build: Build, answer: Answer) -> None:
    spider = build("ntia", since="2031-01-01")
    begun(spider)
    (request,) = spider.article(replace(TOYS, published=""))
    old = page("Toys and Artificial Intelligence", words='<time datetime="2030-02-03T12:00:00Z"></time>')
    assert list(spider.parse_article(answer(request, old), **request.cb_kwargs)) == []
    assert walk(spider, answer, {ROOT: page("Toy Report", words='<time datetime="2030-02-03T12:00:00Z"></time>')}) == []
    assert spider.crawler.stats["policy/skipped/before_since"] == 2


def test_a_listing_that_repeats_itself_ends_with_a_problem(spider: Any, answer: Answer) -> None:
    text = (
        '<main><div><a href="/blog/2030/toys">Toys</a></div>'
        '<li class="pager__item--next"><a href="?page=1">Next</a></li></main>'
    )
    (onward,) = spider.parse_listing(answer(f"{SITE}/blog", text))
    again = text.replace("page=1", "page=2")
    (problem,) = spider.parse_listing(answer(onward, again), **onward.cb_kwargs)
    assert (problem.kind, problem.url) == ("truncated", f"{SITE}/blog?page=1")


def test_article_becomes_a_capture_once(spider: Any, answer: Answer) -> None:
    (request,) = spider.article(TOYS)
    assert list(spider.article(TOYS)) == []
    (capture,) = spider.parse_article(answer(request, page("Toys and Artificial Intelligence")), **request.cb_kwargs)
    assert isinstance(capture, Capture)
    document = capture.document
    assert (document.document_id, document.kind) == (url_id(TOYS.url), "press_release")
    assert (document.title, document.published) == ("Toys and Artificial Intelligence", "2030-02-03")
    assert capture.parts[0].link == TOYS.url


def test_an_article_that_cannot_be_had_is_named_with_its_document(spider: Any) -> None:
    (request,) = spider.article(TOYS)
    watched = request.replace(errback=lambda failure: [spider.failed(failure)])
    (problem,) = fail(watched, FetchFailed("http_error", "answered 500"))
    assert (problem.kind, problem.document_id) == ("http_error", url_id(TOYS.url))


@pytest.mark.parametrize("listed", [("SI for Toys", ""), ("Toys", "Comments on SI are due.")])
def test_an_article_that_names_si_alone_is_looked_at(spider: Any, answer: Answer, listed: tuple[str, str]) -> None:
    title, teaser = listed
    (request,) = spider.article(Listed(f"{SITE}/blog/2030/si", title, "", teaser))
    (capture,) = spider.parse_article(answer(request, page("Super Intelligence (SI)")), **request.cb_kwargs)
    assert capture.document.title == "Super Intelligence (SI)"


def test_article_that_is_not_about_ai_is_dropped(spider: Any, answer: Answer) -> None:
    listed = Listed(f"{SITE}/blog/2030/x", "AI", "", "")
    (request,) = spider.article(listed)
    assert list(spider.parse_article(answer(request, page("Grants")), **request.cb_kwargs)) == []
    assert spider.crawler.stats["policy/skipped/not_about_ai"] == 1


def test_notice_is_the_same_work_as_its_federal_register_document(spider: Any, answer: Answer) -> None:
    listed = Listed(f"{SITE}/federal-register-notice/2030/ai", "AI", "", "")
    (request,) = spider.article(listed)
    response = answer(request, page("AI Notice", words="Docket 1, FR Doc. 2030–00001, 95 FR 1."))
    (capture,) = spider.parse_article(response, **request.cb_kwargs)
    assert capture.document.relations == (Relation("same_work", "fr:2030-00001", "named on the page"),)


def test_article_that_leads_to_a_section_page_was_removed(spider: Any, answer: Answer) -> None:
    (request,) = spider.article(TOYS)
    response = answer(f"{SITE}/press-release", page("Press Releases on AI"))
    (problem,) = spider.parse_article(response, **request.cb_kwargs)
    assert problem.kind == "removed"
    assert problem.document_id == url_id(TOYS.url)


@pytest.mark.parametrize("status", [404, 410])
def test_article_that_is_gone_was_removed(spider: Any, answer: Answer, status: int) -> None:
    (request,) = spider.article(TOYS)
    (problem,) = spider.parse_article(answer(request, "Not found", status), **request.cb_kwargs)
    assert (problem.kind, problem.document_id) == ("removed", url_id(TOYS.url))
    assert str(status) in problem.message


@pytest.mark.parametrize("callback", ["parse_hub", "parse_listing"])
def test_a_list_that_stops_before_its_end_is_a_problem_and_gives_what_came(
    spider: Any, answer: Answer, callback: str
) -> None:
    cut = f'<html><body><main><div><a href="{TOYS.url}">Artificial Intelligence in Toys</a></div><div cla'
    problem, request = getattr(spider, callback)(answer(f"{SITE}/blog", cut))
    assert (problem.kind, problem.url) == ("truncated", f"{SITE}/blog")
    assert request.url == TOYS.url


def walk(spider: Any, answer: Answer, pages: dict[str, str]) -> list[Any]:
    """Answer the report's requests one after another."""
    steps = list(spider.report(ROOT))
    while steps and isinstance(steps[0], Request) and steps[0].url in pages:
        steps = list(steps[0].callback(answer(steps[0], pages[steps[0].url]), **steps[0].cb_kwargs))
    return steps


def test_report_is_one_document_of_pages_in_reading_order(spider: Any, answer: Answer) -> None:
    folded = [ROOT, f"{ROOT}/a", f"{ROOT}/b"]
    pages = {
        ROOT: page("Toy Report", *folded),
        f"{ROOT}/a": page("A", ROOT, f"{ROOT}/a", f"{ROOT}/a/deep", f"{ROOT}/b"),
        f"{ROOT}/b": page("B", *folded, words='<time datetime="2030-05-06T12:00:00Z"></time>'),
        f"{ROOT}/a/deep": page("Deep", *folded, words='<time datetime="2030-02-03T12:00:00Z"></time>'),
    }
    (capture,) = walk(spider, answer, pages)
    assert [part.title for part in capture.parts] == ["Toy Report", "A", "Deep", "B"]
    assert {part.role for part in capture.parts} == {"page"}
    assert capture.document.document_id == url_id(ROOT)
    assert (capture.document.title, capture.document.kind) == ("Toy Report", "report")
    assert capture.document.published == "2030-02-03"
    assert list(spider.report(ROOT)) == []


def with_pdf(spider: Any, answer: Answer) -> Request:
    text = page("Toy Report", ROOT) + '<main><a href="/sites/default/files/toys.pdf">PDF</a></main>'
    (request,) = walk(spider, answer, {ROOT: text})
    assert request.url == f"{SITE}/sites/default/files/toys.pdf"
    return request


def test_pdf_is_another_rendition(spider: Any, answer: Answer) -> None:
    request = with_pdf(spider, answer)
    (capture,) = spider.parse_pdf(answer(request, b"%PDF-1.7", kind="application/pdf"), **request.cb_kwargs)
    assert [part.role for part in capture.parts] == ["page", "rendition"]


def test_report_without_its_pdf_is_still_read(spider: Any, answer: Answer) -> None:
    request = with_pdf(spider, answer)
    problem, capture = spider.parse_pdf(answer(request, "<html>Not found</html>"), **request.cb_kwargs)
    assert problem.kind == "missing_rendition"
    assert [part.role for part in capture.parts] == ["page"]
    problem, capture = request.errback(Failure(ValueError("timeout")))  # type: ignore[misc]
    assert "timeout" in problem.message
    assert isinstance(capture, Capture)


def test_report_without_one_of_its_pages_is_left_as_it_was(spider: Any, answer: Answer) -> None:
    pages = {ROOT: page("Toy Report", ROOT, f"{ROOT}/a", f"{ROOT}/b")}
    (request,) = walk(spider, answer, pages)
    (problem,) = request.errback(Failure(ValueError("404 Not Found")))  # type: ignore[misc]
    assert isinstance(problem, Problem)
    assert problem.kind == "missing_part"
    assert f"{ROOT}/a" in problem.message
    assert problem.document_id == url_id(ROOT)


@pytest.mark.parametrize(("url", "status"), [(SECTION, 200), (ROOT, 404)])
def test_report_that_is_gone_was_removed(spider: Any, answer: Answer, url: str, status: int) -> None:
    (request,) = spider.report(ROOT)
    (problem,) = spider.parse_report(answer(url, page("AI"), status), **request.cb_kwargs)
    assert (problem.kind, problem.document_id) == ("removed", url_id(ROOT))


@pytest.mark.parametrize(("url", "status"), [(SECTION, 200), (f"{ROOT}/a", 410)])
def test_page_that_is_gone_does_not_remove_its_report(spider: Any, answer: Answer, url: str, status: int) -> None:
    (request,) = walk(spider, answer, {ROOT: page("Toy Report", ROOT, f"{ROOT}/a", f"{ROOT}/b")})
    (problem,) = spider.parse_report(answer(url, page("AI"), status), **request.cb_kwargs)
    assert (problem.kind, problem.document_id) == ("missing_part", url_id(ROOT))


def test_two_addresses_of_one_page_are_read_once(spider: Any, answer: Answer) -> None:
    (request,) = walk(spider, answer, {ROOT: page("Toy Report", ROOT, f"{ROOT}/overview", f"{ROOT}/b")})
    (onward,) = spider.parse_report(answer(ROOT, page("Toy Report", ROOT)), **request.cb_kwargs)
    assert onward.url == f"{ROOT}/b"
    (capture,) = spider.parse_report(answer(onward, page("B")), **onward.cb_kwargs)
    assert [part.title for part in capture.parts] == ["Toy Report", "B"]


def test_a_renamed_page_that_others_name_by_both_its_addresses_is_read_once(spider: Any, answer: Answer) -> None:
    (old,) = walk(spider, answer, {ROOT: page("Toy Report", ROOT, f"{ROOT}/old", f"{ROOT}/b")})
    renamed = answer(f"{ROOT}/new", page("New"))
    (onward,) = spider.parse_report(renamed, **old.cb_kwargs)
    by_new_name = page("B", ROOT, f"{ROOT}/new", f"{ROOT}/b", f"{ROOT}/c")
    (last,) = spider.parse_report(answer(onward, by_new_name), **onward.cb_kwargs)
    all_names = page("C", f"{ROOT}/old", f"{ROOT}/new", f"{ROOT}/short")
    (third,) = spider.parse_report(answer(last, all_names), **last.cb_kwargs)
    (capture,) = spider.parse_report(renamed, **third.cb_kwargs)
    assert [part.title for part in capture.parts] == ["Toy Report", "New", "B", "C"]


def test_menu_without_end_is_stopped(spider: Any, answer: Answer) -> None:
    (request,) = spider.report(ROOT)
    endless = page("Toy Report", *(f"{ROOT}/{n}" for n in range(200)))
    (problem,) = spider.parse_report(answer(request, endless), **request.cb_kwargs)
    assert problem.kind == "hostile_document"


def test_only_takes_the_documents_asked_for(build: Build) -> None:
    spider = build("ntia", only=url_id(TOYS.url))
    begun(spider)
    assert len(list(spider.article(TOYS))) == 1
    assert list(spider.article(Listed(f"{SITE}/blog/2030/ai", "AI", "", ""))) == []
    assert list(spider.report(ROOT)) == []
