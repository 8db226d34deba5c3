"""The words in which people are told what went wrong."""

from pipeline.errors import readable


def test_a_long_address_does_not_hide_the_reason() -> None:
    query = "https://api.example.gov/documents?" + "&".join(f"field={number}" for number in range(100))
    told = readable(f"{query}: answered 503; the next crawl asks again ({query})")
    assert ": answered 503; the next crawl asks again (https://api.example.gov/documents?field=0" in told
    assert len(told) < 350
    assert told.endswith("…)")
    assert readable(f"{query[:100]}: answered 503") == f"{query[:100]}: answered 503"
