"""`changes`, `diff` and `show --as-of`: an act, its consolidated state, and a page that changed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from db.store import Store
from pipeline.changes import compare
from pipeline.model import Capture, CrawlRun, Document, Part, Provision, Reading, Relation, Snapshot
from pipeline.normalise import text_hash

ACT, STATE, NOTICE = "celex:32031R0001", "celex:02031R0001-20330101", "fr:2031-00001"
RUN = CrawlRun("20310105T000000Z-gazette", "gazette", "2031-01-05T00:00:00Z")


def document(document_id: str, *relations: Relation) -> Document:
    return Document(
        document_id=document_id,
        source="gazette",
        title=f"Title of {document_id}",
        kind="notice",
        jurisdiction="EU" if document_id.startswith("celex") else "US",
        publisher="Arcadian Printing Office",
        url=f"https://gazette.example/{document_id}",
        published="2031-01-02",
        relations=relations,
    )


def provision(number: int, text: str) -> Provision:
    return Provision(f"art_{number}", "article", f"Article {number}", text, heading="Duties", unit=True)


def keep(store: Store, about: Document, texts: list[str], seen_at: str, legal_date: str = "") -> str:
    provisions = tuple(provision(number, text) for number, text in enumerate(texts, start=1))
    snapshot = Snapshot(
        f"urn:uuid:{text_hash(provisions)[:32]}",
        about.url,
        seen_at,
        200,
        "text/html",
        text_hash(provisions),
        1,
        "a.warc.gz",
        0,
    )
    capture = Capture(about, "en", (Part(snapshot, b""),), legal_date)
    reading = Reading(about.document_id, "en", about.title, text_hash(provisions), "toy/1", provisions, (), 9, 9)
    return store.save(capture, reading, RUN.run_id, seen_at).version_id


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("history") / "policy.db"
    with Store(path) as store:
        store.start_run(RUN)
        keep(store, document(ACT), ["Models may be shared.", "Data - sets are kept."], "2031-01-05T00:00:00Z")
        state = document(STATE, Relation("consolidates", ACT))
        keep(
            store,
            state,
            ["Models shall be shared.", "Data – sets are kept.", "New."],
            "2033-01-09T00:00:00Z",
            "2033-01-01",
        )
        for day, text in (("05", "Comment by May."), ("08", "Comment by June."), ("09", "Comment by July.")):
            keep(store, document(NOTICE), [text], f"2031-01-{day}T00:00:00Z")
        for document_id, older, newer in store.uncompared():
            old, new = store.text(older), store.text(newer)
            store.save_changes(document_id, older, newer, compare(old.provisions, new.provisions, {}, {}))
    return path


def run(held: Path, *arguments: str, color: bool = False) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(main, [*arguments, "--db", str(held)], color=color)


def rows(held: Path, *arguments: str) -> list[dict[str, Any]]:
    result = run(held, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_changes_are_listed_newest_first(held: Path) -> None:
    listed = [
        (row["changed_at"][:10], row["document_id"], row["kind"], row["citation"]) for row in rows(held, "changes")
    ]
    assert listed == [
        ("2033-01-09", STATE, "amended", "Article 1"),
        ("2033-01-09", STATE, "cosmetic", "Article 2"),
        ("2033-01-09", STATE, "added", "Article 3"),
        ("2031-01-09", NOTICE, "amended", "Article 1"),
        ("2031-01-08", NOTICE, "amended", "Article 1"),
    ]


def test_a_row_tells_all_that_is_known(held: Path) -> None:
    row = rows(held, "changes")[0]
    expected = {"document_id", "kind", "citation", "before", "after", "from_version", "to_version"}
    assert expected | {"tags_before", "tags_after", "tag_changes"} <= row.keys()
    assert (row["before"], row["after"]) == ("Models may be shared.", "Models shall be shared.")
    assert (row["reason"], row["legal_date"]) == ("consolidation", "2033-01-01")


@pytest.mark.parametrize(("since", "number"), [("2033-01-09", 3), ("2031-01-09", 4), ("2031-01-01", 5)])
def test_changes_since_a_day(held: Path, since: str, number: int) -> None:
    assert len(rows(held, "changes", "--since", since)) == number


def test_no_changes_are_said_to_be_none(held: Path) -> None:
    result = run(held, "changes", "--since", "2040-01-01")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no changes since 2040-01-01" in result.stderr


def test_a_day_that_is_none_is_a_misuse(held: Path) -> None:
    result = run(held, "changes", "--since", "yesterday")
    assert result.exit_code == 2
    assert "'yesterday' is not a date" in result.stderr


def test_the_list_shows_the_first_words_that_changed(held: Path) -> None:
    lines = run(held, "changes").stdout.splitlines()
    assert "  amended    Article 1  -may +shall" in lines
    assert f"{STATE} (en)" in lines[1]
    assert "law of 2033-01-01" in lines[1]


def test_diff_of_an_act_is_with_its_newest_state(held: Path) -> None:
    result = run(held, "diff", ACT)
    assert "Models [-may-]{+shall+} be shared." in result.stdout
    assert [row["kind"] for row in rows(held, "diff", ACT)] == ["amended", "cosmetic", "added"]


def test_diff_says_which_texts_it_compares(held: Path) -> None:
    older, newer = run(held, "diff", ACT).stdout.splitlines()[:2]
    assert re.fullmatch(rf"from {ACT} \(en\) [0-9a-f]{{16}}, 2031-01-05T00:00:00Z", older)
    assert re.fullmatch(rf"to   {STATE} \(en\) [0-9a-f]{{16}}, 2033-01-01", newer)


def test_words_are_coloured_on_a_terminal_only(held: Path) -> None:
    assert "\x1b" not in run(held, "diff", ACT).stdout
    coloured = run(held, "diff", ACT, color=True).stdout
    assert "\x1b[31m[-may-]\x1b[0m\x1b[32m{+shall+}\x1b[0m" in coloured


def test_diff_leaves_out_what_stayed_in_a_long_provision(tmp_path: Path) -> None:
    path = tmp_path / "policy.db"
    records = " ".join(f"Keep record {number}." for number in range(1, 20))
    with Store(path) as store:
        store.start_run(RUN)
        keep(store, document(NOTICE), [f"{records} Data - sets too. {records}", records], "2031-01-05T00:00:00Z")
        newer = [f"{records} Data – sets too. {records}", "New.", records]
        keep(store, document(NOTICE), newer, "2031-01-06T00:00:00Z")
    shown = run(path, "diff", NOTICE, "1", "2").stdout.splitlines()
    cosmetic, renumbered = shown.index("Article 1  cosmetic") + 1, shown.index("Article 3  renumbered") + 1
    assert shown[cosmetic] == f" … {records[-54:]} Data [---]{{+–+}} sets too. {records[:49]} … "
    assert shown[renumbered].strip() == f"{records[:100]}…"


def test_diff_of_any_two_versions(held: Path) -> None:
    assert [row["after"] for row in rows(held, "diff", NOTICE)] == ["Comment by July."]
    (row,) = rows(held, "diff", NOTICE, "1", "3")
    assert (row["document_id"], row["before"], row["after"]) == (NOTICE, "Comment by May.", "Comment by July.")
    (back,) = rows(held, "diff", NOTICE, row["to_version"], row["from_version"][:8])
    assert (back["before"], back["after"]) == (row["after"], row["before"])


def test_rows_of_stored_and_of_other_pairs_have_the_same_members(held: Path) -> None:
    (stored,), (compared,) = rows(held, "diff", NOTICE), rows(held, "diff", NOTICE, "1", "3")
    assert list(stored) == list(compared)
    assert (compared["reason"], compared["source"], compared["new_path"]) == ("source_update", "gazette", "art_1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("celex:32099R9999",), "is held"),
        ((NOTICE, "1"), "name two versions"),
        ((NOTICE, "1", "7"), "no such version"),
        ((NOTICE, "abcdef", "1"), "no such version"),
    ],
)
def test_diff_says_what_does_not_exist(held: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(held, "diff", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_equal_texts_have_no_difference(held: Path, tmp_path: Path) -> None:
    path = tmp_path / "policy.db"
    with Store(path) as store:
        store.start_run(RUN)
        for day, text in (("05", "Comment by May."), ("06", "Comment by June."), ("07", "Comment by May.")):
            keep(store, document(NOTICE), [text], f"2031-01-{day}T00:00:00Z")
    for result in (run(held, "diff", NOTICE, "1", "1"), run(path, "diff", NOTICE, "1", "3")):
        assert (result.exit_code, result.stderr) == (0, "no provision differs\n")


@pytest.mark.parametrize(
    ("document_id", "date", "by", "text"),
    [
        (ACT, "2032-12-31", (), "Models may be shared."),
        (ACT, "2033-01-01", (), "Models shall be shared."),
        (ACT, "2035-01-01", ("--by", "crawl"), "Models may be shared."),
        (NOTICE, "2031-01-08", (), "Comment by June."),
        (NOTICE, "2031-01-03", ("--by", "law"), "Comment by July."),
    ],
)
def test_show_as_of_a_day(held: Path, document_id: str, date: str, by: tuple[str, ...], text: str) -> None:
    (row,) = rows(held, "show", document_id, "Article 1", "--as-of", date, *by)
    assert row["text"] == text


def test_show_as_of_a_day_before_all_texts(held: Path) -> None:
    result = run(held, "show", NOTICE, "--as-of", "2031-01-04")
    assert result.exit_code == 2
    assert "the oldest one held was captured on 2031-01-05" in result.stderr


def test_hostile_text_does_not_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "policy.db"
    with Store(path) as store:
        store.start_run(RUN)
        keep(store, document(NOTICE), ["Plain."], "2031-01-05T00:00:00Z")
        keep(store, document(NOTICE), ["\x1b[2JHidden \u202eevil."], "2031-01-06T00:00:00Z")
    shown = run(path, "diff", NOTICE).stdout + run(path, "changes").stdout
    assert "Hidden" in shown
    assert not {"\x1b", "\u202e"} & set(shown)
