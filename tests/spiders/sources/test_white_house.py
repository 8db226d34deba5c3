import json
from typing import Any

import pytest
from spider_steps import Answer, Build, begun, fail, follow

from pipeline.identifiers import url_id
from pipeline.model import DocumentDate, Identifier, Relation
from spiders.network.failures import FetchFailed, interrupted
from spiders.publishers import legal_status
from spiders.publishers.legal_status import Ending
from spiders.publishers.white_house import Action

PAGE = "https://www.whitehouse.gov/presidential-actions/2030/01/on-artificial-toys/"
ACTION = Action(PAGE, "On Artificial Intelligence in Toys", "2030-01-23")
ARTICLE = (
    '<meta property="og:title" content="On Artificial Intelligence in Toys"><main>'
    '<time datetime="2030-01-23T18:47:48-05:00"></time><p>By the authority vested in me.</p></main>'
)
ROW = {
    "document_number": "2030-00007",
    "publication_date": "2030-01-31",
    "signing_date": "2030-01-23",
    "title": "On Artificial Intelligence in Toys",
    "type": "Presidential Document",
    "subtype": "Executive Order",
    "executive_order_number": 19999,
    "html_url": "https://www.federalregister.gov/d/2030-00007",
    "full_text_xml_url": "https://www.federalregister.gov/7.xml",
    "raw_text_url": "https://www.federalregister.gov/7.txt",
    "pdf_url": None,
}


def registered(spider: Any, answer: Answer, *rows: dict[str, Any]) -> list[Any]:
    """What comes of the page, once the Federal Register has answered with these rows."""
    (page,) = spider.action(PAGE)
    (question,) = follow(page, answer(page, ARTICLE))
    assert "2030-01-19" in question.url
    assert "2030-01-24" in question.url
    return follow(question, answer(question, json.dumps({"results": list(rows)}), kind="application/json"))


def test_feeds_listing_papers_and_archive_are_asked(build: Build) -> None:
    urls = [request.url for request in begun(build("white_house"))]
    assert sum("/feed/" in url for url in urls) == 2
    assert any("/omb/" in url for url in urls)
    assert urls[-1] == "https://bidenwhitehouse.archives.gov/sitemap_index.xml"


def test_feeds_are_read_to_the_404_behind_the_last_page(spider: Any, answer: Answer) -> None:
    feed = spider.feed_page("https://www.whitehouse.gov/feed/", 1)
    text = f"<rss><channel><item><title>AI for Toys</title><link>{PAGE}</link></item></channel></rss>"
    article, onward = follow(feed, answer(feed, text, kind="application/rss+xml; charset=utf-8"))
    assert (article.url, onward.url) == (PAGE, "https://www.whitehouse.gov/feed/?paged=2")
    assert follow(onward, answer(onward, "<html>", 404)) == []


def test_a_feed_that_has_only_one_page_whatever_is_asked_ends_with_a_problem(spider: Any, answer: Answer) -> None:
    feed = spider.feed_page("https://www.whitehouse.gov/feed/", 1)
    text = f"<rss><channel><item><title>AI for Toys</title><link>{PAGE}</link></item></channel></rss>"
    _, onward = follow(feed, answer(feed, text))
    (problem,) = follow(onward, answer(onward, text))
    assert (problem.kind, problem.url) == ("truncated", "https://www.whitehouse.gov/feed/?paged=2")


def test_a_listing_that_repeats_itself_ends_with_a_problem(spider: Any, answer: Answer) -> None:
    text = '<li class="wp-block-post"><h2><a href="/toys/">Toys</a></h2></li><a class="next" href="?p=2">Next</a>'
    (onward,) = spider.parse_listing(answer("https://www.whitehouse.gov/presidential-actions/", text))
    (problem,) = follow(onward, answer(onward, text))
    assert problem.kind == "truncated"


def test_an_empty_feed_or_listing_is_a_problem(spider: Any, answer: Answer) -> None:
    feed = spider.feed_page("https://www.whitehouse.gov/feed/", 1)
    (problem,) = follow(feed, answer(feed, "<rss><channel></channel></rss>"))
    assert problem.kind == "changed_markup"
    (problem,) = spider.parse_listing(answer("https://www.whitehouse.gov/presidential-actions/", "<main></main>"))
    assert problem.kind == "changed_markup"


