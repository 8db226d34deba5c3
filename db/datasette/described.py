"""What metadata.yml says, also where Datasette is not given it, or the file of the database has another name.

Datasette names a database after its file, and metadata.yml describes one called "policy".
"""

import json
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from datasette.utils import tilde_encode

from db.datasette.site import tracker_database
from db.metadata import metadata

if TYPE_CHECKING:  # Datasette loads its plugins while it is being imported itself
    from datasette.app import Datasette

_LICENCE = ("license", "license_url", "source")

_told: "WeakKeyDictionary[Datasette, dict[str, Any]]" = WeakKeyDictionary()


async def describe(datasette: "Datasette") -> None:
    """Once, before the first page: to find our database takes a question, and metadata cannot wait for an answer."""
    database = await tracker_database(datasette)
    if database and not _was_given(datasette, database.name):
        _told[datasette] = metadata_of(database.name)


def _was_given(datasette: "Datasette", database: str) -> bool:
    """Whether Datasette has all our questions already, with `-m metadata.yml`: twice, they make its pages slow."""
    given = datasette.metadata("queries", database=database, fallback=False) or {}
    return set(metadata()["databases"]["policy"]["queries"]) <= set(given)


def told(datasette: "Datasette") -> dict[str, Any]:
    """What is said beside what Datasette was given."""
    return _told.get(datasette, {})


def metadata_of(database: str) -> dict[str, Any]:
    """metadata.yml for a database of this name, beside which Datasette may show databases of others."""
    whole, ours = dict(metadata()), metadata()["databases"]["policy"]
    # What is said of all databases Datasette also says of theirs; what is said of one, it does not say of its tables.
    licence = {key: whole.pop(key) for key in _LICENCE}
    tables = {name: licence | table for name, table in ours["tables"].items()}
    said = json.dumps(whole | {"databases": {database: licence | ours | {"tables": tables}}})
    found: dict[str, Any] = json.loads(said.replace('href=\\"policy/', f'href=\\"{tilde_encode(database)}/'))
    return found
