"""Which language a text is in, where nothing states it."""

import pytest

from pipeline.languages import EU_LANGUAGES, other_language

TEXTS = {
    "en": "The provider of a toy shall keep the records of the toy and make them available to the authority.",
    "fr": "Le fournisseur d'un jouet tient à jour les registres du jouet et les met à la disposition de l'autorité.",
    "de": "Der Anbieter eines Spielzeugs führt die Aufzeichnungen über das Spielzeug und legt sie der Behörde auf "
    "Verlangen vor, wenn das für die Aufsicht nötig ist.",
    "es": "El proveedor de un juguete conserva los registros del juguete y los pone a disposición de la autoridad "
    "cuando se lo pida para el control de las normas.",
    "pl": "Dostawca zabawki prowadzi rejestr zabawek i udostępnia go organowi na żądanie lub w przypadku, gdy jest to "
    "konieczne do nadzoru nad zabawkami oraz do oceny.",
    "sv": "Leverantören av en leksak ska föra register över leksaken och lämna det till myndigheten om den begär det "
    "för att utöva tillsyn eller med stöd av lag.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_known_by_its_small_words(language: str) -> None:
    text = TEXTS[language] * 5
    assert other_language(text, language) == ""
    assert {other_language(text, other) for other in TEXTS if other != language} == {language}


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXTS["fr"],
        f"{TEXTS['en'] * 5} {TEXTS['fr'] * 5}",
        "Toys Inc 12 34 56 Loom Ltd 78 90 " * 50,
        "日本語の文章 " * 100,
        "Gwneud teganau yw gwaith y cwmni hwn " * 30,
    ],
    ids=["none", "too short", "two languages", "a table", "no letters of ours", "a language that is none of the 24"],
)
def test_what_is_not_clear_is_not_said(text: str) -> None:
    assert other_language(text, "en") == ""


def test_each_official_language_has_small_words_of_its_own() -> None:
    assert all(other_language(TEXTS["en"] * 5, language) == "en" for language in EU_LANGUAGES if language != "en")
