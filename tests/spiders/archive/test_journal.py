"""Journal entries survive the way through JSON, and those of other versions are read or refused, never misread."""

import json
from dataclasses import fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArchiveError
from pipeline.model import Capture, CrawlRun, Document, Fetch, Part, Problem, Snapshot, Source
from spiders.archive.journal import Captured, Entry, Fetched, Noticed, RunFinished, RunStarted, from_fields, to_line

words = st.text(max_size=5)
OF_TYPE: dict[object, st.SearchStrategy[Any]] = {
    str: words,
    int: st.integers(),
    bool: st.booleans(),
    float: st.floats(0, 1),  # all are shares; a declaration of others is refused
    bytes: st.just(b""),
    tuple[tuple[str, int], ...]: st.lists(st.tuples(words, st.integers()), max_size=2).map(tuple),
}


def value(kind: Any) -> st.SearchStrategy[Any]:
    """Of any type of the model. Texts and lists are short: what is long takes no other way through JSON."""
    if kind in OF_TYPE:
        return OF_TYPE[kind]
    if is_dataclass(kind):
        return built(kind)
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    assert get_origin(kind) is tuple, kind
    return st.lists(value(get_args(kind)[0]), max_size=2).map(tuple)


def built(kind: Any) -> st.SearchStrategy[Any]:
    types = get_type_hints(kind)
    return st.builds(kind, **{field.name: value(types[field.name]) for field in fields(kind)})


captures = built(Capture)
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
        {"journal": 1, "kind": "RunFinished", "run": []},
    ],
)
def test_what_is_no_entry_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ArchiveError):
        from_fields(fields)
