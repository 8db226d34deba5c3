"""What counts as the same words and the same number when texts are compared."""

from dataclasses import replace

import pytest
from provisions import article, changes, sentence, summary

from pipeline.changes.passages import essence
from pipeline.model import Provision


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rules of the Council ( *1 ) apply", "rules of the Council (*) apply"),
        ("Directive of the Council ( 58 ), the following", "Directive of the Council ( 3 ), the following"),
        ("open-source", "open\u2013source"),
        ("well-being", "wellbeing"),
        ("Article 6 (1) applies", "Article 6(1) applies"),
        ("terms, conditions; and", "terms, conditions and"),
        ("the “model”", 'the "model"'),
        ("5 % of", "5% of"),
        ("2024\u20132026", "2024-2026"),
        ("▼M1 It applies.", "It applies."),
    ],
)
def test_cosmetic(before: str, after: str) -> None:
    assert [change.kind for change in changes([article("1", before)], [article("1", after)])] == ["cosmetic"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("points (1) and (2)", "points (1) and (3)"),
        ("Article 6 (1) applies", "Article 6 (2) applies"),
        ("Annex III (2)", "Annex III (3)"),
        ("point (a) (2)", "point (a) (3)"),
        ("up to 1.5 % of turnover", "up to 15 % of turnover"),
        ("up to 3 % of turnover", "up to 3 of turnover"),
        ("more than 10^25 operations", "more than 10^26 operations"),
        ("fines of € 5", "fines of $ 5"),
        ("loss ≥ a third", "loss ≤ a third"),
        ("may", "may not"),
    ],
)
def test_not_cosmetic(before: str, after: str) -> None:
    assert [change.kind for change in changes([article("1", before)], [article("1", after)])] == ["amended"]


NUMBERED = (
    *("article", "paragraph", "subparagraph", "sub-paragraph", "point", "clause", "item", "part", "section", "chapter"),
    *("title", "rule", "recital", "paragraphe", "alinéa", "annexe", "partie", "chapitre", "titre", "considérant"),
)


@pytest.mark.parametrize(
    "word",
    [
        *NUMBERED,
        *(f"{word}s" for word in NUMBERED),
        *("Annex", "Sec", "and", "or", "to", "et", "ou", "à", "au", "aux", "XIV", "B"),
    ],
)
def test_a_number_in_brackets_is_no_footnote_after_a_word_that_refers(word: str) -> None:
    assert essence(f"see {word} (3) there") != essence(f"see {word} (4) there")


def test_another_dash_in_a_number_is_no_renumbering() -> None:
    old = [Provision("sec_165.T11\u2013157", "section", "§ 165.T11\u2013157", sentence(1), unit=True)]
    assert summary(old, [replace(old[0], path="sec_165.T11-157", citation="§ 165.T11-157")]) == []


@pytest.mark.parametrize("step", ["p", "h", "q", "fn", "tbl", "part"])
def test_places_that_we_counted_are_no_numbers(step: str) -> None:
    def page(*texts: str) -> list[Provision]:
        return [Provision(f"{step}_{n}", "paragraph", f"para. {n}", text, unit=True) for n, text in enumerate(texts)]

    assert summary(page(sentence(1)), page(sentence("new"), sentence(1))) == [("added", "", f"{step}_0")]


def test_essence_keeps_what_is_read_aloud() -> None:
    assert essence("5 % (of) € 3.2 — 10\u201312") == "5%of€3|.2|-10|-12"
