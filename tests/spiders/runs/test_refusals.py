"""What is recorded of a capture that cannot be read."""

from dataclasses import replace

import archived

from pipeline.errors import DocumentError, NeedsOcr, NotTheDocument
from pipeline.model import Capture, Document, Part, Problem
from spiders.runs.refusals import KINDS, description_of, problem_of, recordable
from spiders.workers.reading import Crash

DOCUMENT = Document("fr:2026-1", "toys", "A notice", "notice", "US", "A ministry", "https://www.example.gov/")
SNAPSHOT = archived.snapshot(archived.EXCHANGE, archived.Place("urn:uuid:1", "a.warc.gz", 0))
CAPTURE = Capture(DOCUMENT, "en", (Part(SNAPSHOT, b"<a/>"), Part(replace(SNAPSHOT, snapshot_id="2"), b"<b/>")))


def test_a_problem_names_the_first_page_and_since_when_it_cannot_be_read() -> None:
    problem = problem_of("run", "toys", CAPTURE, NeedsOcr("fr:2026-1: a scan\nTraceback"), "2026-11-19")
    since = "; it could be read on 2026-11-19, and that text stays; check whether the page has changed"
    assert problem == Problem(
        "run", "toys", "needs_ocr", f"fr:2026-1: a scan{since}", SNAPSHOT.url, "fr:2026-1", "urn:uuid:1"
    )


def test_a_description_that_cannot_be_kept_has_the_address_of_its_document() -> None:
    problem = problem_of("run", "toys", description_of(CAPTURE), Crash("fr:2026-1: KeyError"), "")
    assert (problem.kind, problem.message) == ("crash", "fr:2026-1: KeyError")
    assert (problem.url, problem.snapshot_id) == (DOCUMENT.url, "")


def test_every_kind_of_refusal_is_known() -> None:
    """By it a rebuild knows what the crawl refused."""
    assert {"crash", DocumentError.kind, NeedsOcr.kind, NotTheDocument.kind} < KINDS
    assert "network" not in KINDS


def test_a_problem_is_kept_in_one_form_and_with_its_own_time() -> None:
    problem = Problem(
        "run", "toys", "network", "a\ud83d https://x.gov/?api_key=secret", "https://x.gov/?api_key=secret"
    )
    kept = recordable(problem, "2026-11-20T00:00:00Z")
    assert (kept.message, kept.url) == ("a\ufffd https://x.gov/?api_key=REDACTED", "https://x.gov/?api_key=REDACTED")
    assert kept.seen_at == "2026-11-20T00:00:00Z"
    assert (
        recordable(replace(kept, seen_at="2026-11-19T00:00:00Z"), "2026-11-20T00:00:00Z").seen_at[:10] == "2026-11-19"
    )
    long = recordable(replace(problem, message=f"https://x.gov/{'y' * 500}: no answer"), "")
    assert len(long.message) < 200
