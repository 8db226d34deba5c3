"""Names that come twice."""

from pipeline.extract.structure.unique_names import with_unique_names
from pipeline.model import Provision


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
