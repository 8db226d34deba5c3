import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse

from spiders.middlewares.encoding import PageEncodingMiddleware

URL = "https://agency.example/a"


def shown(response: Response) -> Response:
    return PageEncodingMiddleware().process_response(Request(URL), response)


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


def test_what_is_no_page_stays_as_it_is() -> None:
    for answer in (Response(URL, body=b"%PDF-"), TextResponse(URL, body=b"{}")):
        assert shown(answer) is answer
