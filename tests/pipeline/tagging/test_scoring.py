"""Agreement with gold, counted as the gold's own notes say."""

import json
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.tagging import Finding, Passage
from pipeline.tagging.labelled import Labelled, Labels, answer, read_gold
from pipeline.tagging.scoring import MEASURES, Counts, confusion, errors, floors, keyword, score

NOTHING = Labels(None, {"artefact": frozenset(), "effect": frozenset(), "argument": frozenset()}, ())


def labels(relevant: bool | None, *spans: tuple[int, int], **tags: set[str]) -> Labels:
    facets = {facet: frozenset(tags.get(facet, ())) for facet in ("artefact", "effect", "argument")}
    return Labels(relevant, facets, spans)


def labelled(gold: Labels, optional: Labels = NOTHING, text: str = "x" * 100, look_alike: str = "") -> Labelled:
    return Labelled("one", Passage(text), gold, optional, look_alike)


def counts(name: str, gold: Labelled, answer: Labels) -> Counts:
    return next((each.counts for each in score([gold], [answer]) if each.name == name), Counts())


def test_labels_are_counted_over_all_pairs() -> None:
    gold = labelled(labels(True, artefact={"model", "data"}))
    assert counts("artefact", gold, labels(True, artefact={"model", "weights"})) == Counts(1, 1, 1)
    assert counts("weights", gold, labels(True, artefact={"weights"})) == Counts(0, 1, 0)


def test_optional_labels_count_on_neither_side() -> None:
    gold = labelled(labels(True), labels(None, effect={"study"}))
    assert counts("effect", gold, labels(True, effect={"study"})) == Counts()
    assert counts("effect", gold, labels(True)) == Counts()


def test_relevance_is_not_scored_where_the_readers_disagreed() -> None:
    assert counts("relevance", labelled(labels(None)), labels(True)) == Counts()
    assert counts("relevance", labelled(labels(False)), labels(True)) == Counts(0, 1, 0)


@pytest.mark.parametrize(
    ("said", "overlap", "half"),
    [
        ([(10, 20)], Counts(1, 0, 0), Counts(1, 0, 0)),
        ([(10, 15)], Counts(1, 0, 0), Counts(1, 0, 0)),
        ([(10, 14)], Counts(1, 0, 0), Counts(0, 0, 1)),
        ([(16, 20)], Counts(1, 0, 0), Counts(0, 0, 1)),
        ([(6, 16)], Counts(1, 0, 0), Counts(0, 1, 1)),
        ([(15, 50)], Counts(1, 0, 0), Counts(0, 1, 1)),
        ([(10, 20), (12, 14)], Counts(1, 0, 0), Counts(1, 0, 0)),
        ([(30, 40)], Counts(0, 1, 1), Counts(0, 1, 1)),
        ([(52, 58)], Counts(0, 0, 1), Counts(0, 0, 1)),
        ([(45, 55)], Counts(0, 1, 1), Counts(0, 1, 1)),
        ([(55, 65)], Counts(0, 1, 1), Counts(0, 1, 1)),
        ([], Counts(0, 0, 1), Counts(0, 0, 1)),
    ],
)
def test_spans(said: list[tuple[int, int]], overlap: Counts, half: Counts) -> None:
    gold = labelled(labels(True, (10, 20)), labels(None, (50, 60)))
    assert counts("spans (any overlap)", gold, labels(True, *said)) == overlap
    assert counts("spans (half shared)", gold, labels(True, *said)) == half


def test_spans_are_matched_one_to_one_and_as_many_as_possible() -> None:
    gold = labelled(labels(True, (0, 10), (8, 20)))
    for said in ((0, 9), (1, 4)), ((1, 4), (0, 9)):
        assert counts("spans (any overlap)", gold, labels(True, *said)) == Counts(2, 0, 0)


def test_f1_and_its_interval() -> None:
    gold = [labelled(labels(True, artefact={"model"}))] * 30
    said = [labels(True, artefact={"model"})] * 20 + [labels(True)] * 10
    (artefact,) = (each for each in score(gold, said) if each.name == "artefact")
    assert artefact.counts.f1 == pytest.approx(0.8)
    assert 0.6 < artefact.low < 0.8 < artefact.high < 0.95
    assert score(gold, said) == score(gold, said)


def test_nothing_said_about_nothing() -> None:
    assert Counts().precision == Counts().recall == Counts().f1 == 0.0
    nothing = [(each.name, each.counts, each.low, each.high) for each in score([], [])]
    assert nothing == [(name, Counts(), 0.0, 0.0) for name in MEASURES]


