"""The language of a text that does not say which it is in."""

import pytest

from pipeline.tagging.language import guess_language


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
