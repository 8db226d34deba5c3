"""How the types of `pipeline.model` become rows: pure functions, one per table.

The model writes "" for what is absent; columns of dates and references hold NULL for it.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from pipeline.model import (
    Annotation,
    Capture,
    CrawlRun,
    Document,
    Fetch,
    Problem,
    Provision,
    ProvisionChange,
    Reading,
    Reference,
    Snapshot,
    Source,
    Tag,
    TagRule,
    members,
)

Row = dict[str, Any]


FACET_COLUMNS = {"artefact": "artefacts", "effect": "effects", "argument": "arguments"}
"""The columns that list the tags of a unit, by facet."""


def fingerprint(*fields: object) -> str:
    """First 16 hex digits of sha256 over the fields: the natural key of what has no name of its own."""
    return hashlib.sha256("\x1f".join(map(str, fields)).encode()).hexdigest()[:16]


def json_list(entries: Iterable[str]) -> str:
    """A list in one column: Datasette facets by its members, SQL reads it with json_each."""
    return json.dumps(list(entries), ensure_ascii=False)


def version_id(document_id: str, language: str, text_hash: str, previous: str) -> str:
    """The same history gives the same ids. `previous` is the id of the version before, "" for the first."""
    return fingerprint(document_id, language, text_hash, previous)


def source_row(source: Source) -> Row:
    """The source with its expectations flat beside it."""
    row = members(source)
    del row["expectations"]
    return row | members(source.expectations) | {"must_deliver": json_list(source.expectations.must_deliver)}


def tag_row(tag: Tag, position: int) -> Row:
    """A tag and its place in the taxonomy."""
    return members(tag) | {"examples": json_list(tag.examples), "position": position}


def rule_row(rule: TagRule) -> Row:
    """A rule that is in the rule files now. Look-alike rules set no tag."""
    return {
        "rule": rule.id,
        "rule_hash": rule.hash,
        "kind": rule.kind,
        "tag": rule.tag or None,
        "language": rule.language,
        "file": rule.file,
        "active": 1,
    }


def document_row(document: Document) -> Row:
    """The document's own columns; its lists are rows of other tables (`document_lists`)."""
    return {
        "document_id": document.document_id,
        "identifier": _identifier(document),
        "source": document.source,
        "title": document.title,
        "kind": document.kind,
        "jurisdiction": document.jurisdiction,
        "publisher": document.publisher,
        "url": document.url,
        "published": document.published or None,
        "status": document.status,
    }


def _identifier(document: Document) -> str:
    """What the field calls it: "EO 14110" for an order, whatever its number in the Federal Register; "32024R1689" of
    "celex:32024R1689"; the address where there is no number."""
    if document.kind == "executive_order":  # its correction may state the number too
        for each in document.identifiers:
            if each.scheme == "eo":
                return f"EO {each.value}"
    scheme, _, value = document.document_id.partition(":")
    return document.url if scheme == "url" else value.partition("@")[0]


def document_lists(document: Document) -> dict[str, list[Row]]:
    """Table name -> rows of the document's multi-valued facts."""
    key = {"document_id": document.document_id}
    return {
        "document_identifiers": [key | members(each) for each in document.identifiers],
        "document_dates": [key | members(each) for each in document.dates],
        "document_relations": [key | members(each) for each in document.relations],
        "document_agencies": [key | {"agency": agency} for agency in document.agencies],
        "document_subjects": [key | {"subject": subject} for subject in document.subjects],
    }


def run_row(run: CrawlRun) -> Row:
    """A run; unfinished ones have NULL in `finished_at` and `outcome`. What it skipped has rows of its own."""
    row = members(run) | {"finished_at": run.finished_at or None, "outcome": run.outcome or None}
    del row["skipped"]
    return row


def skipped_rows(run: CrawlRun) -> list[Row]:
    """What a run left out on purpose."""
    return [{"run_id": run.run_id, "reason": reason, "number": number} for reason, number in run.skipped]


def fetch_row(fetch: Fetch) -> Row:
    """A fetch under its fingerprint: fetches have no id of their own."""
    row = members(fetch)
    return {"fetch_id": fingerprint(*row.values())} | row | {"snapshot_id": fetch.snapshot_id or None}


def problem_row(problem: Problem) -> Row:
    """A problem under its fingerprint. The time is not part of it: a problem that a run meets twice is one problem."""
    row = members(problem)
    named = [value for column, value in row.items() if column != "seen_at"]
    nullable = {column: row[column] or None for column in ("run_id", "document_id", "snapshot_id")}
    return {"problem_id": fingerprint(*named)} | row | nullable


