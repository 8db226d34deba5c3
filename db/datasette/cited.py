"""What a citation of a provision states, whatever its style.

Series, volume and page are stated only where the publisher gave them (`fr_citation`, `eli`): nothing is made up. Since
1 October 2023 the Official Journal has no pages: each act is an issue of its own, under the number that its ELI has.
Law is cited by its title, everything else by who speaks: the agencies of a document in the Federal Register, not the
office that prints it, and OMB for its memoranda, not the White House, on whose site they are.
"""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from db.agency_names import in_prose
from db.datasette.text import long_date, plain, without_remark


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
        by_agencies = "fr" in self.names or ("omb" in self.names and self.agencies)
        return " and ".join(map(in_prose, self.agencies)) if by_agencies else self.publisher

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
