"""Hostile documents in the reading process, with a crawl's limits: each ends soon, alone, and leaks nothing."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from hostile import DOCUMENTS, MB, Hostile

from pipeline.errors import DocumentError, HostileDocument
from pipeline.model import Capture, Document, Part, Reading, Snapshot
from spiders import settings
from spiders.workers.reading import Limits, Readers, limits

SECONDS = 60.0
SCALE = 4
"""Both the documents and the memory for them are a fourth of what `benchmarks/memory.py` tries."""


def capture(hostile: Hostile) -> Capture:
    url = "https://x.gov/document"
    snapshot = Snapshot("urn:uuid:1", url, "", 200, hostile.media_type, "", len(hostile.body), "f", 0)
    document = Document("fr:1", "s", "t", "notice", "US", "p", url)
    return Capture(document, "en", (Part(snapshot, hostile.body),))


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with closing(Readers(1, Limits(SECONDS, limits(vars(settings)).memory_bytes // SCALE))) as made:
        yield made


ATTACKS = {
    "entity bomb",
    "external entity",
    "html nested 100,000 deep",
    "xml nested 100,000 deep",
    "a zip that climbs",
    "a zip bomb",
}
"""What can only be meant as an attack, and is called one."""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_hostile_document_costs_itself_and_little_time(readers: Readers, name: str) -> None:
    began = time.monotonic()
    try:
        read: Reading | DocumentError = readers.read(capture(DOCUMENTS[name](MB // SCALE)))
    except DocumentError as error:
        read = error
    assert time.monotonic() - began < SECONDS / 2, read
    if name in ATTACKS:
        assert isinstance(read, HostileDocument)
        assert "x.gov/document" in str(read)
    if isinstance(read, Reading):
        words = " ".join(provision.text for provision in read.provisions)
        assert "root:" not in words
        assert "\x00" not in words
        words.encode()
