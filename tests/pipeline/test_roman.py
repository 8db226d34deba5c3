import pytest

from pipeline import roman


def test_every_number_that_laws_use_comes_back() -> None:
    assert [roman.numeral(number) for number in (1, 4, 9, 14, 40, 49, 90, 113)] == [
        "I", "IV", "IX", "XIV", "XL", "XLIX", "XC", "CXIII",
    ]  # fmt: skip
    tens, ones = ["", "X", "XX", "XXX", "XL"], ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    assert [roman.value(ten + one) for ten in tens for one in ones] == list(range(50))
    for number in range(1, 400):
        assert roman.value(roman.numeral(number)) == roman.total(roman.numeral(number)) == number


@pytest.mark.parametrize("text", ["", "IIX", "IIII", "VX", "IC", "xiv", "Ii", "A", "M"])
def test_what_is_no_numeral_is_nothing(text: str) -> None:
    assert roman.value(text) == 0


def test_letters_in_an_unusual_order_are_added_up() -> None:
    assert [roman.total(text) for text in ("IIII", "LL", "IIX", "")] == [4, 100, 10, 0]
