import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.eu.labels import (
    Label,
    article_number,
    designator,
    parse_label,
    place,
    split_note,
    split_paragraph,
    split_point,
    styles,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(a)", "a"),
        ("a)", "a"),
        ("(ba)", "ba"),
        ("b bis)", "ba"),
        ("(14a)", "14a"),
        ("14 ter)", "14b"),
        ("8bis)", "8a"),
        ("6ter.", "6b"),
        ("8aa)", "8aa"),
        ("3 octies bis)", "3ga"),
        ("369 septvicies.", "369z"),
        ("(1)", "1"),
        ("1.", "1"),
        ("1 bis.", "1a"),
        ("3.1.", "3.1"),
        ("3.1", "3.1"),
        ("(xviii)", "xviii"),
        ("(A)", "A"),
        ("6)", "6"),
        ("α)", "α"),
        ("-1.", "-1"),
        ("-1a.", "-1a"),
        ("3-e.", "3-e"),
        ("3 -sexies.", "3-e"),
    ],
)
def test_numbers_have_the_same_value_in_every_language(text: str, value: str) -> None:
    label = parse_label(text)
    assert label is not None
    assert label.value == value


@pytest.mark.parametrize("text", ["—", "–", "-", "•"])
def test_dashes_and_bullets_are_counted_not_numbered(text: str) -> None:
    label = parse_label(text)
    assert label is not None
    assert label.is_dash


@pytest.mark.parametrize(("text", "value"), [("‘(g)", "g"), ("“3.", "3"), ("«2.", "2"), ("„1a.", "1a")])
def test_an_opening_quotation_mark_is_no_part_of_a_number(text: str, value: str) -> None:
    assert parse_label(text) == Label(text, value)


@pytest.mark.parametrize(
    "text", ["", "a", "12", "H 1", "au lieu de:", "Article 5", "2099", "(*)", "OJ L 1.", "1.1.2099 to"]
)
def test_other_cells_are_no_numbers(text: str) -> None:
    assert parse_label(text) is None


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("1. The act", "1", "The act"),
        ("(2) Die Verordnung", "2", "Die Verordnung"),
        ("1a. It applies", "1a", "It applies"),
        ("1 bis. Il est", "1a", "Il est"),
        ("‘3. Horns", "3", "Horns"),
        ("-1a. It applies", "-1a", "It applies"),
        ("‘3-e. Horns", "3-e", "Horns"),
        ("«3 -bis. Les cors", "3-a", "Les cors"),
    ],
)
def test_paragraph_numbers_are_split_from_the_text(text: str, number: str, rest: str) -> None:
    split = split_paragraph(text)
    assert split is not None
    assert (split[0].value, split[1]) == (number, rest)


@pytest.mark.parametrize("text", ["1.1.2099 is a day", "10 000 lamps", "A. Keeper signs", "(a) point", "12", ""])
def test_text_that_only_looks_numbered_stays_whole(text: str) -> None:
    assert split_paragraph(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("(a) lamps", "a"), ("- brass horns", ""), ("3.1. Steps", "3.1"), ("(ii) taken", "ii"), ("1) L'article 2", "1")],
)
def test_points_are_split_from_the_text(text: str, value: str) -> None:
    split = split_point(text)
    assert split is not None
    assert split[0].value == value


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Article 53", "53"),
        ("Article\u00a075a", "75a"),
        ("Article 4 bis", "4a"),
        ("Article 75 quinquies", "75d"),
        ("Article 10-A", "10a"),
        ("Article 10\u2011B", "10b"),
        ("Artigo 4.º-A", "4a"),
        ("Artigo 4.º", "4"),
        ("Article A1", "A1"),
        ("Article 3 octies bis", "3ga"),
        ("Article 369 septvicies", "369z"),
        ("Article 325 octovicies", "325aa"),
        ("Article 428 quaterquadragies", "428aq"),
        ("Article premier", "1"),
        ("Article premier bis", "1a"),
        ("Article 1er", "1"),
        ("Article unique", "1"),
        ("Sole Article", "1"),
        ("5. cikk", "5"),
        ("Article", ""),
    ],
)
def test_article_numbers(title: str, number: str) -> None:
    assert article_number(title) == number


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("CHAPTER III", "III"),
        ("Section A. List", "A"),
        ("SECTION 1", "1"),
        ("GENERAL", ""),
        (" TO THE ACT", ""),
        (" II bis", "IIa"),
        ("TITRE III BIS", "IIIA"),
        ("3BIS", "3A"),
        ("CHAPTER Va", "Va"),
    ],
)
def test_designators_of_divisions(title: str, number: str) -> None:
    assert designator(title) == number


def test_a_lone_i_is_a_numeral_first_and_the_ninth_letter_second() -> None:
    label = parse_label("(i)")
    assert label is not None
    numeral, letter = styles(label)
    assert (place(label, numeral), place(label, letter)) == (1, 9)


@pytest.mark.parametrize(("text", "number"), [("(xvic)", 16), ("(viia)", 7), ("(xvi)", 16)])
def test_roman_numbers_of_inserted_units_stay_roman(text: str, number: int) -> None:
    label = parse_label(text)
    assert label is not None
    assert styles(label) == ("roman-letter()",)
    assert place(label, "roman-letter()") == number


@given(st.text(alphabet=string.printable + "‘’“”«»—–•\u00a0éß", max_size=40))
def test_any_text_is_read_without_an_error_and_nothing_of_it_is_lost(text: str) -> None:
    label = parse_label(text)
    assert label is None or label.text == text
    for split in (split_paragraph(text), split_point(text)):
        if split is not None:
            number, rest = split
            assert "".join((number.text + rest).split()) == "".join(text.split())
    article_number(text)
    designator(text)


@given(st.integers(1, 999), st.sampled_from(["", "a", "b", "za"]), st.sampled_from(["({})", "{}.", "{})"]))
def test_every_number_of_the_drafting_rules_is_read_back(number: int, letter: str, form: str) -> None:
    label = parse_label(form.format(f"{number}{letter}"))
    assert label is not None
    assert label.value == f"{number}{letter}"
    assert place(label, styles(label)[0]) == number


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("(1) OJ L 119", "1", "OJ L 119"),
        ("( 2a ) OJ L 119", "2a", "OJ L 119"),
        ("(*1) The title", "*1", "The title"),
        ("** The title", "**", "The title"),
        ("The title (1)", "", "The title (1)"),
    ],
)
def test_footnote_is_split_into_number_and_text(text: str, number: str, rest: str) -> None:
    assert split_note(text) == (number, rest)
