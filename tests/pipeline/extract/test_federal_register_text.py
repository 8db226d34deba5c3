from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DocumentError, NotTheDocument
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Extraction

NOTICE = (Path(__file__).parent / "fixtures/notice.txt").read_bytes()


def read(body: bytes) -> Extraction:
    return extract(Content(body, "text/plain", "https://register.example/2099-00002.txt"))


def test_the_text_rendition_is_read_as_in_its_golden_file(matches_golden: Callable[[Extraction, str], None]) -> None:
    matches_golden(read(NOTICE), "notice.txt")


def test_every_letter_is_covered_or_counted_as_dropped() -> None:
    extraction = read(NOTICE)
    assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped)


def test_a_page_break_does_not_part_a_sentence() -> None:
    assert "models that anyone may download" in " ".join(row.text for row in read(NOTICE).provisions)


def test_sections_of_an_order_are_found_without_blank_lines() -> None:
    body = NOTICE.partition(b"DEPARTMENT")[0]
    order = b"By the authority vested in me:\nSection 1. Purpose. To chart\nharbors.\nSec. 2. Duty. Do it.\n"
    rows = read(body + order + b"</pre></body></html>").provisions
    assert [(row.citation, row.text) for row in rows][1:] == [
        ("Sec. 1", "Section 1. Purpose. To chart harbors."),
        ("Sec. 2", "Sec. 2. Duty. Do it."),
    ]


def test_blank_lines_without_end_are_read_in_linear_time() -> None:
    body = NOTICE.partition(b"DEPARTMENT")[0] + b" \n" * 300_000 + b"Some words at the end of it all, at last."
    assert len(read(body + b" [[Page x" * 1000 + b"</pre></body></html>").provisions) == 1


@pytest.mark.parametrize("label", ["AGENCY", "AGENCIES"])
def test_the_title_stands_before_the_agency_whatever_stands_before_it(label: str) -> None:
    numbers = b"99 CFR Part 740\n\n[Docket No. 7]\nRIN 9999-AA00\n\n\nModels\n\nAGENCY:"
    body = NOTICE.replace(b"Openly Available Models at Sea, With Some Words More\n\nAGENCY:", numbers)
    assert read(body.replace(b"AGENCY:", f"{label}:".encode())).title == "Models"


@pytest.mark.parametrize("numbers", ["RIN 9999-AA00", "RINs 9999-AA00 and 9999-AB01", "RIN 9999-AA00, 9999-AA01"])
def test_numbers_on_the_line_above_are_no_words_of_the_title(numbers: str) -> None:
    body = NOTICE.replace(b"Openly Available Models at Sea,", f"{numbers}\nOpenly Available Models at Sea,".encode())
    assert read(body).title == "Openly Available Models at Sea, With Some Words More"


def test_a_note_to_the_title_is_not_the_title() -> None:
    body = NOTICE.replace(
        b"With Some Words More\n\nAGENCY:", b"With Some Words More \\1\\\n\n    \\1\\ See below.\n\nAGENCY:"
    )
    assert read(body).title == "Openly Available Models at Sea, With Some Words More"


RULE = "-" * 75
NOTED = rf"""
    Weights \1\ are drawn with 10\26\ operations, so \2\
{RULE}

    \1\ 99 FR 1 (Feb. 26, 2099).
    \2\ See Pilot v. Buoy, 10\3\ charts.
{RULE}

that all may use them.\3\
"""


def test_a_label_on_a_line_of_its_own_is_a_heading() -> None:
    head = NOTICE.partition(b"DEPARTMENT")[0]
    rows = read(head + b"SUMMARY:\nThe Office asks about lamps.\n</pre></body></html>").provisions
    assert [(row.kind, row.heading, row.text) for row in rows] == [
        ("section", "SUMMARY:", ""),
        ("paragraph", "SUMMARY:", "The Office asks about lamps."),
    ]


def test_notes_are_told_from_the_text_around_them() -> None:
    rows = read(NOTICE.replace(b"    Charts are drawn", NOTED.encode() + b"\n    Charts are drawn")).provisions
    found = {row.citation: (row.kind, row.text) for row in rows}
    text = "Weights are drawn with 10²⁶ operations, so that all may use them."
    assert ("paragraph", text) in found.values()
    assert found["note 1"] == ("footnote", "1 99 FR 1 (Feb. 26, 2099).")
    assert found["note 2"] == ("footnote", "2 See Pilot v. Buoy, 10³ charts.")