def test_text_of_a_feed_decides_whatever_the_title_in_the_listing(spider: Any) -> None:
    assert list(spider.actions((Action(PAGE.replace("artificial-", ""), "On Toys", ""),))) == []
    words = "Artificial intelligence in toys. " * 3
    (request,) = spider.actions((Action(PAGE.replace("artificial-", ""), "On Toys", "", words),))
    assert list(spider.actions((Action(request.url, "AI", ""),))) == []
    list(spider.actions((Action("https://www.whitehouse.gov/h/", "Holidays", ""),)))
    assert list(spider.at_end()) == []
    assert spider.crawler.stats["policy/skipped/not_about_ai"] == 1


def test_since_leaves_older_actions(build: Build) -> None:
    spider = build("white_house", since="2030-02-01")
    begun(spider)
    assert list(spider.actions((ACTION,))) == []


def test_since_leaves_older_actions_and_papers_whose_day_a_list_does_not_give(build: Build, answer: Answer) -> None:
    spider = build("white_house", since="2030-02-01")
    begun(spider)
    (page,) = spider.action(PAGE)
    assert follow(page, answer(page, ARTICLE)) == []
    plan = '<a href="/wp-content/uploads/2030/01/AI-Plan.pdf">AI Action Plan</a><time datetime="2030-01-23"></time>'
    assert list(spider.parse_papers(answer("https://www.whitehouse.gov/ai/", plan))) == []
    assert spider.crawler.stats["policy/skipped/before_since"] == 2


def test_an_order_in_the_register_is_one_document_with_two_publications(spider: Any, answer: Answer) -> None:
    (text,) = registered(spider, answer, ROW)
    (capture,) = follow(text, answer(text, "<PRESDOCU><P>Toys.</P></PRESDOCU>", kind="text/xml"))
    document = capture.document
    assert (document.document_id, document.published) == ("fr:2030-00007", "2030-01-31")
    assert [part.role for part in capture.parts] == ["main", "rendition"]
    assert Identifier("url", PAGE.rstrip("/")) in document.identifiers
    assert Identifier("eo", "19999") in document.identifiers
    assert DocumentDate("published", "2030-01-31") in document.dates
    assert DocumentDate("published", "2030-01-23", "whitehouse.gov") in document.dates
    assert ("same_work", url_id(PAGE)) in [(relation.type, relation.target) for relation in document.relations]


def test_an_action_is_kept_where_the_register_cannot_be_asked(spider: Any, answer: Answer) -> None:
    (page,) = spider.action(PAGE)
    assert page.meta["document_id"] == url_id(PAGE)
    (question,) = follow(page, answer(page, ARTICLE))
    down = fail(question, FetchFailed("http_error", "answered 503"))
    busy = follow(question, answer(question, "<html>Busy</html>"))
    failing = follow(question, answer(question, '{"error": "internal"}', kind="application/json"))
    for (problem, capture), kind in (
        (down, "http_error"),
        (busy, "malformed_document"),
        (failing, "malformed_document"),
    ):
        assert (problem.kind, capture.document.document_id) == (kind, url_id(PAGE))
        assert [part.role for part in capture.parts] == ["main"]
    assert fail(question, interrupted()) == []


RETITLED = ROW | {"title": "A National Policy Framework for Artificial Intelligence"}


def test_a_retitled_order_is_known_by_its_words(spider: Any, answer: Answer) -> None:
    (text,) = registered(spider, answer, RETITLED)
    words = "<PRESDOCU><P>By the authority vested in me.</P></PRESDOCU>"
    (capture,) = follow(text, answer(text, words, kind="text/xml"))
    assert (capture.document.document_id, len(capture.parts)) == ("fr:2030-00007", 2)
    assert Relation("same_work", url_id(PAGE), "by text and day of signature") in capture.document.relations


def test_another_order_of_the_same_day_does_not_swallow_a_memorandum(spider: Any, answer: Answer) -> None:
    (text,) = registered(spider, answer, RETITLED)
    words = "<PRESDOCU><P>Dolls shall be kept in their boxes.</P></PRESDOCU>"
    (capture,) = follow(text, answer(text, words, kind="text/xml"))
    assert (capture.document.document_id, capture.document.relations) == (url_id(PAGE), ())


def test_without_its_text_another_title_is_another_work(spider: Any, answer: Answer) -> None:
    bare = RETITLED | {"full_text_xml_url": None, "raw_text_url": None}
    (capture,) = registered(spider, answer, bare)
    assert (capture.document.document_id, capture.document.relations) == (url_id(PAGE), ())


def test_the_next_rendition_is_asked_where_one_is_missing(spider: Any, answer: Answer) -> None:
    (xml,) = registered(spider, answer, ROW)
    (text,) = follow(xml, answer(xml, "<!DOCTYPE html><html>", 404))
    (capture,) = follow(
        text, answer(text, "<pre>[Federal Register Volume 95, Number 1]\n\nToys.</pre>", kind="text/plain")
    )
    assert capture.document.document_id == "fr:2030-00007"


