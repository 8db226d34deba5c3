"""What machines read about the pages: robots.txt, sitemap.xml, and JSON-LD in the words of schema.org."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from markupsafe import Markup

from db.datasette.links import Links
from db.datasette.text import plain, without_remark

_ADDRESSES = 50_000
"""Most that one sitemap may hold (https://www.sitemaps.org/protocol.html)."""

_DOCUMENTS = """
SELECT v.document_id, v.captured_at FROM versions v WHERE v.shown = 1 ORDER BY v.document_id LIMIT ?
"""
_PROVISIONS = """
SELECT u.provision_id, v.captured_at FROM versions v CROSS JOIN tagged_units u ON u.version_id = v.version_id
WHERE v.shown = 1 LIMIT ?
"""


def robots(links: Links, absolute: Callable[[str], str]) -> str:
    """Pages for people are open; what is computed for each visitor is not worth a crawler's time."""
    closed = [links.page("search"), links.page("compare"), links.page("cite"), f"{links.base('/' + links.database)}"]
    lines = [f"Disallow: {path}" for path in closed]
    return "\n".join(["User-agent: *", *lines, f"Sitemap: {absolute(links.page('sitemap.xml'))}", ""])


def sitemap(connection: sqlite3.Connection, links: Links, absolute: Callable[[str], str]) -> str:
    """The front page, every document, and the provisions that touch open source as they are now."""
    # Addresses below a root that is worked out once: Datasette takes 0.2 ms for each of 50,000.
    root = absolute(links.base("/")).removesuffix("/")
    links = Links(lambda path: root + path, links.database)
    found = [(links.page(name), "") for name in ("", "questions", "changes")]
    for document_id, captured_at in connection.execute(_DOCUMENTS, [_ADDRESSES - len(found)]):
        found.append((links.document(document_id), captured_at))
    for provision_id, captured_at in connection.execute(_PROVISIONS, [_ADDRESSES - len(found)]):
        found.append((links.provision(provision_id), captured_at))
    entries = [
        f"<url><loc>{escape(path)}</loc>{f'<lastmod>{seen}</lastmod>' if seen else ''}</url>" for path, seen in found
    ]
    body = "\n".join(entries)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</urlset>\n'
    )


def dataset(links: Links, absolute: Callable[[str], str], newest: str | None) -> dict[str, Any]:
    """The database as a schema.org Dataset."""
    found = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "AI policy tracker",
        "description": "Every provision of EU and US AI law and policy that touches open source, with the exact words "
        "that show it, traceable to the bytes the publisher served.",
        "url": absolute(links.page()),
        "license": "https://www.apache.org/licenses/LICENSE-2.0",
        "isAccessibleForFree": True,
        "keywords": ["artificial intelligence", "open source", "open weights", "law", "policy"],
        "spatialCoverage": ["European Union", "United States"],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": absolute(links.table(f"open_source_provisions.{ending}", **query)),
            }
            for media_type, ending, query in (
                ("text/csv", "csv", {"_size": "max"}),
                ("application/json", "json", {"_shape": "array"}),
            )
        ],
    }
    return found | ({"dateModified": newest} if newest else {})


_FORCE = {
    "in_force": "https://schema.org/InForce",
    "revoked": "https://schema.org/NotInForce",
    "rescinded": "https://schema.org/NotInForce",
    "repealed": "https://schema.org/NotInForce",
}
_LEGISLATION = frozenset(
    {"regulation", "directive", "decision", "implementing_decision", "implementing_regulation", "delegated_regulation",
     "consolidated", "executive_order", "rule"}
)  # fmt: skip


def legislation(version: sqlite3.Row, links: Links, absolute: Callable[[str], str]) -> dict[str, Any]:
    """A document as schema.org Legislation, or as a report or creative work where it is no law."""
    law = version["kind"] in _LEGISLATION
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation" if law else ("Report" if version["kind"] == "report" else "CreativeWork"),
        "name": without_remark(plain(version["title"])),
        "identifier": version["document_id"],
        "url": absolute(links.document(version["document_id"])),
        "sameAs": version["url"],
        "publisher": {"@type": "Organization", "name": plain(version["publisher"])},
        "inLanguage": version["language"],
    }
    if version["published"]:
        found["datePublished"] = version["published"]
    if law:
        found["legislationJurisdiction"] = version["jurisdiction"]
        found["legislationIdentifier"] = version["identifier"]
        if version["status"] in _FORCE:
            found["legislationLegalForce"] = _FORCE[version["status"]]
        if version["legal_date"]:
            found["legislationDateVersion"] = version["legal_date"]
    return found


def json_ld(entry: dict[str, Any]) -> Markup:
    """A JSON-LD block; nothing in it can end the element that holds it."""
    text = json.dumps(entry, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup("").join([Markup('<script type="application/ld+json">'), _Ready(text), Markup("</script>")])


class _Ready(str):
    """Text that is HTML already."""

    def __html__(self) -> str:
        return str(self)
