"""What `make demo` promises: the real spiders, no network, every kind of tag, nothing to be taken for law."""

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import forked_crawl
import pytest

from pipeline.tagging import load_taxonomy

ROOT = Path(__file__).resolve().parents[1]
LOOK_ALIKES = {"celex:32025D9902", "fr:2025-99004"}
"""Sample documents on AI that speak of source code, open sources and weights, and never of open source."""


@pytest.fixture
def db(demo_db: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(demo_db)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def values(db: sqlite3.Connection, sql: str) -> set[str]:
    return {str(row[0]) for row in db.execute(sql)}


def test_every_source_of_the_demo_is_crawled_without_a_problem(db: sqlite3.Connection) -> None:
    assert values(db, "SELECT source FROM crawl_runs WHERE outcome = 'ok'") == {"eu_ai_act", "federal_register", "ntia"}
    assert not values(db, "SELECT message FROM problems")


def test_every_document_calls_itself_fictional(db: sqlite3.Connection) -> None:
    titles = values(db, "SELECT title FROM documents")
    assert len(titles) >= 10
    assert all("fictional sample" in title.lower() for title in titles)


@pytest.mark.parametrize("tag", [each.tag for each in load_taxonomy()])
def test_every_tag_occurs(db: sqlite3.Connection, tag: str) -> None:
    assert db.execute("SELECT count(*) FROM annotations WHERE tag = ?", [tag]).fetchone()[0], tag


def test_look_alikes_stay_silent(db: sqlite3.Connection) -> None:
    assert values(db, "SELECT document_id FROM silent_documents") >= LOOK_ALIKES


def test_provisions_are_cited_as_a_lawyer_would(db: sqlite3.Connection) -> None:
    cited = values(db, "SELECT citation FROM open_source_provisions WHERE document_id = 'celex:32024R1689'")
    assert {"Recital 3", "Article 1(3)", "Article 3(1)", "Annex I, point 1"} <= cited
    assert not {"Recital 9", "Recital 10", "Article 7(1)", "Article 7(2)"} & cited


def test_the_report_is_one_document_with_its_pdf_as_rendition(db: sqlite3.Connection) -> None:
    roles = [
        row[0]
        for row in db.execute(
            "SELECT p.role FROM version_parts p JOIN versions USING (version_id) JOIN documents d USING (document_id) "
            "WHERE d.kind = 'report' ORDER BY p.position"
        )
    ]
    assert roles == ["page"] * 4 + ["rendition"]


def test_every_quote_is_a_slice_of_its_provision(db: sqlite3.Connection) -> None:
    rows = db.execute(
        "SELECT p.text, a.start, a.end, a.quote FROM annotations a JOIN provisions p USING (provision_id)"
    ).fetchall()
    assert rows
    assert all(row["text"][row["start"] : row["end"]] == row["quote"] for row in rows)


def test_a_second_crawl_adds_no_version(demo_db: Path, tmp_path: Path) -> None:
    for name in ("policy.db", "archive"):
        place = demo_db.parent / name
        (shutil.copytree if place.is_dir() else shutil.copy)(place, tmp_path / name)
    command = [sys.executable, "-m", "cli", "crawl", "eu_ai_act", "federal_register", "ntia", "--since", "2024-01-01"]
    places = ["--replay", demo_db.parent / "web", "--db", tmp_path / "policy.db", "--archive", tmp_path / "archive"]
    code, stdout, stderr = forked_crawl.run([*map(str, [*command, *places]), "--json"], ROOT)
    assert code == 0, stderr
    runs = [json.loads(line) for line in stdout.splitlines()]
    assert [run["new_versions"] for run in runs] == [0, 0, 0]
    assert sum(run["unchanged"] for run in runs) >= 10


def test_the_archive_passes_warcio_check(demo_db: Path) -> None:
    files = sorted((demo_db.parent / "archive").glob("*.warc.gz"))
    assert len(files) == 3
    warcio = Path(sys.executable).with_name("warcio")
    subprocess.run([warcio, "check", *files], check=True)


def test_warcio_prints_the_bytes_of_a_provision_as_the_cookbook_says(demo_db: Path, db: sqlite3.Connection) -> None:
    cookbook = (ROOT / "docs/queries.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"`warcio (extract .*) data/archive/FILE OFFSET`", cookbook)
    [query] = [sql for sql in re.findall(r"```sql\n(.*?)```", cookbook, re.DOTALL) if "warc_offset" in sql]
    row = db.execute(query).fetchone()
    place = [demo_db.parent / "archive" / row["warc_file"], str(row["warc_offset"])]
    command = [Path(sys.executable).with_name("warcio"), *shown.split(), *place]
    printed = subprocess.run(command, check=True, capture_output=True).stdout
    assert hashlib.sha256(printed).hexdigest() == row["sha256"]


def test_the_summary_shows_documents_tags_and_quotes(demo_db: Path) -> None:
    command = [sys.executable, ROOT / "demo/summary.py", demo_db]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Sample Harbour Act" in printed
    assert "carve_back" in printed
    assert "“" in printed
