"""Journal entries survive the way through JSON, and those of other versions are read or refused, never misread."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArchiveError
from pipeline.model import Capture, CrawlRun, Document, Fetch, Part, Problem, Snapshot, Source
from spiders.journal import Captured, Entry, Fetched, Noticed, RunFinished, RunStarted, from_fields, to_line

words = st.text(max_size=20)


def built(kind: type[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind)


captures = st.builds(
    Capture,
    document=built(Document),
    parts=st.lists(st.builds(Part, snapshot=built(Snapshot), body=st.just(b""))).map(tuple),
)
entries = st.one_of(
    st.builds(RunStarted, run=built(CrawlRun), source=built(Source)),
    st.builds(RunFinished, run=built(CrawlRun)),
    st.builds(Fetched, fetch=built(Fetch), snapshot=st.none() | built(Snapshot)),
    st.builds(Captured, capture=captures, run_id=words, seen_at=words),
    st.builds(Noticed, problem=built(Problem)),
)


@given(entries)
def test_an_entry_is_read_back_as_it_was_written(entry: Entry) -> None:
    line = to_line(entry, "20261120T214500Z/000000001")
    assert b"\n" not in line
    assert from_fields(json.loads(line)) == entry


def test_bodies_are_not_journalled() -> None:
    snapshot = Snapshot("urn:uuid:1", "https://x.gov/", "", 200, "text/xml", "", 6, "f", 0)
    document = Document("fr:1", "s", "t", "notice", "US", "p", "https://x.gov/")
    line = to_line(Captured(Capture(document, "en", (Part(snapshot, b"SECRET"),)), "run", ""), "1")
    assert b"SECRET" not in line


def test_fields_that_a_newer_program_added_are_ignored() -> None:
    fields = json.loads(to_line(RunFinished(CrawlRun("r", "s", "now")), "1"))
    fields["run"]["weather"] = "sunny"
    assert from_fields(fields) == RunFinished(CrawlRun("r", "s", "now"))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"journal": 1, "kind": "Other"},
        {"journal": 2, "kind": "Noticed"},
        {"journal": 1, "kind": "Noticed", "problem": {}},
    ],
)
def test_what_is_no_entry_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ArchiveError):
        from_fields(fields)
