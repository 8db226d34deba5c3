"""What Cellar is asked in SPARQL: which documents there are, and what is known of each. Pure.

Queries go out as POST: GET was refused at times (QueryBadFormed, 502). Documents are named by their IRI
(`owl:sameAs <…/resource/celex/…>`), because a CELEX literal is typed xsd:string and a plain one never matches it.
"""

from collections.abc import Iterable
from urllib.parse import quote

ENDPOINT = "https://publications.europa.eu/webapi/rdf/sparql"
RESULTS_JSON = "application/sparql-results+json"
ROW_LIMIT = 10_000
"""Cellar cuts every result here without saying so: a result of this many rows is not complete."""

EUROVOC_AI = "http://eurovoc.europa.eu/3030"
"""EuroVoc concept "artificial intelligence"."""

_PREFIXES = """\
PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
PREFIX annot: <http://publications.europa.eu/ontology/annotation#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

RELATIONS = {
    "resource_legal_amends_resource_legal": "amends",
    "resource_legal_repeals_resource_legal": "repeals",
    "resource_legal_implicitly_repeals_resource_legal": "repeals",
    "resource_legal_corrects_resource_legal": "corrects",
    "resource_legal_completes_resource_legal": "supplements",
    "resource_legal_implements_resource_legal": "implements",
    "resource_legal_based_on_resource_legal": "based_on",
    "resource_legal_derogates_resource_legal": "derogates",
    "resource_legal_proposes_to_amend_resource_legal": "proposes_to_amend",
    "resource_legal_adopts_resource_legal": "adopts",
    "act_consolidated_consolidates_resource_legal": "consolidates",
    "act_consolidated_based_on_resource_legal": "consolidates",
}
"""Cellar's predicate to our type of relation: what the subject does to the object."""

_TO_THE_ACT = tuple(name for name in RELATIONS if name != "act_consolidated_consolidates_resource_legal")
"""A consolidated text also consolidates every act that amended its own: of the 22 that name 32015L2366, 10 are texts of
acts that it amends. Each is based on one act."""

# Each query takes {names}: the documents as IRIs. Results are long tables of (document, what, value), so that
# several values multiply no rows. Those of DETAILS have a row of every document that Cellar knows, with nothing but its
# number where there is nothing more to say: an empty answer (200, no rows) is then no statement that it has no
# relations any more.
FAMILY = """\
SELECT DISTINCT ?celex WHERE {{
  VALUES ?name {{ {names} }}
  ?act owl:sameAs ?name .
  {{ VALUES ?does {{ {to_the_act} }} ?work ?does ?act }}
  UNION {{ ?act cdm:resource_legal_adopts_resource_legal ?work }}
  UNION {{ ?dossier cdm:dossier_contains_work ?act ; cdm:dossier_contains_work ?work }}
  UNION {{ ?amending cdm:resource_legal_amends_resource_legal ?act ; cdm:resource_legal_adopts_resource_legal ?work }}
  UNION {{ ?amending cdm:resource_legal_amends_resource_legal ?act .
    ?work cdm:resource_legal_corrects_resource_legal ?amending }}
  ?work cdm:resource_legal_id_celex ?celex .
}} ORDER BY ?celex"""
"""All that amends, corrects, consolidates, implements, supplements or is based on an act, its proposal and the papers
of its procedure, and the proposals and corrigenda of the acts that amend it. Papers say of what dossier they are a part
(`work_part_of_dossier`), acts do not; the dossier says of both."""

SUBJECT = """\
SELECT DISTINCT ?celex WHERE {{
  ?work cdm:work_is_about_concept_eurovoc <{concept}> ; cdm:resource_legal_id_celex ?celex .
}} ORDER BY ?celex"""

TITLE_WORDS = """\
SELECT DISTINCT ?celex WHERE {{
  ?work cdm:work_date_document ?date ; cdm:resource_legal_id_celex ?celex .
  FILTER(?date >= "{first}"^^xsd:date && ?date <= "{last}"^^xsd:date)
  FILTER(REGEX(STR(?celex), "^[035]"))
  ?expression cdm:expression_uses_language <http://publications.europa.eu/resource/authority/language/ENG> ;
    cdm:expression_belongs_to_work ?work ; cdm:expression_title ?title .
  FILTER(CONTAINS(LCASE(STR(?title)), "{words}"))
}} ORDER BY ?celex"""
"""Of the documents of a span of days: one that must look at every title that Cellar has runs out of time."""

_SEARCHED_YEARS = range(2016, 2031)
"""Before them nothing on artificial intelligence was law or policy. The last stands for all that follow: the queries
depend on no clock, so that a crawl can be replayed in any year."""

