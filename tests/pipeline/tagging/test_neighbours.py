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
