"""`serve`: Datasette with our metadata, on the address that was asked for."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urljoin
from urllib.request import urlopen

import pytest
import yaml
from click.testing import CliRunner
from sqlite_utils import Database

from cli.main import main
from db.metadata import metadata_file
from db.migrations import MIGRATIONS
from db.store import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def address(demo_db: Path) -> Iterator[str]:
    """The link that a serving process printed."""
    command = [sys.executable, "-m", "cli", "serve", "--db", demo_db, "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        printed = process.stdout.readline()
        for line in process.stderr:
            if "Uvicorn running" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:\d+/", printed)
        assert found, printed
        yield found[0]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def rows(address: str, path: str) -> list[dict[str, object]]:
    with urlopen(f"{address}{path}", timeout=20) as response:
        found: list[dict[str, object]] = json.load(response)
    return found


def test_headline_views_and_queries_answer(address: str) -> None:
    for view in ("open_source_provisions", "current_provisions", "silent_documents", "source_health"):
        assert rows(address, f"policy/{view}.json?_shape=array"), view
    for query in ("exemptions.json?jurisdiction=", "definitions.json?", "tags_by_jurisdiction.json?"):
        assert rows(address, f"policy/{query}&_shape=array"), query


def test_search_in_the_browser_takes_any_words(address: str) -> None:
    assert rows(address, "policy/search_provisions.json?_shape=array&q=open-source")
    for words in ('a"b', "NEAR(", "*", "title:"):
        rows(address, f"policy/search_provisions.json?_shape=array&q={quote(words)}")


def test_the_pages_carry_our_titles(address: str) -> None:
    with urlopen(f"{address}policy/open_source_provisions", timeout=20) as response:
        page = response.read().decode()
    assert "Open-source provisions" in page
    assert "The exact words that show it" in page


def test_the_links_of_the_front_page_lead_somewhere(address: str) -> None:
    metadata = yaml.safe_load(metadata_file().read_text())
    links = re.findall('href="([^"]+)"', metadata["databases"]["policy"]["description_html"])
    assert links
    for link in [*links, "-/policy-tracker/policy.css"]:
        with urlopen(urljoin(address, link), timeout=20) as response:
            assert response.status == 200


def test_every_table_and_view_has_a_title(address: str) -> None:
    with urlopen(f"{address}policy.json", timeout=20) as response:
        database = json.load(response)
    described = yaml.safe_load(metadata_file().read_text())["databases"]["policy"]["tables"]
    shown = [table["name"] for table in database["tables"] if not table["hidden"] and not table["name"].startswith("_")]
    assert {*shown, *(view["name"] if isinstance(view, dict) else view for view in database["views"])} <= set(described)


def test_the_pages_for_people_are_served(address: str) -> None:
    for place in ("", "search?q=open-source", "questions", "document/celex:32024R1689", "sitemap.xml", "robots.txt"):
        with urlopen(f"{address}{place}", timeout=20) as response:
            assert response.status == 200


def test_a_port_in_use_is_named(demo_db: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--db", str(demo_db), "--port", str(port)])
    assert result.exit_code == 2
    assert str(port) in result.stderr
    assert "choose another --host or --port" in result.stderr


def test_a_release_of_an_older_program_is_not_changed_and_the_way_out_is_named(tmp_path: Path) -> None:
    release = tmp_path / "policy.db"
    with closing(Database(release)) as db:
        MIGRATIONS.apply(db, stop_before="m004_what_is_promised")
    before = release.read_bytes()
    result = CliRunner().invoke(main, ["serve", "--db", str(release), "--immutable"])
    assert result.exit_code == 1
    assert "policy-tracker publish" in result.stderr
    assert release.read_bytes() == before
    assert list(tmp_path.iterdir()) == [release]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "policy.db").write_text("not a database, but text that is long enough to be taken for one" * 20)
    result = CliRunner().invoke(main, ["serve", "--db", str(tmp_path / "policy.db")])
    assert result.exit_code == 1
    assert "policy.db" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_that_may_not_be_written_needs_a_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crawl of another user may write there: read as unchanging, the file would show nonsense then."""
    Store(tmp_path / "policy.db").close()
    monkeypatch.setattr("db.connection.os.access", lambda path, _: path != tmp_path)
    started: list[list[str]] = []
    monkeypatch.setattr("datasette.cli.cli.main", lambda arguments, **_: started.append(arguments))
    words = ["serve", "--db", str(tmp_path / "policy.db"), "--port", "0"]
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, "promise with --immutable" in result.stderr, started) == (1, True, [])
    assert CliRunner().invoke(main, [*words, "--immutable"]).exit_code == 0
    assert len(started) == 1
