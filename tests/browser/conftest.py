"""A real browser on a real server. Skipped, with the reason, where there is no Chromium or no axe-core."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from db.store import Store
from pipeline.model import CrawlRun, Document, Part, Provision, Reading, Snapshot
from pipeline.normalise import text_hash
from spiders.runs.comparing import compare_new_texts

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(os.environ.get("AXE", ROOT / "build/axe/node_modules/axe-core/axe.min.js"))
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--no-default-browser-check",
)  # fmt: skip


@pytest.fixture(scope="session")
def amended_db(chromium: str, demo_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, after the publisher of its act has changed one paragraph. Made only where a browser will look at it."""
    path = tmp_path_factory.mktemp("amended") / "policy.db"
    with closing(sqlite3.connect(demo_db)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    with Store(path) as store:
        _amend(store, path)
        assert compare_new_texts(store) == 1
    return path


def _amend(store: Store, path: Path) -> None:
    """A second version of the sample act: Article 1(3) loses a word and wins three."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        document = connection.execute(
            "SELECT document_id, source, title, kind, jurisdiction, publisher, url, published, status "
            "FROM documents WHERE document_id = 'celex:32024R1689'"
        ).fetchone()
        version = connection.execute(
            "SELECT version_id FROM versions WHERE document_id = ? AND shown = 1", [document["document_id"]]
        ).fetchone()[0]
    held = store.text(version).provisions
    changed = tuple(
        replace(each, text=each.text.replace("shall", "must from now on")) if each.path.startswith("art_1") else each
        for each in held
    )
    seen = "2026-12-01T00:00:00Z"
    snapshot = Snapshot("urn:uuid:amended", document["url"], seen, 200, "text/html", "0" * 64, 1, "b.warc.gz", 0)
    run = CrawlRun("20261201T000000Z-eu_ai_act", "eu_ai_act", seen)
    store.start_run(run)
    store.save(*_reading(Document(**dict(document)), changed, snapshot), run.run_id, seen)
    store.finish_run(replace(run, finished_at=seen, outcome="ok"))


def _reading(document: Document, provisions: tuple[Provision, ...], snapshot: Snapshot):
    from pipeline.model import Capture

    reading = Reading(
        document.document_id, "en", document.title, text_hash(provisions), "amended/1", provisions, (), 4000, 4000
    )
    return Capture(document, "en", (Part(snapshot, b"", link=document.url),)), reading


@pytest.fixture(scope="session")
def address(amended_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `policy-tracker serve` shows it."""
    command = [sys.executable, "-m", "cli", "serve", "--db", amended_db, "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    # A file, not a pipe: every request is a line on stdout, and a full pipe that nobody reads stops the server.
    log = tmp_path_factory.mktemp("serve") / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, env=environment) as process,
    ):
        deadline = time.monotonic() + 60
        while "Uvicorn running" not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        assert found
        yield found[0]
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a browser from the system's packages."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium is installed: `apt-get install chromium` brings one")
    pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: `pip install --group front` brings it"
    )
    return found


# Playwright keeps an event loop open in its thread, in which no other test can run one: it ends with each module.
@pytest.fixture(scope="module")
def browser(chromium: str):
    """One Chromium for the tests of a module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """A page on a desktop, without JavaScript of ours to wait for."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, an accessibility checker."""
    if not AXE.is_file():
        pytest.skip(f"axe-core is not at {AXE.parent}: `npm install --prefix build/axe axe-core` brings it")
    return AXE.read_text(encoding="utf-8")
