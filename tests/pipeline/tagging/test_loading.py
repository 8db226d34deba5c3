"""Whatever is wrong with a rule file is said with file, rule and reason."""

import pickle
import re
from pathlib import Path

import pytest
import yaml

from pipeline.errors import RuleError
from pipeline.tagging import load_rules

GOOD = {"id": "model.example", "tag": "model", "phrases": ["open models?"], "match": ["open models"]}


def folder(tmp_path: Path, *rules: object, language: str = "en") -> Path:
    (tmp_path / "phrases.yml").write_text("anchors: {en: [open]}")
    (tmp_path / "example.yml").write_text(yaml.safe_dump({"language": language, "rules": list(rules)}))
    return tmp_path


def test_a_good_rule_is_loaded(tmp_path: Path) -> None:
    (rule,) = load_rules(folder(tmp_path, GOOD)).rules
    assert (rule.id, rule.kind, rule.tag, rule.file, rule.where) == (
        "model.example",
        "cue",
        "model",
        "example.yml",
        "sentence",
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"frases": ["open"]}, "unknown key 'frases'"),
        ({"tag": "modle"}, "unknown tag 'modle'"),
        ({"look_alike": "osint"}, "either tag or look_alike"),
        ({"phrases": ["(open"]}, "phrases: '(open': ( without )"),
        ({"phrases": ["open ..60 a ..60 b ..60 c"]}, "could be slow"),
        ({"phrases": ["(a+)+$"]}, "unexpected '+'"),
        ({"phrases": ["reports?"]}, "can match where no anchor of phrases.yml stands"),
        ({"phrases": ["(open|shut) models"]}, "can match where no anchor of phrases.yml stands"),
        ({"phrases": ["reports?"], "needs": ["open", "said"]}, "can match where no anchor of phrases.yml stands"),
        ({"phrases": "open"}, "phrases: a list is needed, not str"),
        ({"phrases": [42]}, "42 is not text"),
        ({"phrases": []}, "neither phrases nor a predicate"),
        ({"where": "near"}, "where has no meaning in a rule of kind cue"),
        ({"tag": "mention", "where": "there"}, "unknown where 'there'"),
        ({"tag": "mention", "given": ["exempt"]}, "given: unknown tag 'exempt'"),
        ({"tag": "mention", "yields_to": ["no.rule"]}, "yields_to: no earlier rule 'no.rule'"),
        ({"yields_to": ["model.example"]}, "yields_to has no meaning in a rule of kind cue"),
        ({"tag": "mention", "predicate": "is_nice"}, "unknown predicate 'is_nice'"),
        ({"tag": "mention", "predicate": "in_address"}, "unknown predicate 'in_address'; there are is_call"),
        ({"weak": "yes"}, "weak is true or false"),
        ({"borrows": 1}, "borrows is true or false"),
        ({"alone": True}, "alone has no meaning in a rule of kind cue"),
        ({"tag": "mention", "borrows": True}, "borrows has no meaning in a rule of kind effect"),
        ({"match": []}, "a rule needs an example that it matches"),
        ({"tag": ["model"]}, "tag: ['model'] is not text"),
        ({"tag": ""}, "either tag or look_alike"),
        ({"tag": "mention", "predicate": ["is_call"]}, "predicate: ['is_call'] is not text"),
        ({"unless": ["AI Act"]}, "'AI' occurs in no text as rules see it; write 'ai'"),
        ({"except": ["~"]}, '"~" and "*" need letters beside them'),
    ],
)
def test_a_bad_rule_is_refused(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    with pytest.raises(RuleError, match=r"^example\.yml: model\.example: ") as refused:
        load_rules(folder(tmp_path, GOOD | change))
    assert reason in str(refused.value)


AROUND = {"context": ["ai"], "no_context": ["arms"]}
JUDGING = AROUND | {"where": "near", "given": ["model"], "yields_to": [], "predicate": "is_call"}


@pytest.mark.parametrize(
    "change",
    [
        AROUND | {"weak": True, "borrows": True},
        JUDGING | {"tag": "study"},
        JUDGING | {"tag": "access", "phrases": []},
        {"tag": "", "look_alike": "toys", "predicate": "in_address"},
    ],
)
def test_a_rule_may_have_every_field_that_has_a_meaning_in_its_kind(tmp_path: Path, change: dict[str, object]) -> None:
    (rule,) = load_rules(folder(tmp_path, GOOD | change)).rules
    assert (rule.tag, rule.predicate) == (change.get("tag", "model"), change.get("predicate", ""))


def test_a_cue_is_anchored_by_what_it_needs_in_its_sentence(tmp_path: Path) -> None:
    (rule,) = load_rules(folder(tmp_path, GOOD | {"phrases": ["models?"], "needs": ["open"]})).rules
    assert rule.needs


def test_each_way_in_which_a_cue_can_match_needs_a_whole_anchor(tmp_path: Path) -> None:
    for name, phrase in (("whole", "(open source|libre) models"), ("half", "(open|libre) models")):
        (tmp_path / name).mkdir()
        folder(tmp_path / name, GOOD | {"phrases": [phrase]})
        (tmp_path / name / "phrases.yml").write_text("anchors: {en: [open source, libre]}")
    assert load_rules(tmp_path / "whole").rules
    with pytest.raises(RuleError, match="can match where no anchor"):
        load_rules(tmp_path / "half")


def test_rules_come_by_kind_then_by_the_name_of_their_file(tmp_path: Path) -> None:
    folder(tmp_path, GOOD)
    for name in ("m", "b", "a", "z", "f"):
        listed = [GOOD | {"id": f"{name}.{tag}", "tag": tag} for tag in ("access", "study", "model")]
        (tmp_path / f"{name}.yml").write_text(yaml.safe_dump({"language": "en", "rules": listed}))
    order = [rule.id for rule in load_rules(tmp_path).rules]
    assert order == [
        *("a.model", "b.model", "model.example", "f.model", "m.model", "z.model"),
        *(f"{name}.study" for name in "abfmz"),
        *(f"{name}.access" for name in "abfmz"),
    ]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=re.escape("model.example: the id is taken in example.yml")):
        load_rules(folder(tmp_path, GOOD, GOOD))


