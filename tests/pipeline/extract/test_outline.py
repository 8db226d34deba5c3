import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.blocks import Block
from pipeline.extract.outline import Node, grow, printed_heading, rows, run_in_heading, with_unique_names
from pipeline.model import Provision


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Definitions. As used in this order", "Definitions"),
        ("Ensuring U.S. Leadership in AI. (a) Within", "Ensuring U.S. Leadership in AI"),
        ("Dual-Use Models with Widely Available Weights. When", "Dual-Use Models with Widely Available Weights"),
        ("General Provisions.", "General Provisions"),
        ("The Secretary shall act. Then", ""),
        ("Models must be safe. Meeting", ""),
        ("The Gulf Unit is Alabama, Georgia, and Ohio. It", ""),
        ("no capital. Then", ""),
        ("", ""),
    ],
)
def test_run_in_headings_are_title_case_up_to_a_full_stop(text: str, heading: str) -> None:
    assert run_in_heading(text) == heading


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (
            "Non-applicability to Other Duties that Harbors Levy. (a) Nothing",
            "Non-applicability to Other Duties that Harbors Levy",
        ),
        ("Establishment of Harbor.gov. (1) The master", "Establishment of Harbor.gov"),
        ("Suspension of de minimis Treatment. (a) It ends", "Suspension of de minimis Treatment"),
        ("Suspension of de minimis Treatment. It ends", ""),
        ("The master shall report. (a) The report", ""),
        ("Leadership of the U.S. (a) Lead", "Leadership of the U.S"),
        ("Ada R. Barnacle Jr.", ""),
        ("The Harbor Schedule (5 U.S.C. 5332(a)) at Schedule 1;", ""),
    ],
)
def test_a_heading_is_not_an_initial_and_may_be_told_by_the_list_under_it(text: str, heading: str) -> None:
    assert printed_heading(text, ()) == heading


def tree(*paragraphs: str) -> list[Provision]:
    node = Node("sec_1", "Sec. 1", "section", own=["Section 1."])
    grow(node, [Block("paragraph", text) for text in paragraphs])
    return list(rows(node))


def test_several_markers_at_the_start_of_a_paragraph_are_several_levels() -> None:
    found = {row.citation: row.text for row in tree("(a)(1) First.", "(2) Second.", "(b) Records. (1) Keep them.")}
    assert found["Sec. 1(a)(1)"] == "(1) First."
    assert found["Sec. 1(a)"] == "(a) (1) First. (2) Second."
    assert found["Sec. 1(b)(1)"] == "(1) Keep them."


def test_a_paragraph_without_a_marker_belongs_to_the_unit_before_it() -> None:
    found = {row.citation: row.text for row in tree("(a) First.", "It goes on.", "(b) Second.")}
    assert found["Sec. 1(a)"] == "(a) First. It goes on."


def test_a_section_without_sub_units_is_the_unit() -> None:
    assert [(row.citation, row.unit) for row in tree("It has words.")] == [("Sec. 1", True)]


def test_repeated_names_are_numbered_and_keep_their_own_children() -> None:
    twice = [
        Provision("sec_2", "section", "Sec. 2", "x"),
        Provision("sec_2/sub_a", "subsection", "Sec. 2(a)", "x", parent="sec_2"),
    ] * 2
    assert [(row.path, row.parent, row.citation) for row in with_unique_names(twice)] == [
        ("sec_2", "", "Sec. 2"),
        ("sec_2/sub_a", "sec_2", "Sec. 2(a)"),
        ("sec_2~2", "", "Sec. 2 [2]"),
        ("sec_2~2/sub_a", "sec_2~2", "Sec. 2(a) [2]"),
    ]


PARAGRAPH = st.builds(
    "{}{}".format, st.sampled_from(["", "(a) ", "(b) ", "(1) ", "(i) ", "(A) ", "(a)(1) "]), st.text()
)


@given(st.lists(PARAGRAPH, max_size=20))
def test_every_unit_stands_whole_in_its_parent(paragraphs: list[str]) -> None:
    found = with_unique_names(tree(*(" ".join(text.split()) for text in paragraphs)))
    by_path = {row.path: row for row in found}
    assert len(by_path) == len(found)
    for row in found:
        assert not row.parent or row.text in by_path[row.parent].text
        assert not (row.unit and row.parent and by_path[row.parent].unit)


def test_a_row_of_five_stars_in_a_section_of_regulations_is_no_text_of_it_and_seven_are_a_row_of_a_table() -> None:
    node = Node("sec_1", "§ 1", "section", own=["§ 1"])
    texts = ["(b) Kept.", "* * * * * * *", "* * * * *", "(i) New."]
    grow(node, [Block("section", text) for text in texts])
    assert [row.text for row in rows(node) if row.unit] == ["(b) Kept. * * * * * * *", "(i) New."]
