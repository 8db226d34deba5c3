from types import SimpleNamespace
from typing import ClassVar

import pytest
from scrapy.http import HtmlResponse, JsonResponse, Request, Response, TextResponse, XmlResponse
from spider_steps import Answer, follow
from twisted.python.failure import Failure

from pipeline.errors import UsageError
from pipeline.identifiers import url_id
from pipeline.model import DocumentDate, Expectations, Identifier, Problem, Source
from spiders.framework.source import SourceSpider
from spiders.sources import source_classes

SOURCE = Source(
    "test_source", "Title", "Publisher", "EU", "https://example.eu", "free", "", "daily", Expectations(1, 9)
)


class Fiction(SourceSpider):
    source = SOURCE
    hosts = ("example.eu",)
    schemes = ("celex", "fr")


def test_every_file_is_a_source_of_its_name() -> None:
    for name, kind in source_classes().items():
        assert kind.name == kind.source.name == name
        assert kind.source.licence
        assert kind.source.homepage.startswith("https://")


def test_one_licence_has_one_wording() -> None:
    licences = {kind.source.licence for kind in source_classes().values()}
    assert len([licence for licence in licences if "17 U.S.C. 105" in licence]) == 1
    assert all(licence[:1].isupper() for licence in licences)


def test_what_is_not_set_is_told_with_where_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked(Fiction):
        source, hosts, schemes = Fiction.source, Fiction.hosts, Fiction.schemes
        needs: ClassVar = {"TOY_KEY": "a key, free at https://example.eu/keys"}

    monkeypatch.setenv("TOY_KEY", " ")
    assert Locked.lacks() == "test_source needs TOY_KEY to be set: a key, free at https://example.eu/keys"
    monkeypatch.setenv("TOY_KEY", "1234")
    assert Locked.lacks() == Fiction.lacks() == ""


def test_arguments_are_checked() -> None:
    spider = Fiction(since="2024-07-12", only="celex:32024R1689, fr:2024-03763")
    assert spider.wanted("celex") == ("32024R1689",)
    assert spider.wanted("fr") == ("2024-03763",)
    with pytest.raises(UsageError, match="yesterday"):
        Fiction(since="yesterday")
    with pytest.raises(UsageError, match="32024"):
        Fiction(only="32024R1689")


def typed(kind: type[Response], body: bytes = b"<html><body>Toys</body></html>") -> Response:
    request = Request("https://example.eu/toys", meta={"document_id": "fr:2030-00001"})
    return kind(request.url, headers={"Content-Type": "x/y"}, body=body, request=request)


@pytest.mark.parametrize("kind", [HtmlResponse, XmlResponse, TextResponse])
@pytest.mark.parametrize("body", [b"<html><body>Toys</body></html>", b"\xef\xbb\xbf\r\n <p>Toys</p>"])
def test_a_page_is_read(kind: type[Response], body: bytes) -> None:
    spider = Fiction()
    request = spider.page("https://example.eu/toys", lambda response, name: [(response, name)], cb_kwargs={"name": 1})  # type: ignore[list-item]
    response = typed(kind, body)
    assert list(request.callback(response, **request.cb_kwargs)) == [(response, 1)]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JsonResponse, b"<html>"),
        (Response, b"<html>"),
        (TextResponse, b'{"message": "busy"}'),
        (TextResponse, b"no healthy upstream"),
    ],
)
def test_what_says_that_it_is_no_page_is_not_read_as_one(kind: type[Response], body: bytes) -> None:
    request = Fiction().page("https://example.eu/toys", lambda response: pytest.fail("read"))
    (problem,) = request.callback(typed(kind, body))  # type: ignore[misc]
    assert (problem.kind, problem.document_id) == ("not_the_document", "fr:2030-00001")
    assert "x/y" in problem.message


def test_a_file_in_place_of_a_page_is_read_where_it_may_be() -> None:
    request = Fiction().page("https://example.eu/toys", lambda response: [response], or_file=True)  # type: ignore[list-item]
    response = typed(Response, b"%PDF-1.7")
    assert list(request.callback(response)) == [response]  # type: ignore[misc]
    (problem,) = request.callback(typed(JsonResponse, b"{}"))  # type: ignore[misc]
    assert problem.kind == "not_the_document"


TOYS = "https://example.eu/toys"
PDF = "https://example.eu/toys.pdf"


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"\n%PDF-1.7"])
@pytest.mark.parametrize("kind", ["application/pdf", "application/octet-stream", "text/html"])
def test_a_pdf_is_read_under_any_media_type(answer: Answer, body: bytes, kind: str) -> None:
    request = Fiction().pdf(PDF, lambda response, name: [(response, name)], cb_kwargs={"name": 1})  # type: ignore[list-item]
    response = answer(request, body, kind=kind)
    assert follow(request, response) == [(response, 1)]


