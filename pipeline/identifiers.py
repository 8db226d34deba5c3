"""The names of documents: how to read, write and link them. Standard library only.

A `document_id` is `scheme:value`:

    celex:32024R1689  celex:02024R1689-20260727  celex:32024R1689R(01)  celex:52021PC0206
    fr:2024-03763     fr:C1-2023-27742           fr:E8-23178@2008-10-02
    eo:14110          bill:119-hr-1              docket:NTIA-2023-0009
    omb:M-24-10       nist:NIST.AI.600-1         regs:NTIA-2023-0009-0223
    url:<sha1 of the canonical address>          last resort, for pages without a number
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pipeline.errors import UsageError

_CELLAR = "https://publications.europa.eu/resource/celex/"
_EURLEX = "https://eur-lex.europa.eu/legal-content/"

_CELEX = re.compile(
    r"(?P<sector>[0-9CE])(?P<year>\d{4})(?P<letters>[A-Z]{1,2})(?P<number>\d{4,6}(?:\(\d{2}\))?)"
    r"(?:R\((?P<corrigendum>\d{2})\)|-(?P<day>\d{8}))?"
)
# Treaties and their parts: 12016M/TXT, 12016E114, 11957E/TXT.
_TREATY = re.compile(r"(?P<sector>1)(?P<year>\d{4})(?P<letters>[A-Z]{1,2})(?P<number>/[A-Z0-9]+|\d{3})")
# Federal Register numbers: 2024-03763, C1-2023-27742 and R1-… (corrections), E8-23178, 04-16753, 93-32104, X94-10107.
_FR_NUMBER = re.compile(r"(?:[A-Z]\d?-)?[A-Z]?\d{1,4}-\d{1,6}")
_FR_ID = re.compile(rf"(?P<number>{_FR_NUMBER.pattern})(?:@(?P<day>\d{{4}}-\d{{2}}-\d{{2}}))?")
# "FR Doc. 2024-03763", and the address of a document on federalregister.gov: the two ways in which other pages name it.
_FR_MENTION = re.compile(
    rf"(?:FR\s+Doc(?:ument)?\.?(?:\s+No\.?)?\s+|federalregister\.gov/(?:d|documents/\d{{4}}/\d\d/\d\d)/)({_FR_NUMBER.pattern})\b"
)
_OTHER = {
    "eo": re.compile(r"\d{1,5}(?:-[A-Z])?"),
    "bill": re.compile(r"\d{1,3}-(?:hr|s|hjres|sjres|hconres|sconres|hres|sres)-\d{1,5}"),
    "docket": re.compile(r"[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-\d{4}-(?:[A-Z]-)?\d{4,5}"),
    # A comment or document on regulations.gov: its docket and a serial number.
    "regs": re.compile(r"[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-\d{4}-\d{4,6}"),
    "omb": re.compile(r"M-\d\d-\d\d"),
    "nist": re.compile(r"NIST\.[A-Z]+(?:\.[A-Z]+)*\.\d+[\w.-]*"),
    "url": re.compile(r"[0-9a-f]{40}"),
}
SCHEMES = ("celex", "fr", *_OTHER)
"""What a document id can begin with."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
# Until the end of 2015 one number could name two documents.
_FR_UNIQUE_SINCE = "2016-01-01"

_FIRST_YEAR_IN_TITLES = 2015
_ACT_NUMBER = re.compile(r"\b(?P<year>\d{4})/(?P<number>\d{1,4})\b")

