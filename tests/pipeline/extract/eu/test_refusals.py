"""Pages and packages that are not the act, not all of it, or not honest."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError, HostileDocument, MalformedDocument, NotTheDocument, UnknownFormat
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Extraction

URL = "http://publications.europa.eu/resource/celex/32099R0001"
Read = Callable[[bytes], Extraction]
Fixture = Callable[[str], bytes]
Zip = Callable[[dict[str, bytes]], bytes]

CHROME = "<html><head><title>EUR-Lex - 32099R0001 - EN</title></head><body><ul><li>My EUR-Lex</li></ul>{}</body></html>"
PAGES = ["oj.xhtml", "oj_unprefixed.xhtml", "consolidated.xhtml", "txt_te.html", "proposal.xhtml", "amendments.xhtml"]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<p>The HTML format is unavailable in your User interface language.</p>",
        "<script>generateTOC('oj-ti-art')</script><p>My recent searches</p>",
        "<style>.oj-doc-ti { text-align: center }</style><p>Skip to main content</p>",
        "<style>p.title-article-norm { font-style: italic }</style><p>Skip to main content</p>",
        '<div class="eli-container"><div id="tit_1"><p class="oj-doc-ti">REGULATION</p></div></div>',
        "<script>generateTOC('oj-ti-art')</script><p class='oj-ti-grseq-1'>Help</p><p class='oj-normal'>Ask us.</p>",
        "<!-- <txt_te> --><p>Skip to main content</p>",
    ],
)
def test_site_chrome_without_an_act_is_not_the_document(inside: str, read_page: Read) -> None:
    with pytest.raises(NotTheDocument, match="celex/32099R0001"):
        read_page(CHROME.format(inside).encode())


WORK = "<WORK><URI><VALUE>http://publications.europa.eu/resource/celex/32099R0001</VALUE></URI></WORK>"


@pytest.mark.parametrize(
    "notice",
    [
        f'<?xml version="1.0"?>\n<!-- edited -->\n<NOTICE decoding="eng" type="object">{WORK}</NOTICE>',
        f'<NOTICE xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n decoding="eng">{WORK}</NOTICE>',
        f"\ufeff<NOTICE>\n\t{WORK}</NOTICE>",
        "<NOTICE><DOSSIER><TITLE>Lighthouses</TITLE></DOSSIER></NOTICE>",
    ],
)
def test_a_notice_of_the_catalogue_is_not_the_act(notice: str) -> None:
    with pytest.raises(NotTheDocument, match="mirror"):
        extract(Content(notice.encode(), "application/xml;notice=object;charset=UTF-8", "https://mirror.example/1"))


@pytest.mark.parametrize("media_type", ["text/plain;charset=UTF-8", ""])
def test_a_message_in_place_of_an_act_is_not_the_act(media_type: str) -> None:
    with pytest.raises(NotTheDocument, match="celex/32099R0001"):
        extract(Content(b"<error>No content stream is available, try again.</error>", media_type, URL))


def test_an_act_in_a_format_that_nobody_reads_is_told_from_no_act() -> None:
    with pytest.raises(UnknownFormat, match="application/msword"):
        extract(Content(b"\xd0\xcf\x11\xe0", "application/msword", URL))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_stops_in_the_middle_is_malformed(name: str, fixture_bytes: Fixture, read_page: Read) -> None:
    body = fixture_bytes(f"eu/{name}")
    with pytest.raises(MalformedDocument, match=r"stops before </html>; crawl again later"):
        read_page(body[: len(body) * 3 // 4])


def test_a_page_that_is_nothing_but_a_comment_is_not_the_document(read_page: Read) -> None:
    with pytest.raises(NotTheDocument, match="the page has no elements"):
        read_page(b'<!-- class="oj-doc-ti" </html> -->')


def test_absurdly_deep_markup_is_hostile(read_page: Read) -> None:
    deep = b"<div>" * 100_000 + b'<p class="oj-ti-art">Article 1</p>' + b"</div>" * 100_000
    with pytest.raises(HostileDocument, match="256 levels"):
        read_page(b"<html><body>" + deep + b"</body></html>")


@pytest.mark.parametrize("page", [b"<p>%s</p>", b"<p title='%s'>x</p>"])
def test_an_absurdly_long_text_is_hostile(read_page: Read, page: bytes) -> None:
    """libxml2 leaves it out."""
    with pytest.raises(HostileDocument, match="10 MB"):
        read_page(b'<html><body><p class="oj-ti-art">Article 1</p>' + page % (b"a" * 10_000_001) + b"</body></html>")


def test_absurdly_deep_formex_is_hostile(read_page: Read) -> None:
    depth = 100_000
    body = b"<P>" * depth + b"</P>" * depth
    with pytest.raises(HostileDocument):
        read_page(b'<ACT xsi="http://formex.publications.europa.eu/">' + body + b"</ACT>")


def test_units_nested_beyond_any_real_act_are_hostile(read_page: Read) -> None:
    cell = "<table><tr><td><p>({})</p></td><td>"
    depth = 60
    letters = [chr(ord("a") + number % 26) for number in range(depth)]
    nested = "".join(map(cell.format, letters)) + "<p>deep</p>" + "</td></tr></table>" * depth
    page = f'<html><body><p class="oj-doc-ti">ACT</p><p class="oj-ti-art">Article 1</p>{nested}</body></html>'
    with pytest.raises(HostileDocument, match="40 deep"):
        read_page(page.encode())


def test_an_entity_bomb_in_formex_is_hostile(read_page: Read) -> None:
    bomb = b'<!DOCTYPE ACT [<!ENTITY a "lamp"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(HostileDocument, match="entities"):
        read_page(b'<?xml version="1.0"?>' + bomb + b'<ACT x="formex"><TITLE>&b;</TITLE></ACT>')


def test_truncated_formex_is_malformed(read_page: Read, fixture_bytes: Fixture) -> None:
    body = fixture_bytes("eu/formex/L_209900001EN.000101.fmx.xml")
    with pytest.raises(MalformedDocument, match="truncated XML"):
        read_page(body[: len(body) // 2])


def test_a_truncated_package_is_malformed(read_page: Read, formex_package: bytes) -> None:
    with pytest.raises(MalformedDocument, match="broken zip"):
        extract(Content(formex_package[:-40], "application/zip;mtype=fmx4", URL))


def test_a_package_with_a_damaged_member_is_malformed(formex_package: bytes) -> None:
    damaged = bytearray(formex_package)
    damaged[200:260] = bytes(60)
    with pytest.raises(MalformedDocument):
        extract(Content(bytes(damaged), "application/zip;mtype=fmx4", URL))


@pytest.mark.parametrize("name", ["word/document.xml", "DOC_1.xml"])
def test_a_zip_without_formex_is_no_package(name: str, zip_files: Zip) -> None:
    with pytest.raises(UnknownFormat):
        extract(Content(zip_files({name: b"<w:document/>"}), "application/zip", "https://lamps.example/1"))


def test_a_package_without_an_act_is_not_the_document(read_page: Read, zip_files: Zip, fixture_bytes: Fixture) -> None:
    name = "L_209900001EN.doc.fmx.xml"
    with pytest.raises(NotTheDocument, match="contains no act"):
        read_page(zip_files({name: fixture_bytes(f"eu/formex/{name}")}))


@pytest.mark.parametrize("name", ["../../etc/cron.d/act.fmx.xml", "/tmp/act.fmx.xml", "..\\act.fmx.xml"])
def test_a_member_that_points_outside_the_package_is_hostile(name: str, read_page: Read, zip_files: Zip) -> None:
    with pytest.raises(HostileDocument, match=r"the zip holds"):
        read_page(zip_files({name: b"<ACT/>"}))


def test_a_package_of_very_many_files_is_hostile(read_page: Read, zip_files: Zip) -> None:
    with pytest.raises(HostileDocument, match="1001 files"):
        read_page(zip_files({f"{number}.fmx.xml": b"<ACT/>" for number in range(1001)}))


def test_a_zip_bomb_is_hostile(read_page: Read, zip_files: Zip) -> None:
    with pytest.raises(HostileDocument, match=r"bomb\.fmx\.xml"):
        read_page(zip_files({"bomb.fmx.xml": b"<ACT>" + b"\0" * (60 * 1024 * 1024)}))


def test_a_member_larger_than_its_stated_size_is_not_read_to_the_end() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("act.fmx.xml", b" " * 1_000_000)
    lying = buffer.getvalue().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(DocumentError):
        extract(Content(lying, "application/zip;mtype=fmx4", URL))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from([*PAGES, "consolidated_styles.xhtml", "corrigendum.xhtml"]))
def test_damaged_pages_are_read_or_refused_but_never_crash(
    data: st.DataObject, name: str, fixture_bytes: Fixture, read_page: Read
) -> None:
    body = fixture_bytes(f"eu/{name}")
    begin = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(begin, min(len(body), begin + 400)))
    noise = data.draw(st.binary(max_size=30))
    damaged = body[:begin] + noise + body[end:]
    try:
        extraction = read_page(damaged)
    except DocumentError:
        return
    paths = [provision.path for provision in extraction.provisions]
    assert len(paths) == len(set(paths))
