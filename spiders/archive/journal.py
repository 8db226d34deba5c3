"""What the crawl made of the archived answers, as JSON beside them: the archive alone rebuilds the database.

An entry is one object, {"journal": 1, "kind": "Captured", …} with the fields of the dataclass that `kind` names.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pipeline.errors import ArchiveError
from pipeline.from_json import document_from, made
from pipeline.model import Capture, CrawlRun, Expectations, Fetch, Part, Problem, Snapshot, Source, members

FORMAT = 1
"""Grows when an older reader would misread an entry."""


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A crawl of one source began; the source as it was declared then."""

    run: CrawlRun
    source: Source


@dataclass(frozen=True, slots=True)
class RunFinished:
    """A crawl ended, well or not."""

    run: CrawlRun


@dataclass(frozen=True, slots=True)
class Fetched:
    """A request was made. `snapshot` is the new one that it brought, if it did."""

    fetch: Fetch
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Captured:
    """A document was fetched completely. Bodies of its parts are empty here."""

    capture: Capture
    run_id: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """A problem was recorded."""

    problem: Problem


Entry = RunStarted | RunFinished | Fetched | Captured | Noticed


def to_line(entry: Entry, order: str) -> bytes:
    """The entry as it stands in the archive; entries are read back in the `order` of these strings."""
    line = {"journal": FORMAT, "order": order, "kind": type(entry).__name__, **members(entry)}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=_journalled).encode()


def _journalled(value: Any) -> dict[str, Any]:
    content = members(value)
    if isinstance(value, Part):
        del content["body"]
    return content


def without_bodies(capture: Capture) -> Capture:
    """What is stored of a capture: the archive holds the bodies."""
    return replace(capture, parts=tuple(replace(part, body=b"") for part in capture.parts))


def from_fields(line: dict[str, Any]) -> Entry:
    """The entry of a JSON object. Raises `ArchiveError` if this program does not know it."""
    try:
        if line["journal"] > FORMAT:
            raise ArchiveError(
                f"the journal has format {line['journal']}, but this program reads only up to {FORMAT}; upgrade it"
            )
        return _READERS[line["kind"]](line)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ArchiveError(f"not a journal entry ({error!r}): {str(line)[:200]}") from error


def _capture(values: dict[str, Any]) -> Capture:
    parts = (made(Part, part, snapshot=made(Snapshot, part["snapshot"]), body=b"") for part in values["parts"])
    return made(Capture, values, document=document_from(values["document"]), parts=tuple(parts))


def _source(values: dict[str, Any]) -> Source:
    expected = values["expectations"]
    expectations = made(Expectations, expected, must_deliver=tuple(expected.get("must_deliver", ())))
    return made(Source, values, expectations=expectations)


def _fetched(line: dict[str, Any]) -> Fetched:
    snapshot = line.get("snapshot")
    return Fetched(made(Fetch, line["fetch"]), made(Snapshot, snapshot) if snapshot else None)


def _run(values: dict[str, Any]) -> CrawlRun:
    return made(CrawlRun, values, skipped=tuple((reason, number) for reason, number in values.get("skipped", ())))


_READERS: dict[str, Callable[[dict[str, Any]], Entry]] = {
    "RunStarted": lambda line: RunStarted(_run(line["run"]), _source(line["source"])),
    "RunFinished": lambda line: RunFinished(_run(line["run"])),
    "Fetched": _fetched,
    "Captured": lambda line: Captured(_capture(line["capture"]), line["run_id"], line["seen_at"]),
    "Noticed": lambda line: Noticed(made(Problem, line["problem"])),
}
