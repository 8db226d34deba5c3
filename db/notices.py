"""What a person should know of a text that is saved, as problems of the run that brought it.

Called by `db.store`, inside its transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.errors import readable
from pipeline.model import Capture, Problem, ProblemKind, Reading


def held_back(capture: Capture, kind: ProblemKind, message: str, run_id: str, seen_at: str) -> Problem:
    """That the text is not kept: such a problem, and no other here, names the snapshot."""
    return _problem(capture, kind, message, run_id, seen_at, snapshot_id=capture.parts[0].snapshot.snapshot_id)


def of_clock(capture: Capture, before: Mapping[str, Any] | None, run_id: str, seen_at: str) -> Iterator[Problem]:
    """Where the clock of the machine was set back, a text would seem older than the one that it replaced."""
    if before is None or seen_at >= before["captured_at"]:
        return
    message = (
        f"{capture.document.document_id}: the new text was captured at {seen_at}, before the text it replaces "
        f"({before['captured_at']}): the clock was set back. Set it right; questions by date take the later time"
    )
    yield _problem(capture, "clock", message, run_id, seen_at)


def of_scans(capture: Capture, reading: Reading, run_id: str, seen_at: str) -> Iterator[Problem]:
    """Pages of a PDF that are pictures, while others have text."""
    for part, pages in reading.scans:
        message = (
            f"{reading.document_id}: needs OCR: the PDF has {_pages(pages)} as pictures without text. The other "
            "pages are kept; find another rendition"
        )
        yield _problem(capture, "needs_ocr", message, run_id, seen_at, part=part)


def of_missing_end(capture: Capture, reading: Reading, run_id: str, seen_at: str) -> Iterator[Problem]:
    """An act of the Union whose page stops before its signatures although its markup is whole. Of 1,252 acts of the
    Official Journal with recitals and articles, all have them but one, whose page has them inside its last article."""
    kinds = {provision.kind for provision in reading.provisions}
    if reading.document_id.startswith("celex:3") and {"recital", "article"} <= kinds and "signature" not in kinds:
        message = (
            f"{reading.document_id}: the text has recitals and articles, but no signatures at its end: it may be cut "
            "off. It is kept; compare it with the publisher's page, and crawl again later"
        )
        yield _problem(capture, "missing_part", message, run_id, seen_at)


def _problem(
    capture: Capture,
    kind: ProblemKind,
    message: str,
    run_id: str,
    seen_at: str,
    *,
    part: int = 0,
    snapshot_id: str = "",
) -> Problem:
    return Problem(
        run_id=run_id,
        source=capture.document.source,
        kind=kind,
        message=readable(message),
        url=capture.parts[part].snapshot.url,
        document_id=capture.document.document_id,
        snapshot_id=snapshot_id,
        seen_at=seen_at,
    )


def _pages(numbers: Sequence[int]) -> str:
    """ "pages 2-4, 7"."""
    ends = [number for number in numbers if number + 1 not in numbers]
    starts = [number for number in numbers if number - 1 not in numbers]
    ranges = (str(start) if start == end else f"{start}-{end}" for start, end in zip(starts, ends, strict=True))
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(ranges)}"
