"""Titles, days and links of fictional pages in the markup of real sites."""

import pytest
from scrapy.http import Response
from spider_steps import html

from spiders.publishers import pages

URL = "https://www.toys.gov/ai"


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ('<meta property="og:title" content="On\u00a0 Toys"><h1>ON<br>TOYS</h1>', "On Toys"),
        (
            '<meta property="og:site_name" content=" Toys"><meta property="og:title" content="Plan - Part 2 - Toys">',
            "Plan - Part 2",
        ),
        ('<meta property="og:title" content="Fact Sheet – Toys">', "Fact Sheet – Toys"),
        ('<h1 class="usa-logo-text">Toys</h1><main><h1>Our <b>AI</b> Plan</h1><h1>News</h1></main>', "Our AI Plan"),
        ("<title>AI@TOYS | TOYS.gov / Department</title>", "AI@TOYS"),
        ("<title>AI - a plan | TOYS.gov - Department</title>", "AI - a plan"),
        ("<title>AI plan | Policy | TOYS.gov</title>", "AI plan"),
        ("<title>AI\n plan - TOYS.gov</title>", "AI plan"),
        ("<p>Nothing.</p>", ""),
    ],
)
def test_title_without_the_name_of_the_site(markup: str, title: str) -> None:
    assert pages.title(html(markup)) == title


@pytest.mark.parametrize("nothing", ["", "0000-00-00T00:00:00-05:00", "0001-01-01T00:00:00Z", "2030-02-30", "today"])
def test_what_is_no_date_is_no_day(nothing: str) -> None:
    assert pages.first_day([nothing]) == ""
    assert pages.day(html(f'<main><time datetime="{nothing}"></time><time datetime="2030-07-23"></time></main>')) == (
        "2030-07-23"
    )
    assert pages.metadata_day(html(f'<meta property="article:published_time" content="{nothing}">')) == ""


def test_day_of_an_article_is_local_and_never_that_of_an_empty_time() -> None:
    local = '<main><time class="datetime"></time><time datetime="">x</time><time datetime="2030-07-23T18:47:48-04:00">'
    utc = '<meta property="article:published_time" content="2030-07-24T00:47:48+00:00">'
    assert pages.day(html(utc + local)) == "2030-07-23"
    assert pages.day(html(utc)) == pages.metadata_day(html(utc + local)) == "2030-07-24"
    assert pages.day(html("<p>x</p>")) == pages.metadata_day(html("<p>x</p>")) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("M-30-01, On Toys (March 4, 2030). As of May 1, 2029 …", "2030-03-04"),
        ("March 40, 2030", ""),
        ("Toys", ""),
    ],
)
def test_day_in_words(text: str, day: str) -> None:
    assert pages.stated_day(text) == day


def test_papers_are_the_pdfs_each_once_with_the_words_around_them() -> None:
    text = (
        '<ul><li><a href=" /a.PDF ">AI <b>plan</b></a> (March 4, 2030)</li><li><a href="/a.PDF">again</a></li></ul>'
        '<a href="/b.html">b</a><a href="http://[d.pdf">d</a><a href="https://x.gov/c.pdf?v=1">c</a>'
    )
    first, second = pages.papers(html(text))
    assert first == pages.Link("https://www.toys.gov/a.PDF", "AI plan", "AI plan (March 4, 2030)")
    assert second.url == "https://x.gov/c.pdf?v=1"


def test_files_have_no_title_no_day_and_no_links() -> None:
    file = Response(URL, body=b"%PDF-1.7")
    assert (pages.title(file), pages.day(file), pages.metadata_day(file), pages.papers(file)) == ("", "", "", ())


@pytest.mark.parametrize(
    ("title", "address", "about_ai"),
    [
        ("Machine Learning for Toys", "https://x.gov/1.pdf", True),
        ("Plan", "https://x.gov/HUD-AI-Strategy.pdf", True),
        ("Plan", "https://x.gov/HUD%20ai%20Strategy.pdf", True),
        ("Plan", "https://x.gov/hud-si-strategy.pdf", True),
        ("SI Use Cases", "https://x.gov/1.pdf", True),
        ("Plan", "https://x.gov/2030/repair-plan.pdf", False),
        ("Plan to Si", "https://x.gov/basic-siren.pdf", False),
        ("Claims of toys", "https://x.gov/aid", False),
    ],
)
def test_words_of_the_address_count(title: str, address: str, about_ai: bool) -> None:
    assert pages.about_ai(title, address) is about_ai
