from pathlib import Path
from unittest.mock import Mock

import pytest
from spider_steps import html

from pipeline.errors import MalformedDocument
from spiders.publishers import ntia
from spiders.publishers.ntia import Listed

SITE = "https://www.ntia.gov"

LISTING = """
<body><header><h1 class="usa-logo-text">Agency</h1><a href="/press-release">Press Releases</a></header>
<main class="usa-section"><h1 class="page-title">Press Releases</h1><div class="view"><main>
  <div class="views-row"><article><a href="/press-release/2030/toy-models"><img src="toys.png"></a>
    <h2><a href="/press-release/2030/toy-models"><span>Toy
      Models</span></a></h2>
    <div><time class="datetime"></time></div>
    <div><time datetime="2030-02-03T17:00:00Z">February 3, 2030</time></div>
    <div>The agency spoke about artificial intelligence.</div><a href="/press-release/2030/toy-models/">Read more</a>
  </article></div>
  <div class="views-row"><article><h2><a href="http://www.ntia.doc.gov/blog/2030/spectrum?utm_source=x">Spectrum</a></h2>
  </article></div>
  <a href="/page/web-policies">Policies</a>
  <nav><ul><li class="pager__item--next"><a href="?page=1" title="Go to next page" rel="next">Next</a></li></ul></nav>
</main></div></main></body>
"""


def test_listing_shows_articles_with_date_and_teaser() -> None:
    first, second = ntia.listing(html(LISTING, f"{SITE}/press-release"))
    assert (first.url, first.title, first.published) == (
        f"{SITE}/press-release/2030/toy-models",
        "Toy Models",
        "2030-02-03",
    )
    assert "artificial intelligence" in first.teaser
    assert second == Listed(f"{SITE}/blog/2030/spectrum", "Spectrum", "", "Spectrum")


def test_a_day_in_words_is_that_of_a_row_without_a_stamp() -> None:
    row = (
        '<main><div class="views-row"><h2><a href="/blog/2030/toys">Toys of May 1, 2029</a></h2>'
        "<time></time><span>February 3, 2030</span> <p>Due March 4, 2030.</p></div></main>"
    )
    (listed,) = ntia.listing(html(row, f"{SITE}/blog"))
    assert (listed.title, listed.published) == ("Toys of May 1, 2029", "2030-02-03")


def test_a_row_of_several_articles_has_no_date_and_no_teaser_of_one() -> None:
    links = '<a href="/blog/2030/toys">Toys</a> <a href="/blog/2030/dolls">Dolls</a>'
    row = f'<main><ul><li>{links}<time datetime="2030-02-03"></li></ul></main>'
    first, second = ntia.listing(html(row, f"{SITE}/blog"))
    assert first == Listed(f"{SITE}/blog/2030/toys", "Toys", "", "")
    assert second == Listed(f"{SITE}/blog/2030/dolls", "Dolls", "", "")


def by_role(text: str) -> str:
    return text.replace("<main", '<div role="main"').replace("</main", "</div")


def test_the_main_part_is_known_by_its_role_too() -> None:
    url = f"{SITE}/press-release"
    assert ntia.listing(html(by_role(LISTING), url)) == ntia.listing(html(LISTING, url))
    assert ntia.page(html(by_role(ARTICLE))) == ntia.page(html(ARTICLE))


def test_a_listing_outside_the_main_part_is_no_list() -> None:
    assert ntia.listing(html('<body><a href="/blog/2030/toys">Toys</a></body>', f"{SITE}/blog")) == ()


def test_a_long_listing_takes_as_long_as_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<li><a href="/blog/2030/toy-{number}">Toy</a></li>' for number in range(100))
    kind_of = Mock(wraps=ntia.article_kind)
    monkeypatch.setattr(ntia, "article_kind", kind_of)
    assert len(ntia.listing(html(f"<main><div>{rows}</div></main>", f"{SITE}/blog"))) == 100
    assert kind_of.call_count < 1000


def test_a_broken_link_costs_no_other() -> None:
    broken = '<main><ul><li><a href="http://[toys">Toys</a></li>'
    assert len(ntia.listing(html(LISTING.replace("<main>", broken, 1), f"{SITE}/press-release"))) == 2
    assert ntia.next_page(html('<a rel="next" href="http://[toys">Next</a>', SITE)) == ""


def test_pager_is_followed_to_its_end() -> None:
    assert ntia.next_page(html(LISTING, f"{SITE}/press-release")) == f"{SITE}/press-release?page=1"
    assert ntia.next_page(html(LISTING, f"{SITE}/press-release?page=1")) == ""
    assert ntia.next_page(html(LISTING, f"{SITE}/press-release/")) == f"{SITE}/press-release/?page=1"
    assert ntia.next_page(html(LISTING.replace("?page=1", "/press-release/?page=1"), f"{SITE}/press-release"))
    assert ntia.next_page(html(LISTING.replace("?page=1", "/press-release?page=1"), f"{SITE}/press-release/"))
    elsewhere = LISTING.replace('"?page=1"', '"https://example.gov/x"')
    assert ntia.next_page(html(elsewhere, f"{SITE}/press-release")) == ""
    assert ntia.next_page(html("<main></main>", SITE)) == ""


