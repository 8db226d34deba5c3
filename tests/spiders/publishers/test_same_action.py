"""How an action of the White House finds its document in the Federal Register."""

import pytest
from spider_steps import html

from spiders.publishers import fr_api, fr_documents, same_action
from spiders.publishers.fr_documents import Row
from spiders.publishers.white_house import Action

SITE = "https://www.whitehouse.gov/presidential-actions"
ORDER = Action(f"{SITE}/2030/07/on-toys/", "Removing Barriers to Artificial Toys", "2030-07-24")


def row(title: str | None, signed: str | None, number: str = "2030-1") -> Row:
    facts = {"title": title, "signing_date": signed, "document_number": number, "publication_date": "2030-07-30"}
    return fr_documents.row(dict.fromkeys(fr_api.FIELDS) | facts, SITE, "white_house")


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([row("Removing Barriers to Artificial Toys", "2030-07-23", "2030-7")], "2030-7"),
        ([row("Removing Barriers for Artificial Toys", "2030-07-20", "2030-7")], "2030-7"),
        (
            [
                row("Removing Barriers for Artificial Toys", "2030-07-24", "2030-6"),
                row("Removing Barriers to Artificial Toys", "2030-07-24", "2030-7"),
                row("Closing the Shops", "2030-07-24", "2030-8"),
            ],
            "2030-7",
        ),
        ([row("Removing Barriers to Artificial Toys", "2030-07-10")], ""),
        ([row("Closing the Shops", "2030-07-24"), row("", None), row("Holidays", "2030-07-23")], ""),
        ([], ""),
    ],
)
def test_an_order_is_matched_by_title_and_day_of_signature(rows: list[Row], number: str) -> None:
    found = same_action.match(ORDER, rows)
    assert (found.document_id if found else "") == (number and f"fr:{number}")


LONG = "Ensuring That Every Toy Which Thinks, Listens, or Speaks Is Safe for the Children Who Own It and " * 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AI \u2014 Toys", "ai\u00a0-\u00a0toys"),
        pytest.param(f"{LONG}Their Parents", f"{LONG}Other Parents", id="300 letters, one word"),
    ],
)
def test_titles_are_the_same_but_for_their_typography_and_a_word_of_many(one: str, other: str) -> None:
    day = "2030-07-24"
    for title, official in ((one, row(other, day)), (other, row(one, day))):
        assert same_action.match(Action(SITE, title, day), [official]) == official


def test_the_only_document_on_ai_of_a_day_may_be_an_action_under_another_title() -> None:
    action = Action(SITE, "Eliminating State Law Obstruction of National Artificial Intelligence Policy", "2030-07-24")
    other = row("Ensuring a National Policy Framework for Artificial Intelligence", "2030-07-24")
    assert same_action.match(action, [other]) is None
    assert same_action.retitled(action, [other, row("Holidays", "2030-07-24")]) == other
    assert same_action.retitled(action, [row(other.document.title, "2030-07-23")]) is None
    assert same_action.retitled(action, [other, row("AI for Schools", "2030-07-24")]) is None
    assert same_action.retitled(action, [row(None, "2030-07-24")]) is None
    assert same_action.retitled(Action(SITE, "On Toys", "2030-07-24"), [other]) is None


CLOSING = "Nothing in this order shall be construed to impair the authority granted by law to an agency, or its head. "


def test_an_order_is_known_by_its_words() -> None:
    purpose = "Toys that think shall be open to every child, whoever made them and whatever they cost. " * 2
    page = html(f"<header>News</header><main><h1>ON TOYS</h1><p>{purpose}</p><p>{CLOSING}</p></main><footer>x</footer>")
    assert same_action.is_same_text(page, f"Executive Order 19999 {purpose.upper()} {CLOSING} [FR Doc. 2030-7]")
    other = "No agency shall buy a doll that listens unless the Director has found in writing that it forgets. "
    assert not same_action.is_same_text(page, f"Executive Order 19998 {other * 2} {CLOSING}")
    assert not same_action.is_same_text(html("<main></main>"), purpose)
    assert same_action.is_same_text(html(f"<body><div><p>{purpose}</p></div></body>"), purpose)


def test_signing_window_covers_weekends() -> None:
    assert same_action.signing_window("2030-01-02") == ("2029-12-29", "2030-01-03")
