"""How a provision is cited, pinned to the words that were seen.

OSCOLA 4 and Bluebook 21 state what is needed to find the law; which text was read is added in brackets, by its date and
the first digits of its hash. Series, volume and page are stated only where the publisher gave them (`fr_citation`,
`eli`): nothing is made up. Since 1 October 2023 the Official Journal has no pages: each act is an issue of its own,
under the number that its ELI has. Law is cited by its title, everything else by who speaks: the agencies of a document
in the Federal Register, not the office that prints it.
"""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
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
    agencies: tuple[str, ...] = ()
    legal_date: str = ""
    """Of a consolidated text."""

    @property
    def pin(self) -> str:
        """Which words were read."""
        return f"text captured {long_date(self.captured)}, version {self.version}"

    @property
    def year(self) -> str:
        return self.published[:4]

    @property
    def number(self) -> str:
        """What the field calls it: "CELEX 32024R1689", "89 FR 14059", "M-24-10", "NTIA-2023-0009-0264"."""
        if "celex" in self.names:
            return f"CELEX {self.names['celex']}"
        if "fr" in self.names:
            return self.names.get("fr_citation") or f"FR Doc. {self.names['fr']}"
        return next((self.names[scheme] for scheme in ("omb", "nist", "regulations_gov") if scheme in self.names), "")

    @property
    def author(self) -> str:
        """Who speaks; "" for what is cited by its title."""
        if "celex" in self.names or "eo" in self.names:
            return ""
        return " and ".join(self.agencies) if "fr" in self.names else self.publisher

    @property
    def journal(self) -> str:
        """Series and number of an act in the Official Journal, "L, 2024/1689"; "" where it has pages, or is none."""
        eli = re.search(r"/eli/(?:reg|dir|dec)\w*/(\d{4}/\d+)/oj$", self.names.get("eli", ""))
        return f"L, {eli[1]}" if eli and self.published >= "2023-10-01" else ""

    @property
    def register(self) -> tuple[str, str] | None:
        """Volume and page in the Federal Register."""
        found = re.fullmatch(r"(\d+) FR (\d+)", self.names.get("fr_citation", ""))
        return (found[1], found[2]) if found else None


def cited(connection: sqlite3.Connection, version: sqlite3.Row, provision: sqlite3.Row) -> Cited:
    """The facts of a provision that citations state."""
    rows = connection.execute(
        "SELECT scheme, min(value) FROM document_identifiers WHERE document_id = ? GROUP BY scheme",
        [version["document_id"]],
    )
    agencies = connection.execute(
        "SELECT agency FROM document_agencies WHERE document_id = ? ORDER BY agency", [version["document_id"]]
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
        agencies=tuple(plain(agency) for (agency,) in agencies),
        legal_date=version["legal_date"] or "",
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


_OSCOLA_PLACES = (
    (re.compile(r"^Article "), "art "),
    (re.compile(r"^(Recital|Annex|Amendment|Question|Paragraph) "), lambda found: f"{found[1].lower()} "),
    (re.compile(r"^Sec\. "), "s "),
    (re.compile(r"\bp\. (?=\w)"), "p "),
    (re.compile(r"(^|, )(?:¶|para\.) (?=\d)"), r"\1para "),
    (re.compile(r"(^|, )note (?=\d)"), r"\1n "),
)
_BLUEBOOK_PLACES = (
    (re.compile(r"^Article "), "art. "),
    (re.compile(r"^(Recital|Annex|Amendment) "), lambda found: f"{found[1].lower()} "),
    (re.compile(r"^Sec\. "), "§ "),
    (re.compile(r"^p\. (\w+), note (?=\d)"), r"at \1 n."),
    (re.compile(r"^p\. (\w+), "), r"at \1, "),
    (re.compile(r"(^|, )(?:para\.|Paragraph) (?=\d)"), r"\1¶ "),
    (re.compile(r"(^|, )note (?=\d)"), r"\1n."),
)


def _place(place: str, rules: Sequence[tuple[re.Pattern[str], Any]]) -> str:
    for pattern, short in rules:
        place = pattern.sub(short, place)
    return place


def oscola(facts: Cited) -> str:
    """OSCOLA: "Regulation (EU) 2024/1689 … [2024] OJ L, 2024/1689, art 53(2)"."""
    if facts.legal_date and facts.names.get("celex"):
        source = f"{facts.title}, consolidated text of {long_date(facts.legal_date)}, {facts.number}"
    elif facts.names.get("celex") and facts.year:
        source = f"{facts.title} [{facts.year}] {'OJ ' + facts.journal if facts.journal else facts.number}"
    else:
        source = _oscola_without_series(facts)
    place = _place(facts.place, _OSCOLA_PLACES)
    return f"{source}, {place} <{facts.url}> accessed {long_date(facts.captured)} ({facts.pin})"


def _oscola_without_series(facts: Cited) -> str:
    """ "Agency, ‘Title’ 89 Fed Reg 14059 (26 February 2024)"."""
    order = f"Executive Order {facts.names['eo']}, " if "eo" in facts.names else ""
    author = f"{facts.author}, " if facts.author else ""
    number = "{} Fed Reg {}".format(*facts.register) if facts.register else facts.number
    when = f"({long_date(facts.published)})" if facts.published else ""
    return " ".join(filter(None, (f"{author}{order}‘{facts.title}’", number, when)))


def bluebook(facts: Cited) -> str:
    """Bluebook: "Exec. Order No. 14,110, 88 Fed. Reg. 75,191, § 4.6 (Nov. 1, 2023)"."""
    if "eo" in facts.names:
        name = f"Exec. Order No. {_thousands(facts.names['eo'])}"
    else:
        name = f"{facts.author}, {facts.title}" if facts.author else facts.title
    parts = [name, _bluebook_series(facts), _place(facts.place, _BLUEBOOK_PLACES)]
    date = facts.legal_date or facts.published
    when = f" ({'as consolidated ' if facts.legal_date else ''}{_american(date)})" if date else ""
    return f"{', '.join(filter(None, parts))}{when}, {facts.url} [{facts.pin}]"


def _bluebook_series(facts: Cited) -> str:
    if facts.register:
        volume, page = facts.register
        return f"{volume} Fed. Reg. {_thousands(page)}"
    return f"{facts.year} O.J. ({facts.journal})" if facts.journal else facts.number


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
