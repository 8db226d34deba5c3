"""What searches and lists can be narrowed by. Read-only."""

import sqlite3
from typing import Literal

from pipeline.errors import UsageError

_KNOWN = {
    "jurisdiction": """
SELECT jurisdiction FROM sources WHERE jurisdiction <> ''
UNION SELECT jurisdiction FROM documents WHERE jurisdiction <> '' ORDER BY 1
""",
    "source": "SELECT name FROM sources ORDER BY 1",
    "tag": "SELECT tag FROM tags ORDER BY position",
}
"""What a filter may ask for, from what the database holds."""


def known(connection: sqlite3.Connection, kind: Literal["jurisdiction", "source", "tag"], value: str) -> str:
    """A value to filter by, as the database writes it: "EU" for "eu". None is asked for by "".

    Raises:
        UsageError: the database has none of this name.
    """
    names = [str(row[0]) for row in connection.execute(_KNOWN[kind])]
    found = [name for name in names if name.casefold() == value.casefold()]
    if value and not found:
        raise UsageError(f"no {kind} {value!r} in this database; it has {', '.join(names) or 'none yet'}")
    return found[0] if found else ""
