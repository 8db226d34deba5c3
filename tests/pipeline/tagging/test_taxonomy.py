"""The labels, and what is refused in their file."""

import re
from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.tagging.taxonomy import TAXONOMY, load_taxonomy


def test_the_taxonomy_has_the_three_facets() -> None:
    tags = load_taxonomy()
    assert [sum(tag.facet == facet for tag in tags) for facet in ("artefact", "effect", "argument")] == [5, 10, 13]
    assert len({tag.tag for tag in tags}) == len(tags)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("artefact: [{tag: a, label: A}]", "taxonomy.yml: a: definition missing"),
        ("artefact: [{label: A, definition: D}]", "taxonomy.yml: artefact: tag missing"),
        ("artefact: [{tag: a, definition: D}]", "taxonomy.yml: a: label missing"),
        ("artefact: [{tag: [a], label: A, definition: D}]", "tag: ['a'] is not text"),
        ("artefact: [{tag: a, label: 5, definition: D}]", "taxonomy.yml: a: label: 5 is not text"),
        ("artefact: [{tag: a, label: A, definition: ''}]", "taxonomy.yml: a: definition missing"),
        ("artefacts: []", "taxonomy.yml: unknown key 'artefacts'"),
        ("artefact: [{tag: a, label: A, definition: D}, {tag: a, label: A, definition: D}]", "the tag exists already"),
    ],
)
def test_a_bad_taxonomy_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / TAXONOMY.name
    path.write_text(content)
    with pytest.raises(RuleError, match=re.escape(reason)):
        load_taxonomy(path)
