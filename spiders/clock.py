"""The time of day, in the forms that the tracker writes."""

from datetime import UTC, datetime, timedelta

_COMPACT = "%Y%m%dT%H%M%SZ"


def stamp(moment: datetime) -> str:
    """A moment in UTC with seconds: "2026-11-20T21:45:00Z", as in every time of `pipeline.model`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_now() -> str:
    """Now, as `stamp` writes it."""
    return stamp(datetime.now(UTC))


def utc_micros() -> str:
    """Now with microseconds: "2026-11-20T21:45:00.123456Z", as in WARC-Date."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_compact(after: str = "") -> str:
    """Now, for names: "20261120T214500Z"; a second after `after` while that is not past."""
    now = datetime.now(UTC).strftime(_COMPACT)
    return now if now > after else (_moment(after) + timedelta(seconds=1)).strftime(_COMPACT)


def from_compact(compact: str) -> str:
    """ "20261120T214500Z" as `stamp` writes it."""
    return stamp(_moment(compact))


def _moment(compact: str) -> datetime:
    return datetime.strptime(compact, _COMPACT).replace(tzinfo=UTC)
