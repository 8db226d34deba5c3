"""Whatever could change a reading changes its key."""

from dataclasses import replace

import pytest

from pipeline.extract import FORMATS
from pipeline.model import Capture, Document, Part, Snapshot
from pipeline.reading_key import reader_of, reading_key
from pipeline.tagging import load_rules

SNAPSHOT = Snapshot("urn:uuid:1", "https://x.gov/1", "2026-01-01T00:00:00Z", 200, "text/xml", "a" * 64, 4, "f", 0)
CAPTURE = Capture(Document("fr:1", "s", "t", "notice", "US", "p", "https://x.gov/"), "en", (Part(SNAPSHOT, b"<a/>"),))


def key(capture: Capture) -> str:
    return reading_key(capture, "reader")


def with_part(**changes: str) -> Capture:
    return replace(CAPTURE, parts=(replace(CAPTURE.parts[0], **changes),))


def with_snapshot(**changes: str) -> Capture:
    return replace(CAPTURE, parts=(replace(CAPTURE.parts[0], snapshot=replace(SNAPSHOT, **changes)),))


@pytest.mark.parametrize(
    "other",
    [
        with_snapshot(sha256="b" * 64),
        with_snapshot(media_type="text/html"),
        with_snapshot(url="https://x.gov/2"),
        with_part(role="rendition"),
        with_part(role="page"),
        with_part(link="https://x.gov/page"),
        with_part(title="Annex"),
        replace(CAPTURE, language="fr"),
        replace(CAPTURE, legal_date="2031-01-01"),
        replace(CAPTURE, document=replace(CAPTURE.document, document_id="fr:2")),
        replace(CAPTURE, parts=CAPTURE.parts * 2),
        replace(CAPTURE, document=replace(CAPTURE.document, title="Other")),
    ],
)
def test_what_a_reading_depends_on_is_in_its_key(other: Capture) -> None:
    assert key(other) != key(CAPTURE)


def test_when_and_where_it_was_archived_is_not() -> None:
    assert key(with_snapshot(snapshot_id="urn:uuid:2", fetched_at="later", warc_file="g")) == key(CAPTURE)


def test_another_reader_reads_otherwise() -> None:
    assert reading_key(CAPTURE, "other") != key(CAPTURE)


def test_another_rule_extractor_or_program_is_another_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = load_rules()
    reader = reader_of(rules)
    assert reader_of(load_rules()) == reader
    assert reader_of(replace(rules, rules=rules.rules[1:])) != reader
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.reading_key.FORMATS", (replace(FORMATS[0], version=0), *FORMATS[1:]))
        assert reader_of(rules) != reader
    monkeypatch.setattr("pipeline.reading_key.version", lambda _: "0")
    assert reader_of(rules) != reader


def test_a_rendition_is_not_read() -> None:
    page = replace(CAPTURE.parts[0], role="rendition", snapshot=replace(SNAPSHOT, sha256="c" * 64))
    assert key(replace(CAPTURE, parts=(*CAPTURE.parts, page))) == key(CAPTURE)
