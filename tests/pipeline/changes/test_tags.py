"""What becomes of an exemption."""

import pytest

from pipeline.changes import compare
from pipeline.changes.tags import tag_changes
from pipeline.model import Provision
from pipeline.tagging.taxonomy import load_taxonomy

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


@pytest.mark.parametrize(
    "limit",
    [
        "unless they are sold",
        "except weights",
        "excepting weights",
        "with the exception of weights",
        "with exceptions",
        "other than weights",
        "provided that they are free",
        "only if they are free",
        "only where they are free",
        "only when they are free",
        "only in so far as they are free",
        "only insofar as they are free",
        "but shall not apply to weights",
        "but shall not extend to weights",
        "but does not apply to weights",
        "and do not apply to weights",
        "with the exclusion of weights",
        "excluding weights",
        "as long as they are free",
        "sauf les poids",
        "à moins qu'ils soient vendus",
        "à moins que les poids soient vendus",
        "à l'exception des poids",
        "à l’exclusion des poids",
        "hormis les poids",
        "autres que les poids",
        "pour autant que les poids soient libres",
        "à condition que les poids soient libres",
        "uniquement si les poids sont libres",
        "uniquement lorsque les poids sont libres",
        "uniquement dans ce cas",
        "et ne s'applique pas aux poids",
        "et ne s’appliquent pas aux poids",
    ],
)
def test_words_that_limit_an_exemption_narrow_it(limit: str) -> None:
    exempt = "Open components (composants libres) are exempt"
    assert tag_changes(f"{exempt}.", f"{exempt}, {limit}.", ["exemption"], ["exemption"]) == ("exemption narrowed",)


@pytest.mark.parametrize("taken_back", ["carve_back", "condition"])
def test_what_takes_an_exemption_back_narrows_it_and_its_end_widens_it(taken_back: str) -> None:
    both = ["exemption", taken_back]
    assert "exemption narrowed" in tag_changes(EXEMPT, EXEMPT, ["exemption"], both)
    assert "exemption widened" in tag_changes(EXEMPT, EXEMPT, both, ["exemption"])


@pytest.mark.parametrize("artefact", [tag.tag for tag in load_taxonomy() if tag.facet == "artefact"])
def test_an_exemption_of_more_sorts_of_artefact_is_wider(artefact: str) -> None:
    more = ["exemption", artefact]
    assert tag_changes(EXEMPT, EXEMPT, ["exemption"], more) == tuple(
        sorted(("exemption widened", f"{artefact} appeared"))
    )
    assert tag_changes(EXEMPT, EXEMPT, more, ["exemption"]) == tuple(
        sorted(("exemption narrowed", f"{artefact} vanished"))
    )


@pytest.mark.parametrize(
    "openness",
    ["open-source software", "openly shared models", "logiciel libre", "données ouvertes", "publicly available models"],
)
def test_a_limit_counts_where_openness_is_spoken_of(openness: str) -> None:
    after = f"Components are exempt; {openness} are not, unless free: all else is."
    assert tag_changes(f"{openness}.", after, ["exemption"], ["exemption"]) == ("exemption narrowed",)
    elsewhere = f"{openness} is exempt. The rest is not, unless free."
    assert tag_changes(f"{openness}.", elsewhere, ["exemption"], ["exemption"]) == ()


def test_they_stand_in_the_change_of_the_provision() -> None:
    old, new = (Provision("art_1", "article", "Article 1", text, unit=True) for text in (EXEMPT, LIMITED))
    tags = {"art_1": ["exemption"]}
    assert compare([old], [new], tags, tags)[0].tag_changes == ("exemption narrowed",)
