"""From what Cellar knows of a document to our `Document`. Pure."""

from pipeline import identifiers
from pipeline.errors import UsageError
from pipeline.identifiers import Celex
from pipeline.model import Document, DocumentDate, DocumentKind, Identifier, LegalStatus, Relation
from spiders.publishers.cellar import Work

PUBLISHER = "Publications Office of the European Union"

# Resource types: http://publications.europa.eu/resource/authority/resource-type. What neither they nor the letters of
# the CELEX number name is a document.
_KINDS: dict[str, DocumentKind] = {
    "REG": "regulation",
    "REG_DEL": "delegated_regulation",
    "REG_IMPL": "implementing_regulation",
    "DIR": "directive",
    "DIR_DEL": "delegated_directive",
    "DIR_IMPL": "implementing_directive",
    "DEC": "decision",
    "DEC_DEL": "delegated_decision",
    "DEC_IMPL": "implementing_decision",
    "CONS_TEXT": "consolidated",
    "CORRIGENDUM": "corrigendum",
    "RECO": "recommendation",
    "PROP_REG": "proposal",
    "PROP_DIR": "proposal",
    "PROP_DEC": "proposal",
    "PROP_DEC_NO_ADDRESSEE": "proposal",
    "PROP_ACT": "proposal",
    "RES_LEGIS": "parliament_position",
    "SWD": "staff_working_document",
    "IMPACT_ASSESS": "staff_working_document",
    "IMPACT_ASSESS_SUM": "staff_working_document",
    "REPORT": "report",
}
_KINDS_BY_LETTERS: dict[str, DocumentKind] = {
    "R": "regulation",
    "L": "directive",
    "D": "decision",
    "H": "recommendation",
    "PC": "proposal",
    "AP": "parliament_position",
    "TA": "parliament_position",
    "DC": "communication",
    "JC": "joint_communication",
    "SC": "staff_working_document",
    "XC": "commission_notice",
}
# Opinions of bodies that do not legislate: Economic and Social Committee, Committee of the Regions, Court of
# Auditors, Central Bank (52024AB0013), other bodies.
_OPINIONS = {"AE", "IE", "AR", "IR", "AA", "AB", "XX"}

# Meanings of dates: http://publications.europa.eu/resource/authority/fd_335. EV entry into force, MA application,
# MA/PART of a part.
_FORCE = {"EV": ("entry_into_force", ""), "MA": ("application", ""), "MA/PART": ("application", "partial application")}


def is_policy(celex: str) -> bool:
    """Whether a search hit is law or policy of the institutions: an act, its consolidated text, its preparation, a
    notice; no opinion."""
    try:
        known = identifiers.parse_celex(celex)
    except UsageError:
        return False
    return known.sector in "035" and known.letters not in _OPINIONS


def kind(work: Work, celex: Celex) -> DocumentKind:
    """The field's name for this sort of document."""
    if celex.day:
        return "consolidated"
    if celex.corrigendum:
        return "corrigendum"
    return _KINDS.get(work.resource_type) or _KINDS_BY_LETTERS.get(celex.letters) or "document"


def status(work: Work, celex: Celex) -> LegalStatus:
    """State of the work: consolidated texts have no legal effect, only the Official Journal is authentic."""
    if celex.day:
        return "no_legal_effect"
    if celex.letters == "PC":
        if any(relation[0] == "proposes" for relation in work.relations):
            return "adopted"
        return "withdrawn" if work.withdrawn else "proposed"
    if work.in_force is None:
        return ""
    return "in_force" if work.in_force else "not_in_force"


def dates(work: Work) -> tuple[DocumentDate, ...]:
    """All dates with their meaning. Entry into force has several values: the earliest is the entry, later ones are
    applications."""
    found = [DocumentDate(name, day) for name, day in (("document", work.date), ("published", work.published)) if day]
    for day, meaning in work.force:
        default = "entry_into_force" if day == work.force[0][0] else "application"
        name, note = _FORCE.get(meaning, (default, meaning))
        found.append(DocumentDate(name, day, note))
    if work.end_of_validity:
        found.append(DocumentDate("end_of_validity", work.end_of_validity))
    return tuple(found)


def document(work: Work, source: str) -> Document:
    """The work as the tracker keeps it. Its title is the English one where there is one."""
    celex = identifiers.parse_celex(work.celex)
    eli = work.eli or identifiers.eli(work.celex)
    others = [relation for relation in work.relations if relation[1] != work.celex]
    return Document(
        document_id=identifiers.celex_id(work.celex),
        source=source,
        title=work.titles.get("en") or next(filter(None, work.titles.values()), work.celex),
        kind=kind(work, celex),
        jurisdiction="EU",
        publisher=PUBLISHER,
        url=identifiers.eurlex_url(work.celex),
        published=work.published or work.date or celex.day,
        status=status(work, celex),
        subjects=work.subjects,
        identifiers=(Identifier("celex", work.celex), *((Identifier("eli", eli),) if eli else ())),
        dates=dates(work),
        relations=tuple(Relation(name, f"celex:{other}", f"Cellar: {predicate}") for name, other, predicate in others),
    )