def test_the_page_stands_for_the_order_while_the_register_s_text_cannot_be_read(spider: Any, answer: Answer) -> None:
    (xml,) = registered(spider, answer, ROW)
    broken, text = follow(xml, answer(xml, "<PRESDOCU><P>Toys", kind="text/xml"))
    empty, capture = follow(text, answer(text, "[Federal Register Volume 95]", kind="text/plain"))
    assert (broken.kind, empty.kind) == ("malformed_document", "not_the_document")
    assert capture.document.document_id == url_id(PAGE)


def test_the_page_stands_for_the_order_where_the_requests_for_the_register_s_text_failed(
    spider: Any, answer: Answer
) -> None:
    (xml,) = registered(spider, answer, ROW)
    busy, text = fail(xml, FetchFailed("http_error", "answered 500"))
    empty, capture = fail(text, FetchFailed("empty_body", "an empty body"))
    assert (busy.kind, empty.kind) == ("http_error", "empty_body")
    assert capture.document.document_id == url_id(PAGE)
    assert capture.document.relations == (Relation("same_work", "fr:2030-00007", "by title and day of signature"),)


def test_the_page_stands_for_the_order_until_the_register_has_its_text(spider: Any, answer: Answer) -> None:
    bare = ROW | {"full_text_xml_url": None, "raw_text_url": None}
    (capture,) = registered(spider, answer, bare)
    assert capture.document.document_id == url_id(PAGE)
    assert capture.document.relations == (Relation("same_work", "fr:2030-00007", "by title and day of signature"),)


def test_an_action_that_the_register_does_not_know_stands_for_itself(spider: Any, answer: Answer) -> None:
    (capture,) = registered(spider, answer)
    document = capture.document
    assert (document.document_id, document.published) == (url_id(PAGE), "2030-01-23")
    assert document.title == "On Artificial Intelligence in Toys"
    assert document.relations == ()
    # Never the teaser of the feed.
    assert capture.parts[0].body == ARTICLE.encode()


def test_only_takes_the_order_by_its_address_and_asks_for_no_other(build: Build, answer: Answer) -> None:
    spider = build("white_house", only=url_id(PAGE))
    begun(spider)
    (capture,) = [
        follow(text, answer(text, "<PRESDOCU><P>Toys.</P></PRESDOCU>"))[0] for text in registered(spider, answer, ROW)
    ]
    assert capture.document.document_id == "fr:2030-00007"
    assert list(spider.action(PAGE.replace("toys", "dolls"))) == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_was_removed(spider: Any, answer: Answer, status: int) -> None:
    (page,) = spider.action(PAGE)
    (problem,) = follow(page, answer(page, "<html>", status))
    assert (problem.kind, problem.document_id) == ("removed", url_id(PAGE))


def test_a_page_that_leads_to_the_news_page_was_removed(spider: Any, answer: Answer) -> None:
    (page,) = spider.action(PAGE)
    (problem,) = follow(page, answer("https://www.whitehouse.gov/news/", ARTICLE))
    assert problem.kind == "removed"


def test_a_page_without_a_date_is_a_problem(spider: Any, answer: Answer) -> None:
    (page,) = spider.action(PAGE)
    (problem,) = follow(page, answer(page, "<h1>ON TOYS</h1>"))
    assert problem.kind == "changed_markup"


