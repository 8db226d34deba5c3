import gzip
from collections.abc import Callable

import pytest

from pipeline import extract as registry
from pipeline.errors import ChallengePage, EmptyBody, HostileDocument, MalformedDocument, UnknownFormat
from pipeline.extract import extract, look
from pipeline.extract.content import Content, Format
from pipeline.model import Extraction

URL = "https://agency.example/report"


def content(body: bytes, media_type: str = "text/plain") -> Content:
    return Content(body, media_type, URL)


@pytest.fixture
def memo_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """A format that reads whatever starts with MEMO and tells the body back as title."""
    memo = Format(
        "memo",
        1,
        lambda content: content.body.startswith(b"MEMO"),
        lambda content: Extraction((), "memo/1", title=content.body.decode()),
    )
    monkeypatch.setattr(registry, "FORMATS", (memo,))


@pytest.mark.parametrize("body", [b"", b" \r\n\t"])
def test_an_answer_without_content_is_an_error_that_names_the_address(body: bytes) -> None:
    with pytest.raises(EmptyBody, match=r"agency\.example/report"):
        extract(content(body))


def test_an_unknown_format_names_media_type_and_address() -> None:
    with pytest.raises(UnknownFormat, match=r"agency\.example/report: no extractor knows this application/x-thing"):
        extract(content(b"\x00thing", "application/x-thing"))


def test_a_bot_wall_is_not_read() -> None:
    with pytest.raises(ChallengePage, match="Cloudflare"):
        extract(content(b"<html><head><title>Just a moment...</title></head></html>", "text/html"))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("agency.html", "text/html"),
        ("white_house.html", "text/html"),
        ("notice.txt", "text/plain"),
        ("notice.xml", "text/xml"),
        ("comment.api", "application/vnd.api+json"),
    ],
)
def test_a_document_without_a_media_type_is_known_by_its_bytes(
    fixture_bytes: Callable[[str], bytes], name: str, media_type: str
) -> None:
    body = fixture_bytes(name)
    assert look(content(body, "")) == look(content(body, media_type))
    assert look(content(body, "application/octet-stream")) == look(content(body, media_type))


def test_a_comment_may_be_served_as_plain_json(fixture_bytes: Callable[[str], bytes]) -> None:
    assert look(content(fixture_bytes("comment.api"), "application/json; charset=utf-8")) == "regulations_comment"
    with pytest.raises(UnknownFormat):
        look(content(b'{"error": "busy"}', "application/json"))


@pytest.mark.usefixtures("memo_format")
def test_the_first_format_that_recognises_the_content_reads_it() -> None:
    assert extract(content(b"MEMO 7")).title == "MEMO 7"


@pytest.mark.usefixtures("memo_format")
def test_a_look_names_the_format_and_does_not_read() -> None:
    assert look(content(b"MEMO 7")) == "memo"
    with pytest.raises(UnknownFormat):
        look(content(b"NOTE 7"))


@pytest.mark.parametrize(
    "declared", ['<?xml version="1.0" encoding="UTF-16"?>', "<?xml version='1.0' encoding='utf-16'?>", ""]
)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_xml_of_two_bytes_to_a_letter_may_say_so(declared: str, encoding: str) -> None:
    notice = (
        "<NOTICE><PREAMB><SUBJECT>Open Toys</SUBJECT></PREAMB><P>The weights of a toy’s model are open.</P></NOTICE>"
    )
    found = extract(content((declared + notice).encode(encoding), "text/xml"))
    assert found.title == "Open Toys"
    assert found.provisions[-1].text == "The weights of a toy’s model are open."


@pytest.mark.usefixtures("memo_format")
def test_gzip_without_content_encoding_is_unpacked() -> None:
    assert extract(content(gzip.compress(b"MEMO 7", mtime=0), "text/html")).title == "MEMO 7"


@pytest.mark.usefixtures("memo_format")
def test_gzip_in_several_members_is_unpacked_to_the_end() -> None:
    members = [gzip.compress(piece, mtime=0) for piece in (b"MEMO", b" 7", b" of 9")]
    assert extract(content(b"".join(members))).title == "MEMO 7 of 9"
    assert extract(content(b"".join(members) + b"\0\0")).title == "MEMO 7 of 9"
    with pytest.raises(MalformedDocument, match="truncated gzip"):
        extract(content(b"".join(members)[:-4]))


def test_a_gzip_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MAX_BODY_BYTES", 1000)
    for packed in (gzip.compress(b"a" * 100_000), gzip.compress(b"a" * 900) * 2):
        with pytest.raises(HostileDocument, match="1000 bytes"):
            extract(content(packed))


def test_a_body_over_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MAX_BODY_BYTES", 1000)
    with pytest.raises(HostileDocument, match="2000 bytes"):
        extract(content(b"a" * 2000))


@pytest.mark.parametrize("body", [gzip.compress(b"MEMO 7", mtime=0)[:-6], b"\x1f\x8bnot gzip at all"])
def test_broken_gzip_is_a_malformed_document(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match="gzip"):
        extract(content(body))
