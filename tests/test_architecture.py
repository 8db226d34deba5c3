"""The import directions of docs/architecture.md, read from the source with `ast`: nothing is imported here."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("spiders", "pipeline", "db", "cli")
FOUNDATION = {"pipeline.model", "pipeline.identifiers", "pipeline.errors"}
DB_MAY = {"pipeline.model", "pipeline.errors", "pipeline.normalise", "pipeline.changes", "pipeline.changes.compare"}
FETCHING = {"scrapy", "twisted", "warcio"}
STORING = {
    f"spiders.{name}"
    for name in ("comparing", "rebuild", "session", "storing", "storing_process", "verification", "workplace")
}
"""The modules of `spiders` that know the database; all others ask `session` or `workplace`."""
PURE = re.compile(r"\bPure\b")
"""What the docstring of a module says that only reads and makes values: no network, no file, no clock, no database."""
READING = {"scrapy", "scrapy.http", "scrapy.responsetypes", "parsel", "lxml", "yaml"}
"""Outside the standard library: what a pure module may read an answer with."""
IMPURE = {"asyncio", "http.client", "os", "socket", "ssl", "subprocess", "threading", "time", "urllib.request"}
"""Of the standard library."""
VALUES = {"spiders.agencies", "spiders.archive.encoding", "spiders.legal_status"}
"""As good as pure: data that is read from a file beside the module, and a function of bytes."""
STEPS = {"spiders.failures", "spiders.gate", "spiders.middlewares.personal", "spiders.sources.base"}
"""What sources share beside pure modules."""


def modules() -> dict[str, Path]:
    """Every module of the four rooms: dotted name -> file."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


def top(name: str) -> str:
    return name.partition(".")[0]


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
PURE_ONES = {
    name
    for name, path in MODULES.items()
    if top(name) == "spiders" and PURE.search(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
}
PAIRS = [pytest.param(name, path, id=name) for name, path in MODULES.items()]


def forbidden(module: str, imported: str) -> bool:
    """Whether docs/architecture.md keeps this module from importing that one."""
    room, target = top(module), top(imported)
    if module in FOUNDATION:
        return target not in sys.stdlib_module_names and imported not in FOUNDATION
    if room == "pipeline":
        return target in FETCHING | {"sqlite_utils", "sqlite3", "spiders", "db", "cli"}
    if room == "db":
        return target in FETCHING | {"spiders", "cli"} or (target == "pipeline" and imported not in DB_MAY)
    if room == "spiders":
        return target in {"cli", "sqlite_utils"} or (
            forbidden_to_pure(imported)
            if module in PURE_ONES
            else forbidden_to_sources(imported)
            if module.startswith("spiders.sources")
            else target == "db" and module not in STORING
        )
    return False


def forbidden_to_pure(imported: str) -> bool:
    """Whether what a publisher answers, or a verdict, would depend on more than what is given."""
    if top(imported) == "spiders":
        return imported not in PURE_ONES | VALUES
    if top(imported) == "pipeline" or imported in READING:
        return False
    return top(imported) not in sys.stdlib_module_names or imported in IMPURE or top(imported) in IMPURE | {"sqlite3"}


def forbidden_to_sources(imported: str) -> bool:
    """A source is short: what it asks and how it reads answers is pure, the rest is shared."""
    if top(imported) == "spiders":
        return imported not in PURE_ONES | VALUES | STEPS
    return top(imported) in {"db", "sqlite3"}


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
        ("spiders.sources.ntia", "spiders.session"),
        ("spiders.middlewares.retry", "db.store"),
        ("spiders.item_pipelines", "db.store"),
        ("spiders.archive.reader", "db.store"),
        ("spiders.cellar", "spiders.session"),
        ("spiders.cellar", "spiders.gate"),
        ("spiders.cellar", "twisted.internet.defer"),
        ("spiders.cellar", "scrapy.crawler"),
        ("spiders.cellar", "urllib.request"),
        ("spiders.fr_api", "db.queries"),
        ("spiders.expectations", "os"),
        ("spiders.runner", "cli.main"),
    ],
)
def test_the_rules_themselves_can_fail(module: str, imported: str) -> None:
    assert forbidden(module, imported)


def test_the_modules_that_the_rules_name_are_there() -> None:
    assert set(MODULES) >= STORING | VALUES | STEPS | FOUNDATION
    assert {"spiders.cellar", "spiders.fr_api", "spiders.ntia_pages", "spiders.regulations"} <= PURE_ONES


def test_what_stores_needs_to() -> None:
    """A module that has no use for the database any more leaves the list."""
    assert {name for name in STORING if any(top(each) == "db" for each in imports(MODULES[name]))} == STORING
