"""Citations for reference managers: BibTeX, CSL-JSON and RIS."""

import json
import re
from collections.abc import Mapping
from typing import Any

from db.datasette.cited import Cited

_TEX = re.compile(r"([\\{}$&#^_~%])")
_TEX_WORDS = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def bibtex(facts: Cited) -> str:
    """BibTeX, for any bibliography style."""
    # Words apart: run together, Article 11 and Article 1(1) had one key, and BibTeX drops the second entry.
    key = "-".join(re.findall(r"\w+", f"{facts.document_id} {facts.place} {facts.version[:8]}"))
    entries = {
        "title": f"{{{_tex(facts.title)}}}, {_tex(facts.place)}",
        "author": f"{{{_tex(facts.author)}}}" if facts.author else "",
        "publisher": f"{{{_tex(facts.publisher)}}}",
        "year": facts.year,
        "number": _tex(facts.number),
        "howpublished": rf"\url{{{facts.url}}}",
        "note": _tex("; ".join(filter(None, (facts.number, facts.jurisdiction, facts.pin)))),
        "urldate": facts.captured[:10],
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in entries.items() if value)
    return f"@misc{{{key},\n{body}\n}}\n"


def _tex(text: str) -> str:
    return _TEX.sub(lambda found: _TEX_WORDS.get(found[1], "\\" + found[1]), " ".join(text.split()))


_CSL_TYPES: Mapping[str, str] = {
    "regulation": "legislation",
    "delegated_regulation": "legislation",
    "implementing_regulation": "legislation",
    "directive": "legislation",
    "delegated_directive": "legislation",
    "implementing_directive": "legislation",
    "decision": "legislation",
    "delegated_decision": "legislation",
    "implementing_decision": "legislation",
    "consolidated": "legislation",
    "corrigendum": "legislation",
    "recommendation": "document",
    "proposal": "bill",
    "parliament_position": "bill",
    "communication": "document",
    "joint_communication": "document",
    "staff_working_document": "report",
    "commission_notice": "document",
    "guidelines": "report",
    "code_of_practice": "report",
    "questions_and_answers": "webpage",
    "executive_order": "legislation",
    "proclamation": "legislation",
    "presidential_memorandum": "regulation",
    "presidential_determination": "regulation",
    "presidential_notice": "regulation",
    "presidential_document": "regulation",
    "presidential_action": "document",
    "rule": "regulation",
    "proposed_rule": "regulation",
    "notice": "regulation",
    "correction": "regulation",
    "memorandum": "report",
    "plan": "report",
    "report": "report",
    "press_release": "document",
    "blog_post": "post-weblog",
    "speech": "speech",
    "comment": "document",
    "page": "webpage",
    "document": "document",
}
"""By `DocumentKind`. CSL calls administrative orders "regulation". A kind of an older database that is not here is a
document."""
_RIS_TYPES = {
    "report": "RPRT",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "bill": "BILL",
    "legislation": "STAT",
}
"""By CSL type; everything else is GOVDOC."""


def _csl_type(facts: Cited) -> str:
    return _CSL_TYPES.get(facts.kind, "document")


def csl_json(facts: Cited) -> str:
    """CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), read by Zotero and pandoc."""
    entry: dict[str, Any] = {
        "id": f"{facts.version}/{facts.place}",
        "type": _csl_type(facts),
        "title": facts.title,
        "author": [{"literal": facts.author}] if facts.author else [],
        "publisher": facts.publisher,
        "jurisdiction": facts.jurisdiction,
        "number": facts.number,
        "section": facts.place,
        "URL": facts.url,
        "accessed": {"date-parts": [_parts(facts.captured)]},
        "note": facts.pin,
    }
    entry |= dict(zip(("container-title", "volume", "page"), _series(facts), strict=True))
    if facts.published:
        entry["issued"] = {"date-parts": [_parts(facts.published)]}
    return json.dumps([{name: value for name, value in entry.items() if value}], ensure_ascii=False, indent=2) + "\n"


def _series(facts: Cited) -> tuple[str, str, str]:
    """Name, volume and first page of what it is printed in."""
    if facts.register:
        return ("Federal Register", *facts.register)
    return (f"OJ {facts.journal}" if facts.journal else "", "", "")


def _parts(date: str) -> list[int]:
    return [int(part) for part in date[:10].split("-") if part.isdigit()]


def ris(facts: Cited) -> str:
    """RIS, read by EndNote, Zotero and Mendeley."""
    series, volume, page = _series(facts)
    fields = [
        ("TY", _RIS_TYPES.get(_csl_type(facts), "GOVDOC")),
        ("TI", facts.title),
        ("AU", facts.author),
        ("PB", facts.publisher),
        ("T2", series),
        ("VL", volume),
        ("SP", page),
        ("PY", facts.year),
        ("DA", facts.published.replace("-", "/")),
        ("SE", facts.place),
        ("M1", facts.number),
        ("UR", facts.url),
        ("Y2", facts.captured[:10].replace("-", "/")),
        ("N1", facts.pin),
    ]
    lines = [f"{name}  - {' '.join(value.split())}" for name, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])
