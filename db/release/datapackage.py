"""datapackage.json: the release described for machines (https://specs.frictionlessdata.io/data-package/)."""

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

from db.metadata import metadata
from db.release.exports import Table, tables


def sha256(path: Path) -> str:
    """Of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def datapackage(connection: sqlite3.Connection, folder: Path) -> dict[str, Any]:
    """The description of a release whose CSV files are in `folder`. The same files give the same description."""
    told = metadata()
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "ai-policy-tracker",
        "title": told["title"],
        "description": "Provisions of EU and US AI law and policy that touch open source, with the exact words.",
        "keywords": ["artificial intelligence", "open source", "law", "policy"],
        "licenses": [{"name": "Apache-2.0", "path": told["license_url"], "title": told["license"]}],
        "sources": _sources(connection),
        "resources": [_resource(table, folder / "csv" / f"{table.name}.csv") for table in tables(connection)],
    }
    newest = connection.execute("SELECT max(captured_at) FROM versions").fetchone()[0]
    return found | ({"created": newest} if newest else {})


def _sources(connection: sqlite3.Connection) -> list[dict[str, str]]:
    rows = connection.execute("SELECT title, homepage FROM sources ORDER BY name")
    return [{"title": title} | ({"path": homepage} if homepage else {}) for title, homepage in rows]


def _resource(table: Table, path: Path) -> dict[str, Any]:
    fields = [{"name": column.name, "type": column.type, "description": column.description} for column in table.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "description": table.description,
        "path": f"csv/{path.name}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "dialect": {"lineTerminator": "\n"},
        "schema": schema | ({"primaryKey": list(table.key)} if table.key else {}),
    }