def test_marks_of_notes_are_counted() -> None:
    extraction = read(NOTICE.replace(b"    Charts are drawn", NOTED.encode() + b"\n    Charts are drawn"))
    dropped = dict(extraction.dropped)
    assert dropped["footnote mark"] == 3
    assert extraction.body_chars == extraction.covered_chars + sum(dropped.values())


AMENDED = b"""
PART 740--LICENCES

0
1. The authority citation continues to read as follows:

    Authority: 99 U.S.C. 1.

0
2. Amend Sec.  740.27 by:
0
a. Revising paragraph (b)(2); and
0
b. Adding Sec.  740.28.
    The additions read as follows:


Sec.  740.27   Licence exception for weights.

* * * * *
    (b) * * *
    (2) Open weights need no licence, unless:
    (i) they were stolen; or
    (ii) they were recalled.

Sec. Sec.  740.28-740.30  [Reserved]

Appendix A to Part 740--Charts

    1. The first chart.
"""


def test_amendments_and_sections_of_regulations_are_told_apart() -> None:
    body = NOTICE.replace(b"    Dated:", AMENDED + b"\n    Dated:")
    rows = {row.citation: row for row in read(body).provisions}
    amendments = [row.text for row in rows.values() if row.kind == "amendment"]
    assert amendments[1:] == [
        "2. Amend Sec. 740.27 by:",
        "a. Revising paragraph (b)(2); and",
        "b. Adding Sec. 740.28.",
    ]
    section = rows["Sec. 740.27"]
    assert (section.path, section.heading) == ("sec_740.27", "Licence exception for weights.")
    assert rows["Sec. 740.27(b)(2)(ii)"].text == "(ii) they were recalled."
    assert rows["Sec. Sec. 740.28-740.30"].path == "sec_740.28-740.30"
    appendix = next(row for row in rows.values() if row.text == "1. The first chart.")
    assert (appendix.kind, rows["Appendix A to Part 740--Charts"].path) == ("paragraph", appendix.parent)


def test_a_sentence_about_a_section_opens_none() -> None:
    body = NOTICE.replace(
        b"    Charts are drawn", b"    Sec.  740.27 A sentence without its end\n\n    Charts are drawn"
    )
    assert not [row for row in read(body).provisions if row.path.startswith("sec_")]


def test_a_section_that_the_preamble_discusses_is_not_the_section() -> None:
    discussed = b"Sec.  740.27   Licence exception.\n\n    This section would permit charts.\n\nPaperwork\n\n"
    body = NOTICE.replace(b"    Dated:", discussed + b"    No forms are needed.\n" + AMENDED + b"\n    Dated:")
    rows = {row.citation: row for row in read(body).provisions}
    needed = next(row for row in rows.values() if row.text == "No forms are needed.")
    assert (needed.kind, rows["Paperwork"].path) == ("paragraph", needed.parent)
    assert [citation for citation in rows if citation.startswith("Sec. 740.27 [")] == []
    assert rows["Sec. 740.27"].heading == "Licence exception for weights."


def test_the_marks_of_amendments_are_counted() -> None:
    extraction = read(NOTICE.replace(b"    Dated:", AMENDED + b"\n    Dated:"))
    dropped = dict(extraction.dropped)
    assert dropped["amendment mark"] == 4
    assert extraction.body_chars == extraction.covered_chars + sum(dropped.values())


def test_a_row_of_stars_stands_close_under_a_paragraph_and_is_no_part_of_it() -> None:
    body = AMENDED.replace(b"recalled.\n", b"recalled.\n* * * * *\n    (e) Logs are kept.\n* * * * *\n")
    provisions = read(NOTICE.replace(b"    Dated:", body + b"* * * * *\n\n    Dated:")).provisions
    rows = {row.citation: row.text for row in provisions}
    assert rows["Sec. 740.27(b)(2)(ii)"] == "(ii) they were recalled."
    assert rows["Sec. 740.27(e)"] == "(e) Logs are kept."
    assert [row for row in provisions if row.text == "* * * * *"] == []


COVER = f"""[[Page 14057]]

Vol. 99

Tuesday,

No. 9

March 3, 2099

Part II

Department of Harbors

{"-" * 71}

Openly Available Models at Sea; Notice

Federal Register / Vol. 99 , No. 9 / Tuesday, March 3, 2099 /
Notices

[[Page 14059]]

"""
FIRST_OF_ITS_KIND = f"""{"=" * 72}
Notices
                                                Federal Register
{"_" * 72}

This section of the FEDERAL REGISTER contains documents other than rules
or proposed rules that are applicable to the public.

{"=" * 72}

Federal Register / Vol. 99, No. 9 / Tuesday, March 3, 2099 /
Notices

[[Page 14059]]

"""