_HOST_ALIASES = {
    "ntia.gov": "www.ntia.gov",
    "www.ntia.doc.gov": "www.ntia.gov",
    "ntia.doc.gov": "www.ntia.gov",
    "federalregister.gov": "www.federalregister.gov",
    "whitehouse.gov": "www.whitehouse.gov",
    "nist.gov": "www.nist.gov",
    "govinfo.gov": "www.govinfo.gov",
}
# NTIA moved its sections; most citations still use the first form.
_PATH_ALIASES = {
    "www.ntia.gov": (("/issues/artificial-intelligence", "/programs-and-initiatives/artificial-intelligence"),)
}
_NOT_IN_ADDRESSES = re.compile(r"""[\x00-\x1f<>"]""")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|msclkid|_hs(?:enc|mi)|cmpid", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Celex:
    """A CELEX number in its parts. See https://eur-lex.europa.eu/content/help/eurlex-content/celex-number.html."""

    sector: str
    """"3" legislation, "5" preparatory acts, "0" consolidated texts, "1" treaties, "6" case-law, "C" and "E" others."""
    year: str
    letters: str
    """"R" regulation, "L" directive, "D" decision, "PC" Commission proposal, "AP" position of the Parliament …"""
    number: str
    corrigendum: str = ""
    """Number of the corrigendum, "01"; "" for the act itself."""
    day: str = ""
    """Consolidated texts: the ISO date whose law they state."""

    def __str__(self) -> str:
        text = f"{self.sector}{self.year}{self.letters}{self.number}"
        if self.corrigendum:
            return f"{text}R({self.corrigendum})"
        return f"{text}-{self.day.replace('-', '')}" if self.day else text

    @property
    def is_in_l_series(self) -> bool:
        """Whether it is an act of the L series of the Official Journal, or its consolidated text. Numbers of the C
        series have five digits: 32024D01459 is Decision C/2024/1459, which has no number in its title."""
        return self.sector in "03" and len(self.number) == 4


def parse_celex(text: str) -> Celex:
    """Read a CELEX number. Raises `UsageError` if it is not one."""
    if found := _CELEX.fullmatch(text.strip()):
        parts = found.groupdict(default="")
        compact = parts["day"]
        parts["day"] = f"{compact[:4]}-{compact[4:6]}-{compact[6:]}" if compact else ""
        if not compact or (parts["sector"] == "0" and is_date(parts["day"])):
            return Celex(**parts)
    if found := _TREATY.fullmatch(text.strip()):
        return Celex(**found.groupdict())
    raise UsageError(f"{text!r} is not a CELEX number, such as 32024R1689, 02024R1689-20260727 or 32024R1689R(01)")


def other_act(celex: Celex, title: str) -> str:
    """The number of the act that a title names, "2022/2065", if it is another act's; "" if it is this one's or none.

    Since 2015 the title of each regulation, directive and decision of the L series begins with its number, in every
    language; so do those of its consolidated texts and corrigenda. Titles of the years before name other acts first.
    """
    numbered = celex.letters in ("R", "L", "D") and celex.is_in_l_series
    if not numbered or int(celex.year) < _FIRST_YEAR_IN_TITLES:
        return ""
    named = _ACT_NUMBER.search(title)
    if named and (named["year"], int(named["number"])) != (celex.year, int(celex.number)):
        return named[0]
    return ""


def celex_id(celex: str) -> str:
    """ "32024R1689" -> "celex:32024R1689". Raises `UsageError` if it is no CELEX number."""
    return f"celex:{parse_celex(celex)}"


def fr_number(text: str) -> str:
    """A Federal Register number as the site writes it: en and em dashes folded. Raises `UsageError` otherwise."""
    number = text.strip().translate(_DASHES)
    if not _FR_NUMBER.fullmatch(number):
        raise UsageError(f"{text!r} is not a Federal Register number; write it like 2024-03763 or C1-2023-27742")
    return number


def fr_id(number: str, published: str) -> str:
    """Key of a Federal Register document: its number, and the date of publication where numbers were used twice."""
    known = fr_number(number)
    return f"fr:{known}@{published}" if published and published < _FR_UNIQUE_SINCE else f"fr:{known}"


def fr_mentions(text: str) -> tuple[str, ...]:
    """Federal Register numbers that a text names as such ("FR Doc. 2024-03763"), each once, in order."""
    return tuple(dict.fromkeys(number for number, _ in fr_places(text)))


