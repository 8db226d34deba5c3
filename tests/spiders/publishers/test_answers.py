import pytest
from spider_steps import html

from pipeline.errors import MalformedDocument
from spiders.publishers.answers import feed_day, json_in, linked


def test_json_comes_as_it_is() -> None:
    assert json_in(b'{"toys": [1]}', "api.json") == {"toys": [1]}


@pytest.mark.parametrize("body", [b"<html>Busy</html>", b"", b"\xff", b'{"toys": ', b"[" * 100_000])
def test_what_is_no_json_is_named_with_its_beginning(body: bytes) -> None:
    start = repr(body[:80].decode("utf-8", "replace"))
    with pytest.raises(MalformedDocument) as error:
        json_in(body, "api.json")
    assert str(error.value) == f"api.json: not JSON: {start}; crawl again later"


def test_days_of_feeds() -> None:
    assert feed_day("Thu, 04 Jul 2030 23:30:00 -0400") == "2030-07-04"
    assert [feed_day(text) for text in ("", "soon", "2030-07-04")] == ["", "", ""]
    assert feed_day("Thu, 04 Jul 20300000000 23:30:00 -0400") == ""


@pytest.mark.parametrize(
    ("href", "address"),
    [
        (" b.html ", "https://www.toys.gov/ai/b.html"),
        ("//cdn.toys.gov/my plan.pdf", "https://cdn.toys.gov/my plan.pdf"),
        ("http://[toys", ""),
        ("https://x.gov:toys/", ""),
        ("https://x.gov:99999/", ""),
        ("mailto:toys@example.org", ""),
    ],
)
def test_links_lead_to_addresses_of_the_web_or_nowhere(href: str, address: str) -> None:
    assert linked(html("", "https://www.toys.gov/ai/a.html"), href) == address
