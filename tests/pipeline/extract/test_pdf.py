"""PDFs from their bytes to provisions, and what is refused."""

import io
from collections.abc import Callable
from contextlib import suppress

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printed import MakePdf, column, outline, read

from pipeline.errors import DocumentError, HostileDocument, MalformedDocument, NeedsOcr
from pipeline.extract.content import Content
from pipeline.extract.pdf import lines as pdf_lines
from pipeline.model import Extraction


@pytest.fixture
def memo(make_pdf: MakePdf) -> bytes:
    """Three pages: contents, two pages of text with running heads, page numbers, a note and line-end hyphens."""
    head = (72.0, 750.0, 9.0, "F1", "Buoy Administration Memorandum")
    contents = [f"{word} ..................... {page}" for page, word in enumerate(("One", "Two", "Three", "Four"), 2)]
    first = [
        "The Administration asks every harbor to share the charts that it draws by models",
        "whose weights are widely available to the public, and it will report on the infor-",
        "mation that it gets within the year of this memorandum and in later years as well.",
        "",
        "Harbors that share nothing say why in a letter to the Administration, which is then",
        "made public with the harbor's own words and with the advice of the harbor master, and",
        "that advice is followed by",
    ]
    second = [
        "a second letter. This information is kept for ten years and then given to the archive.",
        "",
        "• Open models are preferred where they do the same work as closed models do, and where",
        ">they can be studied by the pilots of the harbor.",
        "• Closed models need a reason.",
        "(a) The reason is written down by the harbor master;",
        "(b) The reason is made public.",
    ]
    return make_pdf(
        [
            [head, *column(["Table of Contents"], size=16), *column(contents, top=650), (300, 40, 9, "F1", "i")],
            [
                head,
                *column(["Sharing Charts"], size=16, font="F2"),
                *column(first, top=660),
                (72, 104, 5, "F1", "1"),
                (76, 100, 8, "F1", "See the Charts Act of 2098 for the meaning of chart."),
                (300, 40, 9, "F1", "2"),
            ],
            [head, *column(second), (300, 40, 9, "F1", "3")],
        ]
    )


def test_a_memorandum_is_read_as_in_its_golden_file(
    memo: bytes, matches_golden: Callable[[Extraction, str], None]
) -> None:
    matches_golden(read(memo), "memo.pdf")


def test_every_letter_is_covered_or_counted_as_dropped(memo: bytes) -> None:
    extraction = read(memo)
    assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped)
    assert {"running head", "table of contents"} == {reason for reason, _ in extraction.dropped}


def _labelled(body: bytes, labels: bytes) -> bytes:
    """pdfium finds the objects, though they moved."""
    return body.replace(b"/Type /Catalog", b"/Type /Catalog /PageLabels << /Nums [" + labels + b"] >>")


@pytest.mark.parametrize(
    ("matrix", "rotation"),
    [
        ((0, 1, -1, 0, 792, 0), 0),  # a wide table on an upright page
        ((0, 1, -1, 0, 792, 0), 90),
        ((-1, 0, 0, -1, 612, 792), 180),
        ((0, -1, 1, 0, 0, 612), 270),
    ],
)
def test_words_that_are_printed_sideways_are_read_like_others(
    memo: bytes, matrix: tuple[int, ...], rotation: int
) -> None:
    document = pdfium.PdfDocument(memo)
    for page in document:
        if rotation != 180:
            page.set_mediabox(0, 0, 792, 612)
        page.set_rotation(rotation)
        for words in page.get_objects():
            words.transform(pdfium.PdfMatrix(*matrix))
        page.gen_content()
    turned = io.BytesIO()
    document.save(turned)
    assert read(turned.getvalue()).provisions == read(memo).provisions


def test_the_size_of_a_line_is_that_of_its_letters_and_not_of_the_blanks_between_them(make_pdf: MakePdf) -> None:
    # Blanks that are only gaps, in a text that is scaled down: the one here is where a size is looked at.
    body = make_pdf([[(144, 1400, 22, "F1", "abcd efgh"), *column(["Harbors wait for it."], left=144)]])
    body = body.replace(b"(abcd efgh) Tj", b"[(abcd) -600 (efgh)] TJ").replace(b"BT", b"0.5 0 0 0.5 0 0 cm BT", 1)
    first = pdf_lines.printed(Content(body, "application/pdf", "https://agency.example/a.pdf")).lines[0]
    assert (first.text, first.size) == ("abcd efgh", 11)


