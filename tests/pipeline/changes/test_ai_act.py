"""The AI Act as adopted against its consolidated text: what Regulation (EU) 2026/1744 ordered, and nothing else.

The hand-checked table of every amending point is in docs/history.md.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from pipeline.changes import compare, word_diff
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Provision, ProvisionChange
from pipeline.references import references

HISTORY = Path(__file__).resolve().parents[3] / "docs" / "history.md"
ADOPTED = "32024r1689/2024-06-13_32024R1689/{}.xml"
CONSOLIDATED = "32024r1689/2026-07-27_02024R1689-20260727/{}.html"
AMENDING = "32026r1744/2026-07-08_32026R1744/{}.xml"
ACT = "celex:32024R1689"
CARVE_OUT = (
    "This paragraph shall not apply to third parties making accessible to the public tools, services, processes, or "
    "components, other than general-purpose AI models, under a free and open-source licence."
)


@cache
def read(path: Path) -> tuple[Provision, ...]:
    media_type = "text/html" if path.suffix == ".html" else "application/xhtml+xml"
    return extract(Content(path.read_bytes(), media_type, path.as_uri())).provisions


@pytest.fixture
def acts(shared_corpus: Path) -> Path:
    return shared_corpus / "corpus" / "eu" / "ai-act"


@cache
def found(acts: Path, language: str) -> tuple[ProvisionChange, ...]:
    old, new = (read(acts / name.format(language)) for name in (ADOPTED, CONSOLIDATED))
    return compare(old, new, {}, {}, consolidated=True)


def table() -> list[tuple[str, str, str]]:
    """Rows of the table: point, what it orders, what was found."""
    rows = re.findall(r"^\| (\(\d+\)) \| (.+?) \| (.+?) \|$", HISTORY.read_text(encoding="utf-8"), re.MULTILINE)
    return [(point, ordered, changes) for point, ordered, changes in rows]


def listed(changes: str) -> list[tuple[str, str]]:
    """ "Article 2(2), Article 2(7) amended; Article 2(13) added", taken apart."""
    pairs = []
    for part in changes.split("; "):
        citations, _, kind = part.rpartition(" ")
        pairs += [(citation, kind) for citation in re.split(r", (?=Article |Annex )", citations)]
    return pairs


def test_the_table_has_every_amending_point(acts: Path) -> None:
    points = [each.path for each in read(acts / AMENDING.format("en")) if re.fullmatch(r"art_1/pt_\d+", each.path)]
    assert [f"({path.partition('pt_')[2]})" for path in points] == [point for point, _, _ in table()]


def test_what_was_ordered_was_found_and_nothing_else(acts: Path) -> None:
    changes = [(each.citation, each.kind) for each in found(acts, "en") if each.kind != "cosmetic"]
    expected = [pair for _, _, changes in table() for pair in listed(changes)]
    assert sorted(changes) == sorted(expected)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_order_that_is_read_from_the_amending_act_was_carried_out(acts: Path, language: str) -> None:
    amending = list(references(read(acts / AMENDING.format(language)), "celex:32026R1744"))
    orders = [each for each in amending if each.sort != "cites" and each.target_document == ACT and each.target_path]
    # "Article 10 is amended as follows" orders what follows.
    ordered = {each.target_path for each in orders if each.sort != "amends" or "/" in each.target_path}
    changed = {each.new_path or each.old_path for each in found(acts, language) if each.kind != "cosmetic"}
    missing = [path for path in ordered if not _touched(path, changed)]
    assert missing == []
    unordered = [path for path in changed if not _touched(path, ordered)]
    # A French corrigendum that is consolidated, too.
    assert unordered == ([] if language == "en" else ["art_10/par_2"])


def _touched(path: str, paths: set[str]) -> bool:
    """It, something inside it, or the unit around it is among the paths."""
    return any(f"{path}/".startswith(f"{other}/") or f"{other}/".startswith(f"{path}/") for other in paths)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_six_articles_and_an_annex_were_added_and_no_article_removed(acts: Path, language: str) -> None:
    changes = found(acts, language)
    whole = [(each.kind, each.new_path or each.old_path) for each in changes if each.kind in {"added", "removed"}]
    added = [path for kind, path in whole if kind == "added" and "/" not in path]
    assert added == ["art_4a", "art_60a", "art_75a", "art_75b", "art_75c", "art_75d", "anx_XIV"]
    assert [path for kind, path in whole if kind == "removed" and "/" not in path] == []


def test_no_recital_was_removed(acts: Path) -> None:
    assert not any(each.old_path.startswith("rct_") for each in found(acts, "en"))


def test_the_open_source_carve_out_stayed(acts: Path) -> None:
    (change,) = [each for each in found(acts, "en") if each.new_path == "art_25/par_4"]
    assert change.kind == "amended"
    assert CARVE_OUT in change.before
    assert CARVE_OUT in change.after
    words = [text for operation, text in word_diff(change.before, change.after) if operation != "equal"]
    assert words == [", AI model"]


def test_articles_that_differ_in_footnote_marks_are_cosmetic(acts: Path) -> None:
    roots = {f"art_{number}" for number in range(102, 111)}
    kinds = {
        each.new_path.partition("/")[0]: each.kind for each in found(acts, "en") if each.new_path.split("/")[0] in roots
    }
    assert kinds == dict.fromkeys(roots, "cosmetic")


def test_the_way_back_mirrors_the_way_there(acts: Path) -> None:
    old, new = (read(acts / name.format("en")) for name in (ADOPTED, CONSOLIDATED))
    there = sorted((each.kind, each.old_path, each.new_path) for each in found(acts, "en"))
    mirrored = {"added": "removed", "removed": "added"}
    back = compare(new, old, {}, {}, consolidated=True)
    assert sorted((mirrored.get(each.kind, each.kind), each.new_path, each.old_path) for each in back) == there
