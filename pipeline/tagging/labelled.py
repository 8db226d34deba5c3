"""Provisions as JSON lines: what `tag-text` reads, and gold labels to score against."""

import codecs
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.errors import UsageError
from pipeline.model import Facet
from pipeline.tagging.language import language_code
from pipeline.tagging.taxonomy import load_taxonomy
from pipeline.tagging.vocabulary import Finding, Passage

Span = tuple[int, int]

FACETS: tuple[Facet, ...] = get_args(Facet)


class LineError(ValueError):
    """A line is not a provision. The message says why."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a reader, or the tagger, says about one provision."""

    relevant: bool | None
    """None: the readers disagreed; not scored."""
    tags: Mapping[Facet, frozenset[str]]
    spans: tuple[Span, ...]
    """In the order of the text, without duplicates."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A provision with gold labels."""

    id: str
    passage: Passage
    gold: Labels
    optional: Labels
    """Labels and spans that count neither for nor against."""
    look_alike: str = ""
    """What the text speaks of instead of openness, where the gold says so."""


def numbered(file: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, with their numbers, without the byte order mark that Windows programs write."""
    for number, line in enumerate(file, start=1):
        content = line.removeprefix(codecs.BOM_UTF8).strip()
        if content:
            yield number, content


def parse_line(line: bytes) -> dict[str, Any]:
    """A line as a provision's fields. Raises `LineError`."""
    try:
        fields = json.loads(line.decode("utf-8"), parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise LineError(f"not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise LineError(f"an object is needed, not {type(fields).__name__}")
    if "id" not in fields:
        raise LineError('"id" is missing')
    return fields


def _no_number(name: str) -> float:
    """Python reads and writes NaN and Infinity; JSON has neither."""
    raise ValueError(f"{name} is not a number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits} is too large a number")
    return number


def to_passage(fields: Mapping[str, Any]) -> Passage:
    """The passage to tag. `text` is needed; `heading`, `parent`, `title` and `language` help. Raises `LineError`."""
    values = {key: _text(fields, key) for key in ("heading", "parent", "title", "language")}
    if not isinstance(fields.get("text"), str):
        raise LineError('"text" must be a string')
    try:
        values["language"] = language_code(values["language"])
    except ValueError as error:
        raise LineError(f'"language": {error}') from error
    return Passage(fields["text"], **values)


def _text(fields: Mapping[str, Any], key: str) -> str:
    """The text under a key; empty if there is none, or null. Raises `LineError`."""
    value = "" if fields.get(key) is None else fields[key]
    if not isinstance(value, str):
        raise LineError(f'"{key}" must be a string')
    return value


def answer(findings: Iterable[Finding]) -> Labels:
    """What the tagger says, in the form of labels."""
    found = list(findings)
    facets = {tag.tag: tag.facet for tag in load_taxonomy()}
    tags = {facet: frozenset(each.tag for each in found if facets[each.tag] == facet) for facet in FACETS}
    return Labels(bool(found), tags, tuple(sorted({(each.start, each.end) for each in found})))


def read_gold(path: Path) -> Iterator[Labelled]:
    """The labelled provisions of a file. Raises `UsageError` naming file and line."""
    with path.open("rb") as lines:
        for number, line in numbered(lines):
            try:
                yield _labelled(parse_line(line))
            except LineError as error:
                raise UsageError(f"{path}: line {number}: not a labelled provision: {error}") from error


def _labelled(fields: Mapping[str, Any]) -> Labelled:
    passage = to_passage(fields)
    relevant = fields.get("open_source", "")
    if not isinstance(relevant, bool | None):
        raise LineError('"open_source" must be true, false or null')
    optional = fields.get("optional") or {}
    if not isinstance(optional, dict):
        raise LineError('"optional" must be an object')
    return Labelled(
        id=str(fields["id"]),
        passage=passage,
        gold=_labels(fields, relevant, passage.text),
        optional=_labels(optional, None, passage.text),
        look_alike=_text(fields, "look_alike"),
    )


def _labels(fields: Mapping[str, Any], relevant: bool | None, text: str) -> Labels:
    tags = {facet: frozenset(_known(label, facet) for label in _listed(fields, facet)) for facet in FACETS}
    spans = {_span(span, text) for span in _listed(fields, "evidence")}
    return Labels(relevant, tags, tuple(sorted(spans)))


def _listed(fields: Mapping[str, Any], key: str) -> list[Any]:
    listed = [] if fields.get(key) is None else fields[key]
    if not isinstance(listed, list):
        raise LineError(f'"{key}" must be a list')
    return listed


def _known(label: object, facet: Facet) -> str:
    known = [tag.tag for tag in load_taxonomy() if tag.facet == facet]
    if not (isinstance(label, str) and label in known):
        raise LineError(f'"{facet}": unknown tag {label!r}; there are {", ".join(known)}')
    return label


def _span(span: object, text: str) -> Span:
    match span:
        case {"start": int(start), "end": int(end)} if 0 <= start < end <= len(text):
            return start, end
    raise LineError(f'"evidence": {span!r} does not say from where ("start") to where ("end") in the text')
