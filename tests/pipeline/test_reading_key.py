"""Whatever could change a reading changes its key."""

from dataclasses import replace

import pytest

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
        with_part(link="https://x.gov/page"),
        with_part(title="Annex"),
        replace(CAPTURE, language="fr"),
        replace(CAPTURE, parts=CAPTURE.parts * 2),
        replace(CAPTURE, document=replace(CAPTURE.document, title="Other")),
    ],
)
def test_what_a_reading_depends_on_is_in_its_key(other: Capture) -> None:
    assert key(other) != key(CAPTURE)


def test_when_and_where_it_was_archived_is_not() -> None:
    assert key(with_snapshot(snapshot_id="urn:uuid:2", fetched_at="later", warc_file="g")) == key(CAPTURE)


def test_another_rule_is_another_reader() -> None:
    rules = load_rules()
    assert reader_of(rules) == reader_of(load_rules())
    assert reader_of(replace(rules, rules=rules.rules[1:])) != reader_of(rules)


def test_a_rendition_is_not_read() -> None:
    page = replace(CAPTURE.parts[0], role="rendition", snapshot=replace(SNAPSHOT, sha256="c" * 64))
    assert key(replace(CAPTURE, parts=(*CAPTURE.parts, page))) == key(CAPTURE)
