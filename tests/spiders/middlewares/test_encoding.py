import gzip

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse

from spiders.middlewares.encoding import EncodingMiddleware

URL = "https://agency.example/a"


def shown(response: Response) -> Response:
    return EncodingMiddleware().process_response(Request(URL), response)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/html; charset=iso-8859-1", '<meta charset="utf-8"><title>“open” models – café</title>'.encode()),
        ("text/html", ("<title>“open” models – café</title>" + "<p>plain words " * 50).encode("cp1252")),
        ("text/html; charset=utf-8", "<title>“open” models – café</title>".encode()),
        ("text/html", "\ufeff<title>“open” models – café</title>".encode()),
    ],
)
def test_a_title_has_the_letters_of_the_text(media_type: str, body: bytes) -> None:
    page = HtmlResponse(URL, headers={"Content-Type": media_type}, body=body, flags=["seen"])
    read = shown(page)
    assert isinstance(read, HtmlResponse)
    assert read.css("title::text").get() == "“open” models – café"
    assert (read.body, read.headers, read.flags) == (body, page.headers, ["seen"])


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("kind", [HtmlResponse, Response])
def test_a_page_that_is_packed_without_a_word_has_the_letters_of_the_text(kind: type[Response], encoding: str) -> None:
    body = ("<html><title>“open” models – café</title>" + "<p>plain words " * 50).encode(encoding)
    read = shown(kind(URL, headers={"Content-Type": "text/html"}, body=gzip.compress(body)))
    assert isinstance(read, HtmlResponse)
    assert (read.body, read.css("title::text").get()) == (body, "“open” models – café")


def test_a_file_that_is_packed_without_a_word_is_what_it_holds() -> None:
    assert shown(Response(URL, body=gzip.compress(b"%PDF-1.7"))).body == b"%PDF-1.7"
    assert isinstance(shown(Response(URL, body=gzip.compress(b"<?xml version='1.0'?><rss/>"))), XmlResponse)


@pytest.mark.parametrize("body", [gzip.compress(b"<title>AI plan</title>")[:20], b"\x1f\x8bnot packed"])
def test_what_cannot_be_unpacked_stays_as_it_came(body: bytes) -> None:
    answer = Response(URL, body=body)
    assert shown(answer) is answer


def test_what_is_no_page_stays_as_it_is() -> None:
    for answer in (Response(URL, body=b"%PDF-"), TextResponse(URL, body=b"{}")):
        assert shown(answer) is answer
