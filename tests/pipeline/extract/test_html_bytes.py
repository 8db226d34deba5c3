"""Whether a page arrived whole, and in which encoding it is."""

import codecs

import pytest

from pipeline.errors import MalformedDocument
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.extract.html_bytes import as_utf8, is_cut_short

WORDS = "“Open” models – a naïve café publishes them."


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body><div>All.</div></body></html>\n<!-- cached -->",
        b"<html><body><div>All.</div></body>",
        # End tags that HTML lets a page leave out, as minifiers do.
        b"<!doctype html><html lang=en><main><p>All.<ul><li>One<li>Two</ul></main><footer>End</footer>",
        b"<!doctype html><script>let open = '<div>'</script><!-- <div> --><p>All.<div>That is it.</div>",
        b"<!--[if !IE]><!--><html><!--<![endif]--><div>All.</div>",
        b"<p>A comment without a page around it",
        b"Plain words",
    ],
)
def test_whole_pages_pass(body: bytes) -> None:
    assert not is_cut_short(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body><main><p>All that is",
        b"<html><body><main><p>All that is.</p>",
        b"<!doctype html><p>All that",
        b"<!doctype html><div>All.</div><script>let open = 1;\n//>",
        b"<!doctype html><div>All.</div><!-- </div> </script>",
        b"<html><body><div><!-- </div> --><p>All.</p>",
    ],
)
def test_pages_that_stop_are_cut_short(body: bytes) -> None:
    assert is_cut_short(body)


def test_hostile_bytes_are_looked_at_in_linear_time() -> None:
    for piece in (b"<!--", b"<script>", b"<div>", b"-->"):
        is_cut_short(b"<html>" + piece * 200_000)


@pytest.mark.parametrize(
    ("encoding", "head", "header"),
    [
        ("utf-8", "", ""),
        ("utf-8", "", "windows-1252"),
        ("utf-8", "", "utf-16"),
        ("utf-8", '<meta charset="utf-8">', "iso-8859-1"),
        ("utf-8", '<meta charset="iso-8859-1">', "us-ascii"),
        ("utf-8", "", "no-such-charset"),
        ("utf-8", "", "rot13"),
        ("cp1252", "", ""),
        ("cp1252", "", "iso-8859-1"),
        ("cp1252", "", "utf-16"),
        ("cp1252", '<meta charset="utf-16">', ""),
        ("cp1250", '<meta charset="windows-1250">', "utf-16"),
        ("cp1250", '<?xml version="1.0" encoding="windows-1250"?>', "windows-1252"),
        ("cp1250", "", "windows-1250"),
        ("cp1252", "", "utf-8"),
        ("cp1252", '<meta charset="utf-8">', "utf-8"),
        ("cp1250", '<meta charset="windows-1250">', "utf-8"),
        ("utf-16-le", "", "utf-16"),
        ("utf-16-be", "", "utf-16"),
        ("utf-16-be", '<?xml version="1.0" encoding="UTF-16"?>', ""),
    ],
)
def test_a_text_is_decoded_by_what_its_bytes_are_rather_than_by_the_header(
    encoding: str, head: str, header: str
) -> None:
    words = WORDS.replace("ï", "ö") if encoding == "cp1250" else WORDS
    body = f"{head}<p>{words}</p>"
    content = Content(body.encode(encoding), f"text/html; charset={header}" if header else "text/html", "x")
    assert as_utf8(content).decode() == body


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
@pytest.mark.parametrize("media_type", ["text/html; charset=windows-1252", "text/plain; charset=iso-8859-1"])
def test_a_byte_order_mark_is_believed_before_all(mark: bytes, encoding: str, media_type: str) -> None:
    body = f"<html><body><p>{WORDS}</p></body></html>" if "html" in media_type else WORDS
    (row,) = extract(Content(mark + body.encode(encoding), media_type, "https://agency.example/x")).provisions
    assert row.text == WORDS


@pytest.mark.parametrize("head", ['<meta charset="utf-8">', '<meta charset="windows-1252">', ""])
def test_one_broken_byte_does_not_garble_the_page(head: str) -> None:
    body = f"{head}<p>{WORDS}</p>".encode() + b"\xff"
    assert as_utf8(Content(body, "text/html", "x")).decode() == f"{head}<p>{WORDS}</p>\ufffd"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_to_a_letter_are_known_without_a_mark(encoding: str) -> None:
    body = f"<html><body><p>{WORDS}</p></body></html>".encode(encoding)
    (row,) = extract(Content(body, "text/html", "https://agency.example/x")).provisions
    assert row.text == WORDS


def test_zeros_behind_a_page_are_no_letters() -> None:
    body = f"<html><body><p>{WORDS}</p></body></html>".encode()
    (row,) = extract(Content(body + bytes(len(body)), "text/html", "https://agency.example/x")).provisions
    assert row.text == WORDS


def test_letters_of_the_older_encoding_are_read_in_plain_text() -> None:
    (row,) = extract(Content(WORDS.encode("cp1252"), "text/plain", "https://agency.example/1.txt")).provisions
    assert row.text == WORDS


def test_text_of_the_federal_register_that_stops_is_malformed() -> None:
    body = b"<html><body><pre>\n[Federal Register Volume 99, Number 1]\n\n    Charts are drawn by models that are op"
    with pytest.raises(MalformedDocument, match="stops before its end"):
        extract(Content(body, "text/plain", "https://register.example/1.txt"))
