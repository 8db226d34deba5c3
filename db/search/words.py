"""Words as people type them, for the full-text index and for comparing."""

import re
import sqlite3
import unicodedata

from sqlite_utils import Database

_POWER = re.compile(r"(?<=\w)\^(-?\d+)")
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def full_text_query(connection: sqlite3.Connection, words: str) -> str:
    """What to ask FTS5 for: all of the words; those in double quotes together, and no other syntax of its queries.
    "10^25" is looked for as texts have it, 10²⁵."""
    typed = _POWER.sub(lambda power: power[1].translate(_SUPERSCRIPTS), words)
    # SQLite ends a query at a NUL character, and `quote_fts` does not see a quotation that goes over two lines.
    one_line = " ".join(typed.replace("\0", " ").split())
    return Database(connection, recursive_triggers=False).quote_fts(one_line)


def first_words(text: str, limit: int) -> str:
    """The beginning of a text in one line, cut at a word, with … where there is more. Of a word that is very long, as
    addresses are, there is a part."""
    line = " ".join(text[: 2 * limit].split())
    if len(line) <= limit and len(text) <= 2 * limit:
        return line
    end = line.rfind(" ", limit // 2, limit)
    return line[: end if end > 0 else limit - 1].rstrip(" ,;:–-") + "…"


def folded(text: str) -> str:
    """Small letters without accents."""
    small = text.casefold()
    if small.isascii():
        return small
    return "".join(each for each in unicodedata.normalize("NFD", small) if not unicodedata.combining(each))
