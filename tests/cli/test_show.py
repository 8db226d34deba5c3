"""`show`: the outline, and the provision with its evidence."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from cli.main import main


def show(db: Path, *arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "300"}).invoke(main, ["show", "--db", str(db), *arguments])


def test_the_outline_names_every_section_and_the_tags_of_its_units(demo_db: Path) -> None:
    lines = show(demo_db, "fr:2025-99002").stdout.splitlines()
    assert lines[0] == "Fictional Sample: Artificial Intelligence in Lighthouses"
    assert "fr:2025-99002, executive_order" in lines[1]
    assert any(line.startswith("Sec. 2  Definitions") for line in lines)
    [definition] = [line for line in lines if line.startswith("  Sec. 2(b)")]
    assert definition.endswith("definition]")


def test_a_document_is_found_under_its_bare_number(demo_db: Path) -> None:
    assert "celex:32024R1689, regulation" in show(demo_db, "32024R1689").stdout


def test_a_document_that_lists_do_not_show_has_its_own_text_and_names_the_one_they_show(demo_db: Path) -> None:
    found = CliRunner().invoke(main, ["search", "--db", str(demo_db), "request for comment", "--json"]).stdout
    [page] = {
        row["document_id"] for row in map(json.loads, found.splitlines()) if row["document_id"].startswith("url:")
    }
    result = show(demo_db, page)
    assert result.exit_code == 0
    assert "lists show another publication of the same work: fr:2024-99001" in result.stdout
    assert "Notice; request for comment" in result.stdout
    assert "another publication" not in show(demo_db, "fr:2024-99001").stdout


def test_a_provision_is_shown_with_its_evidence_between_marks(demo_db: Path) -> None:
    text = show(demo_db, "fr:2025-99002", "Sec. 2(b)").stdout
    assert "«open-weight model»" in text
    assert "effect definition: “open-weight model”" in text
    assert "federalregister.gov/documents/2025/06/05/2025-99002" in text


def test_a_section_shows_its_tagged_parts(demo_db: Path) -> None:
    text = show(demo_db, "fr:2025-99002", "Sec. 2").stdout
    assert "“lighthouse”" in text
    assert "«open-weight model»" in text


def test_quotes_in_json_are_slices_of_the_text(demo_db: Path) -> None:
    rows = [json.loads(line) for line in show(demo_db, "celex:32024R1689", "--json").stdout.splitlines()]
    evidence = [(row["text"], found) for row in rows for found in row["evidence"]]
    assert len(evidence) > 20
    assert all(text[found["start"] : found["end"]] == found["quote"] for text, found in evidence)
    assert {row["document_id"] for row in rows} == {"celex:32024R1689"}


def test_what_as_of_means_needs_a_day(demo_db: Path) -> None:
    result = show(demo_db, "celex:32024R1689", "--by", "law")
    assert result.exit_code == 2
    assert "--as-of" in result.stderr


def test_what_is_not_there_is_named(demo_db: Path) -> None:
    for arguments, name in ((["celex:39999R9999"], "39999R9999"), (["fr:2025-99002", "Sec. 77"], "Sec. 77")):
        result = show(demo_db, *arguments)
        assert result.exit_code == 2
        assert name in result.stderr
        assert len(result.stderr.splitlines()) == 1
