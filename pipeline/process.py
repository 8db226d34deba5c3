"""From a capture to its reading: extract every part, join them, tag the units, hash the text. Pure: no clock, no
network, no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import MalformedDocument, NotTheDocument, WrongLanguage
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.identifiers import other_act, parse_celex
from pipeline.languages import other_language
from pipeline.model import Annotation, Capture, Extraction, Part, Provision, Reading, members
from pipeline.normalise import storable, text_hash
from pipeline.references import references
from pipeline.tagging import Passage, Rules, may_be_tagged, tag

_HEADING_JOINT = " / "
# What the tagger sees of the enclosing provision: enough for the sentence that governs a list, not a whole article.
_LONGEST_PARENT_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class _ReadPart:
    """A part with what was read out of it, and its place among the parts of the capture."""

    index: int
    part: Part
    extraction: Extraction


def read(capture: Capture, rules: Rules) -> Reading:
    """Read and tag a capture. Equal captures, extractors and rules give equal readings.

    Parts with role "main", "annex" and "page" are read, in order, into one text; renditions are not. Paths of the
    second and later read parts start with "part_02/", "part_03/", …

    Raises a `DocumentError`: what `pipeline.extract.extract` raises, `WrongLanguage` if a part states another
    language than the one asked for, `NotTheDocument` if no part holds a provision or the first is of another act. One
    unreadable part fails the capture: half a document is not a version.
    """
    parts = [_read_part(index, part, capture) for index, part in enumerate(capture.parts) if part.role != "rendition"]
    _check_act(parts, capture)
    provisions = _join(parts)
    if not any(provision.unit for provision in provisions):
        raise NotTheDocument(
            f"{capture.document.document_id}: no provision in {_addresses(capture)}; "
            "check what the publisher serves there"
        )
    _check_paths(provisions, capture)
    title = storable(parts[0].extraction.title or capture.document.title)
    return Reading(
        document_id=capture.document.document_id,
        language=capture.language,
        title=title,
        text_hash=text_hash(provisions),
        extractor="+".join(dict.fromkeys(each.extraction.extractor for each in parts)),
        provisions=provisions,
        annotations=tuple(_annotations(provisions, title, capture.language, rules)),
        body_chars=sum(each.extraction.body_chars for each in parts),
        covered_chars=sum(each.extraction.covered_chars for each in parts),
        dropped=_dropped(parts),
        references=tuple(references(provisions, capture.document.document_id)),
        scans=tuple((each.index, each.extraction.scans) for each in parts if each.extraction.scans),
    )


def _check_act(parts: Sequence[_ReadPart], capture: Capture) -> None:
    """The address of a text at Cellar does not tell whose it is; its title does, and a consolidated text says which
    state of the law it is."""
    scheme, _, celex = capture.document.document_id.partition(":")
    if not parts or scheme != "celex":
        return
    found = parts[0].extraction
    other = other_act(parse_celex(celex), found.title) or (found.celex if found.celex != celex else "")
    if other:
        raise NotTheDocument(
            f"{parts[0].part.snapshot.url}: the text is that of {other} by its own words, but {celex} was requested; "
            "check what the publisher serves there"
        )


def _check_paths(provisions: Sequence[Provision], capture: Capture) -> None:
    """Two provisions in one place could not be stored, and the crawl would end for a single document's sake."""
    paths: set[str] = set()
    for provision in provisions:
        if provision.path in paths or (provision.parent and provision.parent not in paths):
            raise MalformedDocument(
                f"{capture.document.document_id}: {provision.path!r} occurs twice or outside its parent in "
                f"{_addresses(capture)}; report it with the document, the extractor must learn to tell them apart"
            )
        paths.add(provision.path)


def _read_part(index: int, part: Part, capture: Capture) -> _ReadPart:
    extraction = extract(Content(part.body, part.snapshot.media_type, part.snapshot.url))
    language = _language(extraction, capture)
    if language and language != capture.language:
        raise WrongLanguage(
            f"{part.snapshot.url}: the text of {capture.document.document_id} is in {language!r}, but "
            f"{capture.language!r} was requested; it is not stored, and the next crawl asks again"
        )
    return _ReadPart(index, part, replace(extraction, provisions=tuple(map(_storable, extraction.provisions))))


