"""Whether words stand in the title of a cited work or in the name of a proceeding: such words are no statement of the
text."""

import re

_ET_AL = r"\bet\.? al\b[.,]*"
_NAME = r"[A-Z][\w.’'-]+"
_ORGANISATION = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|and|for|of|on|the|in|&)){1,9}(?: \([A-Z]+\))?"
# Who wrote it, before the title of a cited work.
_AUTHOR = re.compile(
    "|".join(
        (
            _ET_AL,  # "Byron et al.,"
            r"\b[A-Z][\w’'-]+, [A-Z](?:\.|[a-z]+,)",  # "Byron, A.", "Byron, Ada,"
            rf"\b\d{{1,3}} {_ORGANISATION},",  # "12 Institute for Lamps (IFL),"
            r"\b\d{1,3} See (?:also )?(?=[A-Z])",  # "12 See The Value of …"
            rf"\b[Ss]ee (?:also |e\.g\., |generally )?(?:{_NAME} ?){{2,4}},",  # "See Ada Byron,"
            r";\s*[A-Z][a-z]+ [A-Z][a-z]+",  # "; Ada Byron"
        )
    )
)
# Where and when it came out, after the title.
_IMPRINT = re.compile(
    r"\b(?:19|20)\d\d\b|https?:|www\.|\barXiv|\bDOI\b|\b[Aa]vailable (?:at|here)"
    r"|\b(?:Press|Journal|Proceedings|Brief|Univ\w*|Blog|Accessed)\b"
)
# A numbered entry of a list of references, whose titles stand in sentence case: "[9] Byron. Our next … 2023. URL: …".
_ENTRY = re.compile(r"(?:\[\d{1,3}\]|\b\d{1,3}\.) [A-Z][^!?]{0,130}$")
_LOCATOR = re.compile(r"\bURL\b|https?:|\bDOI\b|\barXiv\b|\bIn Proceedings\b")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# An address, after a date or not; or the date in brackets, as in American notes: "Open Models (Aug. 17, 2023)".
_ADDRESS_NEXT = re.compile(
    rf"[\"”’]?,[\"”’]? (?:{_MONTH} \d{{1,2}}, \d{{4}}, )?(?:available at )?https?:|[\"”’]? \({_MONTH}(?: \d|$)"
)
_QUOTED = re.compile(r"[\"“][^\"”]{3,300}[\"”]")
_BREAK = re.compile(r"(?<!\bal)(?<!\b[A-Z])[.?!] [A-Z]")
_PROCEEDING = re.compile(
    r"\bRE:|\bDocket\b|\bFed\. Reg\b|\bFR Doc"
    r"|\bRequest for (?:Comments?|Information)|\bR(?:FC|FI)\b"
    r"|\bSubmitted via|\bIn the Matter of|\bRegulations\.gov"
    r"|\bDear (?:Ms|Mr|Dr|Administrator|Secretary)|\bComments? (?:of|to|on)\b",
    re.IGNORECASE,
)
_HEADER_NEXT = re.compile(r"\s+in\s+(?:AI|Artificial Intelligence)\s+(?:Request for Comments?|RFC)\b")
# What may stand in a title, in which a full stop ends no sentence: "The Value of Harbor.gov".
_IN_TITLE = r"(?:[^.?!;,]|\.(?=\S))"
# Authors close before a title that no imprint follows: short citations, and notes that a page break has cut off.
_AUTHOR_NEXT = re.compile(rf"(?:{_ET_AL}|(?:^|\s)\d{{1,3}} [A-Z][\w’'-]+,)\s+(?P<title>{_IN_TITLE}{{0,100}})$")
# "55 The Value of Open Source Software 54 …": notes in the order in which a page holds them, titles without authors.
_NOTE_BEFORE = re.compile(rf"(?:^|\s)\d{{1,3}}\s(?P<title>(?:[A-Z]{_IN_TITLE}{{0,100}})?)$")
_NOTE_AFTER = re.compile(
    r"(?P<title>(?:[^.?!;,|]|\.(?=\S)){0,100}?)"
    r"(?:\s\d{1,3}\s+[A-Z][\w’'-]+\s|\s\|\s|\sPage \d|,\s[A-Z](?P<publisher>))"
)
_DIRECTIONS = re.compile("[\u202a-\u202e]")
"""Marks of writing direction: some PDF files hold one at each end of a line."""
_CLOSE = 4
"""Characters between an author and the title that follows at once."""
_NEXT = 60
"""Characters between a title in quotation marks and its year or address."""
# "Harbor.gov" and "Builder’s" are one word each.
_WORD = re.compile(r"[^\W\d_]+(?:[.’'][^\W\d_]+)*")
_SMALL_WORDS = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "their", "to", "versus",
    "vs", "with",
}  # fmt: skip


def _titled(words: str) -> bool:
    """Every word but the small ones begins with a capital."""
    return all(word[0].isupper() for word in _WORD.findall(words) if word.lower() not in _SMALL_WORDS)


def _undirected(part: str) -> str:
    return part if part.isascii() else _DIRECTIONS.sub("", part)


def in_cited_title(text: str, start: int, end: int) -> bool:
    """The span stands in the title of a cited work: authors before it, publisher, year or address after it."""
    before, after = _undirected(text[max(0, start - 160) : start]), _undirected(text[end : end + 180])
    words = text[start:end]
    titled = _titled(words)
    if titled and (_ADDRESS_NEXT.match(after) or _in_short_note(words, before, after)):
        return True
    imprint = _IMPRINT.search(after)
    if not imprint:
        return False
    if _ENTRY.search(before) and (titled or _LOCATOR.search(after[:120])):
        return True
    return _in_quoted_title(text, start, end) or _behind_author(before, after[: imprint.start()], titled=titled)


def _behind_author(before: str, after: str, *, titled: bool) -> bool:
    """Between an author and the span, and from there to the imprint, no sentence ends; or the span is capitalised, or
    close to the author."""
    authors = list(_AUTHOR.finditer(before))
    if not authors:
        return False
    end = authors[-1].end()
    return titled or len(before) - end < _CLOSE or not (_BREAK.search(before, end) or _BREAK.search(after))


def _in_short_note(words: str, before: str, after: str) -> bool:
    """Between its authors, or the number of its note, and what follows a title stand capitalised words only."""
    author = _AUTHOR_NEXT.search(before)
    if author and _titled(author["title"]):
        return True
    number, end = _NOTE_BEFORE.search(before), _NOTE_AFTER.match(after)
    if not number or not end or not _titled(f"{number['title']} {words} {end['title']}"):
        return False
    return end["publisher"] is None or _IMPRINT.search(after) is not None


def _in_quoted_title(text: str, start: int, end: int) -> bool:
    """The span stands in quotation marks that hold a title: capitalised, or with an imprint close behind."""
    for match in _QUOTED.finditer(text, max(0, start - 300), end + 300):
        if match.start() < start and end < match.end():
            close = text[match.end() : match.end() + _NEXT]
            return _titled(match.group()) or (match.group()[1].isupper() and _IMPRINT.search(close) is not None)
    return False


def in_docket_title(text: str, start: int, end: int) -> bool:
    """The span stands in the name of a consultation, capitalised as such names are, on a letterhead, in the line at the
    top of its pages or in a citation of the notice."""
    if _HEADER_NEXT.match(text, end):
        return True
    if not _titled(text[start:end]) or " " not in text[start:end].strip():
        return False
    return bool(_PROCEEDING.search(text[max(0, start - 220) : end + 120]))
