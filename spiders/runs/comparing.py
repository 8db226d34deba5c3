"""Compares the texts that a crawl or rebuild brought with the previous ones."""

from db.history import compared
from db.store import Store


def compare_new_texts(store: Store) -> int:
    """Find and keep the changes of every step of history that has none yet. Returns how many steps there were."""
    store.forget_past_steps_of_law()
    steps = store.uncompared()
    for document_id, older, newer in steps:
        old, new = store.text(older), store.text(newer)
        store.save_changes(document_id, older, newer, compared(old, new))
    return len(steps)