def _language(extraction: Extraction, capture: Capture) -> str:
    """The language that the words of a text show or, where they show none clearly, the one that it states. PDFs state
    none, and what a page states may be the language of its menus, or "und".

    The Union serves each text in the language that was requested, or in another. Elsewhere there is no choice: a
    comment in Spanish is what the agency holds.
    """
    stated, requested = extraction.language.lower(), capture.language
    of_the_union = capture.document.jurisdiction == "EU"
    if not of_the_union and stated in ("", requested):
        return stated
    text = " ".join(provision.text for provision in extraction.provisions if provision.unit)
    if of_the_union and (spoken := other_language(text, requested)):
        return spoken
    return requested if other_language(text, stated) == requested else stated


def _storable(provision: Provision) -> Provision:
    """Before anything is counted, tagged or hashed: the words that are kept are the words that are quoted."""
    text, heading, citation = storable(provision.text), storable(provision.heading), storable(provision.citation)
    if (text, heading, citation) == (provision.text, provision.heading, provision.citation):
        return provision
    return replace(provision, text=text, heading=heading, citation=citation)


def _addresses(capture: Capture) -> str:
    return ", ".join(part.snapshot.url for part in capture.parts) or "a capture without parts"


def _join(parts: Sequence[_ReadPart]) -> tuple[Provision, ...]:
    joined: list[Provision] = []
    citations: set[str] = set()
    for number, each in enumerate(parts, start=1):
        provisions = each.extraction.provisions
        if number > 1:
            clash = each.part.role == "page" or any(provision.citation in citations for provision in provisions)
            provisions = _as_part(each, number, f"part_{number:02d}", cite_title=clash)
        citations.update(provision.citation for provision in provisions)
        joined += [replace(provision, part=each.index) for provision in provisions] if each.index else provisions
    return tuple(joined)


def _as_part(each: _ReadPart, number: int, prefix: str, *, cite_title: bool) -> tuple[Provision, ...]:
    """A later part's provisions under a division of their own: paths stay unique, headings tell the page."""
    title = each.part.title or each.extraction.title
    name = title or f"Part {number}"
    division = Provision(path=prefix, kind="part", citation=f"{name} (part {number})", text="", heading=title)
    return division, *(
        replace(
            provision,
            path=f"{prefix}/{provision.path}",
            parent=f"{prefix}/{provision.parent}" if provision.parent else prefix,
            citation=f"{name}, {provision.citation}" if cite_title else provision.citation,
        )
        for provision in each.extraction.provisions
    )


def _annotations(provisions: Sequence[Provision], title: str, language: str, rules: Rules) -> Iterator[Annotation]:
    """Findings of every unit, in the order of the text, then by place and tag."""
    units = [each for each in provisions if each.unit and may_be_tagged(each.text, language, rules)]
    if not units:
        return
    by_path = {provision.path: provision for provision in provisions}
    intros = _introductions(provisions)
    for provision in units:
        passage = Passage(
            text=provision.text,
            heading=_HEADING_JOINT.join(_headings(provision, by_path)),
            parent=intros.get(provision.parent, ""),
            title=title,
            language=language,
        )
        for found in sorted(tag(passage, rules), key=lambda found: (found.start, found.end, found.tag)):
            yield Annotation(provision.path, **members(found))


def _headings(provision: Provision, by_path: Mapping[str, Provision]) -> list[str]:
    """From the outermost heading down to the provision's own; a paragraph that repeats one above it adds nothing."""
    headings: list[str] = []
    above: Provision | None = provision
    while above is not None:
        if above.heading:
            headings.append(above.heading)
        above = by_path.get(above.parent)
    return list(dict.fromkeys(reversed(headings)))


def _introductions(provisions: Sequence[Provision]) -> dict[str, str]:
    """Text of each enclosing provision before its first sub-unit: "The exemption does not apply to:"."""
    texts = {provision.path: provision.text for provision in provisions}
    intros: dict[str, str] = {}
    for child in provisions:
        whole = texts.get(child.parent, "")
        if not child.text or child.parent in intros:
            continue
        at = whole.find(child.text)
        # Where the points are units, the introduction is one too, and the first of the sub-units.
        intro = child.text if child.kind == "subparagraph" and at == 0 else whole[: max(at, 0)].strip()
        intros[child.parent] = intro[-_LONGEST_PARENT_TEXT:]
    return intros


def _dropped(parts: Sequence[_ReadPart]) -> tuple[tuple[str, int], ...]:
    totals: dict[str, int] = {}
    for each in parts:
        for reason, count in each.extraction.dropped:
            totals[reason] = totals.get(reason, 0) + count
    return tuple(totals.items())
