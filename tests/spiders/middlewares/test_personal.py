"""Contact details are gone before anything is kept, however the answer was packed."""

import gzip
import json

import pytest
from scrapy import Request
from scrapy.http import Response

from spiders.middlewares.personal import BLANK_FIELDS, PersonalDetailsMiddleware

ANSWER = {"data": [{"attributes": {"email": "a@example.org", "comment": "Keep weights open."}}], "email": None}
REQUEST = Request("https://api.example.gov/", meta={BLANK_FIELDS: ["email"]})


@pytest.mark.parametrize("packed", [False, True])
def test_named_fields_are_blanked_at_any_depth(packed: bool) -> None:
    body = json.dumps(ANSWER).encode()
    headers = {"Content-Encoding": "gzip", "Content-Length": "9", "ETag": "x"} if packed else {"ETag": "x"}
    response = Response(REQUEST.url, body=gzip.compress(body) if packed else body, headers=headers)
    cleaned = PersonalDetailsMiddleware().process_response(REQUEST, response)
    attributes = json.loads(cleaned.body)["data"][0]["attributes"]
    assert attributes == {"email": None, "comment": "Keep weights open."}
    assert dict(cleaned.headers) == {b"Etag": [b"x"]}


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"email": "cut', b'{"other": 1}'])
def test_what_holds_none_of_them_stays_as_it_came(body: bytes) -> None:
    response = Response(REQUEST.url, body=body)
    assert PersonalDetailsMiddleware().process_response(REQUEST, response) is response


def test_requests_that_name_no_fields_are_left_alone() -> None:
    response = Response(REQUEST.url, body=json.dumps(ANSWER).encode())
    assert PersonalDetailsMiddleware().process_response(Request(REQUEST.url), response) is response
