"""Comparing the texts that a crawl or rebuild brought with the ones before."""

from db.store import Store
from pipeline.changes import compare


def compare_new_texts(store: Store) -> int:
    """Find and keep the changes of every step of history that has none yet. Returns how many steps there were."""
    steps = store.uncompared()
    for document_id, older, newer in steps:
        old, new = store.text(older), store.text(newer)
        consolidated = old.document_id != new.document_id
        changes = compare(old.provisions, new.provisions, old.tags, new.tags, consolidated=consolidated)
        store.save_changes(document_id, older, newer, changes)
    return len(steps)
