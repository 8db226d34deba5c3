"""Mentions of other documents: EU acts by their numbers, US documents by the names their publishers give them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pipeline.identifiers import fr_places
from pipeline.literals import Literals


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in a text."""

    start: int
    end: int
    target: str
    """"celex:32024R1689", "eo:14110", "docket:NTIA-2023-0009" as in `pipeline.identifiers`; what has no document id
    there keeps its own scheme: "fr_citation:89 FR 14059", "publ:117-167", "usc:15 U.S.C. 9401", "cfr:2 CFR 200.315"."""
    kind: str
    """For EU acts the letter of their CELEX number: "R", "L", "D", "H", "F"; "" for others."""


KINDS = {"reg": "R", "règ": "R", "dir": "L", "dec": "D", "déc": "D", "rec": "H"}
"""First letters of an act's name in English or French, in lower case: the letter of its CELEX number."""
_NUMBER = r"(?:(?P<one>\d{1,4})/(?P<two>\d{1,5}))"
_UNION = r"(?:EU|UE|EC|CE|EEC|CEE|Euratom|JHA|JAI)"
_NUMERO = r"(?P<numero>[Nn](?:o|os|º|°|\.)\s?)?"
# "(EU) 2024/1689", "(EC) No 300/2008", "2014/90/EU", "No 1247/2002/EC", "2003/361/EC".
_ACT_NUMBER = re.compile(
    rf"(?P<union>\((?:{_UNION}(?:,\s?)?)+\)\s?)?{_NUMERO}{_NUMBER}(?P<suffix>/{_UNION}(?:,\s?{_UNION})*)?(?![/\d])"
)
_ACT_NAME = re.compile(
    r"\b(?P<kind>Regulation|Directive|Framework Decision|Decision|Recommendation|Règlement|Décision-cadre|Décision"
    r"|Recommandation)s?\s(?:(?:du Conseil|de la Commission|d[’']exécution|déléguée?)\s)?",
    re.IGNORECASE,
)
_NEXT_NUMBER = re.compile(r"(?:\s?,|\s?,?\s(?:and|or|et|ou))\s(?:(?:à la|à|au|aux|to)\s)?")
_FIRST_YEAR_NUMBERED_FIRST = 2015
_ELI_KINDS = {"reg": "R", "dir": "L", "dec": "D", "reco": "H"}
_ELI = re.compile(
    r"\bdata\.europa\.eu/eli/(?P<kind>reg|dir|dec|reco)(?:_\w+)?/(?P<year>\d{4})/(?P<number>\d+)(?:\(\d+\))?(?:/oj)?"
)
_CELEX_STARTS = frozenset(("31", "32"))
_CELEX = re.compile(r"\b(?:celex[:\s]\s?)?(?P<celex>3[12]\d{3}[RLDHF]\d{4})\b", re.IGNORECASE)
_TREATIES = (
    (
        r"\bTFEU\b|\bTFUE\b|Treaty on the Functioning of the European Union"
        r"|[Tt]raité sur le fonctionnement de l[’']Union européenne",
        "12016E/TXT",
    ),
    (r"\bTEU\b|\bTUE\b|Treaty on European Union|[Tt]raité sur l[’']Union européenne", "12016M/TXT"),
    (
        r"Charter of Fundamental Rights of the European Union"
        r"|[Cc]harte des droits fondamentaux de l[’']Union européenne",
        "12016P/TXT",
    ),
)
_SUBSECTIONS = r"(?:\(\w{1,4}\))*"
_US = {
    "eo": r"\b(?:Executive\s+Orders?|E\.\s?O\.|EO)\s(?:No\.\s?)?(?P<value>1\d{4}|[6-9]\d{3})\b",
    "fr_citation": r"\b(?P<volume>\d{1,3})\s(?:FR|Fed\.\s?Reg\.|F\.R\.)\s(?P<page>\d{1,3}(?:,\d{3})+|\d{1,6})\b",
    "publ": r"\b(?:Public\s+Law|Pub\.\s?L\.|P\.\s?L\.)\s(?:No\.\s?)?(?P<value>\d{2,3}-\d{1,4})\b",
    "usc": (
        r"\b(?P<title>\d{1,2})\s(?:U\.\s?S\.\s?C\.|USC)\s(?:§+\s?)?(?P<section>\d+[a-z]{0,2}(?:-\d+[a-z]?)?)"
        + _SUBSECTIONS
    ),
    "cfr": (
        r"\b(?P<title>\d{1,2})\s(?:C\.\s?F\.\s?R\.|CFR)\s(?:[Pp]arts?\s|§+\s?)?(?P<section>\d+(?:\.\d+)?)"
        + _SUBSECTIONS
    ),
    "omb": r"\b(?P<value>M-\d\d-\d\d)\b",
    "docket": (r"Docket\s(?:ID|No\.|Number)?\s?(?:No\.\s)?(?P<value>[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-\d{4}-\d{4})\b"),
    "nist": r"\bNIST\s\(?(?P<series>AI|SP|FIPS|IR)\)?\s(?P<number>\d{2,4}-\d+[A-Z]?)\b",
}
_TREATY_PATTERNS = tuple((re.compile(words), celex) for words, celex in _TREATIES)
_TREATY_WORDS = frozenset(("TEU", "TFEU", "TUE", "TFUE", "Treaty", "Charter", "raité", "harte"))
_US_WORDS = {
    "eo": ("Order", "E.", "EO"),
    "fr_citation": ("FR", "Fed", "F.R."),
    "publ": ("Law", "L."),
    "usc": ("S.", "USC"),
    "cfr": ("R.", "CFR"),
    "omb": ("M-",),
    "docket": ("Docket",),
    "nist": ("NIST",),
}
"""Of which one stands in every text that the pattern matches."""
_US_PATTERNS = tuple((scheme, frozenset(_US_WORDS[scheme]), re.compile(words)) for scheme, words in _US.items())
_WORDS = Literals(("/", *_CELEX_STARTS, *_TREATY_WORDS, *chain.from_iterable(_US_WORDS.values())))
"""Most text names no document: it holds none of these, of which every match of any pattern holds one."""
_DASHES = re.compile("[\u2010-\u2014\u2212]")