@pytest.mark.parametrize("before", [COVER, FIRST_OF_ITS_KIND])
def test_the_cover_of_a_part_is_no_text_of_its_first_document(before: str) -> None:
    found = read(NOTICE.replace(b"DEPARTMENT OF HARBORS", before.encode() + b"DEPARTMENT OF HARBORS", 1))
    assert found.provisions == read(NOTICE).provisions
    assert found.body_chars == found.covered_chars + sum(count for _, count in found.dropped)


def test_a_running_head_that_a_document_quotes_is_text() -> None:
    quoted = b"Federal Register / Vol. 98, No. 1 / Monday\n\n    Charts are"
    found = read(NOTICE.replace(b"    Charts are", quoted))
    assert [row.text for row in found.provisions if row.text.startswith(("AGENCY", "SUMMARY"))]
    assert dict(found.dropped)["file head"] == dict(read(NOTICE).dropped)["file head"]


def test_the_place_of_a_picture_is_no_text() -> None:
    found = read(NOTICE.replace(b"    Charts are", b"[GRAPHIC] [TIFF OMITTED] TN03MR99.000\n\n    Charts are"))
    assert found.provisions == read(NOTICE).provisions
    assert dict(found.dropped)["picture name"] == 29


def test_raised_and_lowered_letters_are_parts_of_their_words() -> None:
    """The end tags were text, and a blank stood in the place of the others."""
    lamps = (
        b"    Lamps emit CO<INF>2</INF> for 10<SUP>26</SUP> hours, a risk of 10<SUP>-6</SUP>, says Lamp<SUP>TM</SUP>.\n"
    )
    found = read(NOTICE.replace(b"    Charts are", lamps + b"    Charts are"))
    texts = [row.text for row in found.provisions]
    assert "Lamps emit CO2 for 10²⁶ hours, a risk of 10⁻⁶, says LampTM." in texts
    assert found.body_chars == found.covered_chars + sum(count for _, count in found.dropped)


def test_a_file_head_alone_is_not_the_document() -> None:
    with pytest.raises(NotTheDocument, match=r"2099-00002\.txt"):
        read(NOTICE.partition(b"DEPARTMENT")[0] + b"</pre></body></html>")


@given(st.data())
def test_damaged_text_raises_document_errors_only(data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(NOTICE)))
    with suppress(DocumentError):
        read(NOTICE[:position] + data.draw(st.binary(max_size=8)) + NOTICE[position + data.draw(st.integers(0, 60)) :])


def test_the_real_text_of_1994_is_read(shared_corpus: Path) -> None:
    extraction = read((shared_corpus / "corpus/fr/api/2026-swift/historical-content.txt").read_bytes())
    assert any(row.text.startswith("Pursuant to the authority") for row in extraction.provisions)
    assert dict(extraction.dropped)["typesetting mark"] == 16


def printed(body: str) -> list[str]:
    """The texts, and headings with "# " before them, of these lines at the end of a notice."""
    notice = NOTICE.partition(b"I. Background")[0].decode()
    end = "</pre></body></html>"
    before = read(f"{notice}{end}".encode()).provisions
    rows = read(f"{notice}{body}{end}".encode()).provisions[len(before) :]
    return [row.text or f"# {row.heading}" for row in rows]


def test_each_line_that_is_indented_as_first_lines_are_begins_a_paragraph() -> None:
    assert printed("    Lamps burn.\n    Horns sound in\nevery fog.\n    Bells ring.\n") == [
        "Lamps burn.",
        "Horns sound in every fog.",
        "Bells ring.",
    ]


def test_a_heading_close_under_a_paragraph_heads_what_follows() -> None:
    assert printed("    Lamps burn in\nevery fog.\nA. Horns\n\n    Horns sound.\n") == [
        "Lamps burn in every fog.",
        "# A. Horns",
        "Horns sound.",
    ]


def test_words_with_the_end_of_a_sentence_in_them_are_no_heading() -> None:
    assert printed("    Lamps burn. Horns sound and\n\n    Bells ring.\n")[0] == "Lamps burn. Horns sound and"
    assert printed("    They burn. Horns\n\n    Bells ring.\n")[0] == "They burn. Horns"
    assert printed("Docket Nos. A1 and A2\n\n    Bells ring.\n")[0] == "# Docket Nos. A1 and A2"
