import pytest

from pipeline.changes.passages import essence
from pipeline.normalise import normalise


@pytest.mark.parametrize(
    ("shown", "compared"),
    [("10²⁵ operations", "10^25 operations"), ("10⁻⁶", "10^-6"), ("5 m²", "5 m2"), ("ﬁle – it", "file - it")],
)
def test_compatibility_forms_fold_but_not_into_another_number(shown: str, compared: str) -> None:
    assert normalise(shown) == compared


def test_a_changed_exponent_is_a_changed_text() -> None:
    assert len({essence(text) for text in ("10²⁵", "10²⁶", "1025", "102⁵")}) == 4
