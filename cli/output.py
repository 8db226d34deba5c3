"""How results look on stdout: a table for people, JSON lines for programs. Text of documents is not trusted."""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import click

_GAP = "  "
_NARROWEST = 12
"""Columns of text below which a cell is not squeezed: narrower ones cannot be read."""
# Control characters could steer the terminal; direction marks could show words out of order.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text with every character that would steer a terminal replaced by U+FFFD; offsets stay what they were."""
    return _STEERING.sub("\ufffd", text)


def width() -> int:
    """Columns of the terminal, 100 if stdout is not one; at most 140, because longer lines are hard to read."""
    return min(shutil.get_terminal_size((100, 24)).columns, 140)


def show_progress(line: str) -> None:
    """Say on stderr how far a command has got, replacing what it said before; nothing if stderr is no terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line, every field of every row."""
    for row in rows:
        click.echo(json.dumps(dict(row), ensure_ascii=False))


def print_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """The named columns of all rows, wrapped so that they fit the terminal; the first, which names the row, is not.

    Column names lose their underscores.
    """
    cells = [
        [column.replace("_", " ") for column in columns],
        *([_cell(row[column]) for column in columns] for row in rows),
    ]
    first, *others = (max(map(len, column)) for column in zip(*cells, strict=True))
    widths = [first, *_squeeze(others, width() - first - len(_GAP))]
    for number, row_cells in enumerate(cells):
        for line in _lines(row_cells, widths):
            click.echo(click.style(line, bold=True) if number == 0 else line)


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool, none: str) -> None:
    """Rows as JSON lines, or as a table of the named columns; `none` goes to stderr where there are no rows."""
    if as_json:
        print_json(rows)
    elif rows:
        print_table(rows, columns)
    if not rows:
        click.echo(none, err=True)


def wrap(text: str, indent: str = "") -> str:
    """Running text in the width of the terminal, paragraph by paragraph. Addresses stay whole: people copy them."""
    wrapper = textwrap.TextWrapper(
        width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )
    return "\n".join(map(wrapper.fill, harmless(text).splitlines()))


def highlight(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the given spans between « and ». Spans that touch or overlap become one."""
    pieces, done = [], 0
    for start, end in _merged(spans):
        pieces += [text[done:start], "«", text[start:end], "»"]
        done = end
    return "".join([*pieces, text[done:]])


def _cell(value: object) -> str:
    if value is None:
        return ""
    return harmless(" ".join(str(value).split()))


def _squeeze(widths: list[int], room: int) -> list[int]:
    """Take from the widest column until all fit, or none can give more."""
    room -= len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    wrapped = [
        textwrap.wrap(cell, max(size, 1), break_on_hyphens=False) or [""]
        for cell, size in zip(cells, widths, strict=True)
    ]
    for line in zip_longest(*wrapped, fillvalue=""):
        yield _GAP.join(piece.ljust(size) for piece, size in zip(line, widths, strict=True)).rstrip()


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
