"""What pdfium reports about the characters of a page: where they stand as a reader sees it, how large and how bold."""

import ctypes
import math
from bisect import bisect_left

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
_BOLD = 600
"""Font weight from which on type is bold."""
_LOWER = 0.5
"""Type sizes."""
_FAR = 3.0
"""Type sizes: no raised mark or large initial stands so far from its line."""


class Characters:
    """The characters of one page, by their place in its `text`."""

    def __init__(self, textpage: pdfium.PdfTextPage, paper: _Box) -> None:
        self._textpage = textpage
        self._paper = paper
        self.text: str = textpage.get_text_range()
        self._wide = [index for index, character in enumerate(self.text) if character > "\uffff"]

    def _number(self, index: int) -> int:
        """pdfium's own number of a character. It counts an emoji twice, as UTF-16 does, and has characters that it
        leaves out of the text: by their place in the text all others behind them on the page would be taken for their
        neighbours."""
        unit = index + bisect_left(self._wide, index)
        return int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(self._textpage, unit))

    def turns(self, index: int) -> int:
        """How many quarters of a turn to the right set a character upright. Wide tables are printed sideways."""
        return round(-float(pdfium_c.FPDFText_GetCharAngle(self._textpage, self._number(index))) / (math.pi / 2)) % 4

    def box(self, index: int, turns: int) -> _Box:
        """The character on the paper that was turned to the right by so many quarters."""
        return _turned(self._textpage.get_charbox(self._number(index)), turns, self._paper)

    def baseline(self, index: int, turns: int) -> float | None:
        """How high the line is that the character stands on, None if pdfium does not know."""
        x, y = ctypes.c_double(), ctypes.c_double()
        if not pdfium_c.FPDFText_GetCharOrigin(self._textpage, self._number(index), x, y):
            return None
        return _turned((x.value, y.value, x.value, y.value), turns, self._paper)[1]

    def is_below(self, index: int, other: int) -> bool:
        """Whether a character stands on a lower line than another, or is raised from a lower line."""
        turns = self.turns(other)
        lower, higher = self.baseline(index, turns), self.baseline(other, turns)
        return lower is not None and higher is not None and higher - lower > _LOWER * self.size(other)

    def is_far(self, index: int, other: int) -> bool:
        """Whether a character stands lines above or below another."""
        turns = self.turns(other)
        one, two = self.baseline(index, turns), self.baseline(other, turns)
        return one is not None and two is not None and abs(one - two) > _FAR * self.size(other)

    def is_left(self, index: int, other: int) -> bool:
        """Whether a character stands further to the left than another."""
        turns = self.turns(other)
        return self.box(index, turns)[0] < self.box(other, turns)[0]

    def size(self, index: int) -> float:
        """Font size in points; fonts may be declared with size 1 and scaled by the text matrix."""
        matrix = pdfium_c.FS_MATRIX()
        number = self._number(index)
        known = pdfium_c.FPDFText_GetMatrix(self._textpage, number, matrix)
        scale = max(abs(matrix.c), abs(matrix.d)) if known else 1.0
        return float(pdfium_c.FPDFText_GetFontSize(self._textpage, number) * (scale or 1.0))

    def is_bold(self, index: int) -> bool:
        """Whether it is bold by the weight of its font or, where none is stated, by its name."""
        number = self._number(index)
        if pdfium_c.FPDFText_GetFontWeight(self._textpage, number) >= _BOLD:
            return True
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._textpage, number, name, len(name), flags)
        return any(mark in name.value.lower() for mark in (b"bold", b"black", b"heavy"))


def _turned(box: _Box, turns: int, paper: _Box) -> _Box:
    for _ in range(turns):
        (left, bottom, right, top), (west, south, east, north) = box, paper
        box = (bottom, east + west - right, top, east + west - left)
        paper = (south, west, north, east)
    return box
