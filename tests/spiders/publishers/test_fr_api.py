import itertools
import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import MalformedDocument
from spiders.publishers import fr_api
from spiders.publishers.fr_api import Search, Slice

SEARCH = Search((("conditions[term]", '"toy robots"'), ("conditions[type][]", "NOTICE")), ("matching", "of type"))
SPAN = Slice("2024-01-01", "2024-01-31", 7)
FIELDS = [("fields[]", name) for name in fr_api.FIELDS]


def test_keys_and_values_are_encoded_apart() -> None:
    url = fr_api.page_url(SEARCH, SPAN)
    pairs = parse_qsl(urlsplit(url).query)
    assert ("conditions[term]", '"toy robots"') in pairs
    days = [("conditions[publication_date][gte]", "2024-01-01"), ("conditions[publication_date][lte]", "2024-01-31")]
    assert pairs[2:6] == [*days, ("order", "oldest"), ("per_page", "20")]
    assert pairs[6:] == FIELDS
    assert "=" in urlsplit(url).query
    assert fr_api.counts_url(SEARCH, "2019-01-01").startswith(
        "https://www.federalregister.gov/api/v1/documents/facets/daily.json?"
    )


def test_presidential_documents_are_asked_for_by_the_days_of_their_signature() -> None:
    assert parse_qsl(urlsplit(fr_api.signed_url("2030-01-02", "2030-01-08")).query) == [
        ("conditions[type][]", "PRESDOCU"),
        ("conditions[signing_date][gte]", "2030-01-02"),
        ("conditions[signing_date][lte]", "2030-01-08"),
        ("per_page", "200"),
        *FIELDS,
    ]


def test_a_number_that_was_given_twice_is_asked_for_with_its_day() -> None:
    url = urlsplit(fr_api.document_url("E8-23178@2008-10-02"))
    assert url.path.endswith("/E8-23178.json")
    assert parse_qsl(url.query) == [("publication_date", "2008-10-02"), *FIELDS]
    assert parse_qsl(urlsplit(fr_api.document_url("2024-03763")).query, keep_blank_values=True) == FIELDS


days = st.dictionaries(
    st.dates().map(lambda day: day.isoformat()),
    st.integers(0, 60).map(lambda count: {"count": count, "name": "?"}),
    max_size=40,
)


@given(days)
def test_slices_hold_every_hit_once_and_about_one_page(counts: dict[str, Any]) -> None:
    spans = fr_api.slices(counts)
    assert sum(span.expected for span in spans) == sum(day["count"] for day in counts.values())
    assert all(span.first == span.last or span.expected <= 20 for span in spans)
    for before, after in itertools.pairwise(spans):
        assert before.last < after.first
    for day, count in counts.items():
        assert not count["count"] or any(span.first <= day <= span.last for span in spans)


def test_a_slice_fills_a_page_and_days_without_hits_are_not_asked_for() -> None:
    hits = {"2030-01-01": 0, "2030-01-02": 12, "2030-01-03": 8, "2030-01-04": 0, "2030-01-05": 1, "2030-01-06": 0}
    counts = {day: {"count": number} for day, number in hits.items()}
    assert fr_api.slices(counts) == (Slice("2030-01-02", "2030-01-03", 20), Slice("2030-01-05", "2030-01-05", 1))


@pytest.mark.parametrize("counts", ['{"soon": {"count": 1}}', '{"2030-01-02": 1}', '{"2030-01-02": {"count": 1e999}}'])
def test_what_is_no_count_by_day_is_refused(counts: str) -> None:
    with pytest.raises(MalformedDocument, match="documents by day"):
        fr_api.slices(json.loads(counts))


def test_ignored_filters_are_noticed() -> None:
    heard = "Documents matching 'toy robots', published from 01/01/2024 to 01/31/2024, and of type Notice"
    assert fr_api.unheard({"description": heard}, SEARCH, SPAN) == ""
    assert fr_api.unheard({"description": "All Documents"}, SEARCH, SPAN) == "matching"
    other_days = heard.replace("01/31/2024", "02/28/2024")
    assert fr_api.unheard({"description": other_days}, SEARCH, SPAN) == "01/31/2024"
    assert fr_api.unheard({}, SEARCH, SPAN) == "matching"


def test_next_page_is_followed_as_given_but_only_on_the_site() -> None:
    url = "https://www.federalregister.gov/api/v1/documents?format=json&page=2"
    assert fr_api.next_page({"next_page_url": url}) == url
    assert fr_api.next_page({"results": []}) == ""
    for elsewhere in ("https://www.example.com/api", "http://www.federalregister.gov/api", "https://[", 5):
        with pytest.raises(MalformedDocument, match="next page"):
            fr_api.next_page({"next_page_url": elsewhere})


@pytest.mark.parametrize("body", [b"", b"<html>Request Access</html>", b"[1]"])
def test_what_is_no_api_answer_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match=r"api\.json"):
        fr_api.load(body, "api.json")
