"""One rule as written in a file, checked and translated."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pipeline.errors import RuleError
from pipeline.model import Facet, RuleKind
from pipeline.tagging.checked_yaml import mapping, text, texts
from pipeline.tagging.phrase_parts import Part, PhraseError
from pipeline.tagging.phrases import Phrase, Phrases, translate
from pipeline.tagging.predicates import SENTENCE_PREDICATES, SPAN_PREDICATES
from pipeline.tagging.vocabulary import Example, Rule, Where

_TAGGER = 18
"""Raised with every change of the code that makes the same rules tag otherwise, as the version of a format is: a crawl
then reads again what it holds."""
_KINDS: dict[Facet, RuleKind] = {"artefact": "cue", "effect": "effect", "argument": "argument"}
_PHRASE_LISTS = ("phrases", "unless", "except", "needs", "context", "no_context")
_LISTS = (*_PHRASE_LISTS, "given", "yields_to", "match", "no_match")
_KEYS = {*_LISTS, "id", "tag", "look_alike", "note", "where", "alone", "weak", "borrows", "predicate"}
_ONLY_FOR: dict[str, tuple[RuleKind, ...]] = {
    "weak": ("cue",),
    "borrows": ("cue",),
    "context": ("cue", "effect", "argument"),
    "no_context": ("cue", "effect", "argument"),
    "where": ("effect", "argument"),
    "alone": ("effect", "argument"),
    "given": ("effect", "argument"),
    "yields_to": ("effect", "argument"),
    "predicate": ("look_alike", "effect", "argument"),
}


class Entry:
    """One rule as written."""

    def __init__(self, file: str, entry: object) -> None:
        label = entry.get("id", "a rule without id") if isinstance(entry, dict) else "an entry that is not a rule"
        self.file = file
        self.name = f"{file}: {label}"
        self.fields = mapping(entry, self.name, _KEYS)

    def rule(self, language: str, facets: Mapping[str, Facet], named: Mapping[str, Part]) -> Rule:
        """The rule, checked."""
        fields = self.fields
        kind = self._kind(facets)
        self._check(kind, facets)
        phrases = {key: self._phrases(key, named) for key in _PHRASE_LISTS}
        examples = [Example(text, key == "match") for key in ("match", "no_match") for text in self._texts(key)]
        rule = Rule(
            id=self._text("id"),
            kind=kind,
            tag=self._text("tag"),
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
            alone=fields.get("alone", False),
            weak=fields.get("weak", False),
            borrows=fields.get("borrows", False),
            predicate=self._text("predicate"),
            examples=tuple(examples),
            hash=_hash(fields, phrases),
            file=self.file,
        )
        if not (rule.phrases or rule.predicate or rule.where == "otherwise"):
            raise RuleError(f"{self.name}: neither phrases nor a predicate")
        return rule

    def _kind(self, facets: Mapping[str, Facet]) -> RuleKind:
        tag, look_alike = self._text("tag"), self._text("look_alike")
        if not self._text("id"):
            raise RuleError(f"{self.name}: id missing")
        if bool(tag) == bool(look_alike):
            raise RuleError(f"{self.name}: either tag or look_alike is needed")
        if look_alike:
            return "look_alike"
        if tag not in facets:
            raise RuleError(f"{self.name}: unknown tag {tag!r}; taxonomy.yml has {', '.join(facets)}")
        return _KINDS[facets[tag]]

    def _check(self, kind: RuleKind, facets: Mapping[str, Facet]) -> None:
        fields = self.fields
        for key, kinds in _ONLY_FOR.items():
            if key in fields and kind not in kinds:
                raise RuleError(f"{self.name}: {key} has no meaning in a rule of kind {kind}")
        if fields.get("where", "sentence") not in get_args(Where):
            raise RuleError(f"{self.name}: unknown where {fields['where']!r}; there are {', '.join(get_args(Where))}")
        for key in ("alone", "weak", "borrows"):
            if not isinstance(fields.get(key, False), bool):
                raise RuleError(f"{self.name}: {key} is true or false, not {fields[key]!r}")
        predicates = SPAN_PREDICATES if kind == "look_alike" else SENTENCE_PREDICATES
        predicate = self._text("predicate")
        if "predicate" in fields and predicate not in predicates:
            raise RuleError(f"{self.name}: unknown predicate {predicate!r}; there are {', '.join(predicates)}")
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

    def _text(self, key: str) -> str:
        return text(self.fields, key, self.name)

    def _texts(self, key: str) -> list[str]:
        return texts(self.fields, key, self.name)


def _hash(fields: Mapping[str, Any], phrases: Mapping[str, Iterable[Phrase]]) -> str:
    """Of everything that decides what the rule matches: the code, its fields, and its phrases as translated, shared
    ones included."""
    decisive = [f"tagger={_TAGGER}"]
    decisive += [f"{key}={fields[key]}" for key in sorted(fields) if key not in ("note", "match", "no_match")]
    decisive += [phrase.pattern for key in phrases for phrase in phrases[key]]
    return hashlib.sha256("\x1f".join(decisive).encode()).hexdigest()[:16]