def fr_places(text: str) -> Iterator[tuple[str, int]]:
    """The same numbers, each time that the text names them, and where they begin in it."""
    if "FR" in text or "federalregister.gov/" in text:
        for found in _FR_MENTION.finditer(text.translate(_DASHES)):
            yield found[1], found.start(1)


def url_id(url: str) -> str:
    """Last resort: sha1 of the canonical address."""
    return "url:" + hashlib.sha1(canonical_url(url).encode(), usedforsecurity=False).hexdigest()


def parse_document_id(text: str) -> tuple[str, str]:
    """ "celex:32024R1689" -> ("celex", "32024R1689"). Raises `UsageError` if it is not one."""
    scheme, colon, value = text.strip().partition(":")
    value = value.strip()
    if scheme == "celex":
        return scheme, str(parse_celex(value))
    if scheme == "fr":
        found = _FR_ID.fullmatch(value.translate(_DASHES))
        if found and (not found["day"] or is_date(found["day"])):
            return scheme, found[0]
    elif colon and scheme in _OTHER and _OTHER[scheme].fullmatch(value):
        return scheme, value
    raise UsageError(
        f"{text!r} is not a document id; write it like celex:32024R1689 or fr:2024-03763 "
        f"(schemes: {', '.join(SCHEMES)})"
    )


def is_date(text: str) -> bool:
    """Whether it is an ISO date of the calendar: "2024-02-29" is, "2023-02-29" and "20240229" are not."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_web_address(url: object, *hosts: str) -> bool:
    """Whether it is an address of the web: no other may reach a request or a page. `hosts`: on one of these."""
    if not isinstance(url, str) or _NOT_IN_ADDRESSES.search(url):
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # "http://[", "https://x.gov:abc/"
        return False
    return parts.scheme in {"http", "https"} and bool(host) and port != 0 and (not hosts or host in hosts)


def canonical_url(url: str) -> str:
    """One address for one page: https, known host aliases and moved sections, no fragment, tracking or trailing slash,
    escapes in capitals (WordPress writes "%e2%80%99" where browsers and other programs write "%E2%80%99").

    For identity and links; a publisher may redirect it.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower().rstrip(".")
    host = _HOST_ALIASES.get(host, host)
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/") or "/"
    for old, new in _PATH_ALIASES.get(host, ()):
        if path == old or path.startswith(old + "/"):
            path = new + path.removeprefix(old)
    path = _ESCAPE.sub(lambda found: found[0].upper(), path)
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in query if not _TRACKING.fullmatch(name)]
    return urlunsplit(("https", host, quote(path, safe="/%:@!$&'()*+,;=~"), urlencode(kept), ""))


def cellar_url(celex: str) -> str:
    """Where Cellar serves a document. Parentheses and slashes of the number are percent-encoded there."""
    return _CELLAR + quote(celex, safe="")


def eurlex_url(celex: str) -> str:
    """The page for people, never for programs: EUR-Lex answers those with a challenge."""
    return f"{_EURLEX}EN/TXT/?uri=CELEX:{quote(celex, safe='')}"


def eurlex_text_url(celex: str, language: str) -> str:
    """The bare text for people; the anchors of the act (#art_53, #rct_102) work there."""
    return f"{_EURLEX}{language.upper()}/TXT/HTML/?uri=CELEX:{quote(celex, safe='')}"


def eli(celex: str) -> str:
    """ELI of a regulation, directive or decision, or of its consolidated text; "" for the rest.

    Delegated and implementing acts have other types (reg_del, reg_impl) that the number does not tell: ask Cellar.
    """
    known = parse_celex(celex)
    kind = {"R": "reg", "L": "dir", "D": "dec"}.get(known.letters)
    if not kind or not known.is_in_l_series or known.corrigendum:
        return ""
    return f"http://data.europa.eu/eli/{kind}/{known.year}/{int(known.number)}/{known.day or 'oj'}"


def fr_url(number: str) -> str:
    """Short address for people of a Federal Register document; programs meet a bot wall there."""
    return f"https://www.federalregister.gov/d/{fr_number(number)}"
