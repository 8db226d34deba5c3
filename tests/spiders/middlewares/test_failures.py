"""What fails becomes a problem, of the document that its request names."""

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import Request, Response

from pipeline.errors import MalformedDocument
from spiders.middlewares.failures import ProblemsMiddleware
from spiders.sources.ntia import Ntia

URL = "https://www.ntia.gov/toys"


@pytest.mark.parametrize(
    ("error", "kind"), [(MalformedDocument("no toys"), "malformed_document"), (KeyError(), "crash")]
)
@pytest.mark.parametrize(("meta", "document_id"), [({"document_id": "fr:2030-00001"}, "fr:2030-00001"), ({}, "")])
def test_a_callback_that_fails_is_a_problem_of_its_document(
    meta: dict[str, Any], document_id: str, error: Exception, kind: str
) -> None:
    crawler: Any = SimpleNamespace(spider=Ntia())
    response = Response(URL, request=Request(URL, meta=meta))
    (problem,) = ProblemsMiddleware(crawler).process_spider_exception(response, error)
    assert (problem.kind, problem.url, problem.document_id) == (kind, URL, document_id)
