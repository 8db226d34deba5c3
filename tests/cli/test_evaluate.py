"""`policy-tracker evaluate`: quality as figures, and an exit code for those who release."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main

SOFTWARE = "The tools include open-source software."


def row(number: int, text: str, **fields: object) -> dict[str, object]:
    return {"id": str(number), "text": text, "open_source": False, "optional": {}, "evidence": []} | fields


RIGHT = row(
    1,
    SOFTWARE,
    open_source=True,
    artefact=["software"],
    effect=["mention"],
    evidence=[{"start": 18, "end": 38, "quote": "open-source software"}],
)
WRONG = row(2, SOFTWARE, open_source=True, artefact=["model"], effect=["mention"])
SPY = row(3, "The Director shall use open-source intelligence.", look_alike="open-source intelligence")


def evaluate(folder: Path, rows: list[dict[str, object]], *options: str, name: str = "some.jsonl") -> Result:
    (folder / name).write_text("".join(json.dumps(each) + "\n" for each in rows))
    return CliRunner().invoke(main, ["evaluate", str(folder / name), *options])


def test_the_table_shows_measures_tags_baseline_and_look_alikes(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [RIGHT, SPY])
    assert result.exit_code == 0
    head, relevance, *_ = result.stdout.splitlines()
    assert " ".join(head.split()) == "name precision recall f1 interval right wrong missed keyword f1 floor"
    assert relevance.split()[:4] == ["relevance", "1.0", "1.0", "1.0"]
    assert "open-source intelligence" in result.stdout


def test_json_has_a_row_for_each_label_and_each_look_alike(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in evaluate(tmp_path, [RIGHT, WRONG, SPY], "--json").stdout.splitlines()]
    by_name = {each.get("name"): each for each in rows}
    assert by_name["artefact"]["right"] == by_name["artefact"]["wrong"] == by_name["artefact"]["missed"] == 1
    assert by_name["relevance"]["keyword_f1"] == 0.8
    assert by_name["software"]["facet"] == "artefact"
    assert len(by_name["effect"]["interval"]) == 2
    assert {"look_alike": "open-source intelligence", "provisions": 1, "tagged": 0} in rows


def test_errors_are_listed_on_request(tmp_path: Path) -> None:
    assert "missed" not in evaluate(tmp_path, [WRONG]).stdout.splitlines()[-1]
    shown = evaluate(tmp_path, [RIGHT, WRONG], "--errors").stdout
    assert "wrong: software; missed: model" in shown
    assert "«open-source software»" in shown
    (error,) = (
        json.loads(line)
        for line in evaluate(tmp_path, [RIGHT, WRONG], "--errors", "--json").stdout.splitlines()
        if '"missed": ["' in line
    )
    assert (error["id"], error["wrong"], error["missed"]) == ("2", ["software"], ["model"])


def test_under_a_floor_is_a_failure(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [WRONG], name="gold.jsonl")
    assert result.exit_code == 1
    assert "artefact: F1 0.0 is below the floor" in result.stderr


def test_what_nobody_speaks_of_has_no_floor(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [SPY], name="gold.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"open_source": "true"}, '"open_source" must be true, false or null'),
        ({"artefact": "software"}, '"artefact" must be a list'),
        ({"artefact": ["sofware"]}, "\"artefact\": unknown tag 'sofware'; there are weights, model, software"),
        ({"effect": ["software"]}, "\"effect\": unknown tag 'software'"),
        ({"optional": {"effect": ["exempt"]}}, "\"effect\": unknown tag 'exempt'"),
        ({"optional": 5}, '"optional" must be an object'),
        ({"look_alike": 5}, '"look_alike" must be a string'),
        ({"evidence": [{"start": "18", "end": "38"}]}, "does not say from where"),
        ({"evidence": [{"start": 18, "end": 380}]}, "does not say from where"),
        ({"evidence": [{"start": 18}]}, "does not say from where"),
    ],
)
def test_a_wrong_label_is_named_and_not_scored(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    result = evaluate(tmp_path, [RIGHT, RIGHT | change])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "line 2: not a labelled provision: " in result.stderr
    assert reason in result.stderr


def test_null_is_as_good_as_nothing(tmp_path: Path) -> None:
    nothing = dict.fromkeys(("artefact", "effect", "argument", "evidence", "optional", "look_alike"))
    assert evaluate(tmp_path, [SPY | nothing]).exit_code == 0


@pytest.mark.parametrize(("rows", "reason"), [([], "no labelled provision"), ([{"id": 1}], "line 1: not a labelled")])
def test_an_unusable_file_is_named(tmp_path: Path, rows: list[dict[str, object]], reason: str) -> None:
    result = evaluate(tmp_path, rows)
    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["evaluate", str(tmp_path / "none.jsonl")]).exit_code == 2
