"""What pyproject.toml declares is what the packages import, and bounded."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("spiders", "pipeline", "db", "cli")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = {"pyarrow"}
NOT_FOR_EVERY_PYTHON = {"ahocorasick_rs": ["ahocorasick-rs"]}


def distribution(requirement: str) -> str:
    """The name of what is required: "pyopenssl" for "pyOpenSSL>=26"."""
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower().replace("_", "-")


def imported() -> set[str]:
    """Top-level modules that the packages import from elsewhere."""
    found = set()
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {*ROOMS, "_typeshed"}


def test_what_is_imported_is_declared_and_nothing_else() -> None:
    providers = NOT_FOR_EVERY_PYTHON | packages_distributions()
    needed = {distribution(name) for module in imported() - OPTIONAL for name in providers[module]}
    declared = set(map(distribution, PROJECT["dependencies"]))
    assert declared - needed == {"datasette-atom"}, "datasette loads it as a plugin"
    assert needed <= declared


def test_every_dependency_has_both_bounds() -> None:
    assert [each for each in PROJECT["dependencies"] if not re.search(r">=[\d.]+,<\d", each)] == []
