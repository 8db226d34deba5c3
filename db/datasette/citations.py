"""How a provision is cited, pinned to the words that were seen.

OSCOLA 4 and Bluebook 21 state what is needed to find the law; which text was read is added in brackets, by its date and
the first digits of its hash. Series, volume and page are stated only where the publisher gave them (`fr_citation`,
`eli`): nothing is made up.
"""

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.datasette import texts
from db.datasette.text import long_date, plain, without_remark
from pipeline.errors import UsageError

STYLES = {"bibtex": "text/x-bibtex", "csl": "application/vnd.citationstyles.csl+json", "ris": "text/x-ris"}
"""Files for reference managers, with their media types."""
ENDINGS = {"bibtex": "bib", "csl": "json", "ris": "ris"}


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in one style."""

    style: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """What all styles draw on."""

    document_id: str
    title: str
    kind: str
    jurisdiction: str
    publisher: str
    published: str
    place: str
    """The provision, "Article 53(2)"."""
    url: str
    captured: str
    version: str
    """The id of the version, which hashes its text."""
    names: Mapping[str, str]
    """Identifiers by scheme."""

    @property
    def pin(self) -> str:
        """Which words were read."""
        return f"text captured {long_date(self.captured)}, version {self.version}"

    @property
    def year(self) -> str:
        return self.published[:4]

    @property
    def number(self) -> str:
        """What the field calls it: "CELEX 32024R1689", "89 FR 14059"."""
        if "celex" in self.names:
            return f"CELEX {self.names['celex']}"
        return self.names.get("fr_citation") or self.names.get("fr", "")


def cited(connection: sqlite3.Connection, version: sqlite3.Row, provision: sqlite3.Row) -> Cited:
    """The facts of a provision that citations state."""
    rows = connection.execute(
        "SELECT scheme, min(value) FROM document_identifiers WHERE document_id = ? GROUP BY scheme",
        [version["document_id"]],
    )
    return Cited(
        document_id=version["document_id"],
        title=without_remark(plain(version["title"])),
        kind=version["kind"],
        jurisdiction=version["jurisdiction"],
        publisher=plain(version["publisher"]),
        published=version["published"] or "",
        place=plain(provision["citation"]),
        url=provision["url"],
        captured=version["captured_at"],
        version=version["version_id"],
        names={scheme: plain(value) for scheme, value in map(tuple, rows)},
    )


def citations(connection: sqlite3.Connection, version: sqlite3.Row, provision: sqlite3.Row) -> list[Citation]:
    """The provision in every style."""
    facts = cited(connection, version, provision)
    return [
        Citation("oscola", "OSCOLA", oscola(facts)),
        Citation("bluebook", "Bluebook", bluebook(facts)),
        Citation("bibtex", "BibTeX", bibtex(facts)),
        Citation("csl", "CSL-JSON", csl_json(facts)),
        Citation("ris", "RIS", ris(facts)),
    ]


def citation_file(connection: sqlite3.Connection, provision_id: str, style: str) -> str:
    """The file for reference managers in one of `STYLES`.

    Raises:
        UsageError: there is no such style or provision.
    """
    if style not in STYLES:
        raise UsageError(f"There is no citation style {style!r}; there are {', '.join(STYLES)}.")
    version = texts.version(connection, provision_id.partition("/")[0])
    provision = texts.provision(connection, provision_id)
    return next(each.text for each in citations(connection, version, provision) if each.style == style)


_PINPOINTS = (
    (re.compile(r"^Article "), "art "),
    (re.compile(r"^Recital "), "recital "),
    (re.compile(r"^Annex "), "annex "),
    (re.compile(r"^Sec\. "), "s "),
)


def oscola(facts: Cited) -> str:
    """OSCOLA: "Regulation (EU) 2024/1689 … [2024] CELEX 32024R1689, art 53(2)"."""
    place = facts.place
    for pattern, short in _PINPOINTS:
        place = pattern.sub(short, place)
    if facts.jurisdiction == "EU" and facts.year and facts.names.get("celex"):
        source = f"{facts.title} [{facts.year}] {facts.number}"
    elif facts.published:
        source = f"{facts.publisher}, ‘{facts.title}’ {facts.number} ({long_date(facts.published)})".replace("  ", " ")
    else:
        source = f"{facts.publisher}, ‘{facts.title}’ {facts.number}".rstrip()
    return f"{source}, {place} <{facts.url}> accessed {long_date(facts.captured)} ({facts.pin})"


def bluebook(facts: Cited) -> str:
    """Bluebook: "Exec. Order No. 14,110, 88 Fed. Reg. 75,191, § 4.6 (Oct. 30, 2023)"."""
    place = re.sub(r"^Sec\. ", "§ ", re.sub(r"^Article ", "art. ", facts.place))
    place = re.sub(r"^Recital ", "recital ", re.sub(r"^Annex ", "annex ", place))
    when = f" ({_american(facts.published)})" if facts.published else ""
    order = f"Exec. Order No. {_thousands(facts.names['eo'])}, " if "eo" in facts.names else f"{facts.title}, "
    register = _federal_register(facts.names.get("fr_citation", ""))
    celex = f"CELEX {facts.names['celex']}, " if "celex" in facts.names else ""
    return f"{order}{register}{celex}{place}{when}, {facts.url} [{facts.pin}]"


def _federal_register(citation: str) -> str:
    found = re.fullmatch(r"(\d+) FR (\d+)", citation)
    return f"{found[1]} Fed. Reg. {_thousands(found[2])}, " if found else ""


def _thousands(number: str) -> str:
    """The Bluebook groups the digits of numbers with five or more."""
    return f"{int(number):,}" if number.isascii() and number.isdigit() and len(number) > 4 else number


def _american(date: str) -> str:
    day, _, rest = long_date(date).partition(" ")
    month, _, year = rest.partition(" ")
    short = month if len(month) < 5 else ("Sept." if month == "September" else f"{month[:3]}.")
    return f"{short} {day}, {year}" if year else date


_TEX = re.compile(r"([\\{}$&#^_~%])")
_TEX_WORDS = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def bibtex(facts: Cited) -> str:
    """BibTeX, for any bibliography style."""
    key = re.sub(r"\W+", "", facts.document_id) + "-" + re.sub(r"\W+", "", facts.place) + "-" + facts.version[:8]
    entries = {
        "title": f"{{{_tex(facts.title)}}}, {_tex(facts.place)}",
        "author": f"{{{_tex(facts.publisher)}}}",
        "year": facts.year,
        "number": _tex(facts.number),
        "howpublished": rf"\url{{{facts.url}}}",
        "note": _tex(f"{facts.jurisdiction}; {facts.pin}"),
        "urldate": facts.captured[:10],
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in entries.items() if value)
    return f"@misc{{{key},\n{body}\n}}\n"


def _tex(text: str) -> str:
    return _TEX.sub(lambda found: _TEX_WORDS.get(found[1], "\\" + found[1]), " ".join(text.split()))


_CSL_TYPES = {
    "report": "report",
    "speech": "speech",
    "press_release": "document",
    "page": "webpage",
    "proposal": "bill",
}
_RIS_TYPES = {"report": "RPRT", "proposal": "BILL", "page": "ELEC", "press_release": "PRESS"}


def csl_json(facts: Cited) -> str:
    """CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), read by Zotero and pandoc."""
    entry: dict[str, Any] = {
        "id": f"{facts.version}/{facts.place}",
        "type": _CSL_TYPES.get(facts.kind, "legislation"),
        "title": facts.title,
        "publisher": facts.publisher,
        "jurisdiction": facts.jurisdiction,
        "number": facts.number,
        "section": facts.place,
        "URL": facts.url,
        "accessed": {"date-parts": [_parts(facts.captured)]},
        "note": facts.pin,
    }
    if facts.published:
        entry["issued"] = {"date-parts": [_parts(facts.published)]}
    return json.dumps([{name: value for name, value in entry.items() if value}], ensure_ascii=False, indent=2) + "\n"


def _parts(date: str) -> list[int]:
    return [int(part) for part in date[:10].split("-") if part.isdigit()]


def ris(facts: Cited) -> str:
    """RIS, read by EndNote, Zotero and Mendeley."""
    fields = [
        ("TY", _RIS_TYPES.get(facts.kind, "STAT")),
        ("TI", facts.title),
        ("AU", facts.publisher),
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
