"""`serve`: Datasette with our metadata, on the address that was asked for."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import yaml
from click.testing import CliRunner

from cli.main import main
from cli.serve import metadata_file

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


def test_every_view_and_query_answers(address: str) -> None:
    queries = yaml.safe_load(metadata_file().read_text())["databases"]["policy"]["queries"]
    for name in queries:
        assert rows(address, f"policy/{name}.json?_shape=array&words=open-source"), name
    for view in ("open_source_provisions", "current_provisions", "silent_documents", "source_health"):
        assert rows(address, f"policy/{view}.json?_shape=array"), view


def test_search_in_the_browser_takes_any_words(address: str) -> None:
    for words in ("open-source", 'a"b', "NEAR(", "*"):
        rows(address, f"policy/search.json?_shape=array&words={quote(words)}")


def test_the_pages_carry_our_titles(address: str) -> None:
    with urlopen(f"{address}policy/open_source_provisions", timeout=20) as response:
        page = response.read().decode()
    assert "Provisions that touch open source" in page
    assert "The exact words that show it" in page


def test_every_table_and_view_has_a_title(address: str) -> None:
    with urlopen(f"{address}policy.json", timeout=20) as response:
        database = json.load(response)
    described = yaml.safe_load(metadata_file().read_text())["databases"]["policy"]["tables"]
    shown = [table["name"] for table in database["tables"] if not table["hidden"] and not table["name"].startswith("_")]
    assert {*shown, *(view["name"] if isinstance(view, dict) else view for view in database["views"])} <= set(described)


def test_a_port_in_use_is_named(demo_db: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--db", str(demo_db), "--port", str(port)])
    assert result.exit_code == 2
    assert str(port) in result.stderr


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "policy.db").write_text("not a database, but text that is long enough to be taken for one" * 20)
    result = CliRunner().invoke(main, ["serve", "--db", str(tmp_path / "policy.db")])
    assert result.exit_code == 1
    assert "policy.db" in result.stderr
    assert len(result.stderr.splitlines()) == 1
