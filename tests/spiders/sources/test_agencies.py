from typing import Any

from scrapy.http import Response
from spider_steps import Answer, Build, begun, follow

from pipeline.identifiers import url_id
from spiders.publishers.agencies import AgencyPage, agency_pages

PAGE = AgencyPage("General Services Administration", "https://www.gsa.gov/artificial-intelligence")
ARTICLE = '<meta property="og:title" content="AI at Toys"><main><p>Toys.</p>{}</main>'


def test_every_page_of_the_list_is_asked_once(build: Build) -> None:
    requests = begun(build("agencies"))
    urls = [request.url for request in requests]
    assert urls == [page.url for page in agency_pages()]
    assert [request.meta["document_id"] for request in requests] == list(map(url_id, urls))
    assert len(set(urls)) == len(urls)
    assert all(url.startswith("https://") for url in urls)
    assert all(page.agency and (page.title or not page.url.endswith(".pdf")) for page in agency_pages())


def test_only_asks_for_that_page(build: Build) -> None:
    spider = build("agencies", only=url_id(PAGE.url))
    (request,) = begun(spider)
    (capture,) = follow(request, Response(request.url, body=b"%PDF-", request=request.replace(meta={"snapshot": None})))
    assert capture.document.document_id == url_id(PAGE.url)


def test_page_becomes_a_document_of_its_agency(spider: Any, answer: Answer) -> None:
    request = spider.ask(PAGE)
    (capture,) = follow(request, answer(request, ARTICLE.format("")))
    document = capture.document
    assert (document.title, document.kind, document.publisher) == ("AI at Toys", "page", PAGE.agency)
    assert document.agencies == (PAGE.agency,)
    assert document.published == ""


def test_news_on_a_page_do_not_date_it(spider: Any, answer: Answer) -> None:
    request = spider.ask(PAGE)
    news = '<time class="datetime"></time><time datetime="2030-03-25T15:08:53Z">'
    (capture,) = follow(request, answer(request, ARTICLE.format(news)))
    assert capture.document.published == ""


def test_papers_on_ai_of_the_listed_sites_are_documents_too(spider: Any, answer: Answer) -> None:
    request = spider.ask(PAGE)
    links = (
        '<a href="/toys-ai-strategy.pdf">Strategy</a><a href="/toys-ai-strategy.pdf">again</a>'
        '<a href="/budget.pdf">Budget</a><a href="https://elsewhere.example/ai.pdf">AI</a>'
    )
    _, paper = follow(request, answer(request, ARTICLE.format(links)))
    assert paper.url == "https://www.gsa.gov/toys-ai-strategy.pdf"
    (capture,) = follow(paper, answer(paper, b"%PDF-1.7", kind="application/pdf"))
    assert (capture.document.title, capture.document.kind) == ("Strategy", "plan")
    (gone,) = follow(paper, answer(paper, "<html>", 404))
    assert (gone.kind, gone.document_id) == ("removed", url_id(paper.url))


def test_a_page_at_the_address_of_a_pdf_is_not_its_text(spider: Any, answer: Answer) -> None:
    request = spider.ask(AgencyPage("General Services Administration", "https://www.gsa.gov/plan.PDF", "Plan"))
    (problem,) = follow(request, answer(request, ARTICLE.format("")))
    assert (problem.kind, problem.document_id) == ("not_the_document", url_id("https://www.gsa.gov/plan.PDF"))


def test_a_post_that_leads_to_an_office_page_was_removed(spider: Any, answer: Answer) -> None:
    request = spider.ask(PAGE)
    (problem,) = follow(request, answer("https://www.gsa.gov/about/office-of-technology", ARTICLE.format("")))
    assert (problem.kind, problem.document_id) == ("removed", url_id(PAGE.url))
    assert "any text held of it stays" in problem.message


def test_a_page_behind_a_slash_is_the_same(spider: Any, answer: Answer) -> None:
    request = spider.ask(PAGE)
    (capture,) = follow(request, answer(PAGE.url + "/", ARTICLE.format("")))
    assert capture.document.document_id == url_id(PAGE.url)
