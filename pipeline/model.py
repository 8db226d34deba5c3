"""The vocabulary of the tracker: what a publisher served, what it says, and what we mark in it.

    Source ──< Document ──< Version ──< Provision ──< Annotation
                   Capture ──< Part ──  Snapshot (bytes in the WARC archive)

A `Document` is the work (a regulation, an order, a report). A `Capture` is one complete fetch of it: its parts, in
reading order, each backed by a `Snapshot`. A `Reading` is what the pipeline makes of a capture: provisions and
annotations, a pure function of the bytes. The store turns a reading into a new `Version` only if its text is new.

All dates are ISO 8601 strings ("2024-07-12"); all times are UTC, ISO 8601 with seconds and a trailing "Z". Offsets
are 0-based, half-open, in Unicode code points. Imports only the standard library.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any, Literal

DocumentKind = Literal[
    "regulation", "delegated_regulation", "implementing_regulation", "directive", "delegated_directive",
    "implementing_directive", "decision", "delegated_decision", "implementing_decision", "consolidated", "corrigendum",
    "recommendation", "proposal", "parliament_position", "communication", "joint_communication",
    "staff_working_document", "commission_notice", "guidelines", "code_of_practice", "questions_and_answers",
    "executive_order", "proclamation", "presidential_memorandum", "presidential_determination", "presidential_notice",
    "presidential_document", "presidential_action", "rule", "proposed_rule", "notice", "correction", "memorandum",
    "plan", "report", "press_release", "blog_post", "speech", "comment", "page", "document",
]  # fmt: skip
"""What a document is to its publisher. "document" where the publisher names a sort that has no name here."""

LegalStatus = Literal[
    "", "in_force", "not_in_force", "proposed", "adopted", "withdrawn", "revoked", "rescinded", "superseded",
    "no_legal_effect", "removed_from_site",
]  # fmt: skip
"""State of a work in the field's words; "" where none is stated. `adopted` is a proposal that became law,
`no_legal_effect` a consolidated text, `removed_from_site` what no publisher shows any more and is not known to have
ended."""

ProvisionKind = Literal[
    "recital", "citation", "article", "paragraph", "subparagraph", "point", "annex", "section", "subsection",
    "chapter", "title", "part", "amendment", "preamble", "footnote", "signature", "table", "question",
]  # fmt: skip
"""`chapter`, `title` and `part` are divisions: they carry a heading and no text of their own. `section` is a division
in an EU act (unit=False, text "") and a section with text in a US order, bill, notice or report."""

Facet = Literal["artefact", "effect", "argument"]

RuleKind = Literal["cue", "look_alike", "effect", "argument"]

PartRole = Literal["main", "annex", "page", "rendition"]
"""`main`, `annex` and `page` are read, in order, into one text. A `rendition` (the PDF of a text we read as HTML) is
archived and linked, not read."""

ChangeKind = Literal["added", "removed", "amended", "renumbered", "moved", "cosmetic"]

ReferenceSort = Literal["cites", "amends", "replaces", "inserts", "deletes", "repeals"]
"""What a provision does to the one it names; all but `cites` are orders of an amending text."""

ProblemKind = Literal[
    "network", "http_error", "empty_body", "robots_unreachable", "robots_denied", "refused", "challenge_page",
    "foreign_host", "redirect_loop", "not_in_archive", "missing_key",
    "missing_document", "missing_part", "missing_text", "missing_rendition", "removed", "wrong_language",
    "unreadable_attachment", "needs_ocr", "not_the_document", "unknown_format", "malformed_document",
    "hostile_document", "document", "changed_markup", "empty_list", "truncated", "filter_ignored",
    "suspicious_shrink", "suspicious_drop", "expectation", "crash", "torn_archive", "clock",
]  # fmt: skip
"""What to do about each stands in docs/operations.md."""

RunScope = Literal["full", "since", "only"]
"""What a crawl was asked for: the source's usual set, a part of it by date, or documents by name."""