def test_no_rule_stands_behind_the_one_for_what_is_left(tmp_path: Path) -> None:
    left = GOOD | {"id": "left", "tag": "mention", "where": "otherwise", "phrases": []}
    late = GOOD | {"id": "late", "tag": "promotion", "phrases": ["<open>"]}
    (tmp_path / "in_order").mkdir()
    reason = GOOD | {"id": "reason", "tag": "access"}
    assert load_rules(folder(tmp_path / "in_order", late, left, reason)).rules
    with pytest.raises(RuleError, match=re.escape("example.yml: late: comes after left")):
        load_rules(folder(tmp_path, left, late))


@pytest.mark.parametrize(("wrong", "reason"), [(7, "7: id: 7 is not text"), ("", ": id missing")])
def test_an_id_is_a_text(tmp_path: Path, wrong: object, reason: str) -> None:
    with pytest.raises(RuleError, match=r"^example\.yml: ") as refused:
        load_rules(folder(tmp_path, GOOD | {"id": wrong}))
    assert reason in str(refused.value)


@pytest.mark.parametrize("language", ["EN", "english", "", "eng"])
def test_a_language_that_no_text_is_in_is_refused(tmp_path: Path, language: str) -> None:
    with pytest.raises(RuleError, match=re.escape(f"example.yml: language: no text is in {language!r}")):
        load_rules(folder(tmp_path, GOOD | {"tag": "mention"}, language=language))


def test_retired_ids_are_texts(tmp_path: Path) -> None:
    (tmp_path / "retired.yml").write_text("- [model.example]\n")
    with pytest.raises(RuleError, match=re.escape("retired.yml: ['model.example'] is not text")):
        load_rules(folder(tmp_path, GOOD))


def test_a_retired_id_is_not_used_again(tmp_path: Path) -> None:
    (tmp_path / "retired.yml").write_text("- model.example\n")
    with pytest.raises(RuleError, match=re.escape("the id is taken in retired.yml; ids are never reused")):
        load_rules(folder(tmp_path, GOOD))


@pytest.mark.parametrize(
    "content",
    [
        "rules: [",
        "- no mapping",
        "language: en\n",
        "language: en\nrules: [3]\n",
        "language: [en]\nrules: []\n",
        "language: 2026-99-01\nrules: []\n",
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    folder(tmp_path, GOOD)
    (tmp_path / "broken.yml").write_text(content)
    with pytest.raises(RuleError, match=r"^broken\.yml: "):
        load_rules(tmp_path)


def test_a_folder_without_shared_phrases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"^phrases\.yml: cannot be read: "):
        load_rules(tmp_path)


def test_an_unknown_name_in_a_shared_phrase_is_named(tmp_path: Path) -> None:
    (tmp_path / "phrases.yml").write_text("anchors: {en: [open]}\nphrases: {noun: '@nothing'}\n")
    with pytest.raises(RuleError, match=re.escape("phrases.yml: @noun: @nothing is not in phrases.yml")):
        load_rules(tmp_path)


def test_the_hash_follows_what_a_rule_matches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hash_of(name: str, noun: str = "models?", **change: object) -> str:
        (tmp_path / name).mkdir()
        place = folder(tmp_path / name, GOOD | {"phrases": ["open @noun"]} | change)
        (place / "phrases.yml").write_text(yaml.safe_dump({"anchors": {"en": ["open"]}, "phrases": {"noun": noun}}))
        return load_rules(place).rules[0].hash

    first = hash_of("first")
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert hash_of("commented", note="Why.", match=["Open models."]) == first
    assert hash_of("changed", phrases=["open models"]) != first
    assert hash_of("changed_by_name", noun="models") != first
    monkeypatch.setattr("pipeline.tagging.rule_entry._TAGGER", 0)
    assert hash_of("by_other_code") != first


def test_rules_survive_pickling() -> None:
    assert pickle.loads(pickle.dumps(load_rules())) == load_rules()
