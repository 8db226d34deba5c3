"""Text with hard line breaks, as typewritten or put into `<pre>`: lines joined to paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from pipeline.normalise import tidy

_STARTS_PARAGRAPH = re.compile(
    r"\s*(?:Section|Sec\.) \d{1,3}\. (?=[A-Z(“\"])"  # of an order
    r"|\s{3,}\(?(?:\d{1,2}|[a-z]{1,4})[.)]\s+\S"  # of a list
    r"|\[FR Doc\. |BILLING CODE \d"
)
# "SUMMARY:" on a line of its own, in preambles of notices.
_LABEL = re.compile(r"[A-Z][A-Z ]+:$")
_LONG_RUN = 20
"""Lines. Few paragraphs have more: of such a run no blank line parts the paragraphs."""
_LONGEST_LINE = 250
"""Characters. A longer line is not broken: it is a paragraph."""
_FULL = 0.9
"""Of the usual length of a line."""
_BULLET = re.compile(r"\s*[•●○▪■◦‣➢](?:\s|$)")
# The number, letter or bullet of the line that follows, or the mark of a note.
_MARK = re.compile(r"\W*(?:\w{1,2}|[ivx]{1,4}|\d[\d.]*)?\W*")
_LONGEST_MARK = 8
_ENDS_SENTENCE = re.compile(r"[.?!:;][\"”’')\]\d]*$")


def paragraphs(text: str) -> list[str]:
    """Paragraphs end at a blank line, before a line that is indented more than the one above, and before a number.

    The Federal Register's text rendition marks a paragraph by indenting its first line, and an order's sections by
    nothing but their number.
    """
    return _joined(_runs(text))


def typed_paragraphs(text: str) -> list[str]:
    """As `paragraphs`. Where many lines follow each other without a blank one, as in what is copied out of a PDF, a
    paragraph also ends with a line on which the next word would have had room, and before a bullet."""
    return _joined(part for run in _runs(text) for part in _parted(run))


def _joined(runs: Iterable[Sequence[str]]) -> list[str]:
    return [paragraph for run in runs if (paragraph := tidy(" ".join(run)))]


def _runs(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    indent_before = 0
    for line in text.expandtabs().splitlines():
        indent = len(line) - len(line.lstrip())
        starts = (lines and indent > indent_before) or _STARTS_PARAGRAPH.match(line) or _LABEL.match(line)
        if starts or not line.strip() or (len(lines) == 1 and _LABEL.match(lines[0])):
            yield lines
            lines = []
        lines.append(line)
        indent_before = indent
    yield lines


def _parted(run: Sequence[str]) -> Iterator[list[str]]:
    # Some PDFs leave marks of direction around each line, and a line of nothing else after it.
    seen = [(line, bare) for line in run if (bare := "".join(filter(str.isprintable, line)).strip())]
    usual = _usual_length([len(bare) for _, bare in seen])
    part: list[str] = []
    printed: list[str] = []
    for line, bare in seen:
        if printed and _begins(bare, printed, usual):
            yield part
            part, printed = [], []
        part.append(line)
        printed.append(bare)
    yield part


def _usual_length(lengths: Sequence[int]) -> float:
    """Of the lines of a long run that are broken where they are full; 0 for a short run."""
    broken = [length for length in lengths if length <= _LONGEST_LINE]
    if len(broken) <= _LONG_RUN:
        return 0.0
    half = max(broken) / 2
    return median(length for length in broken if length >= half)


def _begins(line: str, printed: Sequence[str], usual: float) -> bool:
    """Whether a line begins a paragraph after the lines of another."""
    before = printed[-1]
    if max(len(before), len(line)) > _LONGEST_LINE:
        return True
    if not usual:
        return False
    if _BULLET.match(line):
        return True
    has_room = len(before) + 1 + len(line.split(maxsplit=1)[0]) <= _FULL * usual
    return has_room and not _is_mark(before) and (_is_heading(printed, line) or bool(_ENDS_SENTENCE.search(before)))


def _is_heading(printed: Sequence[str], following: str) -> bool:
    """Whether the lines are a heading, perhaps after its number, with which the line that follows does not go on."""
    alone = len(printed) <= 2 and all(map(_is_mark, printed[:-1]))
    return alone and not next(filter(str.isalnum, following), "").islower()


def _is_mark(line: str) -> bool:
    return len(line) <= _LONGEST_MARK and _MARK.fullmatch(line) is not None
