"""Tables of contents in a PDF: they repeat the headings of the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from pipeline.extract.pdf.lines import Line

LEADERS = re.compile(r"(?:\.\s?){5,}\s*\S{0,6}$")
"""At the end of an entry."""
_ENTRY = re.compile(rf"[\w.?!)”’»\"'] (?:\d{{1,3}}|[ivxl]{{1,6}})$|{LEADERS.pattern}")
_CONTENTS = re.compile(r"(?:table of )?contents|list of (?:tables|figures)", re.IGNORECASE)
_FEWEST_ENTRIES = 4
_LONGEST_ENTRY = 4
"""Lines of an entry of a table of contents."""
_AT_THE_END = 2
"""Lines, the last entry and what may stand below it at the foot of a page that the contents fill."""


def contents_of(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of tables of contents: their heading, the entries, between them the first halves of long entries, and
    numbers beside them, which the file may have in a column of their own.

    Entries have dot leaders. Below "Contents", and where the page before ends with entries, a page number is enough.
    """
    goes_on = False
    for _, page in groupby(lines, attrgetter("page")):
        printed = _from_heading(list(page))
        headings = [at for at, line in enumerate(printed) if _CONTENTS.fullmatch(line.text)]
        above = headings[:1] or ([-1] if goes_on else [])  # entries go on from the page before as below a heading
        entry = _ENTRY if above else LEADERS
        run = _run([*above, *(at for at, line in enumerate(printed) if entry.search(line.text) and [at] > above)])
        goes_on = len(run) - len(above) >= _FEWEST_ENTRIES
        if goes_on:
            entries = printed[max(run[0], 0) : run[-1] + 1]
            yield from entries
            yield from (line for line in printed if line.text.isdigit() and _stands_beside(line, entries))
            goes_on = len(printed) - run[-1] <= _AT_THE_END


def _stands_beside(line: Line, others: Iterable[Line]) -> bool:
    return any(abs(line.bottom - other.bottom) < line.size / 2 for other in others)


def _from_heading(page: list[Line]) -> list[Line]:
    """The lines of a page, the heading of its contents first if the file has it behind entries that stand below it."""
    at = next((at for at, line in enumerate(page) if _CONTENTS.fullmatch(line.text)), 0)
    behind = any(_ENTRY.search(line.text) and line.bottom < page[at].bottom for line in page[:at])
    return [page[at], *page[:at], *page[at + 1 :]] if behind else page


def _run(numbers: Iterable[int]) -> list[int]:
    """The first of the numbers and those that follow it closely, as lines do that are entries."""
    run: list[int] = []
    for number in numbers:
        if not run or number - run[-1] <= _LONGEST_ENTRY:
            run.append(number)
    return run
