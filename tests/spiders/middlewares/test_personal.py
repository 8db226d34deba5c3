"""Contact details never reach the archive, whatever the answer looks like; nothing else is touched."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response

from spiders.framework.source import BLANK_FIELDS
from spiders.middlewares.personal import PersonalDetailsMiddleware
from spiders.network.failures import FetchFailed
from spiders.publishers.regulations_gov import PERSONAL_FIELDS

URL = "https://api.regulations.gov/v4/comments/1"
MIDDLEWARE = PersonalDetailsMiddleware(1 << 20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(PERSONAL_FIELDS), inner),
    max_leaves=20,
)


def kept(body: bytes, headers: dict[str, str] | None = None, fields: tuple[str, ...] = PERSONAL_FIELDS) -> Response:
    request = Request(URL, meta={BLANK_FIELDS: fields} if fields else {})
    return MIDDLEWARE.process_response(request, Response(URL, headers=headers or {}, body=body))


def blanked(value: Any) -> Any:
    if isinstance(value, list):
        return [blanked(each) for each in value]
    if isinstance(value, dict):
        return {
            name: None
            if name in PERSONAL_FIELDS and isinstance(inner, str | int) and not isinstance(inner, bool)
            else blanked(inner)
            for name, inner in value.items()
        }
    return value


def test_contact_details_are_blanked_and_the_rest_is_as_served() -> None:
    body = b'{"data": {"attributes": {"email" : "a@b.c",\n "zip": 20500, "firstName": "Ada", "phone": null}}}'
    assert kept(body).body == (
        b'{"data": {"attributes": {"email" : null,\n "zip": null, "firstName": "Ada", "phone": null}}}'
    )


def test_names_of_fields_in_the_text_of_a_comment_are_not_touched() -> None:
    body = json.dumps({"comment": 'say "email": "x" and \\"phone\\": "y"', "title": "email"}).encode()
    assert kept(body).body == body


@given(JSON)
def test_it_is_the_same_json_but_for_the_details(value: Any) -> None:
    assert json.loads(kept(json.dumps(value).encode()).body) == blanked(value)


def test_a_broken_answer_gives_nothing_away() -> None:
    assert kept(b'{"data": {"email": "a@b.c", "phone": "555').body == b'{"data": {"email": null, "phone": null'


def test_a_packed_answer_is_unpacked_first() -> None:
    answer = kept(gzip.compress(b'{"email": "a@b.c"}'), {"Content-Encoding": "gzip"})
    assert answer.body == b'{"email": null}'
    assert "Content-Encoding" not in answer.headers


def test_what_cannot_be_unpacked_is_not_kept() -> None:
    with pytest.raises(FetchFailed, match="truncated gzip"):
        kept(gzip.compress(b'{"email": "a@b.c"}')[:-9], {"Content-Encoding": "gzip"})


def test_other_answers_pass() -> None:
    assert kept(b'{"email": "a@b.c"}', fields=()).body == b'{"email": "a@b.c"}'