def test_precision_recall_and_f1_of_counts() -> None:
    some = Counts(right=3, wrong=3, missed=6)
    assert (some.precision, some.recall) == (pytest.approx(1 / 2), pytest.approx(1 / 3))
    assert some.f1 == pytest.approx(2 / (1 / some.precision + 1 / some.recall))
    assert Counts(right=2, missed=2).recall == Counts(right=2, wrong=2).precision == 0.5
    assert Counts(wrong=3, missed=6).f1 == 0.0


def test_where_nothing_is_right_the_interval_is_nought() -> None:
    found = score([labelled(labels(True))], [labels(False)])
    assert [(each.low, each.high) for each in found if each.name == "relevance"] == [(0.0, 0.0)]


def test_errors_name_what_is_wrong_and_what_is_missed() -> None:
    gold = labelled(labels(True, (0, 10), artefact={"model"}, effect={"study"}))
    (error,) = errors([gold], [labels(True, artefact={"model"}, effect={"mention"})])
    assert (error.wrong, error.missed) == (("mention",), ("study", "evidence"))
    assert not errors([gold], [gold.gold])
    model, study = labelled(labels(True, artefact={"model"})), labelled(labels(True, effect={"study"}))
    both = labels(True, artefact={"model"}, effect={"study"})
    assert [each.wrong for each in errors([model], [both])] == [("study",)]
    assert [each.missed for each in errors([study], [labels(True)])] == [("study",)]


def test_confusion_on_what_looks_alike() -> None:
    gold = [
        labelled(labels(False), look_alike="secret weights"),
        labelled(labels(False), text="Open-source intelligence."),
        labelled(labels(False), text="The weather."),
        labelled(labels(True)),
    ]
    assert confusion(gold, [labels(True), labels(False), labels(False), labels(True)]) == {
        "look-alike words": (1, 0),
        "other text": (1, 0),
        "secret weights": (1, 1),
    }


def test_the_baseline_is_a_keyword_search() -> None:
    found = keyword("An open foundation model, open-source software.")
    assert keyword("Open models. Open source. Open models.").spans == ((0, 11), (13, 24), (26, 37))
    assert found.tags["artefact"] == {"model", "software"}
    assert found.tags["effect"] == {"mention"}
    assert found.spans == ((3, 24), (26, 37))
    assert keyword("The weather.") == labels(False)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Free and open software", "software"), ("open source", "software"), ("Open weights", "weights"),
        ("an open-weight system", "weights"), ("available weights", "weights"), ("available model weights", "weights"),
        ("open models", "model"), ("An open AI model", "model"),
    ],
)  # fmt: skip
def test_the_baseline_knows_the_commonest_words(text: str, tag: str) -> None:
    assert keyword(text).tags["artefact"] == {tag}


def test_floors_belong_to_a_file_name() -> None:
    assert floors("dev.jsonl")["relevance"] > 0.9
    assert floors("never-seen.jsonl").keys() <= floors("dev.jsonl").keys()


@pytest.mark.parametrize(
    "line",
    [
        "nope",
        "[]",
        '{"id": 1, "text": 3, "open_source": true}',
        '{"id": 1, "text": "a"}',
        '{"id": 1, "text": "abc", "open_source": true, "evidence": [{"start": 1, "end": 1}]}',
        '{"id": 1, "text": "abc", "open_source": true, "evidence": [{"start": -1, "end": 1}]}',
        '{"id": 1, "text": "abc", "open_source": true, "evidence": [{"start": 1, "end": 4}]}',
    ],
)
def test_a_bad_gold_line_is_named(tmp_path: Path, line: str) -> None:
    good = json.dumps({"id": "a", "text": "b", "open_source": False})
    (tmp_path / "gold.jsonl").write_text(f"{good}\n\n{line}\n")
    with pytest.raises(UsageError, match=r"gold\.jsonl: line 3: not a labelled provision"):
        list(read_gold(tmp_path / "gold.jsonl"))


def test_the_answer_has_each_span_once_in_the_order_of_the_text() -> None:
    spans = [(start, start + length) for start in range(40, 0, -1) for length in (5, 3)]
    said = answer(Finding(tag, "r.1", "h", *span, "") for span in spans for tag in ("model", "study"))
    assert said == labels(True, *sorted(spans), artefact={"model"}, effect={"study"})


def test_evidence_is_read_in_the_order_of_the_text(tmp_path: Path) -> None:
    spans = [(2, 3), (0, 3), (0, 1), (2, 3), (1, 2)]
    evidence = [{"start": start, "end": end} for start, end in spans]
    fields = {"id": 1, "text": "abc", "open_source": True, "evidence": evidence}
    (tmp_path / "gold.jsonl").write_text(json.dumps(fields))
    (read,) = read_gold(tmp_path / "gold.jsonl")
    assert read.gold.spans == ((0, 1), (0, 3), (1, 2), (2, 3))