FACTS = """\
SELECT DISTINCT ?celex ?predicate ?value WHERE {{
  VALUES ?name {{ {names} }}
  ?work owl:sameAs ?name ; cdm:resource_legal_id_celex ?celex .
  {{
    VALUES ?predicate {{ cdm:work_has_resource-type cdm:work_date_document cdm:official-journal-act_date_publication
      cdm:resource_legal_date_entry-into-force cdm:resource_legal_date_end-of-validity cdm:resource_legal_in-force
      cdm:resource_legal_eli cdm:resource_legal_id_celex }}
    ?work ?predicate ?value
  }} UNION {{
    VALUES ?predicate {{ cdm:official-journal-act_date_publication }}
    ?work cdm:resource_legal_published_in_official-journal ?journal . ?journal cdm:work_date_document ?value
  }} UNION {{
    VALUES ?predicate {{ cdm:dossier_withdrawn-proposal }}
    ?dossier cdm:dossier_contains_work ?work ; ?predicate ?value
  }}
}} ORDER BY ?celex ?predicate ?value"""
"""Acts published before October 2023 have no day of publication of their own: it is that of their issue of the Official
Journal. That a proposal was withdrawn is said of its dossier."""

MEANINGS = """\
SELECT DISTINCT ?celex ?date ?meaning ?comment WHERE {{
  VALUES ?name {{ {names} }}
  ?work owl:sameAs ?name ; cdm:resource_legal_id_celex ?celex .
  OPTIONAL {{
    ?axiom owl:annotatedSource ?work ; owl:annotatedProperty cdm:resource_legal_date_entry-into-force ;
      owl:annotatedTarget ?date ; annot:type_of_date ?meaning .
    OPTIONAL {{ ?axiom annot:comment_on_date ?comment }}
  }}
}} ORDER BY ?celex ?date"""
"""Entry into force has several values; only the annotation says which is the entry into force and which an
application date. Its comment begins with what is dated, where that is a part of the act."""

TITLES = """\
SELECT DISTINCT ?celex ?language ?title WHERE {{
  VALUES ?name {{ {names} }}
  ?work owl:sameAs ?name ; cdm:resource_legal_id_celex ?celex .
  OPTIONAL {{
    ?expression cdm:expression_belongs_to_work ?work ; cdm:expression_uses_language ?language .
    OPTIONAL {{ ?expression cdm:expression_title ?title }}
  }}
}} ORDER BY ?celex ?language"""

SUBJECTS = """\
SELECT DISTINCT ?celex ?label WHERE {{
  VALUES ?name {{ {names} }}
  ?work owl:sameAs ?name ; cdm:resource_legal_id_celex ?celex .
  OPTIONAL {{
    ?work cdm:work_is_about_concept_eurovoc ?concept . ?concept skos:prefLabel ?label . FILTER(LANG(?label) = "en")
  }}
}} ORDER BY ?celex ?label"""

LINKS = """\
SELECT DISTINCT ?subject ?predicate ?object WHERE {{
  VALUES ?name {{ {names} }}
  ?work owl:sameAs ?name .
  {{ ?work cdm:resource_legal_id_celex ?subject }}
  UNION {{ VALUES ?predicate {{ {relations} }}
    ?work cdm:resource_legal_id_celex ?subject ; ?predicate ?other . ?other cdm:resource_legal_id_celex ?object }}
  UNION {{ VALUES ?predicate {{ {relations} }}
    ?other ?predicate ?work ; cdm:resource_legal_id_celex ?subject . ?work cdm:resource_legal_id_celex ?object }}
}} ORDER BY ?subject ?predicate ?object"""

DETAILS = {
    FACTS: ("celex", "predicate", "value"),
    MEANINGS: ("celex", "date", "meaning"),
    TITLES: ("celex", "language"),
    SUBJECTS: ("celex", "label"),
    LINKS: ("subject", "predicate", "object"),
}
"""What is asked about every document, in the order in which `cellar.works` reads the answers, and the variables of a
row: all of them, or the document's number alone."""


def query(template: str, celexes: Iterable[str] = (), **words: str) -> str:
    """One of the queries above about these documents."""
    names = " ".join(f"<http://publications.europa.eu/resource/celex/{quote(celex, safe='')}>" for celex in celexes)
    text = template.format(names=names, relations=_listed(RELATIONS), to_the_act=_listed(_TO_THE_ACT), **words)
    return f"{_PREFIXES}{text} LIMIT {ROW_LIMIT}"


def title_searches(words: str) -> tuple[str, ...]:
    """A query for titles with these words for each year."""
    ends = (*_SEARCHED_YEARS[:-1], 9999)
    spans = ((f"{year}-01-01", f"{end}-12-31") for year, end in zip(_SEARCHED_YEARS, ends, strict=True))
    return tuple(query(TITLE_WORDS, words=words, first=first, last=last) for first, last in spans)


def _listed(predicates: Iterable[str]) -> str:
    return " ".join(f"cdm:{name}" for name in predicates)
