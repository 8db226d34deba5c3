import pytest

from pipeline.wording import number_of


@pytest.mark.parametrize(("number", "said"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")])
def test_a_number_has_its_noun(number: int, said: str) -> None:
    assert number_of(number, "entry", "entries") == said


def test_most_nouns_have_an_s() -> None:
    assert [number_of(number, "new version") for number in (0, 1, 2)] == [
        "0 new versions",
        "1 new version",
        "2 new versions",
    ]
