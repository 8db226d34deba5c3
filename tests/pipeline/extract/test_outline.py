"""Paragraphs with markers, nested."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.structure.blocks import Block
from pipeline.extract.structure.outline import Node, grow, rows
from pipeline.extract.structure.unique_names import with_unique_names
from pipeline.model import Provision


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
