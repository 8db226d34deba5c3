"""Pages that are pictures of words, among pages of text."""

import io

import pypdfium2 as pdfium
import pytest
from printed import MakePdf, Page, column, read

from pipeline.errors import NeedsOcr
from pipeline.model import Extraction

TEXT = column(["Harbors publish the charts that they draw by models, and the weights of the models."] * 5)
LETTER = column(["Harbors ask for open weights, and for the code with which they can be used."] * 20)


def scanned(body: bytes, page: int, *, strips: int = 1, height: float = 1.0, shade: int = 255, kept: int = 0) -> bytes:
    """The PDF with a picture of a page in place of its words but so many of the last lines: in strips, from the top
    down to a part of its height, on paper of a shade of grey."""
    document = pdfium.PdfDocument(body)
    shown = document[page - 1]
    bitmap = shown.render(fill_color=(shade, shade, shade, 255))
    lines = list(shown.get_objects())
    for line in lines[: len(lines) - kept]:
        shown.remove_obj(line)
    strip = 792 * height / strips
    for number in range(strips):
        image = pdfium.PdfImage.new(document)
        image.set_bitmap(bitmap)
        image.set_matrix(pdfium.PdfMatrix(612, 0, 0, strip, 0, 792 - strip * (number + 1)))
        shown.insert_obj(image)
    shown.gen_content()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def found(make_pdf: MakePdf, pages: list[Page], **looks: float) -> Extraction:
    return read(scanned(make_pdf(pages), 2, **looks))


@pytest.mark.parametrize("looks", [{}, {"strips": 4}, {"height": 0.6}, {"shade": 200}])
def test_scanned_pages_are_named_and_the_others_are_read(make_pdf: MakePdf, looks: dict[str, float]) -> None:
    extraction = found(make_pdf, [TEXT, LETTER, column(["• They say so in a letter."])], **looks)
    assert extraction.scans == (2,)
    assert [row.anchor for row in extraction.provisions] == ["page=1", "page=3"]


def test_a_stamp_on_a_scanned_page_is_no_text_of_it(make_pdf: MakePdf) -> None:
    assert found(make_pdf, [TEXT, [*LETTER, (280, 30, 9, "F1", "Exhibit 12")]], kept=1).scans == (2,)


def test_what_is_printed_on_every_page_is_no_text_of_a_scanned_one(make_pdf: MakePdf) -> None:
    head = [(72, 760, 9, "F1", "Fictional Register of Harbors and Charts, Volume 12")]
    foot = [
        (72, 30, 5, "F1", "VerDate Sep<11>2014 17:12 Aug 05, 2099 Jkt 265001 PO 00000 Frm 00011 Fmt 4790 Sfmt 4790")
    ]
    pages: list[Page] = [[*TEXT, *head, *foot], [*LETTER, *head, *foot], [*TEXT, *head, *foot]]
    assert found(make_pdf, pages, kept=2).scans == (2,)


def test_not_all_of_very_many_pages_are_looked_at(make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.pdf.scans._MOST_PAGES", 1)
    assert read(scanned(scanned(make_pdf([TEXT, LETTER, LETTER]), 2), 3)).scans == (2,)


@pytest.mark.parametrize("looks", [{"height": 0.4}, {"shade": 90}])
def test_small_pictures_and_dark_ones_are_no_scanned_pages(make_pdf: MakePdf, looks: dict[str, float]) -> None:
    assert found(make_pdf, [TEXT, LETTER], **looks).scans == ()


@pytest.mark.parametrize("pages", [[TEXT, []], [TEXT, [(300, 40, 6, "F1", ".")]]])
def test_an_empty_page_is_none_as_a_picture_either(make_pdf: MakePdf, pages: list[Page]) -> None:
    assert found(make_pdf, pages).scans == ()
    assert read(make_pdf(pages)).scans == ()


def test_a_page_with_a_picture_behind_its_words_is_read(make_pdf: MakePdf) -> None:
    assert found(make_pdf, [TEXT, LETTER], kept=len(LETTER)).scans == ()


def test_a_picture_with_much_that_is_dark_is_a_photograph(make_pdf: MakePdf) -> None:
    night = [(0.0, 792.0 - 60 * row, 60.0, "F2", "MMMMMMMMMMMMMM") for row in range(20)]
    assert found(make_pdf, [TEXT, night]).scans == ()


def test_pages_of_a_pdf_without_text_are_not_looked_at(make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.pdf.scans.is_scan", lambda _: pytest.fail("a page was looked at"))
    with pytest.raises(NeedsOcr):
        read(scanned(make_pdf([LETTER]), 1))
