"""Feeds, listings and papers of the White House."""

import pytest
from spider_steps import html

from pipeline.errors import MalformedDocument
from spiders.publishers import white_house
from spiders.publishers.white_house import Action, Paper

SITE = "https://www.whitehouse.gov/presidential-actions"
FEED = """<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>On
 Toys</title><link>
 https://x.gov/2030/07/on-toys/
</link>
<pubDate>Wed, 24 Jul 2030 00:47:48 +0000</pubDate>
<category><![CDATA[Nominations &amp; Appointments]]></category>
<description>Toys &amp;#8230;</description>
<content:encoded><![CDATA[Toys have <b>AI</b>.]]></content:encoded></item>
<item><title>No date</title><link>https://x.gov/2</link><pubDate></pubDate></item>
<item><title>No link</title></item></channel></rss>"""


def test_feed_gives_title_day_and_words() -> None:
    first, second, bad = white_house.feed(FEED.encode(), SITE)
    assert first == Action("https://x.gov/2030/07/on-toys/", "On Toys", "2030-07-24", "Toys … Toys have AI .")
    assert isinstance(second, Action)
    assert (second.title, second.day) == ("No date", "")
    assert isinstance(bad, MalformedDocument)


@pytest.mark.parametrize("body", [b"", b"<html><p>Busy</p></html>", b"\x00\x01"])
def test_what_is_no_feed_or_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match="not an RSS feed"):
        white_house.feed(body, SITE)
    with pytest.raises(MalformedDocument, match="not a sitemap"):
        white_house.sitemap(body, SITE)


@pytest.mark.parametrize("body", [b"<rss><channel></channel></rss>", b"\xef\xbb\xbf\n<?xml version='1.0'?><rss/>"])
def test_a_feed_may_hold_nothing(body: bytes) -> None:
    assert white_house.feed(body, SITE) == ()


FATAL = "<br />\n<b>Fatal error</b>: Allowed memory size of 268435456 bytes exhausted"


@pytest.mark.parametrize("rest", ["", FATAL])
@pytest.mark.parametrize(("at", "titles"), [("gov/2</link>", ["On Toys"]), (" link</title>", ["On Toys", "No date"])])
def test_a_feed_that_stops_before_its_end_says_so_and_gives_what_came_whole(
    at: str, titles: list[str], rest: str
) -> None:
    *whole, cut = white_house.feed((FEED.partition(at)[0] + rest).encode(), SITE)
    assert [action.title for action in whole if isinstance(action, Action)] == titles
    assert isinstance(cut, MalformedDocument)
    assert "stops before its end" in str(cut)


def test_a_sitemap_that_stops_before_its_end_says_so_and_gives_what_came_whole() -> None:
    first, cut = white_house.sitemap(b"<urlset><url><loc>https://a.gov/x</loc></url><url><loc>https://a.g", SITE)
    assert first == "https://a.gov/x"
    assert "stops before its end" in str(cut)
    assert white_house.sitemap(b"<sitemapindex/>", SITE) == ()
    assert white_house.sitemap(b"<s:urlset xmlns:s='urn:s'></s:urlset>", SITE) == ()


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "http://[toys"])
def test_an_item_that_leads_nowhere_costs_no_other(link: str) -> None:
    text = f"<rss><item><title>A</title><link>{link}</link></item><item><link>{SITE}/b/</link></item></rss>"
    bad, good = white_house.feed(text.encode(), SITE)
    assert isinstance(bad, MalformedDocument)
    assert good == Action(f"{SITE}/b/", "", "")


def test_listing_and_its_next_page() -> None:
    text = (
        '<ul><li class="wp-block-post"><h2 class="title"><a href="/2030/07/on-toys/">ON\n <br>TOYS</a></h2>'
        '<time datetime="0000-00-00"></time><time datetime="2030-07-23T18:47:48-04:00"></time></li>'
        '<li class="wp-block-post">no link</li></ul><a class="wp-block-query-pagination-next" href="/page/2/">Next</a>'
    )
    (action,) = white_house.listing(html(text, SITE))
    assert (action.url, action.title, action.day) == (
        "https://www.whitehouse.gov/2030/07/on-toys/",
        "ON TOYS",
        "2030-07-23",
    )
    assert white_house.next_listing(html(text, SITE)) == "https://www.whitehouse.gov/page/2/"
    assert white_house.next_listing(html("<p>x</p>", SITE)) == ""
    assert white_house.next_listing(html('<a class="next" href="http://[toys">Next</a>', SITE)) == ""


