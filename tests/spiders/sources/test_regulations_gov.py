import json
from typing import Any

import pytest
from spider_steps import Answer, Build, begun, fail, follow

from pipeline.errors import MalformedDocument
from pipeline.model import Identifier, Relation
from spiders.framework.source import BLANK_FIELDS
from spiders.network import gate
from spiders.network.failures import interrupted
from spiders.network.gate import GATE
from spiders.publishers import regulations_gov as api
from spiders.sources import regulations_gov


@pytest.fixture
def spider(build: Build, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("REGULATIONS_GOV_API_KEY", "toy-key")
    made = build("regulations_gov")
    begun(made)
    return made


def listed(*rows: dict[str, Any], more: bool = False) -> str:
    return json.dumps({"data": list(rows), "meta": {"hasNextPage": more, "totalElements": len(rows) + more}})


def comment(number: str = "TOY-1-0002", changed: str = "2030-03-28T03:59:59Z") -> dict[str, Any]:
    return {"id": number, "type": "comments", "attributes": {"lastModifiedDate": changed}}


def detail(*attachments: Any, **attributes: Any) -> str:
    files = [
        {"type": "attachments", "attributes": {"docOrder": at, "fileFormats": formats}}
        for at, formats in enumerate(attachments, start=1)
    ]
    facts = {"agencyId": "TOY", "docketId": "TOY-1", "title": "Comment from Toy Makers", "postedDate": "2030-03-21"}
    data = {"id": "TOY-1-0002", "type": "comments", "attributes": facts | attributes}
    return json.dumps({"data": data, "included": files})


def test_without_a_key_it_says_where_to_get_one(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGULATIONS_GOV_API_KEY", raising=False)
    (problem,) = begun(build("regulations_gov"))
    assert problem.kind == "missing_key"
    assert "https://api.data.gov/signup/" in problem.message


def test_the_key_is_a_header_and_personal_fields_are_marked(spider: Any) -> None:
    request = spider.ask_detail("TOY-1-0002")
    assert "toy-key" not in request.url
    assert request.headers["X-Api-Key"] == b"toy-key"
    assert request.headers["Accept-Encoding"] == b"identity"
    assert "email" in request.meta[BLANK_FIELDS]


def test_the_answer_about_another_comment_is_not_read_as_this_one(spider: Any, answer: Answer) -> None:
    request = spider.ask_detail("TOY-1-0003")
    (problem,) = follow(request, answer(request, detail(comment="Toys."), kind=api.JSON_API))
    assert (problem.kind, problem.document_id) == ("not_the_document", "regs:TOY-1-0003")


def test_only_a_docket_whose_first_page_is_empty_has_no_documents(spider: Any, answer: Answer) -> None:
    first = spider.ask_documents("TOY-1")
    (problem,) = follow(first, answer(first, listed(), kind=api.JSON_API))
    assert problem.kind == "missing_document"
    second = spider.ask_documents("TOY-1", 2, frozenset({"TOY-1-0001"}))
    assert follow(second, answer(second, listed(), kind=api.JSON_API)) == []


def test_a_docket_of_more_documents_than_the_api_lists_is_said(spider: Any, answer: Answer) -> None:
    last = spider.ask_documents("TOY-1", api.LAST_PAGE)
    (problem,) = follow(last, answer(last, listed(comment(), more=True), kind=api.JSON_API))
    assert (problem.kind, "TOY-1 has more than 5,000 documents" in problem.message) == ("truncated", True)


def test_dockets_are_a_setting(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULATIONS_GOV_API_KEY", "toy-key")
    (request,) = begun(build("regulations_gov"))
    assert "NTIA-2023-0009" in request.url
    urls = [request.url for request in begun(build("regulations_gov", POLICY_DOCKETS="TOY-1, TOY-2"))]
    assert [url.partition("docketId%5D=")[2].partition("&")[0] for url in urls] == ["TOY-1", "TOY-2"]


def test_only_asks_for_that_comment(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULATIONS_GOV_API_KEY", "toy-key")
    (request,) = begun(build("regulations_gov", only="regs:TOY-2030-0001-0002"))
    assert request.url.endswith("-0002?include=attachments")


def test_docket_leads_to_documents_to_comments(spider: Any, answer: Answer) -> None:
    request = spider.ask_documents("TOY-1")
    rows = [{"id": "TOY-1-0001", "attributes": {"objectId": "09000064"}}, {"id": "x", "attributes": {"objectId": None}}]
    comments, more = follow(request, answer(request, listed(*rows, more=True)))
    assert "commentOnId%5D=09000064" in comments.url
    assert "page%5Bnumber%5D=2" in more.url
    first, second = follow(comments, answer(comments, listed(comment(), comment("TOY-1-0003"))))
    assert first.url.endswith("/comments/TOY-1-0002?include=attachments")
    assert follow(comments, answer(comments, listed(comment()))) == []
    assert second.url.endswith("/comments/TOY-1-0003?include=attachments")


def test_a_list_that_repeats_itself_ends_with_a_problem(spider: Any, answer: Answer) -> None:
    document = {"id": "TOY-1-0001", "attributes": {"objectId": "09000064"}}
    for request, row in ((spider.ask_documents("TOY-1"), document), (spider.next_page("09", 1, ""), comment())):
        *_, onward = follow(request, answer(request, listed(row, more=True)))
        *_, problem = follow(onward, answer(onward, listed(row, more=True)))
        assert (problem.kind, problem.url) == ("truncated", onward.url)


@pytest.mark.parametrize("meta", [None, {}, {"hasNextPage": None}, {"hasNextPage": "false"}])
def test_a_full_page_that_does_not_say_whether_it_is_the_last_is_not(spider: Any, answer: Answer, meta: Any) -> None:
    rows = [{"id": f"TOY-1-{number:04}", "attributes": {}} for number in range(api.PAGE_SIZE)]
    for request in (spider.ask_documents("TOY-1"), spider.next_page("09", 1, "")):
        *_, onward = follow(request, answer(request, json.dumps({"data": rows, "meta": meta})))
        assert "page%5Bnumber%5D=2" in onward.url


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ({"hasNextPage": False, "totalElements": 3}, "1 of 3 rows came"),
        ({"totalElements": 2}, "1 of 2 rows came"),
        ({"hasNextPage": False}, "does not state its length"),
        (None, "does not state its length"),
    ],
)
def test_a_list_that_ends_too_early_is_said(spider: Any, answer: Answer, meta: Any, words: str) -> None:
    document = {"id": "TOY-1-0001", "attributes": {}}
    for request, row in ((spider.ask_documents("TOY-1"), document), (spider.next_page("09", 1, ""), comment())):
        *_, problem = follow(request, answer(request, json.dumps({"data": [row], "meta": meta})))
        assert (problem.kind, problem.url) == ("truncated", request.url)
        assert words in problem.message


def test_a_list_is_whole_when_all_its_pages_together_are(spider: Any, answer: Answer) -> None:
    first = spider.next_page("09", 1, "")
    *_, onward = follow(first, answer(first, listed(comment(), more=True)))
    last = json.dumps({"data": [comment("TOY-1-0003")], "meta": {"hasNextPage": False, "totalElements": 2}})
    (found,) = follow(onward, answer(onward, last))
    assert "TOY-1-0003" in found.url


def test_a_row_that_cannot_be_read_costs_no_other(spider: Any, answer: Answer) -> None:
    request = spider.next_page("09", 1, "")
    rows = [None, comment(), {"id": 5, "attributes": {}}, {"id": "TOY-1-0009"}, comment("TOY-1-0010", "soon")]
    body = json.dumps({"data": rows, "meta": {"hasNextPage": False, "totalElements": 5}})
    *problems, found = follow(request, answer(request, body))
    assert [each.kind for each in problems] == ["malformed_document"] * 4
    assert "TOY-1-0002" in found.url


@pytest.mark.parametrize("body", ['{"data": {"a": 1}}', '{"data": null}', '{"data": [], "meta": [1]}'])
def test_a_list_of_another_shape_is_a_malformed_document(spider: Any, answer: Answer, body: str) -> None:
    request = spider.next_page("09", 1, "")
    with pytest.raises(MalformedDocument):
        follow(request, answer(request, body))


@pytest.mark.parametrize(
    "data", [None, {"id": "TOY-1-0002"}, {"attributes": {}}, {"id": 5, "attributes": {}}, {"id": "", "attributes": {}}]
)
def test_a_comment_of_another_shape_is_a_malformed_document(spider: Any, answer: Answer, data: Any) -> None:
    request = spider.ask_detail("TOY-1-0002")
    with pytest.raises(MalformedDocument):
        follow(request, answer(request, json.dumps({"data": data})))


@pytest.mark.parametrize(
    "name",
    [
        "commentOnDocumentId",
        "docketId",
        "firstName",
        "lastName",
        "organization",
        "postedDate",
        "title",
        "withdrawn",
    ],
)
@pytest.mark.parametrize("value", [{"text": "AI"}, ["AI"], 5, "soon"])
def test_a_field_of_another_type_is_a_malformed_document(spider: Any, answer: Answer, name: str, value: Any) -> None:
    if value == "soon" and name not in {"postedDate", "withdrawn"}:
        value = [value]
    request = spider.ask_detail("TOY-1-0002")
    with pytest.raises(MalformedDocument, match="not as expected"):
        follow(request, answer(request, detail(**{name: value})))


def test_a_field_that_is_null_says_nothing() -> None:
    facts = dict.fromkeys(("docketId", "postedDate", "title", "commentOnDocumentId", "withdrawn"))
    document = api.comment(detail(**facts).encode(), "u", "regulations_gov", {}).document
    assert document.identifiers == (Identifier("regulations_gov", "TOY-1-0002"),)
    assert (document.agencies, document.dates, document.relations, document.status) == ((), (), (), "")
    assert document.title == "Comment TOY-1-0002"


def test_an_attachment_without_an_address_of_the_web_is_a_malformed_document(spider: Any, answer: Answer) -> None:
    request = spider.ask_detail("TOY-1-0002")
    with pytest.raises(MalformedDocument, match="javascript"):
        follow(request, answer(request, detail([{"format": "pdf", "fileUrl": "javascript:alert(1)"}])))


def test_an_empty_docket_is_said(spider: Any, answer: Answer) -> None:
    request = spider.ask_documents("TOY-9")
    (problem,) = follow(request, answer(request, listed()))
    assert (problem.kind, problem.document_id) == ("missing_document", "docket:TOY-9")


def test_behind_5000_rows_the_list_goes_on_by_the_time_of_the_last_change(spider: Any, answer: Answer) -> None:
    rows = [comment(f"TOY-1-{number:04}", "2030-03-28T03:59:59Z") for number in range(api.PAGE_SIZE)]
    spider.seen = {row["id"] for row in rows}
    last = spider.next_page("09", api.LAST_PAGE, "")
    (onward,) = follow(last, answer(last, listed(*rows)))
    assert "lastModifiedDate%5D%5Bge%5D=2030-03-27+22%3A59%3A59" in onward.url
    assert "page%5Bnumber%5D=1&" in onward.url
    stuck = spider.next_page("09", api.LAST_PAGE, "2030-03-28T03:59:59Z")
    (problem,) = follow(stuck, answer(stuck, listed(*rows)))
    assert problem.kind == "truncated"


def test_since_leaves_comments_that_did_not_change(
    build: Build, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGULATIONS_GOV_API_KEY", "toy-key")
    spider = build("regulations_gov", since="2030-04-01")
    begun(spider)
    request = spider.next_page("09", 1, "")
    assert follow(request, answer(request, listed(comment()))) == []
    assert spider.crawler.stats["policy/skipped/before_since"] == 1


def test_comment_and_its_attachments_are_one_document(spider: Any, answer: Answer) -> None:
    request = spider.ask_detail("TOY-1-0002")
    formats = [
        {"format": "docx", "fileUrl": "https://downloads.regulations.gov/x.docx"},
        {"format": "PDF", "fileUrl": "https://downloads.regulations.gov/x.pdf"},
    ]
    text = detail(formats, None, commentOnDocumentId="TOY-1-0001", organization="Toy Makers", withdrawn=True)
    problem, file = follow(request, answer(request, text, kind=api.JSON_API))
    assert problem.kind == "unreadable_attachment"
    assert file.url.endswith("/x.pdf")
    (capture,) = file.callback(answer(file, b"%PDF-1.7", kind="application/pdf"))
    document = capture.document
    assert (document.document_id, document.publisher, document.status) == ("regs:TOY-1-0002", "Toy Makers", "withdrawn")
    assert document.relations == (Relation("comments_on", "regs:TOY-1-0001", "docket TOY-1"),)
    assert [part.role for part in capture.parts] == ["main", "annex"]


def test_a_comment_whose_attachment_cannot_be_had_is_held_by_its_description(spider: Any, answer: Answer) -> None:
    request = spider.ask_detail("TOY-1-0002")
    files = [{"format": "pdf", "fileUrl": "https://downloads.regulations.gov/x.pdf"}]
    (file,) = follow(
        request, answer(request, detail(files, comment="Keep it open.", withdrawn=True), kind=api.JSON_API)
    )
    problem, capture = fail(file, ConnectionResetError("reset"))
    assert problem.kind == "missing_part"
    assert (capture.document.document_id, capture.document.status, capture.parts) == (
        "regs:TOY-1-0002",
        "withdrawn",
        (),
    )
    assert fail(file, interrupted()) == []


@pytest.mark.parametrize("format_name", ["pdf", "txt"])
def test_a_page_in_place_of_an_attached_file_is_not_read(spider: Any, answer: Answer, format_name: str) -> None:
    request = spider.ask_detail("TOY-1-0002")
    files = [{"format": format_name, "fileUrl": f"https://downloads.regulations.gov/x.{format_name}"}]
    (file,) = follow(request, answer(request, detail(files, comment="See attached."), kind=api.JSON_API))
    problem, capture = file.callback(answer(file, "<h1>Service</h1><p>We are upgrading.</p>"))
    assert (problem.kind, problem.document_id) == ("not_the_document", "regs:TOY-1-0002")
    assert (capture.document.document_id, capture.parts) == ("regs:TOY-1-0002", ())


@pytest.mark.parametrize(
    ("format_name", "body", "kind"),
    [("htm", "<p>We ask for open toys.</p>", "text/html"), ("txt", "We ask for open toys.", "text/plain")],
)
def test_an_attached_page_or_text_is_read(spider: Any, answer: Answer, format_name: str, body: str, kind: str) -> None:
    request = spider.ask_detail("TOY-1-0002")
    files = [{"format": format_name, "fileUrl": f"https://downloads.regulations.gov/x.{format_name}"}]
    (file,) = follow(request, answer(request, detail(files, comment="See attached."), kind=api.JSON_API))
    (capture,) = file.callback(answer(file, body, kind=kind))
    assert [part.role for part in capture.parts] == ["main", "annex"]


@pytest.mark.parametrize("words", [None, "", " ", "See attached file(s)"])
def test_a_comment_without_words_and_files_is_held_by_its_description(spider: Any, answer: Answer, words: Any) -> None:
    assert list(spider.at_end()) == []
    request = spider.ask_detail("TOY-1-0002")
    text = detail(None, comment=words, withdrawn=True)
    _, capture = follow(request, answer(request, text, kind=api.JSON_API))
    assert (capture.document.document_id, capture.document.status) == ("regs:TOY-1-0002", "withdrawn")
    assert capture.parts == ()
    (problem,) = spider.at_end()
    assert problem.kind == "missing_text"
    assert problem.message.startswith("comments without words or an attachment that can be read: 1 (regs:TOY-1-0002);")


@pytest.mark.parametrize("words", ["Keep toys open.", {"html": "x"}])
def test_whether_a_comment_with_words_can_be_read_is_left_to_the_reading(
    spider: Any, answer: Answer, words: Any
) -> None:
    request = spider.ask_detail("TOY-1-0002")
    (capture,) = follow(request, answer(request, detail(comment=words), kind=api.JSON_API))
    assert [part.role for part in capture.parts] == ["main"]


@pytest.mark.parametrize(
    ("attributes", "title", "who"),
    [
        ({"firstName": "Ada", "lastName": "L."}, "Comment from Toy Makers (Ada L.)", "Ada L."),
        ({"organization": None, "title": "Comment on FR Doc # 2030-1"}, "Comment on FR Doc # 2030-1", "Anonymous"),
    ],
)
def test_commenter_is_a_field(attributes: dict[str, Any], title: str, who: str) -> None:
    document = api.comment(detail(**attributes).encode(), "u", "regulations_gov", {}).document
    assert (document.title, document.publisher) == (title, who)


def test_the_title_of_a_comment_says_what_it_is_on(spider: Any, answer: Answer) -> None:
    docket = spider.ask_documents("TOY-1")
    row = {"id": "TOY-1-0001", "attributes": {"title": "Toys With Widely Available Plans"}}
    follow(docket, answer(docket, listed(row)))
    request = spider.ask_detail("TOY-1-0002")
    text = detail(comment="Keep them open.", commentOnDocumentId="TOY-1-0001")
    (capture,) = follow(request, answer(request, text, kind=api.JSON_API))
    assert capture.document.title == "Comment from Toy Makers, on Toys With Widely Available Plans"


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (403, '{"error":{"code":"API_KEY_INVALID","message":"An invalid api_key"}}', "missing_key", "invalid api_key"),
        (400, '{"errors":[{"status":"400","title":"Invalid filter"}]}', "http_error", "Invalid filter"),
        (404, "<html>", "missing_document", "<html>"),
        (404, '{"errors":[]}', "missing_document", "no reason given"),
        (400, "[1]", "http_error", "[1]"),
        (400, '{"errors": 5}', "http_error", '{"errors": 5}'),
    ],
)
def test_what_the_api_refuses_is_said_in_its_words(
    spider: Any, answer: Answer, status: int, body: str, kind: str, words: str
) -> None:
    request = spider.ask_detail("TOY-1-0002")
    (problem,) = follow(request, answer(request, body, status))
    assert (problem.kind, problem.document_id) == (kind, "regs:TOY-1-0002")
    assert words in problem.message
    assert str(status) in problem.message


def test_a_key_without_requests_left_rests(spider: Any, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[tuple[str, float]] = []
    monkeypatch.setattr(regulations_gov, "GATE", gate.Gate())
    monkeypatch.setattr(regulations_gov.GATE, "hold", lambda host, seconds: held.append((host, seconds)))
    request = spider.next_page("09", 1, "")
    for left in ("17", "0"):
        response = answer(request, listed())
        response.headers["X-RateLimit-Remaining"] = left
        follow(request, response)
    assert held == [("api.regulations.gov", api.PAUSE)]
    assert GATE is not regulations_gov.GATE


def test_an_hour_of_patience_unless_the_command_line_says_otherwise() -> None:
    from scrapy.settings import Settings

    settings = Settings({"POLICY_RETRY_AFTER_MAX": 120.0})
    regulations_gov.RegulationsGov.update_settings(settings)
    assert settings.getfloat("POLICY_RETRY_AFTER_MAX") == 3600
    settings.set("POLICY_RETRY_AFTER_MAX", 1, priority="cmdline")
    regulations_gov.RegulationsGov.update_settings(settings)
    assert settings.getfloat("POLICY_RETRY_AFTER_MAX") == 1


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"errors": []}'])
def test_what_is_no_answer_of_the_api_is_named(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match="https://api"):
        api.page(body, "https://api")
    with pytest.raises(MalformedDocument, match="https://api"):
        api.comment(body, "https://api", "regulations_gov", {})
