"""The grammar of legal drafting: fictional sentences in active, passive and nominal forms, each with the effect it has
on open source, or "none" where it only looks like one."""

import json
from itertools import product
from pathlib import Path

import pytest

from pipeline.tagging import Passage, load_rules, tag
from pipeline.tagging.taxonomy import load_taxonomy

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parent / "drafting.jsonl").read_text(encoding="utf-8").splitlines()
    if line
]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:60])
def test_the_effect_is_read(sentence: dict[str, str]) -> None:
    tags = {finding.tag for finding in tag(Passage(sentence["text"], language=sentence["language"]), load_rules())}
    if sentence["effect"] == "none":
        assert not tags
    else:
        assert sentence["effect"] in tags


DUTIES = {
    "obligation": "Providers of open-source models {} document how they train them.",
    "promotion": "Member States {} promote the use of open-source software.",
    "release_mandate": "Agencies {} release their code as open-source software.",
    "study": "Agencies {} study the risks of open-weight models.",
}
MODALS = ("shall", "must", "are required to", "are obliged to", "are directed to", "have to", "are to")
ADVERBIALS = (
    "",
    " to the maximum extent practicable",
    ", where appropriate,",
    ", no later than May 1,",
    ", in consultation with the States,",
)


@pytest.mark.parametrize("effect", DUTIES)
def test_the_same_is_read_however_the_duty_is_worded(effect: str) -> None:
    for modal, adverbial in product(MODALS, ADVERBIALS):
        text = DUTIES[effect].format(modal + adverbial)
        assert {finding.tag for finding in tag(Passage(text), load_rules())} & set(DUTIES) == {effect}, text


SPARED = ("need not", "do not have to", "don’t need to", "are not required to", "have no duty to")


@pytest.mark.parametrize("spared", SPARED)
def test_who_does_not_have_to_is_spared(spared: str) -> None:
    text = f"Providers of open-source models {spared} register."
    assert {finding.tag for finding in tag(Passage(text), load_rules())} >= {"exemption"}


@pytest.mark.parametrize("duty", ["is required to", "has to", "shall be required to"])
def test_what_nobody_has_to_do_is_no_duty(duty: str) -> None:
    text = f"No provider of open-source models {duty} register."
    assert {finding.tag for finding in tag(Passage(text), load_rules())} == {"exemption", "model"}


HELP = ("accelerate", "boost", "champion", "finance", "fund", "invest in", "nurture", "reward", "sponsor", "strengthen")
HELPING = ("accelerating", "boosting", "contributing to", "financing", "funding", "investing in", "sponsoring")


@pytest.mark.parametrize("helped", ["open-source AI developers", "open-weight models", "the open-source community"])
def test_who_helps_openness_promotes_it_whatever_the_form_of_the_verb(helped: str) -> None:
    texts = [
        text.format(verb, helped)
        for verb, text in product(
            HELP, ("The Secretary shall {} {}.", "This plan aims to {} {}.", "The Director may use the fund to {} {}.")
        )
    ]
    texts += [text.format(verb, helped) for verb, text in product(HELPING, ("The tasks include {} {}.", "(2) {} {};"))]
    for text in texts:
        assert "promotion" in {finding.tag for finding in tag(Passage(text), load_rules())}, text


@pytest.mark.parametrize(
    "text",
    [
        "The service helps a customer to install open-source software.",
        "The programme does not fund open-source developers.",
        "The office examines supporting documents of open-source developers.",
        "Open-source developers fund the fair.",
    ],
)
def test_who_helps_somebody_else_does_not_promote_openness(text: str) -> None:
    assert "promotion" not in {finding.tag for finding in tag(Passage(text), load_rules())}


BARS = ("ban", "block", "forbid", "outlaw", "pause", "prohibit", "restrict", "suspend")
BARRED = ("banned", "blocked", "curtailed", "forbidden", "outlawed", "paused", "prohibited", "restricted", "suspended")


@pytest.mark.parametrize("barred", ["the release of open-weight models", "the export of open-weight models"])
def test_who_bars_openness_restricts_it_whatever_the_form_of_the_verb(barred: str) -> None:
    texts = [
        text.format(verb, barred)
        for verb, text in product(
            BARS, ("The Secretary may {} {}.", "The agency has the power to {} {}.", "The bill {}s {}.")
        )
    ]
    texts += [
        text.format(barred.capitalize(), verb)
        for verb, text in product(BARRED, ("{} may be {}.", "{} shall be {}.", "{} is {} unless a permit is given."))
    ]
    for text in texts:
        assert "restriction" in {finding.tag for finding in tag(Passage(text), load_rules())}, text


@pytest.mark.parametrize("limits", ["limits on", "limitations on", "a ban on", "restrictions on"])
def test_who_supports_limits_promotes_nothing(limits: str) -> None:
    tags = {finding.tag for finding in tag(Passage(f"We support {limits} open-weight models."), load_rules())}
    assert tags & {"promotion", "restriction"} == {"restriction"}


@pytest.mark.parametrize(
    "text",
    [
        "Open-source software may be licensed under these terms.",
        "The release of open-source software will be delayed by the move.",
        "There should be no limits on open models.",
        "The paper considers limits of open models.",
        "The act forbids restrictions on open-source models.",
    ],
)
def test_what_limits_nothing_is_no_restriction(text: str) -> None:
    assert "restriction" not in {finding.tag for finding in tag(Passage(text), load_rules())}


EFFECTS = {
    "The Act requires developers of open-weight models to report incidents.": "obligation",
    "Providers of open-source models have a duty to keep records.": "obligation",
    "Stewards of open-source software are under an obligation to report flaws.": "obligation",
    "Member States shall ensure that providers of open-source models keep records.": "obligation",
    "Developers of open-weight models are encouraged to test them.": "obligation",
    "Open-source developers are free from the duty to register.": "exemption",
    "Open-source developers are not affected by this Act.": "exemption",
    "The Act does not oblige developers of open-weight models to report incidents.": "exemption",
    "The risks of open-weight models shall be assessed.": "study",
    "The Director will investigate the use of open-source AI.": "study",
    "We call for an assessment of open-weight models.": "study",
    "An analysis of the risks of open-weight models is needed.": "study",
    "The Foundation shall fund a study of open-source software.": "study",
    "The order directs agencies to publish their code as open-source software.": "release_mandate",
    "Agencies should prefer open-source software.": "release_mandate",
}
EVERY_EFFECT = {each.tag for each in load_taxonomy() if each.facet == "effect"}


@pytest.mark.parametrize("text", EFFECTS)
def test_a_plain_sentence_has_one_effect(text: str) -> None:
    tags = {finding.tag for finding in tag(Passage(text), load_rules())}
    assert tags & EVERY_EFFECT == {EFFECTS[text]}


@pytest.mark.parametrize(
    "text",
    ["The vendor asks open-source developers to pay.", "The state does not require open-source developers to pay."],
)
def test_what_no_rule_asks_of_open_source_is_no_obligation(text: str) -> None:
    assert "obligation" not in {finding.tag for finding in tag(Passage(text), load_rules())}
