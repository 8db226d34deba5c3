"""Reasons in the sentences beside evidence: those that go on about the same thing, and those about something else."""

import pytest

from pipeline.tagging import Passage, load_rules, tag
from pipeline.tagging.links import is_linked
from pipeline.tagging.masking import Sentence
from pipeline.tagging.screening import Screen

OPEN = "Many towns publish open-source models."


def reasons(text: str, title: str = "") -> set[str]:
    rules = load_rules()
    kinds = {rule.id: rule.kind for rule in rules.rules}
    return {each.tag for each in tag(Passage(text, title=title), rules) if kinds[each.rule] == "argument"}


@pytest.mark.parametrize(
    "beside",
    [
        "They drive innovation in the whole of the country.",
        "The main effect of this is innovation in the whole of the country.",
        "First, innovation comes to the whole of the country.",
        "Openness drives innovation in the whole of the country.",
        "Faster innovation.",
    ],
)
def test_what_goes_on_about_the_same_gives_its_reasons(beside: str) -> None:
    assert reasons(f"{OPEN} {beside}") == {"innovation"}


@pytest.mark.parametrize(
    "beside",
    [
        "The county drives innovation in the whole of the country.",
        "Ministers should invest more in innovation and in those who bring it about.",
    ],
)
def test_what_begins_something_else_gives_none(beside: str) -> None:
    assert reasons(f"{OPEN} {beside}") == set()
    assert reasons(f"{beside} {OPEN}") == set()


def test_a_reason_may_come_first_if_the_evidence_draws_a_conclusion() -> None:
    before = "The county wants more innovation in the whole of the country."
    assert reasons(f"{before} {OPEN}") == set()
    assert reasons(f"{before} To this end, it publishes open-source models.") == {"innovation"}


def test_in_a_text_about_openness_a_reason_may_come_first() -> None:
    before = "The county wants more innovation in the whole of the country."
    assert reasons(f"{before} {OPEN}", title="Comment on open-weight models") == {"innovation"}


def test_a_subject_is_kept_for_three_sentences() -> None:
    kept = "They are new. And they are loved by children. "
    assert reasons(f"{OPEN} {kept}They drive innovation.") == {"innovation"}
    assert reasons(f"{OPEN} {kept}They are red and round. They drive innovation.") == set()
    assert reasons(f"{OPEN} {kept}The agency is loved, too. They drive innovation.") == set()


@pytest.mark.parametrize(
    "question", ["How do these towns foster innovation?", "How, if at all, should it foster innovation?"]
)
def test_a_question_about_the_same_is_one_in_a_list_of_questions_too(question: str) -> None:
    assert reasons(f"a. Are there open-source models in towns? i. {question}") == {"innovation"}
    assert reasons("a. Are there open-source models in towns? i. How do towns foster innovation?") == set()


def test_rules_for_the_sentence_alone_read_what_keeps_its_subject() -> None:
    assert reasons(f"{OPEN} They may violate the privacy of those who live there.") == {"rights_harm"}
    assert reasons(f"{OPEN} It is vital that police may not violate the privacy of those who live there.") == set()


def test_what_is_left_of_a_sentence_belongs_to_the_next() -> None:
    text = f"and so it is with the growth of firms, towns and cities. {OPEN}"
    rest, evidence = (Sentence(text, start, end, Screen()) for start, end in ((0, 57), (57, len(text))))
    assert is_linked(rest, evidence, everywhere=False)


@pytest.mark.parametrize(
    "text",
    [
        "New laws foster innovation, and our records are kept in open-source software.",
        "New laws foster innovation; the town runs open-source software.",
        "The town runs open-source software; the new law will foster innovation.",
        "Closed models foster innovation; open models do not.",
        "While new laws foster innovation, the town runs open-source software.",
    ],
)
def test_what_another_clause_says_is_no_reason(text: str) -> None:
    assert reasons(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "The town runs open-source software, which fosters innovation.",
        "The town runs open-source software, and they foster innovation.",
        "The town runs open-source software, and this will foster innovation.",
        "The town runs open-source software, and open models foster innovation.",
        "Open models are cheap, are well documented, and foster innovation.",
        "Many towns run open-source software, because small firms foster innovation with it.",
        "Many towns run open-source software, as the staff fosters innovation with it.",
        "While they foster innovation, open models are new to the town.",
        "While open models foster innovation, the town runs none.",
        "Small firms can foster innovation, so that many towns run open-source software.",
    ],
)
def test_what_a_clause_says_of_the_one_before_is(text: str) -> None:
    assert reasons(text) >= {"innovation"}


def test_a_heading_is_of_the_same() -> None:
    assert reasons(f"5.2 To foster innovation in all of our towns. {OPEN}") == {"innovation"}
    assert reasons(f"We foster innovation in all of our towns. {OPEN}") == set()
