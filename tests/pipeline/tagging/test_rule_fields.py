"""What each field of a rule does, shown on rules of a few words."""

from pathlib import Path

import pytest
import yaml

from pipeline.tagging import Finding, Passage, Rules, load_rules, tag
from pipeline.tagging.evidence import REACH

CUES = [
    {"id": "weights", "tag": "weights", "phrases": ["open weights"]},
    {"id": "model", "tag": "model", "phrases": ["open models?"]},
]
BARE = {"id": "bare", "tag": "software", "phrases": ["openness"], "borrows": True}
WEAK = {"id": "weak", "tag": "data", "phrases": ["closed data"], "weak": True}
STUDY = {"id": "study", "tag": "study", "phrases": ["study"]}
FUND = {"id": "fund", "tag": "promotion", "phrases": ["funds?"]}
IDEAS = {"id": "ideas", "tag": "innovation", "phrases": ["study"]}
REST = {"id": "rest", "tag": "mention", "where": "otherwise"}


def rules(place: Path, *entries: dict[str, object]) -> Rules:
    folder = place / str(len(list(place.iterdir())))  # a new one each time: a folder is loaded once
    folder.mkdir()
    (folder / "phrases.yml").write_text("anchors: {en: [open]}")
    listed = [entry | {"match": ["any"]} for entry in (*CUES, *entries)]
    (folder / "rules.yml").write_text(yaml.safe_dump({"language": "en", "rules": listed}))
    return load_rules(folder)


def found(place: Path, text: str, *entries: dict[str, object], **around: str) -> tuple[Finding, ...]:
    return tag(Passage(text, **around), rules(place, *entries))


def quotes(place: Path, name: str, text: str, *entries: dict[str, object]) -> list[str]:
    """What a tag is hung on."""
    return [each.quote for each in found(place, text, *entries) if each.tag == name]


@pytest.mark.parametrize(
    ("text", "lent"),
    [
        ("Openness.", "software"),
        ("Open models and some openness. There are no open weights here.", "model"),
        ("Open models are here, and then there is the openness of open weights.", "weights"),
        ("Open weights. Open models. Openness.", "model"),
        ("Closed data, openness. There are open models.", "model"),
    ],
)
def test_a_cue_that_borrows_takes_the_tag_of_the_nearest_strong_one(tmp_path: Path, text: str, lent: str) -> None:
    borrowed = found(tmp_path, text, BARE, WEAK)
    assert [each.tag for each in borrowed if each.rule == "bare"] == [lent]


def test_a_weak_cue_keeps_its_own_tag(tmp_path: Path) -> None:
    assert quotes(tmp_path, "data", "Closed data.", WEAK) == []
    assert quotes(tmp_path, "data", "Open models. Closed data.", WEAK) == ["Closed data"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Here we study many open models, and there are open weights.", ["open models"]),
        ("Here are many open models and, beside the open weights, a study.", ["open weights"]),
        ("The study. Open models.", []),
    ],
)
def test_a_rule_speaks_about_the_nearest_evidence_in_its_sentence(tmp_path: Path, text: str, quote: list[str]) -> None:
    assert quotes(tmp_path, "study", text, STUDY) == quote


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Open models, open weights. The study.", ["open weights"]),
        ("The study. Open models, open weights.", ["Open models"]),
        ("Open weights. The study. Open models.", ["Open weights"]),
        ("Open models. We wait. The study.", []),
        ("The study. We wait. Open models.", []),
        ("Open models; (a) a study; (b) the weather.", []),
        ("Open models serve: (a) the weather; (b) the harbour; (c) the study.", ["Open models"]),
        ("Open models serve: (a) the weather; (b) a study. The end.", ["Open models"]),
        ("We name: (a) open models; (b) a study.", []),
    ],
)
def test_a_rule_for_what_is_near_looks_one_sentence_around_the_evidence(
    tmp_path: Path, text: str, quote: list[str]
) -> None:
    assert quotes(tmp_path, "study", text, STUDY | {"where": "near"}) == quote


def test_a_rule_for_the_provision_looks_further(tmp_path: Path) -> None:
    far = STUDY | {"where": "provision"}
    assert quotes(tmp_path, "study", "We wait. Open models. Open weights. We wait. We wait. The study.", far) == [
        "Open models"
    ]


def test_a_rule_for_the_provision_reads_a_point_after_the_words_that_govern_it(tmp_path: Path) -> None:
    far = {"id": "study", "tag": "study", "phrases": ["study ..1 horses"], "where": "provision"}
    assert quotes(tmp_path, "study", "Open models. The Office shall study— (a) horses;", far) == ["Open models"]


