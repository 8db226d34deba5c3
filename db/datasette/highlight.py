"""Evidence in its text: overlapping spans cut into pieces that a page can mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are evidence: offsets in code points, and what they are evidence of."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that lies under the same spans."""

    text: str
    marked: bool
    labels: tuple[str, ...] = ()
    """All that it is evidence of."""
    ending: tuple[str, ...] = ()
    """Labels of the spans that end with it: where a page names them."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """One span for the same words, with the labels of all, in the order of the text."""
    labels: dict[tuple[int, int], dict[str, None]] = {}
    for span in spans:
        labels.setdefault((span.start, span.end), {}).update(dict.fromkeys(span.labels))
    return [Span(start, end, tuple(held)) for (start, end), held in sorted(labels.items())]


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The whole text in order, cut wherever a span begins or ends. Joined, the pieces are the text.

    >>> [(piece.text, piece.labels) for piece in pieces("abcd", [Span(0, 2, ("x",)), Span(1, 3, ("y",))])]
    [('a', ('x',)), ('b', ('x', 'y')), ('c', ('y',)), ('d', ())]
    """
    inside = [span for span in merged(spans) if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(edge for span in inside for edge in (span.start, span.end))})
    return [_piece(text, start, end, inside) for start, end in pairwise(edges)]


def _piece(text: str, start: int, end: int, spans: Sequence[Span]) -> Piece:
    over = [span for span in spans if span.start <= start and end <= span.end]
    labels = dict.fromkeys(label for span in over for label in span.labels)
    ending = dict.fromkeys(label for span in over if span.end == end for label in span.labels)
    return Piece(text[start:end], bool(over), tuple(labels), tuple(ending))


def excerpt(text: str, spans: Sequence[Span], room: int = 320) -> list[Piece]:
    """The words around the first evidence, with "…" where the text goes on."""
    if len(text) <= room:
        return pieces(text, spans)
    first = min((span.start for span in spans), default=0)
    start = _word_start(text, max(0, first - room // 3))
    end = _word_start(text, start + room) if start + room < len(text) else len(text)
    inside = [Span(span.start - start, min(span.end, end) - start, span.labels) for span in spans]
    before = [Piece("… ", False)] if start else []
    after = [Piece(" …", False)] if end < len(text) else []
    return [*before, *pieces(text[start:end], inside), *after]


def _word_start(text: str, at: int) -> int:
    """The nearest beginning of a word at or before a place, if one is near."""
    space = text.rfind(" ", max(0, at - 40), at)
    return space + 1 if at and space >= 0 else at
