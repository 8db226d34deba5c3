"""From a passage to findings: where its text speaks of openness, effects and arguments are read from the words around
the evidence."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model import Words
from pipeline.tagging.evidence import Surroundings, allowed, outside, read
from pipeline.tagging.language import guess_language
from pipeline.tagging.links import concedes, is_linked, is_of_the_same, parts
from pipeline.tagging.masking import Region, Sentence
from pipeline.tagging.predicates import SENTENCE_PREDICATES, in_address
from pipeline.tagging.prefilter import may_hold_cue
from pipeline.tagging.sentences import blocks
from pipeline.tagging.spans import grown
from pipeline.tagging.titles import in_cited_title
from pipeline.tagging.vocabulary import Finding, Pack, Passage, Rule, Rules

_SAME_SUBJECT = 3
"""How many sentences may keep the subject of one with evidence."""


class _Hit(NamedTuple):
    """A rule that speaks, and the evidence on which its tag will hang."""

    rule: Rule
    region: Region
    tag: str
    because: tuple[int, int] | None = None
    """Where the words of the rule stand in the text."""


def may_be_tagged(text: str, language: str, rules: Rules) -> bool:
    """False only if `tag` finds nothing in a passage with this text, whatever stands around it. Asked first, it spares
    most of a document's provisions the search for what does."""
    pack = _pack(text, language, rules)
    return pack is not None and any(may_hold_cue(text[slice(*block)], pack.anchors) for block in blocks(text))


def tag(passage: Passage, rules: Rules) -> tuple[Finding, ...]:
    """Mark what the passage says about openness; empty if it says nothing about it.

    Findings come in the order of the text, then of facets. One tag marks one stretch of text once: of cues that agree,
    the one that begins first is named; of other rules, the first in the order of the rule files."""
    pack = _pack(passage.text, passage.language, rules)
    if pack is None:
        return ()
    around = Surroundings(passage, pack)
    sentences = read(passage, pack, around)
    if not sentences:
        return ()
    spans = dict(pair for sentence in sentences for pair in grown(sentence))
    hits = list(_artefacts(sentences))
    hits += _judgements(sentences, pack, around)
    found: dict[tuple[int, int, str], Finding] = {}
    for rule, region, name, because in hits:
        start, end = spans[region]
        words = Words(*because, passage.text[slice(*because)]) if because else None
        finding = Finding(name, rule.id, rule.hash, start, end, passage.text[start:end], words)
        found.setdefault((start, end, name), finding)
    # The rules have spoken in the order of facets.
    return tuple(found[key] for key in sorted(found, key=lambda key: key[:2]))


def _pack(text: str, language: str, rules: Rules) -> Pack | None:
    return rules.packs.get(language or guess_language(text))


def _artefacts(sentences: list[Sentence]) -> Iterator[_Hit]:
    """What the cues name. "Openness" is that of what stands nearest."""
    cues = [
        (sentence.start + region.start, region, cue)
        for sentence in sentences
        for region in sentence.regions
        for cue in region.cues
    ]
    named = [(place, cue.tag) for place, _, cue in cues if not cue.borrows and not cue.weak]
    for place, region, cue in cues:
        yield _Hit(cue, region, _nearest(named, place) if cue.borrows and named else cue.tag)


def _nearest(named: list[tuple[int, str]], place: int) -> str:
    """The name that stands nearest; they are in the order of their places."""
    index = bisect_left(named, place, key=lambda each: each[0])
    return min(named[max(0, index - 1) : index + 1], key=lambda each: abs(each[0] - place))[1]


def _judgements(sentences: list[Sentence], pack: Pack, around: Surroundings) -> list[_Hit]:
    hits: list[_Hit] = []
    spoken: dict[str, set[int]] = {}
    alone: dict[str, set[int]] = {"effect": set(), "argument": set()}
    possible = set().union(*(sentence.masked.possible for sentence in sentences))
    for rule in pack.judgements:
        if rule.phrases and rule.phrases.patterns not in possible:
            continue
        if not (_follows(rule, hits) and around.allow(rule)):
            continue
        if rule.where == "otherwise" and not rule.phrases:
            hits.append(_Hit(rule, _first(sentences).regions[0], rule.tag))
            continue
        silent = alone[rule.kind].union(*(spoken.get(each, ()) for each in rule.yields_to))
        found = [each for each in _spoken(rule, sentences, around) if each[0] not in silent]
        spoken[rule.id] = {index for index, _, _ in found}
        if rule.alone:
            alone[rule.kind] |= spoken[rule.id]
        hits += (_Hit(rule, region, rule.tag, place) for _, region, place in found)
    return hits


