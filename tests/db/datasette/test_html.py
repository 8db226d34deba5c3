"""The Nu HTML checker (https://validator.github.io/validator/) finds nothing in our pages."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette

from db.metadata import metadata
from db.store import Store

ROOT = Path(__file__).resolve().parents[3]
VNU = Path(os.environ.get("VNU", ROOT / "build/vnu/node_modules/vnu-jar/build/dist/vnu.jar"))
OURS = (
    "/", "/search", "/search?q=open", "/search?q=nothing", "/search?effect=exemption&jurisdiction=EU", "/questions",
    "/changes", "/changes?open_source=1", "/document/celex:32031R0001", "/document/fr:2031-00002",
    "/document/celex:32031R0001?version={first}", "/provision/{second}/art_1", "/provision/{first}/art_1",
    "/provision/{second}/art_3", "/provision/{order}/art_1", "/compare?from={first}&to={second}", "/nowhere",
    "/document/fr:2031-00004", "/document/%3Cscript%3E", "/search?q=%3Cscript%3E%22%27",
)  # fmt: skip
"""Every kind of page; the order's first article is hostile."""
DATASETTES = {
    "The heading “h3” (with computed level 3) follows the heading “h1” (with computed level 1), "
    "skipping 1 heading level.",
    "Trailing slash on void elements has no effect and interacts badly with unquoted attribute values.",
}
"""What Datasette 0.65.5 itself gets wrong, in its tables and SQL editor."""


@pytest.fixture(scope="module")
def java() -> str:
    found = shutil.which("java")
    if found is None:
        pytest.skip("no Java is installed: `apt-get install default-jre-headless` brings one")
    if not VNU.is_file():
        pytest.skip(f"the Nu HTML checker is not at {VNU}: `npm install --prefix build/vnu vnu-jar` brings it")
    return found


def complaints(java: str, *files: Path) -> Iterator[tuple[str, str]]:
    """Name of the file and what is wrong with it."""
    command = [java, "-jar", VNU, "--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for message in json.loads(done.stdout)["messages"]:
        yield message["url"].rpartition("/")[2], message["message"]


def test_the_checker_sees_what_is_wrong(java, tmp_path):
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!DOCTYPE html><html lang=en><title>x</title><p><ul></p><img src=a>", encoding="utf-8")
    found = [message for _, message in complaints(java, wrong)]
    assert any("No “p” element in scope" in message for message in found)
    assert any("“alt” attribute" in message for message in found)


def test_our_pages_are_valid(java, site, get, tmp_path):
    Store(tmp_path / "empty.db").close()
    empty = get(Datasette([str(tmp_path / "empty.db")]), "/").text
    pages = [
        site.get(each.format(**{name: getattr(site, name) for name in ("first", "second", "order")})) for each in OURS
    ]
    files = [_kept(tmp_path, number, text) for number, text in enumerate([empty, *(page.text for page in pages)])]
    styles = (ROOT / "db/datasette/static").glob("*.css")
    assert list(complaints(java, *files, *styles)) == []


def test_pages_of_datasette_have_its_own_faults_only(java, site, tmp_path):
    described = metadata()["databases"]["policy"]
    names = [*described["tables"], *described["queries"], "documents/celex~3A32031R0001"]
    places = ["/policy", "/policy?sql=select+1", "/policy?sql=wrong", *(f"/policy/{name}" for name in names)]
    files = [_kept(tmp_path, number, site.get(place).text) for number, place in enumerate(places)]
    assert {message for _, message in complaints(java, *files)} <= DATASETTES


def _kept(folder: Path, number: int, text: str) -> Path:
    path = folder / f"{number}.html"
    path.write_text(text, encoding="utf-8")
    return path
