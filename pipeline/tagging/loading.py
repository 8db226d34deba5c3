"""Loads all rules from their YAML files. Whatever is wrong is reported with file, rule and reason."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import get_args

from pipeline.errors import RuleError
from pipeline.model import RuleKind
from pipeline.tagging.checked_yaml import all_text, entries, mapping, read_yaml, text, texts
from pipeline.tagging.phrase_parts import Part, PhraseError
from pipeline.tagging.phrases import parse
from pipeline.tagging.prefilter import Anchors
from pipeline.tagging.rule_entry import Entry
from pipeline.tagging.screening import Screen
from pipeline.tagging.taxonomy import load_taxonomy
from pipeline.tagging.vocabulary import Pack, Rule, Rules

RULES = Path(__file__).parent / "rules"

_PHRASES = "phrases.yml"
_RETIRED = "retired.yml"


@cache
def load_rules(folder: Path = RULES) -> Rules:
    """All rules of the folder, by kind, then by file. Raises `RuleError` naming file, rule and reason."""
    named, anchors = _shared(folder / _PHRASES)
    order = get_args(RuleKind)
    rules = sorted(_rules(folder, named), key=lambda rule: order.index(rule.kind))
    _check_ids(rules, _retired(folder / _RETIRED))
    _check_yielding(rules)
    _check_last(rules)
    languages = sorted({rule.language for rule in rules})
    return Rules(tuple(rules), {language: _pack(language, rules, anchors.get(language, ())) for language in languages})


def _rules(folder: Path, named: Mapping[str, Part]) -> Iterator[Rule]:
    facets = {tag.tag: tag.facet for tag in load_taxonomy()}
    for path in sorted(folder.glob("*.yml")):
        if path.name in (_PHRASES, _RETIRED):
            continue
        file = mapping(read_yaml(path), path.name, {"language", "rules"})
        if missing := {"language", "rules"} - file.keys():
            raise RuleError(f"{path.name}: {', '.join(sorted(missing))} missing")
        language = text(file, "language", path.name)
        if not re.fullmatch("[a-z]{2}", language):
            raise RuleError(
                f"{path.name}: language: no text is in {language!r}; write two lower-case letters, like en or fr"
            )
        for entry in entries(file["rules"], path.name):
            yield Entry(path.name, entry).rule(language, facets, named)


def _retired(path: Path) -> list[str]:
    """Ids of rules that no longer exist."""
    return all_text(read_yaml(path), path.name) if path.exists() else []


def _check_ids(rules: Iterable[Rule], retired: Iterable[str]) -> None:
    seen = dict.fromkeys(retired, _RETIRED)
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.file}: {rule.id}: the id is taken in {seen[rule.id]}; ids are never reused")
        seen[rule.id] = rule.file


def _check_yielding(rules: Sequence[Rule]) -> None:
    earlier: set[str] = set()
    for rule in rules:
        if unknown := [each for each in rule.yields_to if each not in earlier]:
            raise RuleError(
                f"{rule.file}: {rule.id}: yields_to: no earlier rule {unknown[0]!r}; order is that of files"
            )
        earlier.add(rule.id)


def _check_last(rules: Sequence[Rule]) -> None:
    """A rule for what no other rule found does not see the rules after it, so it must come last."""
    last: dict[tuple[RuleKind, str], str] = {}
    for rule in rules:
        group = (rule.kind, rule.language)
        if rule.where == "otherwise":
            last.setdefault(group, rule.id)
        elif group in last:
            why = f"comes after {last[group]}, which applies only where no other rule did"
            raise RuleError(f"{rule.file}: {rule.id}: {why}; move it up")


def _pack(language: str, rules: Iterable[Rule], anchors: Sequence[tuple[str, ...]]) -> Pack:
    spoken = [rule for rule in rules if rule.language == language]
    cues = tuple(rule for rule in spoken if rule.kind == "cue")
    for cue in cues:
        if not cue.weak:
            _check_anchored(cue, anchors)
    look_alikes = tuple(rule for rule in spoken if rule.kind == "look_alike")
    judges = (rule for rule in spoken if rule.kind in ("effect", "argument"))
    # A rule that silences the others must have spoken before them.
    judgements = tuple(sorted(judges, key=lambda rule: (rule.kind == "argument", not rule.alone)))
    sought = ((rule.phrases, rule.exceptions, rule.unless, rule.needs) for rule in spoken)
    sought_around = ((rule.context, rule.no_context) for rule in spoken)
    screen, around = (Screen(chain.from_iterable(each)) for each in (sought, sought_around))
    return Pack(cues, look_alikes, judgements, screen, around, Anchors(anchors))


def _shared(path: Path) -> tuple[dict[str, Part], dict[str, list[tuple[str, ...]]]]:
    """Phrases by name, and the anchors of each language."""
    shared = mapping(read_yaml(path), path.name, {"anchors", "phrases"})
    named: dict[str, Part] = {}
    phrases = mapping(shared.get("phrases", {}), path.name)
    for name in phrases:
        try:
            named[name] = parse(text(phrases, name, path.name), named)
        except PhraseError as error:
            raise RuleError(f"{path.name}: @{name}: {error}") from error
    where = f"{path.name}: anchors"
    languages = mapping(shared.get("anchors", {}), where)
    return named, {each: [tuple(line.split()) for line in texts(languages, each, where)] for each in languages}


def _check_anchored(rule: Rule, anchors: Sequence[tuple[str, ...]]) -> None:
    """The prefilter must not lose a cue: whichever way a phrase matches, all letter runs of some anchor are in it, or
    in it and the words that the rule needs in the same sentence."""
    for phrase in rule.phrases:
        needed = [each.literals for each in rule.needs] or [frozenset()]
        if not all(_anchored((*phrase.literals, *literals), anchors) for literals in needed):
            raise RuleError(
                f"{rule.file}: {rule.id}: {phrase.source!r} can match where no anchor of {_PHRASES} stands; add one"
            )


def _anchored(literals: Iterable[frozenset[str]], anchors: Sequence[tuple[str, ...]]) -> bool:
    """Whether every text that has one of each of these sets of letter runs holds an anchor."""
    runs = {run for anchor in anchors for run in anchor}
    demands = [{frozenset(run for run in runs if run in word) for word in words} for words in literals]
    choices = product(*(demand for demand in demands if frozenset() not in demand))
    held = {frozenset[str]().union(*choice) for choice in choices}
    return all(any(runs_held.issuperset(anchor) for anchor in anchors) for runs_held in held)
