"""The import directions of docs/architecture.md, read from the source with `ast`: nothing is imported here."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("spiders", "pipeline", "db", "cli")
FOUNDATION = {"pipeline.model", "pipeline.identifiers", "pipeline.errors"}
DB_MAY = {"pipeline.model", "pipeline.errors", "pipeline.normalise", "pipeline.changes", "pipeline.changes.compare"}
FETCHING = {"scrapy", "twisted", "warcio"}


def modules() -> dict[str, Path]:
    """Every module of the four rooms: dotted name -> file."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


def imports(path: Path) -> Iterator[str]:
    """Dotted names that a file imports, inside functions too; "a.b" for `from a import b` if that is a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in names)


MODULES = modules()
PAIRS = [pytest.param(name, path, id=name) for name, path in MODULES.items()]


def top(name: str) -> str:
    return name.partition(".")[0]


def forbidden(module: str, imported: str) -> bool:
    """Whether docs/architecture.md keeps this module from importing that one."""
    room, target = top(module), top(imported)
    if module in FOUNDATION:
        return target not in sys.stdlib_module_names and imported not in FOUNDATION
    if room == "pipeline":
        return target in FETCHING | {"sqlite_utils", "sqlite3", "spiders", "db", "cli"}
    if room == "db":
        return target in FETCHING | {"spiders", "cli"} or (target == "pipeline" and imported not in DB_MAY)
    if module.startswith("spiders.sources"):
        return target in {"db", "cli", "sqlite_utils", "sqlite3"}
    return room == "spiders" and target == "cli"


@pytest.mark.parametrize(("module", "path"), PAIRS)
def test_imports_run_one_way(module: str, path: Path) -> None:
    wrong = [imported for imported in imports(path) if forbidden(module, imported)]
    assert not wrong, f"{module} may not import {', '.join(wrong)}: see docs/architecture.md"


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("pipeline.model", "lxml"),
        ("pipeline.extract.oj_xhtml", "scrapy"),
        ("pipeline.process", "db.store"),
        ("db.store", "pipeline.process"),
        ("db.store", "cli.main"),
        ("spiders.sources.ntia", "db.store"),
        ("spiders.runner", "cli.main"),
    ],
)
def test_the_rules_themselves_can_fail(module: str, imported: str) -> None:
    assert forbidden(module, imported)
