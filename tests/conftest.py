"""What every test may use: the real corpus where it is there, and the versions that decide how the tests behave."""

import os
import sqlite3
from importlib.metadata import version
from pathlib import Path

import pytest


def pytest_report_header() -> str:
    libraries = ("scrapy", "sqlite-utils", "datasette", "warcio", "lxml", "pypdfium2")
    return ", ".join([f"sqlite {sqlite3.sqlite_version}", *(f"{name} {version(name)}" for name in libraries)])


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    """The folder of real documents, labels and source facts that is kept beside the checkout and never committed."""
    folder = Path(os.environ.get("POLICY_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip(f"no corpus of real documents at {folder} (POLICY_SHARED names another place)")
    return folder
