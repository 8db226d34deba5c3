"""Citations in the forms in which people write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.search.places import Place, read_citation, unsaid

ARTICLE = ("Article {}", "article {}", "Art. {}", "art {}", "art.{}", "art{}", "Artikel {}")
PARAGRAPH = (
    "({})",
    " ({})",
    " para {}",
    ", para. {}",
    ", paragraph {}",
    " Abs. {}",
    " Absatz {}",
    " § {}",
    ".{}",
    " para{}",
)
POINT = ("({})", " ({})", " pt {}", ", point ({})", ", point {})", " lit. {}", " Buchst. {}", " Buchstabe {}", " {})")
FORMS = st.tuples(st.sampled_from(ARTICLE), st.sampled_from(PARAGRAPH), st.sampled_from(POINT))
NUMBERS = st.builds("{}{}".format, st.integers(1, 150), st.sampled_from(["", "a", "bis"]))
STEPS = st.tuples(NUMBERS, NUMBERS, st.sampled_from("abcdefghijklmnopqrstuvwxyz"))


@st.composite
def written(draw, steps):
    """A place in an article with one, two or three steps, in one of the ways of writing it."""
    return "".join(form.format(step) for form, step in zip(draw(FORMS), steps, strict=False))


PLACES = st.builds(lambda steps, depth: steps[:depth], STEPS, st.integers(1, 3))


@given(steps=PLACES, data=st.data())
def test_a_place_is_the_same_however_it_is_written(steps, data):
    one, other = data.draw(written(steps)), data.draw(written(steps))
    assert read_citation(one) == read_citation(other) == Place(("article", *steps), "")


@given(places=st.lists(PLACES, min_size=2, max_size=2, unique=True), data=st.data())
def test_different_places_are_never_the_same(places, data):
    one, other = (read_citation(data.draw(written(steps))) for steps in places)
    assert not one.same(other)


@pytest.mark.parametrize(
    ("citation", "steps"),
    [
        ("art. 12(3-e)", ("12", "3-e")),
        ("Article 1(-1)", ("1", "-1")),
        ("Article 1(-1a)(b)", ("1", "-1a", "b")),
    ],
)
def test_what_is_inserted_before_the_first_or_an_inserted_paragraph_is_a_place(citation, steps):
    """A search for Article 12(3-e) of the emissions trading directive looked for Article 12 with "3" and "e"."""
    assert read_citation(citation) == Place(("article", *steps), "")


@given(steps=PLACES, data=st.data())
def test_what_follows_a_citation_is_kept_apart(steps, data):
    assert read_citation(data.draw(written(steps)) + " AI Act") == Place(("article", *steps), "ai act")


@given(st.text())
def test_any_text_is_read_and_is_the_same_as_itself(text):
    assert read_citation(text).same(read_citation(text.casefold()))


@pytest.mark.parametrize(
    ("text", "steps", "rest"),
    [
        ("recital 103 AI Act", ("recital", "103"), "ai act"),
        ("considérant 103", ("recital", "103"), ""),
        ("Erwägungsgrund (103)", ("recital", "103"), ""),
        ("sec. 4.6(b)(ii)", ("section", "4", "6", "b", "ii"), ""),
        ("§ 4.6", ("section", "4", "6"), ""),
        ("§4.6 EO 14110", ("section", "4", "6"), "eo 14110"),
        ("Anhang VIII Abschnitt A Nummer 1", ("annex", "viii", "section", "a", "1"), ""),
        ("Annex VIII, Section A, point 1", ("annex", "viii", "section", "a", "1"), ""),
        ("p. 12, para. 3", ("page", "12", "3"), ""),
        ("Article 5(1), first subparagraph, point (h)", ("article", "5", "1", "h"), ""),
        ("article 5, paragraphe 1, premier alinéa, point h)", ("article", "5", "1", "h"), ""),
        ("Article 113, third paragraph, point (a), AI Act", ("article", "113", "a"), "ai act"),
        ("Article 6(3), second subparagraph", ("article", "6", "3"), ""),
        ("Article 5(1), first paragraphs on weights", ("article", "5", "1"), "first paragraphs on weights"),
        ("Article 5 “emotion”", ("article", "5"), "“emotion”"),
        ("Article 5 (emotion)", ("article", "5"), "(emotion)"),
        ("Article 5 points to weights", ("article", "5"), "points to weights"),
        ("article on points", (), "article on points"),
        ("art of war", (), "art of war"),
        ("particle 5", (), "particle 5"),
    ],
)
def test_the_citation_is_what_a_text_begins_with(text, steps, rest):
    assert read_citation(text) == Place(steps, rest)


def test_a_long_text_is_not_taken_apart_for_every_provision_that_it_is_compared_with():
    """A visitor's address of 4,000 letters took three seconds of a server's processor time."""
    asked = read_citation("x " * 30_000)
    held = [read_citation(f"Article {number}") for number in range(4000)]
    begun = time.process_time()
    assert not any(place.same(asked) for place in held)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("heading", "citation", "said"),
    [
        ("Scope", "Article 2", "Scope"),
        ("", "Article 2", ""),
        ("1.1. Reasons", "1.1. Reasons", ""),
        ("SUMMARY:", "SUMMARY", ""),
        ("Attachment 1", "Attachment 1 (part 2)", ""),
    ],
)
def test_a_heading_that_its_citation_says_is_not_said_again(heading, citation, said):
    assert unsaid(heading, citation) == said
