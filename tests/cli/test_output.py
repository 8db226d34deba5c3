"""What a person and a program get to see on stdout."""

import json
import sys

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli import output


@pytest.fixture(autouse=True)
def narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")


def test_a_table_fits_the_terminal_and_keeps_every_word(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table(
        [{"source": "ntia", "last_seen": None, "title": "many words " * 20}], ["source", "last_seen", "title"]
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["source", "last", "seen", "title"]
    assert "None" not in "".join(lines)
    assert max(map(len, lines)) <= 50
    assert sum(line.count("many") for line in lines) == 20


def test_json_lines_hold_every_field_and_plain_characters(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_rows([{"title": "Modèle", "extra": 1}], ["title"], as_json=True, none="nothing")
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"title": "Modèle", "extra": 1}
    assert "Modèle" in captured.out
    assert captured.err == ""


def test_no_rows_are_said_on_stderr_only(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_rows([], ["title"], as_json=False, none="nothing found")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "nothing found\n")


def test_a_cell_is_one_line_and_only_the_names_of_the_columns_are_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def table() -> None:
        output.print_table([{"a": "one\n two"}], ["a"])

    assert CliRunner().invoke(table, color=True).stdout.splitlines() == ["\x1b[1ma\x1b[0m", "one two"]


def test_running_text_is_indented_and_keeps_addresses_whole() -> None:
    address = f"https://example.gov/{'long-' * 12}"
    lines = output.wrap(f"{'many words ' * 9}{address}", "  ").splitlines()
    assert all(line.startswith("  ") for line in lines)
    assert lines[-1] == f"  {address}"


@pytest.mark.parametrize(("terminal", "shown"), [(True, "\r\x1b[Khalf\r\x1b[K"), (False, "")])
def test_progress_is_one_line_of_a_terminal_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: bool, shown: str
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    output.show_progress("half")
    output.show_progress("")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", shown)


def test_text_of_a_document_cannot_steer_the_terminal() -> None:
    assert output.harmless("a\x1b[31mb\u202ec\nd") == "a\ufffd[31mb\ufffdc\nd"


@given(
    st.text().filter(lambda text: not set("«»") & set(text)),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20))),
)
def test_highlighting_changes_nothing_but_the_marks(text: str, spans: list[tuple[int, int]]) -> None:
    shown = output.highlight(text, [(start, start + length) for start, length in spans])
    assert shown.replace("«", "").replace("»", "") == text


def test_overlapping_evidence_is_marked_once() -> None:
    assert output.highlight("abcdef", [(3, 5), (1, 3), (2, 4)]).count("«") == 1