def test_memoranda_have_a_number_a_title_and_a_day() -> None:
    text = (
        '<ul><li><a href="/M-30-01-x.pdf">M-30-01, Use of AI for Toys</a> (April 3, 2030) (25 pages)</li>'
        '<li><a href="/M-30-02.pdf">OMB M-30-02: Buying Artificial Intelligence (April 4, 2030)</a></li>'
        '<li><a href="/M-30-03.pdf">M-30-03, Travel of Toys</a></li><li><a href="/M-30-04-AI.pdf">M-30-04</a></li></ul>'
    )
    assert white_house.papers(html(text, SITE)) == (
        Paper("https://www.whitehouse.gov/M-30-01-x.pdf", "Use of AI for Toys", "M-30-01", "2030-04-03"),
        Paper("https://www.whitehouse.gov/M-30-02.pdf", "Buying Artificial Intelligence", "M-30-02", "2030-04-04"),
        Paper("https://www.whitehouse.gov/M-30-04-AI.pdf", "M-30-04", "M-30-04", ""),
    )


@pytest.mark.parametrize(
    "line",
    [
        '<a href="/use-of-ai.pdf">M-30-01</a>, Use of AI for Toys (<a href="/ai-facts.pdf">AI fact sheet</a>)',
        '(<a href="/ai-facts.pdf">AI fact sheet</a> on) <a href="/use-of-ai.pdf">M-30-01</a>',
        '<a href="/use-of-ai.pdf">M-30-01</a>, <a href="/ai-facts.pdf">M-30-01 AI fact sheet</a>',
        'M-30-01, <a href="/use-of-ai.pdf">Use of AI for Toys</a>, and an <a href="/ai-facts.pdf">AI fact sheet</a>',
        'Rescinds M-29-07: <a href="/use-of-ai.pdf">M-30-01</a>, <a href="/ai-facts.pdf">AI fact sheet</a>',
    ],
)
def test_only_one_file_of_a_line_is_its_memorandum(line: str) -> None:
    numbers = {paper.url: paper.memo for paper in white_house.papers(html(f"<ul><li>{line}</li></ul>", SITE))}
    site = "https://www.whitehouse.gov"
    assert numbers == {f"{site}/use-of-ai.pdf": "M-30-01", f"{site}/ai-facts.pdf": ""}


def test_a_plan_has_the_title_and_day_of_the_page_where_its_link_says_nothing() -> None:
    head = (
        '<meta property="og:title" content="House Unveils AI Plan"><time datetime="2030-07-23T10:00:00-04:00"></time>'
    )
    (paper,) = white_house.papers(html(head + '<p>Read <a href="/up/Toy-AI-Plan.pdf">here</a>.</p>', SITE))
    assert paper == Paper("https://www.whitehouse.gov/up/Toy-AI-Plan.pdf", "House Unveils AI Plan", "", "2030-07-23")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Toy-AI-Plan-2030-07, Winning at Marbles: The AI Toy Plan", "Winning at Marbles: The AI Toy Plan"),
        ("Toy-AI-Plan-2030-07, Winning at Marbles", "House Unveils AI Plan"),
        ("State-of-the-Art, Safe AI for Toys", "State-of-the-Art, Safe AI for Toys"),
        ("GPT-9, an AI Toy", "GPT-9, an AI Toy"),
    ],
)
def test_the_name_of_a_file_is_not_a_part_of_the_title_behind_it(text: str, title: str) -> None:
    page = f'<meta property="og:title" content="House Unveils AI Plan"><a href="/up/Toy-AI-Plan.pdf">{text}</a>'
    (paper,) = white_house.papers(html(page, SITE))
    assert paper.title == title


def test_archive_names_its_actions_on_ai_in_its_sitemap() -> None:
    body = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>\n  https://a.gov/x\n</loc></url>'
        "<url><loc><![CDATA[https://a.gov/y]]></loc></url><url><loc>/nowhere</loc></url><!-- \x96 --></urlset>"
    )
    assert white_house.sitemap(body.encode("latin-1"), SITE) == ("https://a.gov/x", "https://a.gov/y")
    urls = ("https://a.gov/presidential-actions/2024/memo-on-artificial-intelligence/", "https://a.gov/remarks/on-ai/")
    urls += ("https://a.gov/presidential-actions/2024/memo-on-toys/",)
    assert white_house.archived(urls) == urls[:1]
