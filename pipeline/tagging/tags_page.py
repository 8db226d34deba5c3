"""`docs/tags.md`: the taxonomy and the rules as a page, written from the data.

python -m pipeline.tagging.tags_page docs/tags.md
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.model import Facet, Tag
from pipeline.tagging.labelled import FACETS
from pipeline.tagging.loading import load_rules
from pipeline.tagging.taxonomy import load_taxonomy
from pipeline.tagging.vocabulary import Rule

_INTRODUCTION = """# Tags

<!-- Written by `python -m pipeline.tagging.tags_page docs/tags.md` from pipeline/tagging/taxonomy.yml and rules/. -->

A provision is tagged if it says something about the openness of AI or of the software that AI is built from. Every tag
names the rule that set it and the exact words that show it. [method.md](method.md) says how rules decide, how well, and
which tags not to count.
"""
_FACETS: dict[Facet, str] = {
    "artefact": "what is, or would be, open",
    "effect": "what the provision does about it",
    "argument": "reasons that the text itself gives",
}
_FULLY_OPEN = """
A few words ("openness", "an open ecosystem") do not say what is open: their rules set the tag of the nearest words that
do. Fully open means `weights`, `software`, `data` and `architecture` together:
`SELECT * FROM open_source_provisions WHERE artefacts LIKE '%weights%' AND artefacts LIKE '%software%'
AND artefacts LIKE '%data%' AND artefacts LIKE '%architecture%'`.
"""
_LOOK_ALIKES = "Words that look like openness and are not: these rules discard evidence."


def tags_page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    rules = load_rules().rules
    yield _INTRODUCTION
    for facet in FACETS:
        yield f"## {facet.capitalize()}: {_FACETS[facet]}\n"
        for tag in load_taxonomy():
            if tag.facet == facet:
                yield from _tag_lines(tag, [rule for rule in rules if rule.tag == tag.tag])
        if facet == "artefact":
            yield _FULLY_OPEN
    yield f"## Look-alikes\n\n{_LOOK_ALIKES}\n"
    yield from _table([rule for rule in rules if rule.kind == "look_alike"])


def _tag_lines(tag: Tag, rules: list[Rule]) -> Iterator[str]:
    debate = f" In the debate: {tag.part_of}." if tag.part_of else ""
    yield f"### `{tag.tag}` {tag.label}\n\n{tag.definition}{debate}\n"
    for example in tag.examples:
        yield f"- “{example}”"
    if tag.examples:
        yield ""
    yield from _table(rules)


def _table(rules: list[Rule]) -> Iterator[str]:
    yield "| rule | language | example |\n| --- | --- | --- |"
    for rule in rules:
        example = next(example.text for example in rule.examples if example.expected)
        yield f"| `{rule.id}` | {rule.language} | {example.replace('|', chr(92) + '|')} |"
    yield ""


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(tags_page(), encoding="utf-8")
