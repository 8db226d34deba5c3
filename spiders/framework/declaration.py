"""What can be wrong with the declaration of a source."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.identifiers import SCHEMES, parse_document_id
from pipeline.model import Expectations, Source

if TYPE_CHECKING:
    from spiders.framework.source import SourceSpider


def faults(kind: "type[SourceSpider]") -> Iterator[str]:
    """What is wrong with a declaration. Ask for the first only: each check rests on those before it."""
    for attribute, wanted in (("source", Source), ("hosts", tuple), ("schemes", tuple)):
        if not isinstance(kind.__dict__.get(attribute), wanted):
            yield f"`{attribute}` must be a {wanted.__name__}"
    stem = kind.__module__.rpartition(".")[2]
    if kind.source.name != stem:
        yield f"the source is called {kind.source.name!r} but its file {stem!r}"
    if not kind.hosts or not all(isinstance(host, str) and "/" not in host for host in kind.hosts):
        yield "`hosts` must name hosts, such as 'www.example.gov'"
    if not all(isinstance(told, str) and name.isupper() and told for name, told in kind.needs.items()):
        yield "`needs` names variables of the environment and where to get each"
    yield from _faults_of_expectations(kind.source.expectations, kind.schemes)


def _faults_of_expectations(expected: Expectations, schemes: tuple[str, ...]) -> Iterator[str]:
    if not 0 < expected.min_documents <= expected.max_documents:
        yield "expect at least 1 document, and a minimum not above the maximum"
    shares = (expected.min_share_with_provisions, expected.min_share_with_text, expected.min_share_with_date)
    if not all(0 <= share <= 1 for share in shares):
        yield "a share of documents must be a number from 0 to 1"
    try:
        must = {parse_document_id(document_id)[0] for document_id in expected.must_deliver}
    except UsageError as error:
        yield f"`must_deliver`: {error}"
    else:
        if not schemes or not must <= set(schemes) <= set(SCHEMES):
            yield f"`schemes` must name some of {', '.join(SCHEMES)}"
