"""`search`: words in, provisions out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from cli.search import _print
from db.search.provisions import Hit


def search(db: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["search", "--db", str(db), *arguments])


def hits(db: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in search(db, *arguments, "--json").stdout.splitlines()]


@pytest.mark.parametrize(
    "query", ["open-source", "NEAR(open source)", 'weights"', "title:", "lighthouse*", "a AND", "§ 9999.1"]
)
def test_no_query_is_taken_for_search_syntax(demo_db: Path, query: str) -> None:
    assert search(demo_db, query).exit_code == 0


def test_the_words_found_are_marked(demo_db: Path) -> None:
    result = search(demo_db, "prefer open-source software")
    assert result.stdout.startswith("fr:2025-99002, Sec. 3(c)")
    assert "«open-source»" in result.stdout


def test_a_text_in_another_language_than_english_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    for language, cited in (("fr", "Article 2 (fr)"), ("en", "Article 2")):
        _print(Hit("celex:1", "A title", "Article 2", "", "Les modèles", language, "http://gazette.example/1", "v/1"))
        assert capsys.readouterr().out.startswith(f"celex:1, {cited}  A title\n")


def test_filters_narrow_the_search(demo_db: Path) -> None:
    everything = hits(demo_db, "open-source", "--limit", "1000")
    european = hits(demo_db, "open-source", "--limit", "1000", "--jurisdiction", "EU")
    assert 0 < len(european) < len(everything)
    assert all(hit["document_id"].startswith("celex:") for hit in european)
    assert 0 < len(hits(demo_db, "open-source", "--tag", "promotion")) < len(everything)
    assert len(hits(demo_db, "open-source", "--limit", "2")) == 2


@pytest.mark.parametrize(
    ("option", "value", "has"),
    [("--source", "nosuch", "ntia"), ("--tag", "nosuch", "exemption"), ("--jurisdiction", "FR", "EU, US")],
)
def test_a_filter_that_can_find_nothing_is_a_misuse(demo_db: Path, option: str, value: str, has: str) -> None:
    result = search(demo_db, "open-source", option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"no {option.removeprefix('--')} '{value}' in this database" in result.stderr
    assert has in result.stderr


def test_a_jurisdiction_may_be_written_in_small_letters(demo_db: Path) -> None:
    assert hits(demo_db, "open-source", "--jurisdiction", "eu") == hits(demo_db, "open-source", "--jurisdiction", "EU")


def test_a_limit_that_sqlite_cannot_take_is_a_misuse(demo_db: Path) -> None:
    result = search(demo_db, "open-source", "--limit", "99999999999999999999")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'--limit'" in result.stderr


def test_that_there_are_more_is_said(demo_db: Path) -> None:
    everything = len(hits(demo_db, "--tag", "exemption", "--limit", "1000"))
    assert search(demo_db, "--tag", "exemption", "--limit", str(everything)).stderr == ""
    cut = search(demo_db, "--tag", "exemption", "--limit", str(everything - 1), "--json")
    assert len(cut.stdout.splitlines()) == everything - 1
    assert cut.stderr == f"there are more than these {everything - 1}; raise --limit to see them\n"


def test_what_the_query_cites_comes_first(demo_db: Path) -> None:
    found = hits(demo_db, "art. 3 para 2 point c", "--jurisdiction", "EU")
    assert found[0]["citation"] == "Article 3(2)(c)"
    assert found[0]["snippet"]
    assert search(demo_db, "recital 1 32024R1689").stdout.startswith("celex:32024R1689, Recital 1")


def test_documents_are_found_by_title_or_number(demo_db: Path) -> None:
    result = search(demo_db, "32024R1689")
    assert result.stdout.startswith("celex:32024R1689  ")
    assert search(demo_db, "lighthouses fictional").stdout.startswith("fr:2025-99002  Fictional Sample")


def test_a_long_title_is_cut_at_a_word(demo_db: Path) -> None:
    cut = "celex:32024R1689  Regulation (EU) 2024/1689 of 13 June 2024 – FICTIONAL SAMPLE: laying down rules…"
    assert search(demo_db, "32024R1689").stdout.splitlines()[0] == cut
    assert search(demo_db, "recital 1 32024R1689").stdout.splitlines()[0] == cut.replace("689 ", "689, Recital 1 ", 1)


def test_json_lines_and_tags_are_about_provisions_alone(demo_db: Path) -> None:
    query = "lighthouses fictional"
    assert all(hit["citation"] for hit in hits(demo_db, query))
    assert not search(demo_db, query, "--tag", "promotion").stdout.startswith("fr:2025-99002  ")


def test_of_many_documents_a_few_are_listed(demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.search.DOCUMENTS", 1)
    assert re.search(r"^and [1-9]\d* more with", search(demo_db, "fictional").stdout, re.MULTILINE)


def test_nothing_found_is_said_and_no_failure(demo_db: Path) -> None:
    result = search(demo_db, "xylophone")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "xylophone" in result.stderr


def test_a_query_without_words_is_a_misuse(demo_db: Path) -> None:
    assert search(demo_db, "—").exit_code == 2
    result = search(demo_db)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--tag" in result.stderr


def test_a_tag_alone_lists_all_that_have_it(demo_db: Path) -> None:
    exempt = hits(demo_db, "--tag", "exemption")
    assert len(exempt) > len(hits(demo_db, "models", "--tag", "exemption")) > 0
    assert all("«" in hit["snippet"] for hit in exempt)
    nothing = search(demo_db, "--tag", "condition", "--jurisdiction", "US")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "no provision with 'condition'\n")
