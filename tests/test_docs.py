"""The documentation matches the code: the tests and commands it names exist, and docstrings are whole sentences."""

import ast
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from cli.main import NAMES
from db.health import LASTING, OFTEN_PASSES, ONLY_WARN
from db.release.publish import publish
from pipeline.model import ProblemKind
from pipeline.tagging import load_rules, tag
from pipeline.tagging.labelled import answer, read_gold
from spiders.settings import own_names
from spiders.sources import source_classes

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8"))
COOKBOOK = re.findall(
    r"^```sql\n(.*?)^```", (ROOT / "docs" / "queries.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)
PAGES = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])


def test_the_table_of_faults_names_tests() -> None:
    assert len(NAMED) > 40


def test_every_test_in_the_table_of_faults_exists() -> None:
    missing = [test for test in NAMED if f"def {test[1]}(" not in (ROOT / test[0]).read_text(encoding="utf-8")]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_exists(page: Path) -> None:
    shown = set(re.findall(r"policy-tracker ([a-z][a-z-]*)", page.read_text(encoding="utf-8")))
    assert shown - set(NAMES) - WORDS == set()


WORDS = {"is", "to", "in", "and", "as", "on", "by"}
"""What may follow the name of the program in a sentence."""


OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ADVICE = [
    (kind, advice)
    for kinds, advice in re.findall(
        r"^\| ((?:`\w+`(?:, )?)+) \| (\S.*) \|$", OPERATIONS.partition("| kind of problem |")[2], re.MULTILINE
    )
    for kind in re.findall(r"`(\w+)`", kinds)
]


def test_what_to_do_is_said_of_every_kind_of_problem() -> None:
    assert sorted(kind for kind, _ in ADVICE) == sorted(get_args(ProblemKind))


def test_no_problem_fails_about_which_there_is_nothing_to_do() -> None:
    idle = {kind for kind, advice in ADVICE if advice.startswith("nothing")}
    assert idle <= ONLY_WARN | OFTEN_PASSES


@pytest.mark.parametrize("name", source_classes())
def test_every_source_is_described_and_tested(name: str) -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "sources.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert name in ", ".join(headings).split(", "), f"docs/sources.md has no heading with {name}"
    assert (ROOT / "tests" / "spiders" / "sources" / f"test_{name}.py").is_file()


