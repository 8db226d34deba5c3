"""Text as it is kept, compared and counted."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.changes.passages import essence
from pipeline.model import Provision
from pipeline.normalise import letters_and_digits, normalise, storable, text_hash, tidy


@pytest.fixture(scope="module")
def every_character() -> list[str]:
    return [chr(code) for code in range(0x110000)]


@pytest.mark.parametrize(
    ("shown", "compared"),
    [
        ("10²⁵ operations", "10^25 operations"),
        ("10⁻⁶", "10^-6"),
        ("5 m²", "5 m2"),
        ("ﬁle – it", "file - it"),
        ("o\u00adpen\u200b", "open"),
    ],
)
def test_compatibility_forms_fold_but_not_into_another_number(shown: str, compared: str) -> None:
    assert normalise(shown) == compared


def test_a_changed_exponent_is_a_changed_text() -> None:
    assert len({essence(text) for text in ("10²⁵", "10²⁶", "1025", "102⁵")}) == 4


def test_white_space_is_what_regular_expressions_say(every_character: list[str]) -> None:
    text = "a" + "b".join(every_character) + "c"
    assert tidy(text) == re.sub(r"\s+", " ", text).strip()


@example("a  b")
@example(" a")
@example("a ")
@given(st.text(alphabet="ab \t\n\u00a0\u2028\u3000é", max_size=8))
def test_what_looks_tidy_is(text: str) -> None:
    assert tidy(text) == re.sub(r"\s+", " ", text).strip()


def test_letters_and_digits_are_those_of_all_scripts(every_character: list[str]) -> None:
    assert letters_and_digits("".join(every_character)) == sum(map(str.isalnum, every_character))
    assert letters_and_digits("".join(every_character[:128])) == 62


def test_only_what_a_database_cannot_keep_is_replaced(every_character: list[str]) -> None:
    unstorable = {character for character in every_character if storable(character) != character}
    assert unstorable == {"\0", *map(chr, range(0xD800, 0xE000))}


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212")
def test_every_dash_is_a_hyphen(dash: str) -> None:
    assert normalise(f"open{dash}source") == "open-source"


UNIT = Provision("s_1", "section", "Section 1", "The toys: lamps – horns.", heading="Toys", unit=True)
PART = Provision("part_1", "part", "Part 1", "", heading="Toys")


@pytest.mark.parametrize(
    "provisions",
    [
        (PART, replace(UNIT, text="The lamps.")),
        (PART, replace(UNIT, heading="Lamps")),
        (PART, replace(UNIT, citation="Section 2")),
        (PART, replace(UNIT, citation="Section 1T", heading="oys")),
        (replace(PART, heading="Lamps"), UNIT),
        (UNIT, PART),
        (UNIT,),
    ],
)
def test_other_words_are_another_version(provisions: tuple[Provision, ...]) -> None:
    assert text_hash(provisions) != text_hash((PART, UNIT))


@pytest.mark.parametrize(
    "provisions",
    [
        (PART, replace(UNIT, path="s_2", parent="part_1", part=1)),
        (PART, replace(UNIT, text="The  toys: lamps - horns.")),
        (PART, UNIT, replace(UNIT, text="lamps", citation="(a)", unit=False)),
    ],
)
def test_the_same_words_are_the_same_version_however_they_are_split(provisions: tuple[Provision, ...]) -> None:
    assert text_hash(provisions) == text_hash((PART, UNIT))
