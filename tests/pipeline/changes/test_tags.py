"""What becomes of an exemption."""

import pytest

from pipeline.changes import compare
from pipeline.changes.tags import tag_changes
from pipeline.model import Provision

EXEMPT = "This paragraph shall not apply to components made available under a free and open-source licence."
LIMITED = EXEMPT.removesuffix(".") + ", unless they are monetised."


@pytest.mark.parametrize(
    ("before", "after", "tags_before", "tags_after", "expected"),
    [
        ("", EXEMPT, [], ["exemption", "software"], ("exemption appeared", "software appeared")),
        (EXEMPT, "", ["exemption"], [], ("exemption vanished",)),
        (EXEMPT, LIMITED, ["exemption"], ["exemption"], ("exemption narrowed",)),
        (LIMITED, EXEMPT, ["exemption"], ["exemption"], ("exemption widened",)),
        (EXEMPT, EXEMPT, ["exemption"], ["carve_back", "exemption"], ("carve_back appeared", "exemption narrowed")),
        (EXEMPT, EXEMPT, ["exemption"], ["exemption", "model"], ("exemption widened", "model appeared")),
        (LIMITED, EXEMPT, ["exemption", "model"], ["exemption"], ("model vanished",)),
        (EXEMPT, f"Data sets shall be kept, unless empty. {EXEMPT}", ["exemption"], ["exemption"], ()),
        (EXEMPT, EXEMPT, ["exemption"], ["exemption"], ()),
        ("Les logiciels libres sont exclus.", "Les logiciels libres sont exclus, sauf les modèles.",
         ["exemption"], ["exemption"], ("exemption narrowed",)),
    ],
)  # fmt: skip
def test_tag_changes(
    before: str, after: str, tags_before: list[str], tags_after: list[str], expected: tuple[str, ...]
) -> None:
    assert tag_changes(before, after, tags_before, tags_after) == expected


def test_they_stand_in_the_change_of_the_provision() -> None:
    old, new = (Provision("art_1", "article", "Article 1", text, unit=True) for text in (EXEMPT, LIMITED))
    tags = {"art_1": ["exemption"]}
    assert compare([old], [new], tags, tags)[0].tag_changes == ("exemption narrowed",)