def test_every_setting_of_ours_is_declared_and_described() -> None:
    rooms = [path for room in ("spiders", "pipeline", "db", "cli") for path in (ROOT / room).rglob("*.py")]
    asked = {name for path in rooms for name in re.findall(r"\bPOLICY_[A-Z_]+\b", path.read_text(encoding="utf-8"))}
    rows = re.findall(r"^\| ((?:`POLICY_\w+`(?:, )?)+) \| .*\| \S", OPERATIONS, re.MULTILINE)
    assert asked - {"POLICY_"} == set(own_names()) == {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_which_problems_only_warn_is_said() -> None:
    [warn] = re.findall(r"^- ([^-]+?)\s+only warn\.", OPERATIONS, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", warn)) == ONLY_WARN
    [(passing, crawls)] = re.findall(r"^- ([^-]+?) often pass: they warn until (\w+) crawls", OPERATIONS, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", passing)) == OFTEN_PASSES
    assert crawls == {3: "three"}[LASTING]


def program(tmp_path: Path, failing: str) -> None:
    """A program whose every command says what is wrong, and one exits with 1."""
    path = tmp_path / ".venv" / "bin" / "policy-tracker"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho failure: a\ntest $1 != {failing}\n")
    path.chmod(0o755)


def job(tmp_path: Path, failing: str) -> subprocess.CompletedProcess[str]:
    """What the job of cron does with such a program."""
    line = (ROOT / "deploy" / "crontab").read_text(encoding="utf-8").rstrip().splitlines()[-1]
    commands = line.partition("  ")[2].replace("/srv/policy-tracker", str(tmp_path))
    program(tmp_path, failing)
    (tmp_path / "data").mkdir(exist_ok=True)
    return subprocess.run(["/bin/sh", "-c", commands], cwd=tmp_path, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("failing", "mailed"),
    [
        ("none", ""),
        ("crawl", "the crawl failed: see data/crawl.log\n"),
        ("check", "failure: a\n"),
        ("publish", "no new release: see data/crawl.log\n"),
    ],
)
def test_cron_mails_what_check_says_if_it_fails_and_that_a_crawl_or_release_failed(
    tmp_path: Path, failing: str, mailed: str
) -> None:
    done = job(tmp_path, failing)
    assert done.stdout + done.stderr == mailed
    assert (tmp_path / "data" / "check.log").read_text() == "failure: a\n"


def unit(tmp_path: Path, failing: str) -> list[str]:
    """The commands of the unit of systemd that end well with such a program: it stops at the first that does not."""
    program(tmp_path, failing)
    (tmp_path / "policy-tracker").mkdir()
    text = (ROOT / "deploy" / "policy-tracker.service").read_text(encoding="utf-8")
    ended = []
    for command in re.findall("^ExecStart=([^-].*)$", text, re.MULTILINE):
        words = shlex.split(command.replace("/srv/policy-tracker", str(tmp_path)).replace("%t", str(tmp_path)))
        if subprocess.run(words, capture_output=True, check=False).returncode:
            break
        ended += re.findall(r"policy-tracker (\w+)", command) or ["end"]
    return ended


def test_the_unit_of_systemd_fails_at_its_end_where_the_crawl_did(tmp_path: Path) -> None:
    assert unit(tmp_path / "a", "none") == ["crawl", "publish", "check", "end"]
    assert unit(tmp_path / "b", "crawl") == ["crawl", "publish", "check"]
    assert unit(tmp_path / "c", "check") == ["crawl", "publish"]


def test_cron_mails_what_check_says_where_the_disk_is_full(tmp_path: Path) -> None:
    """Kept in a file before it was mailed, it was lost, and nobody heard of a full disk."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "check.log").symlink_to("/dev/full")
    assert job(tmp_path, "check").stdout == "failure: a\n"


@pytest.mark.parametrize("sql", COOKBOOK)
def test_every_query_of_the_cookbook_answers_on_the_demo(demo_db: Path, sql: str) -> None:
    with closing(sqlite3.connect(demo_db)) as connection:
        assert connection.execute(sql).fetchall()


def test_the_labels_that_the_page_on_method_shows_can_be_scored(tmp_path: Path) -> None:
    method = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    [labels] = re.findall(r"^```json\n(.*?)^```", method, re.DOTALL | re.MULTILINE)
    (tmp_path / "labels.jsonl").write_text(labels, encoding="utf-8")
    [labelled] = read_gold(tmp_path / "labels.jsonl")
    assert answer(tag(labelled.passage, load_rules())) == labelled.gold


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_that_is_counted_is_counted_once_for_each_text_of_an_act(page: Path) -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    counting = [block for block in blocks if re.search(r"\bcount\(|\.size\(", block)]
    assert [block for block in counting if "open_source_provisions" in block] == []


USING = (ROOT / "docs" / "using-the-data.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def release(demo_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release of the demo."""
    return publish(demo_db, tmp_path_factory.mktemp("release") / "public").database.parent


def test_pandas_reads_a_release_as_the_page_says(release: Path) -> None:
    pytest.importorskip("pandas")
    [block] = re.findall(r"^```python\n(.*?)^```", USING, re.DOTALL | re.MULTILINE)
    done = subprocess.run([sys.executable, "-c", block], cwd=release, capture_output=True, text=True, check=True)
    assert re.search(r"^EU +\d", done.stdout, re.MULTILINE)


def test_duckdb_reads_a_release_as_the_page_says(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(release)
    [sql] = re.findall(r'^duckdb -c "(.*)"$', USING, re.MULTILINE)
    with closing(sqlite3.connect("policy.db")) as connection:
        expected = connection.execute(
            "SELECT jurisdiction, value, count(*) FROM counted_provisions, json_each(effects) GROUP BY 1, 2"
        ).fetchall()
    assert sorted(duckdb.sql(sql).fetchall()) == sorted(expected)


ROOMS = ("cli", "db", "demo", "benchmarks", "fuzz", "pipeline", "spiders", "tests")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
WHOLE = re.compile(r"[.:?!…][\"'`)\]}»”’]*\Z")
"""How a whole sentence ends; a formatter once broke sentences in two, at "Content-" and "the"."""


@pytest.mark.parametrize("room", ROOMS)
def test_the_first_paragraph_of_every_docstring_is_whole(room: str) -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
        for path in SOURCES
        if path.is_relative_to(ROOT / room)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node))
        if not WHOLE.search(text.partition("\n\n")[0].rstrip())
    ]
    assert broken == []


def test_what_the_plugin_takes_from_datasette_is_listed() -> None:
    """Whoever moves to Datasette 1.0 looks there first."""
    told = (ROOT / "docs/publishing.md").read_text(encoding="utf-8").partition("## Datasette 1.0")[2]
    taken = set()
    for path in (ROOT / "db/datasette").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "datasette":
                taken |= {name.name for name in node.names}
            elif isinstance(node, ast.FunctionDef) and any(
                "hookimpl" in ast.unparse(each) for each in node.decorator_list
            ):
                taken.add(node.name)
    assert {name for name in taken if f"`{name}`" not in told} == set()


def test_each_shared_memory_of_nginx_has_a_name_of_its_own() -> None:
    """nginx refuses a configuration that gives one name to two of them."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    declared = re.findall(r"zone=(\w+):", text)
    assert len(declared) == len(set(declared)) == 2
    assert set(re.findall(r"limit_req zone=(\w+)|proxy_cache (\w+);", text)) == {(declared[0], ""), ("", declared[1])}


def test_the_web_pages_are_started_again_until_there_is_a_release() -> None:
    """systemd gives up for good after five ends within ten seconds."""
    text = (ROOT / "deploy" / "policy-tracker-web.service").read_text(encoding="utf-8")
    [seconds] = re.findall(r"^RestartSec=(\d+)$", text, re.MULTILINE)
    assert 5 * int(seconds) > 10
