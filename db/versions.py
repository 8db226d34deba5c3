"""How a reading becomes a version, or is recognised as the one that is held.

Called by `db.store`, inside its transaction.
"""

from collections.abc import Mapping
from typing import Any

from db import renditions, rows, works
from db.rows import Row
from db.tables import Tables
from pipeline.model import Capture, Origin, Reading

_NEWEST = "document_id = ? AND language = ? AND current = 1"
# Provision ids are the version id, "/" and the path; "0" is the character after "/".
_IN_VERSION = "provision_id >= ? || '/' AND provision_id < ? || '0'"

_PARTS_READ = """
SELECT p.position, s.sha256
FROM version_parts p JOIN snapshots s ON s.snapshot_id = p.snapshot_id
WHERE p.version_id = ? AND p.role <> 'rendition'
"""

_SEEN_PARTS = """
SELECT count(DISTINCT part.snapshot_id) FROM versions v JOIN version_parts part ON part.version_id = v.version_id
WHERE v.document_id = ? AND v.language = ? AND v.last_seen_at >= ?
  AND part.snapshot_id IN (SELECT value FROM json_each(?))
"""


def newest(db: Tables, document_id: str, language: str) -> Mapping[str, Any] | None:
    """The version that states the document in that language now."""
    return next(db.where("versions", _NEWEST, [document_id, language]), None)


def is_seen(db: Tables, capture: Capture, seen_at: str) -> bool:
    """Whether a version was read from all parts of the capture, and seen at that time or later."""
    snapshots = {part.snapshot.snapshot_id for part in capture.parts}
    asked = [capture.document.document_id, capture.language, seen_at, rows.json_list(snapshots)]
    return bool(db.execute(_SEEN_PARTS, asked).fetchone()[0] == len(snapshots))


def append(
    db: Tables, capture: Capture, reading: Reading, previous: Mapping[str, Any] | None, run_id: str, seen_at: str
) -> str:
    """Write the reading as the next version of its document in its language, after `previous`, the newest one. Returns
    its id."""
    previous_id = previous["version_id"] if previous else ""
    version = rows.version_id(reading.document_id, reading.language, reading.text_hash, previous_id)
    if previous:
        db.update("versions", {"version_id": previous_id}, {"current": 0})
    row = {
        "version_id": version,
        "document_id": reading.document_id,
        "language": reading.language,
        "number": previous["number"] + 1 if previous else 1,
        "text_hash": reading.text_hash,
        "origin": origin(db, capture, reading, previous),
        "previous_version_id": previous_id or None,
        "captured_at": seen_at,
        "last_seen_at": seen_at,
        "reading_key": "",
        "run_id": run_id,
        "current": 1,
    }
    db.insert("versions", [row | rows.version_facts(capture, reading)])
    works.choose_shown(db, reading.document_id)
    db.insert_together("provisions", rows.provision_rows(capture, reading, version))
    annotations, units = _tagging(db, reading, version)
    db.insert("annotations", annotations)
    db.insert("tagged_units", units)
    db.insert("provision_references", rows.reference_rows(reading.references, version))
    db.insert("version_dropped", rows.dropped_rows(reading, version))
    return version


def refresh(db: Tables, capture: Capture, reading: Reading, version: str, seen_at: str) -> None:
    """Bring up to date what is derived: another extractor may split the same words more finely, and rules are data."""
    held = next(db.where("versions", "version_id = ?", [version]))
    facts = rows.version_facts(capture, reading) | {"last_seen_at": max(held["last_seen_at"], seen_at)}
    db.update("versions", {"version_id": version}, facts)
    provisions = rows.provision_rows(capture, reading, version)
    annotations, units = _tagging(db, reading, version)
    split = provisions != _held(db, "provisions", version)
    if split:
        # Takes annotations and references along.
        db.delete("provisions", "version_id = ?", [version])
        db.insert_together("provisions", provisions)
    tagged = split or units != _held(db, "tagged_units", version) or annotations != _held_in(db, "annotations", version)
    if tagged:
        db.delete("annotations", _IN_VERSION, [version, version])
        db.insert("annotations", annotations)
        db.delete("tagged_units", "version_id = ?", [version])
        db.insert("tagged_units", units)
        # Changes name paths and tags: they are compared again, unless the two are no step of history any more.
        for table in ("provision_changes", "comparisons"):
            db.delete(table, "to_version = ? OR from_version = ?", [version, version])
    references = rows.reference_rows(reading.references, version)
    if references != _held_in(db, "provision_references", version):
        db.delete("provision_references", _IN_VERSION, [version, version])
        db.insert("provision_references", references)
    dropped = rows.dropped_rows(reading, version)
    if dropped != _held(db, "version_dropped", version):
        db.delete("version_dropped", "version_id = ?", [version])
        db.insert("version_dropped", dropped)


def write_parts(db: Tables, capture: Capture, version: str, seen_at: str) -> None:
    """Record which snapshots say this text: publishers serve other bytes around the same words, and all are kept."""
    parts = rows.part_rows(capture, version, seen_at)
    known = {(row["position"], row["snapshot_id"]): row for row in _held(db, "version_parts", version)}
    for (position, snapshot), row in known.items():
        if row["newest"]:
            key = {"version_id": version, "position": position, "snapshot_id": snapshot}
            db.update("version_parts", key, {"newest": 0})
    for part in parts:
        first = known.get((part["position"], part["snapshot_id"]), part)
        db.upsert("version_parts", [part | {"seen_at": first["seen_at"]}])


def origin(db: Tables, capture: Capture, reading: Reading, previous: Mapping[str, Any] | None) -> Origin:
    """Why there is another text than in the version `previous`.

    Bytes that gave another text before did not change the law: we read them better now. Nor did it change where the
    text is read from a better rendition than before.
    """
    if previous is None:
        return "first_record"
    if renditions.step(previous["extractor"], reading.extractor) < 0:
        return "technical_upgrade"
    seen: dict[int, set[str]] = {}
    for position, sha256 in db.execute(_PARTS_READ, [previous["version_id"]]):
        seen.setdefault(position, set()).add(sha256)
    now = {position: part.snapshot.sha256 for position, part in enumerate(capture.parts) if part.role != "rendition"}
    same = seen.keys() == now.keys() and all(sha256 in seen[position] for position, sha256 in now.items())
    return "technical_upgrade" if same else "source_update"


_PAST_STEPS_OF_LAW = """(to_version, from_version) IN (
    SELECT to_version, from_version FROM comparisons WHERE reason = 'consolidation'
    EXCEPT SELECT version_id, version_before FROM legal_states
)"""


def forget_past_steps_of_law(db: Tables) -> None:
    """A state of the law is compared with the previous one. Where another came to light in between, or one of the two
    has a new text, that comparison is no step of the law any more."""
    db.delete("provision_changes", _PAST_STEPS_OF_LAW, [])
    db.delete("comparisons", _PAST_STEPS_OF_LAW, [])


def _tagging(db: Tables, reading: Reading, version: str) -> tuple[list[Row], list[Row]]:
    facets = dict(db.execute("SELECT tag, facet FROM tags ORDER BY position").fetchall())
    return rows.annotation_rows(reading.annotations, version), rows.tagged_unit_rows(reading, version, facets)


def _held(db: Tables, table: str, version: str) -> list[Row]:
    return list(db.where(table, "version_id = ? ORDER BY position", [version]))


def _held_in(db: Tables, table: str, version: str) -> list[Row]:
    return list(db.where(table, _IN_VERSION, [version, version]))
