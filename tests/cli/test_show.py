"""`show`: the outline, and the provision with its evidence."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from db.store import Store
from pipeline.model import Capture, Document


def show(db: Path, *arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "300"}).invoke(main, ["show", "--db", str(db), *arguments])


@pytest.fixture
def textless_db(tmp_path: Path) -> Path:
    """A database of one notice, of which only a description is held."""
    notice = Document(
        document_id="fr:2031-00004",
        source="register",
        title="Notice on lamps",
        kind="notice",
        jurisdiction="US",
        publisher="Office of the Register",
        url="https://register.example/4",
        published="2031-01-02",
        status="withdrawn",
    )
    with Store(tmp_path / "policy.db") as store:
        store.see_again(Capture(notice, "en", ()), "", "2031-01-05T00:00:00Z")
    return tmp_path / "policy.db"


def test_the_outline_names_every_section_and_the_tags_of_its_units(demo_db: Path) -> None:
    lines = show(demo_db, "fr:2025-99002").stdout.splitlines()
    assert lines[0] == "Fictional Sample: Artificial Intelligence in Lighthouses"
    assert "fr:2025-99002, executive_order" in lines[1]
    assert any(line.startswith("Sec. 2  Definitions") for line in lines)
    [definition] = [line for line in lines if line.startswith("  Sec. 2(b)")]
    assert definition.endswith("definition]")


def test_first_words_in_the_outline_are_cut_at_a_word(demo_db: Path) -> None:
    """As a reader of cut words cannot know that there are more."""
    lines = show(demo_db, "celex:32024R1689").stdout.splitlines()
    assert "Citation 1  Having regard to the Treaty on the Functioning of the…" in lines


def test_a_document_is_found_under_its_bare_number(demo_db: Path) -> None:
    assert "celex:32024R1689, regulation" in show(demo_db, "32024R1689").stdout


def test_a_document_that_lists_do_not_show_has_its_own_text_and_names_the_one_they_show(demo_db: Path) -> None:
    found = CliRunner().invoke(main, ["search", "--db", str(demo_db), "request for comment", "--json"]).stdout
    [page] = {
        row["document_id"] for row in map(json.loads, found.splitlines()) if row["document_id"].startswith("url:")
    }
    result = show(demo_db, page)
    assert result.exit_code == 0
    assert "lists show another publication of the same work instead: fr:2024-99001" in result.stdout
    assert "Notice; request for comment" in result.stdout
    assert "another publication" not in show(demo_db, "fr:2024-99001").stdout


def test_a_provision_is_shown_with_its_evidence_between_marks(demo_db: Path) -> None:
    text = show(demo_db, "fr:2025-99002", "Sec. 2(b)").stdout
    assert "«open-weight model»" in text
    assert "effect definition: “open-weight model”" in text
    assert "federalregister.gov/documents/2025/06/05/2025-99002" in text


def test_a_section_shows_its_tagged_parts(demo_db: Path) -> None:
    text = show(demo_db, "fr:2025-99002", "Sec. 2").stdout
    assert "\n\nSec. 2(a)\n(a) The term “lighthouse”" in text
    assert "\n\nSec. 2(b)\n(b) The term “«open-weight model»" in text


def test_a_heading_alone_says_so(demo_db: Path) -> None:
    text = show(demo_db, "celex:32024R1689", "Chapter II").stdout
    assert text.startswith("Chapter II – OPEN COMPONENTS AND MODELS\n")
    assert text.endswith("\n\n(a heading alone; the outline of the document has what stands under it)\n\n")


def test_quotes_in_json_are_slices_of_the_text(demo_db: Path) -> None:
    rows = [json.loads(line) for line in show(demo_db, "celex:32024R1689", "--json").stdout.splitlines()]
    evidence = [(row["text"], found) for row in rows for found in row["evidence"]]
    assert len(evidence) > 20
    assert all(text[found["start"] : found["end"]] == found["quote"] for text, found in evidence)
    told = [(text, found["because"]) for text, found in evidence if found["because"]]
    assert len(told) > 10
    assert all(because in text for text, because in told)
    assert {row["document_id"] for row in rows} == {"celex:32024R1689"}


def test_an_effect_is_shown_with_the_words_that_told_it(demo_db: Path) -> None:
    text = " ".join(show(demo_db, "celex:32024R1689", "Article 2(3)").stdout.split())
    assert "effect definition: “open-weight model’ means”, about “open-weight model”" in text


def test_a_section_that_is_cited_by_its_heading_has_it_once(demo_db: Path, tmp_path: Path) -> None:
    db = shutil.copy(demo_db, tmp_path / "policy.db")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("UPDATE provisions SET citation = heading WHERE heading = 'Definitions'")
        connection.commit()
    assert "Definitions  Definitions\n" not in show(db, "fr:2025-99002").stdout
    assert show(db, "fr:2025-99002", "Definitions").stdout.startswith("Definitions\n")


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


def test_a_document_without_a_text_is_shown_by_what_is_known_of_it(textless_db: Path) -> None:
    result = show(textless_db, "fr:2031-00004")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Notice on lamps",
        "fr:2031-00004, notice, withdrawn, Office of the Register, published 2031-01-02",
        "https://register.example/4",
        "no text is held, only this description; `policy-tracker check` says what went wrong",
        "",
    ]
    [about] = [json.loads(line) for line in show(textless_db, "fr:2031-00004", "--json").stdout.splitlines()]
    assert (about["title"], about["status"], about["publisher"]) == (
        "Notice on lamps",
        "withdrawn",
        "Office of the Register",
    )
    assert about["version_id"] is None
    assert "path" not in about


def test_a_document_without_a_text_has_no_citations(textless_db: Path) -> None:
    result = show(textless_db, "fr:2031-00004", "Sec. 2")
    assert result.exit_code == 2
    assert "fr:2031-00004: no text is held" in result.stderr