@pytest.mark.parametrize("kind", ["text/html", "application/pdf"])
def test_a_page_at_the_address_of_a_pdf_is_not_the_document(answer: Answer, kind: str) -> None:
    request = Fiction().pdf(PDF, lambda response: pytest.fail("read"), "fr:2030-00001")
    (problem,) = follow(request, answer(request, "<h1>Service</h1><p>This site is being upgraded.</p>", kind=kind))
    assert (problem.kind, problem.url, problem.document_id) == ("not_the_document", PDF, "fr:2030-00001")


@pytest.mark.parametrize(("url", "status"), [(PDF, 404), (PDF, 410), ("https://example.eu/news", 200)])
def test_a_pdf_that_is_gone_or_leads_elsewhere_was_removed(answer: Answer, url: str, status: int) -> None:
    request = Fiction().pdf(PDF, lambda response: pytest.fail("read"))
    assert request.meta["handle_httpstatus_list"] == [404, 410]
    (problem,) = follow(request, answer(request, "<p>News</p>", status).replace(url=url))
    assert (problem.kind, problem.url, problem.document_id) == ("removed", PDF, url_id(PDF))


NEWS = "https://example.eu/news"


@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        (TOYS, 404, f"{TOYS} answers 404: removed or moved"),
        (TOYS, 410, f"{TOYS} answers 410: removed or moved"),
        (NEWS, 200, f"{TOYS} leads to {NEWS}: removed or moved"),
        (NEWS, 404, f"{TOYS} leads to {NEWS}, which answers 404: removed or moved"),
    ],
)
def test_what_is_gone_or_leads_elsewhere_was_removed(answer: Answer, url: str, status: int, words: str) -> None:
    problem = Fiction().removed(TOYS, answer(url, status=status))
    assert problem is not None
    assert problem.message.startswith(words)
    assert (problem.kind, problem.url, problem.document_id) == ("removed", TOYS, url_id(TOYS))


@pytest.mark.parametrize(("url", "status"), [(TOYS, 200), (TOYS, 203), (f"{TOYS}?v=2", 200), (TOYS, 206), (TOYS, 406)])
def test_no_other_answer_says_that_a_page_was_removed(answer: Answer, url: str, status: int) -> None:
    assert Fiction().removed(TOYS, answer(url, status=status)) is None


def test_what_is_no_page_is_not_read_as_one_whatever_its_good_status() -> None:
    request = Fiction().page(TOYS, lambda response: pytest.fail("read"))
    (problem,) = request.callback(typed(JsonResponse).replace(status=203))  # type: ignore[misc]
    assert problem.kind == "not_the_document"


def test_a_document_is_known_by_its_address() -> None:
    found = Fiction().web_document("https://example.eu/toys/", "Toys", "page", "2030-01-02")
    assert (found.document_id, found.url) == (url_id("https://example.eu/toys"), "https://example.eu/toys/")
    assert (found.source, found.publisher, found.jurisdiction) == ("test_source", "Publisher", "EU")
    assert found.identifiers == (Identifier("url", "https://example.eu/toys"),)
    assert (found.published, found.dates) == ("2030-01-02", (DocumentDate("published", "2030-01-02"),))
    assert Fiction().web_document("https://example.eu/toys/", "Toys", "page").dates == ()


def test_pages_are_fetched_in_order(answer: Answer) -> None:
    wanted = [Request(f"https://example.eu/{n}") for n in range(3)]
    (step,) = Fiction().in_order(wanted, lambda pages: [tuple(page.url for page in pages)], "fr:1")  # type: ignore[list-item]
    for n in range(3):
        assert step.url == f"https://example.eu/{n}"
        (step,) = step.callback(answer(step))
    assert step == tuple(request.url for request in wanted)


def test_one_missing_page_loses_the_capture_but_says_so(answer: Answer) -> None:
    wanted = [Request("https://example.eu/0"), Request("https://example.eu/1")]
    (first,) = Fiction().in_order(wanted, lambda pages: pytest.fail("finished"), "fr:2024-03763")
    (second,) = first.callback(answer(first))
    (problem,) = second.errback(Failure(ValueError("connection lost")))
    assert isinstance(problem, Problem)
    assert problem.kind == "missing_part"
    assert problem.document_id == "fr:2024-03763"
    assert "https://example.eu/1" in problem.message
    assert "connection lost" in problem.message


def test_what_is_left_out_is_counted() -> None:
    counts: dict[str, int] = {}
    spider = Fiction()
    stats = SimpleNamespace(inc_value=lambda key, number: counts.update({key: counts.get(key, 0) + number}))
    spider.crawler = SimpleNamespace(stats=stats)  # type: ignore[assignment]
    spider.skip("look_alike", 2)
    spider.skip("look_alike")
    spider.skip("nothing", 0)
    assert counts == {"policy/skipped/look_alike": 3}
