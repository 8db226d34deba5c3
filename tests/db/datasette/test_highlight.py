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