def test_the_hyphen_of_browsers_joins_the_parts_of_a_word(make_pdf: MakePdf) -> None:
    body = make_pdf([column(["Harbors ask for more infor\x7f", "mation on the models that are open to all of them."])])
    twice = b"<< /BaseEncoding /WinAnsiEncoding /Differences [127 /hyphentwo] >>"
    assert outline(body.replace(b"/WinAnsiEncoding", twice)) == [
        "Harbors ask for more information on the models that are open to all of them."
    ]


def with_names(body: bytes, names: bytes) -> bytes:
    """The PDF with a table, object 9, of the letters that codes of a font stand for."""
    table = b"1 begincodespacerange <00> <ff> endcodespacerange " + names
    stream = b"9 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(table), table)
    return body.replace(b"xref", stream + b"xref", 1)


@pytest.mark.parametrize(
    "font",
    [
        b"<< /BaseEncoding /WinAnsiEncoding /Differences [127 /uni0002] >>",  # a hyphen to some: not in pdfium's text
        b"/WinAnsiEncoding /ToUnicode 9 0 R",
    ],
)
def test_a_letter_that_pdfium_counts_otherwise_than_its_text_moves_none_behind_it(
    make_pdf: MakePdf, font: bytes
) -> None:
    def lines(first: str, font: bytes) -> list[pdf_lines.Line]:
        body = make_pdf([column([first, "Harbors wait for it.", "Open models come first."])])
        body = with_names(body.replace(b"/WinAnsiEncoding", font), b"1 beginbfchar <7f> <d83ddcda> endbfchar")
        return pdf_lines.printed(Content(body, "application/pdf", "https://agency.example/a.pdf")).lines

    _, *plain = lines("Two charts.", b"/WinAnsiEncoding")
    _, *moved = lines("Two charts\x7f\x7f.", font)
    assert moved == plain


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("ar\x01ficial, compe\x01\x01ve, \x01mely", "artificial, competitive, timely"),
        ("be\x02er se\x03ngs", "better settings"),
        ("A\x04er a dra\x04 pla\x06orm", "After a draft platform"),
        ("di\x05erent", "different"),
        ("\x04tara and \x05u, T\x04TARA, \x01", "Ōtara and Ưu, TŌTARA, Ɵ"),
    ],
)
def test_ligatures_that_a_font_passes_off_as_rare_letters_are_spelled_out(
    make_pdf: MakePdf, shown: str, words: str
) -> None:
    body = make_pdf([column([f"Harbors ask for it: {shown}."])]).replace(
        b"/WinAnsiEncoding", b"/WinAnsiEncoding /ToUnicode 9 0 R"
    )
    letters = b"6 beginbfchar <01> <019f> <02> <01a9> <03> <01ab> <04> <014c> <05> <01af> <06> <019e> endbfchar"
    assert outline(with_names(body, letters)) == [f"Harbors ask for it: {words}."]


def test_a_bullet_that_stands_elsewhere_in_the_file_marks_the_line_beside_it(make_pdf: MakePdf) -> None:
    first = [
        "Harbors publish the charts that they draw, and say:",
        ">Open models come",
        ">first.",
        ">Closed come last.",
    ]
    bullets = [(76.0, y, 11.0, "F1", "•") for y in (661.0, 687.0)]
    assert outline(make_pdf([[*column(first), *bullets], column(["Then they wait for an answer."])])) == [
        "Harbors publish the charts that they draw, and say:",
        "• Open models come first.",
        "• Closed come last.",
        "Then they wait for an answer.",
    ]


def test_citations_name_the_printed_page_and_links_the_page_of_the_file(make_pdf: MakePdf) -> None:
    words = [f"• Harbors of the {rank} class publish their charts." for rank in ("first", "second", "third")]
    body = make_pdf([[*column([text]), (300, 40, 9, "F1", str(page))] for page, text in enumerate(words, start=7)])
    assert [(row.path, row.citation, row.anchor) for row in read(body).provisions] == [
        ("p_1", "p. 7, para. 1", "page=1"),
        ("p_2", "p. 8, para. 1", "page=2"),
        ("p_3", "p. 9, para. 1", "page=3"),
    ]
    labelled = read(_labelled(body, b"0 << /S /r >> 2 << /S /D >>"))
    assert [row.citation for row in labelled.provisions] == ["p. i, para. 1", "p. ii, para. 1", "p. 1, para. 1"]