def version_facts(capture: Capture, reading: Reading) -> Row:
    """The columns of a version that follow from its newest reading and may change while its text does not."""
    return {
        "title": reading.title,
        "extractor": reading.extractor,
        "legal_date": capture.legal_date or None,
        "body_chars": reading.body_chars,
        "covered_chars": reading.covered_chars,
        "units": sum(provision.unit for provision in reading.provisions),
        "open_source_units": len({annotation.path for annotation in reading.annotations}),
    }


def snapshot(row: Mapping[str, Any]) -> Snapshot:
    """A row of `snapshots` as the model's type."""
    return Snapshot(**{each.name: row[each.name] for each in fields(Snapshot)})


def part_rows(capture: Capture, version: str, seen_at: str) -> list[Row]:
    """What each part of the capture was read from."""
    return [
        {
            "version_id": version,
            "position": position,
            "snapshot_id": part.snapshot.snapshot_id,
            "role": part.role,
            "link": part.link,
            "title": part.title,
            "seen_at": seen_at,
            "newest": 1,
        }
        for position, part in enumerate(capture.parts)
    ]


def dropped_rows(reading: Reading, version: str) -> list[Row]:
    """What of the main text stands in no provision, and why."""
    return [
        {"version_id": version, "position": position, "reason": reason, "chars": chars}
        for position, (reason, chars) in enumerate(reading.dropped)
    ]


def provision_rows(capture: Capture, reading: Reading, version: str) -> list[Row]:
    """Every provision of the reading, in order."""
    return [
        {
            "provision_id": f"{version}/{provision.path}",
            "version_id": version,
            "document_id": reading.document_id,
            "path": provision.path,
            "kind": provision.kind,
            "citation": provision.citation,
            "heading": provision.heading,
            "text": provision.text,
            "url": _deep_link(capture, provision),
            "parent_id": f"{version}/{provision.parent}" if provision.parent else None,
            "position": position,
            "unit": int(provision.unit),
            "part": provision.part,
        }
        for position, provision in enumerate(reading.provisions)
    ]


def _deep_link(capture: Capture, provision: Provision) -> str:
    page = capture.parts[provision.part].link or capture.document.url
    return f"{page}#{provision.anchor}" if provision.anchor else page


def annotation_rows(annotations: Iterable[Annotation], version: str) -> list[Row]:
    """Annotations with the id of their provision in place of its path, in the order of the table's key."""
    found = [_of_provision(annotation, version) | _because(annotation) for annotation in annotations]
    return sorted(found, key=lambda row: [row[column] for column in ("provision_id", "tag", "rule", "start", "end")])


def _because(annotation: Annotation) -> Row:
    words = annotation.because
    told = (words.quote, words.start, words.end) if words else (None, None, None)
    return dict(zip(("because", "because_start", "because_end"), told, strict=True))


def reference_rows(references: Iterable[Reference], version: str) -> list[Row]:
    """References with the id of their provision in place of its path, in the order of the table's key."""
    found = [_of_provision(reference, version) for reference in references]
    return sorted(found, key=lambda row: list(row.values()))


def _of_provision(found: Annotation | Reference, version: str) -> Row:
    row = members(found)
    return {"provision_id": f"{version}/{row.pop('path')}"} | row


def tagged_unit_rows(reading: Reading, version: str, facets: Mapping[str, str]) -> list[Row]:
    """One row per annotated unit. `facets` maps every tag to its facet, in the order of the taxonomy."""
    by_path: defaultdict[str, list[Annotation]] = defaultdict(list)
    for annotation in reading.annotations:
        by_path[annotation.path].append(annotation)
    return [
        {"version_id": version, "position": position, "provision_id": f"{version}/{provision.path}"}
        | _tag_lists(by_path[provision.path], facets)
        for position, provision in enumerate(reading.provisions)
        if provision.path in by_path
    ]


def _tag_lists(annotations: list[Annotation], facets: Mapping[str, str]) -> Row:
    tags = {annotation.tag for annotation in annotations}
    lists = {
        column: [tag for tag, of_tag in facets.items() if of_tag == facet and tag in tags]
        for facet, column in FACET_COLUMNS.items()
    }
    in_order = sorted(annotations, key=lambda each: (each.start, each.end))
    lists["quotes"] = list(dict.fromkeys(each.quote for each in in_order))
    return {column: json_list(entries) for column, entries in lists.items()}


def change_rows(document_id: str, old: str, new: str, changes: Iterable[ProvisionChange]) -> list[Row]:
    """Changes between two versions, in the given order."""
    return [
        {"from_version": old, "to_version": new, "position": position, "document_id": document_id}
        | members(change)
        | {"old_path": change.old_path or None, "new_path": change.new_path or None}
        | {name: json_list(getattr(change, name)) for name in ("tags_before", "tags_after", "tag_changes")}
        for position, change in enumerate(changes)
    ]
