"""From a passage to findings: where its text speaks of openness, effects and arguments are read from the words around the evidence."""

from collections.abc import Iterator

from pipeline.tagging.evidence import Region, Sentence, allowed, occurrences, read
from pipeline.tagging.predicates import PREDICATES
from pipeline.tagging.sentences import is_point
from pipeline.tagging.spans import grown
from pipeline.tagging.vocabulary import Finding, Passage, Rule, Rules

_Hit = tuple[Rule, Sentence, Region]


def tag(passage: Passage, rules: Rules) -> tuple[Finding, ...]:
    """Mark what the passage says about openness; empty if it says nothing about it.

    Findings come in the order of the text, then of facets, then of the rules. One tag marks one stretch of text once: where several rules
    agree, the first one of the rule files is named.
    """
    languages = frozenset({passage.language}) if passage.language else rules.languages
    sentences = read(passage.text, rules, languages, passage.parent)
    if not sentences:
        return ()
    spans = {id(region): span for sentence in sentences for region, span in grown(sentence)}
    hits = list(_cue_hits(sentences))
    hits += _effect_hits(sentences, rules, languages)
    found: dict[tuple[int, int, int, str], Finding] = {}
    for rule, _, region in hits:
        start, end = spans[id(region)]
        key = (start, end, _FACETS.index(rule.kind), rule.tag)
        found.setdefault(key, Finding(rule.tag, rule.id, rule.hash, start, end, passage.text[start:end]))
    return tuple(found[key] for key in sorted(found, key=lambda key: key[:3]))


_FACETS = ("cue", "effect", "argument")


def _cue_hits(sentences: list[Sentence]) -> Iterator[_Hit]:
    for sentence in sentences:
        for region in sentence.regions:
            for cue in region.cues:
                yield cue, sentence, region


def _effect_hits(sentences: list[Sentence], rules: Rules, languages: frozenset[str]) -> list[_Hit]:
    hits: list[_Hit] = []
    for rule in rules.rules:
        if rule.kind in ("effect", "argument") and rule.language in languages:
            if rule.given and not any(hit[0].tag in rule.given for hit in hits):
                continue
            if "otherwise" in rule.where:
                if not any(hit[0].kind == rule.kind for hit in hits):
                    hits.append((rule, *_first(sentences)))
                continue
            for where in rule.where:
                hits += _hits_in_text(rule, where, sentences)
    return hits


def _hits_in_text(rule: Rule, where: str, sentences: list[Sentence]) -> Iterator[_Hit]:
    for index, sentence in enumerate(sentences):
        bearer = _bearer(sentences, index, where)
        if not bearer:
            continue
        for start, _ in _says(rule, sentence):
            if bearer is sentence:
                yield rule, sentence, min(sentence.regions, key=lambda region: _distance(region, start))
            else:
                yield rule, bearer, bearer.regions[-1 if bearer.start < sentence.start else 0]


def _bearer(sentences: list[Sentence], index: int, where: str) -> Sentence | None:
    """The sentence whose evidence a rule would hang its tag on, if the rule may look into sentence `index` at all."""
    sentence = sentences[index]
    if sentence.regions:
        return sentence
    if where == "provision":
        return _first(sentences)[0]
    if where == "near" and not is_point(sentence.shown):
        neighbours = sentences[max(0, index - 1) : index] + sentences[index + 1 : index + 2]
        return next((neighbour for neighbour in neighbours if neighbour.regions), None)
    return None


def _says(rule: Rule, sentence: Sentence) -> list[tuple[int, int]]:
    if rule.predicate and not PREDICATES[rule.predicate](sentence.text, sentence.start, sentence.end):
        return []
    if not rule.phrases:
        return [(0, 0)] if rule.predicate else []
    found = list(occurrences(sentence.masked_with_lead, rule.phrases))
    exceptions = list(occurrences(sentence.masked_with_lead, rule.exceptions)) if found else []
    found = [(a, b) for a, b in found if not any(a < d and c < b for c, d in exceptions)]
    return found if found and allowed(rule, sentence.masked_with_lead) else []


def _first(sentences: list[Sentence]) -> tuple[Sentence, Region]:
    return next((sentence, sentence.regions[0]) for sentence in sentences if sentence.regions)


def _distance(region: Region, position: int) -> int:
    return max(region.start - position, position - region.end, 0)
