"""Which language a text is in, where nothing states it."""

import pytest

from pipeline.languages import EU_LANGUAGES, other_language

TEXTS = {
    "en": "The provider of a toy shall keep the records of the toy and make them available to the authority, as is "
    "provided for in this act or by the law of a state that is in the scheme.",
    "fr": "Le fournisseur d'un jouet tient à jour les registres du jouet et les met à la disposition de l'autorité, "
    "pour une durée que fixe la loi ou dans les cas prévus par le code.",
    "de": "Der Anbieter eines Spielzeugs führt die Aufzeichnungen über das Spielzeug und legt sie der Behörde auf "
    "Verlangen vor, wenn das für die Aufsicht nötig ist oder eine Regel des Landes mit dem Spielzeug zu tun hat.",
    "es": "El proveedor de un juguete conserva los registros del juguete y los pone a disposición de la autoridad "
    "cuando se lo pida para el control de las normas, con una copia en papel o por vía electrónica.",
    "pl": "Dostawca zabawki prowadzi rejestr zabawek i udostępnia go organowi na żądanie lub w przypadku, gdy jest to "
    "konieczne do nadzoru nad zabawkami oraz do oceny, przez rok od dnia, w którym się z nim zapoznał.",
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
        "Maria de la Cruz, Universidad de la Luz; Jean de la Tour, Universidad de los Andes; " * 10,
        "Question A Yes Question B No Question C Yes No Do not know Question O no Question E no " * 10,
        "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z " * 5,
        "日本語の文章 " * 100,
        "Gwneud teganau yw gwaith y cwmni hwn " * 30,
    ],
    ids=[
        "none",
        "too short",
        "two languages",
        "a table",
        "names",
        "answers",
        "columns",
        "no letters of ours",
        "a language that is none of the 24",
    ],
)
def test_what_is_not_clear_is_not_said(text: str) -> None:
    assert other_language(text, "en") == ""


def test_each_official_language_has_small_words_of_its_own() -> None:
    assert all(other_language(TEXTS["en"] * 5, language) == "en" for language in EU_LANGUAGES if language != "en")
