"""Citations as lawyers write them: OSCOLA 4 and Bluebook 21."""

import re
from collections.abc import Sequence
from typing import Any

from db.datasette.cited import Cited
from db.datasette.text import long_date

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