def test_a_page_of_the_federal_register_is_cited_by_its_number_and_not_by_the_typesetters(make_pdf: MakePdf) -> None:
    heads = [
        "Federal Register / Vol. 99, No. 9 / Tuesday, March 3, 2099 / Notices 14059",
        "14060 Federal Register / Vol. 99, No. 9 / Tuesday, March 3, 2099 / Notices",
    ]
    body = make_pdf(
        [
            [
                (45.0, 750.0, 8.0, "F1", head),
                *column([f"• Harbors publish their charts in the {rank} year of the plan."]),
                (45.0, 20.0, 6.0, "F1", f"VerDate Sep<11>2014 16:23 Feb 23, 2099 Jkt 262001 PO 00000 Frm 9900{page}"),
            ]
            for page, (rank, head) in enumerate(zip(("first", "second"), heads, strict=True), start=1)
        ]
    )
    assert [row.citation for row in read(body).provisions] == ["p. 14059, para. 1", "p. 14060, para. 1"]


def test_a_label_that_is_no_text_is_none(memo: bytes) -> None:
    assert read(_labelled(memo, b"0 << /P <FEFFD800> /S /D >>")).provisions == read(memo).provisions


def test_a_scan_without_text_needs_ocr(make_pdf: MakePdf) -> None:
    with pytest.raises(NeedsOcr, match=r"memo\.pdf: needs OCR: 0 letters on 2 pages"):
        read(make_pdf([[], []]))


def test_fonts_that_do_not_tell_their_letters_need_ocr(make_pdf: MakePdf) -> None:
    drawn = column(["\x01\x04\x05 #$ %&\x07\x1b ;'! " * 3] * 12 + ["Harbors publish the charts of their models."])
    with pytest.raises(NeedsOcr, match=r"memo\.pdf: needs OCR: 36 letters on 1 pages"):
        read(make_pdf([drawn]))


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_truncated_pdfs_are_malformed_or_lack_text(memo: bytes, share: float) -> None:
    with pytest.raises((MalformedDocument, NeedsOcr), match=r"memo\.pdf"):
        read(memo[: int(len(memo) * share)])


def test_something_else_that_calls_itself_pdf_is_malformed() -> None:
    with pytest.raises(MalformedDocument, match="broken or encrypted"):
        read(b"%PDF-1.7 and then nothing of the kind")


def test_too_many_pages_or_characters_are_hostile(memo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lines, "_MAX_CHARACTERS", 500)
    with pytest.raises(HostileDocument, match="500 characters"):
        read(memo)
    monkeypatch.setattr(pdf_lines, "_MAX_PAGES", 2)
    with pytest.raises(HostileDocument, match="3 pages"):
        read(memo)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_pdfs_raise_document_errors_only(memo: bytes, data: st.DataObject) -> None:
    position = data.draw(st.integers(8, len(memo)))
    with suppress(DocumentError):
        read(memo[:position] + data.draw(st.binary(max_size=8)) + memo[position + data.draw(st.integers(0, 30)) :])


@pytest.mark.parametrize("height", [602.6, 608.0])
def test_a_raised_number_behind_a_ten_is_its_exponent_and_other_raised_numbers_are_marks(
    make_pdf: MakePdf, height: float
) -> None:
    body = column(["The Administration asks every harbor to share the charts that it draws by its models."] * 3)
    line = [
        (72.0, 600.0, 11.0, "F1", "All that exceed 10"),
        (160.5, height, 6.5, "F1", "26"),
        (168.0, 600.0, 11.0, "F1", " operations of the models"),
        (291.5, height, 6.5, "F1", "12"),
        (299.0, 600.0, 11.0, "F1", " are kept in 1026 harbors."),
    ]
    assert outline(make_pdf([[*body, *line]]))[-1] == (
        "All that exceed 10²⁶ operations of the models12 are kept in 1026 harbors."
    )
