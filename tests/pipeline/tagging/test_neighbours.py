"""What stands beside words about openness must not hide them: exceptions of one cue leave them to another."""

from itertools import product

import pytest

from pipeline.tagging import load_rules, tag
from pipeline.tagging.vocabulary import Passage

RULES = load_rules()
THINGS = ("AI models", "The model weights", "Software", "Training datasets for AI", "AI systems", "Source code")
JOINTS = (
    "with", "by", "from", "such as", "including", "other than", "rather than", "like", "for", "and", "or", "without",
    "based on", "under", "of", "in", "that use", "derived from", "as well as", "along with", "versus",
)  # fmt: skip
OPEN = {
    "open-source software": {"software"},
    "open-source code": {"software"},
    "open-source models": {"model"},
    "open-weight models": {"model", "weights"},
    "publicly available model weights": {"weights"},
    "openly licensed training data": {"data"},
    "free and open-source licences": {"data", "model", "software", "weights"},
}
HANDED_ON = ("licensed", "released", "provided", "made available", "published")


@pytest.mark.parametrize("words", OPEN)
def test_no_noun_and_preposition_before_them_hide_them(words: str) -> None:
    for thing, joint in product(THINGS, JOINTS):
        text = f"{thing} {joint} {words} are described in a report on AI."
        assert OPEN[words] & {found.tag for found in tag(Passage(text), RULES)}, text


@pytest.mark.parametrize("thing", ["AI system", "model", "software", "algorithm"])
def test_what_is_handed_on_as_open_source_is_open(thing: str) -> None:
    for verb, name in product(HANDED_ON, ("open source", "open-source software", "an open-source tool")):
        for text in (
            f"The {thing} is {verb} as {name}.",
            f"The {thing}, whether it is {verb} as {name} or not, is tested.",
        ):
            assert {"model", "software"} & {found.tag for found in tag(Passage(text), RULES)}, text


SHARED = ("released", "published", "shared", "distributed", "posted", "disclosed")
NAMED = {"software": ("source code", "the training code"), "data": ("training data", "the training datasets")}


@pytest.mark.parametrize("artefact", NAMED)
def test_what_is_given_to_the_public_is_open_whichever_word_comes_first(artefact: str) -> None:
    for thing, shared, how in product(NAMED[artefact], SHARED, ("publicly", "openly", "freely", "for download")):
        for text in (
            f"The lab has {shared} {thing} of the AI model {how}.",
            f"Where {thing} of the AI model has been {shared} {how}, others can check it.",
            f"The rule covers {thing} of the AI model {shared} {how}.",
        ):
            assert artefact in {found.tag for found in tag(Passage(text), RULES)}, text


def test_models_are_open_where_they_are_shared_with_all() -> None:
    for shared, how in product(SHARED, ("openly", "freely", "for free download", "for anyone to use")):
        for text in (
            f"The lab has {shared} its AI models {how}.",
            f"Where AI models have been {shared} {how}, nobody can recall them.",
        ):
            assert "model" in {found.tag for found in tag(Passage(text), RULES)}, text


@pytest.mark.parametrize("name", ["open-source", "openly licensed", "openly shared"])
def test_what_qualifies_the_noun_does_not_part_it_from_open(name: str) -> None:
    nouns = {"tools": "software", "code libraries": "software", "training data": "data", "data sets": "data"}
    kinds = ("", "high-quality ", "multilingual speech ", "European machine-learning ", "very large domain-specific ")
    for (noun, artefact), kind in product(nouns.items(), kinds):
        text = f"The agency uses {name} {kind}{noun} for AI."
        assert artefact in {found.tag for found in tag(Passage(text), RULES)}, text


@pytest.mark.parametrize(
    "text",
    [
        "The provider shall keep the source code of the AI system and shall not disclose it to the public.",
        "The source code of the AI system shall not be made public.",
        "The authority may have access to the source code, and publishes its decision openly.",
        "A report on the training data of the AI system is shared with the public.",
        "The AI system was made available to the public in May.",
        "The firm opened its AI models to inspection by the authority.",
        "The code of conduct for AI is made public.",
        "Opening hours of the AI Office are published.",
    ],
)
def test_what_is_kept_or_is_no_program_is_not_open(text: str) -> None:
    assert not tag(Passage(text), RULES)
