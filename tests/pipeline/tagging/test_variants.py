"""Changes of spelling and layout that keep the meaning keep the tags."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.tagging import load_rules, tag
from pipeline.tagging.labelled import read_gold
from pipeline.tagging.vocabulary import Passage

PASSAGES = [each.passage for each in read_gold(Path(__file__).parent / "gold.jsonl")] + [
    Passage("How should the agency define “open” when it thinks about AI models?"),
    Passage("Agencies must share their AI code, models, and data with the public."),
    Passage("A model is considered “widely available” where anyone can get its weights."),
    Passage("Les modèles publiés sous licence “libre et ouverte” sont exclus du présent chapitre.", language="fr"),
]
RULES = load_rules()


def written(pattern: str, replacement: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, replacement, text, flags=re.IGNORECASE)


VARIANTS = {
    # As it is typed, and as folding joins "open-" and "source" over a line break.
    "opensource in one word": written(r"\b(open)[- ](source)", r"\1\2"),
    "doesn’t": written(r"\b(do|does|should) not\b", r"\1n’t"),
    "free/libre and open-source": written(r"\bfree and open[- ]source\b", "free/libre and open-source"),
    "free, libre, and open-source": written(r"\bfree and open[- ]source\b", "free, libre, and open-source"),
    "open-weights models": written(r"\bopen-weight(?= models?\b)", "open-weights"),
    "artificial intelligence": lambda text: re.sub(r"\bAI\b", "artificial intelligence", text),
    "A.I.": lambda text: re.sub(r"\bAI\b", "A.I.", text),
    "the model’s weights": written(r"(?<!\bopen )\bmodel weights\b", "the model’s weights"),
    "single quotation marks": lambda text: text.replace("“", "‘").replace("”", "’"),
    "quotation marks of plain text": lambda text: text.replace("“", "``").replace("”", "''"),
    "quotation marks set off by spaces": lambda text: text.replace("“", "«\u00a0").replace("”", "\u00a0»"),
    "marks of footnotes": written(r"\b(models|weights|software|licen[cs]es?|code)\b(?=[,.]? )", r"\g<1>12"),
    "marks of footnotes in brackets": written(r"\b(models|weights|software|licen[cs]es?|code)\b(?=[,.]? )", r"\1[12]"),
    "and/or": written(r"\band\b", "and/or"),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_a_variant_has_the_same_tags(variant: Callable[[str], str]) -> None:
    changed = [passage for passage in PASSAGES if variant(passage.text) != passage.text]
    assert len(changed) > 2
    assert not [passage.text for passage in changed if tags(passage) != tags(_with(passage, variant))]


def tags(passage: Passage) -> set[str]:
    return {finding.tag for finding in tag(passage, RULES)}


def _with(passage: Passage, variant: Callable[[str], str]) -> Passage:
    return replace(passage, text=variant(passage.text))
