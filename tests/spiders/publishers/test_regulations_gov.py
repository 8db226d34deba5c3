"""What regulations.gov is asked, and how its answers are read."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from pipeline.errors import MalformedDocument
from pipeline.model import Document, DocumentDate, Identifier, Relation
from spiders.publishers import regulations_gov as api


def question(url: str) -> tuple[str, list[tuple[str, str]]]:
    parts = urlsplit(url)
    return parts.path, parse_qsl(parts.query)


def test_a_docket_is_asked_for_its_documents_page_by_page() -> None:
    assert question(api.documents_url("TOY-1", 2)) == (
        "/v4/documents",
        [("filter[docketId]", "TOY-1"), ("page[size]", "250"), ("page[number]", "2")],
    )


@pytest.mark.parametrize(
    ("since", "stated"),
    [("", []), ("2030-03-28T03:59:59Z", [("filter[lastModifiedDate][ge]", "2030-03-27 22:59:59")])],
)
def test_a_document_is_asked_for_its_comments_in_the_order_of_their_last_change(
    since: str, stated: list[tuple[str, str]]
) -> None:
    order = [("page[size]", "250"), ("page[number]", "3"), ("sort", "lastModifiedDate,documentId")]
    assert question(api.comments_url("09", 3, since)) == (
        "/v4/comments",
        [("filter[commentOnId]", "09"), *stated, *order],
    )


@pytest.mark.parametrize(("remaining", "seconds"), [(b"0", 5), (b" 0 ", 5), (b"1", 0), (b"", 0)])
def test_a_key_without_requests_left_rests(remaining: bytes, seconds: float) -> None:
    assert api.pause(remaining) == seconds


@pytest.mark.parametrize(
    ("status", "body", "kind", "reason"),
    [
        (403, b'{"error": {"code": "API_KEY_INVALID", "message": "A wrong  key"}}', "missing_key", "A wrong key"),
        (403, b'{"error": {"code": "API_KEY_INVALID"}}', "missing_key", "API_KEY_INVALID"),
        (404, b'{"error": {"message": 5}}', "missing_document", "5"),
        (404, b'{"errors": [{"title": "Not found", "detail": "No such toy"}]}', "missing_document", "No such toy"),
        (400, b'{"errors": [{"title": "Bad page"}]}', "http_error", "Bad page"),
        (404, b'{"errors": {"toys": 1}}', "missing_document", '{"errors": {"toys": 1}}'),
        (404, b'["toys"]', "missing_document", '["toys"]'),
        (404, b"<p>Toys \xff</p>", "missing_document", "<p>Toys \ufffd</p>"),
        (404, b"{}", "missing_document", "no reason given"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_api(status: int, body: bytes, kind: str, reason: str) -> None:
    told = f"{reason}; check REGULATIONS_GOV_API_KEY" if kind == "missing_key" else reason
    assert api.refusal(status, body) == (kind, told)


@pytest.mark.parametrize("body", [b"[]", b'["data"]', b'"data"', b"{}"])
def test_an_answer_without_data_is_refused(body: bytes) -> None:
    for read in (api.page, lambda *given: api.comment(*given, "regulations_gov", {})):
        with pytest.raises(MalformedDocument, match="no `data`"):
            read(body, "u")


def test_a_list_states_its_length_or_not() -> None:
    row = {"id": "TOY-1-0001", "attributes": {"title": "On\n Toys"}}
    page = api.page(json.dumps({"data": [row], "meta": {"totalElements": "5"}}).encode(), "u")
    assert (page.total, page.rows) == (None, (api.Row("TOY-1-0001", "", "", "On Toys"),))
    assert api.page(b'{"data": [], "meta": {"totalElements": 5}}', "u").total == 5


ON = {"TOY-1-0001": api.Row("TOY-1-0001", "", "", "Toys")}


def commented(attributes: dict[str, str] | None = None, **more: Any) -> api.Comment:
    data = {"id": "TOY-1-0002", "attributes": attributes or {}}
    return api.comment(json.dumps({"data": data} | more).encode(), "u", "regulations_gov", ON)


def test_a_comment_is_a_document_of_who_speaks() -> None:
    stated = {
        "title": "Letter\n of the makers",
        "organization": "Toy\n Makers",
        "postedDate": "2030-03-21T04:00:00Z",
        "docketId": "TOY-1",
        "agencyId": "TOY",
        "commentOnDocumentId": "TOY-1-0001",
    }
    assert commented(stated).document == Document(
        document_id="regs:TOY-1-0002",
        source="regulations_gov",
        title="Letter of the makers (Toy Makers), on Toys",
        kind="comment",
        jurisdiction="US",
        publisher="Toy Makers",
        url="https://www.regulations.gov/comment/TOY-1-0002",
        published="2030-03-21",
        identifiers=(Identifier("regulations_gov", "TOY-1-0002"), Identifier("docket", "TOY-1")),
        dates=(DocumentDate("published", "2030-03-21"),),
        relations=(Relation("comments_on", "regs:TOY-1-0001", "docket TOY-1"),),
    )
    named = {"title": "Comment from Toy Makers", "organization": "Toy Makers"}
    assert commented(named).document.title == "Comment from Toy Makers"
    bare = commented({"commentOnDocumentId": "TOY-1-0001"}).document
    assert bare.relations == (Relation("comments_on", "regs:TOY-1-0001", ""),)


def test_a_comment_is_on_the_document_of_the_federal_register_that_the_docket_names() -> None:
    row = {"id": "TOY-1-0001", "attributes": {"title": "Toys", "frDocNum": "2031-00001"}}
    on = {each.number: each for each in api.page(json.dumps({"data": [row]}).encode(), "u").rows}
    data = {"id": "TOY-1-0002", "attributes": {"commentOnDocumentId": "TOY-1-0001", "docketId": "TOY-1"}}
    found = api.comment(json.dumps({"data": data}).encode(), "u", "regulations_gov", on).document
    assert found.relations == (Relation("comments_on", "fr:2031-00001", "docket TOY-1 as TOY-1-0001"),)
    del data["attributes"]["docketId"]
    [relation] = api.comment(json.dumps({"data": data}).encode(), "u", "regulations_gov", on).document.relations
    assert relation.note == "as TOY-1-0001"


def test_what_the_docket_names_may_be_no_number_of_the_federal_register() -> None:
    row = {"id": "TOY-1-0001", "attributes": {"frDocNum": "Not yet published"}}
    on = {each.number: each for each in api.page(json.dumps({"data": [row]}).encode(), "u").rows}
    data = {"id": "TOY-1-0002", "attributes": {"commentOnDocumentId": "TOY-1-0001"}}
    found = api.comment(json.dumps({"data": data}).encode(), "u", "regulations_gov", on).document
    assert found.relations == (Relation("comments_on", "regs:TOY-1-0001"),)


def attachment(order: int | None, *formats: str, kind: str = "attachments") -> dict[str, Any]:
    files = [{"format": name, "fileUrl": f"https://x.gov/{order}.{name.lower()}"} for name in formats]
    return {"type": kind, "attributes": {"docOrder": order, "fileFormats": files or None}}


def test_a_comment_may_have_no_attachments() -> None:
    assert (commented().files, commented(included=None).files) == ((), ())


def test_a_format_of_an_attachment_without_a_file_leaves_the_next_one() -> None:
    letter, study = attachment(1, "pdf", "txt"), attachment(2, "pdf")
    for each in (letter, study):
        each["attributes"]["fileFormats"][0]["fileUrl"] = None
    found = commented(included=[letter, study])
    assert (found.files, found.unreadable) == (("https://x.gov/1.txt",), ("pdf",))


def test_attachments_are_in_order_and_each_has_its_best_format() -> None:
    included = [
        attachment(3, "docx", "PDF"),
        attachment(1, "txt", "html", "htm"),
        attachment(2, "docx", "html"),
        attachment(4, "xlsx", "txt"),
        attachment(5, "jpg", "docx"),
        attachment(6),
        attachment(None, "htm", "pdf"),
        attachment(9, "pdf", kind="submitters"),
    ]
    found = commented(included=included)
    assert [file.removeprefix("https://x.gov/") for file in found.files] == [
        "None.pdf",
        "1.htm",
        "2.html",
        "3.pdf",
        "4.txt",
    ]
    assert found.unreadable == ("docx/jpg", "withheld")
