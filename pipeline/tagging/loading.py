"""Rules and taxonomy from their YAML files. Whatever is wrong with them is said here, with file, rule and reason."""

import hashlib
import json
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, get_args

import yaml

from pipeline.errors import RuleError
from pipeline.tagging.phrases import Part, Phrase, PhraseError, parse, translate
from pipeline.tagging.predicates import PREDICATES
from pipeline.tagging.vocabulary import Example, Rule, RuleKind, Rules, Tag, Where

RULES = Path(__file__).parent / "rules"
TAXONOMY = Path(__file__).parent / "taxonomy.yml"

_RULE_KEYS = {"id", "tag", "look_alike", "note", "phrases", "except", "needs", "unless", "context", "given", "where", "weak", "predicate", "match", "no_match"}
_KINDS: dict[str, RuleKind] = {"artefact": "cue", "effect": "effect", "argument": "argument"}
_ORDER: tuple[RuleKind, ...] = get_args(RuleKind)


@cache
def load_taxonomy(path: Path = TAXONOMY) -> tuple[Tag, ...]:
    """The labels of the codebook, in its order. Raises `RuleError`."""
    facets = _read(path)
    return tuple(
        Tag(entry["tag"], facet, entry["label"], entry["definition"], tuple(entry.get("examples", ())), entry.get("part_of", ""))
        for facet, entries in facets.items()
        for entry in entries
    )


@cache
def load_rules(folder: Path = RULES) -> Rules:
    """All rules of `folder`. Raises `RuleError` naming file, rule and reason."""
    shared = _read(folder / "phrases.yml")
    named: dict[str, Part] = {}
    for name, source in shared["phrases"].items():
        try:
            named[name] = parse(source, named)
        except PhraseError as error:
            raise RuleError(f"phrases.yml: @{name}: {error}") from error
    rules = [
        _rule(path.name, content["language"], entry, named)
        for path in sorted(folder.glob("*.yml"))
        if path.name != "phrases.yml"
        for content in [_read(path)]
        for entry in content["rules"]
    ]
    anchors = tuple(tuple(anchor.encode() for anchor in line.split()) for line in shared["anchors"])
    for rule in rules:
        if rule.kind == "cue" and not rule.weak:
            _check_anchored(rule, anchors)
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.file}: {rule.id}: the id is used twice")
        seen.add(rule.id)
    return Rules(tuple(sorted(rules, key=lambda rule: _ORDER.index(rule.kind))), anchors)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _rule(file: str, language: str, entry: dict[str, Any], named: dict[str, Part]) -> Rule:
    name = f"{file}: {entry.get('id', 'a rule without id')}"
    if unknown := entry.keys() - _RULE_KEYS:
        raise RuleError(f"{name}: unknown key {sorted(unknown)}")
    facets = {tag.tag: tag.facet for tag in load_taxonomy()}
    if "look_alike" not in entry and entry["tag"] not in facets:
        raise RuleError(f"{name}: unknown tag {entry['tag']!r}")
    if bad := set(entry.get("where", ())) - set(get_args(Where)):
        raise RuleError(f"{name}: unknown where {bad}")
    if entry.get("predicate", "") not in {"", *PREDICATES}:
        raise RuleError(f"{name}: unknown predicate {entry['predicate']!r}")

    def phrases(key: str) -> tuple[Phrase, ...]:
        found = []
        for source in entry.get(key, ()):
            try:
                found.append(translate(source, named))
            except PhraseError as error:
                raise RuleError(f"{name}: {key} {source!r}: {error}") from error
        return tuple(found)

    return Rule(
        id=entry["id"],
        kind="look_alike" if "look_alike" in entry else _KINDS[facets[entry["tag"]]],
        tag=entry.get("tag", ""),
        language=language,
        phrases=phrases("phrases"),
        exceptions=phrases("except"),
        unless=phrases("unless"),
        needs=phrases("needs"),
        context=phrases("context"),
        where=tuple(entry.get("where", ("sentence",))),
        given=tuple(entry.get("given", ())),
        weak=entry.get("weak", False),
        predicate=entry.get("predicate", ""),
        examples=tuple(Example(t, True) for t in entry.get("match", ())) + tuple(Example(t, False) for t in entry.get("no_match", ())),
        hash=hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()[:16],
        file=file,
    )


def _check_anchored(rule: Rule, anchors: tuple[tuple[bytes, ...], ...]) -> None:
    words = {word.decode() for anchor in anchors for word in anchor}
    for phrase in rule.phrases:
        demands = [{frozenset(word for word in words if word in run) for run in runs} for runs in phrase.literals]
        for choice in product(*(demand for demand in demands if frozenset() not in demand)):
            held = frozenset[str]().union(*choice)
            if not any(all(word.decode() in held for word in anchor) for anchor in anchors):
                raise RuleError(f"{rule.file}: {rule.id}: {phrase.source!r} can match without any anchor of phrases.yml")