def test_what_is_left_is_said_once(tmp_path: Path) -> None:
    assert quotes(tmp_path, "mention", "Open models. Open weights.", REST) == ["Open models"]
    assert quotes(tmp_path, "mention", "Open models. We study open weights.", STUDY, REST) == []


def test_a_rule_that_yields_is_silent_in_the_sentences_of_the_other(tmp_path: Path) -> None:
    text = "We fund open models, and a study. We fund open weights."
    assert quotes(tmp_path, "promotion", text, STUDY, FUND) == ["open models", "open weights"]
    assert quotes(tmp_path, "promotion", text, STUDY, FUND | {"yields_to": ["study"]}) == ["open weights"]


def test_a_rule_that_speaks_alone_silences_those_before_and_after_it(tmp_path: Path) -> None:
    text = "We fund open models, and a study. We fund open weights."
    for order in ((FUND, STUDY | {"alone": True}), (STUDY | {"alone": True}, FUND)):
        assert quotes(tmp_path, "promotion", text, *order) == ["open weights"]
        assert quotes(tmp_path, "study", text, *order) == ["open models"]
        assert quotes(tmp_path, "innovation", text, *order, IDEAS) == ["open models"]


def test_a_rule_may_need_a_tag_that_an_earlier_one_has_given(tmp_path: Path) -> None:
    given = FUND | {"given": ["study"]}
    assert quotes(tmp_path, "promotion", "We fund open weights.", STUDY, given) == []
    assert quotes(tmp_path, "promotion", "We study open models. We fund open weights.", STUDY, given) == [
        "open weights"
    ]


def test_the_words_of_a_point_are_named_where_they_stand(tmp_path: Path) -> None:
    text = "The Office shall— (a) wait; and (b) study the open models;"
    (study,) = (each for each in found(tmp_path, text, STUDY) if each.tag == "study")
    assert study.because
    assert (text[study.because.start : study.because.end], study.quote) == ("study", "open models")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Open models of toys.", []),
        ("We: open models: so.", ["open models"]),
        ("The toys, open models.", ["open models"]),
        ("Open models; toys.", ["Open models"]),
        ("Open models for children, of toys and open models.", ["Open models", "open models"]),
    ],
)
def test_a_look_alike_takes_back_the_evidence_that_it_overlaps(tmp_path: Path, text: str, quote: list[str]) -> None:
    toys = {"id": "toys", "look_alike": "toys", "phrases": ["models of toys", ": so", "we:"]}
    assert quotes(tmp_path, "model", text, toys) == quote


@pytest.mark.parametrize(("cue", "toys"), [("open models of toys", "of toys"), ("some open models", "some")])
def test_a_look_alike_takes_back_the_longer_of_two_cues_alone(tmp_path: Path, cue: str, toys: str) -> None:
    longer = {"id": "longer", "tag": "data", "phrases": [cue]}
    text = "There are some open models of toys."
    assert {each.tag for each in found(tmp_path, text, longer)} == {"model", "data"}
    taken = {"id": "toys", "look_alike": "toys", "phrases": [toys]}
    assert {each.tag for each in found(tmp_path, text, longer, taken)} == {"model"}


def test_cues_that_overlap_are_one_piece_of_evidence(tmp_path: Path) -> None:
    longer = {"id": "longer", "tag": "data", "phrases": ["models of toys"], "weak": True}
    text = "Open weights, open models of toys, open models, open weights."
    assert [(each.tag, each.quote) for each in found(tmp_path, text, longer)] == [
        ("weights", "Open weights"),
        ("model", "open models of toys"),
        ("data", "open models of toys"),
        ("model", "open models"),
        ("weights", "open weights"),
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [("Open models.", "model"), ("Models open to all.", "second"), ("Our open models open to all.", "model")],
)
def test_of_cues_with_one_tag_the_one_that_begins_first_is_named(tmp_path: Path, text: str, rule: str) -> None:
    second = {"id": "second", "tag": "model", "phrases": ["models open to all"]}
    assert [each.rule for each in found(tmp_path, text, second)] == [rule]


@pytest.mark.parametrize(
    ("field", "text", "quote"),
    [
        ("except", "We fund tests of open models.", []),
        ("except", "We fund tests, and fund open models.", ["open models"]),
        ("unless", "We fund open models, but fund tests too.", []),
        ("unless", "We fund open models. We fund tests.", ["open models"]),
        ("needs", "We fund open models, but fund tests too.", ["open models"]),
        ("needs", "We fund open models. We fund tests.", []),
    ],
)
def test_other_words_of_the_sentence_may_silence_a_rule(
    tmp_path: Path, field: str, text: str, quote: list[str]
) -> None:
    assert quotes(tmp_path, "promotion", text, FUND | {field: ["fund tests"]}) == quote


