"""Rules and taxonomy from their YAML files. Whatever is wrong with them is said here, with file, rule and reason."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, get_args

import yaml

from pipeline.errors import RuleError
from pipeline.model import Facet
from pipeline.tagging.phrase_parts import Part, PhraseError
from pipeline.tagging.phrases import Phrase, Phrases, parse, translate
from pipeline.tagging.predicates import SENTENCE_PREDICATES, SPAN_PREDICATES
from pipeline.tagging.prefilter import Anchors
from pipeline.tagging.screening import Screen
from pipeline.tagging.vocabulary import Example, Pack, Rule, RuleKind, Rules, Tag, Where
from pipeline.yaml_files import load_yaml

RULES = Path(__file__).parent / "rules"
TAXONOMY = Path(__file__).parent / "taxonomy.yml"

_TAGGER = 1
"""Raised with every change of the code that makes the same rules tag otherwise, as the version of a format is: a crawl
then reads again what it holds."""
_PHRASES = "phrases.yml"
_RETIRED = "retired.yml"
_KINDS: dict[Facet, RuleKind] = {"artefact": "cue", "effect": "effect", "argument": "argument"}
_PHRASE_LISTS = ("phrases", "unless", "except", "needs", "context", "no_context")
_LISTS = (*_PHRASE_LISTS, "given", "yields_to", "match", "no_match")
_KEYS = {*_LISTS, "id", "tag", "look_alike", "note", "where", "weak", "borrows", "predicate"}
_ONLY_FOR: dict[str, tuple[RuleKind, ...]] = {
    "weak": ("cue",),
    "borrows": ("cue",),
    "context": ("cue", "effect", "argument"),
    "no_context": ("cue", "effect", "argument"),
    "where": ("effect", "argument"),
    "given": ("effect", "argument"),
    "yields_to": ("effect", "argument"),
    "predicate": ("look_alike", "effect", "argument"),
}


@cache
def load_taxonomy(path: Path = TAXONOMY) -> tuple[Tag, ...]:
    """The labels of the codebook, in its order. Raises `RuleError` naming the file, the label and what is wrong."""
    tags: list[Tag] = []
    for facet, entries in _mapping(_read(path), path.name, set(get_args(Facet))).items():
        for entry in _list(entries, f"{path.name}: {facet}"):
            where = f"{path.name}: {entry.get('tag', facet) if isinstance(entry, dict) else facet}"
            fields = _mapping(entry, where, {"tag", "label", "definition", "examples", "part_of"})
            if missing := {"tag", "label", "definition"} - fields.keys():
                raise RuleError(f"{where}: {', '.join(sorted(missing))} missing")
            if fields["tag"] in {tag.tag for tag in tags}:
                raise RuleError(f"{where}: the tag exists already; tags are unique across facets")
            examples = tuple(_texts(fields, "examples", where))
            tags.append(
                Tag(fields["tag"], facet, fields["label"], fields["definition"], examples, fields.get("part_of", ""))
            )
    return tuple(tags)


@cache
def load_rules(folder: Path = RULES) -> Rules:
    """All rules of the folder, one pack a file. Raises `RuleError` naming file, rule and reason."""
    named, anchors = _shared(folder / _PHRASES)
    retired = frozenset(_list(_read(folder / _RETIRED), _RETIRED)) if (folder / _RETIRED).exists() else frozenset()
    facets = {tag.tag: tag.facet for tag in load_taxonomy()}
    rules: list[Rule] = []
    seen: dict[str, str] = dict.fromkeys(retired, _RETIRED)
    for path in sorted(folder.glob("*.yml")):
        if path.name in (_PHRASES, _RETIRED):
            continue
        pack = _mapping(_read(path), path.name, {"language", "rules"})
        if missing := {"language", "rules"} - pack.keys():
            raise RuleError(f"{path.name}: {', '.join(sorted(missing))} missing")
        for entry in _list(pack["rules"], path.name):
            rule = _Entry(path.name, entry).rule(pack["language"], facets, named)
            if rule.id in seen:
                raise RuleError(f"{rule.file}: {rule.id}: the id is taken in {seen[rule.id]}; ids are never used again")
            seen[rule.id] = rule.file
            rules.append(rule)
    order = get_args(RuleKind)
    rules.sort(key=lambda rule: order.index(rule.kind))
    _check_yielding(rules)
    languages = sorted({rule.language for rule in rules})
    return Rules(tuple(rules), {language: _pack(language, rules, anchors.get(language, ())) for language in languages})


class _Entry:
    """One rule as written."""

    def __init__(self, file: str, entry: object) -> None:
        label = entry.get("id", "a rule without id") if isinstance(entry, dict) else "an entry that is no rule"
        self.file = file
        self.name = f"{file}: {label}"
        self.fields = _mapping(entry, self.name, _KEYS)

    def rule(self, language: str, facets: Mapping[str, Facet], named: Mapping[str, Part]) -> Rule:
        """The rule, checked."""
        fields = self.fields
        kind = self._kind(facets)
        self._check(kind, facets)
        phrases = {key: self._phrases(key, named) for key in _PHRASE_LISTS}
        examples = [Example(text, key == "match") for key in ("match", "no_match") for text in self._texts(key)]
        rule = Rule(
            id=fields["id"],
            kind=kind,
            tag=fields.get("tag", ""),
            look_alike=fields.get("look_alike", ""),
            language=language,
            phrases=phrases["phrases"],
            exceptions=phrases["except"],
            unless=phrases["unless"],
            needs=phrases["needs"],
            context=phrases["context"],
            no_context=phrases["no_context"],
            where=fields.get("where", "sentence"),
            given=tuple(self._texts("given")),
            yields_to=tuple(self._texts("yields_to")),
            weak=fields.get("weak", False),
            borrows=fields.get("borrows", False),
            predicate=fields.get("predicate", ""),
            examples=tuple(examples),
            hash=_hash(fields, phrases),
            file=self.file,
        )
        if not (rule.phrases or rule.predicate or rule.where == "otherwise"):
            raise RuleError(f"{self.name}: neither phrases nor a predicate")
        return rule

    def _kind(self, facets: Mapping[str, Facet]) -> RuleKind:
        fields = self.fields
        if not isinstance(fields.get("id"), str):
            raise RuleError(f"{self.name}: id missing")
        if ("tag" in fields) == ("look_alike" in fields):
            raise RuleError(f"{self.name}: either tag or look_alike is needed")
        if "look_alike" in fields:
            return "look_alike"
        if fields["tag"] not in facets:
            raise RuleError(f"{self.name}: unknown tag {fields['tag']!r}; taxonomy.yml has {', '.join(facets)}")
        return _KINDS[facets[fields["tag"]]]

    def _check(self, kind: RuleKind, facets: Mapping[str, Facet]) -> None:
        fields = self.fields
        for key, kinds in _ONLY_FOR.items():
            if key in fields and kind not in kinds:
                raise RuleError(f"{self.name}: {key} means nothing in a {kind} rule")
        if fields.get("where", "sentence") not in get_args(Where):
            raise RuleError(f"{self.name}: unknown where {fields['where']!r}; there are {', '.join(get_args(Where))}")
        for key in ("weak", "borrows"):
            if not isinstance(fields.get(key, False), bool):
                raise RuleError(f"{self.name}: {key} is true or false, not {fields[key]!r}")
        predicates = SPAN_PREDICATES if kind == "look_alike" else SENTENCE_PREDICATES
        if "predicate" in fields and fields["predicate"] not in predicates:
            raise RuleError(
                f"{self.name}: unknown predicate {fields['predicate']!r}; there are {', '.join(predicates)}"
            )
        if unknown := [tag for tag in self._texts("given") if tag not in facets]:
            raise RuleError(f"{self.name}: given: unknown tag {unknown[0]!r}")
        if not self._texts("match"):
            raise RuleError(f"{self.name}: match: a rule needs an example that it matches")

    def _phrases(self, key: str, named: Mapping[str, Part]) -> Phrases:
        found = []
        for source in self._texts(key):
            try:
                found.append(translate(source, named))
            except PhraseError as error:
                raise RuleError(f"{self.name}: {key}: {source!r}: {error}") from error
        return Phrases(found)

    def _texts(self, key: str) -> list[str]:
        return _texts(self.fields, key, self.name)


def _check_yielding(rules: Sequence[Rule]) -> None:
    earlier: set[str] = set()
    for rule in rules:
        if unknown := [each for each in rule.yields_to if each not in earlier]:
            raise RuleError(
                f"{rule.file}: {rule.id}: yields_to: no earlier rule {unknown[0]!r}; order is that of files"
            )
        earlier.add(rule.id)


def _pack(language: str, rules: Iterable[Rule], anchors: Sequence[tuple[str, ...]]) -> Pack:
    spoken = [rule for rule in rules if rule.language == language]
    cues = tuple(rule for rule in spoken if rule.kind == "cue")
    strong = tuple(cue for cue in cues if not cue.weak)
    for cue in strong:
        _check_anchored(cue, anchors)
    look_alikes = tuple(rule for rule in spoken if rule.kind == "look_alike")
    judgements = tuple(rule for rule in spoken if rule.kind in ("effect", "argument"))
    screen = Screen(
        phrase
        for rule in spoken
        for phrases in (rule.phrases, rule.exceptions, rule.unless, rule.needs, rule.context, rule.no_context)
        for phrase in phrases
    )
    return Pack(cues, strong, look_alikes, judgements, screen, Anchors(anchors))


def _shared(path: Path) -> tuple[dict[str, Part], dict[str, list[tuple[str, ...]]]]:
    """Phrases by name, and the anchors of each language."""
    shared = _mapping(_read(path), path.name, {"anchors", "phrases"})
    named: dict[str, Part] = {}
    for name, source in _mapping(shared.get("phrases", {}), path.name).items():
        try:
            named[name] = parse(str(source), named)
        except PhraseError as error:
            raise RuleError(f"{path.name}: @{name}: {error}") from error
    languages = _mapping(shared.get("anchors", {}), f"{path.name}: anchors")
    where = f"{path.name}: anchors"
    return named, {each: [tuple(line.split()) for line in _texts(languages, each, where)] for each in languages}


def _check_anchored(rule: Rule, anchors: Sequence[tuple[str, ...]]) -> None:
    """The prefilter must not lose a cue: whichever way a phrase matches, all letter runs of some anchor are in it, or
    in it and the words that the rule needs in the same sentence."""
    for phrase in rule.phrases:
        needed = [each.literals for each in rule.needs] or [()]
        if not all(_anchored((*phrase.literals, *literals), anchors) for literals in needed):
            raise RuleError(
                f"{rule.file}: {rule.id}: {phrase.source!r} can match where no anchor of {_PHRASES} stands; add one"
            )


def _anchored(literals: Iterable[frozenset[str]], anchors: Sequence[tuple[str, ...]]) -> bool:
    """Whether every text that has one of each of these sets of letter runs holds an anchor."""
    runs = {run for anchor in anchors for run in anchor}
    demands = [{frozenset(run for run in runs if run in word) for word in words} for words in literals]
    choices = product(*(demand for demand in demands if frozenset() not in demand))
    return all(any(frozenset[str]().union(*choice).issuperset(anchor) for anchor in anchors) for choice in choices)


def _hash(fields: Mapping[str, Any], phrases: Mapping[str, Iterable[Phrase]]) -> str:
    """Of everything that decides what the rule matches: the code, its fields, and its phrases as translated, shared
    ones included."""
    decisive = [f"tagger={_TAGGER}"]
    decisive += [f"{key}={fields[key]}" for key in sorted(fields) if key not in ("note", "match", "no_match")]
    decisive += [phrase.pattern for key in phrases for phrase in phrases[key]]
    return hashlib.sha256("\x1f".join(decisive).encode()).hexdigest()[:16]


def _read(path: Path) -> object:
    try:
        return load_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuleError(f"{path.name}: cannot be read: {error}") from error


def _mapping(value: object, where: str, keys: set[str] | None = None) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise RuleError(f"{where}: a mapping is needed, not {type(value).__name__}")
    if keys is not None and (unknown := value.keys() - keys):
        raise RuleError(f"{where}: unknown key {sorted(map(str, unknown))[0]!r}; there are {', '.join(sorted(keys))}")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise RuleError(f"{where}: a list is needed, not {type(value).__name__}")
    return value


def _texts(fields: Mapping[str, Any], key: str, where: str) -> list[str]:
    texts = _list(fields.get(key, []), f"{where}: {key}")
    if wrong := [text for text in texts if not isinstance(text, str)]:
        raise RuleError(f"{where}: {key}: {wrong[0]!r} is no text; put it in quotes")
    return texts
