"""The time of day, in the two forms that the tracker writes."""

from datetime import UTC, datetime

COMPACT = "%Y%m%dT%H%M%SZ"


def utc_now() -> str:
    """UTC with seconds: "2026-11-20T21:45:00Z", as in every time of `pipeline.model`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_micros() -> str:
    """UTC with microseconds: "2026-11-20T21:45:00.123456Z", as in WARC-Date."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_compact() -> str:
    """UTC for names: "20261120T214500Z"."""
    return datetime.now(UTC).strftime(COMPACT)


def from_compact(stamp: str) -> str:
    """ "20261120T214500Z" as a time of `pipeline.model`."""
    return datetime.strptime(stamp, COMPACT).replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
