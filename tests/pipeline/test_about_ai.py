import pytest

from pipeline.about_ai import ai_score

FILLER = "The committee met on Tuesday and read the minutes of its last meeting aloud. "


@pytest.mark.parametrize(
    ("title", "abstract", "text", "reasons"),
    [
        ("Artificial Intelligence Safety Institute", "", "", ("title",)),
        ("Preventing Woke AI in the Federal Government", "", "", ("title",)),
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


def test_a_long_text_must_speak_of_ai_throughout() -> None:
    mention = "An artificial intelligence tool was used. "
    assert ai_score("Order", "", mention * 3 + FILLER * 20).is_enough
    assert not ai_score("Order", "", mention * 3 + FILLER * 500).is_enough
