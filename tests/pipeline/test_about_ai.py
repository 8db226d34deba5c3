import pytest

from pipeline.about_ai import ai_score

FILLER = "The committee met on Tuesday and read the minutes of its last meeting aloud. "


@pytest.mark.parametrize(
    ("title", "abstract", "text", "reasons"),
    [
        ("Artificial Intelligence Safety Institute", "", "", ("title",)),
        ("Preventing Woke AI in the Federal Government", "", "", ("title",)),
        ("A GenAI Pilot", "", "", ("title",)),
        ("AI in the Care of American Indians", "", "One of the uses of artificial intelligence.", ("title",)),
        ("Meeting of the Advisory Board", "The Board will discuss machine learning.", "", ("abstract",)),
        ("Launching the Mission", "", "AI agents and AI data. Generative AI too. " + FILLER * 10, ("text",)),
        ("Export Controls", "", FILLER * 200 + "The model weights are published.", ("open models",)),
        ("Dual-Use Foundation Models", "", "", ("title", "open models")),
    ],
)
def test_papers_about_ai(title: str, abstract: str, text: str, reasons: tuple[str, ...]) -> None:
    found = ai_score(title, abstract, text)
    assert found.is_enough
    assert found.reasons == reasons


@pytest.mark.parametrize(
    ("title", "abstract", "text"),
    [
        ("Grants for Rural Broadband", "", "Comments may not be written by artificial intelligence. " + FILLER * 50),
        ("Health of AI/AN Children", "For American Indian and Alaska Native (AI/AN) tribes.", "AI/AN AI/AN AI/AN"),
        ("Avian influenza: AI Indemnity", "Payments after avian influenza (AI).", "AI AI AI"),
        ("Fisheries off Alaska", "Pots in the Bering Sea and Aleutian Islands (BSAI) and AI areas.", ""),
        ("Rules for Accredited Investors (AI)", "An AI is a person of means.", "AI AI AI"),
        ("Air Plan Approval", "", "AI. " + FILLER),
        ("Said the Artificial Turf Council", "Intelligence of turf", "artificial lawn intelligence"),
        ("", "", ""),
    ],
)
def test_look_alikes(title: str, abstract: str, text: str) -> None:
    assert not ai_score(title, abstract, text).is_enough


@pytest.mark.parametrize(
    "name",
    [
        "artificial-intelligence", "machine learning", "a language model", "large language models", "foundation model",
        "foundational models", "foundation AI models", "generative AI", "frontier models", "frontier AI models",
        "neural network", "neural networks", "a deepfake", "deepfakes",
    ],
)  # fmt: skip
def test_names_of_ai_count_where_its_initials_do_not(name: str) -> None:
    assert ai_score(f"Of {name} and American Indians").is_enough


@pytest.mark.parametrize(
    "name",
    [
        "model weights", "open-weight models", "open weights", "dual-use foundation models",
        "dual use foundation model", "open AI", "open-source AI", "open foundation models", "open language model",
        "open source language models",
    ],
)  # fmt: skip
def test_who_speaks_of_open_models_speaks_of_ai(name: str) -> None:
    assert ai_score("Export Controls", "", f"{FILLER * 200} American Indians and {name}.").is_enough


@pytest.mark.parametrize("word", ["AIDS", "BSAI", "AI/AN", "H-AI", "AI&M", "AI.gov", "Ai", "open models", "model"])
def test_other_words_do_not_name_ai(word: str) -> None:
    assert not ai_score(f"Report on {word}").is_enough


@pytest.mark.parametrize("word", ["American Indian", "Alaska Native", "Avian Influenza", "Aleutian", "(AI)", "(AIs)"])
def test_the_initials_do_not_count_beside_what_else_they_stand_for(word: str) -> None:
    assert ai_score("AI Payments", "Of toys").is_enough
    assert not ai_score("AI Payments", f"Of {word} toys").is_enough


def test_a_long_text_must_speak_of_ai_throughout() -> None:
    mention = "An artificial intelligence tool was used. "
    assert ai_score("Order", "", mention * 3 + FILLER * 20).is_enough
    assert ai_score("Order", "", mention * 3 + FILLER * 200).is_enough
    assert not ai_score("Order", "", mention * 3 + FILLER * 220).is_enough
    assert not ai_score("Order", "", mention * 2 + FILLER * 20).is_enough
