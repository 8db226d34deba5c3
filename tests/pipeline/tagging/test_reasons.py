"""Grids of plain sentences about reasons: the ordinary ways to give each of them (`reasons.json`), in the frames in
which texts put them; and the same words about something else than openness."""

import json
from itertools import product
from pathlib import Path

import pytest

from pipeline.tagging import Passage, load_rules, tag

RULES = load_rules()
ARGUMENTS = {rule.tag for rule in RULES.rules if rule.kind == "argument"}
WORDS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("reasons.json").read_text(encoding="utf-8"))
FRAMES = {
    "does": (
        "Open-source AI can {}.",
        "Some model weights are made public. They may {}.",
        "Congress finds that open models may {}.",
        "Open models may be slow, {}, or need much energy.",
    ),
    "things": (
        "Open models bring {}.",
        "What is said of open models includes speed, {} and convenience.",
        "In view of {}, agencies look at open-source AI.",
    ),
    "says": (
        "Open models are talked about because {}.",
        "With open models, {}.",
        "Open-source AI means that {}.",
    ),
}
LEAST = {
    "innovation": 0.71,
    "competition": 0.72,
    "access": 0.67,
    "transparency": 0.71,
    "security_benefit": 0.72,
    "privacy_control": 0.58,
    "leadership": 0.84,
    "misuse": 0.85,
    "proliferation": 0.75,
    "vulnerability": 0.79,
    "rights_harm": 0.84,
    "market_harm": 0.72,
    "marginal_risk": 0.64,
}
"""The share of the sentences whose reason is read. Half of the words had been read when the rules were last changed."""

ELSEWHERE = (
    "The library lists open-source software. The new law on the tax of the year will {}.",
    "The new law on the tax of the year will {}. The library lists open-source software.",
    "New laws on taxes will {}, and our records are kept in open-source software.",
    "New laws on taxes will {}; the town runs open-source software.",
    "While new laws on taxes will {}, the town runs open-source software.",
    "The town runs open-source software. Officials must {} by other means.",
)
SAYS_NONE = (
    "Open-source security tools are used by the agency.",
    "The transparency report covers open models.",
    "Access to the database of open-source software is by password.",
    "The innovation office lists open models.",
    "The competition authority lists open models.",
    "The privacy policy of the open-source project is short.",
    "The school runs open-source software.",
    "The Department of Education lists open-source software.",
    "A transparency register is run with open-source software.",
    "The national strategy names open-source software.",
    "The competition for the best open-source software ends in June.",
    "The safety institute hosts a page on open models.",
    "The open-source program has a leadership team.",
    "The vulnerability database is open-source software.",
    "The open-source tool detects malware.",
    "The company compared open models with closed models in a table.",
    "The leader of the open-source project resigned.",
    "Developers of open models keep records of their research grants.",
    "Members of the national security council met about open models.",
    "A market for lamps is run on open-source software.",
    "A licence fee is due for the room in which open-source software is shown.",
    "Progress reports on open models are due in May.",
    "Copyright in the open-source software is held by the foundation.",
)


def reasons(text: str) -> set[str]:
    return {found.tag for found in tag(Passage(text), RULES)} & ARGUMENTS


@pytest.mark.parametrize("argument", LEAST)
def test_ordinary_ways_to_give_a_reason_are_read(argument: str) -> None:
    texts = [
        frame.format(words)
        for kind, listed in WORDS[argument].items()
        for words, frame in product(listed.split("; "), FRAMES[kind])
    ]
    missed = [text for text in texts if argument not in reasons(text)]
    assert 1 - len(missed) / len(texts) >= LEAST[argument], missed


@pytest.mark.parametrize("frame", ELSEWHERE)
def test_what_serves_something_else_is_no_reason_for_openness(frame: str) -> None:
    texts = [frame.format(words) for kinds in WORDS.values() for words in kinds["does"].split("; ")[:8]]
    wrong = [text for text in texts if reasons(text)]
    assert len(wrong) <= len(texts) * 0.05, wrong


def test_words_of_reasons_in_names_are_none() -> None:
    assert {text: found for text in SAYS_NONE if (found := reasons(text))} == {}