@pytest.mark.parametrize(
    ("field", "text", "quote"),
    [
        ("except", "Closed open models.", []),
        ("except", "Closed open models, open models.", ["open models"]),
        ("unless", "Closed open models, open models.", []),
        ("needs", "Closed open models.", ["open models"]),
        ("needs", "The open models.", []),
    ],
)
def test_other_words_of_the_sentence_may_silence_a_cue(tmp_path: Path, field: str, text: str, quote: list[str]) -> None:
    cue = {"id": "cue", "tag": "data", "phrases": ["open models"], field: ["closed open"]}
    assert quotes(tmp_path, "data", text, cue) == quote


@pytest.mark.parametrize(
    ("word", "there"), [("models", True), ("horses", True), ("cows", True), ("birds", True), ("fish", False)]
)
def test_the_context_of_a_rule_is_the_unit_and_the_words_around_it(tmp_path: Path, word: str, there: bool) -> None:
    around = {"heading": "Of horses", "parent": "Of cows", "title": "Of birds"}

    def speaks(field: str) -> bool:
        return any(
            each.rule == "fund" for each in found(tmp_path, "We fund open models.", FUND | {field: [word]}, **around)
        )

    assert speaks("context") is there
    assert speaks("no_context") is not there


@pytest.mark.parametrize(
    ("text", "phrase", "seen"),
    [
        ("The open weights made public.", "<open>", True),
        ("The open weights made public.", "open weights", False),
        ("They release open weights.", "release <open>", True),
        ("They release open weights.", "open", False),
        ("The release of open weights.", "release", False),
        ("Open weights should be free.", "should be", True),
        ("Open weights should be free.", "<open> should be <open>", True),
        ("Open weights should be free.", "free", False),
    ],
)
def test_evidence_is_covered_but_for_its_verb_and_its_wish(tmp_path: Path, text: str, phrase: str, seen: bool) -> None:
    cues = ["open weights made public", "release [of] open weights", "open weights should be free"]
    longer = {"id": "longer", "tag": "weights", "phrases": cues}
    found_tags = {each.tag for each in found(tmp_path, text, longer, STUDY | {"phrases": [phrase]})}
    assert ("study" in found_tags) is seen


@pytest.mark.parametrize(
    "words",
    [
        *("openly release <open>", "open release <open>", "publish <open>", "making <open>", "made <open>"),
        *("share <open>", "posting <open>", "distribute <open>", "deposit <open>", "upload <open>"),
        *("contribute <open>", "disclose <open>", "<open> should be <open>", "<open> must not remain <open>"),
        "<open> should no longer be <open>",
        *("<open> shall never become <open>", "<open> ought to stay <open>", "<open> need to be <open>"),
        "<open> needs to be <open>",
    ],
)
def test_verbs_and_wishes_of_evidence_are_seen(tmp_path: Path, words: str) -> None:
    cue = words.replace("<open>", "open weights")
    longer = {"id": "longer", "tag": "weights", "phrases": [cue]}
    assert "study" in {each.tag for each in found(tmp_path, f"They {cue}.", longer, STUDY | {"phrases": [words]})}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Models (open weights) exist.", "Models (open weights)"),
        ("Models (open weights, code) exist.", "Models (open weights"),
        ("Models “open weights” exist.", "Models “open weights”"),
        ("Models “open weights, code” exist.", "Models “open weights"),
    ],
)
def test_evidence_takes_in_the_mark_that_closes_what_it_opens(tmp_path: Path, text: str, quote: str) -> None:
    longer = {"id": "longer", "tag": "data", "phrases": ["models open weights"]}
    assert quotes(tmp_path, "data", text, longer) == [quote]


@pytest.mark.parametrize("filler", [REACH - 1, REACH])
@pytest.mark.parametrize("text", ["Open models. {}Closed data.", "Closed data. {}Open models."])
def test_a_weak_cue_counts_within_reach_of_a_strong_one(tmp_path: Path, text: str, filler: int) -> None:
    text = text.format("We wait. " * filler)
    assert quotes(tmp_path, "data", text, WEAK) == (["Closed data"] if filler < REACH else [])


@pytest.mark.parametrize("parent", ["Study:", "We wait. The study of—", "The Office shall study "])
def test_open_words_of_the_enclosing_provision_govern_the_unit(tmp_path: Path, parent: str) -> None:
    findings = found(tmp_path, "open models;\n\nOpen weights", STUDY, parent=parent)
    assert [each.quote for each in findings if each.tag == "study"] == ["open models"]


@pytest.mark.parametrize("parent", ["", "The study. ", "A study?"])
def test_a_closed_sentence_of_the_enclosing_provision_governs_nothing(tmp_path: Path, parent: str) -> None:
    assert "study" not in {each.tag for each in found(tmp_path, "open models;", STUDY, parent=parent)}
