"""Comparison of two states of a text."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from provisions import act, article, changes, container, page_paragraph, paragraph, recital, sentence, summary

from pipeline.changes import compare
from pipeline.model import Provision, ProvisionChange, ProvisionKind


def renumbered(provisions: Sequence[Provision]) -> list[Provision]:
    return [article(str(number), provision.text) for number, provision in enumerate(provisions, start=1)]


def test_one_clause_edited_is_one_change() -> None:
    edited = act[3].text.replace(" ", " without delay ", 1)
    (change,) = changes(act, [*act[:3], replace(act[3], text=edited), *act[4:]])
    assert change == ProvisionChange("amended", "Article 4", "art_4", "art_4", act[3].text, edited)


def test_an_inserted_article_between_numbers_leaves_the_others_alone() -> None:
    assert summary(act, [*act[:4], article("4a", sentence("new")), *act[4:]]) == [("added", "", "art_4a")]


def test_insertion_with_renumbering() -> None:
    new = renumbered([*act[:2], article("x", sentence("new")), *act[2:]])
    assert summary(act, new) == [
        ("added", "", "art_3"),
        *(("renumbered", f"art_{number}", f"art_{number + 1}") for number in range(3, 9)),
    ]


def test_removal_with_renumbering_and_an_amendment() -> None:
    amended = replace(act[5], text=act[5].text + " and inform the public")
    new = renumbered([*act[:2], *act[3:5], amended, *act[6:]])
    assert summary(act, new) == [
        ("removed", "art_3", ""),
        ("renumbered", "art_4", "art_3"),
        ("renumbered", "art_5", "art_4"),
        ("amended", "art_6", "art_5"),
        ("renumbered", "art_7", "art_6"),
        ("renumbered", "art_8", "art_7"),
    ]


def test_every_article_amended_and_renumbered_finds_its_own() -> None:
    new = renumbered([article("x", sentence("new")), *(replace(p, text=p.text + " where needed") for p in act)])
    assert summary(act, new) == [
        ("added", "", "art_1"),
        *(("amended", f"art_{number}", f"art_{number + 1}") for number in range(1, 9)),
    ]


def test_paragraphs_renumbered_with_the_numbers_in_front_of_them_are_not_amended() -> None:
    old = [container("1", "Scope"), *(paragraph("1", number, sentence(number)) for number in (1, 2))]
    texts = [sentence("new"), sentence(1), sentence(2)]
    new = [container("1", "Scope"), *(paragraph("1", number, text) for number, text in enumerate(texts, start=1))]
    assert summary(old, new) == [
        ("added", "", "art_1/par_1"),
        ("renumbered", "art_1/par_1", "art_1/par_2"),
        ("renumbered", "art_1/par_2", "art_1/par_3"),
    ]


@pytest.mark.parametrize(("words_kept", "kinds"), [(30, ["amended"]), (6, ["added", "removed"])])
def test_an_article_under_another_number_is_the_same_if_most_of_its_words_are(
    words_kept: int, kinds: list[str]
) -> None:
    words = [f"word{number}" for number in range(40)]
    others = [f"other{number}" for number in range(words_kept, 40)]
    old, new = article("9", " ".join(words)), article("10", " ".join(words[:words_kept] + others))
    assert sorted(change.kind for change in changes([*act, old], [*act, new])) == kinds


def test_another_text_under_the_same_number_is_an_amendment() -> None:
    assert summary(act, [*act[:4], article("5", "Repealed with effect from 2 August."), *act[5:]]) == [
        ("amended", "art_5", "art_5")
    ]


def test_a_paragraph_rewritten_into_a_new_article_is_a_removal_and_an_addition() -> None:
    text = sentence("data", 60)
    old = [container("10", "Data"), paragraph("10", 1, sentence(1)), paragraph("10", 2, text)]
    rewritten = " ".join(text.split()[:45] + sentence("more", 15).split())
    new = [container("4a", "Bias"), paragraph("4a", 1, rewritten), *old[:2]]
    assert summary(old, new) == [
        ("added", "", "art_4a"),
        ("added", "", "art_4a/par_1"),
        ("removed", "art_10/par_2", ""),
    ]


def test_a_paragraph_moved_word_for_word_to_another_article() -> None:
    stays = [container("1", "Scope"), paragraph("1", 1, sentence(1)), paragraph("1", 2, sentence(2))]
    host = [container("2", "Duties"), paragraph("2", 1, sentence(3)), paragraph("2", 2, sentence(4))]
    old = [*stays, paragraph("1", 3, sentence("moved")), *host]
    new = [*stays, *host, paragraph("2", 3, sentence("moved"))]
    assert summary(old, new) == [("moved", "art_1/par_3", "art_2/par_3")]


def test_of_several_articles_with_the_same_words_the_first_goes_to_the_first() -> None:
    once, twice = sentence("once"), sentence("twice")
    old = [article("1", once), article("2", twice), article("3", twice)]
    new = [article("11", f"{twice} Amended."), article("12", twice), article("13", once)]
    assert summary(old, new) == [
        ("amended", "art_3", "art_11"),
        ("moved", "art_2", "art_12"),
        ("moved", "art_1", "art_13"),
    ]


def test_an_article_renumbered_with_its_paragraphs() -> None:
    text = [sentence(number) for number in range(3)]

    def numbered(number: str) -> list[Provision]:
        whole = " ".join(text)
        return [container(number, "Duties", whole), *(paragraph(number, i, words) for i, words in enumerate(text))]

    old = [article("1", sentence("first")), *numbered("2")]
    new = [article("1", sentence("first")), article("2", sentence("new")), *numbered("3")]
    assert summary(old, new) == [
        ("added", "", "art_2"),
        ("renumbered", "art_2", "art_3"),
        *(("renumbered", f"art_2/par_{i}", f"art_3/par_{i}") for i in range(3)),
    ]


def test_of_two_articles_with_one_heading_the_one_with_the_words_stayed() -> None:
    def definitions(number: str, seed: str) -> list[Provision]:
        return [container(number, "Definitions", sentence(seed)), paragraph(number, 1, sentence(seed))]

    assert summary([*definitions("1", "a"), *definitions("2", "b")], definitions("1", "b")) == [
        ("removed", "art_1", ""),
        ("removed", "art_1/par_1", ""),
        ("renumbered", "art_2", "art_1"),
        ("renumbered", "art_2/par_1", "art_1/par_1"),
    ]


def test_a_changed_heading_is_one_change_of_its_article() -> None:
    old = [container("75", "Mutual assistance"), paragraph("75", 1, sentence(1))]
    (change,) = changes(old, [container("75", "Market surveillance"), old[1]])
    assert (change.kind, change.before, change.after) == ("amended", "Mutual assistance", "Market surveillance")


def test_paragraphs_repeat_the_heading_of_their_article() -> None:
    def under(heading: str) -> list[Provision]:
        return [container("75", heading), replace(paragraph("75", 1, sentence(1)), heading=heading)]

    assert summary(under("Assistance"), under("Surveillance")) == [("amended", "art_75", "art_75")]


def test_paragraphs_repeat_the_heading_of_the_section_around_theirs() -> None:
    def under(heading: str) -> list[Provision]:
        return [
            Provision("h_1", "section", heading, "", heading=heading),
            Provision("h_2", "section", "Actions", "", heading="Actions", parent="h_1"),
            Provision("p_1", "paragraph", "p. 1", sentence(1), heading=heading, parent="h_2", unit=True),
        ]

    assert summary(under("Open Charts"), under("Open Maps")) == [("amended", "h_1", "h_1")]


def test_an_annex_without_a_heading_is_added_as_a_whole_and_point_by_point() -> None:
    annex = Provision("anx_II", "annex", "Annex II", f"1. {sentence(2)}")
    point = Provision("anx_II/pt_1", "point", "Annex II, point 1", sentence(2), parent="anx_II", unit=True)
    assert summary(act, [*act, annex, point]) == [("added", "", "anx_II"), ("added", "", "anx_II/pt_1")]


def test_a_changed_heading_of_a_unit_is_shown_above_its_text() -> None:
    (change,) = changes([article("1", "Text.", "Aim")], [article("1", "Text.", "Scope")])
    assert (change.kind, change.before, change.after) == ("amended", "Aim\nText.", "Scope\nText.")


def test_what_is_inside_a_unit_is_no_change_of_its_own() -> None:
    def with_point(words: str) -> list[Provision]:
        unit = paragraph("2", 1, f"Duties: (a) {words}")
        point = Provision("art_2/par_1/pt_a", "point", "Article 2(1)(a)", f"(a) {words}", parent=unit.path)
        return [container("2", "Duties"), unit, point]

    assert summary(with_point("keep records"), with_point("keep no records")) == [
        ("amended", "art_2/par_1", "art_2/par_1")
    ]


def test_a_row_of_dashes_in_a_consolidated_text_is_a_deletion() -> None:
    new = [*act[:4], replace(act[4], text="▼M1 —————"), *act[5:]]
    assert summary(act, new) == [("removed", "art_5", "")]
    assert summary(new, new) == []


def test_consolidated_texts_carry_no_recitals() -> None:
    old = [*(recital(number, sentence(number)) for number in range(1, 4)), *act]
    assert {change.kind for change in changes(old, act)} == {"removed"}
    assert compare(old, act, {}, {}, consolidated=True) == ()
    assert compare(act, old, {}, {}, consolidated=True) == ()


def test_consolidated_texts_count_footnotes_anew_and_end_without_place_and_date() -> None:
    def with_end(note: int, place: str) -> list[Provision]:
        footnote = Provision(f"art_1/fn_{note}", "footnote", f"footnote {note}", "OJ L 1, p. 1.", parent="art_1")
        return [*act, footnote, Provision("fnp_1", "signature", "Final part", f"Binding. {place}", unit=True)]

    assert compare(with_end(57, "Done at Brussels."), with_end(1, ""), {}, {}, consolidated=True) == ()


def test_an_article_lost_by_a_consolidation_is_removed() -> None:
    assert [change.kind for change in compare(act, act[1:], {}, {}, consolidated=True)] == ["removed"]


def test_tags_stand_beside_the_words() -> None:
    edited = replace(act[3], text=act[3].text + " unless open source")
    (change,) = compare(
        act,
        [*act[:3], edited, *act[4:]],
        {"art_4": ["software", "exemption"]},
        {"art_4": ["software", "carve_back", "exemption"]},
    )
    assert change.tags_before == ("exemption", "software")
    assert change.tags_after == ("carve_back", "exemption", "software")


def test_other_tags_on_the_same_words_are_no_change_of_law() -> None:
    assert compare(act, act, {}, {"art_1": ["software"]}) == ()


def test_a_paragraph_put_into_a_page_is_one_change() -> None:
    page = [page_paragraph(number, sentence(number)) for number in range(30)]
    texts = [provision.text for provision in page]
    texts.insert(3, sentence("new"))
    new = [page_paragraph(number, text) for number, text in enumerate(texts)]
    assert summary(page, new) == [("added", "", "p_3")]


def test_a_paragraph_of_a_page_rewritten_in_its_place_is_amended() -> None:
    texts = [sentence(1), "Comments are due by 1 May at the latest.", sentence(2)]
    page = [page_paragraph(number, text) for number, text in enumerate(texts)]
    texts[1] = "Comments that are late are not read at all."
    assert summary(page, [page_paragraph(number, text) for number, text in enumerate(texts)]) == [
        ("amended", "p_1", "p_1")
    ]
    texts[1] = "Lighthouses now!"
    assert [change.kind for change in changes(page, [page_paragraph(n, text) for n, text in enumerate(texts)])] == [
        "removed",
        "added",
    ]


def test_repeated_paragraphs_of_a_page_do_not_move_when_one_is_added_above() -> None:
    texts = [sentence(1), "Back to top", sentence(2), "Back to top", sentence(3), "Back to top"]
    page = [page_paragraph(number, text) for number, text in enumerate(texts)]
    new = [page_paragraph(number, text) for number, text in enumerate([sentence("new"), *texts])]
    assert summary(page, new) == [("added", "", "p_0")]


def _annex(*sections: tuple[str, list[str]]) -> list[Provision]:
    rows = [Provision("anx", "annex", "Annex", "…", heading="Documents")]
    for at, (heading, points) in enumerate(sections, start=1):
        path = f"anx/h_{at}"
        rows.append(Provision(path, "section", f"‘{heading}’", " ".join(points), heading=heading, parent="anx"))
        rows += (
            Provision(f"{path}/pt_{number}", "point", f"‘{heading}’, point {number}", text, parent=path, unit=True)
            for number, text in enumerate(points, start=1)
        )
    return rows


CARDS = ("Model cards", ["The card states the size of the model.", "It is kept for ten years."])
MARKS = ("Marking", ["The mark is affixed visibly.", "Its height is five millimetres."])
PILOTS = ("Pilots", ["Boats carry a lamp at night.", "A pilot holds the licence of a port."])


def test_points_of_one_heading_are_not_those_of_another() -> None:
    found = summary(_annex(CARDS, MARKS), _annex(MARKS, PILOTS))
    assert [kind for kind, _, _ in found] == ["removed", "removed", "removed", "added", "added", "added"]


def test_points_under_a_heading_that_stayed_are_amended_whatever_they_say() -> None:
    assert summary(_annex(CARDS, MARKS), _annex((CARDS[0], PILOTS[1]), MARKS)) == [
        ("amended", "anx/h_1/pt_1", "anx/h_1/pt_1"),
        ("amended", "anx/h_1/pt_2", "anx/h_1/pt_2"),
    ]


def test_a_chapter_without_a_heading_is_no_change_of_its_own() -> None:
    first, second = (Provision(f"cpt_{number}", "chapter", f"Chapter {number}", "") for number in ("I", "II"))
    assert summary([first, *act], act) == summary(act, [first, *act]) == summary([first, *act], [second, *act]) == []


def test_a_duplicated_provision_is_one_addition() -> None:
    new = [*act, replace(act[2], path="art_9", citation="Article 9")]
    assert summary(act, new) == [("added", "", "art_9")]


def test_an_article_replaced_by_one_with_paragraphs_is_that_article_amended() -> None:
    texts = [sentence(number) for number in range(3)]
    whole = container("4", "Literacy", " ".join(texts))
    new = [*act[:3], whole, *(paragraph("4", number, text) for number, text in enumerate(texts, start=1)), *act[4:]]
    (change,) = compare(act, new, {"art_4": ["software"]}, {"art_4/par_2": ["weights"], "art_4/par_3": ["exemption"]})
    assert (change.kind, change.citation, change.tags_before, change.tags_after) == (
        "amended",
        "Article 4",
        ("software",),
        ("exemption", "weights"),
    )


def test_an_article_that_makes_way_for_one_with_paragraphs_is_renumbered() -> None:
    texts = [sentence(number) for number in ("a", "b")]
    whole = container("4", "Literacy", " ".join(texts))
    new = [whole, *(paragraph("4", number, text) for number, text in enumerate(texts, start=1))]
    assert summary([article("4", sentence("stays"))], [*new, article("5", sentence("stays"))]) == [
        ("added", "", "art_4"),
        ("added", "", "art_4/par_1"),
        ("added", "", "art_4/par_2"),
        ("renumbered", "art_4", "art_5"),
    ]


def test_the_same_words_cut_finer_are_no_change() -> None:
    first, second = act[3].text[:60].rsplit(" ", 1)[0], sentence("second")
    old = [article("4", f"{first} {second}")]
    new = [container("4", "", old[0].text), paragraph("4", 1, first), paragraph("4", 2, second)]
    assert summary(old, new) == summary(new, old) == []


def test_a_recital_never_becomes_an_article() -> None:
    old = [recital(1, sentence(1)), article("1", sentence(2))]
    new = [recital(1, sentence(2)), article("1", sentence(1))]
    assert summary(old, new) == [("amended", "rct_1", "rct_1"), ("amended", "art_1", "art_1")]


@pytest.mark.parametrize("kind", ["recital", "citation", "preamble", "signature", "footnote"])
def test_what_enacts_nothing_never_becomes_an_article(kind: ProvisionKind) -> None:
    old = Provision("x_1", kind, "The first", sentence(1), unit=True)
    assert {change.kind for change in changes([old], [article("1", sentence(1))])} == {"removed", "added"}


def test_no_text_at_all() -> None:
    assert summary([], act) == [("added", "", provision.path) for provision in act]
    assert summary(act, []) == [("removed", provision.path, "") for provision in act]
    assert summary([], []) == []