FEED = b"""
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Agency</title>
<item><title>Toy
  Models</title><link>
  http://ntia.gov/press-release/2030/toy-models/?utm_source=rss
</link><description>&lt;p&gt;On artificial
  intelligence&lt;/p&gt;</description>
<pubDate>Sun, 03 Feb 2030 17:00:00 +0000</pubDate></item>
<item><title>Undated</title><link>https://www.ntia.gov/blog/2030/undated</link></item>
</channel></rss>
"""


def test_a_feed_lists_articles_with_day_and_teaser() -> None:
    first, second = ntia.feed(FEED, "rss.xml")
    assert first == Listed(
        f"{SITE}/press-release/2030/toy-models", "Toy Models", "2030-02-03", "On artificial intelligence"
    )
    assert second == Listed(f"{SITE}/blog/2030/undated", "Undated", "", "")


def test_a_feed_brings_nothing_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    entity = f'<!DOCTYPE rss [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>'
    text = f"{entity}<rss><item><title>&secret;</title><link>{SITE}/blog/2030/a</link></item></rss>"
    (item,) = ntia.feed(text.encode(), "rss.xml")
    assert item == Listed(f"{SITE}/blog/2030/a", "", "", "")


@pytest.mark.parametrize("letter", ["\x0b", "\0", "&nbsp;", "&", "\uffff", "<![CDATA[\x0b<p>]]>"])
def test_a_letter_that_xml_forbids_costs_no_item(letter: str) -> None:
    items = (f"<item><title>{n}</title><link>{SITE}/blog/2030/{n}</link></item>" for n in ("a", f"b{letter}", "c"))
    first, _, third = ntia.feed(f"<rss><channel>{''.join(items)}</channel></rss>".encode(), "rss.xml")
    assert [first.title, third.title] == ["a", "c"]


def test_a_feed_that_stops_before_its_end_says_so_and_gives_what_came_whole() -> None:
    (first, cut) = ntia.feed(FEED.partition(b"Undated")[0], "rss.xml")
    assert first.title == "Toy Models"
    assert "stops before its end" in str(cut)


@pytest.mark.parametrize("body", [b"", b"<html><p>Sorry</html>", b"\x00"])
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match=r"rss\.xml"):
        ntia.feed(body, "rss.xml")


@pytest.mark.parametrize("link", ["", "<link>javascript:alert(1)</link>", "<link>http://[toys</link>"])
def test_an_item_that_leads_nowhere_costs_no_other(link: str) -> None:
    text = f"<rss><item><title>A</title>{link}</item><item><link>https://www.ntia.gov/blog/2030/b</link></item></rss>"
    bad, good = ntia.feed(text.encode(), "rss.xml")
    assert isinstance(bad, MalformedDocument)
    assert isinstance(good, Listed)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"{SITE}/press-release/2030/toy-models", "press_release"),
        ("http://ntia.gov/speechtestimony/2030/on-toys/", "speech"),
        (f"{SITE}/federal-register-notice/2030/toys#x", "notice"),
        (f"{SITE}/press-release", None),
        (f"{SITE}/report/2030/toys", None),
    ],
)
def test_articles_are_known_by_their_address(url: str, kind: str | None) -> None:
    assert ntia.article_kind(url) == kind


ARTICLE = """
<body><header><h1 class="usa-logo-text">Agency</h1></header><noscript>Sorry, you need to enable JavaScript</noscript>
<div>This site uses cookies.</div>
<main><nav>Artificial Intelligence</nav><ul class="usa-sidenav"><li>Model weights report</li></ul>
<h1 class="page-title">On  Toys</h1><time class="datetime"></time><time datetime="2030-02-03T17:00:00Z">3 Feb</time>
<p>On March 4, 2030, toys spoke.</p><script>var AI;</script></main><footer>AI</footer></body>
"""


def test_page_has_title_date_and_words_without_menus() -> None:
    page = ntia.page(html(ARTICLE))
    assert (page.title, page.published) == ("On Toys", "2030-02-03")
    assert page.text == "On Toys 3 Feb On March 4, 2030, toys spoke."
    assert ntia.page(html("<div><p>Toys  spoke.</p></div>")).text == "Toys spoke."
    assert ntia.page(html('<main><time datetime="0000-00-00">x</time></main>')).published == ""


@pytest.mark.parametrize(
    "markup",
    [
        '<main><h1 class="page-title">On Toys</h1><h1 class="page-title">Dolls</h1></main>',
        '<h1 class="page-title">On Toys</h1><main><h1>Dolls</h1></main>',
        "<h1>Agency</h1><main><h1>On Toys</h1></main><h1>Dolls</h1>",
        "<h1>Agency</h1><h1>Sub-agency</h1><h1>On Toys</h1><main></main>",
        '<meta property="og:title" content="On  Toys"><p>x</p>',
    ],
)
def test_the_title_of_a_page_is_not_the_name_of_its_site(markup: str) -> None:
    assert ntia.page(html(markup)).title == "On Toys"
