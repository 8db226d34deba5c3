import sqlite3
from contextlib import closing

import pytest

from db.search.words import first_words, full_text_query

TEXTS = ("more than 10²⁵ operations", "an area of 5 m²", "open-source models")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("10^25", TEXTS[:1]),
        ("10²⁵ operations", TEXTS[:1]),
        ("10^24", ()),
        ("open^source", TEXTS[2:]),
        ('"open-source"', TEXTS[2:]),
        ("m^2", TEXTS[1:2]),
        ("models\0x", ()),
    ],
)
def test_words_are_found_as_texts_have_them(words: str, found: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE texts USING fts5(text)")
        connection.executemany("INSERT INTO texts VALUES (?)", [(text,) for text in TEXTS])
        rows = connection.execute("SELECT text FROM texts WHERE texts MATCH ?", [full_text_query(connection, words)])
        assert tuple(text for (text,) in rows) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Buoys\n\nfloat.", "Buoys float."),
        ("Each buoy carries a lamp", "Each buoy carries a lamp"),
        ("Each buoy carries a lamp.", "Each buoy carries a…"),
        ("Every buoy that floats, carries a lamp", "Every buoy that floats…"),
        ("Every buoy\n" + " " * 90 + "floats.", "Every buoy…"),
        ("https://buoys.example/floating/lamps", "https://buoys.example/f…"),
        ("See https://buoys.example/floating/lamps", "See https://buoys.examp…"),
    ],
)
def test_the_first_words_are_cut_at_a_word_that_is_not_too_long(text, shown):
    """A note in a memorandum is often one long address, of which only … was left."""
    assert first_words(text, 24) == shown