FetchOutcome = Literal[
    "new", "not_modified", "redirect", "http_error", "network_error", "challenge_page", "robots_denied", "refused",
]  # fmt: skip
"""What came of a request. `http_error` is any answer that could not be used, `refused` what was never sent: an address
that is no publisher's."""

RunOutcome = Literal["", "ok", "failed", "interrupted"]
"""How a crawl ended; "" while it runs."""

Origin = Literal["first_record", "source_update", "technical_upgrade"]


def members(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name. `dataclasses.asdict` also copies what is in them, at any depth: it took a
    sixth of the time of a save, and a fifth of that of archiving."""
    kind: Any = type(value)
    return dict(zip(kind.__dataclass_fields__, _values(kind)(value), strict=True))


@cache
def _values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """What gets all fields of a dataclass at once, in half the time that one after the other takes."""
    names = tuple(kind.__dataclass_fields__)
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


class Record:
    """What the processes of a crawl send each other: pickled as a call with its values. Of its own, a frozen dataclass
    with slots looks its fields up for each object, which took twice as long to write and three times to read."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        kind: Any = type(self)
        return kind, _values(kind)(self)


@dataclass(frozen=True, slots=True)
class Expectations(Record):
    """What a healthy crawl of a source delivers. A breached minimum fails the source; a breached maximum warns."""

    min_documents: int
    max_documents: int
    min_share_with_provisions: float = 0.9
    """Of the documents fetched: those that could be read into provisions."""
    min_share_with_text: float = 0.8
    """Of the documents read: those of whose main text at least half stands in provisions."""
    min_share_with_date: float = 0.5
    """Of the documents read: those whose date of publication is known."""
    max_age_days: int = 7
    must_deliver: tuple[str, ...] = ()
    """Document ids without which a full crawl failed, whatever else it brought. Unchanged is delivered too."""


SUSPICIOUS_DROP = 0.5
"""A full crawl with less than this share of the usual documents is a problem of the kind `suspicious_drop`."""


@dataclass(frozen=True, slots=True)
class Source(Record):
    """A publisher's stream of documents, as declared in one file of `spiders/sources/`."""

    name: str
    title: str
    publisher: str
    jurisdiction: str
    homepage: str
    licence: str
    attribution: str
    cadence: str
    """How often it is worth asking, for people: "daily", "weekly"."""
    expectations: Expectations


@dataclass(frozen=True, slots=True)
class Identifier(Record):
    """A name that the field gives a document: scheme ("celex", "eli", "fr", "docket", "rin", "eo", "fr_citation",
    "url") and value."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class DocumentDate(Record):
    """A dated fact: kind ("published", "signed", "document", "entry_into_force", "application", "effective",
    "comments_close", "end_of_validity"), ISO date, and the publisher's own words for it where there are any. An EU act
    is in force on the day of its end of validity, an order on the day of its revocation no more."""

    kind: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation(Record):
    """What a document does to another: type ("amends", "corrects", "consolidates", "repeals", "based_on", "proposes",
    "implements", "revokes", "same_work", …), the other's document_id (or its identifier where it is not held), and
    the source of the fact."""

    type: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document(Record):
    """The work: one regulation, order, notice, report. Metadata only; the words are in its versions."""

    document_id: str
    """See `pipeline.identifiers`: "celex:32024R1689", "fr:2024-03763", last resort "url:<sha1>"."""
    source: str
    title: str
    kind: DocumentKind
    jurisdiction: str
    """"EU" or "US"; states later as "US-CA"."""
    publisher: str
    url: str
    """The official page for people. Never fetched for EU acts (EUR-Lex blocks programs)."""
    published: str = ""
    """ISO date of its publication by `publisher`, "" where none is stated."""
    status: LegalStatus = ""
    agencies: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    dates: tuple[DocumentDate, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot(Record):
    """One archived answer: where its bytes are and how to check them."""

    snapshot_id: str
    """WARC-Record-ID of the response record, "urn:uuid:…"."""
    url: str
    fetched_at: str
    status: int
    media_type: str
    """Content-Type as served, with its parameters."""
    sha256: str
    """Of the body with Content-Encoding removed: the bytes that extractors read."""
    length: int
    """Of the same body, in bytes."""
    warc_file: str
    """File name inside the archive folder."""
    warc_offset: int
    """Byte offset of the record's gzip member in that file."""
    etag: str = ""
    last_modified: str = ""
    accept: str = ""
    """Accept and Accept-Language that were sent: with the address they identify what was asked for."""
    accept_language: str = ""


@dataclass(frozen=True, slots=True)
class Part(Record):
    """One snapshot's role in a capture."""

    snapshot: Snapshot
    body: bytes = field(repr=False)
    role: PartRole = "main"
    link: str = ""
    """Address for people; a provision's deep link is this plus "#" plus its anchor."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Capture(Record):
    """One complete fetch of one document in one language: what a spider yields."""

    document: Document
    language: str
    """Language asked for, ISO 639-1."""
    parts: tuple[Part, ...]
    """None for a document that its publisher describes and serves no text of: it is held without a version."""
    legal_date: str = ""
    """The date whose law this text states (consolidated versions); "" otherwise."""


@dataclass(frozen=True, slots=True)
class Provision(Record):
    """One numbered unit of a text: a recital, an article, its paragraphs, their points. Order is the order in the
    tuple."""

    path: str
    """Unique in its version; parents are prefixes: "art_53/par_2/pt_a", "rct_102", "anx_III/sct_1/pt_a",
    "sec_4/sub_6"."""
    kind: ProvisionKind
    citation: str
    """As a lawyer writes it: "Article 53(2)(a)", "Recital 102", "Annex III, point 1(a)", "Sec. 4.6(b)", "p. 12, para.
    3"."""
    text: str
    """The whole text of this unit, its own sub-units included, as published but for white space. "" for divisions
    (chapter, title, part)."""
    heading: str = ""
    parent: str = ""
    """Path of the enclosing provision, "" at the top."""
    unit: bool = False
    """True for the tagging unit, the one a lawyer would cite: recital, article paragraph with its points (the article
    where it has none), annex point or section, section or subsection of an order, paragraph of a report. Units never
    nest, and together they cover the text."""
    anchor: str = ""
    """URL fragment without "#" that leads there in the publisher's page ("art_53", "page=12"), "" if there is none."""
    part: int = 0
    """Index in the capture of the part it was read from."""


@dataclass(frozen=True, slots=True)
class Words(Record):
    """Words of a text at 0-based, half-open offsets in code points: `quote` is `text[start:end]`, always."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Tag(Record):
    """One label of the codebook. Ids are unique across facets."""

    tag: str
    facet: Facet
    label: str
    definition: str
    examples: tuple[str, ...] = ()
    part_of: str = ""
    """The seed of the public debate that the tag answers: "open weights", "open code", "benefits", "risks" …; "" for
    effects."""


@dataclass(frozen=True, slots=True)
class TagRule(Record):
    """What is kept of a rule that sets a tag: not its phrases, which would be a megabyte to send to another process."""

    id: str
    hash: str
    kind: RuleKind
    tag: str
    """"" for a look-alike."""
    language: str
    file: str


@dataclass(frozen=True, slots=True)
class Annotation(Record):
    """A tag on a provision, with the rule that set it and the exact words."""

    path: str
    """Path of the provision (always a unit) it hangs on."""
    tag: str
    rule: str
    rule_hash: str
    start: int
    end: int
    quote: str
    """provision.text[start:end], always: what speaks of openness."""
    because: Words | None = None
    """The words of the provision by which an effect or argument was told: "shall not apply". None for artefacts, which
    the quote itself names; for a `mention`, which is what remains; and where the words stand in the enclosing
    provision."""


@dataclass(frozen=True, slots=True)
class Reference(Record):
    """Words of a provision that name another provision or a document. One mention of several ("Articles 8 to 15") gives
    one reference for each."""

    path: str
    """Path of the unit that the words stand in."""
    start: int
    end: int
    quote: str
    """provision.text[start:end], always."""
    target_document: str
    """Document id; what has none keeps its own scheme: "fr_citation:89 FR 14059", "publ:117-167", "usc:15 U.S.C. 9401",
    "cfr:2 CFR 200.315"."""
    target_path: str
    """As the words say it, held or not: "art_53/par_2". "" for the document as a whole."""
    sort: ReferenceSort = "cites"


@dataclass(frozen=True, slots=True)
class Extraction(Record):
    """What an extractor reads out of one part."""

    provisions: tuple[Provision, ...]
    extractor: str
    """Name and version, "oj_xhtml/1". The version grows when the same bytes would give other provisions."""
    title: str = ""
    language: str = ""
    """ISO 639-1 as the text itself states it, "" if it does not."""
    body_chars: int = 0
    """Letters and digits in the main text."""
    covered_chars: int = 0
    """Of which stand in some provision's text or heading, or make its number ("Article 5")."""
    dropped: tuple[tuple[str, int], ...] = ()
    """Where the rest went: (reason, letters and digits), e.g. ("contents page", 812)."""
    celex: str = ""
    """CELEX number that the text gives itself, as consolidated texts do; "" if it does not."""
    scans: tuple[int, ...] = ()
    """Pages, from 1, whose words are in pictures: they cannot be read."""


@dataclass(frozen=True, slots=True)
class Reading(Record):
    """What the pipeline makes of a capture. Equal captures, extractors and rules give equal readings."""

    document_id: str
    language: str
    title: str
    text_hash: str
    """sha256 of the normalised text: the identity of a version (see `pipeline.normalise`)."""
    extractor: str
    provisions: tuple[Provision, ...]
    annotations: tuple[Annotation, ...]
    body_chars: int
    covered_chars: int
    dropped: tuple[tuple[str, int], ...] = ()
    references: tuple[Reference, ...] = ()
    scans: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """Pages whose words are in pictures, by the place of their part among those of the capture."""


@dataclass(frozen=True, slots=True)
class Fetch(Record):
    """One request and what came of it, successful or not."""

    run_id: str
    url: str
    fetched_at: str
    outcome: FetchOutcome
    status: int = 0
    """HTTP status, 0 where none came."""
    bytes: int = 0
    seconds: float = 0.0
    snapshot_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Problem(Record):
    """Something that a person should know: one bad document, one unreachable host. Nothing is lost silently."""

    run_id: str
    source: str
    kind: ProblemKind
    message: str
    """Names the thing and says what to do."""
    url: str = ""
    document_id: str = ""
    snapshot_id: str = ""
    seen_at: str = ""


@dataclass(frozen=True, slots=True)
class CrawlRun(Record):
    """One crawl of one source."""

    run_id: str
    """Start time and source, "20261120T214500Z-ntia"."""
    source: str
    started_at: str
    finished_at: str = ""
    outcome: RunOutcome = ""
    reason: str = ""
    documents: int = 0
    new_versions: int = 0
    unchanged: int = 0
    problems: int = 0
    requests: int = 0
    not_modified: int = 0
    scope: RunScope = "full"
    unread: int = 0
    """Documents that were fetched and could not be read."""
    with_text: int = 0
    with_date: int = 0
    """Of `documents`; see `Expectations`."""
    failed_requests: int = 0
    """Of `requests`: those that brought neither a page nor the word that it is unchanged."""
    skipped: tuple[tuple[str, int], ...] = ()
    """What the source met and left out on purpose: (reason, how many), e.g. ("not_about_ai", 12)."""


@dataclass(frozen=True, slots=True)
class ProvisionChange(Record):
    """What happened to one provision between two versions."""

    kind: ChangeKind
    citation: str
    """In the new version, or in the old one where it was removed."""
    old_path: str = ""
    new_path: str = ""
    before: str = ""
    after: str = ""
    tags_before: tuple[str, ...] = ()
    tags_after: tuple[str, ...] = ()
    tag_changes: tuple[str, ...] = ()
    """ "exemption narrowed", "carve_back appeared": tag and what became of it (appeared, vanished, widened,
    narrowed)."""
