import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.datasette.highlight import Span, excerpt, merged, pieces


@st.composite
def spans(draw) -> Span:
    start = draw(st.integers(0, 60))
    return Span(start, start + draw(st.integers(0, 60)), (draw(st.sampled_from("abc")),))


@given(st.text(max_size=50), st.lists(spans(), max_size=8))
def test_pieces_are_the_text_and_mark_exactly_the_evidence(text, found):
    cut = pieces(text, found)
    assert "".join(piece.text for piece in cut) == text
    marked = [piece.marked for piece in cut for _ in piece.text]
    inside = [span for span in found if span.start < span.end <= len(text)]
    assert marked == [any(span.start <= at < span.end for span in inside) for at in range(len(text))]


def test_overlapping_evidence_is_named_where_it_ends():
    cut = pieces("abcdef", [Span(0, 4, ("one",)), Span(2, 6, ("two",)), Span(2, 6, ("three",))])
    assert [(piece.text, piece.labels, piece.ending) for piece in cut] == [
        ("ab", ("one",), ()),
        ("cd", ("one", "two", "three"), ("one",)),
        ("ef", ("two", "three"), ("two", "three")),
    ]


def test_the_same_words_are_one_span():
    assert merged([Span(1, 2, ("b",)), Span(0, 1, ("a",)), Span(1, 2, ("c",))]) == [
        Span(0, 1, ("a",)),
        Span(1, 2, ("b", "c")),
    ]


@given(st.text(alphabet="ab ", max_size=900), st.lists(spans(), min_size=1, max_size=4))
def test_an_excerpt_is_a_slice_with_the_first_evidence_in_it(text, found):
    cut = excerpt(text, [span for span in found if span.end <= len(text)], room=100)
    words = "".join(piece.text for piece in cut).removeprefix("… ").removesuffix(" …")
    assert words in text
    assert "".join(piece.text for piece in cut).endswith(" …") or text.endswith(words)
    assert len(words) <= max(len(text) and 300, 0)


def test_an_excerpt_ends_with_a_whole_word():
    cut = excerpt("open " + "architecture " * 30, [Span(0, 4, ())], room=100)
    assert "".join(piece.text for piece in cut) == "open " + "architecture " * 7 + " …"


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [
        ([(120, 127)], "… |two six one two six |[one two]| six one two six one two six one | …"),
        ([(0, 3), (120, 127)], "[one]| two six one two six one two six one two six one two six | …"),
        ([(120, 200)], "… |two six one two six |[one two six one two six one two six one ]| …"),
        ([(200, 203)], "… |one two six one two |[six]| one two six one two six one two six "),
        ([(228, 231)], "… |two six one two six |[one]| two six "),
        ([], "one two six one two six one two six one two six one two six | …"),
    ],
)
def test_an_excerpt_has_the_words_around_the_first_evidence(evidence, shown):
    cut = excerpt("one two six " * 20, [Span(start, end, ("a",)) for start, end in evidence], room=60)
    assert "|".join(f"[{piece.text}]" if piece.marked else piece.text for piece in cut) == shown


def test_words_without_a_blank_nearby_are_cut_anywhere():
    whole = [Span(0, 1, ("a",))]
    assert "".join(piece.text for piece in excerpt("x" * 100, whole, room=60)) == "x" * 60 + " …"
    assert "".join(piece.text for piece in excerpt("x" * 60, whole, room=60)) == "x" * 60