def _follows(rule: Rule, hits: list[_Hit]) -> bool:
    """Whether what other rules found so far lets the rule speak."""
    if rule.given and not any(hit.rule.tag in rule.given for hit in hits):
        return False
    return rule.where != "otherwise" or all(hit.rule.kind != rule.kind for hit in hits)


def _spoken(
    rule: Rule, sentences: list[Sentence], around: Surroundings
) -> Iterator[tuple[int, Region, tuple[int, int] | None]]:
    """The sentences in which the rule speaks, by number, the evidence that it says something about, and where its words
    stand in the text."""
    for index, sentence in enumerate(sentences):
        if rule.phrases and not sentence.masked.may_hold(rule.phrases):
            continue
        bearer = _bearer(sentences, index, rule, around)
        if not bearer:
            continue
        for start, end in _places(rule, sentence):
            if bearer is sentence:
                region = min(sentence.regions, key=lambda region: max(region.start - start, start - region.end, 0))
            else:
                region = bearer.regions[-1 if bearer.start < sentence.start else 0]
            yield index, region, sentence.place(start, end)


def _bearer(sentences: list[Sentence], index: int, rule: Rule, around: Surroundings) -> Sentence | None:
    """The sentence whose evidence is marked if a rule speaks in sentence `index`; None if it must not look there."""
    sentence = sentences[index]
    if sentence.regions:
        return sentence
    if rule.where == "provision":
        return _first(sentences)
    beside: list[Sentence] = []
    if rule.where == "near":
        beside = [neighbour for neighbour in _neighbours(sentences, index) if neighbour.regions]
    if rule.kind == "argument" and rule.language == "en":
        lead = sentence.lead
        beside = [each for each in beside if each is lead or is_linked(sentence, each, around.name_openness)]
        beside += _told_before(sentences, index)
    return next(iter(beside), None)


def _told_before(sentences: list[Sentence], index: int) -> list[Sentence]:
    """The sentence with evidence whose subject those up to `index` keep: "Open models are new. They … And they …"."""
    for place in range(index, max(0, index - _SAME_SUBJECT), -1):
        if not is_of_the_same(sentences[place]):
            return []
        if sentences[place - 1].regions:
            return [sentences[place - 1]]
    return []


def _neighbours(sentences: list[Sentence], index: int) -> Iterator[Sentence]:
    """The sentences before and after. Before the beginning of a point of a list, and after it where another one begins,
    stand other points: the words that govern it are next to it, however far away."""
    lead, is_point = sentences[index].lead, sentences[index].is_point
    if lead:
        yield lead
    if not is_point:
        yield from sentences[max(0, index - 1) : index]
    for following in sentences[index + 1 : index + 2]:
        if not (is_point and following.is_point):
            yield following


def _places(rule: Rule, sentence: Sentence) -> list[tuple[int, int]]:
    """Where the rule speaks, by offsets in `masked` counted from `own_start`: negative in the words of a governing
    sentence."""
    if rule.predicate and not SENTENCE_PREDICATES[rule.predicate](sentence.text, sentence.start, sentence.end):
        return []
    text = sentence.masked
    own = sentence.own_start
    found = text.occurrences(rule.phrases) if rule.phrases else [(own, len(text.text.rstrip()))]
    if not found or not allowed(rule, text):
        return []
    places = [(start - own, end - own) for start, end in outside(found, text.occurrences(rule.exceptions))]
    if rule.kind == "argument":
        places = [place for place in places if not (_cited(sentence, *place) or _of_another_clause(sentence, *place))]
    return places


def _of_another_clause(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a clause of its own parts the words from all evidence of the sentence: "AI drives innovation, and our
    records are kept in open-source software"."""
    text = sentence.covered
    between = [text[end : region.start] or text[region.end : start] for region in sentence.regions]
    if start < 0 or not between:
        return False
    return all(parts(words) for words in between) or (concedes(text[:start]) and all("," in words for words in between))


def _cited(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words stand in the title or the address of a cited work: they are its reasons."""
    if start < 0:
        return False
    span = sentence.span(start, end)
    return in_cited_title(sentence.text, *span) or in_address(sentence.text, *span)


def _first(sentences: list[Sentence]) -> Sentence:
    return next(sentence for sentence in sentences if sentence.regions)
