"""Reading the answers of Cellar, the repository of the Publications Office. Pure: no network here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from parsel import Selector
from scrapy.http import Response

from pipeline.errors import MalformedDocument
from pipeline.identifiers import is_date
from pipeline.languages import EU_LANGUAGES
from pipeline.normalise import tidy
from spiders.publishers.answers import each, json_in, linked, misshapen
from spiders.publishers.sparql import DETAILS, ENDPOINT, RELATIONS

LANGUAGES = {iso: code.upper() for iso, code in EU_LANGUAGES.items()}
"""ISO 639-1 to the codes of the Publications Office."""
_ISO = {code: iso for iso, code in LANGUAGES.items()}

RENDITIONS = ("application/xhtml+xml, text/html", "application/zip;mtype=fmx4", "application/pdf")
"""Accept headers, best first. XHTML and HTML together: old acts have only one of them and asking for the other alone
is a 404. No blank after the semicolon of the Formex type: Cellar answers 406 to one."""

# Virtuoso writes booleans as 1 and 0.
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_OPEN_YEAR = "9999"
_UNKNOWN_YEAR = "1001"
_NUMBER = re.compile(r"\d{1,9}\Z", re.ASCII)
_ITEM = re.compile(r"/resource/cellar/[^/]+/[^/]+")

INVERSE = {"amends": "amended_by", "repeals": "repealed_by", "corrects": "corrected_by", "adopts": "proposes"}
"""Relations that get a row on the other document too. What adopts a proposal is what the proposal proposes."""

Row = Mapping[str, str]
"""One row of a SPARQL result: name of the variable -> plain value."""


@dataclass(frozen=True, slots=True)
class Work:
    """What Cellar knows of one document, its text aside."""

    celex: str
    resource_type: str = ""
    """Last part of the authority IRI: "REG", "DIR", "PROP_REG", "CONS_TEXT", "CORRIGENDUM" …"""
    date: str = ""
    published: str = ""
    in_force: bool | None = None
    """None where Cellar does not say."""
    withdrawn: bool = False
    """Whether a dossier that it is a part of says so of its proposal."""
    end_of_validity: str = ""
    """The last day in force: Directive 95/46/EC, repealed with effect from 25 May 2018, has 2018-05-24. Empty for an
    open end."""
    eli: str = ""
    force: tuple[tuple[str, str], ...] = ()
    """(ISO date of entry into force or application, its meaning: "EV", "MA", "MA/PART" …, "" where not annotated). A
    date with two meanings is there twice."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """ISO 639-1 of each language it is listed in -> title, "" where there is none."""
    subjects: tuple[str, ...] = ()
    relations: tuple[tuple[str, str, str], ...] = ()
    """(type, CELEX of the other document, predicate)."""


def rows(body: bytes, needed: Iterable[str] = ("celex",)) -> list[Row | MalformedDocument]:
    """The rows of a SPARQL JSON result as plain strings, and what is wrong with those that cannot be read, or lack
    one of the variables that are `needed` and have more than the first of them. Raises `MalformedDocument` if it is not
    one."""
    needed = tuple(needed)
    answer = json_in(body, ENDPOINT)
    try:
        bindings = answer["results"]["bindings"]
    except (KeyError, TypeError) as fault:
        raise misshapen(ENDPOINT, "a SPARQL JSON result", body) from fault
    if not isinstance(bindings, list):
        raise misshapen(ENDPOINT, "a SPARQL JSON result", body)

    def read(binding: Mapping[str, Mapping[str, Any]]) -> Row:
        row = {name: str(term["value"]) for name, term in binding.items()}
        lacking = [name for name in needed if name not in row]
        if lacking and tuple(row) != needed[:1]:
            raise KeyError(*lacking)
        return row

    return each(bindings, read, ENDPOINT)


def is_incomplete(answer: Response) -> bool:
    """Whether a query ran out of time. Virtuoso then answers 200 with the rows that it had by then, and only this
    header tells: "X-SQL-State: S1TAT"."""
    return "X-SQL-State" in answer.headers


def works(celexes: Iterable[str], answers: Sequence[Sequence[Row]]) -> dict[str, Work]:
    """Put the answers to `DETAILS` together. A document of which one of them has no row is left out: what the others
    say is only a part of what Cellar knows."""
    numbers = [{row[needed[0]] for row in answer} for needed, answer in zip(DETAILS.values(), answers, strict=True)]
    told = [[row for row in answer if len(row) > 1] for answer in answers]
    return {celex: _work(celex, told) for celex in celexes if all(celex in known for known in numbers)}


def _work(celex: str, answers: Sequence[Sequence[Row]]) -> Work:
    """What the answers say of one document. Where Cellar gives several values of a fact with one value, the first in
    order: the earliest date."""
    facts, meanings, titles, subjects, links = answers

    def first(predicate: str) -> str:
        return min(_values(celex, facts, predicate), default="")

    def first_day(predicate: str) -> str:
        return min(_days(celex, facts, predicate), default="")

    in_force = _TRUTHS.get(first("resource_legal_in-force"))
    return Work(
        celex,
        resource_type=first("work_has_resource-type").rpartition("/")[2],
        date=first_day("work_date_document"),
        published=first_day("official-journal-act_date_publication"),
        in_force=in_force,
        # A proposal may be in several dossiers, not all of which say so.
        withdrawn=any(map(_TRUTHS.get, _values(celex, facts, "dossier_withdrawn-proposal"))),
        end_of_validity=_end_of_validity(celex, facts, in_force=in_force),
        eli=first("resource_legal_eli"),
        force=_force(celex, facts, meanings),
        titles=_titles(celex, titles),
        subjects=tuple(row["label"] for row in subjects if row["celex"] == celex),
        relations=_relations(celex, links),
    )


def _values(celex: str, facts: Sequence[Row], predicate: str) -> list[str]:
    return [row["value"] for row in facts if row["celex"] == celex and row["predicate"].endswith("#" + predicate)]


def _days(celex: str, facts: Sequence[Row], predicate: str) -> list[str]:
    """The ISO dates among the values, in their order. 9999-12-31 stands for an open end, or for a day not yet set;
    1001-01-01 for a day that is not known, as one of those from which 32017R0745 applies."""
    days = (value[:10] for value in _values(celex, facts, predicate))
    return sorted(day for day in days if is_date(day) and not day.startswith((_OPEN_YEAR, _UNKNOWN_YEAR)))


def _end_of_validity(celex: str, facts: Sequence[Row], *, in_force: bool | None) -> str:
    """Cellar states the ends of single provisions along with that of the act, which is the latest: 32009R0470 has
    2022-01-27, the end of its Article 30, and 9999-12-31. An act that is not in force has ended all the same:
    32000D0670 has its end and 9999-12-31, too."""
    stated = _values(celex, facts, "resource_legal_date_end-of-validity")
    is_open = any(value.startswith(_OPEN_YEAR) for value in stated)
    if is_open and in_force is not False:
        return ""
    return max(_days(celex, facts, "resource_legal_date_end-of-validity"), default="")


def _force(celex: str, facts: Sequence[Row], meanings: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """A day may have several meanings: on 29 June 2023 32023R1114 entered into force, and a part of it applied."""
    stated: dict[str, set[str]] = {day: set() for day in _days(celex, facts, "resource_legal_date_entry-into-force")}
    for row in meanings:
        if row["celex"] == celex and row["date"][:10] in stated:
            stated[row["date"][:10]].add(_meaning(row))
    return tuple((day, meaning) for day, several in stated.items() for meaning in sorted(several) or [""])


def _meaning(row: Row) -> str:
    """The code of "{MA|http://…/fd_335/MA}". That a date is of a part of the act is more often said in the comment: of
    742 dates 262 have it there, 29 in their meaning."""
    meaning, comment = (row.get(name, "").strip("{}").partition("|")[0] for name in ("meaning", "comment"))
    return comment if (meaning, comment) == ("MA", "MA/PART") else meaning


def _titles(celex: str, titles: Sequence[Row]) -> dict[str, str]:
    """Title by language. Where Cellar gives several in one, the first in order: its rows come in any."""
    stated = sorted((row["language"], tidy(row.get("title", ""))) for row in titles if row["celex"] == celex)
    found: dict[str, str] = {}
    for language, title in stated:
        code = language.rpartition("/")[2]
        if code in _ISO:
            found[_ISO[code]] = found.get(_ISO[code]) or title
    return found


def _relations(celex: str, links: Sequence[Row]) -> tuple[tuple[str, str, str], ...]:
    found: dict[tuple[str, str], str] = {}
    for row in links:
        predicate = row["predicate"].rpartition("#")[2]
        kind = RELATIONS.get(predicate, "")
        if not kind:
            continue
        if row["subject"] == celex:
            found.setdefault((kind, row["object"]), predicate)
        elif row["object"] == celex and kind in INVERSE:
            found.setdefault((INVERSE[kind], row["subject"]), predicate)
    return tuple((kind, other, predicate) for (kind, other), predicate in sorted(found.items()))


def listed_items(response: Response) -> tuple[str, ...]:
    """Addresses of the items in a "300 Multiple Choices" page: a text and its annexes as separate files, by their
    numbers, for a page that puts DOC_10 before DOC_2 must not move the annexes. What else it links, the notice of a
    work or another page, is not one of its files. Nor is an item of another manifestation, which is the same text once
    more: one in XHTML and in HTML, or in two kinds of PDF."""
    hrefs = Selector(text=response.body.decode("utf-8", "replace"), type="html").xpath("//a/@href").getall()
    links = (linked(response, href).replace("http://", "https://", 1) for href in hrefs)
    items = tuple(dict.fromkeys(link for link in links if _is_item(link)))
    whole = (item for item in items if _manifestation(item) == _manifestation(items[0]))
    return tuple(sorted(whole, key=_number))


def _manifestation(item: str) -> str:
    return item.rpartition("/")[0]


def _number(item: str) -> int:
    """12 for "…/DOC_12", 0 where the name has no number."""
    found = _NUMBER.search(item)
    return int(found[0]) if found else 0


def _is_item(url: str) -> bool:
    """Whether an address names a file behind the number of its manifestation: "/resource/cellar/UUID.0006.03/DOC_1"."""
    parts = urlsplit(url)
    return bool(_ITEM.fullmatch(parts.path)) and not parts.query


def is_figure(response: Response) -> bool:
    """Whether an item is an image. Lists name the figures of a text along with it."""
    return (response.headers.get("Content-Type") or b"").strip().lower().startswith(b"image/")
