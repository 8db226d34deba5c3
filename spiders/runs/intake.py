"""What an answer amounts to: its snapshot, its row of `fetches`, and what is wrong with it. From plain values alone."""

import hashlib
from dataclasses import dataclass, field
from http import HTTPStatus

from pipeline.challenges import wall_in_body, wall_in_headers
from pipeline.errors import DocumentError, MalformedDocument
from pipeline.model import Fetch, FetchOutcome, Snapshot
from spiders.archive.encoding import decode, encodings
from spiders.archive.exchange import Exchange, first_value
from spiders.archive.writer import Place
from spiders.network.failures import FetchFailed


@dataclass(frozen=True, slots=True)
class Intake:
    """One answer, understood."""

    fetch: Fetch
    snapshot: Snapshot | None
    """None for a 304 and for a body that cannot be decoded."""
    body: bytes = field(repr=False)
    """With Content-Encoding removed."""
    fault: FetchFailed | None
    """Why a spider must not see this answer: a bot wall, a broken encoding."""


def understand(
    exchange: Exchange, place: Place, run_id: str, seconds: float, max_bytes: int, confirmed: Snapshot | None
) -> Intake:
    """What the answer amounts to.

    `confirmed` is the snapshot that it confirms, None if it is no 304 or confirms none; `seconds` is the wait for its
    first byte.
    """
    body, fault = _decoded(exchange, max_bytes)
    fault = fault or _wall(exchange, body)
    snapshot = None
    if confirmed is not None:
        named = confirmed.snapshot_id
    elif fault is None or fault.kind == "challenge_page":
        snapshot = _snapshot(exchange, place, body)
        named = snapshot.snapshot_id
    else:
        named = ""
    fetch = Fetch(
        run_id=run_id,
        url=exchange.url,
        fetched_at=_whole_seconds(exchange.fetched_at),
        outcome=fault.outcome if fault else _outcome(exchange.status),
        status=exchange.status,
        bytes=len(exchange.body),
        seconds=round(seconds, 3),
        snapshot_id=named,
        reason=str(fault or ""),
    )
    return Intake(fetch, snapshot, body, fault)


def _decoded(exchange: Exchange, max_bytes: int) -> tuple[bytes, FetchFailed | None]:
    try:
        return decode(exchange.body, encodings(exchange.response_headers), limit=max_bytes), None
    except DocumentError as error:
        # A body cut short may come whole the next time; a bomb stays one.
        again = isinstance(error, MalformedDocument)
        advice = "crawl again later" if again else "look at it, or raise DOWNLOAD_MAXSIZE"
        return b"", FetchFailed(error.kind, f"{exchange.url}: {error}; {advice}", helps_to_retry=again)


def _wall(exchange: Exchange, body: bytes) -> FetchFailed | None:
    wall = wall_in_headers(dict(exchange.response_headers)) or wall_in_body(body)
    if not wall:
        return None
    message = (
        f"{exchange.url}: a bot wall ({wall}, status {exchange.status}) answered instead of the publisher; "
        "crawl again later, or ask the publisher to admit the tracker"
    )
    return FetchFailed("challenge_page", message)


def _snapshot(exchange: Exchange, place: Place, body: bytes) -> Snapshot:
    answer = exchange.response_headers
    return Snapshot(
        snapshot_id=place.record_id,
        url=exchange.url,
        fetched_at=_whole_seconds(exchange.fetched_at),
        status=exchange.status,
        media_type=first_value(answer, "Content-Type"),
        sha256=hashlib.sha256(body).hexdigest(),
        length=len(body),
        warc_file=place.warc_file,
        warc_offset=place.warc_offset,
        etag=first_value(answer, "ETag"),
        last_modified=first_value(answer, "Last-Modified"),
        accept=first_value(exchange.request_headers, "Accept"),
        accept_language=first_value(exchange.request_headers, "Accept-Language"),
    )


def _outcome(status: int) -> FetchOutcome:
    if status == HTTPStatus.NOT_MODIFIED:
        return "not_modified"
    if 300 <= status < 400:
        return "redirect"
    return "new" if status < 300 else "http_error"


def _whole_seconds(time: str) -> str:
    return time.partition(".")[0] + "Z"
