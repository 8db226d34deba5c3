import pytest

from spiders.publishers import feeds

_FEED = """<?xml version="1.0"?><rss><channel>{first}<item>
<title>Safe &amp; open &lt;em&gt;models&lt;/em&gt;</title>
<link>https://agency.example/?year=2099&amp;number=1</link>
<description><![CDATA[Write &amp; for a sign.]]></description>
</item></channel></rss>"""


@pytest.mark.parametrize("fault", ["", "a\x0bb", "Research & more", "Models &mdash; open", "1 < 2"])
def test_a_fault_of_one_entry_costs_the_others_no_sign(fault: str) -> None:
    body = _FEED.format(first=f"<item><title>{fault}</title></item>").encode()
    (_, entry), cut = feeds.items(body, "https://agency.example/feed")
    assert not cut
    assert entry.xpath("title/text()").get() == "Safe & open <em>models</em>"
    assert entry.xpath("link/text()").get() == "https://agency.example/?year=2099&number=1"
    assert entry.xpath("description/text()").get() == "Write &amp; for a sign."


@pytest.mark.parametrize(
    "item",
    [
        "<link>https://agency.example/news/1</link>",
        "<link> /news/1 </link><guid>https://agency.example/?p=1</guid>",
        "<guid>https://agency.example/?p=1</guid><link>1</link>",
        "<link/><guid isPermaLink='true'>https://agency.example/news/1</guid>",
        "<guid>https://agency.example/news/1</guid>",
    ],
)
def test_an_item_leads_where_its_link_or_its_permanent_name_says(item: str) -> None:
    (entry,), _ = feeds.items(f"<rss><channel><item>{item}</item></channel></rss>".encode(), "x")
    assert feeds.address(entry, "https://agency.example/news/rss.xml") == "https://agency.example/news/1"


@pytest.mark.parametrize(
    "item", ["", "<link/>", "<link/><guid>1</guid>", "<guid isPermaLink='false'>1 at https://agency.example</guid>"]
)
def test_an_item_without_an_address_leads_nowhere(item: str) -> None:
    (entry,), _ = feeds.items(f"<rss><channel><item>{item}</item></channel></rss>".encode(), "x")
    with pytest.raises(ValueError, match="is not a web address"):
        feeds.address(entry, "https://agency.example/news/rss.xml")