def test_an_action_that_a_later_one_rescinded_says_so(
    spider: Any, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = Ending(url_id(PAGE), "rescinded", url_id(f"{PAGE}again/"), "2031-02-03", "On Toys Again, Sec. 3(f)")
    monkeypatch.setattr(legal_status, "endings", lambda: {ending.document: ending})
    (capture,) = registered(spider, answer)
    assert capture.document.status == "rescinded"
    assert capture.document.relations == (Relation("rescinded_by", ending.by, ending.source),)


def test_archive_is_found_by_its_sitemap(spider: Any, answer: Answer) -> None:
    text = (
        "<sitemapindex><loc>https://bidenwhitehouse.archives.gov/post-sitemap1.xml</loc>"
        "<loc>https://bidenwhitehouse.archives.gov/presidential-actions/2024/memo-on-artificial-intelligence/</loc>"
        "<loc>https://bidenwhitehouse.archives.gov/remarks/</loc></sitemapindex>"
    )
    index, action = spider.parse_sitemap(
        answer("https://bidenwhitehouse.archives.gov/sitemap_index.xml", text, kind="text/html; charset=utf-8")
    )
    assert index.url.endswith("post-sitemap1.xml")
    endless = "<urlset><loc>https://bidenwhitehouse.archives.gov/post-sitemap2.xml</loc></urlset>"
    assert follow(index, answer(index, endless)) == []
    assert "memo-on-artificial-intelligence" in action.url


def test_a_sitemap_that_stops_before_its_end_is_a_problem(spider: Any, answer: Answer) -> None:
    cut = "<urlset><loc>https://bidenwhitehouse.archives.gov/presidential-actions/2024/on-artificial-intelli"
    (problem,) = spider.parse_sitemap(answer("https://bidenwhitehouse.archives.gov/post-sitemap1.xml", cut))
    assert problem.kind == "malformed_document"


MEMORANDA = "https://www.whitehouse.gov/omb/memoranda/"


def test_memoranda_are_documents_by_their_number(spider: Any, answer: Answer) -> None:
    text = (
        '<li><a href="/M-24-10.pdf">M-24-10, Use of Artificial Intelligence</a> (March 28, 2024)</li>'
        '<li><a href="/M-30-02.pdf">M-30-02, Travel</a></li>'
    )
    (request,) = spider.parse_papers(answer(MEMORANDA, text))
    assert spider.crawler.stats["policy/skipped/not_about_ai"] == 1
    (capture,) = follow(request, answer(request, b"%PDF-1.7", kind="application/pdf"))
    document = capture.document
    assert (document.document_id, document.title) == ("omb:M-24-10", "Use of Artificial Intelligence")
    assert (document.published, document.status) == ("2024-03-28", "rescinded")
    assert "not checked" in document.relations[0].note


def test_a_plan_is_a_document_of_the_day_of_the_page_that_announces_it(spider: Any, answer: Answer) -> None:
    text = (
        '<main><h1>AI Action Plan</h1><time datetime="2030-07-23T09:00:00-04:00"></time>'
        '<a href="/plan.pdf">America’s AI Action Plan</a></main>'
    )
    (request,) = spider.parse_papers(answer("https://www.whitehouse.gov/ai/", text))
    (capture,) = follow(request, answer(request, b"%PDF-1.7", kind="application/pdf"))
    document = capture.document
    assert (document.kind, document.url) == ("plan", "https://www.whitehouse.gov/plan.pdf")
    assert (document.title, document.published) == ("America’s AI Action Plan", "2030-07-23")


def test_a_memorandum_that_is_gone_was_removed(spider: Any, answer: Answer) -> None:
    (request,) = spider.parse_papers(answer(MEMORANDA, '<a href="/M-30-01.pdf">M-30-01, AI</a>'))
    (problem,) = follow(request, answer(request, "<html>", 404))
    assert (problem.kind, problem.document_id) == ("removed", "omb:M-30-01")


def test_a_page_in_place_of_a_memorandum_is_not_its_text(spider: Any, answer: Answer) -> None:
    (request,) = spider.parse_papers(answer(MEMORANDA, '<a href="/M-30-01.pdf">M-30-01, AI</a>'))
    (problem,) = follow(request, answer(request, "<p>The service is being upgraded.</p>"))
    assert (problem.kind, problem.document_id) == ("not_the_document", "omb:M-30-01")


@pytest.mark.parametrize("callback", ["parse_listing", "parse_papers"])
def test_a_list_that_stops_before_its_end_is_a_problem_and_gives_what_came(
    spider: Any, answer: Answer, callback: str
) -> None:
    text = f'<li class="wp-block-post"><h2><a href="{PAGE}">AI</a></h2></li><li><a href="/M-30-01.pdf">M-30-01, AI</a>'
    url = "https://www.whitehouse.gov/list/"
    problem, request = getattr(spider, callback)(answer(url, f"<html><body><main><ul>{text}</li><li cla"))
    assert (problem.kind, problem.url) == ("truncated", url)
    assert request.url in {PAGE, "https://www.whitehouse.gov/M-30-01.pdf"}


def test_a_list_without_papers_is_said(spider: Any, answer: Answer) -> None:
    (problem,) = spider.parse_papers(answer(MEMORANDA, "<main><ul></ul></main>"))
    assert problem.kind == "empty_list"


def test_only_asks_for_no_other_paper(build: Build, answer: Answer) -> None:
    spider = build("white_house", only="omb:M-30-01")
    begun(spider)
    text = '<a href="/M-30-01.pdf">M-30-01, AI</a><a href="/M-30-02.pdf">M-30-02, AI</a>'
    (request,) = spider.parse_papers(answer(MEMORANDA, text))
    assert request.url.endswith("M-30-01.pdf")
