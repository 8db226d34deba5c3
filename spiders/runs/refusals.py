"""What becomes of a capture that cannot be read: a problem, and its description alone where the source describes. The
same in a crawl and in a rebuild."""

from dataclasses import replace

from pipeline.errors import DocumentError, readable
from pipeline.model import Capture, Problem, ProblemKind
from spiders.archive.secrets import redact
from spiders.runs.storable import storable_fields
from spiders.workers.reading import Crash

KINDS: frozenset[ProblemKind] = frozenset(
    ("crash", DocumentError.kind, *(each.kind for each in DocumentError.__subclasses__()))
)
"""The kinds of `problem_of`."""


def problem_of(run_id: str, source: str, capture: Capture, error: DocumentError | Crash, held: str) -> Problem:
    """`held`: the day on which it could last be read, "" if it never could."""
    stays = f"; it could be read on {held}, and that text stays; check whether the page has changed" if held else ""
    snapshot = capture.parts[0].snapshot if capture.parts else None
    return Problem(
        run_id=run_id,
        source=source,
        kind=error.kind if isinstance(error, DocumentError) else "crash",
        message=str(error).partition("\n")[0] + stays,
        url=snapshot.url if snapshot else capture.document.url,
        document_id=capture.document.document_id,
        snapshot_id=snapshot.snapshot_id if snapshot else "",
    )


def description_of(capture: Capture) -> Capture:
    """What the publisher says of the document, without its text."""
    return replace(capture, parts=())


def recordable(problem: Problem, seen_at: str) -> Problem:
    """The problem as archive and database keep it: one line without keys. `seen_at` where it does not say so itself."""
    problem = storable_fields(problem)
    return replace(
        problem,
        message=readable(redact(problem.message)),
        url=redact(problem.url),
        seen_at=problem.seen_at or seen_at,
    )