def mentions(text: str) -> list[Mention]:
    """Every document that a text names, in order. Mentions do not overlap; of two at one place the longer one stays."""
    # One character for one: offsets hold.
    plain = text if text.isascii() else _DASHES.sub("-", text).replace("\u00a0", " ")
    words = _WORDS.found_in(plain.encode("utf-8", "surrogatepass"))
    if not words:
        return []
    found = [*_acts(plain, words), *_linked(plain, words), *_treaties(plain, words), *_american(plain, words)]
    return _apart(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def _apart(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _acts(text: str, words: set[str]) -> Iterator[Mention]:
    """ "Regulations (EC) No 300/2008, (EU) No 167/2013 and (EU) 2018/858 and Directive 2014/90/EU"."""
    if "/" not in words:  # as every act's number has it
        return
    for name in _ACT_NAME.finditer(text):
        kind = "F" if "ramework" in name["kind"] or "cadre" in name["kind"] else KINDS[name["kind"][:3].lower()]
        start, at = name.start(), name.end()
        while number := _ACT_NUMBER.match(text, at):
            celex = _celex(kind, number)
            if not celex:
                break
            yield Mention(start, number.end(), f"celex:{celex}", kind)
            joint = _NEXT_NUMBER.match(text, number.end())
            if joint is None:
                break
            start = at = joint.end()


def _celex(kind: str, number: re.Match[str]) -> str:
    """The CELEX number of an act, "" if the number is not one.

    Since 2015 all acts are numbered year first. Before, regulations and decisions of Parliament and Council had "No"
    and the year last; directives and the Commission's decisions the year first, and a suffix such as /EC.
    """
    if not (number["union"] or number["suffix"] or number["numero"]):
        return ""
    first, second = number["one"], number["two"]
    year_last = bool(number["numero"]) or (kind == "R" and not _new_style(number)) or not _is_year(first)
    year, count = (second, first) if year_last else (first, second)
    if not _is_year(year) or len(count) > 4:
        return ""
    full_year = year if len(year) == 4 else f"19{year}"
    return f"3{full_year}{kind}{int(count):04d}"


def _new_style(number: re.Match[str]) -> bool:
    return len(number["one"]) == 4 and int(number["one"]) >= _FIRST_YEAR_NUMBERED_FIRST


def _is_year(text: str) -> bool:
    return (len(text) == 4 and 1952 <= int(text) <= 2100) or (len(text) == 2 and int(text) >= 52)


def _linked(text: str, words: set[str]) -> Iterator[Mention]:
    for found in _ELI.finditer(text) if "data.europa.eu/eli/" in text else ():
        kind = _ELI_KINDS[found["kind"]]
        yield Mention(found.start(), found.end(), f"celex:3{found['year']}{kind}{int(found['number']):04d}", kind)
    for found in _CELEX.finditer(text) if not _CELEX_STARTS.isdisjoint(words) else ():
        yield Mention(found.start(), found.end(), f"celex:{found['celex'].upper()}", found["celex"][5].upper())


def _treaties(text: str, words: set[str]) -> Iterator[Mention]:
    if _TREATY_WORDS.isdisjoint(words):
        return
    for pattern, celex in _TREATY_PATTERNS:
        for found in pattern.finditer(text):
            yield Mention(found.start(), found.end(), f"celex:{celex}", "")


def _american(text: str, words: set[str]) -> Iterator[Mention]:
    for number, start in fr_places(text):
        yield Mention(start, start + len(number), f"fr:{number}", "")
    for scheme, needed, pattern in _US_PATTERNS:
        for found in pattern.finditer(text) if not needed.isdisjoint(words) else ():
            yield Mention(found.start(), found.end(), f"{scheme}:{_american_value(scheme, found)}", "")


def _american_value(scheme: str, found: re.Match[str]) -> str:
    match scheme:
        case "fr_citation":
            return f"{found['volume']} FR {found['page'].replace(',', '')}"
        case "usc":
            return f"{found['title']} U.S.C. {found['section']}"
        case "cfr":
            return f"{found['title']} CFR {found['section']}"
        case "nist":
            return f"NIST.{found['series']}.{found['number']}"
        case _:
            return found["value"]
