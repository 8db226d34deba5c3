from hypothesis import given
from hypothesis import strategies as st

from db.datasette.text import in_words, long_date, plain, short_title


@given(st.text())
def test_plain_text_keeps_offsets_and_has_no_control_characters(text):
    shown = plain(text)
    assert len(shown) == len(text)
    assert all(character in "\t\n\r" or ord(character) >= 32 for character in shown)


def test_dates_and_names_for_people():
    assert long_date("2024-07-02T01:02:03Z") == "2 July 2024"
    assert long_date("soon") == "soon"
    assert long_date(None) == ""
    assert in_words("executive_order") == "Executive order"


def test_long_titles_are_cut_at_a_word_and_keep_their_name():
    title = "Regulation (EU) 2031/1 laying down harmonised rules on machines (Machine Act) (Text with EEA relevance)"
    assert short_title(title, 60) == "Regulation (EU) 2031/1 laying down harmonised… (Machine Act)"
    assert short_title(title) == title.removesuffix(" (Text with EEA relevance)")
    assert short_title("x" * 200, 50) == "x" * 49 + "…"
    assert short_title("Short", 50) == "Short"
