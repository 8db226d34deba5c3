"""The import directions of docs/architecture.md, read from the source with `ast`: nothing is imported here. The table
of the rooms of `spiders` is the rule itself."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("spiders", "pipeline", "db", "cli")
FOUNDATION = {"pipeline.model", "pipeline.identifiers", "pipeline.errors"}
DB_MAY = {
    "pipeline.model",
    "pipeline.errors",
    "pipeline.identifiers",
    "pipeline.normalise",
    "pipeline.from_json",
    "pipeline.yaml_files",
    "pipeline.languages",
    "pipeline.wording",
    "pipeline.changes",
    "pipeline.changes.compare",
}
FETCHING = {"scrapy", "twisted", "warcio"}
STORING = {"runs", "workers"}
"""The packages of `spiders` that know the database; all others ask `spiders.runs.session`."""
PURE = ("publishers", "runs.expectations")
"""The packages and modules of `spiders` that only read and make values: no network, no clock, no database."""
READING = {"scrapy", "scrapy.http", "scrapy.responsetypes", "parsel", "lxml"}
"""Outside the standard library: what a pure module may read an answer with."""
IMPURE = {"asyncio", "http.client", "os", "socket", "ssl", "subprocess", "threading", "time", "urllib.request"}
"""Of the standard library."""


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


@cache
def imports(path: Path) -> frozenset[str]:
    """Dotted names that a file imports, inside functions too; "a.b" for `from a import b` if that is a module."""
    return frozenset(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in names)


def table() -> dict[str, set[str]]:
    """Of each package and module of `spiders`: what it may import of `spiders`, by docs/architecture.md."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = page.partition("| may import of `spiders` |\n|---|---|---|\n")[2].partition("\n\n")[0]
    cells = [row.strip("|").split("|") for row in rows.splitlines()]
    return {
        name.removesuffix("/").removesuffix(".py"): set(CODE.findall(may))
        for names, _, may in cells
        for name in CODE.findall(names)
    }


CODE = re.compile(r"`([\w./]+)`")
SPIDERS = table()
MODULES = modules()


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
        return forbidden_to_spiders(module, imported) or (is_pure(module) and forbidden_to_pure(imported))
    return False


def forbidden_to_spiders(module: str, imported: str) -> bool:
    """Whether a package of `spiders` would reach past what it is for."""
    package, target = package_of(module), top(imported)
    if target == "spiders":
        return not any(is_within(imported, room) for room in SPIDERS[package])
    if target in {"db", "sqlite3"}:
        return package not in STORING
    return target in {"cli", "sqlite_utils"} or (package == "workers" and target in FETCHING)


def is_pure(module: str) -> bool:
    return any(is_within(module, room) for room in PURE)


def forbidden_to_pure(imported: str) -> bool:
    """Whether what a publisher answers, or a verdict, would depend on more than what is given."""
    if top(imported) in {"spiders", "pipeline"} or imported in READING:
        return False
    return top(imported) not in sys.stdlib_module_names or imported in IMPURE or top(imported) in IMPURE | {"sqlite3"}


def package_of(module: str) -> str:
    """The package, or the module beside the packages: "spiders.network.gate" -> "network"."""
    return f"{module}.".split(".")[1]


def is_within(module: str, room: str) -> bool:
    return f"{module}.".startswith(f"spiders.{room}.")


def test_imports_run_one_way() -> None:
    wrong = [
        f"{module} may not import {imported}"
        for module, path in MODULES.items()
        for imported in imports(path)
        if forbidden(module, imported)
    ]
    assert wrong == [], "see docs/architecture.md"


@pytest.mark.parametrize("room", ["pipeline", "db"])
def test_every_part_of_a_room_is_listed(room: str) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = page.partition(f"In `{room}/`:\n\n| modules |")[2].partition("\n\n")[0]
    listed = [name for row in rows.splitlines() for name in CODE.findall(row.split("|")[1])]
    parts = [f"{path.name}/" for path in (ROOT / room).iterdir() if (path / "__init__.py").is_file()]
    files = [path.name for path in (ROOT / room).glob("*.py") if path.name != "__init__.py"]
    assert sorted(listed) == sorted(parts + files), f"see docs/architecture.md, In `{room}/`"


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("pipeline.model", "lxml"),
        ("pipeline.extract.eu.oj_xhtml", "scrapy"),
        ("pipeline.process", "db.store"),
        ("db.store", "pipeline.process"),
        ("db.store", "cli.main"),
        ("spiders.sources.ntia", "db.store"),
        ("spiders.sources.ntia", "spiders.runs.session"),
        ("spiders.sources.ntia", "spiders.sources.nist"),
        ("spiders.middlewares.retry", "db.store"),
        ("spiders.item_pipelines", "db.store"),
        ("spiders.archive.reader", "db.store"),
        ("spiders.publishers.cellar", "spiders.runs.session"),
        ("spiders.publishers.cellar", "spiders.network.gate"),
        ("spiders.network.gate", "spiders.runs.session"),
        ("spiders.workers.reading", "spiders.runs.session"),
        ("spiders.workers.reading", "scrapy.settings"),
        ("spiders.publishers.cellar", "twisted.internet.defer"),
        ("spiders.publishers.cellar", "scrapy.crawler"),
        ("spiders.publishers.cellar", "urllib.request"),
        ("spiders.publishers.fr_api", "db.health"),
        ("spiders.runs.expectations", "os"),
        ("spiders.runs.runner", "cli.main"),
    ],
)
def test_the_rules_themselves_can_fail(module: str, imported: str) -> None:
    assert forbidden(module, imported)


def test_the_modules_that_the_rules_name_are_there() -> None:
    assert set(MODULES) >= FOUNDATION | {f"spiders.{room}" for room in PURE}
    assert {package_of(name) for name in MODULES if name.startswith("spiders.")} == set(SPIDERS)


@pytest.mark.parametrize("package", SPIDERS)
def test_what_is_allowed_is_needed(package: str) -> None:
    """What no module of a package imports any more leaves the rules."""
    files = [path for name, path in MODULES.items() if name.startswith("spiders.") and package_of(name) == package]
    imported = {name for path in files for name in imports(path)}
    assert {room for room in SPIDERS[package] if any(is_within(name, room) for name in imported)} == SPIDERS[package]
    assert any(top(name) == "db" for name in imported) is (package in STORING)
