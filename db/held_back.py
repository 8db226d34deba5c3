"""Texts that are not accepted at once.

A publisher's broken page can be half a document under a good status. Published as it is, it would report the other half
as removed from the law. Such a text waits until nothing longer was served for a week; then it is the new text.

Called by `db.store`, inside its transaction. Depends on what was captured and when, so that a rebuild decides the same.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from db.tables import Tables
from pipeline.model import Document, Reading

_SHRUNK = 0.5
"""A text with less than this share of the letters and digits of the previous one is held back."""
_WAIT = timedelta(days=7)


def doubt(db: Tables, document: Document, reading: Reading, newest: Mapping[str, Any], seen_at: str) -> str:
    """Hold the reading back if it is suspicious: then the message to report. "" if it may become a version."""
    if reading.covered_chars >= _SHRUNK * newest["covered_chars"]:
        return ""
    since = _note(db, reading, seen_at)
    believed_at = datetime.fromisoformat(since) + _WAIT
    if datetime.fromisoformat(seen_at) >= believed_at:
        return ""
    lost = 100 - 100 * reading.covered_chars // newest["covered_chars"]
    return (
        f"{document.document_id} ({reading.language}): the text lacks {lost} % of the previous one, as since "
        f"{since[:10]}. It is held back and the previous one stays current. Compare it with {document.url}; if no "
        f"longer one is served by {believed_at.date()}, it becomes the new version"
    )


def forget(db: Tables, document_id: str, language: str) -> None:
    """The publisher serves a text that is believed: what was held back before was a fault, or it is the text now."""
    db.delete("held_back", "document_id = ? AND language = ?", [document_id, language])


def _note(db: Tables, reading: Reading, seen_at: str) -> str:
    """Since when so short a text is served: its words may be others every day."""
    key = {"document_id": reading.document_id, "language": reading.language, "text_hash": reading.text_hash}
    db.insert_missing("held_back", [key | {"first_seen_at": seen_at, "last_seen_at": seen_at}])
    db.update("held_back", key, {"last_seen_at": seen_at})
    sql = "SELECT min(first_seen_at) FROM held_back WHERE document_id = ? AND language = ?"
    since: str = db.execute(sql, [reading.document_id, reading.language]).fetchone()[0]
    return since
