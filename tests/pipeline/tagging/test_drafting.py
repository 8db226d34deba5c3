"""The grammar of legal drafting: fictional sentences in active, passive and nominal forms, each with the effect it has
on open source, or "none" where it only looks like one."""

import json
from pathlib import Path

import pytest

from pipeline.tagging import Passage, load_rules, tag

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
