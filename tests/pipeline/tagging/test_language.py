"""The language of a text that does not say which it is in."""

import pytest

from pipeline.tagging.language import guess_language, language_code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The provider shall keep the documentation of the model.", "en"),
        ("Le fournisseur tient à jour la documentation du modèle et des données.", "fr"),
        ("[1] Byron et al. 2031. Open Models. [2] Lovelace et al. 2032. Weights.", "en"),
        ("", "en"),
        ("日本語の文章", "en"),
    ],
)
def test_guess(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"), ("EN", "en"), ("en-US", "en"), ("en_GB.UTF-8", "en"), ("eng", "en"), (" fr ", "fr"),
        ("FRA", "fr"), ("fre", "fr"), ("de-AT", "de"), ("", ""),
    ],
)  # fmt: skip
def test_a_language_may_be_stated_in_several_ways(stated: str, code: str) -> None:
    assert language_code(stated) == code


@pytest.mark.parametrize("stated", ["English", "e", "-", " ", "42", "中文"])
def test_what_is_no_code_of_a_language_is_refused(stated: str) -> None:
    with pytest.raises(ValueError, match="is not a language code"):
        language_code(stated)
