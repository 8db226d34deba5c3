"""Addresses of our pages. They are a promise: a cited address must work for ever.

/document/celex:32024R1689              a document, its newest text
/document/celex:32024R1689/art_53/par_2 a provision of the newest text, by path or citation: leads to the next one
/provision/<version_id>/art_53/par_2    a provision of one version: never changes

The first two take ?language=fr; without it they lead to English where it is held.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

_SAFE = ":()@,;~.-_"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses below `base`, which puts the prefix of the installation before a path."""

    base: Callable[[str], str]
    database: str
    """Its name as it stands in addresses: a dot, as in policy.2026-11.db, is not itself there."""

    def page(self, name: str = "", **query: str) -> str:
        """One of the pages without a name of its own: "search", "compare", "" for the front page."""
        return self.base(f"/{name}") + _query(query)

    def document(self, document_id: str, **query: str) -> str:
        """A document."""
        return self.base(f"/document/{quote(document_id, safe=_SAFE)}") + _query(query)

    def provision(self, provision_id: str) -> str:
        """A provision as it stood in one version."""
        return self.base(f"/provision/{quote(provision_id, safe=_SAFE + '/')}")

    def current(self, document_id: str, path: str, **query: str) -> str:
        """A provision in the newest text of a document."""
        return f"{self.document(document_id)}/{quote(path, safe=_SAFE + '/')}" + _query(query)

    def citation(self, provision_id: str, style: str) -> str:
        """The file that a reference manager reads."""
        return self.base(f"/cite/{style}/{quote(provision_id, safe=_SAFE + '/')}")

    def table(self, name: str, **query: str) -> str:
        """A table, view or canned query in Datasette's own pages."""
        return self.base(f"/{self.database}/{name}") + _query(query)


def _query(values: Mapping[str, str]) -> str:
    """The names of parameters may end in "_" where Python reserves the word."""
    given = {name.removesuffix("_"): value for name, value in values.items() if value}
    return f"?{urlencode(given)}" if given else ""
