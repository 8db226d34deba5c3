"""`policy-tracker tag-text`: one answer a line."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from cli.main import main


def run(text: str | bytes) -> Result:
    return CliRunner().invoke(main, ["tag-text"], input=text)


def test_an_answer_has_the_tags_of_each_facet_and_the_evidence() -> None:
    result = run('{"id": "a", "text": "This Act does not apply to open-source software."}\n')
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert list(answer) == ["id", "open_source", "artefact", "effect", "argument", "evidence"]
    assert answer["open_source"] is True
    assert (answer["artefact"], answer["effect"], answer["argument"]) == (["software"], ["exemption"], [])
    for each in answer["evidence"]:
        assert list(each) == ["tag", "rule", "start", "end", "quote"]
        assert "This Act does not apply to open-source software."[each["start"] : each["end"]] == each["quote"]


@pytest.mark.parametrize(
    "text",
    [
        "The Director shall make use of open-source intelligence.",
        "The developer shall protect the model weights from theft.",
        "Authorities shall have access to the source code of the system.",
        "The report shall be made publicly available.",
        "An open consultation was held.",
        "",
    ],
)
def test_look_alikes_and_nothing_are_silent(text: str) -> None:
    answer = json.loads(run(json.dumps({"id": 1, "text": text})).stdout)
    assert answer == {"id": 1, "open_source": False, "artefact": [], "effect": [], "argument": [], "evidence": []}


def test_bad_lines_are_reported_and_the_others_answered() -> None:
    lines = [
        b'{"id": 1, "text": "a"}',
        b"nope",
        b"[1]",
        b'{"id": 2}',
        b'{"id": 3, "text": 4}',
        b"\xff\xfe",
        b"",
        b'{"text": "no id"}',
        b'{"id": NaN, "text": "a"}',
        b'{"id": 1e999, "text": "a"}',
        b'{"id": 4, "text": "a", "language": "English"}',
        b'{"id": 5, "text": "b"}',
    ]
    result = run(b"\n".join(lines))
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 5]
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        f"line {number}" for number in (2, 3, 4, 5, 6, 8, 9, 10, 11)
    ]
    faults = ("NaN is not a number", "1e999 is too large a number", "'English' is not a language code")
    for reason in ('"id" is missing', *faults):
        assert reason in result.stderr
    assert '"text" must be a string' in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "text": "a", "parent": 3}',
        '{"id": 1, "text": "a", "language": [1]}',
        '{"id": 1, "text": "a", "heading": []}',
        '{"id": 1, "text": "a", "title": false}',
    ],
)
def test_words_around_must_be_strings(line: str) -> None:
    result = run(line)
    assert result.exit_code == 1
    assert "must be a string" in result.stderr


def test_null_is_as_good_as_no_words_around() -> None:
    assert run('{"id": 1, "text": "a", "heading": null, "language": null}').exit_code == 0


def test_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.tag_text.sys", SimpleNamespace(stdin=None))
    result = run("")
    assert result.exit_code == 2
    assert "standard input is closed" in result.stderr


def test_words_around_help() -> None:
    line = {"id": 1, "text": "(a) open-source software;", "parent": "The Secretary shall study—"}
    assert json.loads(run(json.dumps(line)).stdout)["effect"] == ["study"]


def test_french_is_guessed() -> None:
    line = {"id": 1, "text": "Le règlement ne s’applique pas aux logiciels libres et ouverts."}
    assert json.loads(run(json.dumps(line)).stdout)["effect"] == ["exemption"]


@pytest.mark.parametrize("language", ["EN", "en-US", "eng"])
def test_english_may_be_stated_in_several_ways(language: str) -> None:
    line = {"id": 1, "text": "This Act does not apply to open-source software.", "language": language}
    assert json.loads(run(json.dumps(line)).stdout)["effect"] == ["exemption"]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    result = run(b'\xef\xbb\xbf{"id": 1, "text": "a"}\r\n{"id": 2, "text": "b"}\r\n')
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 2]
    assert (result.exit_code, result.stderr) == (0, "")


def test_half_a_surrogate_pair_is_answered() -> None:
    result = run('{"id": 1, "text": "open-source \\ud83d software"}')
    assert result.exit_code == 0
    assert json.loads(result.stdout)["open_source"] is True


def test_deeply_nested_json_is_a_bad_line() -> None:
    result = run("[" * 100_000)
    assert result.exit_code == 1
    assert "line 1" in result.stderr
