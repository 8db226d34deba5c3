"""What machines read about the pages: robots.txt, sitemap.xml, and JSON-LD in the words of schema.org."""

import json
import sqlite3
from collections.abc import Callable, Mapping
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
        "description": "Provisions of EU and US AI law and policy that touch open source, with the exact words that "
        "show it, traceable to the bytes that the publisher served.",
        "url": absolute(links.page()),
        # The texts belong to their publishers: no one licence holds for all of them.
        "usageInfo": absolute(links.table("sources")),
        "isAccessibleForFree": True,
        "keywords": ["artificial intelligence", "open source", "open weights", "law", "policy"],
        "spatialCoverage": ["European Union", "United States"],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                # Streamed: every other answer ends after 1,000 rows.
                "contentUrl": absolute(links.table("open_source_provisions.csv", _stream="on")),
            }
        ],
    }
    return found | ({"dateModified": newest} if newest else {})


_IN_FORCE, _NOT_IN_FORCE = "https://schema.org/InForce", "https://schema.org/NotInForce"
_FORCE: Mapping[str, str] = {
    "": "",
    "in_force": _IN_FORCE,
    "not_in_force": _NOT_IN_FORCE,
    "proposed": _NOT_IN_FORCE,
    "adopted": "",
    "withdrawn": _NOT_IN_FORCE,
    "revoked": _NOT_IN_FORCE,
    "rescinded": _NOT_IN_FORCE,
    "superseded": _NOT_IN_FORCE,
    "no_legal_effect": "",
    "removed_from_site": "",
}
"""By `LegalStatus`; "" where it says nothing of force: the consolidated text of an act in force has no effect."""
_LAW, _REPORT, _OTHER = "Legislation", "Report", "CreativeWork"
_TYPES: Mapping[str, str] = {
    "regulation": _LAW,
    "delegated_regulation": _LAW,
    "implementing_regulation": _LAW,
    "directive": _LAW,
    "delegated_directive": _LAW,
    "implementing_directive": _LAW,
    "decision": _LAW,
    "delegated_decision": _LAW,
    "implementing_decision": _LAW,
    "consolidated": _LAW,
    "corrigendum": _LAW,
    "recommendation": _OTHER,
    "proposal": _OTHER,
    "parliament_position": _OTHER,
    "communication": _OTHER,
    "joint_communication": _OTHER,
    "staff_working_document": _REPORT,
    "commission_notice": _OTHER,
    "guidelines": _OTHER,
    "code_of_practice": _OTHER,
    "questions_and_answers": _OTHER,
    "executive_order": _LAW,
    "proclamation": _LAW,
    "presidential_memorandum": _OTHER,
    "presidential_determination": _OTHER,
    "presidential_notice": _OTHER,
    "presidential_document": _OTHER,
    "presidential_action": _OTHER,
    "rule": _LAW,
    "proposed_rule": _OTHER,
    "notice": _OTHER,
    "correction": _OTHER,
    "memorandum": _OTHER,
    "plan": _OTHER,
    "report": _REPORT,
    "press_release": _OTHER,
    "blog_post": _OTHER,
    "speech": _OTHER,
    "comment": _OTHER,
    "page": _OTHER,
    "document": _OTHER,
}
"""By `DocumentKind`."""


def legislation(version: sqlite3.Row, links: Links, absolute: Callable[[str], str]) -> dict[str, Any]:
    """A document as schema.org Legislation, or as a report or creative work where it is no law.

    So is one of a kind that has no name here, from an older database. Without a text it has no language.
    """
    kind = _TYPES.get(version["kind"], _OTHER)
    force = _FORCE.get(version["status"])
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "name": without_remark(plain(version["title"])),
        "identifier": version["document_id"],
        "url": absolute(links.document(version["document_id"])),
        "sameAs": version["url"],
        "publisher": {"@type": "Organization", "name": plain(version["publisher"])},
    }
    if version["language"]:
        found["inLanguage"] = version["language"]
    if version["published"]:
        found["datePublished"] = version["published"]
    if kind == _LAW:
        found["legislationJurisdiction"] = version["jurisdiction"]
        found["legislationIdentifier"] = version["identifier"]
        if force:
            found["legislationLegalForce"] = force
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
