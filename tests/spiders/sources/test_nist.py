from typing import Any

from spider_steps import Answer, Build, begun, follow, html

from pipeline.identifiers import url_id
from pipeline.model import Identifier
from spiders.publishers.nist import Publication, publications

PAGE = "https://www.nist.gov/artificial-intelligence"


def test_publications_are_found_by_file_and_by_doi() -> None:
    text = (
        '<a href="http://[toys">Toys</a><a href="https://nvlpubs.nist.gov/nistpubs/ai/NIST.AI.900-1.pdf">PDF</a>'
        '<a href="https://doi.org/10.6028/nist.ai.900-1">Toys\n and AI</a>'
        '<a href="/nistpubs/ai/NIST.AI.900-2.2pd.pdf#page=3"></a><a href="/nistpubs/sp/NIST.SP.1.pdf">SP</a>'
    )
    found = publications(html(text, "https://nvlpubs.nist.gov/"))
    assert found == (Publication("NIST.AI.900-1", "Toys and AI"), Publication("NIST.AI.900-2.2pd", "NIST.AI.900-2.2pd"))
    assert found[1].pdf == "https://nvlpubs.nist.gov/nistpubs/ai/NIST.AI.900-2.2pd.pdf"


def test_page_is_a_document_and_leads_to_its_publications_once(spider: Any, answer: Answer) -> None:
    text = '<meta property="og:title" content="AI"><a href="https://doi.org/10.6028/NIST.AI.900-1">Toys</a>'
    publication, page = spider.parse_page(answer(PAGE, text), url=PAGE)
    assert page.document.document_id == url_id(PAGE)
    (capture,) = follow(publication, answer(publication, b"%PDF-1.7", kind="application/pdf"))
    assert (capture.document.document_id, capture.document.title) == ("nist:NIST.AI.900-1", "Toys")
    assert capture.document.identifiers == (Identifier("nist", "NIST.AI.900-1"),)
    assert len(list(spider.parse_page(answer(PAGE, text), url=PAGE))) == 1


def test_a_page_is_asked_for_as_the_document_that_it_is(build: Build) -> None:
    requests = begun(build("nist"))
    assert [request.meta["document_id"] for request in requests] == [url_id(request.url) for request in requests]


def test_pages_that_link_no_publication_are_said(build: Build, answer: Answer) -> None:
    spider = build("nist")
    begun(spider)
    assert list(spider.at_end()) == [], "no page came"
    list(spider.parse_page(answer(PAGE, "<h1>AI</h1>"), url=PAGE))
    (problem,) = spider.at_end()
    assert problem.kind == "empty_list"
    list(spider.parse_page(answer(PAGE, '<a href="https://doi.org/10.6028/NIST.AI.900-1">Toys</a>'), url=PAGE))
    assert list(spider.at_end()) == []


def test_only_fetches_that_publication(build: Build) -> None:
    (request,) = begun(build("nist", only="nist:NIST.AI.900-1"))
    assert request.url.endswith("/NIST.AI.900-1.pdf")


def test_a_page_in_place_of_a_publication_is_not_its_text(spider: Any, answer: Answer) -> None:
    request = spider.ask(Publication("NIST.AI.900-1", "Toys"))
    (problem,) = follow(request, answer(request, "<p>The service is being upgraded.</p>"))
    assert (problem.kind, problem.document_id) == ("not_the_document", "nist:NIST.AI.900-1")


def test_what_is_gone_was_removed(spider: Any, answer: Answer) -> None:
    request = spider.ask(Publication("NIST.AI.900-1", "Toys"))
    (problem,) = follow(request, answer(request, "<html>", 404))
    assert (problem.kind, problem.document_id) == ("removed", "nist:NIST.AI.900-1")
    (problem,) = spider.parse_page(answer("https://www.nist.gov/news", "<p>x</p>"), url=PAGE)
    assert (problem.kind, problem.document_id) == ("removed", url_id(PAGE))
