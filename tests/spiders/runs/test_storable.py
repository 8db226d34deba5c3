"""Texts of publishers that no database can keep become ones that it can."""

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.model import Capture, Document, DocumentDate, Part, Snapshot
from spiders.archive.journal import Captured, to_line
from spiders.runs.storable import storable_fields, with_web_addresses

any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=20)


@given(any_text, st.binary(max_size=20))
@example("half a character \ud83d and a zero \0", b"\xff")
def test_everything_in_a_capture_can_be_written_and_bytes_stay(text: str, body: bytes) -> None:
    document = Document(
        "fr:1", "s", text, "notice", "US", "p", "u", agencies=(text,), dates=(DocumentDate("k", "", text),)
    )
    part = Part(Snapshot("urn:uuid:1", text, "", 200, "", "", 0, "f", 0), body, title=text)
    kept = storable_fields(Capture(document, "en", (part,)))
    to_line(Captured(kept, "r", ""), "1")
    assert kept.parts[0].body == body
    assert len(kept.document.title) == len(text)
    assert kept.document.agencies == (kept.document.title,) == tuple(date.note for date in kept.document.dates)
    assert "\0" not in kept.document.title


def test_what_can_be_kept_is_not_changed() -> None:
    document = Document("fr:1", "s", "Café \U0001f600 §", "notice", "US", "p", "u", agencies=("Agency",))
    assert storable_fields(document) is document


def test_an_address_that_is_none_of_the_web_is_not_kept() -> None:
    document = Document("fr:1", "s", "T", "notice", "US", "p", "javascript:alert(1)")
    snapshot = Snapshot("urn:uuid:1", "https://example.gov/a", "", 200, "", "", 0, "f", 0)
    links = ("javascript:alert(1)", "data:text/html,x", "https://example.gov/a", "")
    capture = Capture(document, "en", tuple(Part(snapshot, b"", link=link) for link in links))
    kept, wrong = with_web_addresses(capture)
    assert wrong == links[:2]
    assert (kept.document.url, [part.link for part in kept.parts]) == ("", ["", "", "https://example.gov/a", ""])
    assert with_web_addresses(kept) == (kept, ())
