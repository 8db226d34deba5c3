"""Texts that are not accepted at once.

A publisher's broken page can be half a document under a good status. Published as it is, it would report the other half
as removed from the law; or another page than the one that was asked for. Such a text waits until nothing better was
served for a week; then it is the new text.

Called by `db.store`, inside its transaction. Depends on what was captured and when, so that a rebuild decides the same.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from db.tables import Tables
from pipeline.model import Document, ProblemKind, Reading
from pipeline.normalise import normalise

_SHRUNK = 0.5
"""A text with less than this share of the letters and digits of the previous one is held back."""
_LEAST_SHARED = 0.3
"""Of the phrases of three words. Of 1,591 pairs of documents on AI nine in ten share less than 0.18, two releases that
quote one speech 0.17; the two pairs of states of one page that were at hand share 0.89 and 0.98."""
_FEWEST_PHRASES = 20
_MOST_WORDS, _MOST_LETTERS = 20_000, 200_000
_WORD = re.compile(r"\w+")
_UNITS = "SELECT text FROM provisions WHERE version_id = ? AND unit = 1 ORDER BY position"
_WAIT = timedelta(days=7)


def doubt(
    db: Tables, document: Document, reading: Reading, newest: Mapping[str, Any], seen_at: str
) -> tuple[ProblemKind, str] | None:
    """Hold the reading back if it is suspicious: then the kind and message of the problem to report. None if it may
    become a version."""
    suspicion = _suspicion(db, reading, newest)
    if suspicion is None:
        return None
    kind, reason = suspicion
    since = _note(db, reading, seen_at)
    believed_at = datetime.fromisoformat(since) + _WAIT
    if datetime.fromisoformat(seen_at) >= believed_at:
        return None
    return kind, (
        f"{document.document_id} ({reading.language}): {reason}, as since {since[:10]}. It is held back and the "
        f"previous one stays current. Compare it with {document.url}; if no better one is served by "
        f"{believed_at.date()}, it becomes the new version"
    )


def _suspicion(db: Tables, reading: Reading, newest: Mapping[str, Any]) -> tuple[ProblemKind, str] | None:
    if reading.covered_chars < _SHRUNK * newest["covered_chars"]:
        lost = 100 - 100 * reading.covered_chars // newest["covered_chars"]
        return "suspicious_shrink", f"the text lacks {lost} % of the previous one"
    if _is_of_something_else(db, reading, newest):
        return "not_the_document", f"{reading.title!r} has another title and few phrases of the previous text"
    return None


def _is_of_something_else(db: Tables, reading: Reading, newest: Mapping[str, Any]) -> bool:
    """Whether title and words are those of another text: another page of the site, or an error told at length."""
    if normalise(reading.title) == normalise(newest["title"]):
        return False
    now = _phrases(provision.text for provision in reading.provisions if provision.unit)
    before = _phrases(text for (text,) in db.execute(_UNITS, [newest["version_id"]]))
    fewest = min(len(now), len(before))
    return fewest >= _FEWEST_PHRASES and len(now & before) < _LEAST_SHARED * fewest


def _phrases(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """What is said in three words, at the beginning of a text."""
    words: list[str] = []
    for text in texts:
        words += _WORD.findall(text[:_MOST_LETTERS].casefold())
        if len(words) > _MOST_WORDS:
            break
    return set(zip(words, words[1:], words[2:], strict=False))


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
