"""How the pages of a PDF are cited: by the number that a reader sees on them, which is seldom their place in the file.

Nobody finds "p. 7" on a page that is numbered 3. A page without a number, or with one that another page has too, is
cited by its place in the file, and the citation says so: "PDF p. 2", "p. 3 (PDF p. 33)".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline import roman
from pipeline.extract.pdf.lines import Line

# "7", "xii", "A-3", "Cover". What is longer or has other signs is no number of a page.
_LABEL = re.compile(r"[\w.–-]{0,12}")
_ARABIC = re.compile(r"(?P<prefix>(?:[A-Z][-–.])?)(?P<number>[1-9]\d{0,5})")
_LARGEST_ROMAN = 89
_BESIDE = 2
"""Pages before and after that are asked whether they count on."""
_ENOUGH = 3
"""A number is that of its page if so many neighbours, itself among them, count on: years and notes do not."""


class _Number(NamedTuple):
    """A number that may be that of its page. Those that count on from page to page have prefix and offset in common."""

    printed: str
    prefix: str
    offset: int


def page_citations(labels: Sequence[str], running: Iterable[Line]) -> list[str]:
    """ "p. 3" for each page, by the labels that the file states, else by the running heads, else by its place.

    Labels that only count the pages of the file state nothing: programs write them by themselves.
    """
    names = _stated(labels) or _printed(running, len(labels)) or _places(len(labels))
    times = Counter(names)
    return [_citation(name, page, shared=times[name] > 1) for page, name in enumerate(names, start=1)]


def _citation(name: str, page: int, *, shared: bool) -> str:
    if not name:
        return f"PDF p. {page}"
    return f"p. {name} (PDF p. {page})" if shared else f"p. {name}"


def _places(pages: int) -> list[str]:
    return [str(page) for page in range(1, pages + 1)]


def _stated(labels: Sequence[str]) -> list[str]:
    usable = any(labels) and all(map(_LABEL.fullmatch, labels))
    return list(labels) if usable and list(labels) != _places(len(labels)) else []


def _printed(running: Iterable[Line], pages: int) -> list[str]:
    """The numbers in the running heads, if most pages have one; pages without count on from their neighbours."""
    candidates: dict[int, set[_Number]] = defaultdict(set)
    for line in running:
        candidates[line.page].update(_numbers(line))
    numbers = {page: best for page in candidates if (best := _own_number(page, candidates, min(_ENOUGH, pages)))}
    if pages < 2 or 2 * len(numbers) < pages:
        return []
    return [numbers[page].printed if page in numbers else _counted_on(page, numbers) for page in range(1, pages + 1)]


def _numbers(line: Line) -> Iterator[_Number]:
    """The numbers among the words of a running head: "EN 12 EN", "Page 3 of 20", "88 FR 75191", "ii"."""
    words = [word.strip("-–—()[].,:·•") for word in re.split(r"[\s/|]+", line.text)]
    for word in words:
        if found := _ARABIC.fullmatch(word):
            yield _Number(word, found["prefix"], int(found["number"]) - line.page)
        elif len(words) == 1 and 0 < (number := roman.value(word.upper())) <= _LARGEST_ROMAN:
            yield _Number(word, "roman", number - line.page)


def _own_number(page: int, candidates: Mapping[int, Collection[_Number]], enough: int) -> _Number | None:
    """The number of a page that most of its neighbours count on from."""
    near = [candidates.get(other, ()) for other in range(page - _BESIDE, page + _BESIDE + 1)]
    series = Counter((number.prefix, number.offset) for numbers in near for number in numbers)
    best = max(candidates[page], key=lambda number: (series[number[1:]], number), default=None)
    return best if best and series[best[1:]] >= enough else None


def _counted_on(page: int, numbers: Mapping[int, _Number]) -> str:
    """The number that a page without one has by that of the page before or, at the beginning, after it."""
    nearest = max((other for other in numbers if other < page), default=min(numbers))
    _, prefix, offset = numbers[nearest]
    return f"{prefix}{page + offset}" if prefix != "roman" and page + offset > 0 else ""
