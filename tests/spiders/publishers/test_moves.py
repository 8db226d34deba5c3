import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.publishers.moves import is_other_page

POST = "https://www.ftc.example/policy/tech/2024/07/open-weights"


@pytest.mark.parametrize(
    "answered",
    [
        POST + "/",
        POST + "?utm_source=feed",
        POST + "?v=2",
        "http://www.ftc.example/policy/tech/2024/07/open-weights",
        "https://www.ftc.example/blog/2024/open-weights",
        "https://www.ftc.example/policy/tech/2024/07/Open-Weights.html",
        POST + "/index.html",
        POST.replace("-", "%2D"),
    ],
)
def test_a_page_that_keeps_its_name_is_the_same(answered: str) -> None:
    assert not is_other_page(POST, answered)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("artificial-intelligence", "super-intelligence"),
        ("artificial-intelligence", "about/superintelligence/"),
        ("ai", "si"),
        ("our-ai-plan", "our-si-plan.html"),
    ],
)
def test_a_page_whose_name_says_super_intelligence_now_is_the_same(asked: str, answered: str) -> None:
    site = "https://www.agency.example/"
    assert not is_other_page(site + asked, site + answered)
    assert is_other_page(site + asked, site + "basic-plan")


@pytest.mark.parametrize(
    "answered",
    [
        "https://www.ftc.example/about/office-of-technology",
        "https://www.ftc.example/policy/tech",
        "https://www.ftc.example/",
        "https://www.ftc.example/policy/tech/2024/07/open-weights-2",
    ],
)
def test_a_page_with_another_name_is_another_page(answered: str) -> None:
    assert is_other_page(POST, answered)


def test_a_page_that_is_named_by_a_parameter_keeps_it() -> None:
    asked = "https://www.ftc.example/node?id=7"
    assert not is_other_page(asked, "https://www.ftc.example/en/node?lang=en&id=7")
    assert is_other_page(asked, "https://www.ftc.example/node?id=8")
    assert is_other_page(asked, "https://www.ftc.example/node")
    assert is_other_page("https://www.ftc.example/show?open-weights", "https://www.ftc.example/show")


def test_a_page_does_not_keep_a_parameter_that_only_says_where_its_reader_came_from() -> None:
    assert not is_other_page(POST + "?utm_source=feed", POST)


def test_a_section_that_moved_is_no_removal() -> None:
    old = "https://www.ntia.doc.gov/issues/artificial-intelligence/open-model-weights-report/background"
    new = "https://www.ntia.gov/programs-and-initiatives/artificial-intelligence/open-model-weights-report/background"
    assert not is_other_page(old, new)


@given(st.lists(st.text("abc-1", min_size=1), min_size=1), st.sampled_from(["", "/", "#part"]))
def test_an_address_leads_to_itself(path: list[str], end: str) -> None:
    url = "https://agency.example/" + "/".join(path)
    assert not is_other_page(url, url + end)
