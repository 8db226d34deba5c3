import pytest

from pipeline.about_ai import is_about_ai

FILLER = "The committee met on Tuesday and read the minutes of its last meeting aloud. "


@pytest.mark.parametrize(
    ("title", "abstract", "text"),
    [
        ("Artificial Intelligence Safety Institute", "", ""),
        ("Preventing Woke AI in the Federal Government", "", ""),
        ("A GenAI Pilot", "", ""),
        ("AI in the Care of American Indians", "", "One of the uses of artificial intelligence."),
        ("Meeting of the Advisory Board", "The Board will discuss machine learning.", ""),
        ("Launching the Mission", "", "AI agents and AI data. Generative AI too. " + FILLER * 10),
        ("Export Controls", "", FILLER * 200 + "The model weights are published."),
        ("Dual-Use Foundation Models", "", ""),
        ("Inaugurating the Era of Super Intelligence", "", ""),
        ("SI Literacy", "", "Super Intelligence is taught."),
        ("Order", "", "Super Intelligence (SI) is new. SI is old. " + FILLER * 40),
    ],
)
def test_papers_about_ai(title: str, abstract: str, text: str) -> None:
    assert is_about_ai(title, abstract, text)


@pytest.mark.parametrize(
    ("title", "abstract", "text"),
    [
        ("Grants for Rural Broadband", "", "Comments may not be written by artificial intelligence. " + FILLER * 50),
        ("Health of AI/AN Children", "For American Indian and Alaska Native (AI/AN) tribes.", "AI/AN AI/AN AI/AN"),
        ("Avian influenza: AI Indemnity", "Payments after avian influenza (AI).", "AI AI AI"),
        ("Fisheries off Alaska", "Pots in the Bering Sea and Aleutian Islands (BSAI) and AI areas.", ""),
        ("Rules for Accredited Investors (AI)", "An AI is a person of means.", "AI AI AI"),
        ("Air Plan Approval", "", "AI. " + FILLER),
        ("SI Units", "Of the international system of units.", "SI SI SI"),
        ("Said the Artificial Turf Council", "Intelligence of turf", "artificial lawn intelligence"),
        ("", "", ""),
    ],
)
def test_look_alikes(title: str, abstract: str, text: str) -> None:
    assert not is_about_ai(title, abstract, text)


@pytest.mark.parametrize(
    "name",
    [
        "artificial-intelligence", "machine learning", "a language model", "large language models", "foundation model",
        "foundational models", "foundation AI models", "generative AI", "frontier models", "frontier AI models",
        "neural network", "neural networks", "a deepfake", "deepfakes", "Super Intelligence", "superintelligence",
    ],
)  # fmt: skip
def test_names_of_ai_count_where_its_initials_do_not(name: str) -> None:
    assert is_about_ai(f"Of {name} and American Indians")


@pytest.mark.parametrize(
    "name",
    [
        "model weights", "open-weight models", "open weights", "dual-use foundation models",
        "dual use foundation model", "open AI", "open-source AI", "open foundation models", "open language model",
        "open source language models",
    ],
)  # fmt: skip
def test_who_speaks_of_open_models_speaks_of_ai(name: str) -> None:
    assert is_about_ai("Export Controls", "", f"{FILLER * 200} American Indians and {name}.")


@pytest.mark.parametrize("word", ["AIDS", "SI", "BSAI", "AI/AN", "H-AI", "AI&M", "AI.gov", "Ai", "model"])
def test_other_words_do_not_name_ai(word: str) -> None:
    assert not is_about_ai(f"Report on {word}")


@pytest.mark.parametrize("word", ["American Indian", "Alaska Native", "Avian Influenza", "Aleutian", "(AI)", "(AIs)"])
def test_the_initials_do_not_count_beside_what_else_they_stand_for(word: str) -> None:
    assert is_about_ai("AI Payments", "Of toys")
    assert not is_about_ai("AI Payments", f"Of {word} toys")


def test_a_long_text_must_speak_of_ai_throughout() -> None:
    mention = "An artificial intelligence tool was used. "
    assert is_about_ai("Order", "", mention * 3 + FILLER * 20)
    assert is_about_ai("Order", "", mention * 3 + FILLER * 200)
    assert not is_about_ai("Order", "", mention * 3 + FILLER * 220)
    assert not is_about_ai("Order", "", mention * 2 + FILLER * 20)
