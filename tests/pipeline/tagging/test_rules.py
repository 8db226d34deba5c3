"""Every rule does what its own examples say."""

from collections import Counter

import pytest

from pipeline.tagging import Passage, load_rules, load_taxonomy, tag
from pipeline.tagging.evidence import Surroundings, read
from pipeline.tagging.vocabulary import Rule

RULES = load_rules()


def speaks(rule: Rule, text: str, expected: bool) -> bool:
    passage = Passage(text, language=rule.language)
    if rule.kind == "cue":
        pack = RULES.packs[rule.language]
        found = read(passage, pack, Surroundings(passage, pack))
        return any(cue is rule for sentence in found for region in sentence.regions for cue in region.cues)
    findings = tag(passage, RULES)
    if rule.kind == "look_alike":
        return not findings
    # Where two rules set one tag, the first is named: a rule that must match is content with its tag.
    return any(finding.tag == rule.tag if expected else finding.rule == rule.id for finding in findings)


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_a_rule_does_what_its_examples_say(rule: Rule) -> None:
    wrong = [each for each in rule.examples if speaks(rule, each.text, each.expected) is not each.expected]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_tag_has_a_rule(language: str) -> None:
    set_by_rules = {rule.tag for rule in RULES.rules if rule.language == language}
    assert {tag.tag for tag in load_taxonomy()} <= set_by_rules


def test_every_rule_has_a_counter_example() -> None:
    without = [rule.id for rule in RULES.rules if all(example.expected for example in rule.examples)]
    assert without == [], "add a no_match example"


def test_no_counter_example_serves_many_rules() -> None:
    """What no rule could take for its own ("Open models exist.") tests none of them."""
    texts = Counter(example.text for rule in RULES.rules for example in rule.examples if not example.expected)
    assert {text: rules for text, rules in texts.items() if rules > 3} == {}, "add a look-alike of the rule's own words"
