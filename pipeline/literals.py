"""Many strings looked for at once."""

from collections.abc import Iterable
from typing import Any

try:
    from ahocorasick_rs import BytesAhoCorasick
except ImportError:
    # There is no wheel for Python 3.15 yet, and who has no Rust compiler could not install the tracker.
    BytesAhoCorasick = None  # type: ignore[assignment,misc]


_LONG = 1 << 19
"""Bytes of a text above which strings are looked for one after the other: the one pass lists every place of each, which
takes 160 bytes a place, and a hostile text of 50 MB may have as many slashes. Hardly a provision is that long."""


class Literals:
    """Strings that are looked for in one pass where `ahocorasick_rs` is installed, else one after the other. Pickled as
    these."""

    def __init__(self, strings: Iterable[str] = ()) -> None:
        self._strings = tuple(strings)
        self._encoded = tuple(each.encode() for each in self._strings)
        self._automaton = BytesAhoCorasick(self._encoded) if BytesAhoCorasick is not None else None

    def __reduce__(self) -> tuple[Any, ...]:
        return Literals, (self._strings,)

    def found_in(self, text: bytes) -> set[str]:
        """Those of the strings that stand in a text in UTF-8."""
        if self._automaton is None or len(text) > _LONG:
            return {string for string, encoded in zip(self._strings, self._encoded, strict=True) if encoded in text}
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return {self._strings[place] for place, _, _ in found}
