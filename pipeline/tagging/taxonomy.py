"""The labels of the codebook, from `taxonomy.yml`."""

from functools import cache
from pathlib import Path
from typing import get_args

from pipeline.errors import RuleError
from pipeline.model import Facet, Tag
from pipeline.tagging.checked_yaml import entries, mapping, read_yaml, text, texts

TAXONOMY = Path(__file__).parent / "taxonomy.yml"


@cache
def load_taxonomy(path: Path = TAXONOMY) -> tuple[Tag, ...]:
    """The labels of the codebook, in its order. Raises `RuleError` naming the file, the label and what is wrong."""
    tags: list[Tag] = []
    for facet, listed in mapping(read_yaml(path), path.name, set(get_args(Facet))).items():
        for entry in entries(listed, f"{path.name}: {facet}"):
            where = f"{path.name}: {entry.get('tag', facet) if isinstance(entry, dict) else facet}"
            fields = mapping(entry, where, {"tag", "label", "definition", "examples", "part_of"})
            tag, label, definition, part_of = (
                text(fields, key, where) for key in ("tag", "label", "definition", "part_of")
            )
            if missing := [key for key in ("definition", "label", "tag") if not fields.get(key)]:
                raise RuleError(f"{where}: {', '.join(missing)} missing")
            if tag in {other.tag for other in tags}:
                raise RuleError(f"{where}: the tag exists already; tags are unique across facets")
            tags.append(Tag(tag, facet, label, definition, tuple(texts(fields, "examples", where)), part_of))
    return tuple(tags)
