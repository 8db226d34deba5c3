"""Words of one clause say nothing about what stands in another."""

import pytest

from pipeline.tagging import Passage, load_rules, tag
from pipeline.tagging.clauses import bordered
from pipeline.tagging.folding import BORDER, MARK

RULES = load_rules()


def tags(text: str) -> set[str]:
    return {finding.tag for finding in tag(Passage(text), RULES)}


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        (
            "Grantees shall promote hygiene, and their records are kept in open-source software.",
            "promotion",
        ),
        ("The driver shall report the accident to the office, which runs open-source software.", "study"),
        ("The hospital must pay duty on the lamp; the open-source software is free.", "promotion"),
        (
            "Bidders shall remove the cover of the device, whose screen shows open-source software.",
            "restriction",
        ),
        ("The council welcomes the new director, who used to work on open-source software.", "promotion"),
        ("The office shall publish its menu, although some of its open-source tools are down.", "release_mandate"),
    ],
)
def test_another_clause_decides_nothing(text: str, effect: str) -> None:
    assert tags(text) & {effect, "software"} == {"software"}


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("The agency, which has many tools, shall publish its code as open-source software.", "release_mandate"),
        ("The Secretary shall promote safe, useful and open-source software.", "promotion"),
        ("This Act does not apply to research, to teaching, and to open-source software.", "exemption"),
        ("The Secretary shall study the price, the reach; the use and the risks of open-source software.", "study"),
        ("The provider shall register, and it shall ensure that open-source software is tested.", "obligation"),
        ("The fee is due, and the Secretary shall promote open-source software.", "promotion"),
    ],
)
def test_items_of_a_list_and_interposed_words_part_nothing(text: str, effect: str) -> None:
    assert tags(text) >= {effect, "software"}


def test_a_border_takes_the_place_of_a_mark() -> None:
    text = f"it is late, and the {MARK * 4} shall wait; we stay, which is right"
    assert bordered(text) == f"it is late{BORDER} and the {MARK * 4} shall wait{BORDER} we stay{BORDER} which is right"


def test_a_private_use_character_of_the_text_is_no_border() -> None:
    assert "promotion" in tags(f"The Secretary shall promote safe{BORDER} open-source software.")
